"""Users, roles and rights: what is granted holds, and every way to more power is closed."""

import timeit

import pytest

from jobs import commands
from models import AREAS, accounts, house
from models.accounts import ADMINISTRATOR, AccessToken, ApiToken, Grant, Role, User, passwords
from models.accounts.rights import ROLES
from models.kit import Refused
from models.kit.ask.query import Query
from models.kit.declare import access
from models.kit.declare.access import may, system, visible
from models.kit.server.database import handle
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import restore, undo
from models.kit.write.writes import changes
from models.organization import Employee, Region, Store
from tests.helpers.people import BOATS, KITES, TEA, change, refusal, who

pytest_plugins = ["tests.helpers.staff"]


# Roles and rights ----------------------------------------------------------------------------------------------------


def test_an_empty_database_gets_every_role_with_its_declared_rights_once(people):
    accounts.seed_roles(AREAS)
    assert {role.code for role in Role.rows()} == set(ROLES)
    assert Role.get(Role.code == "store_manager").name == "店长"
    declared = {(grant.role, grant.record) for grant in access.default_grants(AREAS)}
    assert Grant.select().count() == len(declared)
    assert {record for role, record in declared if role == ADMINISTRATOR} == set(house().records)


def test_a_later_versions_record_type_gets_its_rights_and_changed_ones_stay(people):
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
    assert all(may(ann, "see", record) for record in house().records.values())
    assert not may(bo, "see", User) and visible(bo, User) == {}
    assert "password_hash" not in visible(ann, User)


def test_a_changed_right_holds_from_the_next_question_on(people):
    viewer = Role.get(Role.code == "viewer").id
    right = Grant.get(Grant.role == viewer, Grant.record_type == "store").id
    assert not may(who(people["bo"]), "edit", house().records["store"])
    assert change(who(people["ann"]), Grant, right, can_edit=True).state == "applied"
    assert may(who(people["bo"]), "edit", house().records["store"])


def test_a_right_for_something_that_does_not_exist_is_refused(people):
    ann, viewer = who(people["ann"]), Role.get(Role.code == "viewer").id
    right = Grant.get(Grant.role == viewer, Grant.record_type == "store").id
    assert "no record type" in refusal(
        edit(Grant, [{"id": None, "set": {"role": viewer, "record_type": "nothing"}}], who=ann)
    )
    assert "no columns" in refusal(change(ann, Grant, right, hidden=["phone", "shoe_size"]))
    assert "can't be limited" in refusal(change(ann, Grant, right, scope="own"))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("会员", ["手机号", "生日"]),
        ("members", ["ＰＨＯＮＥ", "birthday"]),
        ("member", ["phone", "生日", "Birthday"]),
        (" 会员 ", "手机号、Birthday"),
    ],
)
def test_a_right_takes_tables_and_columns_by_what_stands_over_them(people, table, columns):
    ann, viewer = who(people["ann"]), Role.get(Role.code == "viewer").id
    mine = Grant.get(Grant.role == viewer, Grant.record_type == "member")
    edit(Grant, [], delete=[mine.id], who=ann)
    made = edit(
        Grant, [{"id": None, "set": {"role": viewer, "record_type": table, "hidden": columns, "masked": "*"}}], who=ann
    )
    assert made.state == "applied", made.errors
    right = Grant.get(Grant.role == viewer, Grant.record_type == "member")
    assert (right.what, right.hidden, right.masked) == ("会员", ["member.phone", "member.birthday"], ["member.*"])
    assert "phone" not in visible(who(people["bo"]), house().records["member"])


def test_a_refused_right_names_what_there_is(people):
    ann, viewer = who(people["ann"]), Role.get(Role.code == "viewer").id
    right = Grant.get(Grant.role == viewer, Grant.record_type == "member").id
    text = change(ann, Grant, right, hidden=["手机号", "鞋码"]).errors[0].text
    assert "会员没有这些列：鞋码。" in text.zh and "会员卡号、" in text.zh and "Card no." in text.en
    answer = edit(Grant, [{"id": None, "set": {"role": viewer, "record_type": "会员等级表"}}], who=ann)
    assert "会员等级" in answer.errors[0].text.zh.partition("相近")[2]


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
    answer = undo(made_admin.batch, house().records, who=system("tests"))
    assert "last active administrator" in refusal(answer)
    bo = helper(people)
    assert undo(made_admin.batch, house().records, who=bo).state == "refused"


