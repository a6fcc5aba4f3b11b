"""How the meeting's workbooks look: fonts that Excel and WPS have, colours that survive a black-and-white printer, formats."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exports.weeks.judging import LIGHTS
from exports.write.package import display_width

from . import words

FONT = "微软雅黑"  # what stands in for it elsewhere, Excel and WPS find by the charset
CHINESE, SANS = 134, 2
MEASURE = "Arial"  # no text is written in it
INK, GREY, GREEN, LINK = "1F2A24", "6B7280", "1E5B3A", "1F4E9E"
HEAD, BAND, LINE = "E3EFE6", "F4F7F5", "C9D3CC"
TONES = {
    "green": ("14532D", "DDF1E2"),
    "amber": ("7A4B00", "FFF0CC"),
    "red": ("9B1C1C", "FBDDDA"),
    "none": (GREY, None),
}
DAY, WHOLE, SHARE = "yyyy-mm-dd", "#,##0", "+0.0%;-0.0%;0.0%"
POINTS = {lang: ";".join(f'{sign}0.0"{words.POINTS.say(lang)}"' for sign in ("+", "-", "")) for lang in ("zh", "en")}


@dataclass(frozen=True)
class Put:
    """What goes into a cell and how it looks; `sheet` makes it a link to the first cell of that sheet."""

    value: Any = None
    form: str = "@"
    align: str = "left"
    colour: str = INK
    fill: str | None = None
    bold: bool = False
    size: float = 10
    sheet: str | None = None

    @property
    def shown(self) -> str:
        """What Excel makes of it, or about that."""
        return shown(self.value, self.form)

    @property
    def width(self) -> float:
        """About how many characters it is wide."""
        return display_width(self.shown) * (1.3 if self.bold else 1.22) * self.size / 10


def shown(value: Any, form: str) -> str:
    """About what Excel makes of it, to know how much room it takes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    if form == SHARE:
        return f"{value:+.1%}"
    if form in POINTS.values():
        return f"{value:+.1f}" + form.rpartition(";")[2].split('"')[1]
    if "%" in form:
        return f"{value:.2%}" if form == "0.00%" else f"{value:.1%}"
    parts = form.partition(";")[0].split('"')
    digits = len("".join(parts[::2]).partition(".")[2])
    before, after = ("".join(parts[1::2]), "") if not parts[0] else ("", "".join(parts[1::2]))
    return f"{'-' if value < 0 else ''}{before}{abs(value):,.{digits}f}{after}"


def figure(value: float | None, unit: str, among: Iterable[float | None] = (), **look: Any) -> Put:
    """A figure as a real number with the format of its unit; a dash where there is none. `among`: its column, to look alike."""
    if value is None:
        return Put("—", align="right", **{"colour": GREY, **look})
    number = round(value / 100, 8) if unit == "percent" else value
    widest = next((amount for amount in among if amount is not None and not float(amount).is_integer()), value)
    return Put(number, format_of(widest, unit), "right", **look)


def format_of(value: float, unit: str) -> str:
    whole = float(value).is_integer()
    if unit == "percent":  # 99.96 isn't the 100 it would be rounded to
        return "0.00%" if 0 < abs(value - 100) < 0.05 else "0.0%"
    whole = whole or abs(value) >= 1000
    if unit == "money":
        digits = WHOLE if whole else "#,##0.00"
        return f'"¥"{digits};-"¥"{digits}'
    if unit == "hours":
        return '#,##0.0" h"'
    return WHOLE if whole else "#,##0.00"


def axis_format(unit: str, largest: float) -> str:
    """One format for an axis."""
    if unit == "percent":
        return "0%"
    digits = WHOLE if largest >= 10 else "0.0"
    return f'"¥"{digits}' if unit == "money" else digits


def kept(said: str | None, unit: str) -> Put:
    """A figure that was kept in words, ¥1,234 or 12.5%, as a number again."""
    digits = re.sub(r"[^\d.\-]", "", said or "")
    return figure(float(digits) if digits.strip(".-") else None, unit)


def change(value: float | None, unit: str, lang: str) -> Put:
    """How far from another figure, as `models.kit.week.weekly.moved` says it: shares in points, all else in per cent."""
    if value is None:
        return Put("—", align="right", colour=GREY)
    return Put(value, POINTS[lang] if unit == "percent" else SHARE, "right")


def text(value: Any, **look: Any) -> Put:
    return Put("" if value is None else str(value), **look)


def day(value: Any, late: bool = False) -> Put:
    if value is None:
        return Put("—", align="center", colour=GREY)
    return Put(value, DAY, "center", colour=TONES["red"][0] if late else INK, bold=late)


def lamp(light: str, lang: str) -> Put:
    """The traffic light, in colour, in form and in words."""
    colour, fill = TONES[light]
    return Put(
        f"{LIGHTS[light][0]} {LIGHTS[light][1].say(lang)}".strip(),
        align="center",
        colour=colour,
        fill=fill,
        bold=light != "none",
    )


def arrow(change: float | None) -> str:
    return "" if change is None else "↑" if change > 0 else "↓" if change < 0 else "→"
