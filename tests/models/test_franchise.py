"""Franchise: checklists with days, gates that hold, royalties until the last cent, reviews that make a grade."""

from datetime import date
from decimal import Decimal

import pytest

from models import AREAS
from models.franchise import (
    CaseStep,
    CaseTemplate,
    CaseTemplateLine,
    FranchiseCase,
    FranchiseReview,
    Guidance,
    RoyaltyBill,
    RoyaltyPayment,
    nightly,
    week,
)
from models.franchise.royalties import bills_of, lapse
from models.kit import changes
from models.kit.ask.todo import todo
from models.kit.clock import Week
from models.kit.server.database import writing
from models.kit.write import files
from models.kit.write.edits import edit
from models.organization import Franchisee, Store
from models.service import Complaint
from models.stores import Rectification, SalesTarget, StoreDay
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, night, put, said, take_back
from tests.helpers.steps import hire, notified, refused, take

THIS = Week(date(2026, 11, 23))


@pytest.fixture
def house(clock, stores):
    return House(stores)


class House:
    """李记 runs 锦江一店 under a contract until the end of 2026 and pays three per cent."""

    def __init__(self, stores):
        self.shop, self.other = stores.values()
        self.owner = hire("周敏", "E1", department="store_management")
        self.li = put(
            Franchisee,
            code="F1",
            name="李记",
            contract_no="HT1",
            disclosed_on="2025-10-01",
            signed_on="2025-12-01",
            starts_on="2026-01-01",
            ends_on="2026-12-31",
            royalty_rate=3,
        )
        change(Store, self.shop, kind="franchise", franchisee=self.li)
        for step in ("sign", "prepare", "open"):
            take(f"franchisee_{step}", self.li)

    def template(self, kind: str = "join") -> int:
        template = put(CaseTemplate, name=f"标准{kind}", kind=kind)
        for position, (title, days, legal, proof) in enumerate(
            (("资料审核", 3, True, True), ("现场评估", 10, False, False)), 1
        ):
            put(
                CaseTemplateLine, template=template, position=position, title=title, days=days, legal=legal, proof=proof
            )
        return template

    def case(self, kind: str = "join", **more) -> int:
        return put(FranchiseCase, franchisee=self.li, kind=kind, owner=self.owner, opened_on="2026-11-20", **more)

    def leaves(self, **more) -> int:
        take("franchisee_leave", self.li, reason="合同到期不续")
        return self.case("exit", deposit_returned=0, stock_left=0, **more)

    def bill(self, base=100000, month="2026-10") -> int:
        return put(RoyaltyBill, franchisee=self.li, month=month, base=base)


def steps(case: int) -> list:
    return CaseStep.rows(CaseStep.case == case, order=CaseStep.position)


def attach(step: int) -> None:
    with writing():
        files.attach(
            SYSTEM, CaseStep, step, {"name": "a.jpg", "kind": "jpg", "size": 1, "stored": f"{step}", "digest": "0"}
        )


def test_a_contract_is_signed_thirty_days_after_disclosure_and_not_a_day_sooner(clock, stores):
    early = put(
        Franchisee,
        code="F2",
        name="张记",
        contract_no="HT2",
        disclosed_on="2026-10-25",
        signed_on="2026-11-23",
        starts_on="2026-12-01",
        ends_on="2029-11-30",
    )
    assert "满 30 天（2026-11-24）后才能签约" in refused("franchisee_sign", early)
    change(Franchisee, early, signed_on="2026-11-24")
    take("franchisee_sign", early)


def test_a_contract_needs_its_disclosure(clock, stores):
    bare = put(
        Franchisee,
        code="F2",
        name="张记",
        contract_no="HT2",
        signed_on="2026-11-23",
        starts_on="2026-12-01",
        ends_on="2029-11-30",
    )
    assert refused("franchisee_sign", bare) == "请先填写信息披露日期，再签约"


def test_a_case_gets_the_checklist_of_its_kind_with_days_and_moves_it_with_its_own(house):
    house.template()
    case = house.case()
    assert [(step.title, step.due_on, step.legal, step.owner) for step in steps(case)] == [
        ("资料审核", date(2026, 11, 23), True, house.owner),
        ("现场评估", date(2026, 11, 30), False, house.owner),
    ]
    assert FranchiseCase.row(case).due_on == date(2026, 11, 30)
    assert FranchiseCase.row(case).no.startswith("JM20261123")
    attach(steps(case)[0].id)
    take("case_step_finish", steps(case)[0].id)
    change(FranchiseCase, case, opened_on="2026-11-22")
    assert [step.due_on for step in steps(case)] == [date(2026, 11, 23), date(2026, 12, 2)]


