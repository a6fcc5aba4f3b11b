"""The log of automations 自动化记录: each run with its row, what came of it and how long it took, and the automation as it was then."""

import json
from typing import Any

from ...kit.clock import now
from ...kit.declare.record import Record, Row, Sheet
from ...kit.fields import Choice, ChoiceField, CountField, LineField, MomentField, NameField, NoteField
from ...kit.text import Text
from ...kit.write.writes import Changes
from ..allowed import targets

RESULTS = (
    Choice("done", "已执行", "Done", "positive"),
    Choice("failed", "失败", "Failed", "negative"),
    Choice("stopped", "已止住", "Stopped", "warning"),
    Choice("undone", "已撤销", "Taken back", "grey"),
)


class AutomationRun(Record):
    """One run of one automation on one row."""

    at = MomentField("时间", "At", default=now, index=True)
    number = CountField("自动化编号", "Automation no.", index=True, width=90)
    name = LineField("自动化", "Automation", max_length=60, width=180)
    record_type = NameField("表", "Record type", known=targets, max_length=60, width=120)
    row_no = CountField("行", "Row", null=True, width=80)
    result = ChoiceField("结果", "Result", options=RESULTS, default="done", width=90)
    what = NoteField("做了什么", "What was done", null=True, width=260)
    ms = CountField("用时（毫秒）", "Took (ms)", default=0, width=100)
    by = LineField("由谁触发", "Set off by", null=True, max_length=60)
    body = NoteField("当时的自动化", "The automation then", null=True, keepers=False)
    touched = NoteField("动过的行", "Rows it moved", null=True, secret=True)  # on the first line of a run, as JSON

    sheet = Sheet(
        "自动化记录",
        "Automation log",
        title="name",
        order=("-id",),
        search=("name", "what"),
        columns=("at", "name", "record_type", "row_no", "result", "what", "ms", "by"),
        verbs="see export",
        ledger=True,
        take_back=lambda c, rows: taken_back(c, rows),
        along=lambda rows: moved_by(rows),
    )


def taken_back(c: Changes, rows: list[Row]) -> None:
    """What a run did goes back with what set it off; that it ran stays in the log."""
    c.derive(AutomationRun, {row.id: {"result": "undone"} for row in rows})


def moved_by(rows: list[Row]) -> list[tuple]:
    """What these runs wrote with the rights of their roles, as (record, id, kind, columns)."""
    said = [json.loads(row.touched) for row in rows if row.touched]
    return [(record, id, kind, tuple(columns)) for lines in said for record, id, kind, columns in lines]


def note(
    c: Changes, automation: Any, ids: list[int | None], result: str, what: Text, seconds: float, done: Any = ()
) -> None:
    """A line for each row. What all of it did took so long together; done: what it wrote, as the open change keeps it."""
    line = {
        "number": automation.id,
        "name": automation.label.zh,
        "record_type": automation.record_type,
        "result": result,
        "what": what.zh[:2000],
        "ms": round(seconds * 1000 / max(len(ids), 1)),
        "by": c.who.name[:60],
        "body": automation.text,
    }
    touched = [(record.key(), id, kind, sorted(after or before)) for record, id, kind, before, after in done]
    with c.unasked(), c.quietly():
        first = {"touched": json.dumps(touched)} if touched else {}
        c.add(AutomationRun, [{**line, "row_no": id, **({} if at else first)} for at, id in enumerate(ids)])


def failing(number: int, most: int) -> bool:
    """Whether the last so many runs of an automation all failed."""
    last = AutomationRun.select(AutomationRun.result).where(AutomationRun.number == number)
    results = [result for (result,) in last.order_by(AutomationRun.id.desc()).limit(most).tuples()]
    return len(results) == most and set(results) == {"failed"}
