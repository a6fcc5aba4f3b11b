"""Subscriptions: each receiver gets his own rows of a view, once, and whoever answers for one hears why it ended."""

import json

import pytest

from jobs import outbox, parcels
from models import house
from models.accounts import Channel, Grant, Role, User
from models.design import DesignView, Subscription
from models.design.subscriptions import mine as own
from models.design.subscriptions import sending, turns
from models.design.subscriptions.rows import NO_FILES, NOT_YOUR_ROLE, SEES_PART
from models.design.subscriptions.viewed import viewed
from models.kit.clock import local, now
from models.kit.declare.access import system
from models.kit.text import Refused
from models.kit.write.edits import edit
from models.kit.write.notices import Notice, notices_for
from models.kit.write.outbox import Outgoing
from models.kit.write.writes import changes
from models.members import Member
from models.system import keep_view
from tests.helpers import people
from tests.helpers.door import change, made

COLUMNS = [{"name": name} for name in ("card_no", "name", "phone")]


@pytest.fixture
def company(stores, clock):
    """A view of members, two store managers, a reader, a manager and the administrator, at seven on a Monday."""
    clock("2026-11-23 07:00")
    first, second = stores.values()
    logins = {"chen": ("store_manager", first), "chenxi": ("store_manager", second), "bo": ("viewer", None)}
    ids = {login: people.make(login, role, store=store) for login, (role, store) in logins.items()}
    ids |= {"gail": people.make("gail", "operations_manager"), "ada": people.make("ada", "administrator")}
    with changes(who=system("tests")) as c:
        for no, store in (("C1", first), ("C2", second), ("C3", second)):
            c.create(Member, card_no=no, name=f"会员{no}", phone=f"1381234567{no[-1]}", home_store=store)
    body = {"columns": COLUMNS, "sort": ["-card_no"], "filter": {"status": {"in": ["active"]}}}
    view = made(DesignView, system("tests"), record_type="member", name="在用会员", body=json.dumps(body))
    return {login: people.who(id) for login, id in ids.items()} | {"view": view}


def given(company, **more):
    return {"record_type": "member", "view": str(company["view"]), "often": "day", "at": "08:00", **more}


def role(code):
    return Role.get(Role.code == code).id


def came(who) -> list[str]:
    return [notice.text_zh for notice in notices_for(house().records, who)]


def send() -> str:
    return sending.send_due(None).zh


def refused(who, values) -> str:
    with pytest.raises(Refused) as why:
        own.subscribe(who, values)
    return why.value.text.zh


def channel(kind="wecom", **more) -> int:
    address = "a@example.com" if kind == "email" else "https://example.com/hook"
    return made(Channel, system("tests"), name=kind, kind=kind, address=address, content="all", **more)


def test_everybody_of_a_role_gets_his_own_rows_once_and_nothing_where_nothing_is_new(company, clock):
    chen, chenxi, gail = company["chen"], company["chenxi"], company["gail"]
    id = own.subscribe(gail, given(company, whom="role", role=role("store_manager")))
    assert send() == "发出 0 份"
    clock("2026-11-23 08:02")
    assert send() == "发出 2 份" and send() == "发出 0 份"
    ((said,), (other,)) = came(chen), came(chenxi)
    assert "1 行" in said and "C1" in said and "C2" not in said and "2 行" in other
    assert other.index("C3") < other.index("C2") and came(gail) == []
    clock("2026-11-24 08:02")
    assert send() == "发出 0 份"
    with changes(who=system("tests")) as c:
        c.create(Member, card_no="C4", name="新会员", phone="13812345670", home_store=chen.store_id)
    clock("2026-11-25 08:02")
    assert send() == "发出 1 份"
    assert len(came(chen)) == len(came(chenxi)) == 1  # what nobody read of before isn't news any more
    assert "2 行" in came(chen)[0] and own.of(chen, id).sent_at


def test_masks_are_the_receivers_and_what_leaves_is_masked_for_who_may_not_reveal(company, clock):
    with changes(who=system("tests")) as c:
        (row,) = Grant.rows(Grant.role == role("viewer"), Grant.record_type == "member")
        c.alter(Grant, {row.id: {"masked": ["member.phone"]}})
    own.subscribe(people.who(company["bo"].user_id), given(company))
    clock("2026-11-23 08:02")
    send()
    assert "会员C1" in came(company["bo"])[0] and "13812345671" not in came(company["bo"])[0]


def test_a_robot_gets_what_its_role_sees_and_no_notice_of_one_person_goes_to_a_robot(company, clock):
    gail, ada = company["gail"], company["ada"]
    robot = channel(role=None)
    sent = {"whom": "channel", "channel": robot, "role": role("operations_manager")}
    own.subscribe(gail, given(company, **sent))
    own.subscribe(company["chen"], given(company))
    clock("2026-11-23 08:02")
    assert send() == "发出 2 份"
    with pytest.MonkeyPatch.context() as until:
        until.setattr(outbox, "_send", lambda message: True)
        outbox.run()
    (message,) = Outgoing.select()
    assert message.channel_id == robot and "3 行" in message.text and message.file is None
    part = given(company, **{**sent, "role": role("store_manager")})
    assert refused(ada, part) == SEES_PART(role="店长", record=Member.sheet.label).zh
    assert refused(gail, given(company, **{**sent, "role": role("administrator")})) == NOT_YOUR_ROLE.zh
    assert refused(gail, given(company, **sent, form="xlsx")) == NO_FILES(channel="wecom").zh
    assert refused(company["chen"], given(company, **sent)).startswith("你的角色看不到")


