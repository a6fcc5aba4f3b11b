"""Values that an automation writes: as they were given, from a column, by a formula, or as a sentence."""

from typing import Any

from ...kit.declare.access import Who
from ...kit.declare.record import Record
from ...kit.formula import kept as formula_kept
from ...kit.formula.asking import context_for, seen
from ...kit.formula.fields import FormulaField, result
from ...kit.formula.formula import Formula, understand_field
from ...kit.server.database import handle
from ...kit.server.dialect import bare
from ...kit.text import Refused, Text
from .saying import kept, said

CHUNK, LONGEST_VALUE = 500, 2000
WRONG = Text("公式“{formula}”不对：{why}", "The formula “{formula}” is wrong: {why}")
UNSEEN = Text("角色看不全“{label}”，不能用它", "The role doesn't see all of “{label}”, so it can't be used")
TOO_LONG = Text("内容太长，最多 {most} 字", "Too long: {most} characters at most")


def written(record: type[Record], ids: list[int], values: dict[str, Any], who: Who) -> dict[int, dict[str, Any]]:
    """By row of `record`, what the fields are set to, as a person of this role would type it. Raises Refused."""
    rows: dict[int, dict[str, Any]] = {id: {} for id in ids}
    for name, value in values.items():
        ((way, given),) = value.items()
        for id, made in WAYS[way](record, ids, given, who).items():
            rows[id][name] = made
    return rows


def _given(record: type[Record], ids: list[int], given: Any, who: Who) -> dict[int, Any]:
    return dict.fromkeys(ids, given)


def _row(record: type[Record], ids: list[int], given: Any, who: Who) -> dict[int, Any]:
    return {id: id for id in ids}


def _column(record: type[Record], ids: list[int], name: str, who: Who) -> dict[int, Any]:
    refuse_unseen(record, name, who)
    item, rows = record.fields()[name], record.rows_by_id(ids)
    return {id: item.keep(getattr(rows[id], name)) for id in ids if id in rows}


def _text(record: type[Record], ids: list[int], text: str, who: Who) -> dict[int, Any]:
    return {id: words.zh for id, words in said(Text(text, text), record, ids, {"zh": who, "en": who}).items()}


def _formula(record: type[Record], ids: list[int], text: str, who: Who) -> dict[int, Any]:
    item = FormulaField("", "", text).called("formula")
    formula = understood(record, text, who)
    field, values = result(item, record, formula), {}
    for start in range(0, len(ids), CHUNK):
        places = ", ".join(str(int(id)) for id in ids[start : start + CHUNK])
        sql = f'SELECT "t1"."id", {formula.sql} FROM "{record._meta.table_name}" AS "t1" WHERE "t1"."id" IN ({places})'
        values.update(handle.execute_sql(bare(sql)).fetchall())
    return {id: None if values.get(id) is None else field.keep(field.python_value(values[id])) for id in ids}


WAYS = {"is": _given, "this": _row, "column": _column, "text": _text, "formula": _formula}


def understood(record: type[Record], text: str, who: Who) -> Formula:
    """Raises Refused for a mistake, and where it reads what the role doesn't see."""
    formula = understand_field(FormulaField("", "", text).called("formula"), context_for(who, record))
    if formula.mistakes:
        raise Refused(WRONG(formula=text[:60], why=formula.mistakes[0].text), "body")
    for need in formula.needs:
        if seen(who, need.record).get(need.field.name) != "full":
            raise Refused(UNSEEN(label=need.field.label), "body")
    return formula


def refuse_unseen(record: type[Record], name: str, who: Who) -> None:
    item = record.fields().get(name)
    if item is None or seen(who, record).get(name) != "full":
        raise Refused(UNSEEN(label=item.label if item is not None else name), "body")


def settled(record: type[Record], values: dict[str, Any], who: Who) -> dict[str, Any]:
    """The same by the names of columns. Raises Refused for what can't be reckoned or isn't seen."""
    made = {}
    for name, value in values.items():
        ((way, given),) = value.items()
        if isinstance(given, str) and len(given) > LONGEST_VALUE:
            raise Refused(TOO_LONG(most=LONGEST_VALUE), "body")
        if way == "formula":
            understood(record, str(given), who)
            given = formula_kept(str(given), record)
        elif way == "column":
            refuse_unseen(record, str(given), who)
        elif way == "text":
            given = kept(str(given), record)
        made[name] = {way: given}
    return made
