"""Signing in: long passwords, few tries, fresh sessions, and every session ends when what it rests on changes."""

import threading
import time

import pytest
from argon2 import PasswordHasher

from models import accounts
from models.accounts import Role, Session, SignInTry, TooOften, User, passwords, signing_in
from models.accounts.tables import hashed as hash_of_token
from models.kit import Refused
from models.kit.clock import now
from models.kit.declare.access import system
from models.kit.server import database
from models.kit.write.edits import edit
from models.kit.write.history import Change, Event
from models.kit.write.writes import changes
from models.organization import Store
from tests.helpers.people import BOATS, KITES, TEA, change, hashed, who

pytest_plugins = ["tests.helpers.staff"]


# Passwords (S3) ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "short and sweet",
        "violet umbrella 7 trams",
        "一只橘猫坐在窗台上看着雨慢慢停下来",
        "Tr4m-Umbrella-Violet-9",
        "ünïcödé wörds ärë fïnë",
        "x7Qm!pL2#vR9zKd4",
        "😀🐢🚲🌧🎻🥝🧵🪁🛶🏮🧊🪐🦉🍄🌵",
    ],
)
def test_long_passwords_without_common_words_are_taken(password):
    passwords.check(password.ljust(15, "~"), "ann", "Ann Lee")


@pytest.mark.parametrize(
    "password",
    [
        "14 characters.",
        "passwordpassword",
        "Password123456789",
        "administrator2026",
        "qwertyuiopasdfgh",
        "1234567890123456",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "opsdesk-opsdesk-2026",
        "会员门店运营积分礼品保健食品店长公司密码",
        "annleeannleeannlee",
        "iloveyou5201314woaini",
        "correct horse battery staple",
        "1qaz2wsx3edc4rfv",
        "x" * 129,
    ],
)
def test_short_common_repeated_and_personal_passwords_are_refused(password):
    with pytest.raises(Refused):
        passwords.check(password, "ann", "Ann Lee")


def test_a_password_typed_full_width_is_the_same_password():
    assert passwords.fits("ａｎｎ drinks green tea at noon", hashed(TEA))


@pytest.fixture
def costs(monkeypatch) -> list[str]:
    """What each comparison of a password costs, in Argon2's own words: the same words take as long on every machine."""
    paid, verify = [], PasswordHasher.verify

    def counted(self, kept, given):
        paid.append(kept.rpartition("$")[0].rpartition("$")[0])
        return verify(self, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    return paid


FULL = "$argon2id$v=19$m=65536,t=3,p=4"


def test_hashes_are_argon2id_and_each_try_costs_all_of_it(costs):
    stored = hashed(TEA)
    assert stored.startswith(f"{FULL}$")
    assert passwords.fits(TEA, stored) and not passwords.fits(TEA + "x", stored) and not passwords.fits(TEA, None)
    assert costs == [FULL] * 3


# Signing in (S1, S2) -------------------------------------------------------------------------------------------------


def test_signing_in_opens_a_fresh_session_whose_token_is_kept_as_a_hash(people):
    first, second = accounts.sign_in(" ANN ", TEA, address="10.0.0.1"), accounts.sign_in("ann", TEA)
    assert first.token != second.token and accounts.who_by_session(first.token).login == "ann"
    stored = {row.token_hash for row in Session.select()}
    assert first.token not in stored and all(len(kept) == 64 for kept in stored)
    assert accounts.who_by_session("nothing") is None and accounts.who_by_session("") is None
    assert Event.select().where(Event.kind == "signed_in").count() == 2


def test_a_wrong_name_a_wrong_password_and_a_switched_off_user_get_the_same_sentence(people):
    change(who(people["ann"]), User, people["chen"], active=False)
    said = set()
    for login, password in (
        ("nobody", TEA),
        ("bo", BOATS),
        ("chen", TEA),
        ("", ""),
        ("bo\0", "x"),
        ("é" * 300, "x" * 5000),
    ):
        with pytest.raises(Refused) as refused:
            accounts.sign_in(login, password)
        said.add(refused.value.text)
    assert said == {signing_in.WRONG}


def test_an_unknown_name_takes_as_long_as_a_known_one(people, costs):
    for login in ("bo", "nobody"):
        with pytest.raises(Refused):
            accounts.sign_in(login, "wrong")
    assert costs == [FULL] * 2


def wrong(times: int, login: str = "bo", **options) -> list[type]:
    refusals = []
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            accounts.sign_in(login, "wrong", **options)
        refusals.append(type(refused.value))
    return refusals


@pytest.fixture
def quick(monkeypatch):
    """Argon2 is tested above; here it would only cost time."""
    monkeypatch.setattr(passwords, "fits", lambda password, stored: password == TEA and stored is not None)


def test_an_account_is_tried_ten_times_in_a_quarter_of_an_hour_known_or_not(people, later, quick):
    for login in ("bo", "nobody"):
        refusals = wrong(30, login, address=f"10.0.0.{len(login)}")
        assert refusals[:10] == [Refused] * 10 and refusals[10:] == [TooOften] * 20
    with pytest.raises(TooOften):
        accounts.sign_in("bo", TEA)
    later(minutes=16)
    assert accounts.sign_in("bo", TEA).token


def test_twenty_at_once_are_twenty(people, quick):
    def attempt():
        with database.reading(), pytest.raises(Refused) as refused:
            accounts.sign_in("bo", "wrong")
        refusals.append(type(refused.value))
        database.close()

    refusals: list[type] = []
    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kind.__name__ for kind in refusals) == ["Refused"] * 10 + ["TooOften"] * 10


