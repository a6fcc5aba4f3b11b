"""The page of one record: its form from the declaration, refusals beside the field, two who change the same, undo, neighbours."""

import asyncio
import json

import pytest
from nicegui import ui
from nicegui.testing import User

from models import house
from models.kit.ask.query import Query
from models.kit.declare.access import system
from models.kit.declare.describe import describe_record
from models.kit.server.database import reading
from models.kit.write.edits import edit
from models.kit.write.history import Event
from pages.parts.columns import sheet_of
from pages.parts.drawn import Drawn
from pages.parts.form import Form
from pages.parts.pieces import Said, button
from pages.record_reading import beside, related
from tests.helpers import desk
from tests.helpers.desk import hire, kept, put, sign_in
from tests.helpers.statements import statements
from tests.helpers.waiting import until

folder = pytest.fixture(desk.folder, autouse=True)


@pytest.fixture
async def store(user: User) -> int:
    [id] = put("store", {"code": "S1", "name": "锦江一店", "phone": "028-83570614"})
    await sign_in(user)
    await user.open(f"/r/store/{id}")
    await user.should_see("锦江一店", retries=20)
    return id


async def test_what_is_typed_is_kept_and_stands_in_the_history(user: User, store: int):
    user.find(marker="name").clear().type("锦江二店")
    await user.should_see("有 1 项未保存")
    user.find(marker="save").click()
    await user.should_see("已保存", retries=20)
    assert kept("store", store)["name"] == "锦江二店"
    user.find(marker="history").click()
    await user.should_see("锦江一店", retries=20)
    user.find(marker="details").click()
    await user.should_see(marker="undo-save", retries=20)
    user.find(marker="undo-save").click()
    await user.should_see("刚才的保存", retries=20)
    user.find(marker="go").click()
    await user.should_see("已撤销", retries=20)
    assert kept("store", store)["name"] == "锦江一店"


async def test_a_row_called_by_its_day_says_under_its_name_of_which_store_it_is(user: User, store: int):
    [id] = put("store_day", {"store": store, "day": "2026-07-01", "sales": 100, "transactions": 2})
    await user.open(f"/r/store_day/{id}")
    await user.should_see(kind=Said, content="锦江一店", retries=20)
    assert [said.text for said in user.find(kind=Said).elements if "o-about" in said.classes] == ["锦江一店"]


async def test_what_a_freeze_rule_locks_is_not_typed_on_the_form_and_says_who_may(user: User, store: int):
    rule = {"record_type": "store", "zh": "归档", "role": "quality"}
    put("design_freeze", {**rule, "body": json.dumps({"filter": {"code": {"eq": "S1"}}, "columns": ["phone"]})})
    await user.open(f"/r/store/{store}")
    await user.should_see("已锁定（归档）：只有角色“品质控制专员”可以更正", retries=20)
    await user.should_see(marker="name")
    await user.should_not_see(marker="phone")


async def test_what_is_reckoned_is_shown_and_cannot_be_typed(user: User, store: int):
    put(
        "design_column",
        {"record_type": "store", "zh": "名字长度", "kind": "formula", "formula": "=LEN([门店名称])*1000"},
    )
    await user.open(f"/r/store/{store}")
    await user.should_see("名字长度", retries=20)
    await user.should_see("4,000")
    await user.should_see("系统计算")


async def test_a_refusal_stands_beside_its_field_and_nothing_is_kept(user: User, store: int):
    user.find(marker="phone").clear().type("123")
    user.find(marker="name").clear().type("新名字")
    user.find(marker="save").click()
    await user.should_see("“123”不是 11 位手机号或带区号的座机号", retries=20)
    assert kept("store", store)["name"] == "锦江一店"


async def test_an_open_page_shows_what_a_colleague_saves_and_leaves_what_is_being_typed(user: User, store: int):
    user.find(marker="address").type("人民南路")
    edit(house().records["store"], [{"id": store, "set": {"name": "同事改的店名"}}], who=system("王芳"))
    await user.should_see("同事改的店名", retries=20)
    await user.should_see("有 1 项未保存")


