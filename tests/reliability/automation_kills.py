"""Kill a child amid edits that set automations off: `python -m tests.reliability.automation_kills --times 200`.

Nothing may be done twice or forgotten: each edit has its row elsewhere, its message and its line in the log, or isn't there.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from models import house
from models.accounts import Channel
from models.design import AutomationRun, DesignAutomation
from models.design.automations.turns import once
from models.kit.server.standing import renew
from models.kit.write.edits import edit
from models.kit.write.history import Batch, Change
from models.kit.write.outbox import Outgoing
from models.organization import Employee, Store
from tests.helpers.shop import SYSTEM, broken
from tests.reliability.hand import by_hand, under_kills
from tests.reliability.nursery import opened

FIRST = datetime(2026, 1, 1)


def lay(path: Path) -> None:
    opened(path)
    renew()
    put = {"id": None, "set": {"name": "群", "kind": "wecom", "address": "https://example.com", "content": "none"}}
    assert edit(Channel, [put], who=SYSTEM).state == "applied"
    hired = {"staff_no": {"formula": '="E"&[地址]'}, "name": {"column": "address"}}
    moved = [{"do": "add", "record": "employee", "values": hired}, {"do": "tell", "text": "[地址]", "channels": ["群"]}]
    timed = [{"do": "tell", "text": "{rows}", "channels": ["群"]}]
    bodies = {
        "动": {"when": {"kind": "changed", "fields": ["address"]}, "only": {}, "then": moved},
        "时": {"when": {"kind": "time", "list": True}, "only": {}, "then": timed},
    }
    for zh, body in bodies.items():
        row = {"zh": zh, "record_type": "store", "role": "administrator", "active": True, "body": json.dumps(body)}
        answer = edit(DesignAutomation, [{"id": None, "set": row}], who=SYSTEM)
        assert answer.state == "applied", answer.errors


def edit_on(path: Path, seed: int, say) -> None:
    """Edits, and moments that come, each asked twice as after an answer that was lost."""
    opened(path)
    renew()
    (timed,) = (made for made in Store.facts().automations if made.kind == "time")
    number = 0
    while True:
        number += 1
        op = f"{seed}x{number}"
        for _ in range(2):
            edit(Store, [{"id": 1, "set": {"address": op}}], who=SYSTEM, op=op)
        say(f"edit {op}")
        for _ in range(2):
            once(timed, Store, FIRST + timedelta(minutes=seed * 1000 + number))
        say(f"moment {op}")


def wrong(path: Path, said: list[str]) -> list[str]:
    opened(path)
    renew()
    faults = []
    moved = Change.select(Change.after).where(Change.record == "store", Change.kind == "u")
    edits = sorted(json.loads(after)["address"] for (after,) in moved.tuples())
    hired = sorted(row.name for row in Employee.rows() if row.staff_no.startswith("E") and "x" in row.name)
    moments = Batch.select().where(Batch.op.startswith("automation ")).count()
    sent = [text for (text,) in Outgoing.select(Outgoing.text).tuples()]
    faults += [] if hired == edits else [f"{len(edits)} edits, {len(hired)} rows elsewhere"]
    faults += [] if sorted(text for text in sent if "x" in text) == edits else ["messages and edits differ"]
    faults += [] if len(sent) == len(edits) + moments else [f"{moments} moments, {len(sent) - len(edits)} messages"]
    runs = AutomationRun.select().where(AutomationRun.result == "done").count()
    faults += [] if runs == len(sent) else [f"{runs} lines in the log, {len(sent)} messages"]
    lost = {line.split()[1] for line in said if line.startswith("edit")} - set(edits)
    faults += [f"acknowledged and gone: {sorted(lost)[:5]}"] if lost else []
    moments_said = sum(line.startswith("moment") for line in said)
    faults += [f"{moments_said} moments acknowledged, {moments} there"] if moments_said > moments else []
    return faults + broken() + ([] if house().records else ["no house"])


def run(times: int, seed: int) -> dict:
    return under_kills(times, seed, edit_on, wrong, lay=lay)[0]


if __name__ == "__main__":
    by_hand(run, __doc__, times=20)
