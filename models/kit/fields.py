"""The field types: what a value means decides how it is stored, read from text, shown and masked."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import peewee

from . import reading
from .pinyin import pinyin_of, pinyin_typed
from .text import Refused, Text
from .week import from_local, local

TOO_LONG = Text("最多 {most} 个字，现有 {length} 个", "At most {most} characters; there are {length}")
NOT_WHOLE = Text("“{value}”不是整数", "“{value}” is not a whole number")
TOO_SMALL = Text("不能小于 {least}", "Must be at least {least}")
TOO_LARGE = Text("不能大于 {most}", "Must be at most {most}")
TOO_MANY_DIGITS = Text("“{value}”最多 {digits} 位小数", "“{value}”: at most {digits} decimals")
NOT_A_PHONE = Text(
    "“{value}”不是 11 位手机号或带区号的座机号", "“{value}” is neither an 11-digit mobile nor a landline number"
)
NOT_AN_ID = Text("“{value}”不是有效的 18 位身份证号", "“{value}” is not a valid 18-digit ID number")
NOT_AN_OPTION = Text("没有“{value}”这一项，可选：{options}", "“{value}” is not an option; choose one of {options}")
NOT_A_FLAG = Text("“{value}”应为“是”或“否”", "“{value}” should be yes or no")
NOT_A_LINK = Text("“{value}”不是一条记录", "“{value}” is not a record")
MASKED_TEXT = Text("这是打了星号的内容，请填写完整的值", "This is the masked text; enter the full value")
MASK = "***"
LARGEST = 10**15
EQUALS = ("eq", "ne", "in", "not_in", "empty")
RANGE = (*EQUALS, "lt", "le", "gt", "ge")
WORDS = (*EQUALS, "contains", "starts")


class Described:
    """What every field says about itself beside peewee's own options; mixed in before the stock field class."""

    kind = "line"
    ops: tuple[str, ...] = EQUALS
    width = 120
    digits = 0

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        hint: Text | None = None,
        locked: bool = False,
        derived: bool = False,
        mask: bool = False,
        secret: bool = False,
        aka: tuple[str, ...] = (),
        width: int | None = None,
        sum: bool = False,
        opening: Any = None,
        **stock: Any,
    ):
        self.label, self.hint, self.aka, self.sum = Text(zh, en), hint, aka, sum
        self.derived, self.locked, self.mask, self.secret = derived, locked or derived, mask, secret
        self.opening = opening
        self.width = width or type(self).width
        super().__init__(verbose_name=zh, help_text=hint.zh if hint else None, **stock)

    @property
    def required(self) -> bool:
        return not self.null and self.default is None

    def parse(self, value: Any) -> Any:
        """The Python value of what was typed, pasted, imported or sent; None when empty. Raises Refused."""
        if self.mask and value == MASK:
            raise Refused(MASKED_TEXT)
        return None if reading.is_empty(value) else self.read(value)

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def show(self, value: Any, lang: str = "zh") -> str:
        """The value as people read it."""
        return "" if value is None else str(value)

    def keep(self, value: Any) -> Any:
        """The value as JSON keeps it, on the wire and in the history; `parse(keep(v)) == v`."""
        return value

    def masked(self, value: Any) -> Any:
        """What those see who may not see the value."""
        return None if value is None else MASK

    def bound(self, value: Any) -> Any:
        if self.least is not None and value < self.least:
            raise Refused(TOO_SMALL(least=self.least))
        if self.most is not None and value > self.most:
            raise Refused(TOO_LARGE(most=self.most))
        return value


def is_stored_as_is(item: peewee.Field) -> bool:
    """Whether the driver's value is the Python value: no class of ours on the way from the field to peewee reads it."""
    return not any("python_value" in vars(cls) for cls in type(item).__mro__ if cls.__module__ == __name__)


class LineField(Described, peewee.CharField):
    """One line of text: names, codes, numbers that are names (kept as text, leading zeros included)."""

    kind, ops = "line", WORDS

    def __init__(self, zh: str, en: str, *, max_length: int = 200, **options: Any):
        super().__init__(zh, en, max_length=max_length, **options)

    def read(self, value: Any) -> str | None:
        text = reading.clean(" ".join(str(value).splitlines()) if isinstance(value, str) else value)
        if len(text) > self.max_length:
            raise Refused(TOO_LONG(most=self.max_length, length=len(text)))
        return text or None


class NoteField(Described, peewee.TextField):
    """Text of several lines."""

    kind, ops, width, longest = "note", WORDS, 220, 20000

    def read(self, value: Any) -> str | None:
        text = reading.clean(value).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.longest:
            raise Refused(TOO_LONG(most=self.longest, length=len(text)))
        return text or None


