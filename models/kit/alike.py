"""Codes that people take for the same: written full-width, in small letters, with a blank inside, without their zeros."""

import unicodedata
from typing import Any


def plain(value: Any) -> Any:
    """A text as it is compared: half-width, one case, no blanks; digits without the zeros before them."""
    if not isinstance(value, str):
        return value
    text = value if value.isascii() else unicodedata.normalize("NFKC", value)
    text = text.casefold() if text.isalnum() else "".join(text.split()).casefold()
    return text.lstrip("0") or "0" if text.isdecimal() else text


def only_zeros(mine: Any, theirs: Any) -> bool:
    """Whether two texts differ in the zeros before their digits: 777 is what a spreadsheet makes of 000777."""
    if not (isinstance(mine, str) and isinstance(theirs, str)) or mine == theirs:
        return False
    return mine.isdecimal() and theirs.isdecimal() and mine.lstrip("0") == theirs.lstrip("0")
