"""What one person, an import, an undo or a job changes, the others see, and nothing they do is disturbed by it.

How soon they see it is measured by `python -m tests.bench browser`.
"""

import subprocess
import sys
import time

from playwright.sync_api import expect

from tests.browser.conftest import ROOT, soon


def undo(client, answer) -> None:
    client.post(f"/batches/{answer['batch']}/undo", {"op": f"undo-{time.monotonic_ns()}"})


def asked(desk) -> list[str]:
    """The blocks a page asks for from now on."""
    bodies: list[str] = []
    desk.page.on("request", lambda request: request.url.endswith("/rows") and bodies.append(request.post_data))
    return bodies


def test_edits_pastes_undo_new_and_deleted_rows_are_seen_within_a_second(app, sit):
    at, bert = sit("anna", 0), app.person("bert")
    done = bert.set(at.id(0), name="改一格")
    expect(at.cell(0, "name")).to_contain_text("改一格")
    undo(bert, done)
    expect(at.cell(0, "name")).not_to_contain_text("改一格")
    ids = [at.id(row) for row in range(20)]
    bert.change([{"id": id, "set": {"name": f"粘{n}"}} for n, id in enumerate(ids)], "paste-1", via="paste")
    expect(at.cell(19, "name")).to_contain_text("粘19")
    expect(at.cell(0, "name")).to_contain_text("粘0")
    made = bert.change(
        [{"id": None, "set": {"card_no": "HY00000", "name": "新来的", "phone": "13900000001", "note": "组00"}}], "new-1"
    )
    expect(at.page.locator(".s-count")).to_have_text("共 21 行")
    expect(at.cell(0, "name")).to_contain_text("新来的")
    bert.change([], "gone-1", delete=[made["rows"][0]["id"]])
    expect(at.page.locator(".s-count")).to_have_text("共 20 行")
    bert.set(ids[5], note="别的组")
    expect(at.page.locator(".s-count")).to_have_text("共 19 行")
    bert.set(ids[5], note="组00")
    expect(at.page.locator(".s-count")).to_have_text("共 20 行")


def test_a_job_in_another_process_is_seen_too(app, sit):
    at = sit("anna", 1)
    write = (
        "import sys; from models.kit import system; from models.kit.server import database\n"
        "from models.kit.write.writes import changes; from models.members import Member\n"
        "database.open(f'sqlite:///{sys.argv[1]}/ops.db')\n"
        "with database.reading():\n"
        "    with changes(who=system('job')) as c: c.update(Member, int(sys.argv[2]), name='夜里改的')\n"
    )
    subprocess.run([sys.executable, "-c", write, str(app.data), str(at.id(1))], cwd=ROOT, check=True, timeout=300)
    expect(at.cell(1, "name")).to_contain_text("夜里改的")


def test_a_half_typed_cell_the_selection_and_the_place_in_the_list_stay(app, sit):
    at, bert = sit("anna"), app.person("bert")
    body = at.page.locator(".ag-body-viewport")
    body.evaluate("node => node.scrollTo(0, 5000)")
    soon(lambda: at.sheet("(page) => page.adapter.loaded(150, 199).size") == 50, at.page)
    row = (
        int(
            at.page.evaluate(
                "Math.max(...[...document.querySelectorAll('.ag-center-cols-container .ag-row')].map((row) => +row.getAttribute('row-index')))"
            )
        )
        - 12
    )
    at.cell(row, "name").click()
    id = at.id(row)
    before = at.cell(row, "name").bounding_box()["y"]
    at.keys.type("打到一半")
    changes = [
        {"id": None, "set": {"card_no": f"HX{n:03}", "name": f"插队{n}", "phone": f"1391111{n:04}"}} for n in range(3)
    ]
    bert.change([{"id": at.id(row - 2), "set": {"name": "邻居"}}, *changes], "push-1")
    expect(at.page.locator(f'.ag-row[row-id="{id}"]').first).to_have_attribute("row-index", str(row + 3))
    at.page.wait_for_timeout(300)
    open_cell = at.page.locator(".s-edit textarea, .s-edit input").first
    expect(open_cell).to_have_value("打到一半")
    own = at.page.locator(f'.ag-row[row-id="{id}"] [col-id="name"]')
    soon(lambda: abs(own.bounding_box()["y"] - before) < 3, at.page)  # the row stands where it stood
    at.keys.press("Enter")
    at.drained()
    assert app.cell(id, "name") == "打到一半"


def test_an_answer_that_was_overtaken_brings_nothing_old_back(app, sit):
    at = sit("anna", 15)
    late = []

    def hold(route) -> None:
        """The first block that is asked for; what else a page asks of the rows passes."""
        if late or '"totals":"later"' not in (route.request.post_data or ""):
            route.continue_()
        else:
            late.append((route, route.fetch()))

    at.page.wait_for_load_state("networkidle")
    at.page.route("**/member/rows", hold)
    at.sheet("(page) => page.refresh()")
    soon(lambda: late, at.page)
    at.put(0, "name", "后来居上")
    at.drained()
    [(route, answer)] = late
    assert "后来居上" not in answer.text()
    again = asked(at)
    route.fulfill(response=answer)
    soon(lambda: any('"id":{"in"' in block for block in again), at.page)
    assert at.text(0, "name").startswith("后来居上")
    at.page.wait_for_timeout(300)
    assert at.text(0, "name").startswith("后来居上")


def test_each_viewer_gets_the_rows_as_that_person_may_see_them(app, sit):
    at, bert = sit("dora", 3), app.person("bert")
    assert "*" in at.text(0, "phone")
    sent: list[str] = []
    at.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(str(frame))))
    at.page.reload()
    at.ready()
    bert.set(at.id(0), phone="13612345678", name="换了号码")
    expect(at.cell(0, "name")).to_contain_text("换了号码")
    assert at.text(0, "phone").endswith("5678") and "*" in at.text(0, "phone")
    assert not any("13612345678" in frame or "换了号码" in frame for frame in sent), (
        "the socket names rows, nothing else"
    )


def test_who_else_is_here_and_at_which_cell_shows_and_goes(app, sit):
    anna, bert = sit("anna", 4), sit("bert", 4)
    expect(anna.page.locator(".s-people")).to_contain_text("小波")
    bert.cell(2, "name").click()
    frame = anna.page.locator(".s-elsewhere")
    expect(frame).to_contain_text("陈小波")
    assert int(frame.get_attribute("data-id")) == bert.id(2) and frame.get_attribute("data-field") == "name"
    cell = anna.cell(2, "name").bounding_box()
    soon(lambda: all(abs(frame.bounding_box()[at] - cell[at]) < 2 for at in "xy"), anna.page)
    bert.cell(5, "joined_on").click()
    expect(frame).to_have_attribute("data-field", "joined_on")
    bert.page.close()
    expect(anna.page.locator(".s-person")).to_have_count(0)
    expect(frame).to_have_count(0)
