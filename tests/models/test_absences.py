"""Standing in: what waits for who is away waits for the deputy in these days, under both names, and never past four eyes."""

from dataclasses import replace

import pytest

from models import AREAS, accounts, house
from models.accounts import Absence
from models.accounts.people import User
from models.coupons import Coupon
from models.department import WorkItem
from models.kit.ask.piles import piles
from models.kit.declare.access import VERBS, Away, Grant, on_behalf, with_lent
from models.kit.declare.states import moves_of
from models.kit.write.acting import act, act_on_each
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.kit.write.notices import Notice
from models.organization import Employee
from tests.helpers.people import TEA, make
from tests.helpers.shop import SYSTEM, put, said

pytest_plugins = ["tests.helpers.staff"]

ROLES = {"mei": "operations_manager", "lin": "store_management", "wu": "members_service"}
AWAY = {"starts_on": "2026-11-24", "ends_on": "2026-11-25"}


@pytest.fixture
def office(people, later):
    """Monday 23 November: Mei, who approves, is away on the 24th and 25th."""
    staff = {name: put(Employee, staff_no=name, name=name.title()) for name in ROLES}
    ids = {name: make(name, role, employee=staff[name]) for name, role in ROLES.items()}
    return Office(staff, ids)


class Office:
    def __init__(self, staff: dict[str, int], ids: dict[str, int]):
        self.staff, self.ids = staff, ids

    def who(self, name: str):
        """As the session's guard says it at each request."""
        return accounts.who_for(self.ids[name], stands_in=True)

    def leaves(self, who=SYSTEM, employee: str = "mei", deputy: str = "lin", **more):
        values = {"employee": self.staff[employee], "deputy": self.staff[deputy], **AWAY, **more}
        return edit(Absence, [{"id": None, "set": values}], who=who)

    def coupon(self, author: str = "wu", name: str = "满百减十") -> int:
        terms = {"name": name, "value": 10, "least": 100, "ends_on": "2026-12-31"}
        id = edit(Coupon, [{"id": None, "set": terms}], who=self.who(author)).rows[0]["id"]
        assert act(house().actions["coupon_submit"], who=self.who(author), id=id).state == "applied"
        return id

    def approve(self, id: int, name: str = "lin"):
        return act(house().actions["coupon_approve"], who=self.who(name), id=id)


def waiting(who, pile: str) -> dict[str, int]:
    return {kind.due.name: kind.total for kind in getattr(piles(AREAS, who), pile)}


def test_approvals_go_to_the_deputy_on_the_days_and_the_history_names_both(office, later):
    assert office.leaves().state == "applied"
    first, second = office.coupon(), office.coupon(name="满二百减二十")
    assert office.approve(first).state == "refused", "Mei is still there"
    assert "coupons_to_approve" not in waiting(office.who("lin"), "approve")
    later(days=1)
    assert waiting(office.who("lin"), "approve")["coupons_to_approve"] == 2
    answer = office.approve(first)
    assert answer.state == "applied"
    batch, move = Batch.get_by_id(answer.batch), moves_of(Coupon, first)[0]
    assert (batch.user_id, batch.user_name, move.user_name) == (office.ids["lin"], "Lin（代Mei）", "Lin（代Mei）")
    lin, approve = office.who("lin"), house().actions["coupon_approve"]
    assert act_on_each(approve, who=lin, ids=[second]).state == "applied"
    assert moves_of(Coupon, second)[0].user_name == "Lin（代Mei）"
    later(days=2)
    assert not office.who("lin").absent and office.approve(office.coupon(name="三")).state == "refused"


def test_four_eyes_stay_the_absent_s_own_and_the_deputy_s_own_are_approved_by_neither(office, later):
    office.leaves()
    hers = office.coupon("mei")
    later(days=1)
    mine = office.coupon("lin", name="自己的")
    assert said(office.approve(hers)) == "批准发放要由另一个人来做：你在代Mei办理，Mei本人也不能做这一步"
    assert said(office.approve(mine)) == "批准发放要由另一个人来做：这条记录是你登记的"


