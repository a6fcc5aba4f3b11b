"""Checks by formula: what must hold of every row of a type, with the sentence that people read where it doesn't."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from ..declare.access import Who, system
from ..declare.record import CHUNK, Move, Record, Row
from ..declare.rules import Rules, Then
from ..server.database import handle
from ..server.dialect import bare
from ..text import Refusals, Refused, Text
from . import words
from .asking import anchors, context_for
from .compiler import Compiler
from .context import Calendar, Context
from .engines import SQLITE
from .fields import FormulaField, ThroughField
from .formula import Formula, understand_field
from .nodes import Mistake
from .value import Value

MOST_NAMED = 200  # rows of one write
OUT_OF_SIGHT = Text(
    "检查“{check}”要看这一行关联的内容，而你看不到；请能看到的同事来改",
    "The check “{check}” looks at what this row links to, which you can't see; ask a colleague who sees it",
)


class Check(FormulaField):
    """Holds where its formula says so, and where nothing comes of it: what it reckons with is empty, or divided by zero.

    Asked of a row that is new, or of which a column changed that it reads; so it reads the row and what that links to, and not what
    becomes otherwise by rows elsewhere. Its label is the sentence.
    """

    def value(self, compiler: Compiler, solid: bool) -> Value:
        compiler.context = replace(compiler.context, strict=True)
        value, end = super().value(compiler, solid), len(self.formula)
        if value.kind != "flag":
            raise Mistake(words.NOT_YES_OR_NO(given=words.KINDS.get(value.kind, Text("", ""))), 0, end)
        if compiler.by_person:
            raise Mistake(words.NOT_BY_PERSON, 0, end)
        for record, name in sorted(compiler.entered, key=lambda entered: entered[1]):
            item = record.facts().computed[name]
            if not isinstance(item, FormulaField | ThroughField):
                raise Mistake(words.NOT_BY_OTHERS(name=item.label), 0, end)
        if not any(need.record is compiler.context.record for need in compiler.needs):
            raise Mistake(words.READS_NOTHING, 0, end)
        return value


def rules_of(record: type[Record]) -> Rules:
    """The rules that the checks of a type lay on it: after values were derived, and in no undo or restore, as other checks."""
    checks = record.facts().checks
    return Rules(consequences=(Then(partial(_hold, record), also="import"),)) if checks else Rules()


def refuse_unmet(checks: Iterable[Check], record: type[Record], row: Row, who: Who) -> None:
    """Raises Refused unless all of them hold of a row, as it is by now; what nothing comes of doesn't hold."""
    for check in checks:
        formula = understood(check, record)
        if not formula.mistakes and _told(record, formula, [row.id]).get(row.id) != 1:
            lacking = Refused(check.label, next(iter(read_by(formula, record)), None))
            raise next(_faults(check, record, who, [Move(row.id, None, row)]), lacking)


def understood(check: Check, record: type[Record], who: Who | None = None) -> Formula:
    """What a check means; who: with the rows this person sees, instead of all."""
    return understand_field(check, context_for(who or system("checks"), record))


def misdeclared(record: type[Record]) -> Iterator[tuple[str, str]]:
    """The checks that a type declares and that can't hold, each with its first mistake; no database need be open."""
    for check in (*record.sheet.holds, *(check for step in record.sheet.steps for check in step.holds)):
        context = Context(record, SQLITE, calendar=lambda: Calendar("", []), anchors=anchors)
        for mistake in understand_field(check, context).mistakes[:1]:
            yield check.label.en, mistake.text.en


def read_by(formula: Formula, record: type[Record]) -> list[str]:
    """The columns of the row itself that a check reads."""
    return [need.field.name for need in formula.needs if need.record is record]


def broken(check: Check, record: type[Record], most: int) -> tuple[int, list[int]]:
    """How many rows break a check now, and the first of them."""
    sql = f'FROM "{record._meta.table_name}" AS "t1" WHERE {understood(check, record).sql} = 0'
    ((count,),) = handle.execute_sql(bare(f"SELECT COUNT(*) {sql}")).fetchall()
    ids = handle.execute_sql(bare(f'SELECT "t1"."id" {sql} ORDER BY "t1"."id" LIMIT {most:d}')).fetchall()
    return count, [id for (id,) in ids]


def _hold(record: type[Record], c: Any, moves: list[Move]) -> None:
    faults = [fault for check in record.facts().checks for fault in _faults(check, record, c.who, moves)]
    if faults:
        raise Refusals(faults[:MOST_NAMED])


def _faults(check: Check, record: type[Record], who: Who, moves: list[Move]) -> Iterator[Refused]:
    formula = understood(check, record)
    if formula.mistakes:  # what it reads is no longer there; the design says so
        return
    names = read_by(formula, record)
    asked = {move.id: move for move in moves if move.new is not None and move.changed(*names)}
    results = _told(record, formula, asked)
    mine = results
    if not who.all_rights and any(need.record is not record for need in formula.needs):
        mine = _told(record, understood(check, record, who), asked)
    for id, move in asked.items():
        name = next((name for name in names if move.old is not None and move.changed(name)), names[0])
        if mine.get(id) != results.get(id):  # whatever comes of it, so that nothing can be found out by trying
            yield Refused(OUT_OF_SIGHT(check=check.label), name, move.index)
        elif results.get(id) == 0:
            yield Refused(check.label, name, move.index)


def _told(record: type[Record], formula: Formula, ids: Iterable[int]) -> dict[int, Any]:
    """By row: 1, 0, or None where nothing comes of it."""
    wanted, results = list(ids), {}
    for start in range(0, len(wanted), CHUNK):
        places = ", ".join(str(int(id)) for id in wanted[start : start + CHUNK])
        sql = f'SELECT "t1"."id", {formula.sql} FROM "{record._meta.table_name}" AS "t1" WHERE "t1"."id" IN ({places})'
        results.update(handle.execute_sql(bare(sql)).fetchall())
    return results


__all__ = ["Check", "broken", "misdeclared", "read_by", "refuse_unmet", "rules_of", "understood"]
