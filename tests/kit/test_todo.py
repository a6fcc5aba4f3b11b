"""The to-do list: what falls due and waits for somebody, by role and owner; notices until they are read."""

import ast
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.testing import User

from exports.weeks import closing
from jobs import backup
from models import AREAS, house
from models.department import WorkItem
from models.kit import Text, changes, notify, system
from models.kit.ask.query import Query
from models.kit.ask.todo import called, count, todo
from models.kit.clock import today
from models.kit.server.database import reading, writing
from models.kit.write.acting import act
from models.kit.write.notices import mark_read, notices_for
from models.organization import Employee, Region, Store
from models.runs import runs_jobs
from models.service import Complaint
from models.stores import Rectification, StoreDay
from models.weekly.readers import reads_weeks
from tests.conftest import person
from tests.helpers import desk
from tests.helpers.desk import put, sign_in

GONE = type("Gone", (), {"key": staticmethod(lambda: "gone")})  # a type whose area was taken out since


def licences(boss, **until: str) -> dict[str, int]:
    with changes(who=boss) as c:
        manager = c.create(Employee, staff_no="E1", name="陈店长")
        rows = [{"code": name, "name": name, "licence_until": date.fromisoformat(day)} for name, day in until.items()]
        made = c.add(Store, rows)
        c.update(Store, made[0].id, manager=manager.id)
    return {row.name: row.id for row in made} | {"manager": manager.id}


def titles(who) -> list[str]:
    return [item.title for due, _, items in todo(AREAS, who) if due.name == "store_licence" for item in items]


def test_papers_appear_thirty_days_before_they_end_the_late_ones_first(boss, clock):
    licences(boss, 早="2026-11-01", 近="2026-12-20", 远="2027-03-01")
    papers = next(items for due, _, items in todo(AREAS, boss) if due.name == "store_licence")
    assert [(item.title, item.late) for item in papers] == [("早", True), ("近", False)]
    assert count(AREAS, boss) == 2


def test_an_owner_sees_his_own_and_whoever_approves_sees_all(boss, clock):
    made = licences(boss, 甲="2026-11-30", 乙="2026-11-30")
    chen = replace(person("Chen", "store_manager", 9), employee_id=made["manager"], store_id=made["甲"])
    assert titles(chen) == ["甲"]
    assert titles(replace(chen, employee_id=None)) == []
    assert sorted(titles(person("Mo", "operations_manager", 8))) == ["乙", "甲"]


def test_closed_stores_wait_for_nobody(boss, clock):
    made = licences(boss, 甲="2026-11-30")
    with changes(who=boss) as c:
        c.update(Store, made["甲"], status="closed")
    assert titles(boss) == []


def test_a_notice_reaches_its_role_until_it_is_read(boss, ann, bo):
    with changes(who=boss) as c:
        notify(c, Text("报告不合格", "A report failed"), roles=("members_service", "viewer"), urgent=True)
    assert [notice.text_zh for notice in notices_for(house().records, ann)] == ["报告不合格"]
    with writing():
        mark_read(house().records, ann)
    assert notices_for(house().records, ann) == []
    assert len(notices_for(house().records, bo)) == 1


def test_a_role_is_told_of_the_rows_it_sees_only_and_a_person_of_what_he_was_chosen_for(boss, clock):
    made = licences(boss, 甲="2026-11-30", 乙="2026-11-30")
    chen = replace(person("Chen", "store_manager", 9), employee_id=made["manager"], store_id=made["甲"])
    with changes(who=boss) as c:
        for name in ("甲", "乙"):
            notify(c, Text(f"{name}店漏报", "x"), record=Store, row=made[name], roles=("store_manager",))
        notify(c, Text("交给你", "x"), record=Store, row=made["乙"], employees=(made["manager"],))
    assert [notice.text_zh for notice in notices_for(house().records, chen)] == ["交给你", "甲店漏报"]


def test_a_refused_rule_tells_nobody(boss, bo):
    with pytest.raises(ZeroDivisionError), changes(who=boss) as c:
        notify(c, Text("没有发生", "Did not happen"), roles=("viewer",))
        raise ZeroDivisionError
    assert notices_for(house().records, bo) == []


folder = pytest.fixture(desk.folder)


async def test_the_page_names_what_waits_and_marks_notices_as_read(folder, user: User):
    await user.http_client.get("/healthz")
    put("supplier", {"code": "P1", "name": "康源", "business_until": "2020-01-01"})
    with changes(who=system("tests")) as c:
        notify(c, Text("报告不合格", "A report failed"), roles=("administrator",))
    await sign_in(user)
    await user.open("/todo")
    await user.should_see("供应商营业执照到期", retries=20)
    await user.should_see("康源")
    await user.should_see("报告不合格")
    user.find(marker="read-all").click()
    await user.should_not_see("报告不合格", retries=20)
    await user.should_see("康源")


