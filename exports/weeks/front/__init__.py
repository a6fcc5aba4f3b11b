"""The week on one page 本周一页: three facts, three causes, three decisions, as sentences that can be read aloud."""

from .page import Front, front_of
from .sentences import Sentence

__all__ = ["Front", "Sentence", "front_of"]