def test_a_mailbox_gets_the_file_which_is_made_when_it_leaves_with_the_rights_of_then(company, clock):
    post = channel("email", role=role("operations_manager"))
    sent = {"whom": "channel", "channel": post, "role": role("operations_manager"), "form": "xlsx"}
    own.subscribe(company["gail"], given(company, **sent))
    clock("2026-11-23 08:02")
    assert send() == "发出 1 份"
    (message,) = Outgoing.select()
    assert "3 行" in message.text and "C1" not in message.text
    name, data = parcels.made(json.loads(message.file))
    assert name.startswith("会员_在用会员_") and data[:2] == b"PK"
    with changes(who=system("tests")) as c:
        (row,) = Grant.rows(Grant.role == role("operations_manager"), Grant.record_type == "member")
        c.alter(Grant, {row.id: {"can_export": False}})
    with pytest.raises(Refused, match="may not export"):
        parcels.made(json.loads(message.file))


def test_whoever_answers_for_it_hears_that_the_view_is_gone_or_the_right_is_lost(company, clock):
    gail, chen, id = company["gail"], company["chen"], own.subscribe(company["gail"], given(company))
    lost = own.subscribe(chen, given(company, view=""))
    with changes(who=system("tests")) as c:
        c.remove(DesignView, [company["view"]])
        (row,) = Grant.rows(Grant.role == role("store_manager"), Grant.record_type == "member")
        c.alter(Grant, {row.id: {"can_see": False}})
    clock("2026-11-23 08:02")
    assert send() == "发出 0 份"
    assert came(gail) == ["订阅“会员·在用会员”已停：“会员”的视图“在用会员”已删除或不再共享，请另选一个视图"]
    assert came(chen) == ["订阅“会员·整张表”已停：Chen看不到“会员”了"]
    assert not Subscription.row(id).active and not Subscription.row(lost).active


def test_one_of_somebody_who_left_ends_and_the_administrators_hear_of_it(company, clock):
    own.subscribe(company["gail"], given(company, whom="role", role=role("store_manager")))
    with changes(who=system("tests")) as c:
        c.update(User, company["gail"].user_id, active=False)
    clock("2026-11-23 08:02")
    assert send() == "发出 0 份"
    assert came(company["ada"]) == ["订阅“会员·在用会员”已停：订阅人已停用"] and came(company["chen"]) == []


def test_one_may_leave_and_come_back_and_nobody_touches_those_of_others(company, clock):
    chen, chenxi, gail = company["chen"], company["chenxi"], company["gail"]
    id = own.subscribe(gail, given(company, whom="role", role=role("store_manager"), only_new=False))
    lone = own.subscribe(chen, given(company))
    own.take(chen, id, False)
    assert [(known.row.id, known.on) for known in own.mine(chen)] == [(lone, True), (id, False)]
    clock("2026-11-23 08:02")
    assert send() == "发出 2 份" and len(came(chen)) == len(came(chenxi)) == 1
    own.take(chen, lone, False)
    assert came(chen) == [] and not Subscription.row(lone).active
    own.take(chen, id, True)
    clock("2026-11-24 08:02")
    assert send() == "发出 2 份"
    for attempt in (own.switch, own.take):
        with pytest.raises(Refused):
            attempt(chenxi, lone, False)
    with pytest.raises(Refused):
        own.remove(chen, id)
    own.remove(gail, id)
    assert not Subscription.rows(Subscription.id == id)


def test_own_views_and_the_whole_table_are_sent_weekly_as_they_are_now(company, clock):
    chen = company["chen"]
    named = [{"key": "k-1", "name": "我的", "columns": COLUMNS, "sort": [], "filter": {"card_no": {"eq": "C9"}}}]
    keep_view(chen.user_id, "member", {"named": named})
    own.subscribe(chen, {"record_type": "member", "view": "k-1", "often": "week", "weekday": 2, "at": "09:00"})
    own.subscribe(chen, {"record_type": "member", "often": "week", "weekday": 1, "only_new": False})
    clock("2026-11-24 10:00")
    assert send() == "发出 1 份" and came(chen)[0].startswith("【会员·整张表】1 行\n会员卡号 ｜ 姓名 ｜ ")
    keep_view(chen.user_id, "member", {"named": [{**named[0], "filter": {"card_no": {"eq": "C1"}}}]})
    clock("2026-12-01 10:00")
    assert send() == "发出 2 份" and "【会员·我的】1 行" in came(chen)[0] + came(chen)[1]
    with pytest.raises(Refused):
        own.subscribe(company["chenxi"], {"record_type": "member", "view": "k-1"})


def test_a_whole_table_is_sent_with_the_columns_that_its_grid_opens_with(company):
    names = viewed(Member, None, company["ada"]).names
    assert names == list(Member.sheet.columns) and "name_py" not in names


def test_two_servers_and_a_repeated_turn_send_it_once(company, clock):
    id = own.subscribe(company["chen"], given(company, only_new=False))
    row = Subscription.row(id)
    moment = local(now()).replace(hour=8, minute=0)
    assert [sending.once(row, moment), sending.once(row, moment)] == [1, 0]
    assert Notice.select().count() == 1 and list(turns.readers_of(id)) == [company["chen"].user_id]
    change(Subscription, system("tests"), id, at="09:00")
    assert sending.once(row, moment.replace(day=24)) == 0  # it was read as it no longer is


def test_one_made_in_the_grid_is_its_makers_and_as_sound(company):
    gail = company["gail"]
    sets = {"record_type": "member", "view": str(company["view"]), "at": "8点"}
    answer = edit(Subscription, [{"id": None, "set": sets}], who=gail)
    assert answer.errors[0].field == "at"
    id = made(Subscription, gail, **{**sets, "at": "08:30"})
    assert Subscription.row(id).owner == gail.user_id and Subscription.row(id).view_name == "在用会员"
