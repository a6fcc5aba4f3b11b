"""What SQLite lacks, as functions of ours on each of its connections; PostgreSQL says the same in SQL, see `engines`.

They are deterministic and never raise: what has no result is None.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any

LONGEST = 32767  # characters of a text, as in a cell of Excel
WRITTEN_NUMBER = r" *[-+]?[¥￥]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?%? *"
_WRITTEN = re.compile(WRITTEN_NUMBER)
_calendars: dict[str, list[str]] = {}


def _strict(fn: Callable) -> Callable:
    """Nothing comes of nothing."""

    @wraps(fn)
    def known(*values: Any) -> Any:
        return None if None in values else fn(*values)

    return known


def digits(value: Any, scale: int) -> str:
    number = Decimal(value) / scale if isinstance(value, int) else Decimal(f"{value:.15g}")
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def figures(value: int, places: int, least: int, grouped: int) -> str:
    sign, whole = "-" if value < 0 else "", str(abs(value)).rjust(places + 1, "0")
    before, after = (whole[:-places], whole[-places:]) if places else (whole, "")
    before = before.lstrip("0").rjust(least, "0")
    if grouped:
        head = len(before) % 3
        before = ",".join([before[:head]] * bool(head) + [before[at : at + 3] for at in range(head, len(before), 3)])
    return sign + before + ("." + after if places else "")


def trim(text: str) -> str:
    return re.sub(" +", " ", text.strip(" "))


def right(text: str, count: int) -> str | None:
    return None if count < 0 else text[len(text) - count :] if count < len(text) else text


def substitute(text: str, old: str, new: str, nth: int) -> str | None:
    if not old:
        return text
    if not nth:
        fits = len(text) + text.count(old) * len(new) <= LONGEST
        return text.replace(old, new) if fits else None
    at = -len(old)
    for _ in range(nth):
        at = text.find(old, at + len(old))
        if at < 0:
            return text
    return text[:at] + new + text[at + len(old) :] if len(text) + len(new) <= LONGEST else None


def find(text: str, what: str, start: int) -> int | None:
    if not 1 <= start <= len(text) + 1:
        return None
    return text.find(what, start - 1) + 1 or None


@lru_cache(maxsize=256)
def as_regex(pattern: str) -> str:
    """Excel's ? and *, and ~ before one that is meant itself, as PostgreSQL reads it."""
    made, at = [], 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "~" and at + 1 < len(pattern):
            at += 1
            sign = pattern[at]
        elif sign in "?*":
            made.append("(.|\n)" if sign == "?" else "(.|\n)*")
            at += 1
            continue
        made.append(sign if sign.isalnum() or ord(sign) > 127 or sign in " \n" else f"\\{sign}")
        at += 1
    return "".join(made)


def search(text: str, pattern: str, start: int) -> int | None:
    """Piece by piece between the stars, in time that grows with the text alone: a regular expression tries every way of sharing
    the text among the stars, which takes hours, can't be broken off, and lets nobody else on the server go on.
    """
    if not 1 <= start <= len(text) + 1:
        return None
    alike, at, first = text.translate(_ALIKE), start - 1, None
    for piece in _pieces(pattern):
        at = piece.place(alike, at)
        if at < 0:
            return None
        first = at if first is None else first
        at += piece.length
    return first + 1


class _Alike(dict[int, str]):
    """By the code of a letter the one that stands for it and its other case, as Python's IGNORECASE takes them."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        upper = sign.upper()
        self[code] = (upper if len(upper) == 1 else sign).lower()[0]
        return self[code]


_ALIKE = _Alike()


class _Piece:
    """What stands between two stars; None is any sign."""

    def __init__(self, signs: list[str | None]):
        self.length = len(signs)
        self.text = None if None in signs else "".join(map(str, signs)).translate(_ALIKE)
        self.any = sum(1 << at for at, sign in enumerate(signs) if sign is None)
        self.masks: dict[str, int] = {}
        for at, sign in enumerate(signs):
            if sign is not None:
                alike = sign.translate(_ALIKE)
                self.masks[alike] = self.masks.get(alike, self.any) | 1 << at

    def place(self, text: str, start: int) -> int:
        """Where it stands first from there on; -1 for nowhere."""
        if self.text is not None:
            return text.find(self.text, start)
        begun, whole = 0, 1 << self.length - 1  # a bit for each beginning of the piece that has fitted so far
        for at in range(start, len(text)):
            begun = (begun << 1 | 1) & self.masks.get(text[at], self.any)
            if begun & whole:
                return at - self.length + 1
        return -1


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[_Piece, ...]:
    pieces: list[list[str | None]] = [[]]
    signs = iter(pattern)
    for sign in signs:
        if sign == "*":
            pieces.append([])
        elif sign == "?":
            pieces[-1].append(None)
        else:
            pieces[-1].append(next(signs, sign) if sign == "~" else sign)
    return tuple(map(_Piece, pieces))


def rept(text: str, count: int) -> str | None:
    return text * count if count >= 0 and len(text) * count <= LONGEST else None


WIDE, NARROW = "０１２３４５６７８９．，－＋％　", "0123456789.,-+% "
_NARROWED = str.maketrans(WIDE, NARROW)


def read_number(text: str) -> float | None:
    text = text.translate(_NARROWED)
    if len(text) > 60 or not _WRITTEN.fullmatch(text):
        return None
    return float(re.sub("[ ,¥￥%]", "", text)) / (100 if "%" in text else 1)


def tags(text: str) -> str:
    return "、".join(json.loads(text))


def keep_calendar(key: str, days: list[str]) -> None:
    """Working days in their order, which a formula names by this key."""
    _calendars[key] = days


def workday(key: str, day: str, count: int) -> str | None:
    days = _calendars[key]
    if not days[0] <= day <= days[-1]:
        return None
    if not count:
        return day
    at = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
    return days[at] if 0 <= at < len(days) else None


def networkdays(key: str, first: str, last: str) -> int | None:
    days = _calendars[key]
    low, high = min(first, last), max(first, last)
    if low < days[0] or high > days[-1]:
        return None
    counted = bisect_right(days, high) - bisect_left(days, low)
    return -counted if first > last else counted


FUNCTIONS = {
    "ops_lower": (str.lower, 1),
    "ops_upper": (str.upper, 1),
    "ops_trim": (trim, 1),
    "ops_digits": (digits, 2),
    "ops_figures": (figures, 4),
    "ops_right": (right, 2),
    "ops_substitute": (substitute, 4),
    "ops_find": (find, 3),
    "ops_search": (search, 3),
    "ops_rept": (rept, 2),
    "ops_value": (read_number, 1),
    "ops_tags": (tags, 1),
    "ops_workday": (workday, 3),
    "ops_networkdays": (networkdays, 3),
}


def teach(connection: Any) -> None:
    """A new connection of apsw knows our functions."""
    for name, (fn, count) in FUNCTIONS.items():
        connection.create_scalar_function(name, _strict(fn), count, deterministic=True)