async def test_a_colleagues_value_is_told_and_the_person_takes_it(user: User, store: int):
    user.find(marker="name").clear().type("我的名字")
    edit(house().records["store"], [{"id": store, "set": {"name": "同事的名字"}}], who=system("王芳"))
    user.find(marker="save").click()
    await user.should_see("已被王芳改为“同事的名字”，你看到的是“锦江一店”", retries=20)
    user.find(marker="theirs").click()
    await user.should_not_see("已被王芳改为")
    user.find(marker="save").click()
    assert kept("store", store)["name"] == "同事的名字"


async def test_a_colleagues_value_is_told_and_the_person_keeps_the_own(user: User, store: int):
    user.find(marker="name").clear().type("我的名字")
    edit(
        house().records["store"],
        [{"id": store, "set": {"name": "同事的名字", "address": "春熙路"}}],
        who=system("王芳"),
    )
    user.find(marker="save").click()
    await user.should_see("已被王芳改为", retries=20)
    user.find(marker="mine").click()
    user.find(marker="save").click()
    await user.should_see("已保存", retries=20)
    assert (kept("store", store)["name"], kept("store", store)["address"]) == ("我的名字", "春熙路")


async def test_a_deleted_row_comes_back_by_undo_or_days_later_by_its_address(user: User, store: int):
    user.find(marker="delete").click()
    await user.should_see("删除“锦江一店”？", retries=20)
    user.find(marker="go").click()
    await user.should_see("这条记录已被删除", retries=20)
    await user.open(f"/r/store/{store}")
    user.find(marker="restore").click()
    await user.should_see("锦江一店", retries=20)
    assert kept("store", store)["code"] == "S1"


async def test_who_only_reads_gets_no_form_but_the_reason(user: User):
    [id] = put("employee", {"staff_no": "1", "name": "李雷", "phone": "13800001234"})
    hire("bo")
    await sign_in(user, "bo")
    await user.open(f"/r/employee/{id}")
    await user.should_see("你的角色不能修改员工，请找运营经理")
    await user.should_see("138****1234")
    await user.should_not_see("13800001234")
    await user.should_not_see(marker="save")
    await user.should_not_see(marker="reveal-phone")
    await user.should_not_see(marker="delete")


async def test_what_a_role_may_not_see_looks_as_if_it_were_not_there(user: User):
    mine, other = put("store", {"code": "S1", "name": "一店"}, {"code": "S2", "name": "二店"})
    hire("chen", store=mine)
    await sign_in(user, "chen")
    for path, status in (
        (f"/r/store/{mine}", 200),
        (f"/r/store/{other}", 404),
        ("/r/store/9999", 404),
        ("/r/user/1", 404),
        ("/r/nothing/1", 404),
        ("/r/gift/new", 404),
    ):
        assert (await user.http_client.get(path)).status_code == status, path


async def test_the_page_of_a_new_row_leaves_out_what_is_known_later_and_the_row_s_own_page_has_it(user: User):
    await sign_in(user)
    await user.open("/r/complaint/new")
    await user.should_see(marker="description")
    await user.should_not_see(marker="resolution")
    [id] = put("complaint", {"description": "等了很久", "category": "service"})
    await user.open(f"/r/complaint/{id}")
    await user.should_see(marker="resolution")


async def test_a_new_row_starts_with_its_defaults_and_opens_when_it_is_kept(user: User):
    await sign_in(user)
    await user.open("/r/gift/new")
    await user.should_see("新增礼品")
    user.find(marker="save").click()
    await user.should_see("礼品编码不能为空", retries=20)
    user.find(marker="code").type("G1")
    user.find(marker="name").type("保温杯")
    user.find(marker="price").type("１００")
    user.find(marker="save").click()
    await user.should_see("修改历史", retries=20)
    gift = kept("gift", 1)
    assert (gift["code"], gift["price"], gift["kind"], gift["status"]) == ("G1", 100, "points", "on")


async def test_a_new_row_is_kept_once_however_often_its_button_is_pressed(user: User):
    await sign_in(user)
    await user.open("/r/complaint/new")
    user.find(marker="description").type("等了很久")
    save = user.find(marker="save")
    save.click()
    save.click()
    await user.should_see("已保存", retries=20)
    save.click()  # as a slow phone's second tap comes in, when the first has just been served
    await user.should_see("修改历史", retries=20)
    with reading():
        assert house().records["complaint"].select().count() == 1


