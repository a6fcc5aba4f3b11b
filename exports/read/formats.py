"""Number formats of cells: what a person sees where the bare number says less, such as 5%, 000123, 1.10 or 5万元."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache

from exports.incoming.labels import Unit, unit_of
from models.kit.reading import LONGEST_NUMBER, Shown
from models.kit.units import MONEY, is_physical, meanings_of

BUILT_IN = {1: "0", 2: "0.00", 9: "0%", 10: "0.00%"}  # the numbers below 164 that say more than a bare number
CURRENCIES = {*range(5, 9), *range(37, 45)}  # the money of wherever the workbook is opened, whatever $ they name
MOST_LENGTH = 255  # what Excel allows; a longer code is nobody's format
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|!(?P<forced>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?])|(?P<sign>[.,%@/])'
    r"|(?P<power>E[+-])|(?P<general>General|G/通用格式)|(?P<date>[ymdhsbg]+|上午/下午|AM/PM|A/P)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS = "0#?.,"
_IN_THOUSANDS = re.compile(r"[#0?]*,[#0?]{3}(?:\.[#0?]+)?")
_GENERAL = "General"
_UNCLEAR = ("‰", "折", "成")  # what these make of a number depends on the column
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, edge: value < edge,
    "<=": lambda value, edge: value <= edge,
    "=": lambda value, edge: value == edge,
    ">": lambda value, edge: value > edge,
    ">=": lambda value, edge: value >= edge,
    "<>": lambda value, edge: value != edge,
}


@dataclass(frozen=True)
class _Section:
    """One of the parts between the semicolons: literals are kept as (True, text), the rest as (False, sign)."""

    parts: tuple[tuple[bool, str], ...]
    condition: tuple[str, float] | None = None
    dated: bool = False  # of dates, fractions, powers: nothing for us

    @property
    def signs(self) -> str:
        return "".join(text for literal, text in self.parts if not literal)

    @property
    def literal(self) -> str:
        return "".join(text for literal, text in self.parts if literal)

    @property
    def tells(self) -> bool:
        signs = self.signs
        if self.dated:
            return False
        said = "%" in signs or "%" in self.literal or self.is_code or self._is_fixed or self.unit is not None
        return said or self.is_measured

    @property
    def is_code(self) -> bool:
        """Of whole numbers with zeros or letters that belong to them: 000000, #000, "HY"#, General"号"."""
        signs, said = self.signs, bool(self.literal.strip())
        return (
            said if signs == _GENERAL else re.fullmatch(r"[0#?]+", signs) is not None and (signs.count("0") > 1 or said)
        )

    @property
    def _is_fixed(self) -> bool:
        return re.fullmatch(r"0\.0+", self.signs) is not None

    @cached_property
    def is_measured(self) -> bool:
        """Of numbers with marks of thousands that a unit other than money's stands behind: #,##0"g", #,##0.00" kg"."""
        if not _IN_THOUSANDS.fullmatch(self.signs):
            return False
        written = unicodedata.normalize("NFKC", self.around[1]).replace(" ", "").strip("()").casefold()
        means = meanings_of().get(written, {})
        return bool(means) and MONEY not in means

    @property
    def around(self) -> tuple[str, str]:
        """What stands before and behind the digits."""
        at = [place for place, (literal, sign) in enumerate(self.parts) if not literal and _is_digit(sign)]
        before, after = self.parts[: min(at, default=0)], self.parts[max(at, default=-1) + 1 :]
        return "".join(sign for _, sign in before).strip(), "".join(sign for _, sign in after).strip()

    @cached_property
    def unit(self) -> Unit | None:
        """What the format says one is worth, where that isn't one: 0"万元"; times 0 for $ and ‰. None where the format
        itself makes the number smaller, as 0!.0,"万" does: there the bare number is the amount."""
        digits = [place for place, (literal, sign) in enumerate(self.parts) if not literal and _is_digit(sign)]
        if not digits or self.signs.endswith(",") or (True, ".") in self.parts[digits[0] : digits[-1]]:
            return None
        before, after = self.around
        after = re.split(r"[/每]", after)[0].strip("()（）[] ")
        if after in _UNCLEAR:
            return Unit(after, 0)
        currency, scale = unit_of(before), unit_of(after)
        if currency is not None and not currency.times:
            return currency
        return scale if scale is not None and scale.times != 1 else None


