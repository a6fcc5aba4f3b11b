"""A formula understood: its kind, its SQL, and what it reads."""

from dataclasses import dataclass, replace
from typing import Any

from . import arithmetic
from .compiler import Compiler
from .context import Context, Need
from .grammar import parse
from .nodes import Mistake
from .ratios import PLACES, ratio_of
from .value import NUMBERS, Value

DIGITS = 6  # decimals of a number, unless its column says otherwise


@dataclass(frozen=True)
class Formula:
    """kind: number, money, text, day, moment or flag. sql: the expression, for rows that stand under the context's alias; a number as
    a whole one of its 10**-digits. needs: the fields it reads. by_clock, by_person: its results change by themselves, or by who
    asks. own: an index can be built on it. mistakes: what is wrong, by place; there is no SQL then. percent: see `Value`; the number
    is then already the one that stands before the sign. stands_on: the reckoned columns it is made of. ratio: of a quotient what is
    added up above and below its line, see `ratios`.
    """

    kind: str
    sql: str
    digits: int
    needs: tuple[Need, ...]
    by_clock: bool
    by_person: bool
    own: bool
    mistakes: tuple[Mistake, ...] = ()
    percent: bool = False
    stands_on: frozenset[tuple[type, str]] = frozenset()
    ratio: tuple[str, str] | None = None


def understand_field(declared: Any, context: Context) -> Formula:
    """The same of a column that is declared, see `fields`; mistakes have their place in its own formulas."""
    compiler = Compiler(context)
    compiler.way.append((context.record, declared.name, declared.label))
    try:
        value = declared.value(compiler, False)
    except Mistake as wrong:
        return _wrong(compiler, [*compiler.mistakes, wrong])
    formula = made(compiler, value, declared.digits, declared.percent)
    return replace(formula, ratio=_ratio(declared, context)) if formula.kind in NUMBERS else formula


def _ratio(declared: Any, context: Context) -> tuple[str, str] | None:
    """In whole numbers of the same size, so that they add up exactly."""
    pair = ratio_of(declared.formula, context) if declared.sum and declared.adds_quotients else None
    if pair is None:
        return None
    sides = []
    for side in pair:
        compiler = Compiler(context)
        compiler.way.append((context.record, declared.name, declared.label))
        try:
            value = compiler.number(side)
        except Mistake:
            return None
        sides.append(in_units(compiler, value, PLACES).sql)
    return sides[0], sides[1]


def understand(text: str, context: Context, digits: int | None = None) -> Formula:
    """What a formula means for rows of a type; its mistakes are in it."""
    compiler = Compiler(context)
    try:
        value = compiler.node(parse(text))
    except Mistake as wrong:
        return _wrong(compiler, [*compiler.mistakes, wrong])
    if compiler.mistakes:
        return _wrong(compiler, compiler.mistakes)
    return made(compiler, value, digits)


def _wrong(compiler: Compiler, mistakes: list[Mistake]) -> Formula:
    distinct = {(mistake.at, mistake.text): mistake for mistake in mistakes}
    ordered = tuple(sorted(distinct.values(), key=lambda mistake: mistake.at))
    return Formula("unknown", "NULL", 0, tuple(compiler.needs), False, False, False, ordered)


def made(compiler: Compiler, value: Value, digits: int | None = None, percent: bool = False) -> Formula:
    """The value as it leaves the database."""
    d, kind, places = compiler.dialect, value.kind, 0
    percent = kind == "number" and (percent or value.percent)
    if value.is_number:
        value = arithmetic.hundredfold(compiler, value) if percent else value
        usual = 2 if percent else DIGITS
        places = 2 if kind == "money" else (usual if digits is None else digits)
        exactly = {10**at: at for at in range(places)}.get(value.scale)  # a count has no decimals to keep
        places = places if exactly is None or kind == "money" else exactly
        value = in_units(compiler, value, places)
    elif kind not in ("day", "moment", "flag"):
        value, kind = compiler.words_of(value), "text"
    needs = tuple({(need.record, need.field.name): need for need in compiler.needs}.values())
    own = value.own and not compiler.by_clock and not compiler.by_person
    clock, person = compiler.by_clock, compiler.by_person
    return Formula(
        kind, d.result(value.sql, kind), places, needs, clock, person, own, (), percent, frozenset(compiler.entered)
    )


def in_units(compiler: Compiler, value: Value, places: int) -> Value:
    """A number as a whole one of its 10**-places; one that has no room there is nothing."""
    rounded = arithmetic.rounded(compiler, value, places, "round")
    if rounded.is_exact and 10**places % rounded.scale == 0:
        unit = arithmetic.scaled(compiler, rounded, 10**places)
        if unit is not None:
            return unit
    return _cut(compiler, value, places)


def _cut(compiler: Compiler, value: Value, places: int) -> Value:
    real: Any = arithmetic.real(compiler, value)
    return arithmetic.rounded(compiler, real, places, "round")