async def test_a_button_pressed_again_before_it_is_done_does_it_once(user: User):
    begun, may_end = [], asyncio.Event()

    async def slow() -> None:
        begun.append(len(begun))
        await may_end.wait()
        done.set_text(f"done {len(begun)}")

    @ui.page("/pressed", title="pressed")
    def pressed_page() -> None:
        nonlocal done
        button("do it", slow, mark="do")
        done = ui.label("")

    done = None
    await sign_in(user)
    await user.open("/pressed")
    user.find(marker="do").click().click()
    may_end.set()
    await user.should_see("done 1", retries=20)
    user.find(marker="do").click()
    await user.should_see("done 2", retries=20)


async def test_news_of_a_row_leaves_what_it_doesn_t_change_under_the_hands(user: User, store: int):
    await user.should_see(marker="add-file", retries=20)
    stays = [element for marker in ("delete", "add-file") for element in user.find(marker=marker).elements]
    edit(house().records["store"], [{"id": store, "set": {"address": "春熙路 8 号"}}], who=system("王芳"))
    await until(lambda: any(box.value == "春熙路 8 号" for box in user.find(marker="address").elements))
    assert len(stays) == 2 and not any(element.is_deleted for element in stays)


async def test_a_page_that_reads_itself_for_the_first_time_shows_what_was_saved_meanwhile(user: User, store: int):
    """Its answer may come before that of a reading begun earlier, which then counts as overtaken."""
    from pages.parts.ears import Ear  # as the app has it: page modules are new with each simulated server

    await user.should_see(marker="add-file", retries=20)
    [ear] = [element for element in user.client.elements.values() if isinstance(element, Ear)]
    page, ear._callback = ear._callback.__self__, lambda: None
    edit(house().records["store"], [{"id": store, "set": {"name": "同事改的店名"}}], who=system("王芳"))
    with user:
        await page.refresh(first=True)
    assert page.form.entries["name"].value == "同事改的店名"


async def test_a_form_is_drawn_anew_where_the_row_differs_and_stays_where_it_does_not(user: User, store: int):
    @ui.page("/form", title="form")
    def form_page() -> None:
        nonlocal form
        form = Form(house().records["store"], row(), lambda done: done)

    def row() -> dict:
        with reading():
            return Query(house().records["store"], system("tests")).row(store)

    form = None
    await user.open("/form")
    drawn = form.entries["name"].control.element
    with user:
        form.redraw(row())
        assert form.entries["name"].control.element is drawn and not drawn.is_deleted
        form.redraw({**row(), "name": "同事改的店名"})
    assert drawn.is_deleted and form.entries["name"].value == "同事改的店名"


async def test_of_two_readings_the_one_that_began_later_stands(user: User):
    @ui.page("/drawn", title="drawn")
    def drawn_page() -> None:
        nonlocal drawn, place
        drawn, place = Drawn(), ui.element("div")

    drawn = place = None
    await sign_in(user)
    await user.open("/drawn")
    with user:
        first, second = drawn.asks(), drawn.asks()
        assert not drawn.is_late(second) and drawn.is_late(first) and not drawn.is_late(drawn.asks())
        for shown in ("a", "a", "b", "a"):
            drawn.draw(place, shown, lambda: ui.label("x"))
        assert len(list(place)) == 1


async def test_what_may_be_below_nothing_is_typed_on_keys_that_have_a_minus(user: User):
    await sign_in(user)
    for record, below, above in (
        ("store_day", "cash_difference", "transactions"),
        ("climate_reading", "temperature", "humidity"),
    ):
        await user.open(f"/r/{record}/new")
        await user.should_see(marker=below, retries=20)
        [signed], [plain] = user.find(marker=below).elements, user.find(marker=above).elements
        assert "inputmode" not in signed.props, "a phone's pad of digits has no minus"
        assert plain.props["inputmode"] in ("numeric", "decimal")
        described = sheet_of(describe_record(house().records[record], (), system("tests")), "zh")
        keys = {field["name"]: field["inputmode"] for field in described["fields"]}
        assert (keys[below], keys[above]) == (None, plain.props["inputmode"]), (
            "the grid's own form asks for the same keys"
        )


