"""Columns that are reckoned, not kept: a formula, a look at a linked row, a roll-up of the rows that link here.

They stand on a record type like its fields do, but no table holds them: each is an expression in the select, so it can't go stale.
"""

from dataclasses import replace
from typing import Any, Self

from ..declare.record import Record
from ..fields import (
    CountField,
    DayField,
    DecimalField,
    Described,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    in_per_cent,
)
from ..text import Text
from . import words
from .compiler import MOST_LEVELS, Compiler
from .context import Context, Need
from .formula import Formula, understand_field
from .grammar import parse
from .nodes import Mistake, Node, Step, part
from .rolling import WAYS, roll_up
from .value import Value


class Computed:
    """What every reckoned column says about itself.

    digits: decimals of a number; percent: people read it in per cent, a quarter as 25%; sum: whether the grid adds it up; keepers:
    only who may edit the type sees it.
    """

    computes, secret, rel_model = True, False, None
    adds_quotients = False  # whether it is a formula of its own rows, which may divide

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        digits: int | None = None,
        percent: bool = False,
        sum: bool = False,
        hint: Text | None = None,
        width: int | None = None,
        aka: tuple[str, ...] = (),
        keepers: bool = False,
    ):
        self.label, self.hint, self.aka, self.width, self.keepers = Text(zh, en), hint, aka, width, keepers
        self.digits, self.percent, self.sum = digits, percent, sum
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def called(self, name: str) -> Self:
        """The same, where it is no attribute of a class."""
        self.name = name
        return self

    def value(self, compiler: Compiler, solid: bool) -> Value:
        """What it is, for the rows of the compiler's context."""
        raise NotImplementedError

    def why(self, context: Context, id: int, fetch: Any) -> Text | None:
        """Why it is nothing for this row; None where it is something."""
        sql = understand_field(self, context).sql
        table = context.record._meta.table_name
        ((value,),) = fetch(f'SELECT {sql} FROM "{table}" AS "{context.alias}" WHERE "{context.alias}"."id" = {id:d}')
        return self.nothing(context) if value is None else None

    def nothing(self, context: Context) -> Text:
        """What is said of a row for which it is nothing."""
        return words.NO_ROWS

    def enters(self, compiler: Compiler, context: Context, step: Step, solid: bool) -> Value:
        """As a part of another formula. Raises Mistake, at the place where that one names it."""
        here = (context.record, self.name)
        way = [*(label for _, _, label in compiler.way), self.label]
        if here in [(record, name) for record, name, _ in compiler.way]:
            raise Mistake(words.CIRCLE(way=_listed(way)), step.at, step.end)
        if len(compiler.way) >= MOST_LEVELS:
            raise Mistake(words.TOO_MANY_LEVELS(most=MOST_LEVELS, way=_listed(way)), step.at, step.end)
        compiler.entered.add(here)
        outer, compiler.context = compiler.context, replace(context, outer=None, strict=False)
        compiler.way.append((*here, self.label))
        try:
            return self.value(compiler, solid)
        except Mistake as wrong:
            raise Mistake(wrong.text, step.at, step.end) from None
        finally:
            compiler.way.pop()
            compiler.context = outer


class FormulaField(Computed):
    """`=[实际]/[目标]`, see the package."""

    adds_quotients = True

    def __init__(self, zh: str, en: str, formula: str, **more: Any):
        super().__init__(zh, en, **more)
        self.formula = formula

    def value(self, compiler: Compiler, solid: bool) -> Value:
        return compiler.node(parse(self.formula), solid)

    def why(self, context: Context, id: int, fetch: Any) -> Text | None:
        from .why import why_empty

        return why_empty(self.formula, context, id, fetch)


class LookupField(FormulaField):
    """A column of a row that is linked: `LookupField("区域", "Region", "store.region.name")`."""

    def __init__(self, zh: str, en: str, path: str, **more: Any):
        super().__init__(zh, en, ".".join(f"[{name}]" for name in path.split(".")), **more)


