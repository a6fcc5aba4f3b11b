"""A workbook of 100,000 rows becomes a table in a database of its own: reading (beside us), guessing and bringing, in seconds.

python -m tests.bench.tables [--rows 100000]
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from exports.incoming.guessing import propose
from exports.read.aside import read_aside
from models import AREAS, accounts, designed
from models.design.tables.from_workbook import bring
from models.kit import system
from models.kit.server import database
from models.kit.server.standing import stand

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
    parser = argparse.ArgumentParser(prog="tests.bench.tables", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder) / "assets.xlsx", asked.rows, asked.seed)
        database.open(f"sqlite:///{folder}/ops.db")
        stand(designed())
        accounts.seed_roles(AREAS)
        who, spent, worked = system("bench"), time.perf_counter(), time.process_time()

        def told(what: str) -> None:
            nonlocal spent, worked
            print(
                f"{what:<10}{time.perf_counter() - spent:6.1f} s, {time.process_time() - worked:6.1f} s of this process at work",
                flush=True,
            )
            spent, worked = time.perf_counter(), time.process_time()

        book = read_aside(Path(folder) / "assets.xlsx", "assets.xlsx")
        told("reading")
        plans, _ = propose(book, who)
        told("guessing")
        answer = bring(plans, who=who, file="assets.xlsx")
        told("bringing")
        if answer.state != "applied":
            sys.exit("\n".join(fault.text.en for fault in answer.errors))


if __name__ == "__main__":
    main(sys.argv[1:])
