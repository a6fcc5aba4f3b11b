"""What the server holds with ten pages of the member grid open in a real browser, each scrolled far down.

python -m tests.bench memory --data DIR [--pages 10]
python -m tests.bench memory --data DIR --closed 200 [--password WORD] [--at /t/member /weekly …]

The second: each of these pages is opened and closed so often; what it leaves behind shows from quarter to quarter.
"""

import argparse
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import needs

from .generate import PASSWORD
from .measure import machine
from .serving import Client, opsdesk, token

QUIET = 45  # seconds after which a page that was left is forgotten


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.memory", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--closed", type=int, default=0)
    parser.add_argument("--password", default=PASSWORD)
    parser.add_argument("--at", nargs="*", default=["/t/member", "/r/member/1", "/weekly", "/forms/member"])
    asked = parser.parse_args(arguments)
    if asked.closed:
        closings(asked)
        return
    chromium = needs.browser()  # tried out, which Playwright can't do twice at once
    with opsdesk(asked.data) as server:
        base, idle = f"http://127.0.0.1:{server.port}", server.memory()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context()
            context.request.post(
                f"{base}/auth/login", form={"username": "admin", "password": PASSWORD}, headers={"Origin": base}
            )
            seconds = []
            for _ in range(asked.pages):
                page = context.new_page()
                page.goto(f"{base}/t/member")
                page.wait_for_selector(".ag-row .ag-cell", timeout=30_000)
                seconds.append(page.evaluate("performance.now()") / 1000)
            opened = server.memory()
            client = Client(server.port, token(asked.data))
            total = client.json("/api/v1/member/rows", {"limit": 1})["total"]
            for at in range(50):
                client.json(
                    "/api/v1/member/rows",
                    {"offset": at * total // 50, "limit": 500, "sort": ["name"] if at % 2 else ["-points"]},
                )
            worked = server.memory()
            browser.close()
    print(f"\nServer memory in MB, {total:,} members\n{machine()}")
    print(
        f"  idle {idle:.0f}, {asked.pages} pages open {opened:.0f}, after 50 blocks of 500 all over the list {worked:.0f}; "
        f"target <= 300 MB: {'ok' if max(opened, worked) <= 300 else 'MISSED'}"
    )
    print(f"  first rows drawn after {min(seconds):.2f} to {max(seconds):.2f} s")


def closings(asked: argparse.Namespace) -> None:
    """Resident memory before, after each quarter of the openings, and once nobody has been there for a while."""
    chromium = needs.browser()
    with opsdesk(asked.data) as server, sync_playwright() as play:
        base = f"http://127.0.0.1:{server.port}"
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.request.post(
            f"{base}/auth/login", form={"username": "admin", "password": asked.password}, headers={"Origin": base}
        )
        print(f"\nServer memory in MB, each page opened and closed {asked.closed} times\n{machine()}")
        for address in asked.at:
            held = [server.memory()]
            for at in range(1, asked.closed + 1):
                page = context.new_page()
                page.goto(f"{base}{address}")
                page.wait_for_function("window.did_handshake")
                page.close()
                if at % max(1, asked.closed // 4) == 0:
                    held.append(server.memory())
            time.sleep(QUIET)
            print(
                f"  {address:24} {' '.join(f'{mb:6.0f}' for mb in held)}  after {QUIET} s {server.memory():.0f}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
