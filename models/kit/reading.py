"""How what people type becomes a number or a date: full width, ¥, thousands marks, 万, Chinese dates, Excel serials."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from .text import Refused, Text

NOT_A_NUMBER = Text("“{value}”不是数字", "“{value}” is not a number")
NO_SUCH_DATE = Text("没有“{value}”这一天，请写成 2026-03-01", "There is no date “{value}”; write it as 2026-03-01")
NO_SUCH_MOMENT = Text(
    "“{value}”不是时间，请写成 2026-03-01 08:30", "“{value}” is not a time; write it as 2026-03-01 08:30"
)
NUMBER_TOO_LONG = Text(
    "数字超过 15 位，Excel 已丢失末尾数字，请把该列设为文本后重新录入",
    "A number of more than 15 digits has already lost its last digits in Excel; format the column as text and enter it again",
)
LONGEST_NUMBER = 10**15
EXCEL_EPOCH = date(1899, 12, 30)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.(\d{1,6}))?)?秒?\s*(Z|[+-]\d{2}:?\d{2})?")


def clean(value: Any) -> str:
    """One line of text without what can't be seen: controls, direction marks, outer blanks; a whole float loses its `.0`."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if abs(value) >= LONGEST_NUMBER:
            raise Refused(NUMBER_TOO_LONG)
        value = int(value) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    return _INVISIBLE.sub("", _ILLEGAL.sub("", str(value))).strip().strip("\u3000").strip()


def narrow(value: Any) -> str:
    """`clean` and full-width signs made half-width."""
    return unicodedata.normalize("NFKC", clean(value)).strip()


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def number(value: Any) -> Decimal:
    """A decimal number from what people write; no exponents, no guesses. Raises Refused."""
    if isinstance(value, bool) or (isinstance(value, float) and not abs(value) < LONGEST_NUMBER):
        raise Refused(NOT_A_NUMBER(value=value))
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    text = narrow(value).replace(" ", "").removeprefix("¥").removeprefix("￥").removesuffix("元")
    text, times = (text[:-1], 10000) if text.endswith("万") else (text, 1)
    if not (_NUMBER.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise Refused(NOT_A_NUMBER(value=str(value).strip()[:40]))
    try:
        return Decimal(text.replace(",", "")) * times
    except InvalidOperation:
        raise Refused(NOT_A_NUMBER(value=str(value)[:40])) from None


def _serial(value: float) -> date | None:
    """The day of an Excel serial number between 1901 and 2099."""
    return EXCEL_EPOCH + timedelta(days=int(value)) if 367 <= value < 73051 else None


def day(value: Any) -> date:
    """A calendar day from a date, an Excel serial or any usual Chinese writing. Raises Refused."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = narrow(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _serial(value):
        return _serial(value)
    match = _COMPACT.fullmatch(text) or _DAY.match(text)
    try:
        if match and (match.end() == len(text) or _TIME.fullmatch(text[match.end() :])):
            found = date(*(int(part) for part in match.groups()[:3]))
            if 1900 <= found.year <= 2100:
                return found
        if re.fullmatch(r"\d{5}(\.0*)?", text) and _serial(float(text)):
            return _serial(float(text))
    except ValueError:
        pass  # 30 February and the like: told below as any other writing that is no date
    raise Refused(NO_SUCH_DATE(value=text[:40]))


def moment(value: Any, from_local) -> datetime:
    """A naive UTC moment; text without a zone is the wall clock of the business (`from_local` turns it). Raises Refused."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) if value.tzinfo is None else (value - value.utcoffset()).replace(tzinfo=None)
    if isinstance(value, date):
        return from_local(datetime(value.year, value.month, value.day))
    if isinstance(value, int | float) and not isinstance(value, bool) and _serial(value):
        seconds = round((value - int(value)) * 86400)
        return from_local(datetime.combine(_serial(value), datetime.min.time()) + timedelta(seconds=seconds))
    text = narrow(value)
    match = _COMPACT.match(text) or _DAY.match(text)
    try:
        if match:
            start = datetime(*(int(part) for part in match.groups()[:3]))
            return _with_time(start, text[match.end() :], from_local)
    except (ValueError, OverflowError):
        pass  # told below
    raise Refused(NO_SUCH_MOMENT(value=text[:40]))


def _with_time(start: datetime, rest: str, from_local) -> datetime:
    if not rest.strip():
        return from_local(start)
    match = _TIME.fullmatch(rest)
    if not match or not 1900 <= start.year <= 2100:
        raise ValueError(rest)
    hour, minute, second, fraction, zone = match.groups()
    micro = int((fraction or "0").ljust(6, "0"))
    clock = start.replace(hour=int(hour), minute=int(minute), second=int(second or 0), microsecond=micro)
    if zone is None:
        return from_local(clock)
    if zone == "Z":
        return clock
    sign = -1 if zone[0] == "-" else 1
    return clock - sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
