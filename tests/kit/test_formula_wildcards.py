"""Stars and question marks in SEARCH and formats in TEXT: read as Excel reads them, in time that grows with the text alone."""

import pytest

from models.kit.formula.embedded import search
from models.kit.formula.formats import number_pattern
from tests.formulas.engines import OnPostgreSQL, OnSQLite
from tests.formulas.trial import rows
from tests.helpers import places
from tests.helpers.spent import at_most


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    given = rows(7, 1)
    served = [OnPostgreSQL(given, places.url(tmp_path_factory.mktemp("stars") / "t.db"))] if places.SERVER else []
    return [OnSQLite(given), *served]


@pytest.mark.parametrize(
    ("formula", "place"),
    [
        ('SEARCH("a*c","xxabbc")', 3.0),
        ('SEARCH("a*c*e","a1c2d a3c4e")', 1.0),
        ('SEARCH("*c","xxabbc",2)', 2.0),
        ('SEARCH("c*","xxabbc")', 6.0),
        ('SEARCH("*","")', 1.0),
        ('SEARCH("a?c","abbc abc")', 6.0),
        ('SEARCH("?B?","aabc")', 2.0),
        ('SEARCH("a~*c","abc a*c")', 5.0),
        ('SEARCH("a~?","ab a?")', 4.0),
        ('SEARCH("~~","a~")', 2.0),
        ('SEARCH("a*b*a","ab")', None),
        ('SEARCH("店*卡","锦江一店金卡")', 4.0),
        ('SEARCH("a??","ab")', None),
    ],
)
def test_stars_and_question_marks_are_found_where_they_stand_first(engines, formula, place):
    assert [engine.results([formula])[0][0] for engine in engines] == [place] * len(engines)


@pytest.mark.parametrize(
    "formula", ['SEARCH("*a*a*a*a*a*a*b",REPT("a",400))', 'SEARCH("a*a*a*a*a*a*a?b",REPT("a",400))']
)
def test_no_pattern_keeps_the_server_busy(engines, formula):
    """On either engine: a regular expression takes hours for these, and in the embedded one nobody else goes on meanwhile."""
    served = [engine for engine in engines if not isinstance(engine, OnSQLite)]
    for engine in served:
        assert engine.results([formula])[0][0] is None
    with at_most(2):  # it took half a minute, so that this ends where it is as it was
        assert search("a" * 110, "*a*a*a*b", 1) is None
    assert OnSQLite(rows(7, 1)).results([formula])[0][0] is None


def test_what_is_sought_may_be_as_long_as_a_formula():
    for pattern in ("?" * 1990 + "b", "a" * 1990 + "b", "a*" * 990 + "b"):
        with at_most(2):
            assert search("a" * 32767, pattern, 1) is None


@pytest.mark.parametrize("written", ["元" * 23 + "！", "0" + "元个" * 900 + "!", '"' * 1500, "0" + "人次" * 900])
def test_no_format_of_a_number_keeps_the_server_busy(written):
    """Two dozen 元 took seven seconds, three dozen would have taken all day."""
    with at_most(1):
        number_pattern(written)
    assert number_pattern("0元").after == "元" and number_pattern("第0个").before == "第"
