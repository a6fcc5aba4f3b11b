"""100,000 members exported to be edited and brought back: the file made, compared three ways, and a tenth of its rows written.

    python -m tests.bench.round --data DIR [--rows 100000]

Writes into the data, so give it a copy. Beside it the bare reading of the same file by calamine.
"""

import argparse
import io
import os
import re
import sys
import time
import zipfile
from pathlib import Path

import python_calamine

from exports.incoming.importing import run
from exports.incoming.returns import Came
from exports.read.sheets import letters
from exports.write import book
from exports.write.returning import as_returning
from models import house
from models.kit import system
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.write.edits import edit
from models.members import Member

from .measure import machine

WHO = system("bench")
NAME = "带回来的姓名"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.round", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    database.open(f"sqlite:///{asked.data}/ops.db")
    with database.reading():
        house()
        _round(asked.data / "bench-round.xlsx", asked.rows)


def _round(path: Path, rows: int) -> None:
    began = _now()
    query = Query(Member, WHO, None, ["card_no"])
    names = book.columns_of(Member, query.shown)
    data = b"".join(as_returning(query, names, WHO))
    made = _spent(began)
    data, edited = _worked_on(data, names.index("name") + 1)
    path.write_bytes(data)
    theirs = [{"id": id, "set": {"name": "别人改的"}} for id in query.ids()[:1000]]
    assert edit(Member, theirs, who=WHO).state == "applied"
    began = _now()
    sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0)
    count = len(sheet.to_python())
    bare = _spent(began)
    began = _now()
    done = run(path, path.name, Member, WHO, options={"conflicts": "mine", "op": f"bench-{time.time_ns()}"})
    back = _spent(began)
    path.unlink()
    assert isinstance(done, Came)
    wire = done.wire("en")
    sys.stdout.write(f"\n{count - 2:,} rows × {len(names)} columns, {len(data) / 1e6:.1f} MB\n{machine()}\n")
    sys.stdout.write(f"made in {made}; bare reading {bare}; read, compared and written {back}, target 15 s\n")
    counts = {name: wire[name] for name in ("state", "total", "changed", "cells", "theirs", "both")}
    sys.stdout.write(f"{counts}, {edited:,} cells edited, {len(done.returned.conflicts):,} conflicts\n")


def _now() -> tuple[float, float]:
    """By the clock, and of the processor: ours and that of the process that read the file."""
    return time.perf_counter(), sum(os.times()[:4])


def _spent(since: tuple[float, float]) -> str:
    clock, processor = (now - then for now, then in zip(_now(), since, strict=True))
    return f"{clock:.1f} s (processor {processor:.1f} s)"


def _worked_on(data: bytes, place: int) -> tuple[bytes, int]:
    """Every tenth row gets another name, in the XML itself: no program needs minutes for it then."""
    column = letters(place)
    out, edited = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                pattern = rf'<c r="{column}(\d+0)" s="(\d+)" t="inlineStr"><is>.*?</is></c>'.encode()
                put = rf'<c r="{column}\1" s="\2" t="inlineStr"><is><t>{NAME}</t></is></c>'.encode()
                content, edited = re.subn(pattern, put, content)
            new.writestr(entry.filename, content)
    return out.getvalue(), edited


if __name__ == "__main__":
    main(sys.argv[1:])