def test_one_address_that_tries_many_accounts_is_slowed_down_and_others_are_not(people, later, quick):
    refusals = [kind for number in range(100) for kind in wrong(1, f"user{number}", address="203.0.113.1")]
    assert refusals == [Refused] * 20 + [TooOften] * 80
    assert accounts.sign_in("bo", TEA, address="203.0.113.2").token


def guess(seconds: int, later, address: str = "203.0.113.1") -> list[int]:
    """Guess every second with fresh names; at which seconds a password was looked at."""
    looked = []
    for at in range(seconds):
        looked += [at] * (wrong(1, f"{address}-{at}", address=address) == [Refused])
        later(seconds=1)
    return looked


def test_guessing_from_one_address_is_slow_and_a_newcomer_there_waits_for_seconds_only(people, later, quick):
    wrong(50, "ghost", address="203.0.113.1")
    for number in range(40):
        wrong(1, f"user{number}", address="203.0.113.1")
        later(seconds=8)
    with pytest.raises(TooOften) as often:
        wrong(1, "one", address="203.0.113.1")
        accounts.sign_in("bo", TEA, address="203.0.113.1")
    assert often.value.seconds <= 10 and str(often.value.seconds) in often.value.text.zh
    later(seconds=often.value.seconds)
    assert accounts.sign_in("bo", TEA, address="203.0.113.1").token
    assert len(guess(900, later, "203.0.113.9")) < 150, "in a quarter of an hour, whatever names they try"
    assert len(guess(600, later, "203.0.113.9")) == 60, "then six a minute"


def test_a_known_device_still_lets_the_right_password_in_while_others_are_stopped(people, later, quick):
    device = accounts.sign_in("bo", TEA, address="10.0.0.1").device
    wrong(60, address="10.0.0.1")
    with pytest.raises(TooOften):
        accounts.sign_in("bo", TEA, address="10.0.0.1")
    entry = accounts.sign_in("bo", TEA, address="10.0.0.1", device=device)
    assert entry.device == device
    with pytest.raises(TooOften):
        accounts.sign_in("bo", TEA, address="10.0.0.1", device="invented")
    wrong(10, "chen", address="10.0.0.2")
    with pytest.raises(TooOften):
        accounts.sign_in("chen", TEA, address="10.0.0.1", device=device)
    assert accounts.sign_in("dora", TEA, address="10.0.0.1").token, "nobody else is locked out with them"


def test_a_known_device_may_not_guess_for_ever_either(people, later, quick):
    device = accounts.sign_in("bo", TEA).device
    assert wrong(12, device=device)[10:] == [TooOften] * 2


