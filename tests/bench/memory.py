"""What the server holds with ten pages of the member grid open in a real browser, each scrolled far down.

python -m tests.bench.memory --data DIR [--pages 10]
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import needs

from .generate import PASSWORD
from .measure import machine
from .serving import Client, opsdesk, token


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.memory", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10)
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        base, idle = f"http://127.0.0.1:{server.port}", server.memory()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=needs.browser(), args=["--no-sandbox", "--disable-gpu"])
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


if __name__ == "__main__":
    main(sys.argv[1:])
