"""Days, months and moments."""

import re
from datetime import timedelta
from typing import Any

import peewee

from .. import reading, shortened
from ..clock import from_local, local
from ..text import Refused, Text
from .described import CALENDAR, RANGE, Described

NO_SUCH_MONTH = Text("没有“{value}”这个月份，请写成 2026-07", "There is no month “{value}”; write it as 2026-07")
NO_YEAR = Text("“{value}”没有写年份，请写成 2026-07", "“{value}” does not say the year; write it as 2026-07")
OCTOBER = Text(
    "“{value}”可能是 1 月，也可能是 10 月（表格软件会去掉末尾的 0）；请写成 2026-01 或 2026-10",
    "“{value}” may be January or October (a spreadsheet drops the last 0); write it as 2026-01 or 2026-10",
)
_YEARLESS = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?")


class DayField(Described, peewee.DateField):
    """A calendar day of the business, without a time zone."""

    kind, ops, width = "day", CALENDAR, 110

    def completed(self, value: Any) -> Any:
        return shortened.whole_day(value)

    def read(self, value: Any):
        return reading.day(value, local)

    def keep(self, value) -> str | None:
        return None if value is None else value.isoformat()

    def show(self, value, lang: str = "zh") -> str:
        return "" if value is None else value.isoformat()

    def masked(self, value) -> str | None:
        return None if value is None else f"****-{value.month:02d}-{value.day:02d}"

    def db_value(self, value) -> str | None:
        return None if value is None else value if isinstance(value, str) else value.isoformat()

    def python_value(self, value):
        return reading.date.fromisoformat(value) if isinstance(value, str) else value


class MonthField(Described, peewee.CharField):
    """A month of the business, kept as `2026-11`."""

    kind, ops, width = "month", RANGE, 90

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, max_length=7, **options)

    def completed(self, value: Any) -> Any:
        return shortened.whole_month(value)

    def read(self, value: Any) -> str:
        text = "" if isinstance(value, reading.date) else reading.narrow(value)
        if isinstance(value, float) and text.endswith(".1") and len(text) == 6:
            raise Refused(OCTOBER(value=text))
        if _YEARLESS.fullmatch(text):
            raise Refused(NO_YEAR(value=text))
        match = re.fullmatch(r"([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})\s*月?|([0-9]{2}))", text)
        if match and 1900 <= int(match[1]) <= 2100 and 1 <= int(match[2] or match[3]) <= 12:
            return f"{match[1]}-{int(match[2] or match[3]):02d}"
        try:
            return reading.day(value, local).isoformat()[:7]
        except Refused as refused:
            raise Refused(NO_SUCH_MONTH(value=reading.quoted(value))) from refused


class MomentField(Described, peewee.DateTimeField):
    """A moment, naive UTC in the database, the wall clock of the business on the screen.

    happened: it is that of something done, so no moment still to come is taken, see `declare.rules`.
    """

    kind, ops, width = "moment", CALENDAR, 150

    def __init__(self, zh: str, en: str, *, happened: bool = False, **options: Any):
        self.happened = happened
        super().__init__(zh, en, **options)

    def completed(self, value: Any) -> Any:
        return shortened.whole_day(value)

    def read(self, value: Any):
        return reading.moment(value, from_local).replace(microsecond=0)

    def same(self, stored: Any, given: Any) -> bool:
        """A file that shows minutes says nothing about seconds; saved by LibreOffice it may say a second before the minute."""
        if stored is None or given is None:
            return stored is given
        minute = given + timedelta(seconds=1) if given.second == 59 else given
        return stored == given or (not minute.second and stored.replace(second=0, microsecond=0) == minute)

    def keep(self, value) -> str | None:
        return (
            None
            if value is None
            else value.isoformat(timespec="milliseconds" if value.microsecond else "seconds") + "Z"
        )

    def show(self, value, lang: str = "zh") -> str:
        return "" if value is None else local(value).strftime("%Y-%m-%d %H:%M")

    def db_value(self, value) -> str | None:
        # One width for every moment, so that text compares as time does.
        return None if value is None else value if isinstance(value, str) else value.isoformat(" ", "seconds")

    def python_value(self, value):
        return reading.datetime.fromisoformat(value) if isinstance(value, str) else value
