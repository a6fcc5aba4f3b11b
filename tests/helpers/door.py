"""What the tests of the one door say again and again."""

import threading
from concurrent.futures import ThreadPoolExecutor

from models.kit.server import database
from models.kit.server.dialect import bare, placed
from models.kit.write.edits import edit


def new(record, who, *sets, **options):
    return edit(record, [{"id": None, "set": values} for values in sets], who=who, **options)


def change(record, who, id, seen=None, **values):
    return edit(record, [{"id": id, "set": values, "seen": seen or {}}], who=who)


def made(record, who, **values) -> int:
    answer = new(record, who, values)
    assert answer.state == "applied", answer.errors
    return answer.rows[0]["id"]


def said(answer) -> list[tuple]:
    """Where and why, in Chinese."""
    return [(fault.index, fault.field, fault.text.zh) for fault in answer.errors]


def raw(sql: str, *values) -> list[tuple]:
    cursor = database.handle.execute_sql(placed(sql) if values else bare(sql), values)
    return cursor.fetchall() if sql.lstrip().startswith("SELECT") else []


def in_threads(count, work):
    """Run the work in so many threads at once; each has its own connection."""
    gate = threading.Barrier(count)

    def turn(number):
        with database.reading():
            gate.wait()
            try:
                return work(number)
            finally:
                database.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(turn, range(count)))
