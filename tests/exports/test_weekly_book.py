"""The meeting's workbooks, read back cell by cell: figures, charts, links, paper, and what each reader may know."""

import asyncio
import io
import re
import stat
import threading
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import httpx
import openpyxl
import pytest
from fastapi import FastAPI
from openpyxl.utils import range_boundaries

from exports import weekly
from exports.weekly import making, pack
from exports.weekly.book import as_bytes, week_book
from exports.weekly.reading import extras
from exports.weeks.reader import for_reader, sight
from exports.weeks.report import report_of
from models import house
from models.accounts import Seat
from models.kit import system
from models.kit.server import database
from models.kit.server.beside import Beside, Ended
from models.kit.week.rollup import WeekFigure, newest, week_named
from models.kit.write.history import Event
from pages.api import weekly as api_weekly
from tests.helpers import places, weekly_world
from tests.helpers.shop import source_at
from tests.helpers.weekly_world import FORMULA, NAMES, WEEK, who

AREAS = {area.name: area for area in house().counted}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The world and the workbooks made of it, once for the whole file."""
    world = weekly_world.build(tmp_path_factory.mktemp("book") / "ops.db")
    database.open(places.url(world.path))
    with pytest.MonkeyPatch.context() as patch, database.reading():
        patch.setattr("models.kit.clock.source", source_at("2026-11-25 10:00"))
        world.report = report_of(WEEK)
        world.folder = world.path.with_name("exports")
        world.order = {"week": str(WEEK), "folder": str(world.folder)}
        world.file = weekly.write_week(world.order, lambda *progress: None)
        world.zh = openpyxl.load_workbook(world.file)
        world.en, world.own = made(world, "boss", "en"), made(world, "chen", "zh")
        world.month = openpyxl.load_workbook(io.BytesIO(weekly.book_of_month("2026-11", who(world, "boss"))))
    database.close()
    return world


def made(world, login: str, lang: str):
    """The workbook as this person gets it, read back from its bytes."""
    asker = who(world, login)
    seen = sight(asker)
    report = for_reader(report_of(WEEK), seen)
    return openpyxl.load_workbook(io.BytesIO(as_bytes(week_book(report, extras(report, seen, asker), lang))))


@pytest.fixture
def world(kept, tmp_path):
    """A copy of it."""
    with weekly_world.opened(kept, tmp_path):
        yield kept


def texts(book) -> set[str]:
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}


def same(cell, value, unit: str = "count") -> bool:
    """Whether a cell holds the number, a percentage as Excel means it, or a dash where there is none."""
    if value is None:
        return cell == "—"
    return float(cell) * (100 if unit == "percent" else 1) == pytest.approx(float(value), abs=1e-6)


# Figures ----------------------------------------------------------------------------------------------------------------


def test_every_figure_of_every_area_stands_in_its_sheet_as_it_is_stored(world):
    stored = {
        row.metric: row.value
        for row in WeekFigure.select().where(WeekFigure.revision == newest(WEEK).id, WeekFigure.store_id.is_null())
    }
    checked = 0
    for area in world.report["areas"]:
        sheet = world.zh[AREAS[area["name"]].zh]
        rows = {row[0].value: [cell.value for cell in row] for row in reversed(list(sheet.iter_rows(min_row=4)))}
        for figure in area["figures"]:
            metric = house().metrics[figure["metric"]]
            cells = rows[metric.zh]
            assert same(cells[1], stored.get(metric.name), metric.unit), metric.name
            for at, name in ((2, "last"), (4, "year_ago"), (5, "target"), (7, "mean4"), (8, "month"), (9, "year")):
                assert same(cells[at], figure[name], metric.unit), (metric.name, name)
            for at, name in ((3, "change"), (6, "to_target")):
                assert same(cells[at], figure[name]), (metric.name, name)
            checked += 1
    assert checked == sum(metric.counts(WEEK) for metric in house().metrics.values()) > 100
    assert Decimal(stored["store_sales"]) == 3 * 7 * 1100 - 3 * 210 - 1160 + Decimal("234.50")


def test_each_store_has_its_page_and_its_place_in_the_ranking(world):
    sales = next(
        figure for area in world.report["areas"] for figure in area["figures"] if figure["metric"] == "store_sales"
    )
    ranking = world.zh["门店排名"]
    for name, id in zip(NAMES, world.stores, strict=True):
        mine = sales["stores"][str(id)]
        page = next(row for row in world.zh[name].iter_rows(values_only=True) if row[0] == "门店销售额")
        assert same(page[1], mine["value"]) and same(page[2], mine["last"]) and page[4] == mine["rank"]
        row = next(row for row in ranking.iter_rows(min_row=6) if row[0].value == name)
        assert same(row[2].value, mine["value"]) and row[3].value == mine["rank"]
        assert row[0].hyperlink.location == f"'{name}'!A1"


def test_the_cover_tells_direction_and_light_without_colour_and_what_is_still_open(world):
    cover = world.zh["封面"]
    row = next(row for row in cover.iter_rows(values_only=True) if row[0] == "门店销售额")
    assert row[3] == "↑" and row[7] == "● 正常"
    assert "第 2 版" in cover["A2"].value and "更正原因：补录数据" in texts(world.zh)
    assert any("缺报" in text or "未填" in text for text in texts(world.zh))


def test_a_revision_says_what_moved_by_how_much_and_whose_change_it_was(world):
    rows = list(world.zh["版本变更"].iter_rows(min_row=4, values_only=True))
    company = next(row for row in rows if row[0] == "门店销售额" and row[1] == "全公司")
    assert company[3] - company[2] == pytest.approx(234.5) and company[4] == pytest.approx(234.5)
    assert company[5] == "林晓" and "门店日销售" in company[8]


def test_days_that_were_not_handed_in_stand_on_a_map(world):
    row = next(row for row in world.zh["缺报表"].iter_rows(values_only=True) if row[0] == NAMES[2] and row[8] == 1)
    assert row[1:8].count("✗") == 1 and row[3] == "✗"


def test_a_month_shows_its_weeks_side_by_side_and_their_sum(world):
    sheet = world.month["门店管理"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "门店销售额")
    weeks = ("2026-W45", "2026-W46", "2026-W47")
    stored = [newest(week_named(week)).id for week in weeks]
    values = [
        Decimal(
            WeekFigure.get(
                WeekFigure.revision == id, WeekFigure.metric == "store_sales", WeekFigure.store_id.is_null()
            ).value
        )
        for id in stored
    ]
    sunday = Decimal(3 * 1100 - 3 * 210)  # 1 November, the last day of a week that is October's otherwise
    assert [cell.value for cell in sheet[4]][1:5] == ["W44 (11-01–11-01)", "W45", "W46", "W47"]
    assert all(same(cell, value) for cell, value in zip(row[1:5], [sunday, *values], strict=True))
    assert same(row[5], sum(values) + sunday) and "本月未结束，统计 11-01 至 11-22" in sheet["A2"].value


# The file ---------------------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_and_text_stays_text_whatever_it_begins_with(world):
    for book in (world.zh, world.en, world.own, world.month):
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    written = texts(world.zh)
    assert FORMULA in written and '=HYPERLINK("http://x") 次日跟进' in written
    assert not any(re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text) for text in written)


def test_every_link_leads_to_a_sheet_that_is_there_and_every_sheet_leads_back(world):
    for book in (world.zh, world.own, world.month):
        back = 0
        for sheet in book:
            places = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
            assert all(place[1:-4].replace("''", "'") in book.sheetnames for place in places), sheet.title
            back += bool(places)
        assert back >= len(book.sheetnames) - 1 or book is world.own


def test_every_sheet_prints_on_a4_across_with_its_title_on_every_page(world):
    for book in (world.zh, world.en, world.own, world.month):
        assert all(len(name) <= 31 for name in book.sheetnames)
        for sheet in book:
            setup = sheet.page_setup
            assert (setup.orientation, int(setup.paperSize), int(setup.fitToWidth)) == ("landscape", 9, 1), sheet.title
            assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_area and sheet.print_title_rows
            assert "&P" in sheet.oddFooter.right.text and sheet.oddFooter.left.text and sheet.freeze_panes
            assert int(setup.fitToHeight) == (sheet.title in (*NAMES, "本周一页", "The week on a page"))


def test_charts_are_drawn_from_numbers_in_the_file_and_none_is_empty(world):
    drawn = 0
    for sheet in world.zh:
        for chart in sheet._charts:
            for series in chart.series:
                values = numbers(world.zh, series.val.numRef.f)
                assert len([value for value in values if isinstance(value, int | float)]) >= 3 and any(
                    filter(None, values)
                )
                assert (
                    numbers(world.zh, series.cat.strRef.f if series.cat.strRef else series.cat.numRef.f)[0] is not None
                )
                drawn += 1
    assert drawn >= 10
    looks = {
        (line.marker.symbol, line.graphicalProperties.line.dashStyle)
        for chart in world.zh["门店管理"]._charts
        if chart.tagname == "lineChart"
        for line in chart.series
    }
    assert len(looks) >= 2  # told apart without colour


def numbers(book, reference: str) -> list:
    """The values a chart points at."""
    name, _, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area)
    sheet = book[name.strip("'").replace("''", "'")]
    return [sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]


# Who reads it -----------------------------------------------------------------------------------------------------------


def test_a_store_managers_workbook_knows_nothing_of_other_stores_or_of_the_company(world):
    book, written = world.own, texts(world.own)
    assert NAMES[0] in book.sheetnames and "封面" not in book.sheetnames and "门店管理" not in book.sheetnames
    assert not any(other in text for other in NAMES[1:] for text in written)
    assert "全公司" not in written and FORMULA not in written
    company = sum(store["value"] for store in sales(world)["stores"].values())
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert sales(world)["value"] == pytest.approx(company) and sales(world)["value"] not in cells
    assert sales(world)["stores"][str(world.stores[0])]["value"] in cells


def sales(world) -> dict:
    return next(
        figure for area in world.report["areas"] for figure in area["figures"] if figure["metric"] == "store_sales"
    )


def test_the_english_workbook_has_no_chinese_but_names_and_what_people_wrote(world):
    written = re.compile("|".join([*NAMES, "林晓", "补录数据", "王小丫", "次日跟进", "周报关账"]))
    left = {text for text in texts(world.en) if re.search(r"[\u4e00-\u9fff]", written.sub("", text))}
    assert not left
    assert "Store sales" in texts(world.en) and "Definitions" in world.en.sheetnames


# Written by the job, fetched by people ------------------------------------------------------------------------------------


def test_the_job_writes_a_revision_once_for_nobody_else_on_the_machine_to_read(world):
    written = world.folder / "周报_2026-W47_第2版.xlsx"
    assert world.file == str(written) and stat.S_IMODE(written.stat().st_mode) == 0o600
    assert weekly.write_week(world.order, lambda *progress: None) is None
    assert [path.name for path in world.folder.iterdir()] == [written.name]


def ask(asker, path: str) -> httpx.Response:
    """One question with this person seated before the routes, asked on where a busy machine is not done yet, as browsers do."""
    routes = FastAPI()
    routes.include_router(api_weekly.router)

    async def seated(scope, receive, send):
        scope["ops.seat"] = Seat(asker)
        await routes(scope, receive, send)

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(seated), base_url="http://test/api/v1/", follow_redirects=True
        ) as client:
            return await client.get(path)

    return asyncio.run(asked())


def test_a_download_is_noted_before_it_leaves_and_holds_what_its_reader_may_know(world):
    answer = ask(who(world, "chen"), "weekly/2026-W47/book?lang=zh")
    assert answer.status_code == 200 and answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "周报_2026-W47_第2版.xlsx" in unquote(answer.headers["content-disposition"])
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    assert book.sheetnames[:2] == ["本周一页", NAMES[0]] and NAMES[1] not in book.sheetnames
    event = Event.select().order_by(Event.id.desc()).first()
    assert (event.kind, event.record, event.user_name) == (
        "export",
        "week_book",
        "Chen",
    ) and '"revision": 2' in event.detail


def test_what_is_not_there_and_what_is_not_theirs_look_the_same_and_leave_no_trace(world):
    stranger, boss = system("nobody"), who(world, "boss")
    before = Event.select().count()
    for asker, path in (
        (boss, "weekly/2026-W48/book"),
        (boss, "weekly/nonsense/book"),
        (boss, "weekly/2026-W99/book"),
        (boss, "monthly/2020-01/book"),
        (boss, "monthly/2026-13/book"),
        (boss, "yearly/2020/book"),
        (boss, "yearly/20260/book"),
        (stranger, "weekly/2026-W47/book"),
        (boss.__class__(9, "N", login="n", role="none", grants={}), "weekly/2026-W47/book"),
        (boss.__class__(9, "N", login="n", role="none", grants={}), "weekly/pack?from=2026-11-01&to=2026-11-30"),
    ):
        assert ask(asker, path).status_code == 404, path
    for path in (
        "weekly/pack?from=2026-11-30&to=2026-11-01",
        "weekly/pack?from=x&to=y",
        "weekly/2026-W47/book?lang=fr",
        "weekly/pack?from=2020-01-01&to=2026-11-30",
    ):
        assert ask(boss, path).status_code == 400, path
    assert Event.select().count() == before


def test_a_download_that_is_given_up_ends_the_process_that_makes_it(world, monkeypatch):
    works, given_up = [], threading.Event()
    monkeypatch.setattr(making, "Beside", lambda *order, **more: works.append(Beside(*order, **more)) or works[-1])

    def over() -> bool:
        if works and works[0].process:
            given_up.set()
        return given_up.is_set()

    with pytest.raises(Ended) as ended:
        list(making.pieces(who(world, "boss"), "zh", "week", str(WEEK), over=over))
    assert ended.value.cause == "cancelled" and works[0].process.returncode == -9


def test_the_pack_has_every_list_its_reader_may_take_away_with_the_rows_of_the_period(world):
    boss, chen = who(world, "boss"), who(world, "chen")
    since, until = date(2026, 11, 16), date(2026, 11, 22)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(pack.pack(boss, since, until))))
    sheet = book["门店日销售"]
    heads = [cell.value for cell in sheet[1]]
    days = {row[heads.index("日期")].date() for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert sheet.max_row == 1 + 20 and (min(days), max(days)) == (since, until)
    assert [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == book.sheetnames[1:]
    own = openpyxl.load_workbook(io.BytesIO(b"".join(pack.pack(chen, since, until))))
    assert not any(other in text for other in NAMES[1:] for text in texts(own))
    assert "13812345678" not in texts(own)
    assert set(own.sheetnames) <= set(book.sheetnames)