def test_a_case_opened_before_its_template_says_so_and_gets_the_steps_afterwards(house):
    case = house.case(due_on=None)
    no = FranchiseCase.row(case).no
    assert [whom for whom, text in notified() if f"李记 的“加盟”手续 {no} 没有步骤" in text] == [
        "store_management",
        house.owner,
    ]
    assert "手续模板" in refused("plan_case", case)
    house.template()
    assert take("plan_case", case) == "已生成 2 个步骤"
    assert (len(steps(case)), FranchiseCase.row(case).due_on) == (2, date(2026, 11, 30))
    assert refused("plan_case", case) == f"{no} 已经有 2 个步骤"


def test_the_newest_template_of_a_kind_is_the_one_in_use(house):
    old = house.template()
    put(CaseTemplate, name="新版", kind="join")
    assert CaseTemplate.row(old).active is False


def test_a_case_is_finished_when_every_step_is(house):
    house.template()
    case = house.case()
    assert refused("franchise_case_finish", case) == "还有 2 项未完成：资料审核、现场评估"
    attach(steps(case)[0].id)
    take("case_step_finish", steps(case)[0].id)
    assert FranchiseCase.row(case).progress == 50
    take("case_step_waive", steps(case)[1].id, reason="老加盟商")
    take("franchise_case_finish", case)
    row = FranchiseCase.row(case)
    assert (row.state, row.progress, row.closed_on) == ("done", 100, date(2026, 11, 23))
    assert said(change(CaseStep, steps(case)[1].id, note="补记")) == "这份手续已结束，步骤不能再改"


def test_what_the_law_requires_is_neither_waived_nor_deleted(house):
    house.template()
    legal = steps(house.case())[0]
    assert refused("case_step_waive", legal.id, reason="赶时间") == "“资料审核”是法定事项，不能免办"
    assert said(delete(CaseStep, legal.id)) == "“资料审核”是法定事项，不能免办"


def test_a_step_that_needs_proof_is_not_done_without_a_file(house):
    house.template()
    step = steps(house.case())[0]
    assert "请先上传附件" in refused("case_step_finish", step.id)
    attach(step.id)
    take("case_step_finish", step.id)
    assert CaseStep.row(step.id).done_on == date(2026, 11, 23)


def test_open_steps_end_with_a_case_that_is_withdrawn_and_what_was_done_stands(house):
    house.template()
    case = house.case()
    first, *others = steps(case)
    attach(first.id)
    take("case_step_finish", first.id)
    take("franchise_case_cancel", case, reason="不加盟了")
    assert [step.state for step in steps(case)] == ["done", *["dropped"] * len(others)]
    assert FranchiseCase.row(case).progress < 100


def test_a_case_keeps_its_kind(house):
    assert "清单已按原类型生成" in said(change(FranchiseCase, house.case(), kind="renew"))


def test_undoing_a_case_takes_its_steps_along(house):
    house.template()
    case = house.case()
    assert take_back().state == "applied"
    assert steps(case) == [] and FranchiseCase.select().count() == 0


def test_joining_ends_only_with_a_contract(house):
    zhang = put(Franchisee, code="F2", name="张记")
    case = put(FranchiseCase, franchisee=zhang, kind="join")
    assert refused("franchise_case_finish", case) == "张记 还在洽谈，请先签约"


def test_renewing_ends_only_with_a_later_contract(house):
    case = house.case("renew")
    assert refused("franchise_case_finish", case) == "合同到期日还是 2026-12-31，请先在加盟商上填写新的到期日"
    change(Franchisee, house.li, ends_on="2029-12-31")
    take("franchise_case_finish", case)


def test_a_transfer_hands_the_shops_to_who_has_signed(house):
    zhang = put(
        Franchisee,
        code="F2",
        name="张记",
        contract_no="HT2",
        disclosed_on="2026-10-01",
        signed_on="2026-11-20",
        starts_on="2026-12-01",
        ends_on="2029-11-30",
    )
    case = house.case("transfer")
    assert refused("franchise_case_finish", case) == "请先填写受让加盟商"
    change(FranchiseCase, case, transfer_to=zhang)
    assert refused("franchise_case_finish", case) == "受让方 张记 还没有签约"
    take("franchisee_sign", zhang)
    take("franchise_case_finish", case)
    assert Store.row(house.shop).franchisee == zhang


