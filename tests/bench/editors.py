"""Twenty editors at once, each on rows of their own, as fast as they can; every edit is read back.

python -m tests.bench.editors --data DIR [--editors 20] [--seconds 6]
"""

import argparse
import statistics
import sys
import threading
import time
from pathlib import Path

from .edits import Editor
from .measure import machine, part, timed
from .serving import Client, opsdesk, token


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.editors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds each editor waits between two edits")
    asked = parser.parse_args(arguments)
    with opsdesk(asked.data) as server:
        bearer = token(asked.data)
        editors = [Editor(Client(server.port, bearer), 10_000 + 2_000 * at) for at in range(asked.editors)]
        for editor in editors:
            _one(editor)
        times: list[float] = []
        faults: list[str] = []
        end = time.monotonic() + asked.seconds
        threads = [threading.Thread(target=_work, args=(editor, end, asked.pause, times, faults)) for editor in editors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for editor in editors:
            editor.check()
        memory = server.memory()
    p95 = part(times, 0.95)
    print(f"\n{asked.editors} editors at once for {asked.seconds:g} s, pause {asked.pause:g} s, in ms\n{machine()}")
    print(
        f"  {len(times):,} edits, {len(times) / asked.seconds:,.0f} a second, {len(faults)} faults, none lost (all read back), {memory:.0f} MB"
    )
    print(
        f"  median {statistics.median(times):.2f}  p95 {p95:.2f}  p99 {part(times, 0.99):.2f}  max {max(times):.2f}; "
        f"target p95 <= 100 ms: {'ok' if p95 <= 100 and not faults else 'MISSED'}"
    )
    for fault in faults[:5]:
        print(f"  fault: {fault}")


def _one(editor: Editor) -> float:
    editor.edit()
    return timed(editor.send)


def _work(editor: Editor, end: float, pause: float, times: list[float], faults: list[str]) -> None:
    while time.monotonic() < end:
        try:
            times.append(_one(editor))
        except (RuntimeError, OSError) as error:
            faults.append(str(error)[:200])
            return
        time.sleep(pause)


if __name__ == "__main__":
    main(sys.argv[1:])
