"""How what people type becomes a number or a date: full width, ¥, thousands marks, 万, Chinese dates, Excel serials."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
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
NOT_TEXT = Text("这里要填一个值，不是列表或对象", "One value belongs here, not a list or an object")
LONGEST_NUMBER, LONGEST_WRITTEN = 10**15, 60
EXCEL_EPOCH = date(1899, 12, 30)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSEEN = " \t\r\n\u3000\xa0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_SIGNED_YUAN = re.compile(r"([+-]?)[¥￥]([+-]?)")
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(
    r"[T\s]*([0-9]{1,2})[:时]([0-9]{1,2})(?:[:分]([0-9]{1,2})(?:\.([0-9]{1,6}))?秒?|分)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def clean(value: Any) -> str:
    """One line of text without what can't be seen: controls, direction marks, outer blanks; a whole float loses its `.0`."""
    if value.__class__ is str and value.isalnum():
        return value  # as most names and numbers are: nothing to take off
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict | list | tuple | set | bytes):
        raise Refused(NOT_TEXT)
    if isinstance(value, int | float) and abs(value) >= LONGEST_NUMBER:
        raise Refused(NUMBER_TOO_LONG)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    return _INVISIBLE.sub("", _ILLEGAL.sub("", str(value))).strip().strip("\u3000").strip()


def quoted(value: Any) -> str:
    """The value as a message repeats it: short, and without what can't be seen or sent."""
    return _INVISIBLE.sub("", _ILLEGAL.sub("", f"{value!s:.80}")).strip()[:40]


def narrow(value: Any) -> str:
    """`clean` and full-width signs made half-width."""
    return unicodedata.normalize("NFKC", clean(value)).strip()


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip().strip(_UNSEEN).strip())


def number(value: Any) -> Decimal:
    """A decimal number from what people write; no exponents, no guesses. Raises Refused."""
    if isinstance(value, bool):
        raise Refused(NOT_A_NUMBER(value=value))
    if isinstance(value, int | float | Decimal):
        found = Decimal(repr(value) if isinstance(value, float) else value)
        if not (found.is_finite() and abs(found) < LONGEST_NUMBER):
            raise Refused(NOT_A_NUMBER(value=f"{found:.6g}" if found.is_finite() else "∞"))
        return found
    text = _SIGNED_YUAN.sub(r"\1\2", narrow(value).replace(" ", ""), count=1).removesuffix("元")
    text, times = (text[:-1], 10000) if text.endswith("万") else (text, 1)
    if len(text) > LONGEST_WRITTEN or not (_NUMBER.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise Refused(NOT_A_NUMBER(value=quoted(value)))
    return Decimal(text.replace(",", "")) * times


def _bounded(found: date) -> date:
    """Business days only: what Excel or a slip of the finger puts outside these centuries is no date."""
    if not EARLIEST <= found <= LATEST:
        raise Refused(NO_SUCH_DATE(value=found.isoformat()))
    return found


def _serial(value: float) -> date | None:
    """The day of an Excel serial number between 1901 and 2099."""
    return EXCEL_EPOCH + timedelta(days=int(value)) if 367 <= value < 73051 else None


def day(value: Any) -> date:
    """A calendar day from a date, an Excel serial or any usual Chinese writing. Raises Refused."""
    if isinstance(value, date):
        return _bounded(value.date() if isinstance(value, datetime) else value)
    text = narrow(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _serial(value):
        return _serial(value)
    match = _COMPACT.fullmatch(text) or _DAY.match(text)
    try:
        if match and (match.end() == len(text) or _TIME.fullmatch(text[match.end() :])):
            return _bounded(date(*(int(part) for part in match.groups()[:3])))
        if re.fullmatch(r"\d{5}(\.0*)?", text) and _serial(float(text)):
            return _serial(float(text))
    except ValueError:
        pass  # 30 February and the like: told below as any other writing that is no date
    raise Refused(NO_SUCH_DATE(value=text[:40]))


def moment(value: Any, from_local) -> datetime:
    """A naive UTC moment; text without a zone is the wall clock of the business (`from_local` turns it). Raises Refused."""
    try:
        found = _moment(value, from_local)
        if found is not None and EARLIEST <= found.date() <= LATEST:
            return found
    except (ValueError, OverflowError):
        pass  # told below
    raise Refused(NO_SUCH_MOMENT(value=narrow(value)[:40]))


def _moment(value: Any, from_local) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) if value.tzinfo is None else (value - value.utcoffset()).replace(tzinfo=None)
    if isinstance(value, date):
        return from_local(datetime(value.year, value.month, value.day))
    if isinstance(value, int | float) and not isinstance(value, bool) and _serial(value):
        seconds = round((value - int(value)) * 86400)
        return from_local(datetime.combine(_serial(value), datetime.min.time()) + timedelta(seconds=seconds))
    text = narrow(value)
    match = _COMPACT.match(text) or _DAY.match(text)
    if match is None:
        return None
    return _with_time(datetime(*(int(part) for part in match.groups()[:3])), text[match.end() :], from_local)


def _with_time(start: datetime, rest: str, from_local) -> datetime:
    if not rest.strip():
        return from_local(start)
    match = _TIME.fullmatch(rest)
    if not match:
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
