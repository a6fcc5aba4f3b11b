"""The weekly report on screen: figures with their definitions and rows, notes, revisions, and what each reader may know."""

import asyncio
import json
from datetime import date
from decimal import Decimal
from threading import Thread
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from nicegui import ui
from nicegui.testing import User

from exports.weeks import closing
from exports.weeks.report import make
from models import AREAS, accounts, house
from models.accounts import User as Account
from models.department import WorkItem
from models.kit import Text, changes, system
from models.kit.server import database
from models.kit.server.database import reading
from models.kit.server.turns import GIVEN_UP, Turns
from models.kit.text import Refused
from models.kit.week.rollup import close, counted
from models.organization import Employee, Store
from models.stores import StoreDay
from models.weekly import Attention, FigureTarget, WeekNote, WeekPage, aims
from pages.weekly import waiting
from pages.weekly.recount import NO_REASON, NOT_YOURS, STOPPED, count_again, running
from tests.conftest import person
from tests.helpers import desk, places
from tests.helpers.desk import hire, sign_in
from tests.helpers.shop import source_at

BEFORE, WEEK = "2026-W46", "2026-W47"
STORES = [area for area in house().counted if area.name == "stores"]
EARLIER = {
    "week": BEFORE,
    "area": "stores",
    "metric": "store_qsc",
    "title": "QSC 平均分",
    "kind": "worse",
    "state": "answered",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two closed weeks of two stores, made once: sales fell from 900 to 350, and then one day was corrected to 430."""
    path = tmp_path_factory.mktemp("weeks") / "ops.db"
    database.close()
    database.open(places.url(path))
    boss = system("周报关账")
    with pytest.MonkeyPatch.context() as patch, database.reading():
        patch.setattr("models.kit.clock.source", source_at("2026-11-23 06:00"))
        accounts.seed_roles(AREAS)
        with changes(who=boss) as c:
            ids = SimpleNamespace(lin=c.create(Employee, staff_no="Y1", name="林晓").id)
            first, other = c.add(Store, [{"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"}])
            ids.first, ids.other = first.id, other.id
            c.create(FigureTarget, metric="store_sales", starts_on=date(2026, 1, 1), value=Decimal(500))
            days = [(first, 11, 600), (other, 11, 300), (first, 18, 100), (other, 18, 250)]
            *_, late, _ = c.add(StoreDay, [sold(*day) for day in days])
            ids.late = late.id
        freeze(boss, BEFORE)
        freeze(boss, WEEK)
        with changes(who=boss) as c:
            ids.earlier = c.create(Attention, **EARLIER).id
        patch.setattr("models.kit.clock.source", source_at("2026-11-25 09:00"))
        with changes(who=system("林晓")) as c:
            c.update(StoreDay, ids.late, sales=Decimal(180))
        freeze(system("运营经理"), WEEK, "补录数据")
        report = make(closing.over(WEEK))
        with changes(who=boss) as c:
            closing.keep_analysis(closing.name_of(closing.over(WEEK)), report, closing.now())
            closing.mark(c, closing.over(WEEK), report["alarms"])
    database.close()
    return path, ids


def sold(store, day: int, sales: int) -> dict:
    return {"store": store.id, "day": date(2026, 11, day), "sales": Decimal(sales), "transactions": 5}


def freeze(who, name: str, reason: str | None = None) -> None:
    """A week closed with the figures of the stores; the others are there without a value."""
    week = closing.over(name)
    values = counted(STORES, week, aims=aims(week))
    with changes(who=who, label=Text("关账", "Closing")) as c:
        close(c, STORES, week, values, reason)


@pytest.fixture
def folder(made, tmp_path, monkeypatch):
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-11-25 10:00"))
    return desk.folder(made[0], tmp_path, monkeypatch)


@pytest.fixture
def ids(made):
    return made[1]


@pytest.fixture
def empty_folder(fresh, tmp_path, monkeypatch):
    return desk.folder(fresh, tmp_path, monkeypatch)


def targets(user: User) -> list[str]:
    """Where the links of the page lead."""
    return [unquote(link.props["href"]) for link in user.find(kind=ui.link).elements if "href" in link.props]


async def test_the_cover_shows_figures_with_definitions_change_and_the_rows_behind_them(folder, user: User, ids):
    await sign_in(user)
    await user.open("/weekly")
    await user.should_see("门店销售额", retries=20)
    await user.should_see(house().metrics["store_sales"].words.zh)
    for text in (
        "¥430.00",
        "上周 ¥900.00",
        "▼ 52.2%",
        "目标 ¥500.00（-14.0%）",
        "■ 预警",
        "第 2 版 · 2026-11-25 09:00 · 运营经理",
        "原因：补录数据",
    ):
        await user.should_see(text)
    rows = {"day": {"ge": "2026-11-16", "le": "2026-11-22"}}
    assert "/t/store_day?filter=" + json.dumps(rows, separators=(",", ":")) in targets(user)
    assert f"/api/v1/weekly/{WEEK}/book?lang=zh" in targets(user)
    await user.should_see("缺报", retries=5)


async def test_what_stands_out_is_explained_on_the_cover_below_the_open_actions_of_earlier_weeks(
    folder, user: User, ids
):
    await sign_in(user)
    await user.open(f"/weekly/{WEEK}")
    await user.should_see("前几周未完成的措施", retries=20)
    await user.should_see(marker=f"attention-{ids.earlier}")
    await user.should_see("本周异常")
    with reading():
        row = Attention.get((Attention.week == WEEK) & (Attention.metric == "store_sales"))
    user.find(marker=f"attention_answer-{row.id}").click()
    user.find(marker="cause").type("周末停业装修")
    user.find(marker="action").type("下周恢复营业")
    user.find(marker="due_on").type("2026-12-02")
    user.find(marker="go").click()
    await user.should_see("周末停业装修", retries=20)
    await user.should_see("2026-12-02 前完成")
    await user.should_see(marker=f"attention_close-{row.id}")


async def test_an_area_shows_all_a_figure_is_held_against_and_a_decision_becomes_a_task(folder, user: User, ids):
    await sign_in(user)
    await user.open(f"/weekly/{WEEK}/stores")
    for text in ("¥430.00", "四周均值", "¥1,330", house().metrics["store_ticket"].words.zh):
        await user.should_see(text, retries=20)
    user.find(marker="line-store_sales").click()
    await user.should_see(kind=ui.echart)
    await user.should_see("锦江一店")
    user.find(marker="kind").trigger("update:modelValue", {"value": 1, "label": "决议"})
    user.find(marker="text").type("周三前补齐日报")
    user.find(marker="owner").trigger("update:modelValue", {"value": ids.lin, "label": "林晓"})
    user.find(marker="save").click()
    await user.should_see("负责人 林晓", retries=20)
    with reading():
        note = WeekNote.get()
        task = WorkItem.get(WorkItem.id == note.task_id)
        assert (note.week, note.area, note.kind, task.owner_id) == (WEEK, "stores", "decision", ids.lin)
    assert f"/r/work_item/{task.id}" in targets(user)


async def test_the_week_begins_with_a_page_in_sentences_that_can_be_written_anew(folder, user: User, ids):
    await sign_in(user)
    await user.open(f"/weekly/{WEEK}")
    for text in ("门店卖了 430 元，完成计划的 86.0%，还差 70 元", "与 2026-W46 的差额"):
        await user.should_see(text, retries=20)
    rows = {"day": {"ge": "2026-11-16", "le": "2026-11-22"}}
    assert "/t/store_day?filter=" + json.dumps(rows, separators=(",", ":")) in targets(user)
    user.find(marker="happened").elements.pop().value = "会员节做得好"
    user.find(marker="save").click()
    await user.should_see("按第 2 版写的", retries=20)
    await user.should_see("会员节做得好")
    with reading():
        page = WeekPage.get()
        assert (page.week, page.revision, page.store_id, page.happened) == (WEEK, 2, None, "会员节做得好")


async def test_stores_are_ranked_and_a_revision_names_the_change_that_moved_a_figure(folder, user: User, ids):
    await sign_in(user)
    await user.open(f"/weekly/{WEEK}/ranking")
    await user.should_see("第 2 名", retries=20)
    assert f"/weekly/{WEEK}/store/{ids.other}" in targets(user)
    await user.open(f"/weekly/{WEEK}/store/{ids.other}")
    await user.should_see("1 / 2", retries=20)
    rows = {"day": {"ge": "2026-11-16", "le": "2026-11-22"}, "store": {"in": [ids.other]}}
    assert "/t/store_day?filter=" + json.dumps(rows, separators=(",", ":")) in targets(user)
    await user.open(f"/weekly/{WEEK}/revisions")
    await user.should_see("第 1 版", retries=20)
    for text in ("¥350.00", "¥430.00", "+¥80.00", "林晓", "修改"):
        await user.should_see(text)
    assert f"/r/store_day/{ids.late}" in targets(user)


async def test_a_store_manager_reads_the_own_store_and_nothing_of_the_others(folder, user: User, ids):
    await user.http_client.get("/healthz")
    hire("chen", store=ids.first)
    await sign_in(user, "chen")
    await user.open(f"/weekly/{WEEK}")
    await user.should_see("锦江一店 的一周", retries=20)
    await user.should_see("¥180.00")
    for part in ("", f"/store/{ids.first}", "/revisions"):
        await user.open(f"/weekly/{WEEK}{part}")
        await user.should_see("版本与更正", retries=20)
        for text in ("武侯一店", "¥430.00", "¥250.00"):
            await user.should_not_see(text)
        await user.should_not_see(marker="recompute")
    for part in ("stores", f"store/{ids.other}", "nowhere"):
        assert (await user.http_client.get(f"/weekly/{WEEK}/{part}")).status_code == 404


async def test_no_page_for_who_reads_no_figures_and_a_sentence_for_a_week_that_is_not_there(folder, user: User):
    await user.http_client.get("/healthz")
    hire("chen")
    await sign_in(user, "chen")
    assert (await user.http_client.get("/weekly")).status_code == 404
    await user.open("/")
    await user.should_not_see("周报")
    await sign_in(user, lang="en")
    for name, text in (
        ("2026-W48", "2026-W48 isn't over yet"),
        ("2026-W77", "There is no week “2026-W77”"),
        ("2026-W03", "2026-W03 was never counted"),
    ):
        for path in (f"/weekly/{name}", f"/weekly?week={name}"):
            await user.open(path)
            await user.should_see(text)
            assert f"/weekly/{BEFORE if name < BEFORE else WEEK}" in targets(user)


@pytest.mark.parametrize(
    ("name", "text", "nearest"),
    [
        ("2025-W53", "没有“2025-W53”这一周", BEFORE),
        ("2026-W60", "没有“2026-W60”这一周", WEEK),
        ("2027-W03", "2027-W03 还没有到", WEEK),
        ("2026-W10", "2026-W10 没有统计过", BEFORE),
        ("上周", "没有“上周”这一周", WEEK),
        ("9999-W99", "没有“9999-W99”这一周", WEEK),
    ],
)
async def test_a_week_that_is_not_there_is_said_to_be_so_with_the_way_to_the_nearest(
    folder, user: User, name, text, nearest
):
    await sign_in(user)
    await user.open(f"/weekly?week={name}")
    await user.should_see(text, retries=20)
    await user.should_see(f"查看离它最近的一周 {nearest}")
    assert f"/weekly/{nearest}" in targets(user)


async def test_the_address_may_ask_for_a_week_and_a_missing_day_leads_to_its_form(folder, user: User, ids):
    await sign_in(user)
    await user.open(f"/weekly?week={BEFORE}")
    await user.should_see(f"周报 {BEFORE}", retries=20)
    await user.should_see("填报情况", retries=100)
    assert f"/r/store_day/new?day=2026-11-09&store={ids.first}" in targets(user)


async def test_before_the_first_week_is_closed_the_page_says_what_comes_next(empty_folder, user: User):
    await sign_in(user)
    await user.open("/weekly")
    await user.should_see("还没有关账的周")
    await user.should_see("每周一 06:00")
    user.find(marker="recompute").click()
    user.find(marker="go").click()
    await user.should_see(NO_REASON.zh, retries=5)


def test_only_a_manager_counts_a_week_again_and_only_with_a_reason(db):
    with pytest.raises(Refused) as refused:
        count_again(WEEK, "补录", person("Ann", "members_service", 101))
    assert refused.value.text == NOT_YOURS
    with pytest.raises(Refused) as refused:
        count_again(WEEK, "  ", person("Gail", "operations_manager", 104))
    assert refused.value.text == NO_REASON


def counted_already(sales: int):
    """What the process beside us would answer: one figure, and that it stands out."""
    alarm = {"area": "stores", "metric": "store_sales", "store": None, "kind": "target", "value": sales, "aim": 500}
    report = {"week": WEEK, "revision": 1, "areas": [], "missing": [], "alarms": [alarm]}
    values = [["store_sales", None, str(sales), None, None, "500"]]

    def beside(task: str, name: str, tell) -> dict:
        if sales < 0:
            running(name).stop()
        tell(50, None)
        return {"week": name, "values": values, "report": report}

    return beside


def test_a_week_closed_by_hand_marks_what_stands_out_and_a_correction_asks_nobody_again(db, clock, monkeypatch):
    gail, saved = person("Gail", "operations_manager", 104), Attention.select().where(Attention.week == WEEK)
    monkeypatch.setattr(closing, "beside", counted_already(-1))
    with pytest.raises(Refused) as refused:
        count_again(WEEK, "补录", gail)
    assert (refused.value.text, saved.count(), running(WEEK)) == (STOPPED, 0, None)
    news = []
    for sales in (350, 350, 430):
        monkeypatch.setattr(closing, "beside", counted_already(sales))
        news.append(count_again(WEEK, "补录", gail)[1])
    assert news == [True, False, True]
    assert [(row.metric, row.value) for row in saved] == [("store_sales", "¥350.00")]


async def test_a_workbook_that_waits_for_its_turn_is_told_on_the_page_and_can_be_cancelled(
    folder, user: User, monkeypatch
):
    line = Turns(at_once=1, waiting=9, seconds=120, each=9)
    monkeypatch.setattr(waiting, "QUEUE", line)
    monkeypatch.setattr(waiting, "LOOK", 0.05)
    await sign_in(user)
    await user.open(f"/weekly/{WEEK}")
    with reading():
        me = Account.get(Account.login == "admin").id
    given_up = []

    def work() -> None:
        try:
            with line.turn(me, what=Text("周会工作簿", "Meeting workbook")):
                given_up.append("made all the same")
        except Refused as refused:
            given_up.append(refused.text.zh)

    with line.turn("somebody else"):
        thread = Thread(target=work)
        thread.start()
        user.find(marker="book").trigger("click")
        await user.should_see("周会工作簿 · 正在排队，前面还有 1 项", retries=100)
        user.find(marker=f"leave {line.of(me)[0][0].number}").click()
        await asyncio.to_thread(thread.join, 20)
        await user.should_not_see("正在排队", retries=100)
    assert given_up == [GIVEN_UP.zh]
