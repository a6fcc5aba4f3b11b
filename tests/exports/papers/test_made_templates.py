"""Hundreds of templates nobody drew, each filled and held against where its rows must come to stand."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange

from exports.papers.filling import Said, filled
from tests.helpers.templates import Made, as_bytes, planned

HEIGHTS, COUNTS = st.integers(1, 3), st.integers(0, 4)
PARTS = st.lists(st.tuples(st.sampled_from(["plain", "lines"]), HEIGHTS), min_size=1, max_size=6)
WAYS = st.sets(st.sampled_from(["hidden", "high", "merged", "named", "coloured", "summed", "own name", "range"]))


def built(parts: list[tuple[str, int]], ways: set[str]) -> tuple[Workbook, list[tuple[int, int]]]:
    """Column A says which row of the template it is; blocks of lines are marked in B, their amounts in C."""
    book, row, blocks = Workbook(), 0, []
    sheet = book.active
    sheet.title = "单 据"
    for kind, height in parts:
        if kind == "lines" and len(blocks) < 2:
            blocks.append((row + 1, row + height))
        for _ in range(height):
            row += 1
            sheet.cell(row, 1, f"r{row}")
            if blocks and blocks[-1][0] <= row <= blocks[-1][1]:
                sheet.cell(row, 2, f"{{{{l{len(blocks)}.品名}}}}")
                sheet.cell(row, 3, f"=LEN(B{row})")
        if "range" in ways and kind == "lines" and blocks and blocks[-1][1] == row:
            place = f"'单 据'!$A${blocks[-1][0]}:$F${row}"
            book.defined_names[f"l{len(blocks)}"] = DefinedName(f"l{len(blocks)}", attr_text=place)
        row += 1
        sheet.cell(row, 1, f"r{row}")  # blocks that touch would be one
    if "hidden" in ways:
        sheet.row_dimensions[1].hidden = True
    if "high" in ways:
        sheet.row_dimensions[row].height = 33
    if "merged" in ways:
        for at in {1, row, *(first for first, _ in blocks)}:
            sheet.merge_cells(start_row=at, end_row=at, start_column=5, end_column=7)
    if "named" in ways:
        book.defined_names["范围"] = DefinedName("范围", attr_text=f"'单 据'!$A$1:$D${row}")
    if "own name" in ways:
        sheet.defined_names["本表"] = DefinedName("本表", attr_text=f"'单 据'!$A${row}")
    if "coloured" in ways:
        for first, last in blocks:
            rule = FormulaRule(formula=[f"$C{first}>2"], fill=PatternFill("solid", bgColor="FF0000"))
            sheet.conditional_formatting.add(f"C{first}:C{last}", rule)
    if "summed" in ways:
        for at, (first, last) in enumerate(blocks):
            for place in {1, row}:
                sheet.cell(place, 10 + at, f"=SUM(C{first}:C{last})")
    return book, blocks


@given(PARTS, WAYS, COUNTS, COUNTS)
@settings(max_examples=150)
def test_every_row_stands_where_it_must_and_everything_goes_along(parts, ways, first_count, second_count):
    book, blocks = built(parts, ways)
    rows = book.active.max_row
    counts = [first_count, second_count]
    source = Made({}, {f"l{at + 1}": [{"品名": Said(text="x" * n)} for n in range(counts[at])] for at in range(2)})
    data = filled(planned(as_bytes(book), source), source)
    made = load_workbook(io.BytesIO(data))
    sheet = made.active
    places = _places(rows, blocks, counts)
    assert [cell.value for cell in sheet["A"]] == [f"r{row}" for row in _order(rows, blocks, counts)]
    for row in range(1, rows + 1):
        block = next((at for at, (first, last) in enumerate(blocks) if first <= row <= last), None)
        for copy, place in enumerate(places[row]):
            if block is not None:
                text = "x" * copy if copy < counts[block] else ""
                assert (sheet.cell(place, 2).value or "") == text
                assert sheet.cell(place, 3).value == f"=LEN(B{place})"
    if "hidden" in ways:
        assert all(sheet.row_dimensions[place].hidden for place in places[1])
    if "high" in ways:
        assert all(sheet.row_dimensions[place].height == 33 for place in places[rows])
    if "merged" in ways:
        merged = {place for at in {1, rows, *(first for first, _ in blocks)} for place in places[at]}
        assert {str(area) for area in sheet.merged_cells.ranges} == {f"E{place}:G{place}" for place in merged}
    if "named" in ways:
        assert made.defined_names["范围"].attr_text == f"'单 据'!$A$1:$D${max(map(max, places.values()))}"
    if "own name" in ways:
        assert sheet.defined_names["本表"].attr_text == f"'单 据'!$A${places[rows][0]}"
    for at, (first, last) in enumerate(blocks):
        over = f"C{places[first][0]}:C{places[last][-1]}"
        if "coloured" in ways:
            coloured = {str(area.sqref) for area in sheet.conditional_formatting}
            assert str(CellRange(over)) in coloured
        if "summed" in ways:
            assert all(sheet.cell(place, 10 + at).value == f"=SUM({over})" for place in _outside(rows, blocks, places))


def _order(rows: int, blocks: list[tuple[int, int]], counts: list[int]) -> list[int]:
    order, row = [], 1
    while row <= rows:
        at = next((at for at, (first, _) in enumerate(blocks) if first == row), None)
        if at is None:
            order.append(row)
            row += 1
        else:
            stretch = [*range(row, blocks[at][1] + 1)]
            order += stretch * max(1, counts[at])
            row = blocks[at][1] + 1
    return order


def _places(rows: int, blocks: list[tuple[int, int]], counts: list[int]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {row: [] for row in range(1, rows + 1)}
    for place, row in enumerate(_order(rows, blocks, counts), 1):
        places[row].append(place)
    return places


def _outside(rows: int, blocks: list[tuple[int, int]], places: dict[int, list[int]]) -> list[int]:
    """The first and the last row, where no block begins or ends with them."""
    edges = [row for row in (1, rows) if not any(first <= row <= last for first, last in blocks)]
    return [places[row][0] for row in edges]
