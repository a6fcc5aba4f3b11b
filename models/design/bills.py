"""What it costs to turn a column into another kind, told before anything is changed; and the turn, once that was agreed to."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..kit.ask.filters import GROUPS, BadQuery
from ..kit.ask.titles import titles_of
from ..kit.declare.access import Who, visible
from ..kit.declare.record import Record, Row
from ..kit.fields import MASK, Choice, ChoiceField, Described
from ..kit.server.beside import Ended
from ..kit.server.database import fetch, reading, writing
from ..kit.server.dialect import handle
from ..kit.server.standing import house, pinned
from ..kit.text import Refused, Text
from ..kit.write.edits import Answer, refusal, within
from ..kit.write.history import is_seen
from ..kit.write.writes import Changes
from .body import ask, columns_of, seen_as
from .columns import DesignChoice, DesignColumn, options_of
from .computed import formulas_of, understood
from .forms import forms_of
from .forms.body import read as read_form
from .forms.forms import titled
from .forms.sound import misfits
from .kinds import KINDS, field_of
from .listed import TONES
from .needed import coming
from .reading_as import CHUNK, Wrong, read_as, written
from .saving import as_one, in_order
from .turning import LARGE, SYSTEM, TURNED, Turn, new_row, parts, refuse_turn
from .uses import FORM, VIEW, uses
from .views import DesignView

MOST_OPTIONS, MOST_TOLD = 60, 10
NO_COLUMN = Text("没有这一列，可能刚被删除", "There is no such column; it may have been removed just now")
TOO_VARIED = Text(
    "“{label}”里有 {n} 种不同的内容，超过 {most} 种，不适合做选项；请先填好选项",
    "“{label}” holds {n} different values, more than {most}: too many for options; write the options first",
)
GOES_ON = Text("照常，按新类型", "Goes on, as the new kind")
STOPS = Text("不再成立：{why}；请先修改或删除它", "No longer holds: {why}; change or remove it first")
FILTER_GOES = Text("按它的筛选去掉，其余照常", "Its filter on the column is taken out, the rest stays")
FORM_SHUTS = Text("停用到改好为止：{why}", "Takes no answers until it is mended: {why}")
FORM_CHANGES = Text("要改：{why}", "Has to be changed: {why}")
USUAL_GOES = Text("默认值“{usual}”", "the default “{usual}”")
BOUNDS_GO, SUM_GOES = Text("最小值、最大值", "the least and most"), Text("合计", "the total")


def bill(record: type[Record], name: str, wanted: dict[str, Any], who: Who) -> dict[str, Any]:
    """How many values can't be read as the new kind, ten of them with their rows, what depends on the column and what becomes of it."""
    row, new, options = _asked(record, name, wanted, who)
    old_item, new_item = parts(record, row, options_of(row.id))[0], parts(record, new, options)[0]
    total, wrong, more = 0, [], 0
    for rows in _values(record, old_item):
        total += len(rows)
        unread = _unread(old_item, new_item, rows)
        wrong, more = wrong + unread[: MOST_TOLD - len(wrong)], more + len(unread)
    titles = titles_of(record, {cell.id for cell in wrong}, who)
    full = visible(who, record).get(name) == "full"
    depends = _depends(record, row, new, who)
    return {
        "from": KINDS[row.kind].choice.label.say(who.lang),
        "to": KINDS[new.kind].choice.label.say(who.lang),
        "total": total,
        "unread": more,
        "large": total > LARGE,
        "examples": [
            {
                "id": cell.id,
                "title": titles[cell.id],
                "value": cell.value if full else MASK,
                "why": cell.why.say(who.lang) if full else "",
            }
            for cell in wrong
        ],
        "depends": depends,
        "blocked": any(use["stops"] for use in depends),
        "gone": [text.say(who.lang) for text in _settings_gone(row, new)],
        "options": [option.label.say(who.lang) for option in options] if isinstance(new_item, ChoiceField) else [],
    }


