"""What can be called in a formula: Excel's functions under Excel's names, and a few of the house."""

from .days import DAYS
from .function import Function
from .logic import LOGIC
from .numbers import NUMBERS
from .texts import TEXTS

FUNCTIONS: dict[str, Function] = {function.name: function for function in (*LOGIC, *NUMBERS, *TEXTS, *DAYS)}
FUNCTIONS["CONCATENATE"] = FUNCTIONS["CONCAT"]

__all__ = ["FUNCTIONS", "Function"]
