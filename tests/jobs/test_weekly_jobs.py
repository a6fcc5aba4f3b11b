"""The week closes itself on Monday, is looked at again by night, and by hand; what stands out finds its owner."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from exports.weekly import book_of_week
from exports.weeks import closing
from exports.weeks.report import judged, report_of
from jobs import all_jobs
from jobs.clock import run_due
from jobs.due import due
from models import AREAS
from models.accounts import Role, User
from models.kit import Refused
from models.kit.clock import Week, now
from models.kit.declare.params import Parameter, seed_params
from models.kit.week.moved import moved, touches
from models.kit.week.rollup import WeekDifference, WeekRevision, closed_weeks, figures_of, newest
from models.kit.write.notices import Notice
from models.members import Member
from models.organization import Employee, Store
from models.stores import StoreDay
from models.system import analysis
from models.weekly import CLOSING_HOUR, Attention, FigureTarget
from models.weekly.hours import book_hour
from tests.helpers.shop import SYSTEM, change, delete, put
from tests.helpers.weeks_sold import LAST, close, look_again, sell

WEEKLY = next(job for job in all_jobs() if job.name == "weekly")
AGAIN = next(job for job in all_jobs() if job.name == "weekly_again")


@pytest.fixture
def sold(shop) -> int:
    """A shop that sold 100 on each day of the last three weeks; the id of the first day of the last week."""
    return sell(shop, 100)


def revisions() -> list[tuple]:
    return list(WeekRevision.select(WeekRevision.week, WeekRevision.revision).order_by(WeekRevision.id).tuples())


def test_on_monday_at_six_the_week_before_is_closed_once_in_a_process_of_its_own(sold, clock):
    clock("2026-11-23 05:59")
    assert due(WEEKLY) == ["2026-W46"], "the first time the latest week whose Monday morning has come"
    clock("2026-11-23 06:00")
    assert run_due([WEEKLY]) == [("weekly", "2026-W47")]
    assert run_due([WEEKLY]) == []
    assert revisions() == [("2026-W47", 1)]
    assert Notice.select().where(Notice.text_zh.contains("2026-W47 周报已生成")).count() > 1
    own = Notice.get(Notice.text_zh == "2026-W47 的周报出来了，先看本店的一页")
    assert (own.role, own.page) == ("store_manager", "/weekly/2026-W47")


def test_the_hour_of_the_closing_is_a_setting(sold, clock):
    seed_params([CLOSING_HOUR], SYSTEM)
    change(Parameter, Parameter.rows(Parameter.code == "weekly_hour")[0].id, value=8)
    clock("2026-11-23 07:59")
    assert due(WEEKLY) == ["2026-W46"]
    clock("2026-11-23 08:00")
    assert (due(WEEKLY), book_hour()) == (["2026-W47"], "08:10")


def test_by_night_a_late_correction_makes_a_revision_and_tells_the_manager(sold, clock):
    close()
    clock("2026-11-24 09:00")
    assert look_again() == "复查 1 周，没有变化"
    change(StoreDay, sold, sales=Decimal(300))
    clock("2026-11-25 03:10")
    assert look_again() == "复查 1 周，已更新：2026-W47"
    moved = {(row.metric, row.store_id): (row.before, row.after) for row in WeekDifference.select()}
    assert moved["store_sales", None] == ("700.00", "900.00")
    assert analysis("week 2026-W47")["revision"] == 2, "its report is there before anybody opens it"
    assert {metric.partition("_")[0] for metric, _ in moved} <= {"store", "franchise", "complaints"}, (
        "no other figure reads it"
    )
    assert Notice.select().where(Notice.text_zh == "2026-W47 的数据有更正，已生成第 2 版").count() == 1
    clock("2026-11-26 03:10")
    assert look_again() == "复查 0 周，没有变化", "what was looked through is not looked through again"


def test_a_correction_of_an_older_week_is_looked_for_in_every_later_one_too(sold, clock):
    for back in (2, 1, 0):
        close(Week(LAST.monday - timedelta(weeks=back)))
    old = StoreDay.rows(StoreDay.day == date(2026, 11, 3))[0]
    clock("2026-11-25 03:10")
    change(StoreDay, old.id, sales=Decimal(0))
    look_again()
    assert revisions()[3:] == [("2026-W45", 2), ("2026-W46", 2), ("2026-W47", 2)], "the month to date of all three"


def test_what_no_figure_reads_has_no_week_counted_again(sold, shop, clock):
    for back in (2, 1, 0):
        close(Week(LAST.monday - timedelta(weeks=back)))
    clock("2026-11-24 03:10")
    look_again()
    clock("2026-11-25 03:10")
    change(Member, shop.wang, note="喜欢早上来")
    assert [counted["week"] for counted in closing.count_again()["weeks"]] == []


def test_a_row_of_another_day_moves_the_week_it_left_and_the_one_it_came_into_and_no_third(sold, clock):
    weeks = [Week(LAST.monday - timedelta(weeks=back)) for back in (2, 1, 0)]
    for week in weeks:
        close(week)
    clock("2026-11-25 03:10")
    since = now()
    first = StoreDay.rows(StoreDay.day == date(2026, 11, 3))[0]
    delete(StoreDay, StoreDay.rows(StoreDay.day == date(2026, 11, 16))[0].id)
    change(StoreDay, first.id, day=date(2026, 11, 16))
    area, metric = next((area, metric) for area in AREAS for metric in area.metrics if metric.name == "store_ticket")
    assert moved(area, metric, touches([StoreDay], since), weeks) == {weeks[0], weeks[2]}


def test_the_nightly_look_runs_beside_the_app(sold, clock):
    close()
    change(StoreDay, sold, sales=Decimal(300))
    assert run_due([AGAIN]) == [("weekly_again", "2026-11-23")]
    assert newest(LAST).revision == 2


def test_a_manager_counts_a_week_again_with_a_reason(sold, monkeypatch):
    monkeypatch.setattr(closing, "beside", lambda task, week, tell: closing.count(week))
    close()
    assert closing.recompute("2026-W47", reason="补录", who=SYSTEM).zh == "2026-W47 没有变化，不产生新版本"
    change(StoreDay, sold, sales=Decimal(0))
    closing.recompute("2026-W47", reason="补录", who=SYSTEM)
    assert (newest(LAST).revision, newest(LAST).reason) == (2, "补录")


def test_counted_again_a_week_keeps_how_things_stood_at_its_closing(sold, shop, clock, monkeypatch):
    monkeypatch.setattr(closing, "beside", lambda task, week, tell: closing.count(week))
    close()
    stood = figures_of(newest(LAST))["stores_without_manager", None].value
    change(Store, shop.first, manager=put(Employee, staff_no="E1", name="王店长"))
    change(StoreDay, sold, sales=Decimal(300))
    closing.recompute("2026-W47", reason="补录", who=SYSTEM)
    clock("2026-11-25 03:10")
    change(StoreDay, sold, sales=Decimal(400))
    look_again()
    assert (newest(LAST).revision, stood) == (3, "1")
    assert figures_of(newest(LAST))["stores_without_manager", None].value == stood
    assert judged(LAST)["stores_without_manager"]["value"] == 1, "the report says so too"


def test_a_week_filled_in_later_says_that_nobody_wrote_down_how_things_stood(sold):
    closing.fill([LAST], who=SYSTEM)
    figure = next(
        figure
        for area in report_of(LAST)["areas"]
        for figure in area["figures"]
        if figure["metric"] == "stores_without_manager"
    )
    assert (figure["value"], figure["light"]) == (None, "none")
    sheet = load_workbook(BytesIO(book_of_week(LAST, SYSTEM)))["门店管理"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "缺店长门店")
    assert (row[1], row[11]) == ("—", "只在当周关账时记录，补算的周没有")


def test_a_month_to_date_follows_a_correction_of_an_earlier_week(sold, clock):
    for back in (2, 1, 0):
        close(Week(LAST.monday - timedelta(weeks=back)))
    clock("2026-11-25 03:10")
    change(StoreDay, StoreDay.rows(StoreDay.day == date(2026, 11, 3))[0].id, sales=Decimal(0))
    look_again()
    assert judged(LAST)["store_sales"]["month"] == 2000, "the kept report is of the corrected weeks"


@pytest.mark.parametrize(
    ("name", "said"), [("2026-W48", "还没有结束"), ("2026-W60", "没有“2026-W60”"), ("x", "没有“x”")]
)
def test_a_week_that_is_not_over_or_does_not_exist_is_refused_in_words(sold, name, said):
    with pytest.raises(Refused) as refused:
        closing.recompute(name, reason="试", who=SYSTEM)
    assert said in refused.value.text.zh


def test_past_weeks_are_filled_in_oldest_first_and_those_closed_stay(sold):
    close()
    heard = []
    weeks = [Week(LAST.monday - timedelta(weeks=back)) for back in range(4)]
    closing.fill(weeks, who=SYSTEM, tell=lambda share, text: heard.append((round(share), text)))
    assert revisions() == [("2026-W47", 1), ("2026-W44", 1), ("2026-W45", 1), ("2026-W46", 1)]
    assert heard == [(0, "2026-W44"), (33, "2026-W45"), (67, "2026-W46")]
    assert closed_weeks() == sorted(weeks)


def test_what_stands_out_is_the_post_s_to_explain_and_what_a_store_lacks_its_manager_s(sold, shop):
    wang, li = (put(Employee, staff_no=no, name=name) for no, name in (("E1", "王店长"), ("E2", "李主管")))
    change(Store, shop.first, manager=wang)
    role = Role.rows(Role.code == "store_management")[0].id
    put(User, login="li", name="李主管", role=role, employee=li)
    day = StoreDay.rows(StoreDay.day == date(2026, 11, 20))[0]
    delete(StoreDay, day.id)
    put(FigureTarget, metric="store_sales", starts_on="2026-11-01", value=1000)
    close()
    asked = {(row.metric, row.store): row for row in Attention.rows()}
    assert asked["store_day", shop.first].owner == wang
    assert asked["store_day", shop.first].title == "门店日销售（锦江一店）"
    sales = asked["store_sales", None]
    assert (sales.owner, sales.kind, sales.value, sales.aim) == (li, "target", "¥600.00", "¥1,000")
    before = Attention.select().count()
    close()
    assert Attention.select().count() == before, "nothing is asked twice"