def turn(
    record: type[Record], name: str, wanted: dict[str, Any], agreed: int, *, who: Who, op: str | None = None
) -> Answer:
    """Do it, if exactly so many values can't be read: {set: {kind, …}, choices}. One batch, which is taken back as one."""
    asked = ("turn", record.key(), name, wanted, agreed)
    if op is not None and is_seen(op):  # the answer to it was lost on the way
        return as_one(DesignColumn, lambda c: 0, asked, who=who, op=op)
    try:
        with reading():
            row, new, options = _asked(record, name, wanted, who)
            count = fetch(
                f'SELECT COUNT(*) FROM "{record._meta.table_name}" WHERE "{parts(record, row)[0].column_name}" IS NOT NULL'
            )[0][0]
        views = _tried(record, row, new)[1]
        made = Turn(record, row, new, who, options)
        if count > LARGE:
            made.begin(count)
    except (Refused, Ended) as why:
        return refusal(why)

    def written(c: Changes) -> int:
        def chosen() -> tuple:
            there = {choice.zh for choice in options_of(row.id)}
            sets = [choice for choice in _choices(wanted, options) if choice["set"]["zh"] not in there]
            if new.kind == "choice" and sets:
                in_order(c, DesignChoice, {"column": row.id}, sets, who)
            return options_of(row.id)

        within(c, DesignColumn, [{"id": row.id, "set": {}}], who)
        _mend_views(c, name, views)
        made.end(c, DesignColumn, agreed, chosen)
        labels = {place: KINDS[kind].choice.label for place, kind in (("old", row.kind), ("new", new.kind))}
        c.label = TURNED(record=record.sheet.label, label=Text(row.zh, row.en), **labels)
        return row.id

    return as_one(DesignColumn, written, asked, who=who, op=op)


def _asked(record: type[Record], name: str, wanted: dict[str, Any], who: Who) -> tuple[Row, Row, tuple]:
    """The column as it is, as it is to be, and the options it then has. Raises Refused."""
    rows = DesignColumn.rows(
        DesignColumn.record_type == record.key(), DesignColumn.name == name, DesignColumn.state == "active"
    )
    if not rows:
        raise Refused(NO_COLUMN)
    fields = DesignColumn.fields()
    sets = {name: fields[name].parse(value) for name, value in wanted.get("set", {}).items() if name in fields}
    if sets.get("kind") is None:
        sets["kind"] = rows[0].kind
    row, new = rows[0], new_row(rows[0], sets)
    refuse_turn(record, row, new, who)
    new = _with_usual(new)
    return row, new, _options(record, row, wanted) if new.kind == "choice" else ()


def _with_usual(new: Row) -> Row:
    """A default that the new kind can't be goes."""
    try:
        field_of(new, ())
    except Refused:
        new = Row(**vars(new) | {"usual": None})
        field_of(new, ())
    return new


def _options(record: type[Record], row: Row, wanted: dict[str, Any]) -> tuple:
    """Those it had, those the person wrote, else what stands in the column: what occurs most often first."""
    there = list(options_of(row.id))
    names = [str(choice.get("set", {}).get("zh") or "").strip() for choice in wanted.get("choices") or []]
    if not any(names):
        item = parts(record, row, tuple(there))[0]
        names = [text for text, _ in _texts(record, item).most_common()]
        if len(names) > MOST_OPTIONS:
            raise Refused(TOO_VARIED(label=item.label, n=len(names), most=MOST_OPTIONS), "choices")
    new = [name for name in dict.fromkeys(names) if name and name not in [choice.zh for choice in there]]
    return (*there, *(Choice(f"o{len(there) + at}", name, name) for at, name in enumerate(new, 1)))


def _texts(record: type[Record], item: Described) -> Counter[str]:
    """What stands in a column and could be the name of an option, and how often."""
    label, counts = DesignChoice.fields()["zh"], Counter()
    for rows in _values(record, item):
        for text in written(item, [item.python_value(value) for _, value in rows], SYSTEM):
            try:
                counts[label.parse(text) or ""] += 1
            except Refused:  # too long: one of those that can't be read
                continue
    return counts


def _choices(wanted: dict[str, Any], options: tuple) -> list[dict[str, Any]]:
    said = {
        str(choice["set"].get("zh") or "").strip(): choice["set"]
        for choice in wanted.get("choices") or []
        if choice.get("set")
    }
    tones = [tone.key for tone in TONES]
    return [
        {"id": None, "set": said.get(option.zh) or {"zh": option.zh, "tone": tones[(at + 1) % len(tones)]}}
        for at, option in enumerate(options)
    ]


def _values(record: type[Record], item: Described) -> Any:
    """(id, what is stored), in chunks, of the rows that have something there."""
    sql = f'SELECT "id", "{item.column_name}" FROM "{record._meta.table_name}" WHERE "{item.column_name}" IS NOT NULL AND "id" > ?'
    last = 0
    while rows := fetch(f'{sql} ORDER BY "id" LIMIT {CHUNK}', (last,)):
        yield rows
        last = rows[-1][0]


