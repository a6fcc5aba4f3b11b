"""Long lists as xlsx: streamed block by block, made column by column.

XlsxWriter needs 5-9 s for 100,000 rows and openpyxl longer; a list needs so little of the format that we write
its XML ourselves. Workbooks with charts and layout for meetings are openpyxl's business, not this file's.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from exports.read.sheets import letters
from exports.write.notes import FOOT, Notes, write_notes
from exports.write.notes import TYPES as NOTE_TYPES
from exports.write.package import MOST_ROWS, Styles, finish_workbook, sheet_foot, sheet_head, sheet_name
from exports.write.painting import FILLS, Paint

from .blocks import Block, Blocks, by_rows
from .columns import Column, Target, opened
from .sheet_cells import Cells, Toned, xml_rows

MOST_BYTES = 1_900_000_000  # of one sheet's XML: beyond 2 GB a zip entry needs an extension that Excel distrusts


def write_xlsx(target: Target, columns: list[Column], rows: Iterable[tuple], title=None, sheet="Sheet1") -> int:
    """Writes the list and answers how many rows it has."""
    count = 0
    with opened(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for done in _fill(archive, columns, by_rows(rows), title, sheet):
            count = done
    return count


def xlsx_chunks(columns: list[Column], rows: Iterable[tuple], title=None, sheet="Sheet1") -> Iterator[bytes]:
    """The same file in pieces while the rows are still being read, for an HTTP answer."""
    return xlsx_of(columns, by_rows(rows), title, sheet)


def xlsx_of(
    columns: list[Column],
    blocks: Iterable[Block],
    title=None,
    sheet="Sheet1",
    paint: Paint | None = None,
    notes: Notes | None = None,
) -> Iterator[bytes]:
    """The same of what comes in blocks. paint: what those that have tones go by.

    notes: on cells of the first sheet; they are put there while the blocks are taken.
    """
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for _ in _fill(archive, columns, blocks, title, sheet, paint, notes):
            yield from pipe.take()
    yield from pipe.take()


class Pipe:
    """A place for zipfile to write to that can't be rewound, emptied as it fills."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> Iterator[bytes]:
        pieces, self.pieces = self.pieces, []
        if pieces:
            yield b"".join(pieces)


def cells_of(columns: Sequence[Column], styles: Styles, before: int = 0) -> list[Cells]:
    """How the cells of each column are written; before: how many columns the styles have in front of these."""
    return [Cells(c.kind, letters(at), styles.of(before + at), c.read) for at, c in enumerate(columns, 1)]


def _fill(
    archive: zipfile.ZipFile,
    columns: list[Column],
    blocks: Iterable[Block],
    title,
    sheet: str,
    paint: Paint | None = None,
    notes: Notes | None = None,
) -> Iterator[int]:
    """Writes sheet after sheet, as many as the rows need, and says now and then how many rows are written."""
    if not columns:
        raise ValueError("a list needs at least one column")
    styles = Styles(columns, tuple(FILLS.values()) if paint else ())
    cells = cells_of(columns, styles)
    toned = Toned(columns, styles) if paint else None
    source, sheets, done, more, types = Blocks(blocks), [], 0, True, ""
    while more:
        name = sheet_name(sheet, len(sheets))
        with archive.open(f"xl/worksheets/sheet{len(sheets) + 1}.xml", "w") as part:
            head, first = sheet_head(columns, title, first=not sheets)
            part.write(head.encode())
            count = 0
            for written in fill_sheet(part, cells, source, first, toned):
                count = written
                yield done + count
            last = first + count - 1
            shapes = paint.shapes(first, last) if paint else ""
            noted = notes.within(first, last) if notes and not sheets else {}
            part.write(sheet_foot(columns, title, first - 1, last, shapes, foot=FOOT if noted else "").encode())
        if noted:
            write_notes(archive, noted)
            types = NOTE_TYPES
        done += count
        sheets.append((name, last, len(columns)))
        more = source.more()
    finish_workbook(archive, sheets, styles, first - 1, types=types)
    yield done


def fill_sheet(
    part: BinaryIO, cells: list[Cells], source: Blocks, first: int, toned: Toned | None = None
) -> Iterator[int]:
    """Rows until they or the sheet come to an end; says now and then how many are written."""
    number, size = first, 0
    while number <= MOST_ROWS and size <= MOST_BYTES and (block := source.take(MOST_ROWS - number + 1)) is not None:
        written = [each.of(values) for each, values in zip(cells, block.columns, strict=True)]
        if toned is not None:
            toned.paint(written, block)
        size += part.write(xml_rows(written, number))
        number += len(block)
        yield number - first
    yield number - first
