"""A member's own page: everything on one screen, and what is done there lands in the ledgers or is refused in words."""

import pytest
from nicegui.testing import User

from models import house
from models.kit.ask.query import Query
from models.kit.declare.access import system
from models.kit.server.database import reading
from models.members import adjust_points, receive_gifts
from tests.helpers import desk
from tests.helpers.desk import hire, kept, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


@pytest.fixture
async def member(user: User) -> int:
    """王小明 with 500 points, and a gift for 100 of which three are in stock."""
    [shop] = put("store", {"code": "S1", "name": "锦江一店"})
    put(
        "member_tier",
        {"code": "T1", "name": "普通会员", "rank": 1},
        {"code": "T2", "name": "银卡", "rank": 2, "threshold": "3000"},
    )
    [id] = put(
        "member", {"card_no": "888", "name": "王小明", "phone": "13800001234", "home_store": shop, "tier": "普通会员"}
    )
    [gift] = put("gift", {"code": "G1", "name": "保温杯", "price": "100"})
    with reading():
        receive_gifts(gift, kind="in", qty=3, who=system("tests"))
        adjust_points(id, points=500, reason="开业赠送", who=system("tests"))
    return id


async def open_as(user: User, login: str, member: int) -> None:
    if login != "admin":
        hire(login, **({"store": 1} if login == "chen" else {}))
    await sign_in(user, login)
    await user.open(f"/r/member/{member}")
    await user.should_see("王小明")


def choose(user: User, marker: str, id: int, text: str) -> None:
    """Pick an option of a link picker, as the browser reports it."""
    user.find(marker=marker).trigger("update:modelValue", {"value": id, "label": text})


async def test_one_screen_says_who_it_is_what_is_left_and_what_was_done(user: User, member: int):
    put("purchase", {"receipt_no": "R1", "member": member, "store": 1, "amount": "600"})
    await open_as(user, "ann", member)
    for text in ("888", "13800001234", "普通会员", "500 分可用", "开业赠送", "R1", "¥600.00", "距银卡还差 ¥2,400.00"):
        await user.should_see(text)


async def test_while_no_rule_gives_points_for_purchases_the_page_says_so(user: User, member: int):
    await open_as(user, "ann", member)
    await user.should_see("今天没有在用的消费积分规则")
    put("points_rule", {"name": "消费积分", "kind": "spend", "per_yuan": "1"})
    await user.open(f"/r/member/{member}")
    await user.should_see("500 分可用")
    await user.should_not_see("今天没有在用的消费积分规则")


async def test_what_a_colleague_does_with_the_member_shows_at_once(user: User, member: int):
    await open_as(user, "ann", member)
    await user.should_see("500 分可用")
    adjust_points(member, points=50, reason="补录", who=system("王芳"))
    await user.should_see("550 分可用", retries=20)


async def test_a_gift_is_redeemed_and_the_page_shows_what_is_left(user: User, member: int):
    await open_as(user, "ann", member)
    user.find(marker="redeem").click()
    choose(user, "gift", 1, "保温杯")
    await user.should_see("王小明 可用积分 500 → 400", retries=20)
    await user.should_see("保温杯 库存数量 3 → 2")
    user.find(marker="go").click()
    await user.should_see("400 分可用", retries=20)
    await user.should_see("已发放")
    assert kept("gift", 1)["stock"] == 2
    assert "已兑换 保温杯 × 1，用去 100 积分" in user.notify.messages


async def test_what_falls_short_is_told_in_the_dialog_and_nothing_moves(user: User, member: int):
    await open_as(user, "ann", member)
    user.find(marker="redeem").click()
    choose(user, "gift", 1, "保温杯")
    user.find(marker="qty").clear().type("6")
    user.find(marker="go").click()
    await user.should_see("王小明 的积分不足，还差 100 分", retries=20)
    user.find(marker="qty").clear().type("一")
    user.find(marker="go").click()
    await user.should_see("“一”不是数字", retries=20)
    assert (kept("member", member)["points"], kept("gift", 1)["stock"]) == (500, 3)


async def test_a_cancelled_redemption_gives_everything_back(user: User, member: int):
    await open_as(user, "ann", member)
    user.find(marker="redeem").click()
    choose(user, "gift", 1, "保温杯")
    user.find(marker="go").click()
    await user.should_see("400 分可用", retries=20)
    user.find(marker="cancel").click()
    user.find(marker="go").click()
    await user.should_see("500 分可用", retries=20)
    assert kept("gift", 1)["stock"] == 3


async def test_a_frozen_card_offers_to_be_unfrozen(user: User, member: int):
    await open_as(user, "ann", member)
    user.find(marker="more").click()
    user.find(marker="freeze").click()
    user.find(marker="reason").type("客户来电挂失")
    user.find(marker="go").click()
    await user.should_see("解冻", retries=20)
    assert kept("member", member)["status"] == "frozen"


async def test_a_conversation_is_noted_beside_the_member(user: User, member: int):
    await open_as(user, "ann", member)
    user.find(marker="topic").type("积分到期提醒")
    user.find(marker="next_on").type("2026年12月1日")
    user.find(marker="save").click()
    await user.should_see("2026-12-01 跟进", retries=20)
    with reading():
        [talk] = Query(house().records["member_follow_up"], system("tests")).rows()
    assert (talk["member"]["id"], talk["topic"], talk["channel"]) == (member, "积分到期提醒", "phone")


async def test_who_only_reads_sees_masks_and_learns_why_the_buttons_are_shut(user: User, member: int):
    await open_as(user, "bo", member)
    await user.should_see("138****1234")
    await user.should_not_see("13800001234")
    user.find(marker="redeem").click()
    assert any("你的角色不能" in said for said in user.notify.messages)
    await user.should_not_see(marker="topic")


async def test_a_store_manager_sees_own_members_only(user: User, member: int):
    put("store", {"code": "S2", "name": "武侯一店"})
    [other] = put("member", {"card_no": "999", "name": "别店会员", "home_store": "武侯一店"})
    await open_as(user, "chen", member)
    assert (await user.http_client.get(f"/r/member/{other}")).status_code == 404
    assert (await user.http_client.get(f"/r/member/{other}/form")).status_code == 404


async def test_the_page_is_english_for_who_reads_english(user: User, member: int):
    hire("ann")
    await sign_in(user, "ann", lang="en")
    await user.open(f"/r/member/{member}")
    for text in ("Redeem a gift", "500 available", "Edit details", "Note a conversation"):
        await user.should_see(text)
