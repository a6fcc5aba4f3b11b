"""How a measured result stands against a limit, whichever way a laboratory writes it: 0.48, <0.01, 未检出, 1.2×10^4, 符合."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

PASS, FAIL = "pass", "fail"
INFINITE = Decimal("Infinity")

_NUMBER = r"(\d+(?:\.\d+)?|\.\d+)(?:[x×*]10\^?(-?\d+)|e([+-]?\d+))?"
_ONE = re.compile(rf"(<=|>=|<|>)?(-)?{_NUMBER}[^\d]*")
_RANGE = re.compile(rf"{_NUMBER}[~-]{_NUMBER}[^\d]*")
_LIMIT_OF_DETECTION = re.compile(rf"(?:<|检出限[:=]?|lod[:=]?){_NUMBER}")
_ABSENT = re.compile(r"(未检出|不得检出|未检测到|阴性|nd|n\.d\.?|notdetected|negative)")
_BAD = re.compile(r"(不符合|不合格|不通过|不正常|阳性|检出|超标|fail(ed)?|positive)")
_GOOD = re.compile(r"(符合|合格|通过|正常|无异常|未见异常|pass(ed)?|ok|conforms)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True)
class Limit:
    """What is allowed: from, to, or in words. `inclusive`: whether the limits themselves still pass."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    criterion: str | None = None
    inclusive: bool = True

    @property
    def is_known(self) -> bool:
        return self.lower is not None or self.upper is not None or bool(self.criterion)

    def __str__(self) -> str:
        low, high = (None if bound is None else f"{_plain(bound)}" for bound in (self.lower, self.upper))
        if low is not None and high is not None:
            return f"{low}–{high}"
        if high is not None:
            return f"{'≤' if self.inclusive else '<'}{high}"
        if low is not None:
            return f"{'≥' if self.inclusive else '>'}{low}"
        return self.criterion or ""


@dataclass(frozen=True)
class Measured:
    """Where the true value lies: between `low` and `high`; an open end is not reached itself (`<0.01`)."""

    low: Decimal
    high: Decimal
    open_low: bool = False
    open_high: bool = False


def measured(result: str, detection_limit: Decimal | None = None) -> Measured | None:
    """What a result says in numbers; None for words."""
    text = _narrow(result)
    if _ABSENT.match(text):
        match = _LIMIT_OF_DETECTION.search(text)
        limit = _number(*match.groups()) if match else detection_limit
        return Measured(Decimal(0), limit, open_high=True) if limit else Measured(Decimal(0), Decimal(0))
    if match := _RANGE.fullmatch(text):
        return Measured(_number(*match.groups()[:3]), _number(*match.groups()[3:]))
    if not (match := _ONE.fullmatch(text)):
        return None
    sign, minus, *digits = match.groups()
    value = -_number(*digits) if minus else _number(*digits)
    if sign in ("<", "<="):
        return Measured(min(Decimal(0), value), value, open_high=sign == "<")
    if sign in (">", ">="):
        return Measured(value, INFINITE, open_low=sign == ">")
    return Measured(value, value)


def verdict(result: str | None, limit: Limit, detection_limit: Decimal | None = None) -> str | None:
    """`pass`, `fail`, or None where the result alone can't tell: no limit, no number, a detection limit above the limit."""
    if not result:
        return None
    reading = measured(result, detection_limit)
    if limit.lower is not None or limit.upper is not None:
        return _between(reading, limit) if reading else _in_words(_narrow(result))
    if limit.criterion and _ABSENT.match(_narrow(limit.criterion)):
        return _absent(result, reading)
    if limit.criterion and _narrow(limit.criterion) == _narrow(result):
        return PASS
    return _in_words(_narrow(result))


def _between(reading: Measured, limit: Limit) -> str | None:
    """Wholly inside passes, wholly outside fails; a value that may be either decides nothing."""
    upper = INFINITE if limit.upper is None else limit.upper
    lower = -INFINITE if limit.lower is None else limit.lower
    below = reading.high < upper or reading.high == upper and (limit.inclusive or reading.open_high)
    above = reading.low > lower or reading.low == lower and (limit.inclusive or reading.open_low)
    if below and above:
        return PASS
    over = reading.low > upper or reading.low == upper and (not limit.inclusive or reading.open_low)
    under = reading.high < lower or reading.high == lower and (not limit.inclusive or reading.open_high)
    return FAIL if over or under else None


def _absent(result: str, reading: Measured | None) -> str | None:
    """For 不得检出: nothing found, or less than can be found."""
    if reading is None:
        return _in_words(_narrow(result))
    return PASS if reading.high == 0 or reading.low == 0 and reading.open_high else FAIL


def _in_words(text: str) -> str | None:
    if _ABSENT.match(text):
        return PASS
    if _BAD.match(text):
        return FAIL
    return PASS if _GOOD.match(text) else None


def _number(digits: str, power: str | None = None, exponent: str | None = None) -> Decimal:
    return Decimal(digits).scaleb(int(power or exponent or 0))


def _narrow(text: str) -> str:
    raised = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda match: "^" + match[0].translate(_RAISED), text)
    text = unicodedata.normalize("NFKC", raised).lower().replace("≤", "<=").replace("≥", ">=").replace("～", "~")
    return re.sub(r"[\s,，]+", "", text.replace("—", "-").replace("–", "-"))


def _plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize():f}"