def test_after_a_hundred_wrong_tries_in_a_row_an_administrator_must_act(people, later, quick):
    device = accounts.sign_in("bo", TEA).device
    for _ in range(10):
        wrong(10)
        later(minutes=16)
    later(days=30)
    with pytest.raises(TooOften):
        accounts.sign_in("bo", TEA)
    assert accounts.sign_in("bo", TEA, device=device).token
    with pytest.raises(TooOften):
        accounts.sign_in("bo", TEA)
    assert "Bo" in accounts.allow_sign_in(people["bo"], who=who(people["ann"])).en
    assert accounts.sign_in("bo", TEA).token


def test_what_was_typed_as_a_name_is_kept_as_a_hash_only(people, quick):
    wrong(1, "my secret password")
    kept = str(list(SignInTry.select().dicts())) + str(list(Event.select().dicts()))
    assert "my secret password" not in kept


# Sessions (S1, S4) ---------------------------------------------------------------------------------------------------


def test_a_session_ends_an_hour_after_its_last_use_and_after_twelve_hours_at_most(people, later, quick):
    token = accounts.sign_in("bo", TEA).token
    later(minutes=59)
    seat = accounts.seat_of(token)
    assert seat.touch_due
    accounts.touch(seat.who.session_id)
    later(minutes=59)
    assert accounts.seat_of(token)
    later(minutes=2)
    assert accounts.seat_of(token) is None and accounts.alive([seat.who.session_id]) == set()
    token = accounts.sign_in("bo", TEA).token
    id = accounts.seat_of(token).who.session_id
    for _ in range(13):
        later(minutes=55)
        accounts.touch(id)
    assert accounts.seat_of(token)
    later(minutes=10)
    assert accounts.seat_of(token) is None


def test_signing_out_ends_one_session_only(people, quick):
    here, there = (accounts.sign_in("bo", TEA).token for _ in range(2))
    accounts.end_session(accounts.seat_of(here).who.session_id)
    assert accounts.seat_of(here) is None and accounts.seat_of(there)


@pytest.mark.parametrize("what", ["role", "active", "store", "login", "delete", "password", "sign_out"])
def test_whatever_a_session_rests_on_ends_it_when_it_changes(people, quick, what):
    token, ann = accounts.sign_in("bo", TEA).token, who(people["ann"])
    store = edit(Store, [{"id": None, "set": {"code": "S1", "name": "锦江一店"}}], who=ann).rows[0]["id"]
    seat = accounts.seat_of(token)
    kept = accounts.sign_in("chen", TEA).token
    values = {
        "role": {"role": Role.get(Role.code == "quality").id},
        "active": {"active": False},
        "store": {"store": store},
        "login": {"login": "bob"},
    }
    if what == "delete":
        assert edit(User, [], delete=[people["bo"]], who=ann).state == "applied"
    elif what == "password":
        accounts.new_password(people["bo"], who=ann)
    elif what == "sign_out":
        accounts.sign_out(people["bo"], who=ann)
    else:
        assert change(ann, User, people["bo"], **values[what]).state == "applied"
    assert accounts.seat_of(token) is None and accounts.seat_again(seat.who.session_id) is None
    assert accounts.alive([seat.who.session_id]) == set()
    assert accounts.seat_of(kept), "the others stay signed in"


def test_a_refused_change_ends_nothing(people, quick):
    token = accounts.sign_in("dora", TEA).token
    change(who(people["ann"]), User, people["ann"], active=False)
    with pytest.raises(Refused), changes(who=system("tests")) as c:
        c.update(User, people["dora"], name="Theodora", active=False)
        c.update(User, people["ann"], active=False)
    assert accounts.seat_of(token)


def test_a_name_or_a_language_changes_without_signing_anybody_out(people, quick):
    token = accounts.sign_in("bo", TEA, lang="en").token
    assert accounts.seat_of(token).who.lang == "en", "the browser's language, as long as nobody chose"
    change(who(people["ann"]), User, people["bo"], name="Bo Wang")
    accounts.set_language(accounts.seat_of(token).who, "zh")
    assert accounts.seat_of(token).who.name == "Bo Wang" and accounts.seat_of(token).who.lang == "zh"