class PinyinField(LineField):
    """Full pinyin and initials of another field, kept by the door; typing syllables with blanks overrides a heteronym."""

    kind = "pinyin"

    def __init__(self, zh: str, en: str, *, of: str, **options: Any):
        super().__init__(zh, en, null=True, **options)
        self.of = of

    def read(self, value: Any) -> str | None:
        return pinyin_typed(reading.narrow(value))

    def made_from(self, text: str | None) -> str | None:
        return pinyin_of(text) if text else None


class PhoneField(LineField):
    """A mainland mobile (11 digits) or a landline with area code; blanks, dashes and +86 are taken off."""

    kind, width = "phone", 130

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, max_length=20, **options)

    def read(self, value: Any) -> str | None:
        text = reading.narrow(value)
        if "*" in text:
            raise Refused(MASKED_TEXT)
        digits = re.sub(r"[\s\-()–—.]", "", text)
        digits = re.sub(r"^(\+86|0086|86)(?=(1[0-9]|400)[0-9]+$)", "", digits)
        digits = re.sub(r"^(\+86|0086)0?(?=[2-9][0-9]+$)", "0", digits)
        if re.fullmatch(r"1[3-9][0-9]{9}|400[0-9]{7}|0[1-9][0-9]{8,10}", digits):
            return digits
        raise Refused(NOT_A_PHONE(value=text[:40]))

    def masked(self, value: str | None) -> str | None:
        return value and f"{value[:3]}****{value[-4:]}"


class IdNumberField(LineField):
    """A resident identity number: 18 characters with a check digit."""

    kind, width = "idnumber", 180
    _WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, max_length=18, **options)

    def read(self, value: Any) -> str | None:
        text = reading.narrow(value).upper().replace(" ", "")
        if "*" in text:
            raise Refused(MASKED_TEXT)
        if re.fullmatch(r"[0-9]{17}[0-9X]", text):
            check = sum(int(digit) * weight for digit, weight in zip(text, self._WEIGHTS, strict=False)) % 11
            if text[17] == "10X98765432"[check]:
                return text
        raise Refused(NOT_AN_ID(value=text[:40]))

    def masked(self, value: str | None) -> str | None:
        return value and f"{value[:3]}***********{value[-4:]}"


class TagsField(Described, peewee.TextField):
    """A few short words, kept as a JSON list of texts."""

    kind, ops, width = "tags", ("contains", "empty"), 160

    def read(self, value: Any) -> list[str] | None:
        parts = value if isinstance(value, list | tuple) else re.split(r"[,，、;；|\n]", reading.clean(value))
        words = list(dict.fromkeys(word for word in (reading.clean(part) for part in parts) if word))
        if sum(map(len, words)) > 500:
            raise Refused(TOO_LONG(most=500, length=sum(map(len, words))))
        return words or None

    def show(self, value: list[str] | None, lang: str = "zh") -> str:
        return "、".join(value or ())

    def db_value(self, value: list[str] | None) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def python_value(self, value: str | None) -> list[str] | None:
        return json.loads(value) if value else None


class CountField(Described, peewee.BigIntegerField):
    """A whole number."""

    kind, ops, width = "count", RANGE, 100

    def __init__(self, zh: str, en: str, *, least: int | None = None, most: int | None = None, **options: Any):
        self.least, self.most = least, most
        super().__init__(zh, en, **options)

    def read(self, value: Any) -> int:
        found = reading.number(value)
        if found != found.to_integral_value():
            raise Refused(NOT_WHOLE(value=reading.quoted(value)))
        if abs(found) >= LARGEST:
            raise Refused(TOO_LARGE(most=f"{LARGEST - 1:,}"))
        return self.bound(int(found))

    def show(self, value: int | None, lang: str = "zh") -> str:
        return "" if value is None else f"{value:,}"


