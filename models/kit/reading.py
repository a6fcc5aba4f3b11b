"""How what people type becomes a number or a date: full width, ¥, thousands marks, 万, Chinese dates, Excel serials."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from .text import Refused, Text

NOT_A_NUMBER = Text(
    "“{value}”不是数字，请只写数字，如 1234.5", "“{value}” is not a number; write figures alone, such as 1234.5"
)
NOT_PER_CENT = Text(
    "“{value}”是百分数，这一列不是；请写成普通数字",
    "“{value}” is a percentage, and this column is none; write a plain number",
)
UNIT_TWICE = Text(
    "“{value}”带着单位，而这一列按{unit}计，说不清是多少；请只写数字",
    "“{value}” has a unit of its own, and the column counts in {unit}; write the number alone",
)
NO_SUCH_DATE = Text(
    "没有“{value}”这一天，请核对年月日（写法如 2026-03-01）",
    "There is no date “{value}”; check it (written as 2026-03-01)",
)
NOT_A_DATE = Text(
    "看不出“{value}”是哪一天，请写成 2026-03-01", "Which date “{value}” is can't be told; write it as 2026-03-01"
)
NO_SUCH_MOMENT = Text(
    "“{value}”不是时间，请写成 2026-03-01 08:30", "“{value}” is not a time; write it as 2026-03-01 08:30"
)
NUMBER_TOO_LONG = Text(
    "数字超过 15 位，Excel 已丢失末尾数字，请把该列设为文本后重新录入",
    "A number of more than 15 digits has already lost its last digits in Excel; format the column as text and enter it again",
)
DIGITS_LOST = Text(
    "“{value}”是表格软件改写过的长数字，原来的位数已经丢失；请把该列设为文本后重新录入",
    "“{value}” is a long number that a spreadsheet rewrote; its digits are lost. Format the column as text and enter it again",
)
NOT_TEXT = Text("这里要填一个值，不是列表或对象", "One value belongs here, not a list or an object")
LONGEST_NUMBER, LONGEST_WRITTEN = 10**15, 60
EXCEL_EPOCH = date(1899, 12, 30)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
LONGEST_DAY = 100  # of a written day with its time, its weekday and its zone
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSEEN = " \t\r\n\u3000\xa0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
# As ledgers write what is below nothing: (1,234.50), 1,234.50-
_NEGATIVE = re.compile(r"\((?P<brackets>[^()+-]+)\)|(?P<trailing>[^()+-]*[0-9])-")
_YUAN = re.compile(r"(?:¥|RMB|CNY|人民币)(?=[-+.0-9(])", re.IGNORECASE)
_SCALES = {"千": 1000, "万": 10_000, "亿": 100_000_000}
_OWN_UNIT = re.compile(r"[千万亿元¥￥]|RMB|CNY", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
# 2026年11月28号, 2026、11、28, 2026 11 28, 2026。11。28, with or without the day of the week behind.
_DAY_OTHERWISE = re.compile(
    r"([0-9]{4})[\s、_,。]+([0-9]{1,2})[\s、_,。]+([0-9]{1,2})|([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*号"
)
_WEEKDAY = re.compile(
    r"[\s(]*(?:星期|周|礼拜)?[一二三四五六日天]\)?$|\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$", re.IGNORECASE
)
_HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_DAY = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
# 5 Nov 2026, 05-Nov-26, Nov 5, 2026, Thursday, November 5th, 2026: the month is named, so that no figure can be another's.
_ENGLISH = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s,./-]*(?P<month>{MONTH})(?![a-z])\.?[\s,./-]*(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9:])"
    rf"|(?P<first>{MONTH})(?![a-z])\.?[\s/-]*(?P<then>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s,./-]+(?P<last>[0-9]{{4}})(?![0-9:]))",
    re.IGNORECASE,
)
_LATEST_SHORT = 29  # two digits of a year as spreadsheets take them: 00 to 29 are of this century
_LONG_DASH = re.compile(r"(?<=[0-9])\s*[\u2010-\u2015\u2212]\s*(?=[0-9])")
_HIGH_DOT = re.compile(r"(?<=[0-9])\s*[·‧•・]\s*(?=[0-9])")
_WEEKDAY_BETWEEN = re.compile(r"(?<=[0-9日号])\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?\s+(?=[^\s])")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_COMPACT_TIME = re.compile(r"[T\s]?([0-9]{2})([0-9]{2})([0-9]{2})?")
_TIME = re.compile(
    r"[T\s]*(?P<before>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(?P<hour>[0-9]{1,2})"
    r"(?:[:时点](?P<minute>[0-9]{1,2})(?:[:分](?P<second>[0-9]{1,2})(?:\.(?P<fraction>[0-9]{1,6})[0-9]*)?秒?|分)?|[时点])"
    r"\s*(?P<after>[AP]M)?\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)
# What platforms and people put in front of a long number so that a spreadsheet leaves it alone.
_TEXT_MARK = re.compile(r"['`‘’]+(?=\S)")
_MARKED_CODE = re.compile(r"['`‘’]+([A-Za-z]{0,4}-?[0-9][0-9A-Za-z_\-./:+]*)")
_MARKS = frozenset("='`‘’")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")  # as most names and codes are: it means what it is
_REWRITTEN = re.compile(r"[+-]?[0-9]([.,][0-9]+)?E[+-][0-9]{2,3}|[0-9]{5,}[.,]0", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """A cell that means more than its bare value: how its workbook shows it, and what a unit over its column makes of it.

    percent: shown a hundred times as large, with a % behind; times: 10,000 below 万元, which is then the unit, and 0 where
    the unit is none that a number could be worth here ($, ‰).
    """

    value: Any
    text: str
    percent: bool = False
    times: int | Decimal = 1
    unit: str = ""

    def __str__(self) -> str:
        return self.text


def clean(value: Any) -> str:
    """One line of text without what can't be seen: controls, direction marks, outer blanks; a whole float loses its `.0`."""
    if value.__class__ is str and value.isalnum():
        return value  # as most names and numbers are: nothing to take off
    if value.__class__ is Shown:
        return clean(value.text if clean(value.value) else "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"  # as the workbook shows it
    if isinstance(value, dict | list | tuple | set | bytes):
        raise Refused(NOT_TEXT)
    if isinstance(value, int | float) and abs(value) >= LONGEST_NUMBER:
        raise Refused(NUMBER_TOO_LONG)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    text = _INVISIBLE.sub("", _ILLEGAL.sub("", str(value))).strip().strip("\u3000").strip()
    return _unmarked(text) if text[:1] in _MARKS else text


def _unmarked(text: str) -> str:
    """Without the ="…" or the apostrophe that only kept a spreadsheet from taking a code for a number."""
    if wrapped := _TEXT_FORMULA.fullmatch(text):
        text = clean(wrapped[1])
    marked = _MARKED_CODE.fullmatch(text)
    return marked[1] if marked else text


def code(value: Any) -> str:
    """`clean`, for names and numbers that are names. Raises Refused for what a spreadsheet has made of a long one."""
    text = clean(value)
    if not _PLAIN.fullmatch(text) and _REWRITTEN.fullmatch(unicodedata.normalize("NFKC", text)):
        raise Refused(DIGITS_LOST(value=text[:40]))
    return text


def quoted(value: Any) -> str:
    """The value as a message repeats it: short, and without what can't be seen or sent."""
    return _INVISIBLE.sub("", _ILLEGAL.sub("", f"{value!s:.80}")).strip()[:40]


def narrow(value: Any) -> str:
    """`clean` and full-width signs made half-width, without a mark that says “this is text”."""
    text = unicodedata.normalize("NFKC", clean(value)).strip()
    return _TEXT_MARK.sub("", text, count=1) if text[:1] in _MARKS else text


def is_empty(value: Any) -> bool:
    if value.__class__ is str and value.isalnum():
        return False
    return value is None or (isinstance(value, str) and not value.strip().strip(_UNSEEN).strip())


def number(value: Any, percent: bool = False) -> Decimal:
    """A decimal number from what people write; no exponents, no guesses. In a `percent` field 5% is 5. Raises Refused."""
    if value.__class__ is Shown:
        return _shown(value, percent)
    if isinstance(value, bool):
        raise Refused(NOT_A_NUMBER(value=value))
    if isinstance(value, int | float | Decimal):
        parsed = Decimal(repr(value) if isinstance(value, float) else value)
        if not (parsed.is_finite() and abs(parsed) < LONGEST_NUMBER):
            raise Refused(NOT_A_NUMBER(value=f"{parsed:.6g}" if parsed.is_finite() else "∞"))
        return parsed
    text = _signed(narrow(value).replace(" ", "").replace("\u2212", "-"))
    if text.endswith("%") and not percent:
        raise Refused(NOT_PER_CENT(value=quoted(value)))
    return _written(text.removesuffix("%"), value)


def _shown(cell: Shown, percent: bool) -> Decimal:
    """What a cell is worth where its format or its column says more than its value."""
    if cell.percent or ("%" in cell.text and cell.value.__class__ is not str):
        if not percent:
            raise Refused(NOT_PER_CENT(value=quoted(cell)))
        return number(cell.value) * (100 if cell.percent else 1)
    if not cell.times:
        raise Refused(NOT_A_NUMBER(value=quoted(cell)))
    if cell.times != 1 and isinstance(cell.value, str) and _OWN_UNIT.search(cell.value):
        raise Refused(UNIT_TWICE(value=quoted(cell), unit=cell.unit))
    return number(cell.value, percent) * cell.times


def _signed(text: str) -> str:
    """¥ and the brackets of ledgers taken off, a minus put in front instead."""
    text = _YUAN.sub("", text, count=1)
    negative = _NEGATIVE.fullmatch(text)
    return f"-{_YUAN.sub('', negative['brackets'] or negative['trailing'])}" if negative else text


def _written(text: str, value: Any) -> Decimal:
    text = text.removesuffix("元")
    times = _SCALES.get(text[-1:], 1)
    text = text[:-1] if times > 1 else text
    if len(text) > LONGEST_WRITTEN or not (_NUMBER.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise Refused(NOT_A_NUMBER(value=quoted(value)))
    return Decimal(text.replace(",", "")) * times


def _bounded(day: date) -> date:
    """Business days only: what Excel or a slip of the finger puts outside these centuries is no date."""
    if not EARLIEST <= day <= LATEST:
        raise Refused(NO_SUCH_DATE(value=day.isoformat()))
    return day


def _serial(value: float) -> date | None:
    """The day of an Excel serial number between 1901 and 2099; a bare 2026 or 2026.3 is a year, and no day of 1905."""
    if not 367 <= value < 73051 or 1900 <= value < 2101:
        return None
    return EXCEL_EPOCH + timedelta(days=int(value))


def day(value: Any, to_local: Callable[[datetime], datetime]) -> date:
    """A calendar day from a date, an Excel serial or any usual Chinese writing; of a moment with its zone (`to_local`
    turns naive UTC) the day it was here. Raises Refused."""
    if value.__class__ is Shown:
        return day(value.value, to_local)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = to_local((value - value.utcoffset()).replace(tzinfo=None))
    if isinstance(value, date):
        return _bounded(value.date() if isinstance(value, datetime) else value)
    text = narrow(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _serial(value):
        return _serial(value)
    try:
        if timed := _day_and_clock(text):
            clock, offset = timed
            return _bounded((clock if offset is None else to_local(clock - offset)).date())
        if re.fullmatch(r"\d{5}(\.0*)?", text) and _serial(float(text)):
            return _serial(float(text))
    except (ValueError, OverflowError):
        raise Refused(NO_SUCH_DATE(value=text[:40])) from None  # 30 February and the like
    raise Refused(NOT_A_DATE(value=text[:40]))


def moment(value: Any, from_local: Callable[[datetime], datetime]) -> datetime:
    """A naive UTC moment; text without a zone is the wall clock of the business (`from_local` turns it). Raises Refused."""
    try:
        instant = _moment(value.value if value.__class__ is Shown else value, from_local)
        if instant is not None and EARLIEST <= instant.date() <= LATEST:
            return instant
    except (ValueError, OverflowError):
        pass  # told below
    raise Refused(NO_SUCH_MOMENT(value=narrow(value)[:40]))


def _moment(value: Any, from_local: Callable[[datetime], datetime]) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) if value.tzinfo is None else (value - value.utcoffset()).replace(tzinfo=None)
    if isinstance(value, date):
        return from_local(datetime(value.year, value.month, value.day))
    if isinstance(value, int | float) and not isinstance(value, bool) and _serial(value):
        seconds = round((value - int(value)) * 86400)
        return from_local(datetime.combine(_serial(value), datetime.min.time()) + timedelta(seconds=seconds))
    timed = _day_and_clock(narrow(value))
    if timed is None:
        return None
    clock, offset = timed
    return from_local(clock) if offset is None else clock - offset


def _day_and_clock(text: str) -> tuple[datetime, timedelta | None] | None:
    """A written day with its time, and how far that is from UTC where it says so; None for other writings."""
    if len(text) > LONGEST_DAY:  # looked at from each of its signs, a text of 200,000 brackets would take hours
        return None
    text = _usual_day(_with_figures(usual_signs(text)))
    match = _DAY.match(text) or _COMPACT.match(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    start, rest = datetime(year, month, day), text[match.end() :]
    if not rest.strip():
        return start, None
    if match.re is _COMPACT and (short := _COMPACT_TIME.fullmatch(rest)):
        return start.replace(hour=int(short[1]), minute=int(short[2]), second=int(short[3] or 0)), None
    time = _TIME.fullmatch(rest)
    if time is None:
        return None
    micro = int((time["fraction"] or "0").ljust(6, "0"))
    clock: dict[str, Any] = {
        "minute": int(time["minute"] or 0),
        "second": int(time["second"] or 0),
        "microsecond": micro,
    }
    return start.replace(hour=_hour(time), **clock), _offset(time["zone"])


def usual_signs(text: str) -> str:
    """Long dashes and high dots between figures as the usual ones."""
    return _HIGH_DOT.sub(".", _LONG_DASH.sub("-", text))


def _with_figures(text: str) -> str:
    """A month that is named in English as a figure, and no day of the week between the day and its time."""
    match = _ENGLISH.match(text)
    if match is None:
        return _WEEKDAY_BETWEEN.sub(" ", text, count=1)
    day, month = match["day"] or match["then"], (match["month"] or match["first"])[:3].lower()
    year = int(match["year"] or match["last"])
    if year < 100:
        year += 2000 if year <= _LATEST_SHORT else 1900
    rest = text[match.end() :].lstrip(" ,")
    return f"{year:04d}-{MONTHS.index(month) + 1}-{day} {rest}".rstrip()


def _usual_day(text: str) -> str:
    """The day as it is usually written, where nothing but signs, Chinese numerals or the day of the week differ."""
    if (short := _WEEKDAY.sub("", text)) != text and _day_alone(short):
        text = short
    if match := _HAN_DAY.fullmatch(text):
        return f"{match[1].translate(_HAN)}-{of_ten(match[2])}-{of_ten(match[3])}"
    match = _DAY_OTHERWISE.fullmatch(text)
    return "-".join(part for part in match.groups() if part) if match else text


def _day_alone(text: str) -> bool:
    return any(pattern.fullmatch(text.strip()) for pattern in (_DAY, _DAY_OTHERWISE, _HAN_DAY))


def of_ten(text: str) -> int:
    """十, 十一, 二十, 二十八 and 八 as numbers."""
    tens, ten, ones = text.rpartition("十")
    return (int(tens.translate(_HAN) or 1) * 10 if ten else 0) + int(ones.translate(_HAN) or 0)


def _hour(match: re.Match) -> int:
    """下午3点 and 3 PM are 15; what says both, or 25 PM, is none."""
    hour, before, after = int(match["hour"]), match["before"], (match["after"] or "").upper()
    if not before and not after:
        return hour
    if (before and after) or (after and not 1 <= hour <= 12) or (before == "晚上" and hour == 12):
        raise ValueError(match[0])
    late = after == "PM" or before in ("下午", "傍晚", "晚上") or (before == "中午" and hour < 10)
    if late:
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 and before != "中午" else hour


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]) if len(zone) > 3 else 0)
