"""Which values of a field some names stand for: headers of columns, names of sheets, headings over rows."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from exports.incoming.field_cells import MONTH_AROUND, MONTH_HEADER, YEAR, header_value, month_around
from models.kit import fields
from models.kit.ask.links import find
from models.kit.declare.access import Who, may
from models.kit.reading import day
from models.kit.shortened import whole_day
from models.kit.text import Refused

_DAY = re.compile(r"(\d{1,2})\s*[日号]?")
LONGEST_NAME = 60


@singledispatch
def named(item: fields.Described, names: Sequence[Any], who: Who, around: str) -> list[Any]:
    """What each of the names is as a value of the field, None where it is none."""
    return [None] * len(names)


@named.register(fields.LinkField)
def _(item, names: Sequence[Any], who: Who, around: str) -> list[Any]:
    texts = {name for name in names if isinstance(name, str) and 1 < len(name) <= LONGEST_NAME}
    if not texts or not may(who, "see", item.rel_model):
        return [None] * len(names)
    known = find(item.rel_model, who, texts)
    return [name if isinstance(name, str) and len(known.get(name, ())) == 1 else None for name in names]


@named.register(fields.ChoiceField)
def _(item, names: Sequence[Any], who: Who, around: str) -> list[Any]:
    return [name if isinstance(name, str) and header_value(item, name, around) else None for name in names]


@named.register(fields.MonthField)
def _(item, names: Sequence[Any], who: Who, around: str) -> list[Any]:
    return [
        f"{name:%Y-%m}" if isinstance(name, date) else header_value(item, str(name), around) if name else None
        for name in names
    ]


@named.register(fields.DayField)
def _(item, names: Sequence[Any], who: Who, around: str) -> list[Any]:
    return [day_named(name, around) for name in names]


@named.register(fields.MomentField)
def _(item, names: Sequence[Any], who: Who, around: str) -> list[Any]:
    return [None] * len(names)


def day_named(name: Any, around: str) -> str | None:
    """The day a name stands for: a date, 11月5日 of the year around, 5日 or 5 of the month around."""
    if isinstance(name, date):
        return str(name.date() if isinstance(name, datetime) else name)
    text = str(name).strip() if isinstance(name, str | int) and not isinstance(name, bool) else ""
    if not text or len(text) > 20:
        return None
    try:
        if match := _DAY.fullmatch(text):
            month = month_around(around)
            return str(date(*month, int(match[1]))) if month else None
        if re.match(r"20\d\d", text):
            return str(day(text, _as_it_is))
        years = set(YEAR.findall(around))
        whole = whole_day(text, int(years.pop()) if len(years) == 1 else None)
        return str(day(whole, _as_it_is)) if whole != text and re.match(r"\d", text) else None
    except (Refused, ValueError):
        return None


def _as_it_is(moment: datetime) -> datetime:
    """The day of a moment is the one that is written."""
    return moment


def without_common(names: Sequence[str]) -> list[str]:
    """销售1月, 销售2月 → 1月, 2月: what all the names have in common says nothing of each."""
    if len(names) < 2:
        return list(names)
    before = 0
    while all(len(name) > before for name in names) and len({name[before] for name in names}) == 1:
        before += 1
    behind = 0
    while all(len(name) > before + behind for name in names) and len({name[-1 - behind] for name in names}) == 1:
        behind += 1
    end = [len(name) - behind for name in names]
    return [name[before:stop].strip(" -_—·()（）") for name, stop in zip(names, end, strict=True)]


def is_month(name: str) -> bool:
    return MONTH_HEADER.fullmatch(name.strip().lower()) is not None


def parted_by_month(name: str) -> tuple[str, str]:
    """The month that a name says, and what is left of it: 锦江店10月 → 10月, 锦江店; two empty texts where it says none."""
    match = MONTH_AROUND.search(name)
    if match is None or len(name) > LONGEST_NAME:
        return "", ""
    rest = f"{name[: match.start()]} {name[match.end() :].removeprefix('份')}"
    return match[0], rest.strip(" -_—·()（）【】[]")


def in_words(month: str) -> str:
    """2026-02 as titles say it: 2026年02月; what is said otherwise stays as it is."""
    match = re.fullmatch(r"\s*(20\d\d)\s*[-/.]\s*(\d{1,2})\s*", month)
    return f"{match[1]}年{match[2]}月" if match else month
