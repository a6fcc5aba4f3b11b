"""Appraisals are taken from closed weeks: what a month comes to for a post, a store and a person, and when it may be published."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from models import house
from models.department import KpiItem, KpiReview, KpiScore, WorkItem
from models.kit import changes
from models.kit.clock import Week
from models.kit.week.closed_months import close_month
from models.kit.week.rollup import Counted, close, counted
from models.kit.write.edits import edit
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, put, said
from tests.helpers.steps import hire, refused, take

# October 2026 begins on a Thursday and ends on a Saturday: W40 and W44 have days of other months.
MONDAYS = [date(2026, 9, 28), date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26)]
RAISED = ("2026-09-29", "2026-10-02", "2026-10-07", "2026-10-20", "2026-10-28", "2026-11-01")


@pytest.fixture
def shops(clock, stores):
    first, second = stores.values()
    for day in RAISED:
        put(WorkItem, title="补货", store=first, raised_on=day)
    return first, second


def close_weeks(*mondays: date) -> None:
    areas = [house().area_named["department"]]
    with changes(who=SYSTEM) as c:
        for monday in mondays or MONDAYS:
            close(c, areas, Week(monday), counted(areas, Week(monday)))


def indicator(**more) -> int:
    values = {"code": "K1", "title": "问题件数", "subject": "store", "weight": 100, "rule": "lower", "target": 5}
    return put(KpiItem, **{**values, "metric": "tasks_opened", **more})


def drawn(**subject) -> int:
    review = put(KpiReview, month="2026-10", **subject)
    take("draw_up_appraisal", review)
    return review


@pytest.mark.parametrize(("way", "value"), [("own", 4), ("sum", 6), ("mean", Decimal("1.2")), ("last", 2)])
def test_a_month_is_put_together_as_the_indicator_says(shops, way, value):
    """By days 2, 7, 20 and 28 October; by weeks 2, 1, 0, 1 and 2, the first and the last with a day of another month."""
    close_weeks()
    indicator(gather=way)
    drawn(subject="store", store=shops[0])
    assert [(line.actual, line.drawn, line.gap) for line in KpiScore.rows()] == [(value, value, None)]


def test_the_line_says_which_weeks_in_which_revision_and_which_days(shops):
    close_weeks()
    indicator()
    drawn(subject="store", store=shops[0])
    own = "2026-W41 r1 + 2026-W42 r1 + 2026-W43 r1 + 2026-10-01 – 2026-10-04 + 2026-10-26 – 2026-10-31"
    assert KpiScore.rows()[0].source == own


def test_a_store_without_rows_has_none_and_a_post_has_the_company_s(shops):
    close_weeks()
    indicator()
    indicator(code="K2", subject="department", title="全公司问题")
    for subject in ({"subject": "store", "store": shops[1]}, {"subject": "department", "department": "quality"}):
        drawn(**subject)
    assert [(line.actual, line.gap) for line in KpiScore.rows()] == [(0, None), (4, None)]


def test_a_person_has_the_own_part_of_a_figure_counted_per_person(shops, clock):
    """Of Zhou's three tasks due in December two were done by their day, 2 ÷ 3; Wang's only one is late."""
    clock("2027-01-05 10:00")
    zhou, wang = hire("周敏", "E1"), hire("王芳", "E2")
    due_and_done(zhou, ("2026-12-04", "2026-12-04"), ("2026-12-13", "2026-12-15"), ("2026-12-31", "2026-12-20"))
    due_and_done(zhou, ("2027-01-01", None))
    due_and_done(wang, ("2026-12-13", None))
    close_weeks(*(date(2026, 11, 30) + timedelta(weeks=at) for at in range(4)))
    item = {"subject": "employee", "rule": "higher", "target": 100, "title": "按期完成率", "metric": "tasks_in_time"}
    indicator(**item)
    for employee in (zhou, wang):
        take("draw_up_appraisal", put(KpiReview, month="2026-12", subject="employee", employee=employee))
    assert [(line.actual, line.gap) for line in KpiScore.rows()] == [(Decimal("66.67"), None), (0, None)]


def due_and_done(owner: int, *days: tuple[str, str | None]) -> None:
    for due, done in days:
        task = put(WorkItem, title="整改", owner=owner, due_on=due, raised_on="2026-11-30")
        with changes(who=SYSTEM) as c:
            c.update(WorkItem, task, done_on=done and date.fromisoformat(done))


def test_what_is_taken_is_not_typed_and_what_has_no_figure_is(shops):
    close_weeks()
    taken, typed = indicator(weight=60), indicator(code="K2", title="协作评分", weight=40, metric=None)
    review = drawn(subject="store", store=shops[0])
    lines = {line.item: line.id for line in KpiScore.rows()}
    why = "“问题件数”的实际值取自周指标，不能手填；请点“带入指标”"
    assert said(change(KpiScore, lines[taken], actual=1)) == why
    assert said(edit(KpiScore, [{"id": None, "set": {"review": review, "item": taken, "actual": 1}}], who=SYSTEM))
    assert change(KpiScore, lines[typed], actual=3).state == "applied"
    take("kpi_review_publish", review)


def test_a_week_that_is_not_closed_is_named_and_nothing_is_published(shops):
    close_weeks(*MONDAYS[:2], MONDAYS[3])
    indicator()
    review = drawn(subject="store", store=shops[0])
    assert [(line.actual, line.gap) for line in KpiScore.rows()] == [(4, "还没关账的周：2026-W42")]
    why = "“问题件数”取不到完整的数据：还没关账的周：2026-W42。补齐后再点“带入指标”，或删去此项并调整权重"
    assert refused("kpi_review_publish", review) == why
    close_weeks(MONDAYS[2])
    take("kpi_review_publish", review)


def test_a_correction_of_a_closed_week_asks_for_taking_anew(shops):
    close_weeks()
    indicator()
    review = drawn(subject="store", store=shops[0])
    put(WorkItem, title="补记", store=shops[0], raised_on="2026-10-08")
    close_weeks(MONDAYS[1])
    assert refused("kpi_review_publish", review) == "“问题件数”的周指标更正过了（4 → 5），请重新点“带入指标”"
    take("draw_up_appraisal", review)
    take("kpi_review_publish", review)
    assert (KpiScore.rows()[0].actual, KpiScore.rows()[0].score) == (5, 100)
    assert "2026-W41 r2" in KpiScore.rows()[0].source


def test_a_closed_month_says_it_before_its_weeks_do(shops):
    """W42 was never closed, and the month came to 3 when it was."""
    with changes(who=SYSTEM) as c:
        close_month(c, "2026-10", {("tasks_opened", None): Counted(3), ("tasks_opened", shops[0]): Counted(3)})
    indicator()
    for store, value in zip(shops, (3, 0), strict=True):
        line = KpiScore.rows(KpiScore.review == drawn(subject="store", store=store))[0]
        assert (line.actual, line.source, line.gap) == (value, "2026-10 r1", None)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"metric": "no_such_figure"}, "没有“no_such_figure”这个周指标"),
        (
            {"metric": "kpi_quality"},
            "周指标“品质控制考核得分”不按门店统计，不能考核门店；请另选，或在“自建指标”里做一个按门店的",
        ),
        (
            {"subject": "employee"},
            "周指标“新增任务”不按员工统计，不能考核员工；请另选，或在“自建指标”里做一个“再按谁分”为员工的",
        ),
        ({"metric": "tasks_in_time", "gather": "sum"}, "“任务按期完成率”是比率或得分，各周不能相加"),
    ],
)
def test_an_indicator_takes_only_what_can_be_taken(shops, values, why):
    row = {"code": "K1", "title": "指标", "subject": "store", "metric": "tasks_opened", **values}
    assert said(edit(KpiItem, [{"id": None, "set": row}], who=SYSTEM)) == why


def test_nobody_has_others_reviewed_by_a_figure_that_is_not_for_him(shops):
    row = {"code": "K1", "title": "指标", "subject": "department", "metric": "key_account_amount"}
    clerk = replace(person("Zhou", "store_management", 9), employee_id=hire("周敏", "E1"))
    assert said(edit(KpiItem, [{"id": None, "set": row}], who=clerk)).startswith("您看不到周指标")
    assert edit(KpiItem, [{"id": None, "set": {**row, "metric": "store_sales"}}], who=clerk).state == "applied"
