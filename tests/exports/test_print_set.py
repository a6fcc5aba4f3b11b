"""What is printed for the meeting and handed to the stores: a page a sheet, a workbook a manager, each within what its reader may know."""

import io
import zipfile

import openpyxl
import pytest

from exports import weekly
from exports.weekly.areas import leaders
from exports.weekly.managers import books_of_managers
from exports.weeks.reader import hands_out, kept_to, sight
from models import house
from models.kit import changes, system
from models.organization import Employee, Store
from tests.exports.test_weekly_book import ask
from tests.helpers import weekly_world
from tests.helpers.weekly_world import NAMES, WEEK, who


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return weekly_world.build(tmp_path_factory.mktemp("printed") / "ops.db")


@pytest.fixture
def world(kept, tmp_path):
    """A copy of it."""
    with weekly_world.opened(kept, tmp_path):
        yield kept


def texts(book) -> str:
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def test_the_print_set_is_a_page_a_sheet_and_leaves_out_what_is_looked_up(world):
    book = openpyxl.load_workbook(io.BytesIO(weekly.print_set_of_week(WEEK, who(world, "boss"))))
    printed = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in printed][:2] == ["本周一页", "封面"] and printed[-1].title == "门店排名"
    whole = [area for area in house().counted if area.zh in book.sheetnames]
    assert len(printed) == len(whole) + 3 and not {*NAMES, "指标口径", "缺报表"} & set(book.sheetnames)
    for sheet in printed:
        setup = sheet.page_setup
        assert (int(setup.fitToWidth), int(setup.fitToHeight), setup.orientation) == (1, 1, "landscape")
        assert sheet.print_area and not sheet.row_breaks.brk or sheet.title == "门店排名"
    hidden = [sheet for sheet in book if sheet not in printed]
    assert [sheet.title for sheet in hidden] == ["走势数据"] and not hidden[0].print_area, "some print hidden sheets"
    links = [cell.hyperlink.location for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert {link.rpartition("!")[0].strip("'") for link in links} <= set(book.sheetnames)
    assert "返回封面" not in texts(book), "on paper nobody goes back"


def test_a_figure_that_is_0_or_1_is_drawn_only_where_no_other_is_left():
    trends = {
        "franchise_joined": [0, 1, 0, 0, 1],
        "franchise_left": [0, 0, 0, 0, 0],
        "franchise_sales": [5, 6, 7, 8, 9],
        "franchise_share": [30, 31, None, 33, 34],
    }
    figures = [
        {"metric": name, "trend": [(f"W{at}", value) for at, value in enumerate(values)]}
        for name, values in trends.items()
    ]
    drawn = [line["metric"] for line in leaders({"figures": figures})]
    assert drawn == ["franchise_sales", "franchise_share", "franchise_joined"]


def test_each_manager_has_a_workbook_of_the_own_stores(world):
    with changes(who=system("系统")) as c:
        wang = c.create(Employee, staff_no="Y2", name="王敏").id
        c.update(Store, world.stores[2], manager=wang)
        c.update(Store, world.stores[1], manager=None, name="武侯/一店")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(books_of_managers(WEEK, who(world, "boss")))))
    assert packed.namelist() == ["S1 锦江一店 林晓.xlsx", "S2 武侯_一店.xlsx", "S3 青羊一店 王敏.xlsx"]
    for name, (mine, others) in {
        "S1 锦江一店 林晓.xlsx": ("锦江一店", ("武侯/一店", "青羊一店")),
        "S3 青羊一店 王敏.xlsx": ("青羊一店", ("武侯/一店", "锦江一店")),
    }.items():
        book = openpyxl.load_workbook(io.BytesIO(packed.read(name)))
        assert book.sheetnames[:2] == ["本周一页", mine] and "封面" not in book.sheetnames
        assert not [other for other in others if other in texts(book)]


def test_a_manager_of_two_stores_has_both_in_one(world):
    packed = zipfile.ZipFile(io.BytesIO(b"".join(books_of_managers(WEEK, who(world, "boss")))))
    assert packed.namelist() == ["S1 锦江一店 +2 林晓.xlsx"]
    assert set(NAMES) <= set(openpyxl.load_workbook(io.BytesIO(packed.read(packed.namelist()[0]))).sheetnames)


def test_who_is_kept_to_a_store_has_neither_and_who_gives_pages_away_gives_no_more_than_he_reads(world):
    chen, boss = who(world, "chen"), who(world, "boss")
    assert ask(chen, "weekly/2026-W47/print").status_code == 404
    assert ask(chen, "weekly/2026-W47/stores").status_code == 404
    answer = ask(boss, "weekly/2026-W47/stores?lang=zh")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    assert ask(boss, "weekly/2026-W47/print?lang=en").content[:2] == b"PK"
    assert not hands_out(sight(chen)) and kept_to(chen, world.stores).stores == {world.stores[0]}
    assert kept_to(boss, world.stores[:1]).areas == frozenset()