async def test_what_waits_for_approval_is_approved_at_once_and_what_is_put_off_comes_back_by_hand(folder, user: User):
    await user.http_client.get("/healthz")
    put("employee", {"staff_no": "E1", "name": "周敏"})
    tasks = [
        {"title": title, "owner": "周敏", "area": "stores", "due_on": "2020-01-02"}
        for title in ("甲事", "乙事", "丙事")
    ]
    first, second, third = put("work_item", *tasks)
    for id in (first, second):
        assert (
            act(house().actions["work_item_finish"], who=system("tests"), id=id, answers={"resolution": "好"}).errors
            == []
        )
    await sign_in(user)
    await user.open("/todo")
    for text in ("待我审批", "我下属逾期", "丙事"):
        await user.should_see(text, retries=20)
    user.find(marker="all-work_items_to_verify").click()
    user.find(marker="each-work_item_verify").click()
    await user.should_see("要么全部完成，要么一项也不动", retries=20)
    user.find(marker="go").click()
    await user.should_not_see("待我审批", retries=20)
    with reading():
        assert {WorkItem.row(id).state for id in (first, second)} == {"closed"}
    user.find(marker=f"later-work_item-{third}").click()
    user.find(marker="until-0").click()
    await user.should_see("稍后处理", retries=20)
    await user.should_not_see("我下属逾期", retries=20)
    user.find(marker=f"back-{third}").click()
    await user.should_see("我下属逾期", retries=20)


async def test_many_that_wait_for_approval_are_drawn_when_they_are_unfolded_and_all_are_chosen_anyway(
    folder, user: User
):
    await user.http_client.get("/healthz")
    put("employee", {"staff_no": "E1", "name": "周敏"})
    tasks = [
        {"title": f"第{at}事", "owner": "周敏", "area": "stores", "due_on": f"2020-01-{at:02}"} for at in range(1, 9)
    ]
    made = put("work_item", *tasks)
    for id in made:
        act(house().actions["work_item_finish"], who=system("tests"), id=id, answers={"resolution": "好"})
    await sign_in(user)
    await user.open("/todo")
    await user.should_see("另有 3 项", retries=20)
    shown = user.find(kind=ui.checkbox).elements
    assert len(shown) == 5
    user.find(marker="all-work_items_to_verify").click()
    assert len(user.find(kind=ui.checkbox).elements) == 8
    user.find(marker="each-work_item_verify").click()
    await user.should_see("要么全部完成，要么一项也不动", retries=20)
    user.find(marker="go").click()
    await user.should_not_see("待我审批", retries=20)
    with reading():
        assert {WorkItem.row(id).state for id in made} == {"closed"}


async def test_a_notice_says_which_row_it_is_about_and_leads_there_or_to_its_table(folder, user: User):
    await user.http_client.get("/healthz")
    put("store", {"code": "S1", "name": "锦江一店"})
    [id] = put(
        "complaint", {"description": "等了很久", "category": "service", "store": "锦江一店", "customer": "何女士"}
    )
    no = desk.kept("complaint", id)["no"]
    with changes(who=system("tests")) as c:
        for text, about in (
            (f"{no} 已超时", {"record": Complaint, "row": id}),
            ("三家店没有上报", {"record": Store}),
            ("区域没了", {"record": Region, "row": 99}),
            ("板块没了", {"record": GONE, "row": 1}),
            ("整张表没了", {"record": GONE}),
            ("周报有更正", {"page": "/weekly/2026-W46/revisions"}),
            ("备份没有做成", {"page": "/jobs"}),
        ):
            notify(c, Text(text, text), roles=("administrator",), **about)
    await sign_in(user)
    await user.open("/todo")
    await user.should_see("锦江一店 · 服务 · 何女士", retries=20)
    links = {link.props["href"] for link in user.find(kind=ui.link).elements}
    assert {f"/r/complaint/{id}", "/t/store", "/weekly/2026-W46/revisions", "/jobs"} <= links
    assert not [link for link in links if "None" in link or link.startswith("/r/region") or "gone" in link]


def test_every_row_that_notices_are_about_can_be_told_by_more_than_its_number():
    calls = [
        (str(file), {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords})
        for place in ("models", "exports", "jobs")
        for file in Path(place).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "notify"
    ]
    types = {record.__name__: record for record in house().records.values()}
    given_on = {
        "record": {"DesignColumn", "DesignType"},
        "doing.record": set(),
    }  # of an automation: whatever type it is on
    about = {given["record"] for _, given in calls if "record" in given}
    named = set().union(*(given_on.get(name, {name}) for name in about))
    assert len(calls) > 25 and named <= types.keys()
    assert not [
        name for name in named if types[name].fields()[types[name].sheet.title].auto and len(types[name].sheet.says) < 2
    ]
    assert not [file for file, given in calls if not {"record", "page"} & given.keys()], (
        "a notice leads to what it is about"
    )