def test_the_absent_s_own_work_is_the_deputy_s_for_the_days(office, later):
    office.leaves()
    tasks = {
        name: put(WorkItem, title=f"{name} 的事", owner=office.staff[name], due_on="2026-11-25")
        for name in ("mei", "wu")
    }
    office.leaves(employee="wu", deputy="lin")
    later(days=1)
    lin = office.who("lin")
    assert [away.name for away in lin.absent] == ["Mei", "Wu"]
    assert lin.answers_for == [office.staff[name] for name in ("lin", "mei", "wu")]
    mine = [kind for kind in piles(AREAS, lin).mine if kind.due.record is WorkItem]
    assert {item.id for kind in mine for item in kind.items} >= set(tasks.values())
    start = house().actions["work_item_start"]
    assert act(start, who=lin, id=tasks["wu"]).state == "applied"
    assert moves_of(WorkItem, tasks["wu"])[0].user_name == "Lin（代Wu）"
    own = put(WorkItem, title="自己的事", owner=office.staff["lin"], due_on="2026-11-25")
    assert act(start, who=lin, id=own).state == "applied"
    assert moves_of(WorkItem, own)[0].user_name == "Lin"


def test_a_session_that_is_open_learns_it_at_once_and_forgets_it_after_the_last_day(office, later):
    later(hours=14, minutes=30)
    token = accounts.sign_in("lin", TEA).token
    assert not accounts.seat_of(token).who.absent
    office.leaves(starts_on="2026-11-23", ends_on="2026-11-23")
    assert [away.name for away in accounts.seat_of(token).who.absent] == ["Mei"]
    later(minutes=40)
    assert not accounts.seat_of(token).who.absent, "it is the 24th in Shanghai"


def test_what_runs_in_the_deputy_s_name_has_the_deputy_s_own_rights_only(office, later):
    office.leaves()
    later(days=1)
    assert not accounts.who_for(office.ids["lin"]).absent
    assert "approve" not in accounts.who_for(office.ids["lin"]).grants["coupon"].verbs


def test_only_rights_over_all_rows_are_lent_and_an_administrator_s_never(office, people, later):
    wide, narrow = Grant("a", "x", "see edit approve"), Grant("a", "x", "see edit approve", rows="store")
    mine = Grant("b", "x", "see edit", masked={"*"})
    assert with_lent({"x": mine}, {"x": wide}) == {"x": Grant("a", "x", "see edit approve", masked={"*"})}
    assert with_lent({"x": mine}, {"x": narrow}) == {"x": mine}
    assert with_lent({"x": mine}, {"x": Grant("a", "x", "see approve")}) == {"x": mine}, "nobody loses what he has"
    head = put(Employee, staff_no="A", name="安")
    edit(User, [{"id": people["ann"], "set": {"employee": head}}], who=SYSTEM)
    assert office.leaves(employee="mei").state == "applied"
    edit(Absence, [{"id": Absence.rows()[0].id, "set": {"employee": head}}], who=SYSTEM)
    later(days=1)
    away = office.who("lin").absent[0]
    assert (away.user_id, dict(away.lent)) == (None, {})
    assert "user" not in office.who("lin").grants


def test_what_carries_out_uncovers_deletes_or_undoes_is_not_lent_and_what_is_masked_stays_so(office, later):
    office.leaves()
    later(days=1)
    lent = office.who("lin").grants
    assert lent["coupon"].verbs == {"see", "add", "edit", "approve"}, "Lin saw coupons and no more"
    assert lent["member"].masked == {"*"} and not lent["member"].verbs & {"reveal", "delete", "undo", "import"}
    every = Grant("a", "x", VERBS)
    assert with_lent({}, {"x": every}) == {"x": Grant("a", "x", "see add edit approve", masked={"*"})}
    uncovers = Grant("b", "x", "see edit reveal", rows="store", masked={"*"})
    assert with_lent({"x": uncovers}, {"x": every}) == {"x": uncovers}, "else those of other stores, too"
    set_up = Grant("a", "x", "see add edit export undo")
    assert with_lent({}, {"x": set_up}) == {"x": Grant("a", "x", "see", masked={"*"})}, "nobody decides it: it is shown"
    kept = Grant("b", "x", "see export")
    assert with_lent({"x": kept}, {"x": every}) == {"x": Grant("a", "x", "see add edit approve export")}


