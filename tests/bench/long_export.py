"""The whole member list as a workbook over HTTP while others edit: memory, first byte, and what the editors feel of it.

    python -m tests.bench long_export --data DIR [--editors 5] [--pause 0.3]

Memory is that of the server and of the processes beside it together, above what they take before; the file isn't kept.
"""

import argparse
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

from .edits import Editor
from .meanwhile import _all
from .measure import machine, part
from .serving import Client, Server, opsdesk, token

MOST_MEMORY, FIRST_BYTE, TARGET = 60, 0.5, 100


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench long_export", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--editors", type=int, default=5)
    parser.add_argument("--pause", type=float, default=0.3, help="seconds each editor waits between two edits")
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        bearer = token(asked.data)
        editors = [Editor(Client(server.port, bearer), 1000 + 2000 * at) for at in range(asked.editors)]
        alone = _all(editors, 6, asked.pause)
        download = Download(server, bearer)
        beside: list[float] = []
        with Watching(server) as watched:
            download.start()
            while download.is_alive():
                beside += _all(editors, 2, asked.pause)
        download.join()
        if download.fault or not download.size:
            raise SystemExit(f"no file came: {download.fault or 'an empty answer'}")
        for editor in editors:
            editor.check()
    print(f"\nThe whole list as a workbook while {asked.editors} edit, pause {asked.pause:g} s\n{machine()}")
    print(
        f"  {download.size / 1e6:.0f} MB in {download.took:.0f} s; first byte {download.first:.2f} s (<= {FIRST_BYTE}); "
        f"server {watched.least[0]:.0f} MB, at most {watched.own:.0f} MB more; with the processes beside it {watched.more:.0f} MB "
        f"more (<= {MOST_MEMORY})"
    )
    for name, times in (("alone", alone), ("meanwhile", beside)):
        p50, p95, p99 = (part(times, share) for share in (0.5, 0.95, 0.99))
        said = f"{len(times):6,} edits  p50 {p50:7.2f}  p95 {p95:7.2f}  p99 {p99:7.2f} ms"
        print(f"  {name:10}{said}; p95 <= {TARGET} ms: {'ok' if p95 <= TARGET else 'MISSED'}; all read back")


class Download(threading.Thread):
    """The file as a browser takes it, piece by piece."""

    def __init__(self, server: Server, bearer: str):
        super().__init__()
        self.fault: str | None = None
        self.client, self.size, self.first, self.took = Client(server.port, bearer), 0, 0.0, 0.0
        self.client.line.timeout = 3600

    def run(self) -> None:
        started = time.perf_counter()
        self.client.line.request("GET", "/api/v1/member/export.xlsx", None, self.client.headers)
        answer = self.client.line.getresponse()
        if answer.status != 200:
            self.fault = f"{answer.status} {answer.read()[:300].decode()}"
            return
        while block := answer.read(1 if not self.size else 1 << 16):
            self.first = self.first or time.perf_counter() - started
            self.size += len(block)
        self.took = time.perf_counter() - started


class Watching:
    """How much memory the server and the processes beside it take at most while the `with` block lasts."""

    def __init__(self, server: Server):
        self.server, self.over, self.own, self.more = server, threading.Event(), 0.0, 0.0

    def __enter__(self) -> "Watching":
        self.least = server_and_beside(self.server.process.pid)
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self

    def _watch(self) -> None:
        while not self.over.wait(0.1):
            own, all_of_them = server_and_beside(self.server.process.pid)
            self.own, self.more = max(self.own, own - self.least[0]), max(self.more, all_of_them - self.least[1])

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def server_and_beside(pid: int) -> tuple[float, float]:
    """MB of a process, and of it with all that it started; what they share is counted once."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            children[int(stat.read_text().rpartition(")")[2].split()[1])].append(int(stat.parent.name))
        except OSError:  # it has ended meanwhile
            continue
    wanted, all_of_them = [pid], 0.0
    for each in wanted:
        wanted += children[each]
        all_of_them += _own(each)
    return _own(pid), all_of_them


def _own(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


if __name__ == "__main__":
    main(sys.argv[1:])
