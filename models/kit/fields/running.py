"""Running numbers: what each new row is given by the house, and codes that scanners read."""

import re
import unicodedata
from datetime import date
from typing import Any

from ..text import Refused, Text
from .texts import LineField

LONGEST_FORMAT, MOST_DIGITS = 40, 12
_STRFTIME = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
_PARTS = re.compile(r"\{(YYYY|YY|MM|DD|0+)\}")
NO_COUNT = Text(
    "编号格式里要有一处流水位，如 WX{{YYYY}}{{MM}}{{0000}}",
    "The format needs a place that counts, as WX{{YYYY}}{{MM}}{{0000}}",
)
TWO_COUNTS = Text(
    "编号格式里只能有一处流水位，现有 {n} 处：{found}", "The format may count in one place only; it has {n}: {found}"
)
TOO_WIDE = Text("流水位最多 {most} 位", "At most {most} digits can count")
BAD_PART = Text(
    "编号格式看不懂“{part}”；年月日写作 {{YYYY}} {{YY}} {{MM}} {{DD}}，流水位写作 {{0000}}",
    "The format has “{part}”, which means nothing; days are {{YYYY}} {{YY}} {{MM}} {{DD}}, what counts is {{0000}}",
)


class RunningField(LineField):
    """A number that the house gives each new row, once: words, {YYYY} {YY} {MM} {DD} of the day, and zeros for what counts.

    With a new year, month or day of the format it begins anew at 1. A row may bring a number of its own.
    """

    kind, width = "running", 130

    def __init__(self, zh: str, en: str, *, pattern: str | None, **options: Any):
        self.pattern = checked(pattern)
        super().__init__(zh, en, **{**options, "auto": self.pattern, "asked": True, "unique": True})
        (self._counting,) = [part for part in _PARTS.findall(self.pattern) if part[0] == "0"]
        self._known = re.compile(
            "".join(
                re.escape(part)
                if at % 2 == 0
                else rf"(?P<count>\d{{{len(part)}}})"
                if part[0] == "0"
                else rf"\d{{{len(part)}}}"
                for at, part in enumerate(_PARTS.split(self.pattern))
            )
        )

    @property
    def numbered_like(self) -> str:
        return _PARTS.sub(lambda match: "0" * len(match[1]), self.pattern)

    def read(self, value: Any) -> str | None:
        return super().read(_narrow(super().read(value)))

    def period(self, day: date) -> str:
        """The number of a day but for what counts, whose place a # holds: however many digits, it is counted once."""
        return _PARTS.sub(lambda match: "#" if match[1][0] == "0" else format(day, _STRFTIME[match[1]]), self.pattern)

    def numbered(self, day: date, count: int) -> str:
        begun = _PARTS.sub(lambda part: part[0] if part[1][0] == "0" else format(day, _STRFTIME[part[1]]), self.pattern)
        return begun.replace(f"{{{self._counting}}}", f"{count:0{len(self._counting)}d}")

    def counted(self, text: str) -> tuple[str, int] | None:
        """Of which period a number is and how far that counted by it; None where it isn't of this format."""
        match = self._known.fullmatch(text)
        if match is None:
            return None
        start, end = match.span("count")
        return f"{text[:start]}#{text[end:]}", int(match["count"])


def _narrow(text: str | None) -> str:
    """Letters and digits as a scanner sends them, whatever input method they went through."""
    return unicodedata.normalize("NFKC", text or "")


def checked(pattern: str | None) -> str:
    """A format of running numbers. Raises Refused for what is none."""
    pattern = _narrow(pattern).strip()
    counts = [part for part in _PARTS.findall(pattern) if part[0] == "0"]
    odd = re.search(r"\{[^{}]*\}?|\}", _PARTS.sub("", pattern))
    if odd:
        raise Refused(BAD_PART(part=odd[0]))
    if not counts:
        raise Refused(NO_COUNT())
    if len(counts) > 1:
        raise Refused(TWO_COUNTS(n=len(counts), found=" ".join(f"{{{count}}}" for count in counts)))
    if len(counts[0]) > MOST_DIGITS:
        raise Refused(TOO_WIDE(most=MOST_DIGITS))
    return pattern


class BarcodeField(LineField):
    """What stands in a barcode or QR code, as a scanner types it, also through a Chinese input method."""

    kind, width = "barcode", 150

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, **{"max_length": 500, **options})

    def read(self, value: Any) -> str | None:
        return super().read(_narrow(super().read(value)))
