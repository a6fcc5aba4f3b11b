"""The grid in a real Chromium, beside NiceGUI's own ui.aggrid with the infinite model over plain SQL, in the same run.

    python -m tests.bench browser --data DIR [--rounds 7]

DIR comes from `python -m tests.bench generate`; its members are edited, so use a copy of a data folder you care for.
"""

import argparse
import json
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests import needs

from . import measure
from .generate import PASSWORD
from .paste import cells
from .serving import Client, Server, opsdesk, token

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SHEET = "getElement(Number(document.querySelector('.s-sheet').id.slice(1))).page"
PLAIN = "getElement(Number(document.querySelector('.nicegui-aggrid').id.slice(1)))"
# Waits for a drawn frame after the cell has text, as a person would see it.
SEEN = """async ([row, text]) => {
  const cell = () => document.querySelector(`.ag-row[row-index="${row}"] [col-id="name"]`)?.innerText ?? "";
  while (!(text ? cell().includes(text) : cell().trim())) await new Promise(requestAnimationFrame);
}"""
JUMP = """async ([row, api]) => { const from = performance.now(); eval(api).ensureIndexVisible(row, "middle");
  const seen = () => document.querySelector(`.ag-row[row-index="${row}"] [col-id="name"]`)?.innerText.trim();
  while (!seen()) await new Promise(requestAnimationFrame);
  return performance.now() - from; }"""
EDIT_OURS = f"""async (text) => {{ const page = {SHEET}; const id = page.adapter.idAt(0); const from = performance.now();
  await page.editing.send({{id, field: "name"}}, page.context.record.byName.name, text, text, page.adapter.value(id, "name"));
  return performance.now() - from; }}"""
EDIT_PLAIN = f"""async (text) => {{ const node = {PLAIN}.api.getDisplayedRowAtIndex(0); const from = performance.now();
  node.setDataValue("name", text); await fetch("/bare/edit", {{method: "POST", body: JSON.stringify([text, node.data.id])}});
  return performance.now() - from; }}"""
PASTE = f"""async (changes) => {{ const from = performance.now(); const answer = await {SHEET}.context.transport.send(() => ({{changes}}), "paste");
  if (answer.state !== "applied") throw new Error(JSON.stringify(answer.errors?.slice(0, 3) ?? answer.message));
  return performance.now() - from; }}"""


class Side:
    """One page on one server, and how to reach its grid."""

    def __init__(self, page: Page, url: str, api: str):
        self.page, self.url, self.api = page, url, api

    def watch(self) -> None:
        """The window under the person's eyes: behind another one Chromium draws a frame a second, which is no wait of the page."""
        self.page.bring_to_front()
        self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def open(self) -> float:
        self.watch()
        started = time.perf_counter()
        self.page.goto(self.url, wait_until="commit")
        self.page.wait_for_load_state("domcontentloaded")
        self.page.evaluate(SEEN, [0, ""])
        return (time.perf_counter() - started) * 1000

    def jump(self, row: int) -> float:
        self.watch()
        return self.page.evaluate(JUMP, [row, self.api])

    def heap(self) -> float:
        session = self.page.context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def in_turn(rounds: int, *work: Callable[[int], float]) -> list[float]:
    """The medians of pieces of work taken A B A B, after one round that doesn't count."""
    taken: list[list[float]] = [[] for _ in work]
    for n in range(rounds + 1):
        for at, piece in enumerate(work):
            took = piece(n)
            if n:
                taken[at].append(took)
    return [statistics.median(times) for times in taken]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench browser", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args(arguments)
    bare = Server([sys.executable, "-m", "tests.bench.plain_grid", "--data", str(asked.data)], path="/")
    with opsdesk(asked.data) as ours, bare as plain, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.browser(), args=QUIET)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([cookie(ours.port)])
        sides = (
            Side(context.new_page(), f"http://127.0.0.1:{ours.port}/t/member", f"{SHEET}.view.api"),
            Side(context.new_page(), f"http://127.0.0.1:{plain.port}/", f"{PLAIN}.api"),
        )
        report(asked, sides, Client(ours.port, token(asked.data)))
        browser.close()


def report(asked: argparse.Namespace, sides: tuple[Side, Side], colleague: Client) -> None:
    measure.ROUNDS = asked.rounds  # what the head of the table says
    total = colleague.json("/api/v1/member/rows", {"limit": 1})["total"]
    table = measure.Table(f"The grid in Chromium, {total:,} members", "ui.aggrid")
    ours, plain = sides
    opened = in_turn(asked.rounds, lambda _: ours.open(), lambda _: plain.open())
    table.row(
        "open to first rows, warm", *opened, "≤ 400 ms, ≤ 1.2×", opened[0] <= 400 and opened[0] <= 1.2 * opened[1]
    )
    far = int(total * 0.9)
    jumps = in_turn(
        asked.rounds,
        lambda n: ours.jump(far + n * 997 % (total - far)),
        lambda n: plain.jump(far + n * 997 % (total - far)),
    )
    table.row(f"jump to row {far:,}", *jumps, "≤ 200 ms", jumps[0] <= 200)
    ours.jump(0), plain.jump(0)
    ours.watch()
    edits = in_turn(
        asked.rounds * 3,
        lambda n: ours.page.evaluate(EDIT_OURS, f"改{n}"),
        lambda n: plain.page.evaluate(EDIT_PLAIN, f"改{n}"),
    )
    table.row("edit to acknowledged (plain: update only)", *edits, "≤ 60 ms", edits[0] <= 60)
    ids = [
        row["id"]
        for at in range(4)
        for row in colleague.json("/api/v1/member/rows", {"limit": 500, "offset": at * 500})["rows"]
    ]
    [pasted] = in_turn(
        max(1, asked.rounds // 2),
        lambda _: ours.page.evaluate(PASTE, [{"id": id, "set": cells(at)} for at, id in enumerate(ids)]),
    )
    table.row("paste of 2,000 × 8", pasted, None, "≤ 600 ms", pasted <= 600)
    ours.page.wait_for_timeout(1000)
    [seen] = in_turn(asked.rounds, lambda n: seen_after(ours, colleague, n))
    table.row("a colleague's edit seen", seen, None, "≤ 300 ms", seen <= 300)
    for side in sides:
        for n in range(20):
            side.jump(n * (total // 21))
    heaps = [side.heap() for side in sides]
    table.row("browser heap after 20 jumps (MB)", *heaps, "≤ 25 MB", heaps[0] <= 25)


def seen_after(side: Side, colleague: Client, n: int) -> float:
    """From the colleague's request to the frame in which this page shows it."""
    id = side.page.evaluate(f"() => {SHEET}.adapter.idAt(0)")
    text = f"同事{n}之{time.monotonic_ns() % 1000}"
    started = time.perf_counter()
    colleague.json(
        "/api/v1/member/changes",
        {"op": f"bench-{time.monotonic_ns()}", "via": "api", "changes": [{"id": id, "set": {"name": text}}]},
    )
    side.page.evaluate(SEEN, [0, text])
    return (time.perf_counter() - started) * 1000


def cookie(port: int) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}"
    asked = urllib.request.Request(
        f"{url}/auth/login",
        json.dumps({"username": "admin", "password": PASSWORD}).encode(),
        {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Origin": url,
            "X-Requested-With": "opsdesk",
        },
    )
    with urllib.request.urlopen(asked) as answer:
        header = next(
            text for name, text in answer.headers.items() if name.lower() == "set-cookie" and "ops_session" in text
        )
    name, _, value = header.split(";")[0].partition("=")
    return {"name": name, "value": value, "url": url}
