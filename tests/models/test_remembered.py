"""Who was asked for before is not made up anew, and yet what is taken from a person holds at the next request, whoever wrote it."""

from contextlib import closing
from dataclasses import replace

import apsw
import pytest

from models import accounts
from models.accounts import AccessToken, Grant, Role, User, remembered
from models.kit.declare.access import may
from models.kit.server.database import handle, writing
from models.organization import Store
from tests.helpers.people import TEA, change, who

pytest_plugins = ["tests.helpers.staff"]


@pytest.fixture
def token(people) -> str:
    """Bo, who only reads, has signed in."""
    return accounts.sign_in("bo", TEA).token


def viewers_right() -> int:
    viewer = Role.get(Role.code == "viewer").id
    return Grant.get(Grant.role == viewer, Grant.record_type == "store").id


def test_the_same_row_and_the_same_rights_are_the_same_person(token):
    first, again = accounts.seat_of(token), accounts.seat_of(token)
    assert again.who is first.who


def test_what_a_role_may_no_longer_holds_at_the_next_request(token, people):
    boss = who(people["ann"])
    assert may(accounts.seat_of(token).who, "see", Store)
    change(boss, Grant, viewers_right(), can_see=False)
    assert not may(accounts.seat_of(token).who, "see", Store)
    change(boss, Grant, viewers_right(), can_see=True)
    assert may(accounts.seat_of(token).who, "see", Store)


def test_another_name_role_or_being_switched_off_holds_at_the_next_request(token, people):
    boss, bo = who(people["ann"]), people["bo"]
    assert accounts.seat_of(token).who.name == "Bo"
    change(boss, User, bo, name="Bob")
    assert accounts.seat_of(token).who.name == "Bob"
    change(boss, User, bo, role=Role.get(Role.code == "quality").id)
    assert accounts.seat_of(token) is None, "who has another role signs in anew"
    again = accounts.sign_in("bo", TEA).token
    assert accounts.seat_of(again).who.role == "quality"
    change(boss, User, bo, active=False)
    assert accounts.seat_of(again) is None


@pytest.mark.embedded
def test_a_session_that_another_program_ended_is_over_at_once(token, tmp_path):
    assert accounts.seat_of(token) is not None
    with closing(apsw.Connection(str(tmp_path / "ops.db"))) as line:
        line.execute("UPDATE session SET ended_at = '2026-01-01 00:00:00'")
    assert accounts.seat_of(token) is None


def test_a_program_has_what_its_token_leaves_as_it_is_now(people):
    key, boss = accounts.issue_token("bo"), who(people["ann"])
    row = AccessToken.get(AccessToken.user == people["bo"]).id
    seat = accounts.seat_of_token(key)
    assert not seat.who.by_token and accounts.seat_of_token(key) is seat
    change(boss, AccessToken, row, reach="read")
    left = accounts.seat_of_token(key).who
    assert may(left, "see", Store) and not may(left, "export", Store) and left.reads_only
    change(boss, AccessToken, row, active=False)
    assert accounts.seat_of_token(key) is None


def test_what_is_not_saved_yet_is_not_remembered(token):
    was = accounts.seat_of(token).who
    with pytest.raises(ZeroDivisionError), writing():
        handle.execute_sql('UPDATE "user" SET "name" = \'x\'')
        assert accounts.seat_of(token).who == replace(was, name="x")
        raise ZeroDivisionError
    assert accounts.seat_of(token).who == was


def test_what_is_remembered_is_bounded(people, monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 3)
    monkeypatch.setattr(remembered, "_known", {})
    for at in range(10):
        assert remembered.remembered((at,), lambda at=at: at) == at
    assert len(remembered._known) <= 3


def test_who_asks_while_another_clears_what_is_kept_has_his_answer(token, monkeypatch):
    class Forgetful(dict):
        """As where another thread finds it full at that very moment."""

        def __setitem__(self, key, value) -> None:
            pass

    monkeypatch.setattr(remembered, "_known", Forgetful())
    assert accounts.seat_of(token).who.login == "bo"
