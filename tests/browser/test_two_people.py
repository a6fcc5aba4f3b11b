"""Two people, one row: different cells are both kept, the same cell is a question, and a deleted row gives back what was typed.

The long run of twenty editors: OPS_EDITORS_SECONDS=30 python -m pytest tests/browser/test_two_people.py -k twenty
"""

import json
import os
import threading
import time
from collections import defaultdict
from random import Random

import pytest
from playwright.sync_api import expect

from tests.helpers.chance import random_for

EDITORS = 20
SECONDS = float(os.environ.get("OPS_EDITORS_SECONDS", "5"))
CELLS = ("name", "phone", "gender", "joined_on", "channel", "address", "note", "birthday")


def held(desk) -> None:
    """What this page sends waits until the test lets it go."""
    desk.page.route("**/changes", lambda route: route.abort())


def test_different_cells_of_a_row_are_both_kept(app, sit):
    anna, bert = sit("anna", 5), sit("bert", 5)
    id = anna.id(0)
    held(anna)
    anna.put(0, "name", "安娜改名")
    bert.put(0, "joined_on", "2026-03-04")
    bert.drained()
    anna.page.unroute("**/changes")
    anna.drained()
    assert app.cell(id, "name") == "安娜改名" and str(app.cell(id, "joined_on")).startswith("2026-03-04")
    expect(anna.cell(0, "joined_on")).to_have_text("2026-03-04")
    expect(bert.cell(0, "name")).to_contain_text("安娜改名")


@pytest.mark.parametrize(("choice", "kept"), [("保留我的", "安娜的"), ("采用对方的", "小波的")])
def test_the_second_at_a_cell_sees_both_values_and_chooses(app, sit, choice, kept):
    anna, bert = sit("anna", 6), sit("bert", 6)
    row = 0 if choice == "保留我的" else 1
    id = anna.id(row)
    held(anna)
    anna.put(row, "name", "安娜的一稿")
    anna.put(row, "name", "安娜的")
    bert.put(row, "name", "小波的")
    bert.drained()
    expect(anna.cell(row, "name")).to_contain_text("安娜的")
    anna.page.unroute("**/changes")
    anna.drained()
    assert app.cell(id, "name") == "小波的", "never a silent overwrite"
    said = anna.page.locator(".s-say-conflict")
    expect(said).to_contain_text("陈小波")
    expect(said).to_contain_text("小波的")
    expect(said).to_contain_text("安娜的")
    anna.page.get_by_role("button", name=choice).click()
    anna.drained()
    expect(anna.cell(row, "name")).to_contain_text(kept)
    assert app.cell(id, "name") == kept


def test_a_row_deleted_meanwhile_gives_back_what_was_typed(app, sit):
    anna, bert = sit("anna", 7), app.person("bert")
    id = anna.id(2)
    anna.cell(2, "name").click()
    anna.keys.type("还没存的名字")
    bert.change([], f"delete-{id}", delete=[id])
    expect(anna.page.locator(".s-count")).to_have_text(app.count(7))
    anna.keys.press("Enter")
    gone = anna.page.locator("dialog.s-gone")
    expect(gone).to_contain_text("这一行已被删除")
    expect(gone).to_contain_text("还没存的名字")
    gone.get_by_role("button", name="作为新行添加").click()
    anna.drained()
    expect(anna.page.locator(".s-toast")).to_contain_text("已新增")
    assert app.ask("SELECT phone, note FROM member WHERE name = '还没存的名字'") == [(f"1380000{id:04}", "组07")]


def test_a_thousand_stale_edits_overwrite_nothing(app):
    """C3: two people at one cell, the second always a value behind."""
    anna, bert = app.person("anna"), app.person("bert")
    id = app.member("HY00400")
    silent, before = 0, app.cell(id, "name")
    for n in range(1000 if SECONDS > 10 else 100):
        first = anna.change([{"id": id, "set": {"name": f"先{n}"}, "seen": {"name": before}}], f"c3a-{n}")
        second = bert.change([{"id": id, "set": {"name": f"后{n}"}, "seen": {"name": before}}], f"c3b-{n}")
        assert first["state"] == "applied", first
        fault = second["errors"][0]
        silent += second["state"] != "conflict" or fault["theirs"] != f"先{n}" or fault["by"] != "安娜"
        before = f"先{n}"
    assert silent == 0 and app.cell(id, "name") == before


def test_twenty_editors_of_one_row_lose_nothing(app):
    """C2: each acknowledged cell is the final value, or was overwritten by an op acknowledged later in the history."""
    id, stop = app.member("HY00399"), time.monotonic() + SECONDS
    clients = [app.person(login) for login in ("anna", "bert")]
    acked: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    faults: list = []

    def work(number: int) -> None:
        choose, client = random_for("twenty editors", number), clients[number % 2]
        n = 0
        while n < 3 or time.monotonic() < stop:  # a slow machine does little, but each of them something
            n += 1
            field = "name" if number >= len(CELLS) else CELLS[number]
            value = made(field, number, n, choose)
            answer = client.change([{"id": id, "set": {field: value}}], f"c2-{number}-{n}")
            if answer["state"] == "applied":
                acked[field].append((value, f"c2-{number}-{n}", answer["batch"]))
            else:
                faults.append(answer)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    batches = dict(app.ask("SELECT op, id FROM batch WHERE op LIKE ?", "c2-%"))
    total = sum(map(len, acked.values()))
    assert total == len(batches) and total >= 3 * EDITORS, f"{total} acknowledged, {len(batches)} in the history"
    stored = {
        batch: json.loads(after)
        for batch, after in app.ask("SELECT batch_id, after FROM change WHERE record = 'member' AND row_id = ?", id)
        if after
    }
    for field, ops in acked.items():
        for value, op, batch in ops:
            assert batches[op] == batch
            assert batch not in stored or field not in stored[batch] or str(stored[batch][field]) == value
        last = max(ops, key=lambda op: op[2])
        assert str(app.cell(id, field)).startswith(last[0]), (
            f"{field}: {app.cell(id, field)} is not the last acknowledged {last}"
        )
    print(f"{total} edits in {SECONDS:.0f} s, none lost")


def made(field: str, number: int, n: int, choose: Random) -> str:
    days = ("joined_on", "birthday")
    if field in days:
        return f"20{choose.randrange(10, 20)}-{choose.randrange(1, 13):02}-{choose.randrange(1, 29):02}"
    if field == "phone":
        return f"13{number % 10}{n:08}"
    return {"gender": choose.choice(("male", "female")), "channel": choose.choice(("store", "online", "event"))}.get(
        field, f"编{number}第{n}"
    )
