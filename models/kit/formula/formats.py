"""Excel's number formats, as far as TEXT knows them: figures, and days."""

import re
from dataclasses import dataclass

_SIGNS = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|aaaa|aaa|hh|h|ss|\"[^\"]*\"|\\.|.", re.IGNORECASE | re.DOTALL)
# No sign may be read in two ways here: each of them would double the ways of reading the next ones.
_LITERAL = r"(?:\"[^\"]*\"|\\.|[¥￥$€ ()\-+]|[\u4e00-\u9fff])*"
_NUMBER = re.compile(rf"(?P<before>{_LITERAL})(?P<figures>[#0,]+(\.0+)?|\.0+)(?P<per_cent>%?)(?P<after>{_LITERAL})")


@dataclass(frozen=True)
class Figures:
    digits: int
    least: int
    grouped: bool
    per_cent: bool
    before: str
    after: str


def number_pattern(text: str) -> Figures | bool | None:
    """How a number is written; True for Excel's General; None for a format we don't know."""
    if text.lower() in ("general", "@", "g/通用格式"):
        return True
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    whole, _, rest = match["figures"].partition(".")
    bare = whole.replace(",", "")
    if len(rest) > 9 or len(bare) > 15 or whole.startswith(",") or whole.endswith(",") or "0#" in bare:
        return None
    sign = "%" if match["per_cent"] else ""
    return Figures(
        len(rest), bare.count("0"), "," in whole, bool(sign), _said(match["before"]), sign + _said(match["after"])
    )


def day_pattern(text: str) -> list[tuple[str, str]] | None:
    """The parts of a day in their order: (sign, "") or ("", literal). `MM` are minutes; None where nothing of a day is in it."""
    parts: list[tuple[str, str]] = []
    for part in _SIGNS.findall(text):
        sign = part.lower()
        if sign in ("m", "mm") and _is_minutes(parts):
            sign = "MM"
        if sign in _KNOWN:
            parts.append((sign, ""))
        elif part[0].isalpha() and part.isascii():
            return None
        else:
            parts.append(("", _said(part)))
    parts = [
        ("MM", "") if sign in ("m", "mm") and _before_seconds(parts, at) else (sign, literal)
        for at, (sign, literal) in enumerate(parts)
    ]
    return parts if any(sign for sign, _ in parts) else None


_KNOWN = {"yyyy", "yy", "mmmm", "mmm", "mm", "m", "dddd", "ddd", "dd", "d", "aaaa", "aaa", "hh", "h", "ss", "MM"}


def _is_minutes(parts: list[tuple[str, str]]) -> bool:
    last = next((sign for sign, _ in reversed(parts) if sign), "")
    return last in ("h", "hh")


def _before_seconds(parts: list[tuple[str, str]], at: int) -> bool:
    return next((sign for sign, _ in parts[at + 1 :] if sign), "") == "ss"


def _said(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda match: match[1] if match[1] is not None else match[2], text)
