"""Access tokens: how far they reach, until when, who may give them, and what ends them."""

from datetime import timedelta

import apsw
import pytest

from models import accounts, house
from models.accounts import AccessScope, AccessToken, ApiToken, User, give_tokens
from models.accounts.signing_in import OF_A_PROGRAM, WRONG
from models.kit import Refused
from models.kit.clock import today
from models.kit.declare.access import may, system, why_not
from models.kit.server.database import handle
from models.kit.server.dialect import is_embedded
from models.kit.server.standing import number_sql
from models.kit.write.edits import edit
from models.kit.write.files import detach
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from models.members import Member
from models.organization import Store
from tests.helpers.people import TEA, change, who

pytest_plugins = ["tests.helpers.staff"]


def a_token(people, user: str = "ann", **values) -> tuple[int, str]:
    """One of this person's, given by ann: its id and its secret."""
    with changes(who=system("test")) as c:
        row = c.create(AccessToken, name=f"program {AccessToken.select().count()}", user=people[user], **values)
    return row.id, given(people, row.id)


def given(people, id: int, by: str = "ann") -> str:
    return give_tokens([id], who=who(people[by])).rows[0][-1]


def test_a_token_reads_only_unless_it_says_more(people):
    _, secret = a_token(people)
    asking = accounts.who_by_token(secret)
    assert may(asking, "see", Member) and not any(may(asking, verb, Member) for verb in ("add", "edit", "delete"))
    assert secret not in str(list(ApiToken.select().dicts()) + list(AccessToken.select().dicts()))


def test_who_comes_by_a_token_leaves_no_statement_open_that_would_go_on_seeing_an_older_design(people, monkeypatch):
    if not is_embedded():
        pytest.skip("each statement of PostgreSQL sees what is there")
    _, secret = a_token(people)
    cursors, execute = [], handle.obj.execute_sql

    def kept(sql, *values):
        cursor = execute(sql, *values)
        cursors.extend([cursor] if number_sql() in sql else [])  # as whoever looks at a traceback keeps it
        return cursor

    monkeypatch.setattr(handle.obj, "execute_sql", kept)
    assert accounts.who_by_token(secret) is not None and cursors
    assert handle.connection().txn_state() == apsw.SQLITE_TXN_NONE


def test_what_reads_only_says_nothing_either_and_takes_nothing_off(people):
    """Comments, pictures on them and whatever else is open to everybody who sees a row are changes, too."""
    _, secret = a_token(people)
    asking = accounts.who_by_token(secret)
    with pytest.raises(Refused, match="reads only"), changes(who=asking, via="comment"):
        raise AssertionError("a change was opened")
    with pytest.raises(Refused, match="reads only"):
        detach(asking, house().records, 1)
    done = edit(Member, [{"set": {"name": "x"}}], who=asking)
    assert done.state == "refused"
    _, all_of_it = a_token(people, reach="all")
    with changes(who=accounts.who_by_token(all_of_it), via="comment"):
        pass


def test_a_token_reaches_the_tables_it_lists_for_what_its_lines_say_and_never_more_than_its_account(people):
    id, secret = a_token(people, reach="listed")
    assert not accounts.who_by_token(secret).grants
    with changes(who=system("test")) as c:
        c.create(AccessScope, token=id, record_type="member", can_edit=True)
    asking = accounts.who_by_token(secret)
    assert set(asking.grants) == {"member"}
    assert may(asking, "edit", Member) and not may(asking, "add", Member) and not may(asking, "see", Store)
    id, secret = a_token(people, "bo", reach="listed")
    with changes(who=system("test")) as c:
        c.create(AccessScope, token=id, record_type="user", can_edit=True)
    assert not may(accounts.who_by_token(secret), "edit", User), "bo may not, so bo's program may not"


def test_what_a_token_lacks_is_not_said_of_the_role_of_its_person(people):
    id, secret = a_token(people, reach="listed")
    with changes(who=system("test")) as c:
        c.create(AccessScope, token=id, record_type="member", can_edit=True)
    asking = accounts.who_by_token(secret)
    assert why_not(asking, "add", Member).zh == "这个访问令牌不能新增会员，请系统管理员看看它的权限范围和可用的表"
    assert "access token" in edit(Member, [{"set": {"name": "x"}}], who=asking).errors[0].text.en


