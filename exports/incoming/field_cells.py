"""What a field makes of the headers and cells of files: months and options as columns, units, merged cells, days, formulas."""

import re
from calendar import month_abbr, month_name
from collections.abc import Callable
from datetime import date
from functools import lru_cache, singledispatch
from typing import Any

from exports.read.sheets import Book
from models.kit import fields
from models.kit.clock import today
from models.kit.incoming.cells import Unusable
from models.kit.reading import NO_SUCH_DATE, Shown, narrow
from models.kit.shortened import DAY_OF_MONTH, GUESSED, whole_day
from models.kit.text import Refused

ZH_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
MONTH_NAMES = {f"{name}月": at for at, name in enumerate(ZH_MONTHS, 1)}
MONTH_NAMES |= {name.lower(): at for names in (month_name, month_abbr) for at, name in enumerate(names) if name}
MONTH_HEADER = re.compile(
    r"(?:(?P<year>20\d\d)\s*[-/.年]\s*)?(?:(?P<number>\d{1,2})(?:月|(?<=[-/.]\d\d))|(?P<name>"
    + "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
    + r"))份?(?:销售)?(?:指标|目标|计划|任务)?"
)
MONTH_AROUND = re.compile(r"(?:(?<!\d)(20\d\d)\s*[-/.年]\s*)?(?<!\d)(1[0-2]|0?[1-9])\s*月")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
SINCE_1904 = 1462  # days between the two beginnings that workbooks count from


@lru_cache(maxsize=64)
def years_of(around: str) -> frozenset[str]:
    """The years that the words around a table name; every cell of its days asks."""
    return frozenset(YEAR.findall(around))


def month_around(around: str) -> tuple[int, int] | None:
    """The one month that titles and names speak of: 2026年11月, or 11月 where a year is said besides."""
    said = {(match[1], int(match[2])) for match in MONTH_AROUND.finditer(around)}
    months, years = {month for _, month in said}, {year for year, _ in said if year} or set(YEAR.findall(around))
    return (int(min(years)), min(months)) if len(months) == 1 and len(years) == 1 else None


@singledispatch
def header_value(item: fields.Described, header: str, around: str) -> Any:
    """Which value of a field a header stands for, given what stands around the table; None when it is none."""
    return None


@header_value.register(fields.ChoiceField)
def _(item, header: str, around: str) -> Any:
    try:
        return item.parse(header)
    except Refused:
        return None


@header_value.register(fields.MonthField)
def _(item, header: str, around: str) -> Any:
    """1月, 十一月, Nov or 2026年1月; a month without a year is of the year that the sheet, its title or the file names."""
    match = MONTH_HEADER.fullmatch(header.strip().lower())
    if match is None:
        return None
    number = int(match["number"]) if match["number"] else MONTH_NAMES[match["name"]]
    year = match["year"] or next(iter(YEAR.findall(around)), None) or today().year
    return f"{year}-{number:02d}" if 1 <= number <= 12 else None


@singledispatch
def header_said(item: fields.Described, value: Any, lang: str) -> str:
    """What a header stands for, for people."""
    return item.show(item.parse(value), lang)


@header_said.register(fields.LinkField)
def _(item, value: Any, lang: str) -> str:
    return str(value)


@singledispatch
def scale_of(item: fields.Described) -> str:
    """Whether a unit such as 万元 or 千件 over a column changes what its numbers are worth: as "money", as "count", or not."""
    return ""


@scale_of.register(fields.MoneyField)
def _(item) -> str:
    return "money"


@scale_of.register(fields.CountField)
@scale_of.register(fields.QuantityField)
def _(item) -> str:
    return "" if item.percent else "count"


@singledispatch
def repeats(item: fields.Described) -> bool:
    """Whether the value of merged cells is meant for each of their rows; of amounts nobody can tell."""
    return True


@repeats.register(fields.CountField)
@repeats.register(fields.DecimalAsInteger)
def _(item) -> bool:
    return item.percent


