"""What was exported comes back and changes nothing: every record type, both languages, both kinds of file."""

import io
from dataclasses import replace

import openpyxl
import pytest

from exports.incoming import importing
from exports.write import book
from exports.write.cells import cell_value
from exports.write.csv_lists import csv_chunks, csv_of
from models import house
from models.kit import system
from models.kit.ask.naming import Naming
from models.kit.ask.query import Query
from models.kit.server import database
from tests.helpers import furnished

BOSS = system("tests")
IMPORTABLE = [key for key, record in house().records.items() if "import" in record.sheet.allowed]
MAKERS = {"xlsx": book.as_xlsx, "csv": book.as_csv}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two rows of every record type, in a database of their own."""
    made = furnished.opened(tmp_path_factory.mktemp("there and back") / "ops.db")
    with database.reading():
        yield made
    database.close()


def exported(key, ending, who) -> bytes:
    query = Query(house().records[key], who)
    return b"".join(MAKERS[ending](query, book.columns_of(house().records[key], query.shown), who))


def brought_back(key, data, ending, who, folder, **options) -> dict:
    path = folder / f"{key}.{ending}"
    path.write_bytes(data)
    return importing.run(path, path.name, house().records[key], who, options={"dry_run": True, **options}).wire("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("key", IMPORTABLE)
def test_what_was_exported_changes_nothing_when_it_comes_back(made, key, ending, lang, tmp_path):
    who = replace(BOSS, lang=lang)
    answer = brought_back(key, exported(key, ending, who), ending, who, tmp_path)
    assert (answer["new"], answer["changed"], answer["faulty"]) == (0, 0, []), answer
    assert answer["unchanged"] == answer["total"] == len(house().records[key].rows())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_list_made_by_column_is_what_its_values_say_one_by_one(made, lang):
    for key, record in house().records.items():
        query = Query(record, replace(BOSS, lang=lang)).taken_away()
        names = book.columns_of(record, query.shown)
        if not names:
            continue
        rows = [row for chunk in query.stream(tuple(names), Naming()) for row in chunk]
        heads = [replace(column, read=None) for column in book.columns(query, names, lang)]
        said = [
            tuple(
                v if v is None or query.shown[n] == "masked" else cell_value(query.fields[n], v, lang)
                for n, v in zip(names, row, strict=True)
            )
            for row in rows
        ]
        assert b"".join(csv_of(book.columns(query, names, lang), book.blocks(query, names))) == b"".join(
            csv_chunks(heads, said)
        ), key


def rewritten(data: bytes, change) -> bytes:
    """The exported workbook after somebody worked on its sheet: `change(header, rows)` returns the rows as they are then."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    header, *rows = [[cell.value for cell in row] for row in opened.active.iter_rows()]
    for row, values in enumerate(change(header, rows), 2):
        for column, value in enumerate(values, 1):
            opened.active.cell(row, column, value)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def moved_ids(header, rows):
    """As they stand after sorting without the last column."""
    at = header.index("运营台行号")
    return [[*row[:at], rows[place - 1][at], *row[at + 1 :]] for place, row in enumerate(rows)]


@pytest.mark.parametrize("key", ["member", "store", "employee"])
def test_row_ids_that_were_left_out_when_sorting_move_nobody_into_another_row(made, key, tmp_path):
    answer = brought_back(key, rewritten(exported(key, "xlsx", BOSS), moved_ids), "xlsx", BOSS, tmp_path)
    assert answer["changed"] == answer["new"] == 0
    assert answer["faulty_rows"] == answer["total"] == len(house().records[key].rows())
    assert all("排序时漏了行号" in fault["message"] for fault in answer["faulty"])
