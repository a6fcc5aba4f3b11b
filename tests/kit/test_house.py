"""The house: one value that never changes, held to from beginning to end by whatever is under way, and swapped as a whole."""

import ast
import asyncio
import re
import threading
from contextlib import closing
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from jobs.running import run_once
from models import AREAS, declared, house
from models.kit import Area, Job, LineField, changes
from models.kit.ask.figures import cached
from models.kit.ask.query import Query
from models.kit.declare.house import House
from models.kit.server import database
from models.kit.server.beside import beside
from models.kit.server.standing import declared_house, house_if_any, pinned, stand
from models.organization import Region, Store
from pages.parts.session import ask
from tests.helpers.api_asked import Api
from tests.helpers.door import made
from tests.helpers.other_house import without_training

ROOT = Path(__file__).parent.parent.parent
OLD = {"id", "name", "code", "name_py", "manager"}


@pytest.fixture(autouse=True)
def as_it_was():
    """Whatever a test puts in place, the next one finds the declared house."""
    before, plain = house_if_any(), declared_house()
    yield
    stand(plain)
    stand(before)  # an app that ran before may have left a designed one standing


@pytest.fixture
def grown(boss):
    """Regions have got a column that only a house built from now on knows."""
    database.handle.execute_sql("ALTER TABLE region ADD COLUMN x_1 VARCHAR(200)")
    item = LineField("旗号", "Banner", null=True)
    item.column_name = "x_1"
    Region._meta.add_field("banner", item)
    yield without_training()
    Region._meta.remove_field("banner")


def test_it_is_the_areas_and_all_that_follows_from_them_and_nothing_of_it_can_be_changed():
    built = declared()
    assert built.areas == AREAS and list(built.records) == [record.key() for area in AREAS for record in area.records]
    assert built.area_of(Region).name == "organization" and built.counted == tuple(
        area for area in AREAS if area.metrics
    )
    for change in (
        lambda: setattr(built, "areas", ()),
        lambda: built.records.update(more=Region),
        lambda: built.rules.pop(Region),
    ):
        with pytest.raises((FrozenInstanceError, AttributeError)):
            change()


def test_a_change_holds_to_its_house_to_the_end(boss):
    old, new = house(), without_training()
    with changes(who=boss) as c:
        stand(new)
        c.create(Region, name="川西")
        assert house() is old
    assert house() is new and "course" not in house().records


def test_a_job_holds_to_its_house_to_the_end(db, clock):
    old, seen = house(), []

    def work(c, day):
        stand(without_training())
        seen.append(house() is old)
        return "ok"

    assert run_once(Job("held", work, at="00:01", words=("试", "Try")), "2026-11-23")
    assert seen == [True] and house() is not old


async def test_a_thread_of_a_pool_works_in_the_house_of_who_sent_it(db):
    old = house()
    with pinned():
        stand(without_training())
        assert await ask(house) is old
    assert house() is not old


async def test_what_a_request_leaves_running_finds_the_newer_house_once_the_request_is_over():
    old, ended, seen = house(), asyncio.Event(), []

    async def timer():
        seen.append(house())
        await ended.wait()
        seen.append(house())

    with pinned():
        left = asyncio.create_task(timer())
        await asyncio.sleep(0)
        stand(new := without_training())
    ended.set()
    await left
    assert seen == [old, new]


def test_what_was_counted_in_one_house_is_counted_anew_in_the_next(boss):
    asked = []

    def count() -> int:
        asked.append(1)
        return 7

    for _ in range(2):
        assert cached(Region, "count", Region.select(Region.id), count) == 7
    stand(declared())
    assert cached(Region, "count", Region.select(Region.id), count) == 7 and len(asked) == 2


def test_a_column_that_a_type_gets_is_there_in_the_next_house_and_not_in_this_one(boss, grown):
    id = made(Region, boss, name="川西")
    assert set(Query(Region, boss).row(id)) == OLD and "banner" not in Region.fields()
    with pinned(grown):
        with changes(who=boss) as c:
            c.update(Region, id, banner="红")
        assert Query(Region, boss).row(id)["banner"] == "红" and Region.row(id).banner == "红"
        assert Region.columns()[-1] == "banner" and Region.arriving()["banner"].label.en == "Banner"
    assert set(Query(Region, boss).row(id)) == OLD and not hasattr(Region.row(id), "banner")


@pytest.fixture
def api(boss):
    with closing(Api(boss, {})) as api:
        yield api


def test_it_is_swapped_while_the_app_answers_and_each_answer_is_of_one_house(boss, grown, api):
    for at in range(20):
        made(Region, boss, name=f"片区{at}")
    old, over = house(), threading.Event()

    def swap():
        while not over.wait(0.002):
            stand(grown if house() is old else old)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        answers = api.at_once(
            [("POST", "region/rows", {}), ("GET", "region/1", None), ("POST", "course/rows", {})] * 40
        )
    finally:
        over.set()
        swapping.join()
    bodies = [answer.json() for answer in answers]
    for rows, row, course in zip(bodies[::3], bodies[1::3], bodies[2::3], strict=True):
        assert {frozenset(row) for row in rows["rows"]} in ({frozenset(OLD)}, {frozenset({*OLD, "banner"})})
        assert set(row) in (OLD, {*OLD, "banner"}) and ({"rows", "message"} & set(course))
    assert {answer.status_code for answer in answers} <= {200, 404}
    for built, status, names in ((old, 200, OLD), (grown, 404, {*OLD, "banner"})):
        stand(built)
        assert api.post("course/rows", {}).status_code == status
        assert set(api.json("region/rows", {})["rows"][0]) == names


def test_a_process_beside_us_builds_the_house_that_holds_here(db):
    stand(without_training())
    assert beside("tests.helpers.other_house:areas_there", None, print) == [
        "tests.helpers.other_house:without_training",
        False,
    ]


def test_a_house_that_nobody_could_build_elsewhere_is_told_so_before_a_process_is_started(db):
    stand(House((*AREAS, Area("more", "更多", "More", records=()))))
    with pytest.raises(ValueError, match="without a recipe"):
        beside("tests.helpers.other_house:areas_there", None, print)


def test_a_type_that_is_in_no_area_is_asked_of_its_class(boss):
    stand(House([area for area in AREAS if area.name in ("organization", "accounts")], "models:declared"))
    assert "store" in house().records and Store.fields()["name"] is Store.name
    assert "course" not in house().records and house().rules[Region].consequences is not None


def at_import(source: str) -> list[int]:
    """The lines on which a module asks for the house while it is being loaded: outside every function."""
    lines, waiting = [], list(ast.parse(source).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "house":
            lines.append(node.lineno)
        waiting += ast.iter_child_nodes(node)
    return lines


def test_nobody_keeps_what_the_house_said_at_import_nor_the_list_it_was_built_from():
    kept = []
    for path in (path for room in ("models", "pages", "exports", "jobs") for path in (ROOT / room).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "house()" in source:
            kept += [f"{path.relative_to(ROOT)}:{line}" for line in at_import(source)]
        if re.search(r"^\s*from (models|\.\.) import .*\bAREAS\b", source, re.MULTILINE):
            kept.append(f"{path.relative_to(ROOT)} imports AREAS")
    assert not kept
    assert at_import("NAMES = list(house().records)\n\n\ndef fine():\n    return house()") == [1]
