"""A workbook of 100,000 rows becomes a table in a database of its own: reading (beside us), guessing and bringing.

    python -m tests.bench tables [--rows 100000]

Beside it calamine and a bare insert of the same rows in the same run.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import openpyxl
import python_calamine

from exports.incoming.guessing import propose
from exports.read.aside import read_aside
from models import AREAS, accounts, designed, house
from models.design.tables.from_workbook import bring
from models.kit import system
from models.kit.server import database
from models.kit.server.standing import stand

from .measure import Table

MOST = 10
HEAD = ("设备编号", "设备名称", "类别", "购入日期", "购入价", "数量", "保管人", "备注")
KINDS, SURNAMES, WORDS = ("冷柜", "货架", "电子秤", "收银机"), "王李张刘陈杨赵黄周吴", "高新锦江武侯青羊成华金牛"


def lines(rows: int, seed: int) -> Iterator[tuple]:
    chance = random.Random(seed)
    for at in range(rows):
        kind, name = chance.choice(KINDS), "".join(chance.choices(WORDS, k=4))
        day = f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        keeper = chance.choice(SURNAMES) + "".join(chance.choices(WORDS, k=2))
        price, count = chance.randint(100, 900_000) / 100, chance.randint(1, 40)
        yield f"SB{at:06d}", f"{name}{kind}{at}", kind, day, price, count, keeper, f"第{at % 977}批" if at % 3 else None


def written(path: Path, rows: int, seed: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("设备")
    for line in (HEAD, *lines(rows, seed)):
        sheet.append(line)
    book.save(path)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench tables", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "assets.xlsx"
        written(path, asked.rows, asked.seed)
        database.open(f"sqlite:///{folder}/ops.db")
        stand(designed())
        accounts.seed_roles(AREAS)
        who, table = system("bench"), Table(f"a workbook of {asked.rows:,} rows becomes a table", "bare")
        floor, rows = _clocked(lambda: calamine(path))
        took, book = _clocked(lambda: read_aside(path, "assets.xlsx"))
        table.row("reading, floor: calamine alone", took.wall, floor.wall)
        guessing, (plans, _) = _clocked(lambda: propose(book, who))
        table.row("guessing", guessing.wall)
        inserting, _ = _clocked(lambda: inserted(Path(folder) / "floor.db", rows))
        bringing, answer = _clocked(lambda: bring(plans, who=who, file="assets.xlsx"))
        if answer.state != "applied":
            sys.exit("\n".join(fault.text.en for fault in answer.errors))
        table.row("bringing, floor: insert alone", bringing.wall, inserting.wall)
        whole = took.wall + guessing.wall + bringing.wall
        table.row("all of it", whole, floor.wall + inserting.wall, f"≤ {MOST} s", whole <= MOST * 1000)
        children = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        print(
            f"at work: {guessing.cpu + bringing.cpu:.1f} s here for guessing and bringing, {children:.1f} s beside us for reading"
        )
        count = len(house().records[answer.rows[0]["name"]].rows())
        if count != len(rows) - 1:
            sys.exit(f"{count} rows came in of {len(rows) - 1}")
        database.close()


@dataclass
class Took:
    """Milliseconds by the clock, and seconds of this process at work."""

    wall: float
    cpu: float


def _clocked(do: Callable[[], Any]) -> tuple[Took, Any]:
    spent, worked = time.perf_counter(), time.process_time()
    answer = do()
    return Took((time.perf_counter() - spent) * 1000, time.process_time() - worked), answer


def calamine(path: Path) -> list[list[Any]]:
    """What reading costs at least."""
    return python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()


def inserted(path: Path, rows: list[list[Any]]) -> None:
    """What keeping them costs at least, with nothing read, judged or noted of them."""
    line = apsw.Connection(str(path))
    line.pragma("journal_mode", "wal")
    columns = ", ".join(f"c{at}" for at in range(len(HEAD)))
    line.execute(f"CREATE TABLE floor (id INTEGER PRIMARY KEY, {columns})")
    with line:
        line.executemany(f"INSERT INTO floor ({columns}) VALUES ({', '.join('?' * len(HEAD))})", map(tuple, rows[1:]))
    line.close()


if __name__ == "__main__":
    main(sys.argv[1:])
