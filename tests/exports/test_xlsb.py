"""Binary workbooks of Excel: their values, days, per cents, codes with zeros, merged cells and errors, and what is too large."""

import io
import struct
import zipfile
from datetime import date
from typing import Any

import pytest

from exports.read.reading import read
from exports.read.sheets import LIMITS, Unreadable
from models.kit.reading import Shown
from models.kit.text import Refused

RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
DAY, PERCENT, CODE = 1, 2, 3  # styles
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def short(number: int) -> bytes:
    made = bytearray()
    while True:
        made.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(made)


def record(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return short(kind) + short(len(body)) + body


def text(said: str) -> bytes:
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")


def cell(column: int, value: Any, style: int = 0) -> bytes:
    at = struct.pack("<II", column, style)
    if value is None:
        return record(1, at)
    if isinstance(value, str) and value.startswith("#"):
        return record(3, at, b"\x07")
    return record(6, at, text(value)) if isinstance(value, str) else record(5, at, struct.pack("<d", value))


def workbook(rows: dict[int, list[bytes]], merges: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    lines = b"".join(
        record(0, struct.pack("<I", row), bytes(13)) + b"".join(cells) for row, cells in sorted(rows.items())
    )
    columns = max((struct.unpack_from("<I", body, 2)[0] for cells in rows.values() for body in cells), default=0)
    size = record(148, struct.pack("<IIII", min(rows), max(rows), 0, columns))
    tied = b"".join(record(176, struct.pack("<IIII", *merge)) for merge in merges)
    sheet = record(129) + size + record(145) + lines + record(146) + (record(177) + tied + record(178) if tied else b"")
    styles = (
        record(278)
        + record(615, struct.pack("<I", 1))
        + record(44, struct.pack("<H", 164), text("000000"))
        + record(616)
    )
    styles += record(617, struct.pack("<I", 4))
    styles += b"".join(record(47, struct.pack("<HH", 0xFFFF, number), bytes(12)) for number in (0, 14, 10, 164))
    styles += record(618) + record(279)
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1), text("rId1"), text("名单"))
        + record(144)
        + record(132)
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        links = f'<Relationship Id="rId1" Type="{KINDS}worksheet" Target="worksheets/sheet1.bin"/>'
        archive.writestr("xl/_rels/workbook.bin.rels", RELS.format(links))
        archive.writestr("xl/worksheets/sheet1.bin", sheet + record(130))
        archive.writestr("xl/styles.bin", styles)
    return packed.getvalue()


def test_a_binary_workbook_is_read_with_days_per_cents_zeros_errors_and_merged_cells():
    rows = {
        1: [cell(1, "卡号"), cell(2, "入会日期"), cell(3, "费率"), cell(4, "备注")],
        2: [cell(1, 123, CODE), cell(2, 46000, DAY), cell(3, 0.055, PERCENT), cell(4, "#DIV/0!"), cell(900, None)],
    }
    book = read(workbook(rows, ((1, 2, 4, 4),)), "名单.xlsb")
    sheet = book.sheets[0]
    assert (book.kind, sheet.name, sheet.merges) == ("xlsb", "名单", [(2, 5, 3, 5)])
    assert sheet.rows[0] == [] or set(sheet.rows[0]) == {None}
    assert sheet.rows[1][1:] == ["卡号", "入会日期", "费率", "备注"]
    code, day, rate, wrong = sheet.rows[2][1:5]
    assert isinstance(code, Shown) and code.text == "000123"
    assert (day.date() if hasattr(day, "date") else day) == date(2025, 12, 9)
    assert isinstance(rate, Shown) and rate.percent and rate.text == "5.50%"
    assert isinstance(wrong, Unreadable) and wrong.shown == "#DIV/0!"


@pytest.mark.parametrize("rows", [{0: [cell(0, "a")], LIMITS.rows + 5: [cell(0, "b")]}, {0: [cell(16_000, "a")]}])
def test_one_cell_far_away_is_refused_before_anything_is_laid_out(rows):
    with pytest.raises(Refused) as refused:
        read(workbook(rows), "名单.xlsb")
    assert "名单" in refused.value.text.zh


def test_a_binary_workbook_that_is_cut_off_is_refused():
    whole = workbook({0: [cell(0, "卡号")]})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.bin"] = parts["xl/worksheets/sheet1.bin"][:30]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    with pytest.raises(Refused):
        read(packed.getvalue(), "名单.xlsb")