def test_a_restored_administrator_comes_back_by_an_administrator_only_and_without_a_password(people):
    ann, bo = who(people["ann"]), helper(people)
    assert edit(User, [], delete=[people["dora"]], who=ann).state == "applied"
    assert "administrator" in refusal(restore(User, people["dora"], who=bo)).lower()
    assert restore(User, people["dora"], who=ann).state == "applied"
    assert User.get_by_id(people["dora"]).password_hash is None
    with pytest.raises(Refused):
        accounts.sign_in("dora", TEA)


# First start and tokens ------------------------------------------------------------------------------------------------


def test_a_first_start_makes_one_administrator_with_a_one_time_password(nobody_yet):
    once = accounts.first_admin()
    assert len(once) == 23 and accounts.first_admin() is None
    entry = accounts.sign_in("admin", once)
    assert entry.must_change
    assert who(User.get().id) and User.get().name == "系统管理员"


@pytest.mark.parametrize(
    "weak",
    [
        "too short",
        "administrator2026",
        "1234567890123456",
        "系统管理员系统管理员系统管理员",
        "xitongguanliyuan2026",
        "x" * 129,
    ],
)
def test_a_first_start_refuses_what_the_page_would_refuse_and_names_the_setting(nobody_yet, monkeypatch, weak):
    with pytest.raises(Refused) as by_page:
        passwords.check(weak, "admin", "系统管理员", "xitongguanliyuan xtgly")
    monkeypatch.setenv("OPS_ADMIN_PASSWORD", weak)
    for start in (commands.first_admin, commands.demo):
        with pytest.raises(Refused) as refused:
            start()
        assert refused.value.text.zh == f"OPS_ADMIN_PASSWORD：{by_page.value.text.zh}"
    with pytest.raises(Refused):
        accounts.first_admin(weak)
    assert User.select().count() == 0


def test_a_weak_setting_that_is_not_needed_any_more_stops_no_start(nobody_yet, monkeypatch):
    monkeypatch.setenv("OPS_ADMIN_PASSWORD", BOATS)
    assert commands.first_admin() is None and User.select().count() == 1
    monkeypatch.setenv("OPS_ADMIN_PASSWORD", "too short")
    assert commands.first_admin() is None and User.select().count() == 1


def test_a_first_start_takes_the_operators_password(nobody_yet):
    assert accounts.first_admin(BOATS) is None
    entry = accounts.sign_in("admin", BOATS)
    assert not entry.must_change and may(accounts.who_by_session(entry.token), "edit", User)


def test_a_token_has_the_rights_its_user_has_today_and_can_be_revoked(people):
    token = accounts.issue_token("Bo", "nightly report")
    assert token not in str(list(ApiToken.select().dicts()))
    assert accounts.who_by_token(token).role == "viewer" and accounts.who_by_token(token).session_id is None
    change(who(people["ann"]), User, people["bo"], role=Role.get(Role.code == "quality").id)
    assert accounts.who_by_token(token).role == "quality"
    change(who(people["ann"]), AccessToken, AccessToken.get().id, active=False)
    assert accounts.who_by_token(token) is None
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


# One-time passwords and accounts nobody can enter ------------------------------------------------------------------------


def newcomers(ann, *logins: str) -> list[int]:
    viewer = Role.get(Role.code == "viewer").id
    rows = [{"id": None, "set": {"login": login, "name": login.title(), "role": viewer}} for login in logins]
    return [row["id"] for row in edit(User, rows, who=ann).rows]


def test_thirty_people_get_their_one_time_passwords_in_one_go_and_each_opens_the_door(people):
    ann, ids = who(people["ann"]), newcomers(who(people["ann"]), *(f"n{n:02}" for n in range(30)))
    answer = act(house().actions["one_time_passwords"], who=ann, ids=ids, op="thirty")
    assert answer.state == "applied" and len(answer.handout.rows) == 30
    name, login, password = answer.handout.rows[7]
    assert (name, login) == ("N07", "n07") and accounts.sign_in(login, password).must_change
    assert len({row[-1] for row in answer.handout.rows}) == 30
    assert {row["entry"] for row in answer.rows} == {"once"}


