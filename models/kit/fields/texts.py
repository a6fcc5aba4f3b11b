"""Text: lines, notes, pinyin, and the numbers that are names."""

import re
from datetime import date
from typing import Any

import peewee

from .. import reading
from ..pinyin import pinyin_of, pinyin_typed
from ..text import Refused, Text
from .described import MASKED_TEXT, TOO_LONG, WORDS, Described

NOT_A_PHONE = Text(
    "“{value}”不是 11 位手机号或带区号的座机号", "“{value}” is neither an 11-digit mobile nor a landline number"
)
NOT_AN_ID = Text("“{value}”不是有效的 18 位身份证号", "“{value}” is not a valid 18-digit ID number")
NOT_AN_EMAIL = Text(
    "“{value}”不是邮箱地址，应如 name@example.com", "“{value}” is no e-mail address; it is like name@example.com"
)
NOT_AN_ADDRESS = Text(
    "“{value}”不是网址，应如 https://example.com", "“{value}” is no web address; it is like https://example.com"
)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?![0-9])")
_ADDRESS = re.compile(r"https?://[^\s/?#@<>\"]+\.[^\s/?#@<>\"]+([/?#][^\s<>\"]*)?", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTED = re.compile(r"\{(0{1,12})\}")
_STRFTIME = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
_DAYS = re.compile(r"\{(YYYY|YY|MM|DD)\}")
_PARTS = re.compile(r"\{(?:YYYY|YY|MM|DD|0{1,12})\}")
_OTHER = re.compile(r"[{}]")
BAD_PATTERN = Text(
    "编号格式要有一处写几位流水，如 WX{{YYYY}}{{MM}}{{0000}}；年月日写作 {{YYYY}} {{YY}} {{MM}} {{DD}}",
    "The format says once how many digits count, as in WX{{YYYY}}{{MM}}{{0000}}; days are {{YYYY}} {{YY}} {{MM}} {{DD}}",
)


class LineField(Described, peewee.CharField):
    """One line of text: names, codes, numbers that are names (kept as text, leading zeros included)."""

    kind = "line"
    ops: tuple[str, ...] = WORDS

    def __init__(self, zh: str, en: str, *, max_length: int = 200, **options: Any):
        super().__init__(zh, en, max_length=max_length, **options)

    def read(self, value: Any) -> str | None:
        text = reading.code(" ".join(value.splitlines()) if isinstance(value, str) else value)
        if len(text) > self.max_length:
            raise Refused(TOO_LONG(most=self.max_length, length=len(text)))
        return text or None


class RunningField(LineField):
    """A number that the house gives each new row: its words, {YYYY} {YY} {MM} {DD} of the day, and zeros for how many digits."""

    def __init__(self, zh: str, en: str, *, pattern: str | None, **options: Any):
        if not pattern or len(_COUNTED.findall(pattern)) != 1 or _OTHER.search(_PARTS.sub("", pattern)):
            raise Refused(BAD_PATTERN())
        super().__init__(zh, en, derived=True, **options)
        self.pattern = pattern

    def begins(self, day: date) -> str:
        """The number but for its count, whose place is the zeros in brackets."""
        return _DAYS.sub(lambda found: format(day, _STRFTIME[found[1]]), self.pattern)

    def numbered(self, begun: str, count: int) -> str:
        return _COUNTED.sub(lambda found: f"{count:0{len(found[1])}d}", begun)


class NoteField(Described, peewee.TextField):
    """Text of several lines."""

    kind, ops, width, longest = "note", WORDS, 220, 20000

    def read(self, value: Any) -> str | None:
        text = reading.clean(value).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.longest:
            raise Refused(TOO_LONG(most=self.longest, length=len(text)))
        return text or None


class EmailField(LineField):
    """An e-mail address."""

    kind, width = "email", 180

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, max_length=120, **options)

    def read(self, value: Any) -> str | None:
        text = reading.narrow(super().read(value) or "").removeprefix("mailto:")
        if not _EMAIL.fullmatch(text):
            raise Refused(NOT_AN_EMAIL(value=reading.quoted(text)))
        name, _, place = text.rpartition("@")
        return f"{name}@{place.lower()}"


class UrlField(LineField):
    """A web address; one without its beginning gets https://."""

    kind, width = "url", 180

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, max_length=500, **options)

    def read(self, value: Any) -> str | None:
        text = super().read(value) or ""
        full = text if _SCHEME.match(text) else f"https://{text}"
        if not _ADDRESS.fullmatch(full):
            raise Refused(NOT_AN_ADDRESS(value=reading.quoted(text)))
        return full


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
    """A mainland mobile (11 digits) or a landline with area code; blanks, dashes and +86 are taken off.

    A person's number is declared with `mask=True`; `of_place=True` says that it is a place's, on its door and its leaflets.
    """

    kind, width = "phone", 130

    def __init__(self, zh: str, en: str, *, of_place: bool = False, **options: Any):
        self.of_place = of_place
        super().__init__(zh, en, max_length=20, **options)

    def read(self, value: Any) -> str | None:
        if value.__class__ is str and _MOBILE.fullmatch(value):
            return value
        text = reading.narrow(reading.code(value))
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
        text = reading.narrow(reading.code(value)).upper().replace(" ", "")
        if "*" in text:
            raise Refused(MASKED_TEXT)
        if re.fullmatch(r"[0-9]{17}[0-9X]", text):
            check = sum(int(digit) * weight for digit, weight in zip(text, self._WEIGHTS, strict=False)) % 11
            if text[17] == "10X98765432"[check]:
                return text
        raise Refused(NOT_AN_ID(value=text[:40]))

    def masked(self, value: str | None) -> str | None:
        return value and f"{value[:3]}***********{value[-4:]}"
