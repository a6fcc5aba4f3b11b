"""Every duty of the department leads to something that works, and nothing in the table of duties points at nothing."""

import re
from pathlib import Path

import pytest

from models import AREAS, house
from tests.helpers.carried import CARRIED
from tests.helpers.duties import CLAUSES, DUTIES

TESTS = Path(__file__).parent.parent
PAGES = TESTS.parent / "pages"
FIGURES = {metric.name: metric for area in AREAS for metric in area.metrics}
SHARED = {"organization", "accounts", "design"}  # what all areas share serves no duty of its own


def mounted() -> set[str]:
    """The addresses of the pages as their modules declare them."""
    sources = (path.read_text() for path in PAGES.rglob("*.py"))
    return {
        address for source in sources for address in re.findall(r'(?:@ui\.page\(\s*f?|^PATH = )"([^"]+)"', source, re.M)
    }


def leads_somewhere(page: str) -> bool:
    """A page of its own, a type's grid, or an area's home."""
    _, kind, *rest = page.split("/")
    if kind == "a":
        return rest[0] in {area.name for area in AREAS}
    return rest[0] in house().records if kind == "t" else page in mounted()


def test_no_clause_is_left_out_and_none_is_made_up():
    assert list(DUTIES) == CLAUSES
    assert len(CLAUSES) == 77


@pytest.mark.parametrize("clause", DUTIES)
def test_the_duty_leads_to_what_exists(clause):
    duty = DUTIES[clause]
    assert [name for name in duty.records.split() if name not in house().records] == []
    assert [name for name in duty.actions.split() if name not in house().actions] == []
    assert [name for name in duty.figures.split() if name not in FIGURES] == []
    assert [page for page in duty.pages.split() if not leads_somewhere(page)] == []


@pytest.mark.parametrize("clause", DUTIES)
def test_the_duty_is_kept_somewhere_and_can_be_followed(clause):
    duty = DUTIES[clause]
    assert duty.words and duty.records
    assert duty.figures or duty.pages, "nobody sees how it goes"
    assert duty.actions or duty.figures, "nothing can be done about it"


@pytest.mark.parametrize("clause", DUTIES)
def test_the_duty_is_carried_out_by_tests_that_are_there(clause):
    carried = CARRIED[clause]
    assert carried.mark in (2, 3) and carried.goes and carried.tests
    for name in carried.tests.split():
        file, test = name.split("::")
        assert f"def {test}(" in (TESTS / file).read_text(), name


def test_no_duty_is_left_to_be_done_by_hand_and_most_are_done_better():
    assert list(CARRIED) == CLAUSES
    assert sum(carried.mark for carried in CARRIED.values()) / len(CARRIED) >= 2.7


def test_every_area_serves_a_duty():
    named = {name for duty in DUTIES.values() for name in duty.records.split()}
    assert [
        area.name for area in AREAS if area.name not in SHARED and not named & {record.key() for record in area.records}
    ] == []


def test_every_page_in_a_menu_is_there():
    assert [path for area in AREAS for path, _ in area.pages if not leads_somewhere(path)] == []
