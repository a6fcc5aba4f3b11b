"""A database moves house: everything arrives, is looked through on both sides, and nothing that is there already is touched."""

from datetime import date
from pathlib import Path

import pytest

from jobs import moving
from models import house
from models.accounts.tables import SignInTry
from models.design import DesignColumn, DesignType
from models.design.searches import index_searches
from models.kit import Refused, system
from models.kit.ask.query import Query
from models.kit.clock import now
from models.kit.server import database
from models.kit.server.standing import house_if_any, stand
from models.kit.write.acting import act
from models.kit.write.searched import is_of_search
from models.members import Member
from models.organization import Store
from tests.helpers import places
from tests.helpers.door import made
from tests.helpers.shop import Shop, broken, change, delete


@pytest.fixture
def lived(shop):
    """Members, a gift in stock, changes and a deleted row, in the database that is open."""
    ids = [shop.member(f"9{at}", f"赵一{at}", shop.first, birthday=date(1990, 1, 1)) for at in range(4)]
    change(Member, ids[0], name='赵一\'; \\N "新"')
    delete(Member, ids.pop())
    shop.buys(ids[0], 120)
    address = database.address()
    yield ids
    places.leave()
    database.point_at(address)
    database.handle.connect()


def moved(target: str) -> list[str]:
    said: list[str] = []
    moving.move(target, lambda line: said.append(line.en))
    return said


def refused(target: str) -> Refused:
    with pytest.raises(Refused) as error:
        moved(target)
    return error.value.text


def contents() -> dict[str, list]:
    """All rows of the open database, but for what each keeps of its own tables."""
    base = database.handle.obj
    tables = sorted(set(base.get_tables()) - set(moving.OWN))
    return {table: sorted(map(repr, base.asked(f'SELECT * FROM "{table}"'))) for table in tables}


def there_and_back(tmp_path) -> tuple[str, str]:
    return places.url(tmp_path / "elsewhere.db"), f"sqlite:///{tmp_path}/home.db"


def test_everything_arrives_there_and_comes_back_and_life_goes_on(lived, tmp_path):
    elsewhere, home = there_and_back(tmp_path)
    before = contents()
    assert moved(elsewhere)[-2].startswith("Moved and checked")
    for address, on in ((elsewhere, home), (home, None)):
        database.close()
        database.open(address)
        with database.reading():
            assert contents() == before and broken() == []
            if on:
                moved(on)
    with database.reading():
        assert Shop.member("77", "李四", 1) > max(lived), "numbers go on where they were"
        assert broken() == []


def test_indexes_of_searches_stay_behind_and_are_made_anew_there(lived, tmp_path):
    elsewhere, _ = there_and_back(tmp_path)
    index_searches(1)
    assert moved(elsewhere)[-2].startswith("Moved and checked")
    database.close()
    database.open(elsewhere)
    with database.reading():
        assert not any(is_of_search(table) for table in database.handle.get_tables())
        index_searches(1)
        assert Query(Member, system("tests"), search="赵一2").count() == 1


def test_columns_and_tables_made_in_the_browser_go_along_with_what_stands_in_them(lived, tmp_path, boss):
    before = house_if_any()
    try:
        for at, kind in enumerate(("line", "choice", "day", "tags", "count", "moment")):
            made(DesignColumn, boss, record_type="member", zh=f"自定{at}", kind=kind, en=f"Made {at}")
        (word,) = DesignColumn.rows(DesignColumn.kind == "line")
        for name in ("kept_thing", "put_away"):
            made(DesignType, boss, zh=name, name=name, area="stores", per_store=True)
            made(house().records[name], boss, name="秤", store=Store.select(Store.id).limit(1).scalar())
        act(house().actions["design_type_remove"], who=boss, id=DesignType.rows(DesignType.name == "put_away")[0].id)
        database.handle.execute_sql(f"UPDATE member SET x_{word.id} = '很好'")
        for elsewhere in there_and_back(tmp_path):
            kept = contents()
            assert "很好" in str(kept["member"]) and "秤" in str(kept["t_1"]) and "秤" in str(kept["t_2"])
            assert moved(elsewhere)[-2].startswith("Moved and checked")
            database.close()
            database.open(elsewhere)
            database.handle.connect(reuse_if_open=True)
            assert contents() == kept
    finally:
        stand(before)


def test_numbers_that_the_database_gives_go_on_at_the_other_place(lived, tmp_path):
    elsewhere, _ = there_and_back(tmp_path)
    with database.writing():
        SignInTry.insert(name_hash="x", address="10.0.0.1", at=now(), outcome="bad").execute()
    moved(elsewhere)
    database.close()
    database.open(elsewhere)
    with database.reading(), database.writing():
        SignInTry.insert(name_hash="y", address="10.0.0.1", at=now(), outcome="bad").execute()
        assert SignInTry.select().count() == 2


def test_what_holds_something_is_left_alone(lived, tmp_path):
    elsewhere, home = there_and_back(tmp_path)
    moved(elsewhere)
    assert refused(elsewhere) == moving.ALREADY
    Path(home.removeprefix("sqlite:///")).write_text("a letter")
    assert refused(home) == moving.OTHER
    assert Path(home.removeprefix("sqlite:///")).read_text() == "a letter"
    assert refused(database.address()) == moving.SAME
    assert refused("mysql://somewhere") == moving.UNFIT


def test_a_move_that_broke_off_is_begun_again_and_nobody_starts_on_its_half(lived, tmp_path, monkeypatch):
    elsewhere, _ = there_and_back(tmp_path)
    kept = moving._bring

    def breaks(source, target, table, out):
        if table == "tally":
            raise KeyboardInterrupt
        return kept(source, target, table, out)

    monkeypatch.setattr(moving, "_bring", breaks)
    with pytest.raises(KeyboardInterrupt):
        moved(elsewhere)
    assert places.is_unfit(elsewhere), "no app starts on a half of it"
    monkeypatch.setattr(moving, "_bring", kept)
    Shop.member("78", "在中断以后", 1)
    before = contents()
    assert moved(elsewhere)[-2].startswith("Moved and checked")
    database.close()
    database.open(elsewhere)
    with database.reading():
        assert contents() == before and broken() == []


def test_a_row_that_changed_on_its_way_is_found(lived, tmp_path, monkeypatch):
    elsewhere, _ = there_and_back(tmp_path)
    kept = moving._bring

    def falsifies(source, target, table, out):
        rows = kept(source, target, table, out)
        if table == "member":
            target.execute_sql("UPDATE member SET name = 'another'")
        return rows

    monkeypatch.setattr(moving, "_bring", falsifies)
    assert refused(elsewhere) == moving.WRONG(why=moving.UNEQUAL(table="member"))