class DecimalAsInteger(Described, peewee.BigIntegerField):
    """An exact decimal with a fixed number of digits, stored as a whole number of its smallest unit."""

    ops = RANGE

    def __init__(self, zh: str, en: str, *, least: Any = None, most: Any = None, **options: Any):
        self.least, self.most = least, most
        self.scale = 10**self.digits
        self.step = Decimal(1).scaleb(-self.digits)
        if options.get("default") is not None:
            options["default"] = Decimal(options["default"]).quantize(self.step)
        super().__init__(zh, en, **options)

    def read(self, value: Any) -> Decimal:
        found = reading.number(value)
        if abs(found) >= LARGEST // self.scale:
            raise Refused(TOO_LARGE(most=f"{LARGEST // self.scale - 1:,}"))
        rounded = found.quantize(self.step, ROUND_HALF_UP) + 0  # no minus before a zero
        # A spreadsheet's 0.1 + 0.2 is 0.30000000000000004: that much is rounding, more is a mistake.
        if abs(rounded - found) > Decimal("1e-6"):
            raise Refused(TOO_MANY_DIGITS(value=reading.quoted(value), digits=self.digits))
        return self.bound(rounded)

    def keep(self, value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int((Decimal(value) * self.scale).to_integral_value(ROUND_HALF_UP))

    def python_value(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.digits)


class MoneyField(DecimalAsInteger):
    """Yuan with two digits, stored as cents."""

    kind, width, digits = "money", 120, 2

    def show(self, value: Decimal | None, lang: str = "zh") -> str:
        return "" if value is None else f"¥{value:,.2f}" if value >= 0 else f"-¥{-value:,.2f}"


class QuantityField(DecimalAsInteger):
    """A quantity or a factor with up to three digits, stored as thousandths."""

    kind, width, digits = "quantity", 100, 3

    def show(self, value: Decimal | None, lang: str = "zh") -> str:
        return "" if value is None else f"{self.plain(value):,f}"

    def keep(self, value: Decimal | None) -> str | None:
        return None if value is None else format(self.plain(value), "f")

    @staticmethod
    def plain(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class DayField(Described, peewee.DateField):
    """A calendar day of the business, without a time zone."""

    kind, ops, width = "day", RANGE, 110

    def read(self, value: Any):
        return reading.day(value)

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

    def read(self, value: Any) -> str:
        text = "" if isinstance(value, reading.date) else reading.narrow(value)
        match = re.fullmatch(r"([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})\s*月?|([0-9]{2}))", text)
        if match and 1900 <= int(match[1]) <= 2100 and 1 <= int(match[2] or match[3]) <= 12:
            return f"{match[1]}-{int(match[2] or match[3]):02d}"
        return reading.day(value).isoformat()[:7]


class MomentField(Described, peewee.DateTimeField):
    """A moment, naive UTC in the database, the wall clock of the business on the screen."""

    kind, ops, width = "moment", RANGE, 150

    def read(self, value: Any):
        return reading.moment(value, from_local).replace(microsecond=0)

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


class FlagField(Described, peewee.SmallIntegerField):
    """Yes or no."""

    kind, ops, width = "flag", ("eq", "ne", "empty"), 80
    _YES, _NO = (
        {"1", "是", "有", "y", "yes", "true", "√", "✓", "对"},
        {"0", "否", "无", "n", "no", "false", "×", "✗", "没有"},
    )

    def read(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        word = reading.narrow(value).lower()
        if word in self._YES or word in self._NO:
            return word in self._YES
        raise Refused(NOT_A_FLAG(value=word[:40]))

    def show(self, value: bool | None, lang: str = "zh") -> str:
        return "" if value is None else Text("是", "Yes").say(lang) if value else Text("否", "No").say(lang)

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int(bool(value))

    def python_value(self, value: Any) -> bool | None:
        return None if value is None else bool(value)


@dataclass(frozen=True)
class Choice:
    """One option: its key in the database, its two names, other names met in workbooks, and the tone of its pill."""

    key: str
    zh: str
    en: str
    tone: str = "grey"
    aka: tuple[str, ...] = ()

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


class ChoiceField(Described, peewee.CharField):
    """One of a fixed list; read by key or by either name."""

    kind, width = "choice", 110

    def __init__(self, zh: str, en: str, *, options: Iterable[Choice], **stock: Any):
        self.options = tuple(options)
        self._named = {}
        for choice in self.options:
            for name in (choice.key, choice.zh, choice.en, *choice.aka):
                self._named[name.lower()] = choice.key
        super().__init__(zh, en, max_length=30, choices=[(c.key, c.zh) for c in self.options], **stock)

    def read(self, value: Any) -> str:
        word = reading.narrow(value)
        key = self._named.get(word.lower())
        if key is None:
            zh, en = ("、".join(c.zh for c in self.options), ", ".join(c.en for c in self.options))
            raise Refused(NOT_AN_OPTION(value=word[:40], options=Text(zh, en)))
        return key

    def show(self, value: str | None, lang: str = "zh") -> str:
        return next((choice.label.say(lang) for choice in self.options if choice.key == value), value or "")


class LinkField(Described, peewee.ForeignKeyField):
    """Another record, by its id. A ledger's link `outlives` what it points at: no foreign key holds the target back."""

    kind, width = "link", 140

    def __init__(self, model: Any, zh: str, en: str, *, outlives: bool = False, **options: Any):
        self.outlives = outlives
        options.setdefault("on_delete", None if outlives else "RESTRICT")
        options.setdefault("backref", "+")
        super().__init__(zh, en, model=model, **options)

    def read(self, value: Any) -> int:
        """The id; text (a name, a code, pinyin) is looked up by the door, which knows who asks."""
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53:
            return value
        raise Refused(NOT_A_LINK(value=reading.quoted(value)))

    def foreign_key_constraint(self, *args: Any, **options: Any):
        return None if self.outlives else super().foreign_key_constraint(*args, **options)
