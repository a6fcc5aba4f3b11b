"""Looking as somebody else: that person's rights of now, nothing saved, logged, and never a way to more than one's own."""

import pytest

from models import accounts
from models.accounts import Grant, Role, Session
from models.accounts.looking import as_another
from models.kit import Refused
from models.kit.ask.query import Query
from models.kit.ask.reveal import reveal
from models.kit.declare.access import system
from models.kit.server.database import writing
from models.kit.write.edits import edit
from models.kit.write.history import Event, note
from models.kit.write.writes import changes
from models.organization import Store
from pages.look_as import closed
from tests.helpers.people import TEA, who

pytest_plugins = ["tests.helpers.staff"]


def seated(login: str, password: str = TEA) -> tuple[str, accounts.Seat]:
    token = accounts.sign_in(login, password).token
    return token, accounts.seat_of(token)


def refused(asker, user: int) -> str:
    with pytest.raises(Refused) as caught:
        accounts.look(asker, user)
    return caught.value.text.zh


def test_an_administrator_sees_as_that_person_until_it_is_ended_and_it_is_logged(people):
    token, seat = seated("ann")
    accounts.look(seat.who, people["bo"])
    seen, bo = accounts.seat_of(token).who, who(people["bo"])
    assert (seen.user_id, seen.role, dict(seen.grants)) == (bo.user_id, bo.role, dict(bo.grants))
    assert seen.reads_only and seen.behind.name == seat.who.name and seen.session_id == seat.who.session_id
    assert accounts.seat_again(seat.who.session_id).who == seen  # sockets ask so
    (line,) = Event.select().where(Event.kind == "look_as")
    assert (line.user_id, line.row_id) == (seat.who.user_id, people["bo"])
    assert (accounts.looked(seat.who)[0].whom, accounts.looked(seen)) == (bo.name, [])
    accounts.end_look(seen)
    assert accounts.seat_of(token).who == seat.who
    assert Event.select().where(Event.kind == "look_as_ended", Event.user_id == seat.who.user_id).exists()


def test_nothing_is_saved_meanwhile_and_what_is_logged_names_who_really_did_it(people):
    token, seat = seated("ann")
    accounts.look(seat.who, people["chen"])
    seen = accounts.seat_of(token).who
    answer = edit(Store, [{"id": None, "set": {"code": "X9", "name": "新"}}], who=seen)
    assert answer.state == "refused" and "什么都不会保存" in answer.errors[0].text.zh
    with pytest.raises(Refused), changes(who=seen):
        pass
    with pytest.raises(Refused, match="looking as"):
        reveal(Store, 1, "phone", "看看", seen)
    with pytest.raises(Refused, match="looking as"):
        accounts.change_password(seen, TEA, "another tea every morning")
    accounts.set_language(seen, "en")
    assert who(people["chen"]).lang == "zh"
    with writing():
        note(seen, "export", "store", rows=1)
    assert Event.get(Event.kind == "export").user_id == seat.who.user_id
    assert Query(Store, seen).count() == Query(Store, who(people["chen"])).count()


def test_nobody_else_looks_and_nobody_looks_up(people):
    token, seat = seated("ann")
    chen = seated("chen")[1]
    assert "只有系统管理员" in refused(chen.who, people["bo"])
    assert "不能以" in refused(seat.who, seat.who.user_id)
    accounts.look(seat.who, people["bo"])
    assert "请先结束" in refused(accounts.seat_of(token).who, people["chen"])
    with changes(who=system("tests")) as c:  # a role that shows more than the administrator's own
        mine = Grant.get(Grant.role == Role.get(Role.code == "administrator").id, Grant.record_type == "store").id
        c.update(Grant, mine, hidden=["store.phone"])
    assert as_another(who(seat.who.user_id), people["bo"]) is None
    left = accounts.seat_of(token).who
    assert dict(left.grants) == {} and left.reads_only and left.behind is not None
    assert Session.get_by_id(left.session_id).looks_as == people["bo"]


def test_what_is_closed_is_told_with_its_reason(people):
    token, seat = seated("ann")
    accounts.look(seat.who, people["chen"])
    lines = {label.zh: why.zh for label, why in closed(accounts.seat_of(token).who)}
    assert "看不到" in lines["用户"] and "自己门店" in "".join(lines.values())
