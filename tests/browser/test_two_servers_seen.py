"""Two app servers on one PostgreSQL, a person in a browser at each: who sits where makes no difference to anybody.

What needs no browser of this is tested in over_http/test_two_servers.py and test_elsewhere.py.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests import postgres
from tests.browser.running import FACTS, App, seeded


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """As README says: a folder and a port each, one secret, one folder of attachments."""
    folder = tmp_path_factory.mktemp("pair")
    first, other = folder / "one", folder / "other"
    with postgres.server() as address, ExitStack() as running:
        seeded(first, address)
        (first / "attachments").mkdir(exist_ok=True)
        (first / "secret").write_text("one secret for both servers, which is long enough")
        other.mkdir()
        for name in ("attachments", "secret"):
            (other / name).symlink_to(first / name)
        shutil.copy(first / FACTS, other)
        apps = [App(data, address=address) for data in (first, other)]
        for app in apps:
            running.callback(app.stop)
        with ThreadPoolExecutor() as pool:
            list(pool.map(App.start, apps))
        yield apps


def test_people_at_two_servers_see_each_others_edits_and_where_the_other_is(pair, sit):
    first, other = pair
    anna, bert = sit("anna", 1, at=first), sit("bert", 1, at=other)
    expect(anna.page.locator(".s-people")).to_contain_text("小波")
    expect(bert.page.locator(".s-people")).to_contain_text("安娜")
    bert.cell(2, "name").click()
    frame = anna.page.locator(".s-elsewhere")
    expect(frame).to_contain_text("陈小波")
    assert int(frame.get_attribute("data-id")) == bert.id(2) and frame.get_attribute("data-field") == "name"
    anna.put(0, "name", "安娜改的")
    expect(bert.cell(0, "name")).to_contain_text("安娜改的")
    bert.put(1, "name", "小波改的")
    expect(anna.cell(1, "name")).to_contain_text("小波改的")
    bert.drained()
    assert [first.cell(anna.id(row), "name") for row in (0, 1)] == ["安娜改的", "小波改的"]
    bert.page.close()
    expect(anna.page.locator(".s-person")).to_have_count(0)
    expect(frame).to_have_count(0)


def test_the_second_at_a_cell_is_told_what_the_first_wrote_through_the_other_server(pair, sit):
    first, other = pair
    anna, bert = sit("anna", 2, at=first), sit("bert", 2, at=other)
    anna.page.route("**/changes", lambda route: route.abort())
    anna.put(0, "name", "安娜的")
    bert.put(0, "name", "小波的")
    bert.drained()
    anna.page.unroute("**/changes")
    anna.drained()
    assert first.cell(anna.id(0), "name") == "小波的", "never a silent overwrite"
    said = anna.page.locator(".s-say-conflict")
    for word in ("陈小波", "小波的", "安娜的"):
        expect(said).to_contain_text(word)


def test_who_goes_on_at_the_other_server_is_signed_in_there_and_finds_the_own_edits(pair, sit):
    first, other = pair
    anna = sit("anna", 3, at=first)
    anna.put(0, "name", "先在这里")
    anna.drained()
    there = sit("anna", 3, at=first, base=other.url)
    assert there.text(0, "name").startswith("先在这里")
    there.put(0, "name", "再到那里")
    there.drained()
    expect(anna.cell(0, "name")).to_contain_text("再到那里")
