"""Whatever a field takes at the door goes out in a file or by the clipboard, and comes back as it was."""

import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.read.reading import read
from exports.write.cells import cell_format, cell_kind, cell_value
from exports.write.columns import Column
from exports.write.csv_lists import write_csv
from exports.write.writing import write_xlsx
from models.kit.incoming.cells import _read as as_imported
from models.kit.text import Refused
from tests.kit.test_fields import ALL, PERCENT, SHARE, TYPED

WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
# What programs, people and readers of files take for something else.
ODD = st.sampled_from(
    [
        "'=1",
        '="007"',
        "=1+1",
        "-5",
        "+86",
        "@x",
        "TRUE",
        "false",
        "1.10",
        "000",
        "5%",
        "3-5",
        "1/2",
        "1e5",
        "12E3",
        "2026-11-28",
        "_x0041_",
        "x_x000d_",
        "＝1",
        "a,b",
        'a"b',
        '"',
        '""',
        "'",
        "''1",
        "`123",
        "#N/A",
        "#REF!",
        "null",
        "-",
        "a\u3000b",
        "1 234",
        "¥5",
        "6.90E+12x",
        " 1",
        "sep=;",
        "备注",
        "12:30",
        "1月",
        "Mar-5",
        "甲、乙",
        "a;b",
        "\u2028x",
        "é",
        "e\u0301",
        "👨‍👩‍👧",
        "ﬁ",
        "①",
        "㎏",
        "1,234",
        "(5)",
        "\\N",
        "a\tb",
    ]
)
DRAWN = {
    **TYPED,
    **{kind: TYPED[kind] | ODD for kind in ("line", "note")},
    "tags": st.lists(ODD, max_size=4) | TYPED["tags"],
    "moment": st.datetimes(datetime(1992, 1, 1), datetime(2100, 12, 31)),  # before, summer time had an hour twice
}
# A link and the columns of a table say what they mean by their row (test_round_trip, test_accounts); files do not travel in cells.
ITEMS = (*(item for item in ALL if item.kind not in ("link", "names", "files")), PERCENT, SHARE)
NAMES = [f"{item.kind}{' %' if getattr(item, 'percent', False) else ''}" for item in ITEMS]


def drawn(item) -> st.SearchStrategy:
    if item is SHARE:
        return st.integers(0, 100)
    return DRAWN[item.kind].map(lambda value: _taken(item, value)).filter(lambda value: value is not None)


def _taken(item, value):
    try:
        return item.parse(value)
    except Refused:
        return None


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=25)
@given(rows=st.lists(st.tuples(*map(drawn, ITEMS)), min_size=1, max_size=8))
def test_values_come_back_from_a_file_as_they_were(ending, lang, rows):
    columns = [
        Column(name, cell_kind(item), number_format=cell_format(item)) for name, item in zip(NAMES, ITEMS, strict=True)
    ]
    out = io.BytesIO()
    WRITERS[ending](out, columns, [tuple(map(cell_value, ITEMS, row, [lang] * len(ITEMS))) for row in rows])
    back = read(out.getvalue(), f"list.{ending}").sheets[0].rows[1:]
    for row, cells in zip(rows, back, strict=True):
        for item, value, cell in zip(ITEMS, row, cells, strict=True):
            assert as_imported(item, cell) == value


@pytest.mark.parametrize("item", ITEMS, ids=NAMES)
@settings(max_examples=30)
@given(st.data())
def test_values_that_are_copied_can_be_pasted_back(item, data):
    value = data.draw(drawn(item))
    for lang in ("zh", "en"):
        assert item.same(value, item.parse(item.show(value, lang)))  # a moment is shown to the minute
    assert item.parse(item.keep(value)) == value