class ThroughField(Computed):
    """`of`, a formula of the row that `link` leads to."""

    def __init__(self, zh: str, en: str, link: str, of: str, **more: Any):
        super().__init__(zh, en, **more)
        self.link, self.of = link, of

    def nothing(self, context: Context) -> Text:
        return words.NO_LINKED(name=context.record.fields()[self.link].label)

    def value(self, compiler: Compiler, solid: bool) -> Value:
        context, link = compiler.context, compiler.context.record.fields().get(self.link)
        if not isinstance(link, LinkField):
            raise Mistake(words.NO_WAY(record=context.record.sheet.label, name=self.link), 0, part="link")
        compiler.needs.append(Need(context.record, link))
        compiler._names += 1
        alias = f"j{compiler._names}"
        compiler.context = context.at(link.rel_model, alias)
        try:
            with part("of"):
                value = compiler.node(parse(self.of))
                value = compiler.words_of(value) if value.kind in ("row", "tags", "choice") else value
        finally:
            compiler.context = context
        value = compiler.reached(
            value.but(plain=True), link.rel_model, alias, f'"{context.alias}"."{link.column_name}"'
        )
        return compiler.solid(value) if solid else value


class RollUpField(Computed):
    """Over the rows of `over` whose `link` leads here: `what` of `of`, a formula of theirs, of those for which `where` holds.

    what: count, sum, mean, least, most, first, last (in the order of `by`), list, or share: of them all those for which `of` holds.
    over: the record type, or its name. Without a link `where` alone says which rows; it names this row's columns as `[本行].[…]`.
    """

    def __init__(
        self,
        zh: str,
        en: str,
        over: Any,
        link: str | None,
        what: str = "count",
        of: str = "",
        where: str = "",
        by: str = "id",
        **more: Any,
    ):
        if what not in WAYS:
            raise ValueError(f"a roll-up is one of {', '.join(WAYS)}")
        super().__init__(zh, en, **more)
        self._over, self.link, self.what, self.of, self.where, self.by = over, link, what, of, where, by

    @property
    def over(self) -> type[Record]:
        from ..server.standing import house

        return house().records[self._over] if isinstance(self._over, str) else self._over

    def value(self, compiler: Compiler, solid: bool) -> Value:
        try:
            link = self.over.fields().get(self.link) if self.link else None
        except KeyError:  # the table was taken away
            raise Mistake(words.NO_TABLE(name=self._over), 0, part="over") from None
        if self.link:
            if not isinstance(link, LinkField) or link.rel_model is not compiler.context.record:
                raise Mistake(words.NO_WAY(record=self.over.sheet.label, name=self.link), 0, part="link")
            compiler.needs.append(Need(self.over, link))
        elif not self.where:
            raise Mistake(words.NO_CONDITION, 0, part="where")
        parts: list[Node | None] = []
        for name, text in (("of", self.of), ("where", self.where)):
            with part(name):
                parts.append(parse(text) if text else None)
        value = roll_up(compiler, self, link, *parts)
        return compiler.solid(value) if solid else value


def result(declared: Computed, record: type[Record], formula: Formula) -> Described:
    """The field that the results are like, so that pages and files show them as they show such a field."""
    kind, digits = formula.kind, formula.digits
    made = {"money": MoneyField, "day": DayField, "moment": MomentField, "flag": FlagField}.get(kind, LineField)
    more: dict[str, Any] = {"max_length": 32767} if made is LineField else {}
    if kind == "number":
        made, more = (CountField, {}) if digits == 0 else (DecimalField, {"digits": digits})
        more["percent"] = formula.percent
    sums = declared.sum and kind in ("number", "money") and not (formula.percent or formula.ratio or is_mean(declared))
    label = in_per_cent(declared.label) if formula.percent else declared.label
    item = made(label.zh, label.en, derived=True, null=True, hint=declared.hint, width=declared.width, sum=sums, **more)
    item.name, item.model, item.column_name = declared.name, record, declared.name
    item.ratio = formula.ratio is not None
    return item


def is_mean(declared: Computed) -> bool:
    """Means and shares of each row's own say nothing when they are added up."""
    return isinstance(declared, RollUpField) and declared.what in ("mean", "share")


def _listed(way: list[Text]) -> Text:
    return Text(" → ".join(label.zh for label in way), " → ".join(label.en for label in way))


__all__ = ["Computed", "FormulaField", "LookupField", "RollUpField", "ThroughField", "result"]
