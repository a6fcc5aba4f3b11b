"""A column that is being written: what it means so far, its first results, and where it is wrong; nothing is kept of it."""

from dataclasses import replace
from functools import partial
from typing import Any

from ..kit.ask.query import BadQuery, Query
from ..kit.ask.titles import titles_of
from ..kit.declare.access import Who
from ..kit.declare.record import Record, Row
from ..kit.fields import ChoiceField, LinkField
from ..kit.formula import Mistake
from ..kit.formula.asking import context_for, fetched, seen
from ..kit.formula.context import Context
from ..kit.formula.fields import result
from ..kit.formula.formula import Formula, understand_field
from ..kit.formula.functions import FUNCTIONS
from ..kit.formula.naming import named_of
from ..kit.formula.words import KINDS as SAID
from ..kit.pinyin import word_pinyin
from ..kit.text import Refused, Text
from .computed import FIGURES, FORMULAS, MADE, PARTS, field_of, settle_way

MOST, LONGEST = 100, 4000
EXPLAINED = 10  # empty results that say why: each asks the database for the parts of the formula
SAYS = ("formula", "through", "figure", "picks", "condition", "sorted_by", "target", "digits", "percent")
NOT_YOURS = Text(
    "您看不到“{label}”的全部内容，不能用它计算", "You don't see all of “{label}”, so you can't reckon with it"
)
BAD = Text("不认识“{what}”", "“{what}” is not understood")


def tried(record: type[Record], asked: dict[str, Any], who: Who) -> dict[str, Any]:
    """`asked` says what a column of the design says, with labels or names; `ids` or `limit` which rows are wanted."""
    row = _row(asked, record)
    context = replace(context_for(who, record), sees=partial(seen, who))
    try:
        settle_way(row, record, None, context.sees)
    except Refused as why:
        return _wrong([{"field": why.field, "at": 0, "end": 0, "message": why.text.say(who.lang)}])
    item = field_of(row, {})
    formula = understand_field(item, context)
    errors = [_error(wrong, who) for wrong in formula.mistakes] or _out_of_sight(formula, who)
    if errors:
        return _wrong(errors)
    needs = [need.name for need in formula.needs]
    rows = _results(record, item, formula, _ids(record, who, asked), context)
    said = SAID.get(formula.kind, SAID["text"]).say(who.lang)
    return {
        "kind": formula.kind,
        "said": said,
        "needs": needs,
        "values": [row["value"] for row in rows],
        "rows": rows,
        "errors": [],
    }


def _row(asked: dict[str, Any], record: type[Record]) -> Row:
    values = {name: asked.get(name) for name in SAYS}
    for name, value in values.items():
        kinds = {"digits": int, "percent": bool}.get(name, str)
        unlike = not isinstance(value, kinds) or isinstance(value, bool) and kinds is int
        long = isinstance(value, str) and len(value) > LONGEST and name not in FORMULAS  # these say so themselves
        if value is not None and (unlike or long):
            raise BadQuery(BAD(what=name))
    kind, name = asked.get("kind", "formula"), asked.get("name")
    if (
        not isinstance(kind, str)
        or kind not in MADE
        or not isinstance(name, str | None)
        or values["figure"] not in (None, *(figure.key for figure in FIGURES))
    ):
        raise BadQuery(BAD(what="kind, name, figure"))
    if values["digits"] is not None and not 0 <= values["digits"] <= 6:
        raise BadQuery(BAD(what="digits"))
    there = record.facts().computed.get(name)
    label = Text("", "") if there is None else there.label
    return Row(kind=kind, name=name or "", zh=label.zh, en=label.en, sum=False, **values)


def _wrong(errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": None, "said": None, "needs": [], "values": [], "rows": [], "errors": errors}


def _error(wrong: Mistake, who: Who) -> dict[str, Any]:
    return {"field": PARTS[wrong.part], "at": wrong.at, "end": wrong.end, "message": wrong.text.say(who.lang)}


def _out_of_sight(formula: Formula, who: Who) -> list[dict[str, Any]]:
    """What comes of inputs is told to those who see all of them in full."""
    for need in formula.needs:
        if seen(who, need.record).get(need.field.name) != "full":
            label = need.field.label if need.field.name in seen(who, need.record) else need.record.sheet.label
            return [{"field": None, "at": 0, "end": 0, "message": NOT_YOURS(label=label).say(who.lang)}]
    return []


def _ids(record: type[Record], who: Who, asked: dict[str, Any]) -> list[int]:
    limit, ids = asked.get("limit", 10), asked.get("ids")
    if ids is not None:
        return Query(record, who).among(ids)[:MOST]
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 <= limit <= MOST:
        raise BadQuery(BAD(what="limit"))
    return Query(record, who).ids(0, limit) if limit else []


def _results(
    record: type[Record], item: Any, formula: Formula, ids: list[int], context: Context
) -> list[dict[str, Any]]:
    if not ids:
        return []
    who: Who = context.who
    field = result(item, record, formula)
    places = ", ".join(str(int(id)) for id in ids)
    sql = f'SELECT "t1"."id", {formula.sql} FROM "{record._meta.table_name}" AS "t1" WHERE "t1"."id" IN ({places})'
    values = dict(fetched(sql))
    titles = titles_of(record, set(ids), who)
    rows = []
    for id in ids:
        value = None if values.get(id) is None else field.python_value(values[id])
        text = field.show(value, who.lang) + ("%" if formula.percent and value is not None else "")
        kept = None if value is None else field.keep(value)
        rows.append({"id": id, "title": titles.get(id), "value": kept, "text": text})
    for row in [row for row in rows if row["value"] is None][:EXPLAINED]:
        why = item.why(context, row["id"], fetched)
        row["why"] = why and why.say(who.lang)
    return rows


def terms(record: type[Record], who: Who) -> dict[str, Any]:
    """What a formula over a type may name: its columns, as this person sees them, and the functions."""
    shown, lang = seen(who, record), who.lang
    columns = []
    for name, item in named_of(record).items():
        if shown.get(name) != "full" or item.label is None or getattr(item, "kind", "") == "pinyin":
            continue
        options = [option.label.say(lang) for option in item.options] if isinstance(item, ChoiceField) else []
        link = item.rel_model.key() if isinstance(item, LinkField) else None
        said, other = item.label.say(lang), item.label.say("zh" if lang == "en" else "en")
        columns.append(
            {
                "name": name,
                "label": said,
                "other": other,
                "pinyin": word_pinyin(item.label.zh),
                "link": link,
                "options": options,
            }
        )
    functions = [
        {
            "name": function.name,
            "usage": function.usage.say(lang),
            "says": function.says.say(lang),
            "pinyin": word_pinyin(function.says.zh),
        }
        for function in FUNCTIONS.values()
    ]
    return {"record": record.key(), "label": record.sheet.label.say(lang), "columns": columns, "functions": functions}
