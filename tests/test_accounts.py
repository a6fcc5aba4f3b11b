"""Users, roles and rights, and how people come in: every way to more power is closed, every session can be ended."""

import shutil
import statistics
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import AREAS, RECORDS, accounts
from models.accounts import (
    ADMINISTRATOR,
    ApiToken,
    Grant,
    Role,
    Session,
    SignInTry,
    TooOften,
    User,
    passwords,
    signing_in,
)
from models.kit import Refused, access, database
from models.kit.access import may, system, visible
from models.kit.edits import edit
from models.kit.history import Change, Event
from models.kit.undo import restore, undo
from models.kit.week import Clock, now
from models.kit.writes import changes

TEA = "ann drinks green tea at noon"
BOATS = "bo paints small wooden boats"
KITES = "chen flies paper kites in wind"
HASHES = {}


def hashed(password: str) -> str:
    return HASHES.setdefault(password, passwords.hash_of(password))


def make(login: str, role: str, password: str = TEA, **values) -> int:
    role_id = Role.get(Role.code == role).id
    with changes(who=system("tests")) as c:
        return c.create(
            User, login=login, name=login.title(), role=role_id, password_hash=hashed(password), **values
        ).id


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A database with roles and people, made once: Ann and Dora administer, Bo reads, Chen manages a store."""
    path = tmp_path_factory.mktemp("accounts") / "settled.db"
    database.close()
    database.open(f"sqlite:///{path}")
    roles = {"ann": ADMINISTRATOR, "dora": ADMINISTRATOR, "bo": "viewer", "chen": "store_manager"}
    with database.reading():
        accounts.seed_roles(AREAS)
        people = {login: make(login, role) for login, role in roles.items()}
        database.back_up(path.with_name("copy.db"))
    database.close()
    return path.with_name("copy.db"), people


@pytest.fixture
def db(settled, tmp_path):
    """A copy of it for each test, instead of the empty one."""
    database.close()
    shutil.copy(settled[0], tmp_path / "ops.db")
    database.open(f"sqlite:///{tmp_path}/ops.db")
    with database.reading():
        yield tmp_path / "ops.db"
    database.close()


@pytest.fixture
def people(db, settled):
    return settled[1]


@pytest.fixture
def nobody_yet(db):
    """As on a first start: roles, but nobody who could sign in."""
    User._meta.database.execute_sql('DELETE FROM "user"')


@pytest.fixture
def clock(monkeypatch):
    """A clock the test moves by hand."""
    at = [datetime(2026, 11, 23, 1, 0, tzinfo=UTC)]
    monkeypatch.setattr(Clock, "source", staticmethod(lambda: at[0]))
    return lambda **step: at.__setitem__(0, at[0] + timedelta(**step))


def who(id: int):
    return accounts.who_for(id)


def change(asker, record, id, **values):
    return edit(record, [{"id": id, "set": values}], who=asker)


def refusal(answer) -> str:
    assert answer.state in ("refused", "conflict"), answer
    return answer.errors[0].text.en


# Roles and rights ----------------------------------------------------------------------------------------------------


def test_an_empty_database_gets_every_role_with_its_declared_rights_once(db):
    accounts.seed_roles(AREAS)
    assert Role.select().count() == 10
    assert Role.get(Role.code == "store_manager").name == "店长"
    declared = {(grant.role, grant.record) for grant in access.default_grants(AREAS)}
    assert Grant.select().count() == len(declared)
    assert {record for role, record in declared if role == ADMINISTRATOR} == set(RECORDS)


def test_a_later_versions_record_type_gets_its_rights_and_changed_ones_stay(db):
    viewer = Role.get(Role.code == "viewer").id
    mine = Grant.get(Grant.role == viewer, Grant.record_type == "store").id
    with changes(who=system("tests")) as c:
        c.update(Grant, mine, can_export=True)
        c.remove(Grant, [row.id for row in Grant.select(Grant.id).where(Grant.record_type == "product")])
    accounts.seed_roles(AREAS)
    assert Grant.get(Grant.record_type == "product", Grant.role == viewer).can_see
    assert Grant.get_by_id(mine).can_export


def test_who_is_asking_has_exactly_the_rights_of_the_role(people):
    bo, ann = who(people["bo"]), who(people["ann"])
    declared = {grant.record: grant for grant in access.default_grants(AREAS) if grant.role == "viewer"}
    assert dict(bo.grants) == declared
    assert all(may(ann, "see", record) for record in RECORDS.values())
    assert not may(bo, "see", User) and visible(bo, User) == {}
    assert "password_hash" not in visible(ann, User)


def test_a_changed_right_holds_from_the_next_question_on(people):
    viewer = Role.get(Role.code == "viewer").id
    right = Grant.get(Grant.role == viewer, Grant.record_type == "store").id
    assert not may(who(people["bo"]), "edit", RECORDS["store"])
    assert change(who(people["ann"]), Grant, right, can_edit=True).state == "applied"
    assert may(who(people["bo"]), "edit", RECORDS["store"])


def test_a_right_for_something_that_does_not_exist_is_refused(people):
    ann, viewer = who(people["ann"]), Role.get(Role.code == "viewer").id
    right = Grant.get(Grant.role == viewer, Grant.record_type == "store").id
    assert "no record type" in refusal(
        edit(Grant, [{"id": None, "set": {"role": viewer, "record_type": "nothing"}}], who=ann)
    )
    assert "no columns" in refusal(change(ann, Grant, right, hidden=["phone", "shoe_size"]))
    assert "can't be limited" in refusal(change(ann, Grant, right, scope="own"))


def test_a_right_names_its_record_type_in_words(people):
    viewer = Role.get(Role.code == "viewer").id
    with changes(who=system("tests")) as c:
        made = c.create(Grant, role=viewer, record_type="user")
    assert Grant.get_by_id(made.id).what == "用户"


def test_somebody_without_a_role_or_switched_off_is_nobody(people):
    assert who(999) is None
    change(who(people["ann"]), User, people["bo"], active=False)
    assert who(people["bo"]) is None


# No way to more power (A4) -------------------------------------------------------------------------------------------


def test_nobody_changes_own_role_scope_or_login(people):
    ann, viewer = who(people["ann"]), Role.get(Role.code == "viewer").id
    for values in ({"role": viewer}, {"active": False}, {"login": "other"}):
        assert "your own" in refusal(change(ann, User, people["ann"], **values))
    assert "your own" in refusal(edit(User, [], delete=[people["ann"]], who=ann))
    assert change(ann, User, people["ann"], name="Ann Lee", lang="en").state == "applied"


def test_the_administrators_rights_and_those_of_ones_own_role_stay_as_they_are(people):
    ann = who(people["ann"])
    admin = Role.get(Role.code == ADMINISTRATOR).id
    right = Grant.get(Grant.role == admin, Grant.record_type == "store").id
    assert "fixed" in refusal(change(ann, Grant, right, can_delete=False))
    assert "fixed" in refusal(edit(Grant, [], delete=[right], who=ann))


def helper(people):
    """Bo, to whom the administration of users and rights was left by mistake."""
    viewer = Role.get(Role.code == "viewer").id
    with changes(who=system("tests")) as c:
        for record in ("user", "grant", "role"):
            c.create(Grant, role=viewer, record_type=record, **{f"can_{verb}": True for verb in access.VERBS})
    return who(people["bo"])


def test_who_may_edit_users_still_cannot_make_or_touch_an_administrator(people):
    bo, admin = helper(people), Role.get(Role.code == ADMINISTRATOR).id
    for tried in (
        change(bo, User, people["chen"], role=admin),
        change(bo, User, people["ann"], active=False),
        edit(User, [{"id": None, "set": {"login": "eve", "name": "Eve", "role": admin}}], who=bo, via="import"),
        edit(User, [], delete=[people["ann"]], who=bo),
    ):
        assert "administrator" in refusal(tried).lower()
    with pytest.raises(Refused):
        accounts.new_password(people["ann"], who=bo)
    own = Grant.get(Grant.role == Role.get(Role.code == "viewer").id, Grant.record_type == "store").id
    assert "your own role" in refusal(change(bo, Grant, own, can_edit=True))


def test_nobody_sets_a_password_hash_or_a_builtin_flag_through_the_grid(people):
    ann = who(people["ann"])
    for values in ({"password_hash": "x"}, {"must_change": False}, {"password_at": "2026-01-01"}):
        assert change(ann, User, people["bo"], **values).state == "refused"
    viewer = Role.get(Role.code == "viewer").id
    assert change(ann, Role, viewer, system=False).state == "refused"
    assert "keeps its code" in refusal(change(ann, Role, viewer, code="king"))
    assert change(ann, Role, viewer, name="访客").state == "applied"


def test_a_role_in_use_cannot_be_deleted(people):
    ann = who(people["ann"])
    made = edit(Role, [{"id": None, "set": {"code": "guest", "name": "来宾"}}], who=ann).rows[0]["id"]
    assert change(ann, User, people["bo"], role=made).state == "applied"
    assert edit(Role, [], delete=[made], who=ann).state == "refused"


def test_the_last_active_administrator_cannot_go_by_any_way(people):
    dora, viewer = who(people["dora"]), Role.get(Role.code == "viewer").id
    gone = change(dora, User, people["ann"], active=False)
    assert gone.state == "applied"
    with_all_rights = system("tests")
    for tried in (
        change(with_all_rights, User, people["dora"], active=False),
        change(with_all_rights, User, people["dora"], role=viewer),
        edit(User, [], delete=[people["dora"]], who=with_all_rights),
        edit(User, [{"id": people["dora"], "set": {"active": "否"}}], who=with_all_rights, via="import"),
    ):
        assert "last active administrator" in refusal(tried)
    assert User.get_by_id(people["dora"]).active


def test_two_administrators_cannot_remove_each_other_in_one_batch(people):
    both = [{"id": people[name], "set": {"active": False}} for name in ("ann", "dora")]
    assert "last active" in refusal(edit(User, both, who=system("tests")))
    assert "last active" in refusal(edit(User, [], delete=[people["ann"], people["dora"]], who=system("tests")))


def test_undo_does_not_bring_a_demotion_about_or_a_role_back(people):
    ann, admin = who(people["ann"]), Role.get(Role.code == ADMINISTRATOR).id
    made_admin = change(ann, User, people["chen"], role=admin)
    change(ann, User, people["dora"], active=False)
    with changes(who=system("tests")) as c:
        c.update(User, people["ann"], active=False)
    answer = undo(made_admin.batch, RECORDS, who=system("tests"))
    assert "last active administrator" in refusal(answer)
    bo = helper(people)
    assert undo(made_admin.batch, RECORDS, who=bo).state == "refused"


def test_a_restored_administrator_comes_back_by_an_administrator_only_and_without_a_password(people):
    ann, bo = who(people["ann"]), helper(people)
    assert edit(User, [], delete=[people["dora"]], who=ann).state == "applied"
    assert "administrator" in refusal(restore(User, people["dora"], who=bo)).lower()
    assert restore(User, people["dora"], who=ann).state == "applied"
    assert User.get_by_id(people["dora"]).password_hash is None
    with pytest.raises(Refused):
        accounts.sign_in("dora", TEA)


# Passwords (S3) ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "short and sweet", "violet umbrella 7 trams", "一只橘猫坐在窗台上看着雨慢慢停下来", "Tr4m-Umbrella-Violet-9",
        "ünïcödé wörds ärë fïnë", "x7Qm!pL2#vR9zKd4", "😀🐢🚲🌧🎻🥝🧵🪁🛶🏮🧊🪐🦉🍄🌵",
    ],
)  # fmt: skip
def test_long_passwords_without_common_words_are_taken(password):
    passwords.check(password.ljust(15, "~"), "ann", "Ann Lee")


@pytest.mark.parametrize(
    "password",
    [
        "14 characters.", "passwordpassword", "Password123456789", "administrator2026", "qwertyuiopasdfgh",
        "1234567890123456", "aaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "opsdesk-opsdesk-2026", "会员门店运营积分礼品保健食品店长公司密码",
        "annleeannleeannlee", "iloveyou5201314woaini", "correct horse battery staple", "1qaz2wsx3edc4rfv", "x" * 129,
    ],
)  # fmt: skip
def test_short_common_repeated_and_personal_passwords_are_refused(password):
    with pytest.raises(Refused):
        passwords.check(password, "ann", "Ann Lee")


def test_a_password_typed_full_width_is_the_same_password():
    assert passwords.fits("ａｎｎ drinks green tea at noon", hashed(TEA))


def test_hashes_are_argon2id_and_take_their_time():
    stored = hashed(TEA)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    began = time.perf_counter()
    assert passwords.fits(TEA, stored) and not passwords.fits(TEA + "x", stored) and not passwords.fits(TEA, None)
    assert time.perf_counter() - began > 0.1


# Signing in (S1, S2) -------------------------------------------------------------------------------------------------


def test_signing_in_opens_a_fresh_session_whose_token_is_kept_as_a_hash(people):
    one, two = accounts.sign_in(" ANN ", TEA, address="10.0.0.1"), accounts.sign_in("ann", TEA)
    assert one.token != two.token and accounts.who_by_session(one.token).login == "ann"
    stored = {row.token_hash for row in Session.select()}
    assert one.token not in stored and all(len(kept) == 64 for kept in stored)
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


def test_an_unknown_name_takes_as_long_as_a_known_one(people, monkeypatch):
    monkeypatch.setattr(signing_in, "PER_ACCOUNT", 1000)
    monkeypatch.setattr(signing_in, "PER_ADDRESS", 1000)
    took = {"bo": [], "nobody": []}
    for _ in range(12):
        for login, times in took.items():
            began = time.process_time()
            with pytest.raises(Refused):
                accounts.sign_in(login, "wrong")
            times.append(time.process_time() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) / known < 0.15


def wrong(times: int, login: str = "bo", **options) -> list[type]:
    found = []
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            accounts.sign_in(login, "wrong", **options)
        found.append(type(refused.value))
    return found


@pytest.fixture
def quick(monkeypatch):
    """Argon2 is tested above; here it would only cost time."""
    monkeypatch.setattr(passwords, "fits", lambda password, stored: password == TEA and stored is not None)


def test_an_account_is_tried_ten_times_in_a_quarter_of_an_hour_known_or_not(people, clock, quick):
    for login in ("bo", "nobody"):
        found = wrong(30, login, address=f"10.0.0.{len(login)}")
        assert found[:10] == [Refused] * 10 and found[10:] == [TooOften] * 20
    with pytest.raises(TooOften):
        accounts.sign_in("bo", TEA)
    clock(minutes=16)
    assert accounts.sign_in("bo", TEA).token


def test_twenty_at_once_are_twenty(people, quick):
    def attempt():
        with database.reading(), pytest.raises(Refused) as refused:
            accounts.sign_in("bo", "wrong")
        found.append(type(refused.value))
        database.close()

    found: list[type] = []
    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kind.__name__ for kind in found) == ["Refused"] * 10 + ["TooOften"] * 10


def test_one_address_that_tries_many_accounts_is_stopped_and_others_are_not(people, clock, quick):
    found = [kind for number in range(100) for kind in wrong(1, f"user{number}", address="203.0.113.1")]
    assert found.count(Refused) == 50 and found[50:] == [TooOften] * 50
    assert accounts.sign_in("bo", TEA, address="203.0.113.2").token


def test_a_known_device_still_lets_the_right_password_in_while_others_are_stopped(people, clock, quick):
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


def test_a_known_device_may_not_guess_for_ever_either(people, clock, quick):
    device = accounts.sign_in("bo", TEA).device
    assert wrong(12, device=device)[10:] == [TooOften] * 2


def test_after_a_hundred_wrong_tries_in_a_row_an_administrator_must_act(people, clock, quick):
    device = accounts.sign_in("bo", TEA).device
    for _ in range(10):
        wrong(10)
        clock(minutes=16)
    clock(days=30)
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


def test_a_session_ends_an_hour_after_its_last_use_and_after_twelve_hours_at_most(people, clock, quick):
    token = accounts.sign_in("bo", TEA).token
    clock(minutes=59)
    seat = accounts.seat_of(token)
    assert seat.touch_due
    accounts.touch(seat.who.session_id)
    clock(minutes=59)
    assert accounts.seat_of(token) and accounts.seat_of(token) is not None
    clock(minutes=2)
    assert accounts.seat_of(token) is None and accounts.alive([seat.who.session_id]) == set()
    token = accounts.sign_in("bo", TEA).token
    id = accounts.seat_of(token).who.session_id
    for _ in range(13):
        clock(minutes=55)
        accounts.touch(id)
    assert accounts.seat_of(token)
    clock(minutes=10)
    assert accounts.seat_of(token) is None


def test_signing_out_ends_one_session_only(people, quick):
    here, there = (accounts.sign_in("bo", TEA).token for _ in range(2))
    accounts.end_session(accounts.seat_of(here).who.session_id)
    assert accounts.seat_of(here) is None and accounts.seat_of(there)


@pytest.mark.parametrize("what", ["role", "active", "store", "login", "delete", "password", "sign_out"])
def test_whatever_a_session_rests_on_ends_it_when_it_changes(people, stores, quick, what):
    token, ann = accounts.sign_in("bo", TEA).token, who(people["ann"])
    seat = accounts.seat_of(token)
    kept = accounts.sign_in("chen", TEA).token
    values = {
        "role": {"role": Role.get(Role.code == "quality").id}, "active": {"active": False},
        "store": {"store": next(iter(stores.values()))}, "login": {"login": "bob"},
    }  # fmt: skip
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
    found = []
    for _ in range(12):
        with pytest.raises(Refused) as refused:
            accounts.change_password(bo, "guess", KITES)
        found.append(type(refused.value))
    assert found[10:] == [TooOften] * 2


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


# First start and tokens ------------------------------------------------------------------------------------------------


def test_a_first_start_makes_one_administrator_with_a_one_time_password(nobody_yet):
    once = accounts.first_admin()
    assert len(once) == 23 and accounts.first_admin() is None
    entry = accounts.sign_in("admin", once)
    assert entry.must_change
    assert who(User.get().id) and User.get().name == "系统管理员"


def test_a_first_start_takes_the_operators_password_when_it_is_long_enough(nobody_yet):
    with pytest.raises(Refused):
        accounts.first_admin("too short")
    assert User.select().count() == 0
    assert accounts.first_admin(BOATS) is None
    entry = accounts.sign_in("admin", BOATS)
    assert not entry.must_change and may(accounts.who_by_session(entry.token), "edit", User)


def test_a_token_has_the_rights_its_user_has_today_and_can_be_revoked(people):
    token = accounts.issue_token("Bo", "nightly report")
    assert token not in str(list(ApiToken.select().dicts()))
    assert accounts.who_by_token(token).role == "viewer" and accounts.who_by_token(token).session_id is None
    change(who(people["ann"]), User, people["bo"], role=Role.get(Role.code == "quality").id)
    assert accounts.who_by_token(token).role == "quality"
    accounts.revoke_token(ApiToken.get().id)
    assert accounts.who_by_token(token) is None
    with pytest.raises(Refused):
        accounts.revoke_token(ApiToken.get().id)
    with pytest.raises(Refused):
        accounts.issue_token("nobody")
    again = accounts.issue_token("bo")
    change(who(people["ann"]), User, people["bo"], active=False)
    change(who(people["ann"]), User, people["bo"], active=True)
    assert accounts.who_by_token(again) is None, "switching off ends the tokens for good"


def test_logins_are_the_same_in_any_spelling(people):
    ann, viewer = who(people["ann"]), Role.get(Role.code == "viewer").id
    made = edit(User, [{"id": None, "set": {"login": "Eve.Zhou", "name": "Eve", "role": viewer}}], who=ann)
    assert made.state == "applied" and User.get_by_id(made.rows[0]["id"]).login == "eve.zhou"
    assert edit(User, [{"id": None, "set": {"login": "BO", "name": "Bo", "role": viewer}}], who=ann).state == "refused"


def test_a_seat_is_found_quickly(people, quick):
    token = accounts.sign_in("bo", TEA).token
    began = time.perf_counter()
    for _ in range(200):
        accounts.seat_of(token)
    assert (time.perf_counter() - began) / 200 < 0.002
    assert replace(accounts.seat_of(token).who, name="x").name == "x" and now() < accounts.seat_of(token).ends_at
