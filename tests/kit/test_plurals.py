"""English sentences say one as one; Chinese ones need nothing of the kind."""

import re

import pytest

from models.kit.incoming.united import TAKEN as UNITED
from models.kit.plurals import NOUNS, in_number, singular
from models.kit.text import Text

LOCKED = Text("现有 {n} 行会锁住：{rows}", "{n} rows are locked as they stand: {rows}")


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("{n} rows", {"n": 1}, "1 row"),
        ("{n} rows", {"n": "1"}, "1 row"),
        ("{n} rows", {"n": 0}, "0 rows"),
        ("{n} rows", {"n": 11}, "11 rows"),
        ("At most {most} rows at a time", {"most": 1}, "At most 1 row at a time"),
        ("{n} rows don't hold to it now", {"n": 1}, "1 row doesn't hold to it now"),
        ("{n} rows differ from it", {"n": 1}, "1 row differs from it"),
        ("{n} new rows, {m} boxes", {"n": 1, "m": 1}, "1 new row, 1 box"),
        ("{n} imported rows are put back", {"n": 1}, "1 imported row is put back"),
        ("{a} of {b} rows done", {"a": 1, "b": 1}, "1 of 1 row done"),
        ("{rows} rows by {columns} columns", {"rows": 1, "columns": 3}, "1 row by 3 columns"),
        ("{n} batches came, {k} copies", {"n": 1, "k": 1}, "1 batch came, 1 copy"),
        (
            UNITED.en,
            {"field": "Sales", "count": 1, "unit": "yuan"},
            "Sales: 1 cell came with the column's own unit (yuan), which is left off",
        ),
        ("{no} has been signed", {"no": 1}, "1 has been signed"),
        ("{n} days' notice", {"n": 1}, "1 days' notice"),
    ],
)
def test_a_sentence_is_said_in_the_number_that_its_value_has(template, values, said):
    assert in_number(template, values).format_map(values) == said
    assert Text("中文", template)(**values).en == said


def test_chinese_stays_as_it_is_and_what_is_filled_in_is_not_touched():
    text = LOCKED(n=1, rows="1 rows are")
    assert (text.zh, text.en) == ("现有 1 行会锁住：1 rows are", "1 row is locked as they stand: 1 rows are")


def test_every_noun_has_one_thing_it_is_called():
    assert all(re.fullmatch(r"[a-z]+", singular(noun)) and not singular(noun).endswith("s") for noun in NOUNS)
