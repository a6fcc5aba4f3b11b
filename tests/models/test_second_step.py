"""The second step of signing in: a code from the phone is good once, recovery codes too, guessing ends soon, and a role can demand it."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from models import accounts
from models.accounts import Role, TooOften, User, second
from models.accounts.second import HalfSignIn, RecoveryCode, SecondStep
from models.kit import Refused, system
from models.kit.clock import now
from models.kit.write.history import Change, Event
from tests.helpers.people import TEA, change, who

pytest_plugins = ["tests.helpers.staff"]


def code_of(user_id: int, steps: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    secret = SecondStep.get(SecondStep.user_id == user_id).secret
    moment = now() + timedelta(seconds=second.STEP * steps)
    return pyotp.TOTP(secret).at(moment.replace(tzinfo=second.UTC))


def set_up(person) -> list[str]:
    second.pending(person)
    return second.prove(person, code_of(person.user_id))


@pytest.fixture
def bo(people, later):
    return who(people["bo"])


def half(login: str = "bo", password: str = TEA) -> str:
    entry = accounts.sign_in(login, password)
    assert entry.half and entry.token == ""
    return entry.half


def test_from_the_first_code_on_a_password_alone_opens_nothing(bo, later):
    before = accounts.sign_in("bo", TEA)
    assert before.half is None
    set_up(bo)
    assert accounts.seat_of(before.token) is None, "sessions opened without a code end"
    waiting = half()
    assert accounts.seat_of(waiting) is None
    later(minutes=1)
    entry = accounts.finish(waiting, code_of(bo.user_id))
    assert accounts.seat_of(entry.token).who.user_id == bo.user_id
    with pytest.raises(Refused):
        accounts.finish(waiting, code_of(bo.user_id, 1))


def test_a_code_is_good_once_and_only_about_its_time(bo, later):
    set_up(bo)
    used = code_of(bo.user_id)
    with pytest.raises(Refused):
        accounts.finish(half(), used)
    for steps in (-2, 2, 30):
        with pytest.raises(Refused):
            accounts.finish(half(), code_of(bo.user_id, steps))
    assert accounts.finish(half(), code_of(bo.user_id, 1)).token


def test_a_recovery_code_stands_in_once_however_it_is_typed(bo):
    codes = set_up(bo)
    assert len(set(codes)) == second.CODES
    assert accounts.finish(half(), codes[0].upper().replace("-", " ")).token
    with pytest.raises(Refused):
        accounts.finish(half(), codes[0])
    assert second.state_of(bo) == (True, False, second.CODES - 1)
    fresh = second.renew_codes(bo, codes[1])
    with pytest.raises(Refused):
        accounts.finish(half(), codes[2])  # of those before
    assert accounts.finish(half(), fresh[0]).token


def test_guessing_ends_half_a_sign_in_then_holds_the_account_up_and_passwords_are_not_blocked_by_it(bo, later):
    set_up(bo)
    waiting = half()
    for _ in range(second.HALF_TRIES):
        with pytest.raises(Refused, match="not right"):
            accounts.finish(waiting, "000000")
    with pytest.raises(Refused, match="too long"):
        accounts.finish(waiting, code_of(bo.user_id, 1))
    waiting = half()
    for _ in range(second.HALF_TRIES):
        with pytest.raises(Refused):
            accounts.finish(waiting, "000000")
    waiting = half()
    with pytest.raises(TooOften):
        accounts.finish(waiting, code_of(bo.user_id, 1))
    later(minutes=16)
    assert accounts.finish(half(), code_of(bo.user_id)).token


def test_half_a_sign_in_lasts_minutes_and_ends_with_the_account(bo, later, people):
    set_up(bo)
    waiting = half()
    later(minutes=6)
    with pytest.raises(Refused, match="too long"):
        accounts.finish(waiting, code_of(bo.user_id))
    waiting = half()
    change(who(people["ann"]), User, bo.user_id, active=False)
    with pytest.raises(Refused):
        accounts.finish(waiting, code_of(bo.user_id))


def test_a_role_that_demands_it_leads_to_it_before_anything_else_and_tokens_of_programs_go_on(bo, people):
    role = User.get_by_id(bo.user_id).role_id
    token = accounts.sign_in("bo", TEA).token
    assert not accounts.seat_of(token).must_prove
    assert change(who(people["ann"]), Role, role, asks_code=True).state == "applied"
    assert accounts.seat_of(token).must_prove
    program = accounts.issue_token("bo", "x").split()[-1]
    assert not accounts.seat_of_token(program).must_prove
    person = accounts.seat_of(token).who
    second.pending(person)
    codes = second.prove(person, code_of(bo.user_id))
    assert not accounts.seat_of(token).must_prove, "the one who set it up goes on where he is"
    with pytest.raises(Refused, match="can't be switched off"):
        second.switch_off(person, codes[0])


def test_it_is_switched_off_with_a_code_only_and_taken_away_by_an_administrator(bo):
    codes = set_up(bo)
    with pytest.raises(Refused):
        second.switch_off(bo, "000000")
    second.switch_off(bo, codes[0])
    assert accounts.sign_in("bo", TEA).token and not SecondStep.select().exists()
    codes = set_up(bo)
    assert second.reset_second_step(bo.user_id, who=system("tests")).zh
    assert accounts.sign_in("bo", TEA).half is None
    assert not SecondStep.select().exists() and not RecoveryCode.select().exists()
    with pytest.raises(Refused, match="no second step"):
        second.reset_second_step(bo.user_id, who=system("tests"))
    kinds = {event.kind for event in Event.select()}
    assert {"second_step_on", "second_step_off", "second_step_reset"} <= kinds


def test_secrets_and_codes_stand_in_no_history_and_two_at_once_are_one(bo):
    codes = set_up(bo)
    secret = SecondStep.get().secret
    kept = "".join(str(row) for table in (Change, Event, RecoveryCode) for row in table.select().dicts())
    assert secret not in kept and not any(code in kept or code.replace("-", "") in kept for code in codes)
    first, other = half(), half()
    code = code_of(bo.user_id, 1)
    assert accounts.finish(first, code).token
    with pytest.raises(Refused):
        accounts.finish(other, code)
    assert HalfSignIn.select().count() == 1


def test_whoever_looks_as_somebody_sees_and_sets_nothing_of_it(bo):
    looking = replace(bo, reads_only=True)
    for does in (
        second.pending,
        lambda person: second.prove(person, "000000"),
        lambda person: second.renew_codes(person, "x"),
    ):
        with pytest.raises(Refused):
            does(looking)
    assert not SecondStep.select().exists()
