"""Many threads at one starting gun, each with its own connection; what fails in one fails the test."""

import threading
from collections.abc import Callable
from typing import Any

from models.kit.server import database


def crowd(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run all at once; returns what each returned, in their order. Raises the first exception."""
    gate, results, failed = threading.Barrier(len(jobs)), [None] * len(jobs), []

    def run(at: int) -> None:
        try:
            with database.reading():
                gate.wait(120)
                results[at] = jobs[at]()
        except BaseException as error:
            failed.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    if failed:
        raise failed[0]
    return results