@singledispatch
def dated(item: fields.Described, value: Any, book: Book, around: str) -> Any:
    """A raw value, with what only its workbook knows of days: where they are counted from, which year is meant."""
    return value


def dated_by(item: fields.Described) -> Callable[[fields.Described, Any, Book, str], Any] | None:
    """`dated` of a field whose workbook knows something of its values; None where it knows nothing, as of most."""
    by_kind = dated.dispatch(type(item))
    return None if by_kind is dated.dispatch(object) else by_kind


class Days:
    """What a workbook knows of the values of a column of days; each text is looked at once."""

    def __init__(self, item: fields.Described, look: Callable[..., Any], book: Book, around: str):
        self.item, self.look, self.book, self.around = item, look, book, around
        self.known: dict[str, Any] = {}

    def of(self, value: Any) -> Any:
        if value.__class__ is not str:
            return self.look(self.item, value, self.book, self.around)
        if value not in self.known:
            self.known[value] = self.look(self.item, value, self.book, self.around)
        return self.known[value]


@dated.register(fields.DayField)
@dated.register(fields.MomentField)
def _(item, value: Any, book: Book, around: str) -> Any:
    if value.__class__ is str and (alone := DAY_OF_MONTH.fullmatch(narrow(value))):
        return _of_month(value, alone, around)
    if value.__class__ is str and len(years := years_of(around)) == 1:
        return _of_year(value, int(*years))
    return _since_1900(value) if book.date1904 else value


def _of_month(value: str, written: re.Match, around: str) -> str | Unusable:
    """The 2号 of a file is of the month that it speaks of, the last such one where no year is said; a person confirms it."""
    year, month = _month_meant(around, today().replace(day=1))
    try:
        better = f"{date(year, month, int(written['day']))}{written['rest'] or ''}"
    except ValueError:
        return Unusable(value, NO_SUCH_DATE(value=f"{year}-{month:02d}-{int(written['day']):02d}"))
    return Unusable(value, GUESSED(value=value[:40], better=better), better)


@lru_cache(maxsize=64)
def _month_meant(around: str, now: date) -> tuple[int, int]:
    """now: the first of this month; a server that runs for weeks sees many."""
    if whole := month_around(around):
        return whole
    said = {int(match[2]) for match in MONTH_AROUND.finditer(around)}
    if len(said) != 1 or years_of(around):
        return now.year, now.month
    (month,) = said
    return (now.year if month <= now.month else now.year - 1), month


def _of_year(value: str, year: int) -> str | Unusable:
    """A day without a year is probably of the one that the sheet, its title or the file names; a birthday needn't be."""
    try:
        better = whole_day(value, year)
    except Refused:
        return value  # told where it is read
    return value if better == value else Unusable(value, GUESSED(value=value[:40], better=better), better)


@dated.register(fields.MonthField)
def _(item, value: Any, book: Book, around: str) -> Any:
    if value.__class__ is str and len(years_of(around)) == 1:
        return header_value(item, value, around) or value
    return _since_1900(value) if book.date1904 else value


def _since_1900(value: Any) -> Any:
    """A day counted from 1904 as one counted from 1900; what looks like a year is none in either."""
    bare = value.value if value.__class__ is Shown else value
    is_serial = bare.__class__ in (int, float) and 0 <= bare < 80_000 and not 1900 <= bare < 2101
    return bare + SINCE_1904 if is_serial else value


@singledispatch
def is_short(item: fields.Described) -> bool:
    """Whether it is text of one line, in which a date was most likely a code or a size (3-5) that a spreadsheet rewrote."""
    return False


@is_short.register(fields.LineField)
def _(item) -> bool:
    return True


@singledispatch
def takes_formula(item: fields.Described) -> bool:
    """Whether text that merely looks like a formula, such as =1+1, is a value of this type: only free text is."""
    return False


@takes_formula.register(fields.LineField)
@takes_formula.register(fields.NoteField)
def _(item) -> bool:
    return True


@takes_formula.register(fields.PhoneField)
@takes_formula.register(fields.IdNumberField)
@takes_formula.register(fields.PinyinField)
def _(item) -> bool:
    return False
