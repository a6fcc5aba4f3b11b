"""Text: lines, notes, pinyin, and the numbers that are names."""

import re
from typing import Any

import peewee

from .. import reading
from ..pinyin import pinyin_of, pinyin_typed
from ..text import Refused, Text
from .described import MASKED_TEXT, TOO_LONG, WORDS, Described

NOT_A_PHONE = Text(
    "“{value}”不是 11 位手机号或带区号的座机号；请核对位数，座机如 028-85551234",
    "“{value}” is neither an 11-digit mobile nor a landline number; check its digits, a landline is like 028-85551234",
)
NOT_AN_ID = Text(
    "“{value}”不是有效的 18 位身份证号，请对照证件逐位核对",
    "“{value}” is not a valid 18-digit ID number; check it against the card, digit by digit",
)
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


class LineField(Described, peewee.CharField):
    """One line of text: names, codes, numbers that are names (kept as text, leading zeros included)."""

    kind, native = "line", str
    ops: tuple[str, ...] = WORDS

    def __init__(self, zh: str, en: str, *, max_length: int = 200, **options: Any):
        super().__init__(zh, en, max_length=max_length, **options)

    def read(self, value: Any) -> str | None:
        text = reading.code(" ".join(value.splitlines()) if isinstance(value, str) else value)
        if len(text) > self.max_length:
            raise Refused(TOO_LONG(most=self.max_length, length=len(text)))
        return text or None


class NoteField(Described, peewee.TextField):
    """Text of several lines."""

    kind, ops, width = "note", WORDS, 220
    native = str

    def __init__(self, zh: str, en: str, *, longest: int = 20000, **options: Any):
        self.longest = longest
        super().__init__(zh, en, **options)

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
