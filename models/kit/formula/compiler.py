"""A formula's tree as one SQL expression, with its kind; every mistake in it is found at once."""

from collections.abc import Callable
from math import log10
from typing import Any

from ..ask.titles import names_shown
from ..reading import day as read_day
from ..text import Refused, Text
from . import arithmetic, words
from .context import Context, Need
from .elsewhere import CELL, INSTEAD
from .entering import enter
from .grammar import MOST_NODES
from .naming import find, is_this, like_function
from .nodes import Bare, Call, Column, Mistake, Node, Nothing, Number, Operation, Step, String, Truth
from .value import NUMBERS, Value, exact, pointed

MOST_LEVELS = 12
DIGITS = 15
UNKNOWN = Value("NULL", "unknown", size=1)


class Compiler:
    """Turns nodes into values. `solid` asks for a value in which what is empty counts as 0, no text or “no”, as operators do."""

    def __init__(self, context: Context):
        self.context, self.dialect = context, context.dialect
        self.mistakes: list[Mistake] = []
        self.needs: list[Need] = []
        self.entered: set[tuple[type, str]] = set()  # the reckoned columns that it stands on
        self.by_clock = self.by_person = False
        self.steps, self._names = 0, 0
        self.way: list[tuple[type, str, Text]] = []  # the formula columns that are being expanded

    # Nodes --------------------------------------------------------------------------------------------------------------

    def node(self, node: Node, solid: bool = False) -> Value:
        """What a part of the formula is. A mistake in it is noted, and nothing further is said of what stands on it."""
        self.steps += 1
        if self.steps > MOST_NODES:
            raise Mistake(words.TOO_MANY_NODES(most=MOST_NODES), node.at, node.end)
        try:
            return self._MADE[type(node)](self, node, solid)
        except Mistake as wrong:
            if wrong.text is words.TOO_MANY_NODES or self.way:
                raise
            self.mistakes.append(wrong)
            return UNKNOWN

    def _number(self, node: Number, solid: bool) -> Value:
        d, text = self.dialect, node.text
        whole, _, behind = text.partition(".")
        if "e" not in text.lower() and len(whole + behind) <= DIGITS and len(behind) <= 9:
            value = int(whole + behind or "0")
            return exact(d.number(value), 10 ** len(behind), value, may_lack=False, atom=True, written=value)
        value = float(text)
        if not value < 1e100 or (value and value < 1e-100):
            raise Mistake(words.TOO_LARGE_A_NUMBER(most=100), node.at, node.end)
        size = 0.0 if not value else log10(value)
        return pointed(d.real(value), min(size, 0.0), max(size, 0.0), may_lack=False, atom=True)

    def _string(self, node: String, solid: bool) -> Value:
        if not node.text:
            return Value(self.dialect.text(""), "empty", may_lack=False, atom=True, written="")
        return Value(
            self.dialect.text(node.text), "text", may_lack=False, atom=True, size=len(node.text), written=node.text
        )

    def _truth(self, node: Truth, solid: bool) -> Value:
        return Value(self.dialect.truth(node.value), "flag", may_lack=False, atom=True, written=node.value)

    def _nothing(self, node: Nothing, solid: bool) -> Value:
        return Value(self.dialect.text(""), "empty", may_lack=False, atom=True, written="")

    def _bare(self, node: Bare, solid: bool) -> Value:
        try:
            find(self.context.record, Step(node.name, node.at, node.end), self.context.sees)
        except Mistake:
            said = words.BARE_CELL if CELL.fullmatch(node.name) else words.BARE_TEXT
            raise Mistake(said(name=node.name), node.at, node.end) from None
        raise Mistake(words.BARE(name=node.name), node.at, node.end)

    def _column(self, node: Column, solid: bool) -> Value:
        context, path = self.context, list(node.path)
        if context.outer is not None and is_this(path[0]):
            context, first, *path = context.outer, *path
            if not path:
                raise Mistake(words.WITH_ITS_COLUMN(name=first.label), first.at, first.end)
        return self.along(context, path, solid)

    def _call(self, node: Call, solid: bool) -> Value:
        from .functions import FUNCTIONS

        function = FUNCTIONS.get(node.name)
        if function is None:
            like = INSTEAD.get(node.name) or like_function(node.name, tuple(FUNCTIONS))
            raise Mistake(words.NO_FUNCTION(name=node.name, like=like), node.at, node.at + len(node.name))
        if len(node.args) < function.least:
            raise Mistake(words.TOO_FEW(name=node.name, least=function.least, usage=function.usage), node.at, node.end)
        if function.most is not None and len(node.args) > function.most:
            raise Mistake(words.TOO_MANY(name=node.name, most=function.most, usage=function.usage), node.at, node.end)
        return function.make(self, node, solid)

    def _operation(self, node: Operation, solid: bool) -> Value:
        from .operators import operate

        return operate(self, node)

    _MADE: dict[type, Callable] = {
        Number: _number,
        String: _string,
        Truth: _truth,
        Nothing: _nothing,
        Bare: _bare,
        Column: _column,
        Call: _call,
        Operation: _operation,
    }

    # Columns -------------------------------------------------------------------------------------------------------------

    def along(self, context: Context, path: list[Step], solid: bool = False) -> Value:
        """A column of this row, or through links of the row they lead to."""
        step, *rest = path
        item = find(context.record, step, context.sees)
        if not getattr(item, "computes", False):
            self.needs.append(Need(context.record, item))
        if not rest:
            return self._entered(item, context, step, solid)
        if getattr(item, "rel_model", None) is None:
            raise Mistake(words.NO_LINK(name=step.label), step.at, step.end)
        self._names += 1
        target, alias = item.rel_model, f"j{self._names}"
        value = self.along(context.at(target, alias), rest)
        value = self.reached(value, target, alias, f'"{context.alias}"."{item.column_name}"')
        return self.solid(value) if solid else value

    def reached(self, value: Value, target: type, alias: str, link: str) -> Value:
        """A value of the row under this alias, had from where the link stands."""
        scope = self.context.scope(target, alias)
        where = f'"{alias}"."id" = {link}' + (f" AND {scope}" if scope else "")
        sql = f'(SELECT {value.sql} FROM "{target._meta.table_name}" AS "{alias}" WHERE {where})'
        return value.but(sql=sql, may_lack=True, atom=False, own=False, written=None)

    def _entered(self, item: Any, context: Context, step: Step, solid: bool) -> Value:
        computed = getattr(item, "enters", None)
        if computed is not None:
            return computed(self, context, step, solid)
        try:
            value = enter(item, context)
        except LookupError:
            raise Mistake(words.NOT_READ(name=item.label), step.at, step.end) from None
        return self.solid(value) if solid else value

    def solid(self, value: Value) -> Value:
        """Where a column is empty: 0, no text, “no”; days have nothing to stand in for them."""
        if self.context.strict or not (value.plain and value.may_lack):
            return value
        d = self.dialect
        empty = {"number": d.number(0), "money": d.number(0), "flag": d.truth(False)}.get(value.kind)
        if value.is_number and not value.is_exact:
            empty = d.real(0)
        if value.kind in ("text", "choice", "month"):
            empty = d.text("")
        if empty is None:
            return value
        return value.but(sql=d.filled(value.sql, empty), may_lack=False, plain=False, atom=value.atom)

    # What an argument must be ------------------------------------------------------------------------------------------------

    def number(self, node: Node) -> Value:
        """A number to reckon with; “yes” is 1."""
        value = self.node(node, solid=True)
        if value.kind == "unknown":
            return exact("NULL", 1, 1)
        if value.kind == "flag":
            return exact(self.dialect.number_of_truth(value.sql), 1, 1, may_lack=value.may_lack, own=value.own)
        if isinstance(node, Nothing):
            return exact(self.dialect.number(0), 1, 0, may_lack=False, atom=True, written=0)
        if not value.is_number:
            raise self.wrong(node, "number", value)
        return value

    def real(self, node: Node) -> Value:
        return arithmetic.real(self, self.number(node))

    def whole(self, node: Node) -> Value:
        """A whole number; what stands behind the point is cut off, as Excel does."""
        return arithmetic.whole(self, self.number(node))

    def text(self, node: Node) -> Value:
        """Words; an empty column is none, whatever its kind."""
        if isinstance(node, Column):
            value = self.node(node)
            if value.plain and value.kind != "unknown":
                return self.solid(self.words_of(value, node))
        value = self.node(node, solid=True)
        return value.but(kind="text") if value.kind == "unknown" else self.words_of(value, node)

    def flag(self, node: Node) -> Value:
        value = self.node(node, solid=True)
        if value.kind == "unknown":
            return value.but(kind="flag")
        if value.is_number:
            zero = self.dialect.truth_of_number(value.sql)
            return Value(zero, "flag", may_lack=value.may_lack, own=value.own)
        if value.kind != "flag":
            raise self.wrong(node, "flag", value)
        return value

    def day(self, node: Node) -> Value:
        """A day; of a moment the day it was here."""
        value = self.node(node, solid=True)
        if value.kind == "unknown":
            return value.but(kind="day")
        if value.kind == "moment":
            return value.but(sql=self.dialect.day_here(value.sql), kind="day", atom=False)
        if value.kind == "text" and value.written is not None:
            return self.written_day(node, value.written)
        if value.kind != "day":
            raise self.wrong(node, "day", value)
        return value

    def written_day(self, node: Node, text: str) -> Value:
        """A day that stands in the formula as text, "2026-07-01"."""
        try:
            sql = self.dialect.day(read_day(text, lambda moment: moment))
        except Refused as refused:
            raise Mistake(refused.text, node.at, node.end) from None
        return Value(sql, "day", may_lack=False, atom=True)

    def written_number(self, node: Node, such: str) -> int | None:
        """A whole number that stands in the formula itself; None where it is reckoned."""
        value = self.number(node)
        return None if value.written is None or value.scale != 1 else value.written

    def written_text(self, node: Node, name: str, such: str) -> str:
        if not isinstance(node, String):
            raise Mistake(words.NOT_WRITTEN_OUT(name=name, such=such), node.at, node.end)
        return node.text

    def words_of(self, value: Value, node: Node | None = None) -> Value:
        """The value as it stands in a sentence."""
        d = self.dialect
        if value.kind in ("text", "month"):
            return value.but(kind="text")
        if value.kind == "empty":
            return value.but(kind="text")
        made = {"may_lack": value.may_lack, "plain": value.plain, "own": value.own, "size": 40}
        if value.is_number:
            own = value.scale == 1 and value.own
            return Value(d.digits(value.sql, value.scale), "text", **{**made, "own": own})
        if value.kind == "flag":
            yes, no = (Text("是", "Yes"), Text("否", "No"))
            return Value(
                d.when(value.sql, d.text(yes.say(self.context.lang)), d.text(no.say(self.context.lang))), "text", **made
            )
        if value.kind in ("day", "moment"):
            pattern = [("yyyy", ""), ("", "-"), ("mm", ""), ("", "-"), ("dd", "")]
            if value.kind == "moment":
                pattern += [("", " "), ("hh", ""), ("", ":"), ("MM", "")]
                value = value.but(sql=d.moment_here(value.sql), atom=False)
            sql, own = self.once([value], lambda x: d.day_as(x, pattern, self.context.lang))
            return Value(sql, "text", **{**made, "own": own and d.name == "sqlite"})
        if value.kind == "choice":
            cases = [(d.text(option.key), d.text(option.label.say(self.context.lang))) for option in value.of.options]
            said = " ".join(f"WHEN {key} THEN {label}" for key, label in cases)
            return Value(f"CASE {value.sql} {said} END" if said else d.null("text"), "text", **{**made, "size": 100})
        if value.kind == "tags":
            return Value(d.tags(value.sql), "text", **{**made, "own": False, "size": 600})
        if value.kind == "row":
            return self._title(value)
        raise self.wrong(node, "text", value)

    def _title(self, value: Value) -> Value:
        """A linked row by its name, as links are told: of a discreet type to those only who see the row, and to nobody from
        whom the name is hidden or masked.
        """
        if isinstance(value.of, str):
            return Value(value.written, "text", size=200)
        self._names += 1
        target, alias = value.of, f"j{self._names}"
        title = target.fields()[target.sheet.title]
        inner = self.words_of(enter(title, self.context.at(target, alias)))
        where = f'"{alias}"."id" = {value.sql}'
        if target.sheet.discreet or not names_shown(target, self.context.who):
            self.needs.append(Need(target, title))
        if target.sheet.discreet:
            scope = self.context.scope(target, alias)
            where += f" AND {scope}" if scope else ""
        sql = f'(SELECT {inner.sql} FROM "{target._meta.table_name}" AS "{alias}" WHERE {where})'
        return Value(sql, "text", may_lack=True, plain=value.plain, own=False, size=inner.size)

    def wrong(self, node: Node, wanted: str, value: Value) -> Mistake:
        remedy = Text("", "")
        if wanted == "number" and value.kind in ("text", "month"):
            remedy = words.WITH_VALUE
        elif wanted == "day" and value.kind == "text":
            remedy = words.WITH_DATE
        elif wanted == "day" and value.kind == "month" and isinstance(node, Column):
            remedy = words.WITH_PARTS(name=node.path[-1].label)
        elif value.kind == "row" and isinstance(node, Column):
            remedy = words.WITH_COLUMN(name=node.path[-1].label)
        said = {"wanted": words.KINDS[wanted], "given": words.KINDS[value.kind], "remedy": remedy}
        return Mistake(words.WRONG_KIND(**said), node.at, node.end)

    # Putting together -------------------------------------------------------------------------------------------------------

    def once(self, values: list[Value], make: Callable[..., str]) -> tuple[str, bool]:
        """What is made of values that it names more than once: each is worked out a single time. Returns the SQL and `own`."""
        own = all(value.own for value in values)
        if all(value.atom for value in values):
            return make(*(value.sql for value in values)), own
        self._names += 1
        name, letters = f"s{self._names}", "abcdefgh"
        given = [
            value.sql if value.atom else f"{name}.{letter}" for value, letter in zip(values, letters, strict=False)
        ]
        inner = ", ".join(
            f"{value.sql} AS {letter}" for value, letter in zip(values, letters, strict=False) if not value.atom
        )
        return f"(SELECT {make(*given)} FROM {self.dialect.fenced(inner)} AS {name})", False

    def one_kind(self, given: list[tuple[Node, Value]]) -> list[Value]:
        """Results of which one is taken, all of the same kind; numbers beside words become words."""
        values = [value for _, value in given]
        kinds = {value.kind for value in values} - {"empty", "unknown"}
        if kinds and kinds <= set(NUMBERS):
            kind = "money" if kinds == {"money"} else "number"
            numbers = iter(arithmetic.alike(self, [value for value in values if value.is_number]))
            return [next(numbers).but(kind=kind) if value.is_number else self.lacking(kind) for value in values]
        if len(kinds) == 1 and kinds <= {"day", "moment", "flag"}:
            (kind,) = kinds
            return [value if value.kind == kind else self.lacking(kind) for value in values]
        if kinds == {"day", "moment"}:
            return [self.as_moment(value) if value.kind in kinds else self.lacking("moment") for value in values]
        return [
            value.but(kind="text") if value.kind == "unknown" else self.words_of(value, node) for node, value in given
        ]

    def lacking(self, kind: str) -> Value:
        """Nothing, of this kind."""
        sql = self.dialect.null("bigint" if kind in NUMBERS else kind)
        return Value(sql, kind, 1 if kind in NUMBERS else None, atom=True)

    def as_moment(self, value: Value) -> Value:
        return (
            value
            if value.kind == "moment"
            else value.but(sql=self.dialect.start_of(value.sql), kind="moment", atom=False)
        )

    def merged(self, values: list[Value], sql: str, **more: Any) -> Value:
        """The value of an expression that is one of these, which `one_kind` has made alike."""
        exacts = [value for value in values if value.is_exact]
        pointed_ = [value for value in values if value.is_number and not value.is_exact]
        said = {
            "scale": None if pointed_ or not exacts else max(value.scale for value in exacts),
            "most": max((value.most for value in exacts), default=0),
            "low": min(value.low for value in values),
            "high": max(value.high for value in values),
            "size": max(value.size for value in values),
            "may_lack": any(value.may_lack for value in values),
            "own": all(value.own for value in values),
            "percent": bool(values) and all(value.percent for value in values),
        }
        return Value(sql, **{"kind": values[0].kind, **said, **more})