@pytest.mark.parametrize("ahead", [{"days": 400}, {"hours": 13}, {"minutes": 30}])
def test_what_was_opened_while_the_clock_stood_ahead_is_over_when_it_is_right_again(people, later, quick, ahead):
    before = accounts.sign_in("bo", TEA)
    later(**ahead)
    entry = accounts.sign_in("bo", TEA, device=before.device)
    seat = accounts.seat_of(entry.token)
    later(**{unit: -count for unit, count in ahead.items()})
    assert accounts.seat_of(entry.token) is None and accounts.seat_again(seat.who.session_id) is None
    assert accounts.alive([seat.who.session_id]) == set()
    assert accounts.seat_of(before.token), "one from before goes on"
    Session.delete().where(Session.token_hash == hash_of_token(before.token)).execute()
    assert not accounts.knows_device("bo", before.device), "nor is a browser known that was seen in a time to come"


def test_wrong_tries_of_a_time_to_come_hold_nobody_up(people, later, quick):
    later(days=400)
    wrong(30, address="10.0.0.1")
    later(days=-400)
    assert accounts.sign_in("bo", TEA, address="10.0.0.1").token


# Passwords are changed by their owners ---------------------------------------------------------------------------------


def test_changing_ones_password_ends_every_session_and_opens_a_fresh_one(people):
    first, second = accounts.sign_in("bo", TEA).token, accounts.sign_in("bo", TEA).token
    bo = accounts.seat_of(first).who
    for current, new in ((BOATS, KITES), (TEA, "too short"), (TEA, TEA)):
        with pytest.raises(Refused):
            accounts.change_password(bo, current, new)
    fresh = accounts.change_password(bo, TEA, KITES)
    assert accounts.seat_of(first) is None and accounts.seat_of(second) is None
    assert accounts.seat_of(fresh).who.login == "bo"
    with pytest.raises(Refused):
        accounts.sign_in("bo", TEA)
    assert accounts.sign_in("bo", KITES)


def test_the_current_password_cannot_be_guessed_from_an_open_session(people, quick):
    bo = accounts.seat_of(accounts.sign_in("bo", TEA).token).who
    refusals = []
    for _ in range(12):
        with pytest.raises(Refused) as refused:
            accounts.change_password(bo, "guess", KITES)
        refusals.append(type(refused.value))
    assert refusals[10:] == [TooOften] * 2


def test_a_one_time_password_opens_nothing_until_it_is_changed(people):
    said = accounts.new_password(people["bo"], who=who(people["ann"]))
    once = said.en.split(": ")[1].split(" ")[0]
    entry = accounts.sign_in("bo", once)
    seat = accounts.seat_of(entry.token)
    assert entry.must_change and seat.must_change and dict(seat.who.grants) == {}
    seat = accounts.seat_of(accounts.change_password(seat.who, once, KITES))
    assert not seat.must_change and seat.who.grants
    with pytest.raises(Refused):
        accounts.new_password(people["ann"], who=who(people["ann"]))


def test_no_password_hash_or_token_is_in_the_history_the_events_or_an_answer(people):
    ann = who(people["ann"])
    said = accounts.new_password(people["bo"], who=ann).en.split(": ")[1].split(" ")[0]
    token = accounts.issue_token("bo")
    row = edit(User, [{"id": people["bo"], "set": {"name": "B"}}], who=ann).rows
    kept = str(list(Change.select().dicts())) + str(list(Event.select().dicts())) + str(row)
    assert "argon2" not in kept and said not in kept and token not in kept


def test_a_seat_is_found_quickly(people, quick):
    token = accounts.sign_in("bo", TEA).token
    began = time.process_time()  # a busy machine makes wait, but not work
    for _ in range(200):
        accounts.seat_of(token)
    assert (time.process_time() - began) / 200 < 0.002
    assert now() < accounts.seat_of(token).ends_at
