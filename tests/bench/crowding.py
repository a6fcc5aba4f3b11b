"""What one person with ten sign-ins can take, what others feel of it, and what the server gives back afterwards.

python -m tests.bench crowding --data DIR --password WORD [--login viewer] [--other admin] [--sign-ins 10] [--each 60] [--file-mb 18]

First pages: every sign-in opens so many; another person opens one meanwhile. Then heavy files: four large workbooks at
once by two people as dry runs. Memory is the server's own, before, at most, and when all is closed and a minute has passed.
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from exports.write.columns import Column
from exports.write.writing import xlsx_chunks

from .measure import machine
from .serving import Server, opsdesk, token

MINUTE = 75.0  # a page nobody shook hands with is kept for sixty seconds


class Peak(threading.Thread):
    """The most memory a server held while something lasted."""

    def __init__(self, server: Server):
        super().__init__(daemon=True)
        self.server, self.over, self.most = server, threading.Event(), 0.0

    def __enter__(self) -> "Peak":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, self.server.memory())


def browser(base: str, login: str, password: str, address: str) -> httpx.Client:
    headers = {"Origin": base, "Accept": "text/html", "X-Forwarded-For": address, "X-Requested-With": "opsdesk"}
    made = httpx.Client(base_url=base, headers=headers, timeout=120)
    answer = made.post("/auth/login", data={"username": login, "password": password})
    assert answer.status_code == 303, answer.text
    return made


def pages(server: Server, asked: argparse.Namespace) -> None:
    base = f"http://127.0.0.1:{server.port}"
    other = browser(base, asked.other, asked.password, "198.51.100.1")
    mine = [browser(base, asked.login, asked.password, f"203.0.113.{at}") for at in range(asked.sign_ins)]
    other.get("/")
    before, statuses, waits = server.memory(), Counter(), []
    with Peak(server) as peak:
        crowd = [threading.Thread(target=_open, args=(client, asked.each, statuses)) for client in mine]
        for thread in crowd:
            thread.start()
        while any(thread.is_alive() for thread in crowd):
            began = time.perf_counter()
            answer = other.get("/todo")
            waits.append((time.perf_counter() - began, answer.status_code))
            time.sleep(0.5)
    time.sleep(MINUTE)
    seen = Counter(status for _, status in waits)
    print(
        f"  pages: {asked.sign_ins} sign-ins x {asked.each} asked for, answered {dict(statuses)}; somebody else's pages "
        f"{dict(seen)}, the slowest after {max(wait for wait, _ in waits):.1f} s"
    )
    print(f"  memory before {before:.0f} MB, at most {peak.most:.0f}, a minute after {server.memory():.0f}")


def _open(client: httpx.Client, count: int, statuses: Counter) -> None:
    for _ in range(count):
        statuses[client.get("/t/member").status_code] += 1


def files(server: Server, asked: argparse.Namespace, keys: list[str]) -> None:
    file, base = _workbook(asked.file_mb), f"http://127.0.0.1:{server.port}"
    before, outcomes, waits = server.memory(), [], []
    with Peak(server) as peak:
        readers = [
            threading.Thread(target=_import, args=(base, keys[at % len(keys)], file, outcomes)) for at in range(4)
        ]
        for thread in readers:
            thread.start()
        while any(thread.is_alive() for thread in readers):
            began = time.perf_counter()
            httpx.get(f"{base}/healthz", timeout=60)
            waits.append(time.perf_counter() - began)
            time.sleep(0.2)
    time.sleep(5)
    print(f"  files: four of {len(file) / 1e6:.0f} MB at once: {outcomes}; others waited {max(waits):.1f} s at most")
    print(f"  memory before {before:.0f} MB, at most {peak.most:.0f}, five seconds after {server.memory():.0f}")


def _import(base: str, key: str, file: bytes, outcomes: list[str]) -> None:
    began = time.perf_counter()
    answer = httpx.post(
        f"{base}/api/v1/member/import",
        files={"file": ("members.xlsx", file)},
        data={"options": json.dumps({"dry_run": True})},
        headers={"Authorization": f"Bearer {key}"},
        timeout=600,
    )
    said = answer.json()
    outcomes.append(f"{said.get('state') or said.get('message')} after {time.perf_counter() - began:.0f} s")


def _workbook(megabytes: float) -> bytes:
    columns = [Column("会员卡号"), Column("姓名"), Column("入会门店"), Column("备注")]

    def rows(count: int):
        for at in range(count):
            yield f"Z{at:07d}", f"会员{at}", "S01", f"{hash((at, 1)):x}{hash((at, 2)):x}"

    size = len(b"".join(xlsx_chunks(columns, rows(5000))))
    return b"".join(xlsx_chunks(columns, rows(min(190_000, int(megabytes * 1e6 / size * 5000)))))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench crowding", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--login", default="viewer")
    parser.add_argument("--other", default="admin")
    parser.add_argument("--sign-ins", type=int, default=10)
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--file-mb", type=float, default=18)
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        print(f"\n{machine()}\n  idle {server.memory():.0f} MB")
        pages(server, asked)
        files(server, asked, [token(asked.data, "admin"), token(asked.data, "members")])


if __name__ == "__main__":
    main(sys.argv[1:])
