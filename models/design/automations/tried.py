"""Tried beforehand: which rows of the last week an automation would have touched, and what it would have done; nothing of it stays."""

import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

from ...kit.ask.query import Query
from ...kit.ask.titles import titles_of
from ...kit.clock import now, today
from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ...kit.server.standing import house
from ...kit.write.history import Batch, Change
from ...kit.write.notices import Notice
from ...kit.write.writes import Changes, changes
from .acting_as import actor
from .body import BY_CLOCK, BY_ROW, Automation, automation_of
from .rows import refuse_others, settled
from .rows_met import was_met
from .runs import AutomationRun
from .setting_off import Moved, concerns, reacting, run
from .turns import due_filter

MOST_CHANGES, MOST_TRIED, DAYS = 2000, 20, 7


class _Tried(Exception):
    """All of it goes back."""


def tried(row: Row, who: Who) -> dict[str, Any]:
    """{count, rows: [{id, title, what, done}]}. Raises Refused or BadQuery for an automation that can't be."""
    answer: dict[str, Any] = {}
    try:
        with changes(who=who, via="trial") as c:
            answer = _try(c, row, who)
            raise _Tried
    except _Tried:
        return answer


def _try(c: Changes, row: Row, who: Who) -> dict[str, Any]:
    record = house().records[row.record_type]
    refuse_others(who, record, row.role)
    body = settled(record, row)
    automation = automation_of(Row(**{**vars(row), "id": 0, "body": json.dumps(body)}))
    ids = _ids(automation, record)
    there = [id for id in ids if id in record.rows_by_id(ids)]
    titles, rows = titles_of(record, set(there), who), []
    wanted = [there] if automation.when.get("list") else [[id] for id in there[:MOST_TRIED]]
    for part in wanted if there else []:
        begin, notice = len(c.done), Notice.select(Notice.id).order_by(Notice.id.desc()).limit(1).scalar() or 0
        run(c, automation, record, part)
        said = [text for (text,) in Notice.select(Notice.text_zh).where(Notice.id > notice).distinct().tuples()]
        results = [after for kind, _, _, _, after in c.done[begin:] if kind is AutomationRun]
        title = titles[part[0]] if len(part) == 1 else ""
        rows.append(
            {
                "id": part[0],
                "title": title,
                "done": results[0]["result"] == "done",
                "what": results[0].get("what", ""),
                "changes": [*_moves(c, begin, who), *said],
            }
        )
    return {"count": len(there), "rows": rows}


def _moves(c: Changes, begin: int, who: Who) -> list[str]:
    lines = []
    for record, id, kind, _, after in c.done[begin:]:
        if record is AutomationRun or kind == "d":
            continue
        fields = record.fields()
        shown = [
            f"{fields[n].label.say(who.lang)} → {fields[n].show(fields[n].parse(v), who.lang)}"
            for n, v in (after or {}).items()
            if v is not None and n in fields and not fields[n].derived
        ]
        lines.append(f"{record.sheet.label.say(who.lang)} #{id}：{'、'.join(shown[:6])}")
    return lines


def _ids(automation: Automation, record: type[Record]) -> list[int]:
    who = actor(automation)
    if automation.kind in BY_CLOCK:
        days = [today() - timedelta(days=n) for n in range(DAYS if automation.kind == "day" else 1)]
        by_day = [Query(record, who, due_filter(automation, record, day), ["id"]).ids(0, 200) for day in days]
        return list(dict.fromkeys(id for ids in by_day for id in ids))
    if automation.kind not in BY_ROW:
        return Query(record, who, automation.filter, ["-id"]).ids(0, MOST_TRIED)
    return _of_the_week(automation, record, who)


def _of_the_week(automation: Automation, record: type[Record], who: Who) -> list[int]:
    """Rows back through their changes of the last week, each as it was after and before it."""
    names = reacting(record, automation)
    recent = Change.select(Change.row_id, Change.kind, Change.before, Batch.via).join(Batch)
    recent = recent.where(Change.record == record.key(), Batch.at >= now() - timedelta(days=DAYS))
    layers: dict[int, list[tuple[Row, Row | None, Moved]]] = defaultdict(list)
    moved = [part for part in recent.order_by(Change.id.desc()).limit(MOST_CHANGES).tuples() if part[1] != "d"]
    state, depth, fields = record.rows_by_id({id for id, *_ in moved}), defaultdict(int), record.fields()
    for id, kind, before, via in moved:
        if id not in state:
            continue
        kept = json.loads(before or "{}")
        move = Moved(id, added=kind == "i", before=kept, imported=via == "import")
        was = {n: None if v is None else fields[n].parse(v) for n, v in kept.items() if n in fields}
        old = Row(**{**vars(state[id]), **was})
        if via not in ("undo", "restore") and concerns(automation.kind, names, automation.imports, move):
            layers[depth[id]].append((state[id], None if move.added else old, move))
        depth[id], state[id] = depth[id] + 1, old
    return list(dict.fromkeys(id for layer in layers.values() for id in _fired(automation, record, who, layer)))


def _fired(
    automation: Automation, record: type[Record], who: Who, layer: list[tuple[Row, Row | None, Moved]]
) -> list[int]:
    condition = automation.when.get("filter") or {}
    leaves = automation.kind == "leaves"
    (fits,) = was_met(record, [(condition if leaves else automation.filter, who)], [new for new, _, _ in layer])
    held: set[int] = set()
    if automation.kind in ("meets", "leaves"):
        (held,) = was_met(record, [(condition, who)], [old for _, old, _ in layer if old is not None])
    return [new.id for new, _, _ in layer if new.id in ((held - fits) if leaves else (fits - held))]


__all__ = ["tried"]
