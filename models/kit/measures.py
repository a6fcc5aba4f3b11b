"""Units that people write in cells, 18℃, 3 盒, 1.2万元, 3千克: taken where they are the column's own or convert into it exactly."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .reading import LONGEST_WRITTEN, Shown, narrow, number, quoted
from .text import Refused, Text
from .units import MONEY, Own, is_physical, meanings_of

OTHER_UNIT = Text(
    "“{value}”的单位是“{written}”，这一列按{unit}计，不能直接换算；请换算成{unit}，只写数字",
    "“{value}” is in {written}, and the column counts in {unit}; convert it into {unit} and write the number alone",
)
NO_UNIT = Text(
    "“{value}”带着单位“{written}”，这一列没有写明单位；按这一列的单位只写数字，如 {better}",
    "“{value}” has a unit ({written}), and the column names none; write the number alone as the column counts, such as {better}",
)
NOT_EXACT = Text(
    "“{value}”换算成{unit}除不尽；请按{unit}填写数字",
    "“{value}” can't be converted into {unit} exactly; write it in {unit}",
)
_FIGURES = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_PLAIN = re.compile(rf"[+-]?(?:{_FIGURES})")
_SCALES = {"千": 1000, "万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=1)
def _written() -> tuple[re.Pattern, re.Pattern]:
    """A number with a unit before or behind it; and several of them, the larger unit first."""
    words = "|".join(sorted(map(re.escape, meanings_of()), key=len, reverse=True))
    figures, scale = _FIGURES, "[千万亿]"
    single = (
        rf"(?P<minus>[+-]|零下)?(?P<before>{words})?(?P<sign>[+-])?(?P<figures>{figures})(?P<scale>{scale})?"
        rf"(?:(?P<after>{words})\.?|\((?P<within>{words})\))?"
    )
    return re.compile(single), re.compile(rf"({figures})({scale})?({words})")


def is_plain(text: str) -> bool:
    """Whether a text is a number that names no unit: (500) and 1.2万 are."""
    try:
        number(text)
    except Refused:
        return False
    return True


def worth_in(own: Own, over: Own) -> Decimal | None:
    """What a number under the head of a file's column is worth in our column: 0.001 for grams in kilograms; 0 where that
    can't be told, None where there is nothing to tell: the same unit, none on one side, or money, whose heads are read elsewhere."""
    if own.words & over.words or not (is_physical(own.meanings) and is_physical(over.meanings)):
        return None
    ratios = own.ratios(over.meanings)
    if ratios == {Fraction(1)}:
        return None
    ratio = ratios.pop() if len(ratios) == 1 else Fraction(0)
    return Decimal(ratio.numerator) / ratio.denominator if _is_exact(ratio) else Decimal(0)


@dataclass(frozen=True)
class Measured:
    """A number that came with a unit: what it is worth in the column's own, the unit as it was written, and whether it was converted."""

    number: Decimal
    unit: str
    converted: bool

    @property
    def usual(self) -> bool:
        """Whether it is money as money is written, of which nobody has to be told."""
        return not self.converted and MONEY in meanings_of().get(self.unit.casefold(), {})


def measured(value: Any, own: Own) -> Measured | None:
    """What a cell with a unit is worth in a column; None where it has none that is known. Raises Refused for another's unit."""
    plain = _text(value)
    if plain is None or _PLAIN.fullmatch(plain):
        return None
    text = plain.casefold()
    for word in own.words:
        figures = text.removesuffix(f"({word})").removesuffix(word)
        if figures != text and _PLAIN.fullmatch(figures):
            return Measured(_held(number(figures), value), word, converted=False)
    match = _written()[0].fullmatch(text)
    if match is None:
        return _several(text, value, own)
    units = [unit for unit in (match["before"], match["after"] or match["within"]) if unit]
    if not units and match["scale"]:
        return _scaled(match, value, own)
    if len(units) != 1:
        return None  # one between two units, which only money has
    ratio, scale = own.ratio(units[0]), match["scale"] or ""
    if ratio is None:
        whole = scale + units[0] if scale + units[0] in meanings_of() else units[0]
        _refused(value, match, whole, plain[text.index(whole) :][: len(whole)], own)
        return None
    amount = Fraction(_held(_signed(match), value)) * _SCALES.get(scale, 1) * ratio
    return Measured(_exact(amount, value, own), units[0], converted=_is_other(ratio, scale, units[0], own))