def _is_digit(sign: str) -> bool:
    return sign == _GENERAL or sign in _DIGITS


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[_Section, ...]:
    if len(code) > MOST_LENGTH:
        return ()
    sections, parts, condition, dated = [], [], None, False
    for token in _TOKEN.finditer(code):
        literal = next((token[name] for name in ("quoted", "escaped", "forced") if token[name] is not None), None)
        if token["other"] == ";":
            sections.append(_Section(tuple(parts), condition, dated))
            parts, condition, dated = [], None, False
        elif literal is not None or token["other"]:
            parts.append((True, token["other"] if literal is None else literal))
        elif token["bracket"] is not None:
            condition = _condition(token["bracket"]) or condition
            symbol = token["bracket"][1:].partition("-")[0] if token["bracket"].startswith("$") else ""
            parts += [(True, symbol)] if symbol else []
            dated = dated or re.fullmatch(r"[hms]+", token["bracket"], re.IGNORECASE) is not None
        elif token["digits"] or token["sign"] or token["general"]:
            parts.append((False, _GENERAL if token["general"] else token[0]))
            dated = dated or token[0] in "@/"
        else:
            dated = dated or bool(token["date"] or token["power"])
    return (*sections, _Section(tuple(parts), condition, dated))


def _condition(bracket: str) -> tuple[str, float] | None:
    match = _CONDITION.fullmatch(bracket)
    try:
        return (match[1], float(match[2])) if match else None
    except ValueError:
        return None


def _section(code: str, value: float) -> _Section | None:
    """The part of the format that this number is shown by."""
    sections = _sections(code)[:3]
    if any(section.condition for section in sections):
        held = (
            section
            for section in sections
            if section.condition is None or _HOLDS[section.condition[0]](value, section.condition[1])
        )
        return next(held, None)
    place = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    return sections[place] if sections else None


@lru_cache(maxsize=4096)
def tells(code: str) -> bool:
    """Whether cells of this format may show more than their bare number or text."""
    return any(section.tells for section in _sections(code)[:3]) or _text_section(code) is not None


@lru_cache(maxsize=4096)
def _text_section(code: str) -> _Section | None:
    """The part of the format that texts are shown by, where it adds letters to them: "HY"@."""
    return next((section for section in _sections(code) if section.signs == "@" and section.literal.strip()), None)


def shown_text(code: str, value: str) -> str:
    """The text as its cell shows it."""
    section = _text_section(code)
    return value if section is None else "".join(text if literal else value for literal, text in section.parts).strip()


def shown(code: str, value: float) -> float | Shown:
    """The number with what its cell shows, where that says more; else the number itself."""
    section = _section(code, value) if abs(value) < LONGEST_NUMBER else None
    if section is None or not section.tells:
        return value
    number, unit = Decimal(repr(value)), section.unit
    if "%" in section.signs:
        return Shown(value, _filled(section, number * 100), percent=True)
    if section.is_code and value == int(value) and (value >= 0 or section is not _sections(code)[0]):
        text = _padded(section, abs(int(value)))
    elif "%" in section.literal or "." in section.signs or unit:
        text = _filled(section, number)
    elif section.is_measured or (section.is_code and is_physical(meanings_of().get(section.around[1].casefold(), {}))):
        text = _filled(section, number, whole=True)  # 2.5 by 0"斤" is no less in 斤 than the 2 above it
    else:
        return value
    return Shown(value, text, times=unit.times, unit=unit.name) if unit else Shown(value, text)


def _filled(section: _Section, value: Decimal, *, whole: bool = False) -> str:
    """The number rounded to the places of its format, or `whole` as it is, between the literals around them; a minus where none of them is one."""
    signs = section.signs
    places = re.sub(r"[^0#?]", "", signs.partition(".")[2])
    step = Decimal(1).scaleb(-len(places))
    rounded = abs(value) if whole or signs == _GENERAL else abs(value).quantize(step, ROUND_HALF_UP)
    text = format(rounded, ",f" if section.is_measured else "f")
    while text.endswith("0") and places.endswith("#"):
        text, places = text[:-1], places[:-1]
    before, after = section.around
    minus = "-" if value < 0 and not {"-", "("} & set(before) else ""
    return f"{minus}{before}{text.removesuffix('.')}{after}"


def _padded(section: _Section, value: int) -> str:
    """000123 by 000000, HY7 by "HY"#, 0012-3456 by 0000-0000: digits from the right, the rest in front of the first."""
    digits, out = str(value), []
    firsts = [place for place, (literal, _) in enumerate(section.parts) if not literal]
    for place in range(len(section.parts) - 1, -1, -1):
        literal, text = section.parts[place]
        if literal:
            out.append(text)
        elif place == firsts[0] or text == _GENERAL:
            out.append(digits or ("0" if text == "0" else ""))
        else:
            out.append(digits[-1:] or ("0" if text == "0" else ""))
            digits = digits[:-1]
    return "".join(reversed(out)).strip()