def _unread(old: Described, new: Described, rows: list[tuple]) -> list[Wrong]:
    values = [old.python_value(value) for _, value in rows]
    readings = read_as(old, new, values, SYSTEM)
    return [
        Wrong(id, old.show(value, "zh"), reading.text)
        for (id, _), value, reading in zip(rows, values, readings, strict=True)
        if isinstance(reading, Refused)
    ]


def _settings_gone(row: Row, new: Row) -> list[Text]:
    gone = [USUAL_GOES(usual=row.usual)] if row.usual is not None and new.usual is None else []
    gone += [BOUNDS_GO] if (row.least, row.most) != (new.least, new.most) else []
    return gone + ([SUM_GOES] if row.sum and not new.sum and "sum" in KINDS[row.kind].takes else [])


# What depends on it ------------------------------------------------------------------------------------------------------


def _depends(record: type[Record], row: Row, new: Row, who: Who) -> list[dict[str, Any]]:
    stopped, views, forms = _tried(record, row, new)
    going = [VIEW(view=Text(view.name, view.name_en or view.name)) for view in views]
    depends = []
    for use in uses(record, row.name):
        why = stopped.get(use.where)
        becomes = STOPS(why=why) if why else FILTER_GOES if use.where in going else forms.get(use.where, GOES_ON)
        depends.append({"where": use.where.say(who.lang), "becomes": becomes.say(who.lang), "stops": why is not None})
    return depends


def _tried(record: type[Record], row: Row, new: Row) -> tuple[dict[Text, Text], list[Row], dict[Text, Text]]:
    """The formulas that don't hold in the house that this change would make, and why; the shared views whose conditions
    on the column mean nothing there; and what becomes of forms that don't fit there. Tried, and taken back at once.
    """
    there = {(owner, item.name) for owner, item, _, _ in formulas_of(house()) if not understood(item, owner).mistakes}
    old, stopped, before = record.fields()[row.name], {}, _unfit_forms(record)
    with writing(), handle.atomic() as trial:
        sql = 'UPDATE "design_column" SET "kind" = ?, "target" = ?, "digits" = ? WHERE "id" = ? RETURNING 1'
        fetch(sql, (new.kind, new.target, new.digits, row.id))
        with pinned(coming()) as built:
            for owner, item, _, where in formulas_of(built):
                mistakes = understood(item, owner).mistakes if (owner, item.name) in there else ()
                if mistakes:
                    stopped[where] = mistakes[0].text
            rows = DesignView.rows(DesignView.record_type == record.key())
            views = [view for view in rows if not _holds(record, row.name, old, view)]
            forms = {where: text for where, text in _unfit_forms(record).items() if before.get(where) != text}
        trial.rollback()
    return stopped, views, forms


def _unfit_forms(record: type[Record]) -> dict[Text, Text]:
    """What is to be said of the forms of a type that don't fit it now, by the words for where a column is used."""
    unfit = {}
    for form in forms_of(record):
        if wrong := misfits(record, read_form(form.body), bool(form.public)):
            worst = next((misfit for misfit in wrong if misfit.stops), wrong[0])
            said = FORM_SHUTS if worst.stops else FORM_CHANGES
            unfit[FORM(form=titled(form))] = said(why=worst.text)
    return unfit


def _holds(record: type[Record], name: str, old: Described, view: Row) -> bool:
    """Whether a view asks in this house what it asked when the column was of the old kind."""
    body, new = json.loads(view.body), record.fields()[name]
    conditions = list(_conditions(body["filter"], name))
    if name not in columns_of(body):
        return True
    # Keys of options and ids of rows say nothing elsewhere.
    if {old.kind, new.kind} & {"choice", "link"} and any(asked.keys() - {"empty"} for asked in conditions):
        return False
    try:
        ask(record, SYSTEM, body)
    except BadQuery:
        return False
    return True


def _conditions(filter: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for key, asked in filter.items():
        if key == name:
            yield asked
        for part in asked if key in GROUPS else ():
            yield from _conditions(part, name)


def _mend_views(c: Changes, name: str, views: list[Row]) -> None:
    sets = {}
    for view in views:
        body = json.loads(view.body)
        mended = seen_as(body, lambda names: name not in names)
        sets[view.id] = {"body": json.dumps(mended, ensure_ascii=False)}
    c.alter(DesignView, sets)
