"""Odd values of every kind of field, through a real spreadsheet program and back: what came back otherwise is told.

    python -m tests.helpers.office_values [--seed 1] [--examples 60]

Needs LibreOffice's `soffice`. Days before March 1900 are left out: LibreOffice counts them otherwise than Excel, also in the
file that it writes.
"""

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from exports.read.reading import read
from exports.write.cells import cell_format, cell_kind, cell_value
from exports.write.columns import Column
from models.kit.text import Refused
from tests.helpers.office_trip import WAYS, saved_by_office, say
from tests.kit.test_values_travel import ITEMS, NAMES, WRITERS, as_imported, drawn

EXCELS_FIRST = date(1900, 3, 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=60)
    asked = parser.parse_args()
    if shutil.which("soffice") is None:
        sys.stderr.write("soffice is not installed\n")
        return 2
    rows = _rows(asked.seed, asked.examples)
    with tempfile.TemporaryDirectory() as folder:
        faults = sum(_trip(rows, lang, Path(folder) / lang) for lang in ("zh", "en"))
    say(f"{faults} of {len(rows)} rows × {len(ITEMS)} kinds × {2 * len(WAYS)} ways came back otherwise")
    return 1 if faults else 0


def _rows(number: int, examples: int) -> list[tuple]:
    rows: list[tuple] = []

    @seed(number)
    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(*map(drawn, ITEMS)), min_size=4, max_size=8))
    def draw(some: list[tuple]) -> None:
        rows.extend(some)

    draw()
    return rows


def _trip(rows: list[tuple], lang: str, folder: Path) -> int:
    columns = [
        Column(name, cell_kind(item), number_format=cell_format(item)) for name, item in zip(NAMES, ITEMS, strict=True)
    ]
    for ending, write in WRITERS.items():
        out = io.BytesIO()
        write(out, columns, [tuple(map(cell_value, ITEMS, row, [lang] * len(ITEMS))) for row in rows])
        (folder / ending).mkdir(parents=True)
        (folder / ending / f"list.{ending}").write_bytes(out.getvalue())
    faults = 0
    for written, ending in WAYS:
        out = folder / f"{written}-{ending}"
        saved_by_office(folder / written, written, ending, out)
        changed = list(_changed(rows, out / f"list.{ending}"))
        faults += len(changed)
        say(f"{lang} {written} saved as {ending}: {len(rows)} rows, {len(changed)} values changed")
        for line in changed[:20]:
            say(f"  {line}")
    return faults


def _changed(rows: list[tuple], path: Path) -> Iterator[str]:
    back = read(path.read_bytes(), path.name).sheets[0].rows[1:]
    for row, cells in zip(rows, back, strict=True):
        for name, item, value, cell in zip(NAMES, ITEMS, row, cells, strict=True):
            if isinstance(value, date) and value.isoformat() < EXCELS_FIRST.isoformat():
                continue
            came = _came(item, cell)
            if came != value and not item.same(value, came):
                yield f"{name}: {value!r} stood as {cell!r} and came as {came!r}"


def _came(item: Any, cell: Any) -> Any:
    try:
        return as_imported(item, cell)
    except Refused as refused:
        return refused.text.en


if __name__ == "__main__":
    sys.exit(main())
