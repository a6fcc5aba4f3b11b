"""Days and months as people shorten them, completed by the calendar: 11-5, 11月5日, 5 Nov, 26-11-5, 5日, 今天, 7月.

A year that isn't written is this year, as in a spreadsheet; but where the same day of the year before or after is as near
as five months, either may be meant, and it is asked for. Only what people enter is completed: what is stored or was
written long ago has no today. The browser does the same while somebody types (`pages/sheet/web/moments.js`).
"""

import re
from datetime import date, timedelta
from typing import Any

from .clock import today
from .reading import LONGEST_DAY, MONTH, MONTHS, NO_SUCH_DATE, narrow, of_ten, usual_signs
from .text import Refused, Text

WHICH_YEAR = Text(
    "“{value}”没有写年份，可能是 {first}，也可能是 {second}；请写上年份",
    "“{value}” does not say the year: it may be {first} or {second}; write the year, too",
)
GUESSED = Text(
    "“{value}”没有写全年份，是不是 {better}？请确认，或写成完整的日期",
    "“{value}” does not say the whole year; is it {better}? Confirm it, or write the whole date",
)
NEAR = timedelta(days=150)  # as near as this, the day of another year may be meant
SHORT_YEARS = timedelta(days=2 * 366)  # further away, 05-11-26 may be a 5 November
_WORDS = {"今天": 0, "今日": 0, "today": 0, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2}
_WORDS |= {"明天": 1, "明日": 1, "tomorrow": 1, "后天": 2}
_REST = r"(?P<rest>(?:[\sT(]|[^\x00-\x7f]).*)?"
_WORD = re.compile(rf"(?P<word>{'|'.join(_WORDS)}){_REST}", re.IGNORECASE)
_SHORT = re.compile(
    rf"(?:(?P<year>[0-9]{{2}})\s*[-/.年]\s*)?(?P<month>[0-9]{{1,2}})\s*[-/.月]\s*(?P<day>[0-9]{{1,2}})\s*[日号]?{_REST}"
)
_HAN = re.compile(rf"(?P<month>[一二三四五六七八九十]{{1,2}})月(?P<day>[一二三四五六七八九十]{{1,3}})[日号]{_REST}")
_ENGLISH = re.compile(
    rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s./-]*(?P<month>{MONTH})(?![a-z])\.?"
    rf"|(?P<first>{MONTH})(?![a-z])\.?[\s/-]*(?P<then>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9])){_REST}",
    re.IGNORECASE,
)
DAY_OF_MONTH = re.compile(rf"(?P<day>[0-9]{{1,2}})\s*[日号]{_REST}")
_MONTH = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?")


def whole_day(value: Any, year: int | None = None) -> Any:
    """A shortened day as a whole one, of `year` where that is known; all else as it is. Raises Refused where two may be meant."""
    if value.__class__ is not str or len(value) > LONGEST_DAY:
        return value
    text = usual_signs(narrow(value))
    if word := _WORD.fullmatch(text):
        return f"{today() + timedelta(days=_WORDS[word['word'].lower()])}{word['rest'] or ''}"
    match = _SHORT.fullmatch(text) or _HAN.fullmatch(text) or _ENGLISH.fullmatch(text) or DAY_OF_MONTH.fullmatch(text)
    if match is None:
        return value
    parts = match.groupdict()
    rest, number = parts["rest"] or "", _number(parts["day"] or parts["then"])
    month = parts.get("month") or parts.get("first")
    if month is None:
        return f"{today():%Y-%m}-{number:02d}{rest}"
    if short := parts.get("year"):
        near = _day(2000 + int(short), _month(month), number)
        return f"{near}{rest}" if near and abs(near - today()) <= SHORT_YEARS else value
    try:
        return f"{_of_year(_month(month), number, year, text)}{rest}"
    except Refused as refused:
        raise Refused(refused.text, better=refused.better and f"{refused.better}{rest}") from None


def whole_month(value: Any, year: int | None = None) -> Any:
    """7月 as 2026-07, by the same rules."""
    match = _MONTH.fullmatch(narrow(value)) if value.__class__ is str and len(value) < LONGEST_DAY else None
    if match is None or not 1 <= (month := _number(match[1])) <= 12:
        return value
    return _of_year(month, 1, year, narrow(value), 7)


def _of_year(month: int, number: int, year: int | None, written: str, shown: int = 10) -> str:
    """The day of the year that is known, or else of this one, as far as it is `shown`.

    Where two may be meant the one that is over is the better guess: that is what most files tell of.
    """
    now = today()
    day = _day(year or now.year, month, number)
    others = () if year else (_day(other, month, number) for other in (now.year - 1, now.year + 1))
    near = next((other for other in others if other and abs(other - now) <= NEAR), None)
    if near and day and abs(day - now) > NEAR:
        first, second = (f"{either}"[:shown] for either in sorted((near, day)))
        raise Refused(WHICH_YEAR(value=written[:40], first=first, second=second), better=first)
    if not (day := day or near):
        raise Refused(NO_SUCH_DATE(value=f"{year or now.year}-{month:02d}-{number:02d}"))
    return f"{day}"[:shown]


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() else of_ten(text)


def _month(text: str) -> int:
    return MONTHS.index(text[:3].lower()) + 1 if text[0].isascii() and text[0].isalpha() else _number(text)