def test_a_token_ends_with_its_last_day(people):
    id, secret = a_token(people, until=today())
    assert accounts.who_by_token(secret).login == "ann"
    change(who(people["ann"]), AccessToken, id, until=today() - timedelta(days=1))
    assert accounts.who_by_token(secret) is None
    with pytest.raises(Refused, match="expired"):
        given(people, id)


@pytest.mark.parametrize("ends", [{"active": False}, {"user": "bo"}])
def test_a_token_that_is_switched_off_or_handed_on_stops_for_good(people, ends):
    id, secret = a_token(people)
    change(who(people["ann"]), AccessToken, id, **{name: people.get(to, to) for name, to in ends.items()})
    assert accounts.who_by_token(secret) is None
    change(who(people["ann"]), AccessToken, id, active=True, user=people["ann"])
    assert accounts.who_by_token(secret) is None
    assert accounts.who_by_token(given(people, id)).login == "ann"


def test_a_deleted_token_stops_and_an_undo_brings_the_row_back_without_its_secret(people):
    id, secret = a_token(people)
    ann = who(people["ann"])
    gone = edit(AccessToken, [], who=ann, delete=[id])
    assert accounts.who_by_token(secret) is None
    assert undo(gone.batch, {"access_token": AccessToken}, who=ann).state == "applied"
    assert AccessToken.select().count() == 1 and accounts.who_by_token(secret) is None


def test_giving_it_again_ends_the_one_before(people):
    id, secret = a_token(people)
    again = given(people, id)
    assert accounts.who_by_token(secret) is None and accounts.who_by_token(again).login == "ann"


def test_only_an_administrator_lets_a_program_act_for_somebody_else(people, helper):
    asked = {"id": None, "set": {"name": "program", "user": people["ann"], "reach": "all"}}
    refused = edit(AccessToken, [asked], who=helper)
    assert refused.state == "refused" and "administrator" in refused.errors[0].text.en
    id, _ = a_token(people)
    with pytest.raises(Refused, match="administrator"):
        give_tokens([id], who=helper)


@pytest.fixture
def helper(people):
    """Bo, to whom tokens were left as well."""
    role = accounts.Role.get(accounts.Role.code == "viewer").id
    flags = {f"can_{verb}": True for verb in ("see", "add", "edit", "delete", "approve")}
    with changes(who=system("test")) as c:
        for record_type in ("access_token", "user"):
            c.create(accounts.Grant, role=role, record_type=record_type, **flags)
    return who(people["bo"])


def test_a_programs_account_has_no_password_and_comes_in_by_token_only(people):
    assert accounts.sign_in("bo", TEA)
    change(who(people["ann"]), User, people["bo"], machine=True)
    with pytest.raises(Refused) as refused:
        accounts.sign_in("bo", TEA)
    assert refused.value.text == WRONG
    with pytest.raises(Refused) as refused:
        accounts.new_password(people["bo"], who=who(people["ann"]))
    assert refused.value.text.en == OF_A_PROGRAM(name=User.get_by_id(people["bo"]).name).en
    _, secret = a_token(people, "bo")
    assert accounts.who_by_token(secret).login == "bo"


def test_a_token_given_on_the_server_is_seen_and_ended_in_the_grid(people):
    secret = accounts.issue_token("bo", "nightly")
    row = AccessToken.get()
    assert (row.name, row.reach) == ("bo nightly", "all") and accounts.who_by_token(secret).login == "bo"
    accounts.issue_token("bo", "nightly")
    assert AccessToken.select().count() == 2
    change(who(people["ann"]), AccessToken, row.id, active=False)
    assert accounts.who_by_token(secret) is None


def test_a_token_whose_tables_are_only_read_says_nothing_there_either(people):
    id, secret = a_token(people, reach="listed")
    with changes(who=system("test")) as c:
        line = c.create(AccessScope, token=id, record_type="member", can_export=True)
    assert accounts.who_by_token(secret).reads_only
    change(who(people["ann"]), AccessScope, line.id, can_edit=True)
    assert not accounts.who_by_token(secret).reads_only
