"""Files that are exported to be edited: made, worked on as a person does, and brought back."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from exports.incoming import importing
from exports.incoming.returns import Came
from exports.write import book
from exports.write.returning import as_returning
from models.kit.ask.query import MOST_SORTS, Query
from models.kit.declare.access import Who
from models.kit.declare.record import Record

FIRST = 3  # the row of the first record: the first of all says the fields and is hidden, the second is the header


def taken(record: type[Record], who: Who, names: list[str] | None = None, filter: Any = None) -> bytes:
    """In the order of their key."""
    key = [name for name in record.sheet.key if Query(record, who).shown.get(name) == "full"]
    query = Query(record, who, filter, key[:MOST_SORTS])
    return b"".join(as_returning(query, book.columns_of(record, query.shown, names), who))


def worked_on(data: bytes, change: Callable[[Worksheet], Any]) -> bytes:
    """Saved by another program after somebody changed the sheet."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    change(opened.active)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def by_office(data: bytes, folder: Path, ending: str = "xlsx") -> bytes:
    """Opened and saved by LibreOffice."""
    (folder / "given").mkdir(exist_ok=True)
    (folder / "given" / "list.xlsx").write_bytes(data)
    convert = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending]
    command = [*convert, "--outdir", str(folder), str(folder / "given" / "list.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / f"list.{ending}").read_bytes()


def brought(record: type[Record], data: bytes, who: Who, folder: Path, ending: str = "xlsx", **options: Any) -> Came:
    """As the API takes it, at first to look only."""
    path = folder / f"back.{ending}"
    path.write_bytes(data)
    came = importing.run(path, path.name, record, who, options={"dry_run": True, **options})
    assert isinstance(came, Came)
    return came


def column(sheet: Worksheet, label: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == label)


def line_of(sheet: Worksheet, label: str, value: Any) -> int:
    """The row that says this in that column."""
    place = column(sheet, label)
    return next(row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, place).value == value)


def put(sheet: Worksheet, row: int, **values: Any) -> None:
    for label, value in values.items():
        sheet.cell(row, column(sheet, label)).value = value
