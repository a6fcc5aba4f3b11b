"""Reading a large file in a process of its own: time and memory are limited, it can be cancelled, and nobody waits for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from exports.read.reading import read
from exports.read.sheets import Book, SheetRows, Unreadable
from models.kit.reading import Shown
from models.kit.server.beside import Ended, whole
from models.kit.server.memory import give_back
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text

LARGE = 512 * 1024
READER = "exports.read.aside:answer"
WHAT = Text("导入文件", "Import of a file")
MOST_SECONDS, MOST_MEMORY = 60, 1024**3
TOO_HEAVY = Text(
    "文件太大或太复杂，超出读取限制（{seconds} 秒、1 GB 内存）。请拆成几个文件再导入",
    "The file is too large or too complex to be read within {seconds} s and 1 GB. Split it and import the parts",
)
OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


@contextmanager
def turn(path: Path, person: Any, tell: Callable[[int], None] = lambda before: None) -> Iterator[None]:
    """A large file waits for its turn, whichever way it came; a small one doesn't. Raises Refused when too many wait.

    It lasts from the first byte to the last row written: reading takes a process, what was read the server's own memory.
    """
    if path.stat().st_size < LARGE:
        yield
        return
    with QUEUE.turn(person, tell, WHAT):
        try:
            yield
        finally:
            give_back()


def read_aside(
    path: Path,
    filename: str,
    tell: Callable[[float], None] = lambda share: None,
    seconds: float = MOST_SECONDS,
    encoding: str | None = None,
) -> Book:
    """`read`, but beside us when the file is large; `tell` is called while it lasts and may raise to end it."""
    if path.stat().st_size < LARGE:
        return read(path, filename, encoding=encoding)
    order = {"path": str(path.resolve()), "filename": filename, "encoding": encoding}
    start = time.monotonic()

    def waiting() -> bool:
        """It says nothing before it is done; `tell` is told by the clock."""
        tell(min(0.95, (time.monotonic() - start) / 6))
        return False

    try:
        answer, _ = whole(READER, order, stop=waiting, limit=seconds, memory=MOST_MEMORY, alone=True)
    except Ended as ended:
        if ended.cause in ("disk", "error"):
            raise
        raise Refused(TOO_HEAVY(seconds=round(seconds))) from ended
    return _unpacked(orjson.loads(answer))


def answer(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """For `beside`: the book as JSON, or why there is none."""
    book = read(Path(order["path"]), order["filename"], encoding=order["encoding"])
    yield orjson.dumps(_packed(book), default=_tagged, option=OPTIONS)


def _packed(book: Book) -> dict[str, Any]:
    sheets = [
        [
            sheet.name,
            sheet.rows,
            sheet.hidden_rows,
            sheet.hidden,
            sheet.first_row,
            sheet.merges,
            sheet.hidden_columns,
            sheet.problem and [sheet.problem.zh, sheet.problem.en],
            [[*place, said] for place, said in sheet.remarks.items()],
        ]
        for sheet in book.sheets
    ]
    about = [
        book.kind,
        [[note.zh, note.en] for note in book.notes],
        book.encoding,
        book.delimiter,
        book.date1904,
        book.digest,
        book.name,
    ]
    return {"sheets": sheets, "about": about}


def _tagged(value: Any) -> dict[str, Any]:
    """What JSON has no word for."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Unreadable):
        return {"u": [value.reason.zh, value.reason.en, value.shown]}
    if isinstance(value, Shown):
        return {"s": [value.value, value.text, value.percent, value.times, value.unit]}
    raise TypeError(f"{type(value)} in a sheet")


def _plain(value: dict[str, Any]) -> Any:
    if "d" in value:
        return date.fromisoformat(value["d"])
    if "t" in value:
        return datetime.fromisoformat(value["t"])
    if "s" in value:
        return Shown(*value["s"])
    zh, en, shown = value["u"]
    return Unreadable(Text(zh, en), shown)


def _unpacked(answer: dict[str, Any]) -> Book:
    sheets = []
    for name, rows, *rest, merges, hidden, problem, remarks in answer["sheets"]:
        lines = [[_plain(value) if value.__class__ is dict else value for value in row] for row in rows]
        ranges = [tuple(merge) for merge in merges]
        said = {(row, column): text for row, column, text in remarks}
        sheets.append(SheetRows(name, lines, *rest, ranges, hidden, Text(*problem) if problem else None, said))
    kind, notes, *rest = answer["about"]
    return Book(kind, sheets, [Text(*note) for note in notes], *rest)
