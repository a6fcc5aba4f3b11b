"""Invitations: a link opens one account once, within its days; nothing else that is known of an account follows from it."""

import pytest

from models import accounts, house
from models.accounts import User, inviting
from models.accounts.inviting import Invitation
from models.kit import Refused
from models.kit.server.database import handle
from models.kit.write.acting import act
from models.kit.write.history import Event
from tests.helpers.people import KITES, change, refusal, who
from tests.models.test_accounts import newcomers

pytest_plugins = ["tests.helpers.staff"]


@pytest.fixture
def ann(people, later):
    return who(people["ann"])


def send(ann, ids: list[int], **asked) -> list[str]:
    """The secrets of the links, as they are told once."""
    answer = act(house().actions["invite"], who=ann, ids=ids, answers=asked)
    assert answer.state == "applied", answer
    return [row[-1].removeprefix(inviting.DOOR) for row in answer.handout.rows]


def test_a_link_lets_its_person_choose_a_password_and_is_used_up(ann):
    (eve,) = newcomers(ann, "eve")
    (token,) = send(ann, [eve])
    assert inviting.invited(token).login == "eve"
    opened = inviting.join(token, KITES, device="x")
    assert accounts.seat_of(opened).who.login == "eve" and not accounts.seat_of(opened).must_change
    assert accounts.sign_in("eve", KITES).token and User.get_by_id(eve).entry == "own"
    with pytest.raises(Refused, match="was used"):
        inviting.join(token, KITES + " again", device="x")
    assert {"invited", "joined"} <= {event.kind for event in Event.select()}


def test_a_password_that_is_too_weak_uses_nothing_up(ann):
    (token,) = send(ann, newcomers(ann, "eve"))
    for weak in ("short", "eveeveeveeveeveeve", ""):
        with pytest.raises(Refused):
            inviting.join(token, weak, device="x")
    assert inviting.join(token, KITES, device="x")


def test_a_link_ends_with_its_days_with_the_next_one_and_with_a_one_time_password(ann, later):
    eve, flo, gus = newcomers(ann, "eve", "flo", "gus")
    first, second, third = send(ann, [eve, flo, gus], days=2)
    (again,) = send(ann, [eve])
    with pytest.raises(Refused):
        inviting.invited(first)
    later(minutes=1)
    accounts.one_time_passwords([flo], who=ann)
    with pytest.raises(Refused):
        inviting.invited(second)
    later(days=2)
    with pytest.raises(Refused):
        inviting.invited(third)
    assert inviting.invited(again).login == "eve"
    change(ann, User, eve, active=False)
    with pytest.raises(Refused):
        inviting.invited(again)


def test_who_has_a_password_is_off_or_a_program_is_not_invited_and_others_may_invite_nobody(ann, people):
    eve, flo = newcomers(ann, "eve", "flo")
    action = house().actions["invite"]
    assert "has a password already" in refusal(act(action, who=ann, ids=[eve, people["bo"]]))
    change(ann, User, flo, active=False)
    assert "Flo" in refusal(act(action, who=ann, ids=[eve, flo]))
    assert refusal(act(action, who=who(people["bo"]), ids=[eve]))
    assert not Invitation.select().exists()


def test_the_secret_of_a_link_is_in_the_answer_and_nowhere_in_the_database_and_names_the_address_where_it_is_known(
    ann, monkeypatch
):
    (eve,) = newcomers(ann, "eve")
    (token,) = send(ann, [eve])
    everything = [handle.execute_sql(f'SELECT * FROM "{table}"').fetchall() for table in handle.get_tables()]
    assert token not in str(everything) and len(token) == 32
    monkeypatch.setenv("OPS_URL", "https://ops.example.com/")
    answer = act(house().actions["invite"], who=ann, ids=[eve])
    assert answer.handout.rows[0][-1].startswith("https://ops.example.com/j/")