# Leaving ----------------------------------------------------------------------------------------------------------------


def test_leaving_is_approved_before_its_case_is_opened(house):
    row = {"franchisee": house.li, "kind": "exit"}
    assert "还没有批准退出" in said(edit(FranchiseCase, [{"id": None, "set": row}], who=SYSTEM))


def test_leaving_waits_for_open_rectifications_receivables_and_stock(house):
    case = house.leaves()
    put(Rectification, no="ZG1", store=house.shop, topic="消防通道", problem="堆放杂物")
    house.bill()
    change(FranchiseCase, case, stock_left=1200)
    assert refused("franchise_case_finish", case) == (
        "还不能办结退出：未关闭的整改 1 项；应收管理费 ¥3,000.00；门店剩余库存 ¥1,200.00"
    )
    assert Franchisee.row(house.li).state == "leaving"


def test_leaving_asks_for_the_last_count_and_the_deposit(house):
    take("franchisee_leave", house.li, reason="合同到期不续")
    case = house.case("exit")
    assert "退还保证金" in refused("franchise_case_finish", case)
    change(FranchiseCase, case, deposit_returned=20000)
    assert "最后盘点" in refused("franchise_case_finish", case)


def test_who_left_nothing_behind_has_left_and_the_shops_are_closed(house):
    case = house.leaves()
    assert take("franchise_case_finish", case) == "李记 已完成退出"
    assert (Franchisee.row(house.li).state, Store.row(house.shop).status, Store.row(house.shop).closed_on) == (
        "left",
        "closed",
        date(2026, 11, 23),
    )
    assert week.left.value(THIS) == 1


# Royalties --------------------------------------------------------------------------------------------------------------


def test_a_bill_knows_rate_amount_and_last_day_by_itself(house):
    row = RoyaltyBill.row(house.bill(base=12345))
    assert (row.rate, row.amount, row.left, row.due_on) == (3, Decimal("370.35"), Decimal("370.35"), date(2026, 11, 10))


def test_payments_settle_a_bill_and_one_taken_back_opens_it_again(house):
    bill = house.bill(month="2026-11")
    put(RoyaltyPayment, bill=bill, amount=1000)
    assert (RoyaltyBill.row(bill).left, RoyaltyBill.row(bill).state) == (2000, "open")
    rest = put(RoyaltyPayment, bill=bill, amount=2000)
    assert (RoyaltyBill.row(bill).left, RoyaltyBill.row(bill).state, RoyaltyBill.row(bill).paid_on) == (
        0,
        "paid",
        date(2026, 11, 23),
    )
    delete(RoyaltyPayment, rest)
    assert (RoyaltyBill.row(bill).left, RoyaltyBill.row(bill).state) == (2000, "open")


def test_a_payment_of_nothing_and_one_for_a_waived_bill_are_refused(house):
    bill = house.bill()
    row = {"bill": bill, "amount": 0}
    assert said(edit(RoyaltyPayment, [{"id": None, "set": row}], who=SYSTEM)) == "收款金额要大于 0"
    take("royalty_bill_waive", bill, reason="疫情减免")
    row["amount"] = 10
    assert "已减免，不能再收款" in said(edit(RoyaltyPayment, [{"id": None, "set": row}], who=SYSTEM))


def test_a_bill_not_paid_by_its_day_is_overdue_the_morning_after(house, clock):
    bill = house.bill(month="2026-11")
    clock("2026-12-10 01:00")
    assert night(lambda c, day: lapse(c, day), date(2026, 12, 10)) == 0
    clock("2026-12-11 01:00")
    assert night(lambda c, day: lapse(c, day), date(2026, 12, 11)) == 1
    assert RoyaltyBill.row(bill).state == "overdue"
    assert (week.overdue.value(THIS), week.overdue.value(Week(date(2026, 12, 7)))) == (0, 3000)


def test_bills_are_written_for_last_month_s_sales_once(house):
    put(StoreDay, store=house.shop, day="2026-10-05", sales=20000, transactions=100)
    for made in (1, 0):
        with changes(who=SYSTEM) as c:
            assert bills_of(c, "2026-10") == made
    row = RoyaltyBill.rows()[0]
    assert (row.month, row.base, row.amount) == ("2026-10", 20000, 600)


# Reviews and guidance ---------------------------------------------------------------------------------------------------


