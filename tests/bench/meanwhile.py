"""Twenty people edit through the real server while the weekly count runs in its process, beside the same without it.

python -m tests.bench meanwhile --data DIR [--editors 20] [--seconds 6] [--pause 0] [--rounds 3]
"""

import argparse
import statistics
import sys
import threading
import time
from pathlib import Path

from models.kit.clock import today
from models.kit.server import database
from models.kit.server.beside import beside
from models.kit.week.rollup import last_whole

from .edits import Editor
from .measure import machine, part, timed
from .serving import Client, opsdesk, token

TARGET = 100


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench meanwhile", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds each editor waits between two edits")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        # Not before: the server's start writes by Python's own SQLite, and two libraries at one file in one process ruin it.
        database.open(f"sqlite:///{asked.data / 'ops.db'}")
        bearer = token(asked.data)
        editors = [Editor(Client(server.port, bearer), 10_000 + 2_000 * at) for at in range(asked.editors)]
        _all(editors, 1, asked.pause)  # warms everything up
        alone, beside, counts = [], [], []
        for _ in range(asked.rounds):
            alone += _all(editors, asked.seconds, asked.pause)
            with Counting() as counting:
                beside += _all(editors, asked.seconds, asked.pause)
            counts += counting.seconds
        for editor in editors:
            editor.check()
        database.close()
    print(
        f"\n{asked.editors} editors at once, {asked.rounds} rounds of {asked.seconds:g} s each way, alternating, pause {asked.pause:g} s, in ms"
    )
    print(
        f"{machine()}; a count took {statistics.median(counts):.1f} s (median of {len(counts)}), every edit read back"
    )
    for name, times in (("alone", alone), ("the week is counted meanwhile", beside)):
        p50, p95, p99 = (part(times, share) for share in (0.5, 0.95, 0.99))
        met = "ok" if p95 <= TARGET else "MISSED"
        print(
            f"  {name:30}{len(times):7,} edits  p50 {p50:7.2f}  p95 {p95:7.2f}  p99 {p99:7.2f}  max {max(times):.0f}; "
            f"target p95 <= {TARGET} ms: {met}"
        )


class Counting:
    """The weekly count in its own process, again and again until the `with` block ends."""

    def __enter__(self) -> "Counting":
        self.seconds: list[float] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work)
        self.thread.start()
        return self

    def _work(self) -> None:
        while not self.over.is_set():
            started = time.perf_counter()
            beside("exports.weeks.closing:count", str(last_whole(today())), lambda *_: None)
            self.seconds.append(time.perf_counter() - started)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def _all(editors: list[Editor], seconds: float, pause: float) -> list[float]:
    """All of them edit for so many seconds; the milliseconds of every edit. Raises what went wrong for the first of them."""
    times: list[float] = []
    faults: list[Exception] = []
    end = time.monotonic() + seconds

    def work(editor: Editor) -> None:
        try:
            while time.monotonic() < end:
                editor.edit()
                times.append(timed(editor.send))
                time.sleep(pause)
        except (RuntimeError, OSError) as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(editor,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return times


if __name__ == "__main__":
    main(sys.argv[1:])
