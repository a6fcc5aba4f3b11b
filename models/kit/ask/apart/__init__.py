"""A message taken apart: which of its words are values of which fields, by patterns and by what the house knows.

`take_apart` is the way in; `kinds` says what each kind of field looks for, `days` how people speak of days.
"""

from .message import take_apart

__all__ = ["take_apart"]