def test_a_deputy_neither_stays_one_for_longer_nor_becomes_anybody_else_s(office, later):
    office.leaves()
    later(days=1)
    lin, row = office.who("lin"), Absence.rows()[0]
    assert edit(Absence, [{"id": row.id, "set": {"ends_on": "2027-01-10"}}], who=lin).state != "applied"
    assert office.leaves(who=lin, employee="wu", deputy="lin").state != "applied"
    assert lin.grants["absence"].rows == "own" and "absence" not in lin.absent[0].lent


def test_two_long_names_fit_where_one_is_kept(office):
    away = Away("M" * 40, office.staff["mei"], None, lent={"coupon": frozenset({"approve"})})
    who = replace(office.who("lin"), name="L" * 40, absent=(away,))
    assert len(on_behalf(who, "approve", Coupon).name) <= 60


def test_nobody_makes_himself_anybody_s_deputy(office):
    lin = office.who("lin")
    assert office.leaves(who=lin).state != "applied"
    answer = office.leaves(who=lin, employee="lin", deputy="wu")
    assert answer.state == "applied"
    change = [{"id": answer.rows[0]["id"], "set": {"employee": office.staff["mei"], "deputy": office.staff["lin"]}}]
    assert edit(Absence, change, who=lin).state != "applied"
    notices = {(notice.role, notice.employee_id): notice.text_zh for notice in Notice.select()}
    assert (
        "这几天由你代为处理" in notices[None, office.staff["wu"]]
        and "由 Wu 代理" in notices["operations_manager", None]
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"ends_on": "2026-11-23"}, "结束日期不能早于开始日期"),
        ({"ends_on": "2027-01-23"}, "一次最多代理 60 天，更久的请办工作交接"),
        ({"deputy": "mei"}, "代理人不能是请假人自己"),
        ({"deputy": "none"}, "None 没有在用的账号，不能代理；请先开账号，或换一位代理人"),
        ({"employee": "wu"}, None),
    ],
)
def test_days_and_deputies_that_do_not_go_are_refused(office, more, why):
    office.staff["none"] = put(Employee, staff_no="none", name="None")
    answer = office.leaves(**more)
    assert answer.state == "applied" if why is None else said(answer) == why


def test_the_same_days_are_entered_once_and_who_is_away_stands_in_for_nobody(office):
    office.leaves()
    assert said(office.leaves(starts_on="2026-11-25", ends_on="2026-11-27")) == (
        "Mei 在 2026-11-24 至 2026-11-25 已登记请假，请改那一条"
    )
    assert said(office.leaves(employee="wu", deputy="mei", starts_on="2026-11-25")) == (
        "Mei 在 2026-11-24 至 2026-11-25 自己也请假，不能代理这几天"
    )


def test_what_a_deputy_may_do_with_the_own_rows_only_is_not_done_with_all_of_them():
    seller = Grant("seller", "key_account", frozenset(("see", "add", "edit", "delete", "export")), rows="own")
    lead = Grant("lead", "key_account", frozenset(VERBS))
    lent = with_lent({"key_account": seller}, {"key_account": lead})["key_account"]
    assert (lent.rows, lent.verbs) == ("all", {"see", "add", "edit", "approve"})
    everywhere = replace(seller, rows="all")
    lent = with_lent({"key_account": everywhere}, {"key_account": lead})["key_account"]
    assert {"delete", "export"} <= lent.verbs, "of what one sees whole anyway nothing is lost"
