"""What a change needs made of all that it wrote so far is made once, and never of what is no more."""

import sys
from dataclasses import replace
from threading import Thread

import pytest

from models import designed
from models.design import DesignCheck, DesignColumn, DesignView
from models.kit import Refused, changes
from models.kit.pinyin import dictionary
from models.kit.server.database import close, handle, reading
from models.kit.server.standing import design_number, house, house_if_any, renew, stand
from models.kit.text import Text
from models.kit.write import edits, writes
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.made import Made, as_written
from models.kit.write.telling import after_commit
from models.kit.write.together import edit_in_line, goes_along
from models.organization import Region
from tests.helpers.door import made


@pytest.fixture(autouse=True)
def as_it_was(db):
    before = house_if_any()
    stand(designed())
    yield
    stand(before)


@pytest.fixture
def built(monkeypatch):
    """The houses that were built meanwhile."""
    building, houses = sys.modules["models.design.build"], []
    build = building.build
    monkeypatch.setattr(building, "build", lambda *said: houses.append(build(*said)) or houses[-1])
    return houses


def column(who, zh="备注名") -> int:
    return made(DesignColumn, who, record_type="region", zh=zh, kind="line")


@pytest.mark.parametrize("checked", [False, True])
def test_a_change_of_the_design_builds_one_house_by_which_it_is_judged_and_which_then_holds(boss, built, checked):
    if checked:
        made(
            sys.modules["models.design.checks"].DesignCheck,
            boss,
            record_type="region",
            zh="名称",
            formula='[区域名称]<>"无"',
        )
    column(boss)
    built.clear()
    name = DesignColumn.row(column(boss, zh="又一列")).name
    assert len(built) == 1
    assert name in Region.fields() and house().design == design_number()
    assert edit(Region, [{"id": None, "set": {"name": "城东", "code": "R9", name: "有"}}], who=boss).state == "applied"


def test_what_was_made_holds_until_more_is_written_and_not_beyond_what_is_taken_back(boss):
    def names() -> list[str]:
        return sorted(row.name for row in Region.rows())

    with changes(who=boss) as c:
        c.add(Region, [{"name": "城东", "code": "R1"}])
        assert as_written(names) == ["城东"] and as_written(names) is as_written(names)
        with pytest.raises(Refused), c.whole():
            c.add(Region, [{"name": "城西", "code": "R2"}])
            assert as_written(names) == ["城东", "城西"]
            raise Refused(Text("不", "No"))
        assert as_written(names) == ["城东"]
        c.add(Region, [{"name": "城南", "code": "R3"}])
        assert as_written(names) == ["城东", "城南"], "as many writes as before, and others"
    assert as_written(names) is not as_written(names), "outside of a change nothing is kept"


def test_a_house_that_was_built_before_the_last_write_is_not_taken_for_what_was_saved(boss):
    kept = Made()
    first = kept.house()
    assert kept.of(sys.modules["models"].designed) is first is kept.house()
    kept.writes += 1
    assert kept.house() is not first


def test_whoever_finds_a_new_design_before_its_writer_told_of_it_takes_his_house_and_builds_none(
    boss, built, monkeypatch
):
    houses = []

    def elsewhere():
        with reading():
            before = len(built)
            renew()
            houses.append((house_if_any(), len(built) - before))
            close()

    def first_another(*rest):
        at = Thread(target=elsewhere)  # as the event loop, or who has the turn to write behind him
        at.start()
        at.join()
        after_commit(*rest)

    monkeypatch.setattr(writes, "after_commit", first_another)
    note = column(boss)
    made(DesignView, boss, record_type="region", name="都看", body='{"columns": [], "sort": [], "filter": {}}')
    made(DesignCheck, boss, record_type="region", zh="名称", formula='[区域名称]<>"无"')
    assert act(house().actions["design_column_remove"], who=boss, id=note).state == "applied"
    assert [count for _, count in houses] == [0] * 4 and len(built) < 8
    assert houses[-1][0] is house_if_any() and house().design == design_number()


def test_a_house_whose_design_was_not_saved_is_nobodys(boss, built, monkeypatch):
    with pytest.raises(ZeroDivisionError), changes(who=boss) as c:
        c.add(DesignColumn, [{"record_type": "region", "zh": "没有存", "en": "", "name": "never", "kind": "line"}])
        monkeypatch.setattr(c, "seal", lambda seal=c.seal: seal() and 1 / 0)  # behind the promise, before the commit
    monkeypatch.setattr(writes, "promise", lambda built: None)  # what another process saves brings no house along
    name = DesignColumn.row(column(boss)).name
    assert name in Region.fields() and "never" not in Region.fields()


@pytest.mark.parametrize(
    "via, person, opens", [("action", True, 1), ("form", True, 1), ("job", True, 0), ("action", False, 0)]
)
def test_a_button_or_a_form_opens_the_dictionary_before_the_turn_to_write_and_a_job_never_does(
    monkeypatch, boss, via, person, opens
):
    writing = []
    monkeypatch.setattr(
        sys.modules["models.kit.write.rows"], "dictionary", lambda: writing.append(handle.in_transaction())
    )
    with changes(who=replace(boss, user_id=1) if person else boss, via=via):
        assert handle.in_transaction()
    assert writing == [False] * opens


@pytest.mark.parametrize("write", [edit, edit_in_line])
def test_the_dictionary_of_pinyin_is_opened_before_the_turn_to_write(monkeypatch, boss, write):
    writing = []

    def opened():
        writing.append(handle.in_transaction())
        return dictionary()

    dictionary.cache_clear()
    for module in {edits, sys.modules["models.kit.write.together"]}:
        monkeypatch.setattr(module, "dictionary", opened)
    if write is edit_in_line and not goes_along(Region, [{}], []):
        pytest.skip("PostgreSQL saves each by itself")
    assert write(Region, [{"id": None, "set": {"name": "East", "code": "R1"}}], who=boss).state == "applied"
    assert not writing, "Latin letters need none"
    assert write(Region, [{"id": None, "set": {"name": "城东", "code": "R2"}}], who=boss).state == "applied"
    assert writing == [False]
    assert write(Region, [{"id": None, "set": {"name": "城西", "code": "R3"}}], who=boss).state == "applied"
    assert writing == [False], "once in a process"