def test_a_one_time_password_is_in_the_answer_and_nowhere_in_the_database(people, tmp_path):
    ann, ids = who(people["ann"]), newcomers(who(people["ann"]), "eve")
    secret = act(house().actions["one_time_passwords"], who=ann, ids=ids, op="eve").handout.rows[0][-1]
    everything = [handle.execute_sql(f'SELECT * FROM "{table}"').fetchall() for table in handle.get_tables()]
    assert secret not in str(everything)
    again = act(house().actions["one_time_passwords"], who=ann, ids=ids, op="eve")
    assert again.state == "duplicate" and again.handout is None


def test_an_account_says_whether_anybody_can_enter_with_it(people):
    ann = who(people["ann"])
    (eve,) = newcomers(ann, "eve")
    assert User.get_by_id(eve).entry == "none" and User.get_by_id(people["bo"]).entry == "own"
    once = accounts.one_time_passwords([eve], who=ann).rows[0][-1]
    assert User.get_by_id(eve).entry == "once"
    accounts.change_password(accounts.seat_of(accounts.sign_in("eve", once).token).who, once, KITES)
    assert User.get_by_id(eve).entry == "own"
    action = house().actions["one_time_passwords"]
    newcomers(ann, "flo", "gus")
    assert Query(User, ann, action.offered).count() == 2 and "{n}" in action.offer.zh


def test_many_at_once_is_refused_as_a_whole_with_the_name_of_who_stands_in_the_way(people):
    ann, ids = who(people["ann"]), newcomers(who(people["ann"]), "eve", "flo")
    change(ann, User, ids[1], active=False)
    action = house().actions["one_time_passwords"]
    assert "Flo" in refusal(act(action, who=ann, ids=ids)) and User.get_by_id(ids[0]).entry == "none"
    assert "leave yourself out" in refusal(act(action, who=ann, ids=[ids[0], people["ann"]]))
    assert "At most 500" in refusal(act(action, who=ann, ids=list(range(1, 502))))
    assert "one row at a time" in refusal(act(house().actions["sign_out"], who=ann, ids=ids))
    assert refusal(act(action, who=who(people["bo"]), ids=[ids[0]]))


def test_a_wrong_password_takes_as_long_for_an_account_with_a_one_time_one(people):
    stored = passwords.hash_of_one_time(passwords.one_time())
    quick, slow = (
        min(timeit.repeat(lambda hashed=hashed: passwords.fits("guess", hashed), number=1, repeat=3))
        for hashed in (stored, passwords.hash_of(TEA))
    )
    assert quick > slow / 2


# A role of one place needs the place -------------------------------------------------------------------------------------


def test_a_store_managers_account_without_a_store_is_refused_and_says_what_is_missing(people):
    ann, manager = who(people["ann"]), Role.get(Role.code == "store_manager").id
    error = edit(User, [{"id": None, "set": {"login": "eve", "name": "Eve", "role": manager}}], who=ann)
    assert error.errors[0].field == "store" and "所属门店" in error.errors[0].text.zh
    assert "employee" in refusal(change(ann, User, people["bo"], role=Role.get(Role.code == "key_account_seller").id))


def test_the_store_and_its_region_come_from_the_linked_employee(people):
    ann, manager = who(people["ann"]), Role.get(Role.code == "store_manager").id
    with changes(who=system("tests")) as c:
        region = c.create(Region, name="城南")
        store = c.create(Store, code="M9", name="南门店", region=region.id)
        person = c.create(Employee, staff_no="E9", name="Eve", store=store.id)
    (row,) = edit(
        User, [{"id": None, "set": {"login": "eve", "name": "Eve", "role": manager, "employee": person.id}}], who=ann
    ).rows
    assert (row["store"]["id"], row["region"]["id"]) == (store.id, region.id)
    assert change(ann, User, row["id"], store=None).rows[0]["store"]["id"] == store.id
