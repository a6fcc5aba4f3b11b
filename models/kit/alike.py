"""Codes that people take for the same: written full-width, in small letters, with a blank inside, without their zeros."""

import unicodedata
from typing import Any


def written(value: Any) -> Any:
    """A text without what people vary in writing it: half-width, one case, no blanks."""
    if not isinstance(value, str):
        return value
    text = value if value.isascii() else unicodedata.normalize("NFKC", value)
    return text.casefold() if text.isalnum() else "".join(text.split()).casefold()


def plain(value: Any) -> Any:
    """A text as it is compared with what a spreadsheet saved: `written`, and digits without the zeros before them."""
    text = written(value)
    return text.lstrip("0") or "0" if isinstance(text, str) and text.isdecimal() else text


def only_zeros(mine: Any, theirs: Any) -> bool:
    """Whether two texts differ in the zeros before their digits: 777 is what a spreadsheet makes of 000777."""
    if not (isinstance(mine, str) and isinstance(theirs, str)) or mine == theirs:
        return False
    return mine.isdecimal() and theirs.isdecimal() and mine.lstrip("0") == theirs.lstrip("0")