def test_a_score_is_weighed_and_makes_a_grade(house):
    review = put(
        FranchiseReview,
        franchisee=house.li,
        month="2026-10",
        sales=90000,
        target=100000,
        qsc=85,
        payment_rate=100,
        complaints=1,
    )
    row = FranchiseReview.row(review)
    assert (row.sales_score, row.complaint_score, row.score, row.grade) == (90, 80, Decimal("89.5"), "B")
    change(FranchiseReview, review, complaints=0)
    assert (FranchiseReview.row(review).score, FranchiseReview.row(review).grade) == (Decimal("91.5"), "A")


def test_more_than_the_target_is_no_more_than_all_of_it_and_what_is_unknown_weighs_nothing(house):
    review = put(FranchiseReview, franchisee=house.li, month="2026-10", sales=200000, target=100000, qsc=70)
    assert FranchiseReview.row(review).score == Decimal("87.1")


def test_the_figures_of_a_month_are_gathered_from_the_other_areas(house):
    put(SalesTarget, month="2026-10", store=house.shop, amount=30000)
    put(StoreDay, store=house.shop, day="2026-10-05", sales=27000, transactions=100)
    put(Complaint, store=house.shop, received_at="2026-10-06 10:00", description="态度差", category="service")
    late = house.bill(month="2026-09")
    put(RoyaltyPayment, bill=late, amount=3000, paid_on="2026-10-20")
    review = put(FranchiseReview, franchisee=house.li, month="2026-10")
    take("gather_review", review)
    row = FranchiseReview.row(review)
    assert (row.sales, row.target, row.qsc, row.payment_rate, row.complaints) == (27000, 30000, None, 0, 1)
    assert (row.sales_score, row.score, row.grade) == (90, Decimal("62.9"), "D")


def test_a_confirmed_review_stands(house):
    review = put(
        FranchiseReview, franchisee=house.li, month="2026-10", sales=90000, target=100000, reviewer=house.owner
    )
    clerk = person("Zhou", "store_management", 9, employee_id=house.owner)
    assert "要由另一个人来做" in refused("franchise_review_confirm", review, who=clerk)
    take("franchise_review_confirm", review)
    assert said(change(FranchiseReview, review, sales=100000)) == "考核已确认，不能再改"


def test_guidance_in_a_shop_is_for_who_runs_it_and_is_closed_with_its_result(house):
    row = {"title": "客单价低"}
    assert said(edit(Guidance, [{"id": None, "set": row}], who=SYSTEM)) == "请填写加盟商或门店"
    guidance = put(Guidance, title="客单价低", store=house.shop)
    assert Guidance.row(guidance).franchisee == house.li
    assert refused("guidance_close", guidance) == "请先填写结果，再闭环"
    take("guidance_close", guidance, result="组合陈列后客单价 +8%")


# To-do and figures ------------------------------------------------------------------------------------------------------


def test_a_contract_that_ends_within_ninety_days_waits_on_the_to_do_list(house, clock):
    boss = person("Boss", "operations_manager", 8)
    waiting = [item.title for due, _, items in todo(AREAS, boss) if due.name == "franchise_contracts" for item in items]
    assert waiting == ["李记"]
    clock("2026-10-01 10:00")
    assert not [due for due, *_ in todo(AREAS, boss) if due.name == "franchise_contracts"]


def test_the_week_counts_franchisees_contracts_and_the_sales_of_both_kinds(house):
    put(Franchisee, code="F2", name="张记")
    put(StoreDay, store=house.shop, day="2026-11-23", sales=2500, transactions=20)
    put(StoreDay, store=house.other, day="2026-11-23", sales=7500, transactions=50)
    assert (week.in_talks.value(THIS), week.contracts_ending(THIS)) == (1, 1)
    assert [metric.value(THIS) for metric in (week.franchise_sales, week.own_sales, week.share)] == [2500, 7500, 25]
    assert week.joined.value(Week(date(2025, 12, 1))) == 1
    assert [week.by_state(THIS)["series"][0][1][at] for at in (0, 3)] == [1, 1]


def test_in_the_first_days_of_a_month_the_bills_of_the_last_are_written_in_the_night(house):
    put(StoreDay, store=house.shop, day="2026-10-05", sales=20000, transactions=100)
    assert night(nightly.settle_royalties, date(2026, 11, 4)).en == "0 royalty bills written, 0 overdue"
    assert night(nightly.settle_royalties, date(2026, 11, 5)).en == "1 royalty bills written, 0 overdue"
    assert night(nightly.settle_royalties, date(2026, 11, 23)).en == "0 royalty bills written, 1 overdue"