async def test_names_are_shown_as_text_whatever_they_contain(user: User):
    name = "<img src=x onerror=__x()>{{1+1}}"
    [id] = put("store", {"code": "S1", "name": name})
    await sign_in(user)
    await user.open(f"/r/store/{id}")
    await user.should_see(name)


def test_neighbours_follow_the_list_one_came_from(boss):
    ids = put(
        "store", *({"code": f"S{n}", "name": f"{n}店", "kind": "own" if n % 2 else "online"} for n in range(1, 7))
    )
    store = house().records["store"]
    assert beside(store, ids[2], boss, {}) == ids[3]
    assert beside(store, ids[2], boss, {}, back=True) == ids[1]
    narrowed = {"filter": json.dumps({"kind": {"in": ["own"]}}), "sort": "-code"}
    assert beside(store, ids[2], boss, narrowed) == ids[0]
    assert beside(store, ids[2], boss, narrowed, back=True) == ids[4]
    assert beside(store, ids[0], boss, narrowed) is None
    assert beside(store, ids[0], boss, {"filter": "{not json", "sort": "password"}) is None


def test_what_belongs_to_a_row_is_counted_as_far_as_one_sees_it(stores, boss, chen):
    put("member", {"card_no": "1", "name": "王", "home_store": stores["锦江一店"]})
    store = house().records["store"]
    links = {way.label.en: (way.address, way.count) for way in related(store, stores["锦江一店"], boss)}
    assert links["Members"] == (
        f"/t/member?filter=%7B%22home_store%22%3A%7B%22in%22%3A%5B{stores['锦江一店']}%5D%7D%7D",
        1,
    )
    assert "Users" in links
    assert "Users" not in {way.label.en for way in related(store, stores["锦江一店"], chen)}


@pytest.mark.embedded
def test_what_belongs_to_a_row_is_counted_once_until_it_changes(stores, boss, chen):
    store, id = house().records["store"], stores["锦江一店"]
    counted = lambda who: {way.record.key(): way.count for way in related(store, id, who)}  # noqa: E731
    assert counted(boss)["member"] == counted(chen)["member"] == 0
    assert statements(lambda: related(store, id, boss)) == 1, "how old each type is"
    put("member", {"card_no": "1", "name": "王", "home_store": id})
    assert statements(lambda: related(store, id, boss)) < 10, "of one type alone"
    assert counted(boss)["member"] == counted(chen)["member"] == 1


async def test_a_masked_value_is_shown_for_a_reason_that_stays_in_the_log(user: User):
    [shop] = put("store", {"code": "S1", "name": "一店"})
    [id] = put("member", {"card_no": "1", "name": "王小明", "phone": "13800001234", "home_store": shop})
    hire("chen", store=shop)
    await sign_in(user, "chen")
    await user.open(f"/r/member/{id}/form")
    await user.should_see("138****1234")
    user.find(marker="reveal-phone").click()
    await user.should_see("查看原因（会记入日志）")
    user.find(marker="go").click()
    await user.should_see("请写明查看的原因", retries=20)
    user.find(marker="reason").type("电话回访")
    user.find(marker="go").click()
    await user.should_see("13800001234", retries=20)
    with reading():
        event = Event.get(Event.kind == "reveal")
    assert (event.record, event.row_id, json.loads(event.detail)) == (
        "member",
        id,
        {"field": "phone", "reason": "电话回访"},
    )


async def test_a_form_is_filled_in_by_its_address_and_says_what_it_could_not_take(user: User, store: int):
    await user.open(f"/r/store_day/new?store={store}&day=2026-11-02&sales=viel")
    await user.should_see("没有带进来：sales", retries=20)
    [day] = user.find(marker="day").elements
    assert day.value == "2026-11-02"
    [made] = put("store_day", {"store": store, "day": "2026-11-02", "sales": "1", "transactions": 1})
    answer = await user.http_client.get(f"/r/store_day/new?store={store}&day=2026-11-02")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/r/store_day/{made}")