def test_whoever_is_told_of_copies_or_of_a_corrected_week_may_open_what_the_notice_leads_to():
    for role in backup.ROLES:
        assert runs_jobs(person("R", role, 8)) or role == "administrator"
    assert reads_weeks(person("R", closing.HEAD, 8))


async def test_an_empty_list_says_what_will_appear_there(folder, user: User):
    await sign_in(user)
    await user.open("/todo")
    await user.should_see("没有等你处理的事", retries=20)


# Whom a store's matters reach ----------------------------------------------------------------------------------------


def told_of(who, name: str = "rectify") -> list[int]:
    return [item.id for due, _, items in todo(AREAS, who) if due.name == name for item in items]


def manager_of(store: int, **more):
    return replace(person("Chen", "store_manager", 9), store_id=store, **more)


def test_what_nobody_owns_in_a_store_waits_for_whoever_has_an_account_of_it(boss, clock):
    with changes(who=boss) as c:
        here, there = c.add(Store, [{"code": "S1", "name": "一店"}, {"code": "S2", "name": "二店"}])
        other = c.create(Employee, staff_no="E5", name="别人", store=here.id)
        terms = {"topic": "地面", "problem": "有积水", "opened_on": today(), "due_on": today()}
        mine, _, hers = c.add(
            Rectification,
            [
                {"store": here.id, **terms},
                {"store": there.id, **terms},
                {"store": here.id, "owner": other.id, **terms},
            ],
        )
    assert sorted(told_of(manager_of(here.id))) == [mine.id, hers.id]  # an account of no person stands for the store
    assert told_of(manager_of(here.id, employee_id=99)) == [mine.id]
    assert told_of(manager_of(there.id + 5)) == []


def test_a_red_line_reaches_the_store_that_has_no_manager_yet(boss, clock):
    with changes(who=boss) as c:
        store = c.create(Store, code="S1", name="一店")
        c.create(Rectification, store=store.id, topic="过期商品", problem="两盒", severity="critical")
    assert len(notices_for(house().records, manager_of(store.id))) == 1
    assert (
        notices_for(house().records, manager_of(store.id + 1)) == []
        and notices_for(house().records, replace(person("Q", "quality", 8), store_id=store.id)) == []
    )


def test_whoever_works_as_store_manager_is_written_down_as_the_stores_manager(boss, clock):
    with changes(who=boss) as c:
        first, second = c.add(Store, [{"code": "S1", "name": "一店"}, {"code": "S2", "name": "二店"}])
        rows = [
            {"staff_no": f"E{n}", "name": f"人{n}", "position": p, "store": s}
            for n, p, s in (
                (1, "店长", first.id),
                (2, "店员", first.id),
                (3, "店长", second.id),
                (4, "店长", second.id),
            )
        ]
        made = c.add(Employee, rows)
    assert Store.row(first.id).manager == made[0].id
    assert Store.row(second.id).manager is None  # of two it can't be said


def test_one_person_reads_once_what_was_told_by_post_and_by_name(boss, clock):
    quality = replace(person("Q", "quality", 8), employee_id=5)
    with changes(who=boss) as c:
        notify(c, Text("新的改善措施", "A new action"), roles=("quality",), employees=(5,))
    assert len(notices_for(house().records, quality)) == 1
    with writing():
        mark_read(house().records, quality)
    assert notices_for(house().records, quality) == []


def test_what_waits_is_called_by_store_and_matter_and_never_by_a_number_alone(boss, clock):
    with changes(who=boss) as c:
        store = c.create(Store, code="S1", name="成华社区一店")
        c.create(Rectification, store=store.id, topic="地面积水", problem="后厨", due_on=today())
    (item,) = next(items for due, _, items in todo(AREAS, boss) if due.name == "rectify")
    assert item.title.startswith("成华社区一店 · 地面积水 · ZG")


def test_a_type_that_names_nothing_is_told_apart_by_the_names_and_days_of_its_key(boss, clock):
    with changes(who=boss) as c:
        store = c.create(Store, code="S1", name="成华社区一店", opened_on=date(2020, 1, 1))
        day = c.create(StoreDay, store=store.id, day=today(), sales=Decimal(100), transactions=2)
    row = Query(StoreDay, boss).by_ids([day.id])[0]
    assert called(StoreDay, row, boss) == f"成华社区一店 · {today().isoformat()}"
    assert called(StoreDay, row, boss, today().isoformat()) == "成华社区一店"


def test_every_type_that_falls_due_and_is_called_by_a_running_number_says_what_it_is_about():
    mute = {
        due.record
        for area in AREAS
        for due in area.dues
        if due.record.sheet.title == "no" and not due.record.sheet.says
    }
    assert mute == set()
