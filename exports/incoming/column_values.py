"""What the values of a column look like by themselves: days, numbers, phones, plates, people, addresses, codes, sentences."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from exports.read.sheets import Unreadable
from models.kit.clock import today
from models.kit.reading import Shown, clean, day, number
from models.kit.text import Refused

MOST_VALUES, MOST_ROWS = 60, 400
_SURNAMES = set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s-]?[A-Z0-9]{5,6}", re.IGNORECASE
)
_MOBILE = re.compile(r"(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[-\s]?\d{7,8}|400[-\s]?\d{3}[-\s]?\d{4}")
_ADDRESS = re.compile(r"[省市区县镇乡村]..*[路街道巷号室栋幢弄村]|[路街道巷弄].{0,4}\d+号")
_CODE = re.compile(r"(?=.*\d)[A-Za-z]{0,8}[-_/#]?[A-Za-z0-9][A-Za-z0-9\-_/.#]*|[一-鿿()]{1,8}[A-Za-z]*\d{4,}号?")
_MAIL, _LINK = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), re.compile(r"https?://\S+")
_HOURS = re.compile(r"\d{1,2}[:：时点]\d{0,2}")
_MONTH = re.compile(r"(?:20\d\d\s*[-/.年]\s*)?(?:0?[1-9]|1[0-2])\s*月?份?|20\d\d(?:0[1-9]|1[0-2])")
_YES_NO = {"是", "否", "y", "n", "yes", "no", "true", "false", "√", "×", "✓", "✗", "有", "无", "已", "未", "对", "错"}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NOTHING = {"", "-", "--", "/", "无", "null", "n/a", "none", "—"}


@dataclass(frozen=True)
class ColumnValues:
    """A sample of a column: its different values in the order of the rows, and how many cells were filled."""

    values: tuple[Any, ...]
    filled: int
    rows: int

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(_text(value) for value in self.values)

    def share(self, fits: Sequence[bool]) -> float:
        return sum(fits) / len(fits) if fits else 0.0

    @property
    def unique(self) -> bool:
        """Whether each row has a value of its own."""
        return len(self.values) == min(self.filled, MOST_VALUES) and self.filled > 2

    @cached_property
    def days(self) -> float:
        return self.share([_is_day(value) for value in self.values])

    @cached_property
    def hours(self) -> float:
        """The share that say a time of the day besides."""
        return self.share([_has_hours(value) for value in self.values])

    @cached_property
    def coming(self) -> float:
        """The share of the days that are still to come."""
        limit = today()
        days = [read for value in self.values if (read := _day_of(value)) is not None]
        return self.share([each > limit for each in days])

    @cached_property
    def months(self) -> float:
        return self.share(
            [
                _MONTH.fullmatch(text) is not None
                and not text.isdecimal()
                or len(text) == 6
                and _MONTH.fullmatch(text) is not None
                for text in self.texts
            ]
        )

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """What of it is a number, as numbers."""
        return tuple(value for value in map(number_of, self.values) if value is not None)

    @cached_property
    def numeric(self) -> float:
        return len(self.numbers) / len(self.values) if self.values else 0.0

    @cached_property
    def whole(self) -> float:
        """The share of the numbers that are whole."""
        return self.share([float(value).is_integer() for value in self.numbers])

    @cached_property
    def percents(self) -> float:
        return self.share(
            [
                isinstance(v, Shown) and v.percent or t.endswith(("%", "％"))
                for v, t in zip(self.values, self.texts, strict=True)
            ]
        )

    @cached_property
    def phones(self) -> float:
        return self.share([_MOBILE.fullmatch(text) is not None for text in self.texts])

    @cached_property
    def identities(self) -> float:
        return self.share([is_identity(text) for text in self.texts])

    @cached_property
    def barcodes(self) -> float:
        return self.share([is_barcode(text) for text in self.texts])

    @cached_property
    def plates(self) -> float:
        return self.share([_PLATE.fullmatch(text) is not None for text in self.texts])

    @cached_property
    def addresses(self) -> float:
        return self.share([_ADDRESS.search(text) is not None for text in self.texts])

    @cached_property
    def people(self) -> float:
        """The share that are two to four Chinese signs beginning with a usual surname."""
        return self.share([is_person(text) for text in self.texts])

    @cached_property
    def codes(self) -> float:
        return self.share([len(text) >= 3 and _CODE.fullmatch(text) is not None for text in self.texts])

    @cached_property
    def yes_no(self) -> float:
        return self.share([text.casefold() in _YES_NO for text in self.texts])

    @cached_property
    def mails(self) -> float:
        return self.share([_MAIL.fullmatch(text) is not None for text in self.texts])

    @cached_property
    def links(self) -> float:
        return self.share([_LINK.fullmatch(text) is not None for text in self.texts])

    @cached_property
    def length(self) -> float:
        """Of most of its texts."""
        return sorted(map(len, self.texts))[len(self.texts) // 2] if self.texts else 0.0

    @cached_property
    def counts_rows(self) -> bool:
        """1, 2, 3 … from the top: it numbers the rows and says nothing."""
        numbers = self.numbers
        return (
            len(numbers) > 2
            and self.numeric == 1
            and all(n == numbers[0] + at for at, n in enumerate(numbers))
            and numbers[0] in (0, 1)
        )


def values_of(cells: Iterable[Any]) -> ColumnValues:
    """The sample of a column, of cells from the top."""
    different: dict[Any, Any] = {}
    filled = rows = 0
    for cell in cells:
        rows += 1
        if rows > MOST_ROWS:
            break
        if cell is None or isinstance(cell, Unreadable) or _text(cell).casefold() in NOTHING:
            continue
        filled += 1
        if len(different) < MOST_VALUES:
            different.setdefault(_text(cell), cell)
    return ColumnValues(tuple(different.values()), filled, rows)


def _text(value: Any) -> str:
    if isinstance(value, Unreadable):
        return value.shown
    try:
        return unicodedata.normalize("NFKC", clean(value)) if not isinstance(value, datetime) else value.isoformat(" ")
    except Refused:
        return str(value)


def _is_day(value: Any) -> bool:
    return _day_of(value) is not None


def _day_of(value: Any) -> date | None:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = value if isinstance(value, str) else ""
    if not re.match(r"\s*\d{4}\s*[-/.年]|\s*\d{8}(\s|$)|\s*20\d{12}$", text):
        return None
    try:
        return day(text, lambda moment: moment)
    except Refused:
        return None


def _has_hours(value: Any) -> bool:
    if isinstance(value, datetime):
        return True
    return (
        isinstance(value, str)
        and _is_day(value)
        and (_HOURS.search(value) is not None or re.fullmatch(r"\s*20\d{12}", value) is not None)
    )


def number_of(value: Any) -> float | None:
    """A number that names no unit; None where it isn't one."""
    if isinstance(value, bool | date):
        return None
    if isinstance(value, Shown):
        value = value.text if value.percent else value.value
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip()
    if not text or len(text) > 25 or (text.isdecimal() and (len(text) > 10 or (text[0] == "0" and len(text) > 1))):
        return None
    try:
        return float(number(text, percent=text.endswith(("%", "％"))))
    except (Refused, ValueError, TypeError):
        return None


def is_identity(text: str) -> bool:
    """Eighteen signs whose last is the check digit of those before."""
    if not re.fullmatch(r"\d{17}[\dXx]", text):
        return False
    return (
        "10X98765432"[sum(int(sign) * weight for sign, weight in zip(text, _ID_WEIGHTS, strict=False)) % 11]
        == text[-1].upper()
    )


def is_barcode(text: str) -> bool:
    """Thirteen digits whose last is the check digit of those before."""
    if not re.fullmatch(r"\d{13}", text):
        return False
    return (10 - sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(text[:12])) % 10) % 10 == int(text[-1])


def is_person(text: str) -> bool:
    return 2 <= len(text) <= 4 and text[0] in _SURNAMES and re.fullmatch(r"[一-鿿]+", text) is not None
