"""Two app processes on one PostgreSQL, asked over HTTP: what is done through either holds for both."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from models import accounts
from models.kit.declare.access import system
from models.kit.server import database
from models.kit.write.edits import edit
from models.organization import Store
from models.system import JobRun
from tests.helpers import desk, places
from tests.helpers.ports import free_port
from tests.helpers.quiet import jobs_done

from .conftest import ROOT, wait

pytestmark = pytest.mark.served

JSON = {"Accept": "application/json", "X-Requested-With": "opsdesk"}


@contextmanager
def server(folder: Path, address: str):
    """An app process with a folder of its own on a database that others have open too."""
    port = free_port()
    folder.mkdir()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    surroundings |= {"DATABASE_URL": address, "OPS_ADMIN_PASSWORD": desk.PASSWORD}
    command, log = [sys.executable, str(ROOT / "main.py"), "--data", str(folder), "--port", str(port)], folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder, env=surroundings)
        try:
            yield f"http://127.0.0.1:{port}", process, log
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def both(fresh, tmp_path_factory):
    """Two servers, a token, and a store's id; who works there besides is Ann."""
    folder = tmp_path_factory.mktemp("both")
    database.close()
    address = places.copy(fresh, folder / "ops.db")
    database.open(address)
    with database.reading():
        desk.hire("ann")
        desk.hire("bo")
        jobs_done()
        JobRun.delete().where(JobRun.job == "tidy").execute()
        token = accounts.issue_token("ann")
        row = {"id": None, "set": {"code": "S1", "name": "锦江一店"}}
        store = edit(Store, [row], who=system("tests")).rows[0]
    places.leave()
    with ExitStack() as running:
        started = [running.enter_context(server(folder / name, address)) for name in ("one", "other")]
        for url, process, log in started:
            wait(url, process, log)
        yield [url for url, *_ in started], token, store, address
    places.clear(folder)


def api(url: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60)


def test_an_edit_through_either_is_everybodys_and_a_stale_one_is_told(both):
    (first, other), token, _, _ = both
    here, there = api(first, token), api(other, token)
    member = {"card_no": "M1", "name": "王小明"}
    made = here.post("member/changes", json={"op": "a", "changes": [{"set": member}]}).json()
    assert made["state"] == "applied", made
    id = made["rows"][0]["id"]
    assert there.get(f"member/{id}").json()["name"] == "王小明"
    change = {"id": id, "set": {"name": "王晓明"}, "seen": {"name": "王小明"}}
    assert there.post("member/changes", json={"op": "b", "changes": [change]}).json()["state"] == "applied"
    again = there.post("member/changes", json={"op": "b", "changes": [change]}).json()
    sent_here = here.post("member/changes", json={"op": "b", "changes": [change]}).json()
    assert again["state"] == sent_here["state"] == "duplicate", (
        "what was sent again through the other server is known there"
    )
    stale = {"id": id, "set": {"name": "王小明明"}, "seen": {"name": "王小明"}}
    assert here.post("member/changes", json={"op": "c", "changes": [stale]}).json()["state"] == "conflict"
    assert here.post("member/rows", json={"limit": 10}).json()["total"] == 1


def test_a_sign_in_holds_on_both_and_so_does_its_end(both):
    (first, other), *_ = both
    with httpx.Client(headers=JSON, timeout=60) as browser:
        given = {"username": "ann", "password": desk.PASSWORD}
        assert browser.post(f"{first}/auth/login", json=given, headers={"Origin": first}).status_code == 200
        assert browser.get(f"{other}/api/v1/records").status_code == 200
        assert browser.post(f"{other}/auth/logout", headers={"Origin": other}).status_code < 400
        assert browser.get(f"{first}/api/v1/records").status_code == 401


def test_wrong_passwords_count_together(both):
    servers, *_ = both
    for at in range(10):
        given = {"username": "bo", "password": f"wrong guess {at}"}
        url = servers[at % 2]
        assert (
            httpx.post(f"{url}/auth/login", json=given, headers={**JSON, "Origin": url}, timeout=60).status_code == 401
        )
    right = {"username": "bo", "password": desk.PASSWORD}
    for url in servers:
        held = httpx.post(f"{url}/auth/login", json=right, headers={**JSON, "Origin": url}, timeout=60)
        assert held.status_code == 429, held.text


def test_what_is_due_is_done_by_one_of_them(both):
    *_, address = both
    line = places.another(address)
    ends = time.monotonic() + 180
    while (runs := line.execute("SELECT tries, state FROM job_run WHERE job = 'tidy'").fetchall()) != [(1, "done")]:
        assert time.monotonic() < ends and len(runs) < 2, runs
        time.sleep(0.1)
    line.close()