def _scaled(match: re.Match, value: Any, own: Own) -> Measured:
    """1.2万: twelve thousand, but below 万元 it says the unit of the column."""
    worth = own.meanings.get(MONEY, Fraction(1))
    times = Fraction(_SCALES[match["scale"]]) / max(worth, Fraction(1))
    return Measured(_exact(Fraction(_signed(match)) * times, value, own), match["scale"], converted=times != 1)


def _is_other(ratio: Fraction, scale: str, unit: str, own: Own) -> bool:
    """Whether the number is another than was written; 3千克 in a column of kilograms is not."""
    return ratio != 1 if not scale else (_SCALES[scale] * ratio != 1 or scale + unit not in meanings_of())


def _signed(match: re.Match) -> Decimal:
    amount = Decimal(match["figures"].replace(",", ""))
    return -amount if (match["minus"] in ("-", "零下")) != (match["sign"] == "-") else amount


def _text(value: Any) -> str | None:
    """A text that may have a unit, as it is compared; a number only where the format of its cell shows one."""
    shown = value if value.__class__ is Shown else None
    if shown is not None and (shown.times != 1 or shown.percent):
        return None  # the unit over its column counts
    bare = value if shown is None else shown.value if shown.value.__class__ is str else shown.text
    if bare.__class__ is not str or len(bare) > LONGEST_WRITTEN:
        return None
    return narrow(bare).replace(" ", "").replace("\u2212", "-")


def _is_dressed(value: Any) -> bool:
    """Whether a cell holds a bare number, and only its format shows a unit."""
    return value.__class__ is Shown and value.value.__class__ is not str


def _held(figures: Decimal, value: Any) -> Decimal:
    """The number that a cell holds where its format only shows fewer places of it; one that is shown smaller means what is shown."""
    if not _is_dressed(value):
        return figures
    held, step = number(value.value), Decimal(1).scaleb(min(int(figures.as_tuple().exponent), 0))
    return held if abs(abs(held) - abs(figures)) <= step / 2 else figures


def _several(text: str, value: Any, own: Own) -> Measured | None:
    """1小时30分, 3斤2两: parts of one measure, each smaller than the one before."""
    pattern = _written()[1]
    parts = list(pattern.finditer(text))
    if len(parts) < 2 or "".join(part[0] for part in parts) != text:
        return None
    ratios = [own.ratio(part[3]) for part in parts]
    known = [ratio for ratio in ratios if ratio is not None]
    if len(known) < len(parts):
        if own:
            _refused(value, None, parts[0][3], parts[0][3], own)
        return None
    if any(after >= before for before, after in zip(known, known[1:], strict=False)):
        return None
    amounts = (Fraction(part[1].replace(",", "")) * _SCALES.get(part[2] or "", 1) for part in parts)
    amount = sum((each * ratio for each, ratio in zip(amounts, known, strict=True)), Fraction(0))
    return Measured(_exact(amount, value, own), "".join(part[3] for part in parts), converted=True)


def _refused(value: Any, match: re.Match | None, unit: str, written: str, own: Own) -> None:
    """Says whose unit it is. ¥ in a column without a unit is left to whoever reads it, as is a format where not both weigh or measure."""
    is_money = MONEY in meanings_of()[unit]
    if _is_dressed(value) and not (is_physical(meanings_of()[unit]) and is_physical(own.meanings)):
        return
    if is_money and not own:
        return
    if own:
        raise Refused(OTHER_UNIT(value=quoted(value), written=written, unit=own.said))
    scaled = match is None or (match["scale"] and not unit.startswith(match["scale"]))
    better = None if match is None or scaled else f"{_signed(match):f}"
    raise Refused(NO_UNIT(value=quoted(value), written=written, better=better or "3"), better=better)


def _exact(amount: Fraction, value: Any, own: Own) -> Decimal:
    if not _is_exact(amount):
        raise Refused(NOT_EXACT(value=quoted(value), unit=own.said))
    return Decimal(amount.numerator) / amount.denominator


def _is_exact(amount: Fraction) -> bool:
    """Whether it ends behind the point."""
    rest = amount.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
