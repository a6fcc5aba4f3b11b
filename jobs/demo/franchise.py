"""The demo's franchisees: who runs which shop, cases under way and done, advice, royalties and reviews of a year."""

from datetime import date, timedelta
from decimal import Decimal

from models.franchise import (
    CaseStep,
    CaseTemplate,
    CaseTemplateLine,
    FranchiseCase,
    FranchiseReview,
    Guidance,
    RoyaltyBill,
    RoyaltyPayment,
    bills_of,
    lapse,
)
from models.franchise.gathering import figures
from models.kit import Changes, Row
from models.kit.clock import add_months, today
from models.organization import Franchisee, Store

from .company import Company

CHECKLISTS = {
    "join": (
        "标准加盟手续",
        (
            ("资质与资信审核", 5, False, True),
            ("书面信息披露并取得回执", 7, True, True),
            ("选址与商圈评估", 20, False, True),
            ("签订特许经营合同", 40, True, True),
            ("合同备案（15 日内）", 55, True, True),
            ("营业执照与食品经营许可", 70, True, True),
            ("店长与店员培训", 75, False, False),
            ("首批铺货与陈列", 85, False, False),
            ("开业验收", 90, False, True),
        ),
    ),
    "renew": (
        "标准续约手续",
        (
            ("经营情况与考核回顾", 5, False, False),
            ("更新信息披露", 10, True, True),
            ("续约条件洽谈", 25, False, False),
            ("签订续约合同", 45, True, True),
        ),
    ),
    "transfer": (
        "标准转让手续",
        (
            ("受让方资质审核", 7, False, True),
            ("向受让方书面披露", 10, True, True),
            ("三方协议与证照变更", 45, True, True),
            ("库存与账款交接", 50, False, True),
        ),
    ),
    "exit": (
        "标准退出手续",
        (
            ("退出申请与审批", 3, False, False),
            ("会员告知与权益衔接", 15, False, False),
            ("末次盘点与退货", 25, False, True),
            ("结清管理费与货款", 30, False, True),
            ("拆除招牌与授权标识", 35, False, True),
            ("退还保证金", 45, False, True),
        ),
    ),
}
ADVICE = (
    ("sales", "下午时段客流低", "15–17 点进店人数偏少", "推出下午茶时段会员价，社区群提前预告"),
    ("display", "蓝帽子商品未单独陈列", "保健食品与普通食品混放", "设专区并张贴提示牌"),
    ("members", "会员入会率偏低", "收银时未主动邀请入会", "收银三句话术，每日晨会演练"),
    ("goods", "畅销品断货", "钙片两周内断货三次", "把安全库存提高到 14 天销量"),
    ("staff", "晚班只有一人", "高峰时排队", "周五至周日晚班加一人"),
    ("standards", "健康证公示缺失", "一名店员证件未上墙", "补贴公示栏，列入每日自查"),
    ("promotion", "促销标识不统一", "三处价签与活动不符", "活动前一天统一更换并拍照回传"),
    ("finance", "管理费缴纳滞后", "连续两月月底才缴", "改为次月 10 日前自动扣款"),
)
LEFT = (("J900", 33), ("J901", 140), ("J902", 290))
SIGNED = (9, 64, 121, 198, 260, 333, 377, 402)
RESULTS = ("两周后复查已落实", "客单价提高约 6%", "已整改，照片存档", "断货降到每月一次以内")
MONTHS = 14


def fill(c: Changes, world: Company) -> None:
    for kind, (name, lines) in CHECKLISTS.items():
        template = c.create(CaseTemplate, name=name, kind=kind)
        c.add(
            CaseTemplateLine,
            [
                {"template": template.id, "position": at, "title": title, "days": days, "legal": legal, "proof": proof}
                for at, (title, days, legal, proof) in enumerate(lines, 1)
            ],
        )
    people = _sign(c, world)
    _cases(c, world, people)
    _advise(c, world, people)
    _bill(c, world)
    _review(c, world, people)


def _sign(c: Changes, world: Company) -> list[Row]:
    """One franchisee for each franchise shop, and three with whom we talk."""
    dice, last, rows = world.dice, today(), []
    shops = [store for store in world.stores if store.kind == "franchise"]
    for at in range(len(shops) + 3):
        name, _ = world.person()
        running = at < len(shops)
        signed = shops[at].opened_on - timedelta(days=90) if running else None
        ends = last + timedelta(days=dice.choice((25, 70, 300, 410, 520, 610, 700, 800, 900))) if running else None
        rows.append(
            {
                "code": f"J{at + 1:03d}",
                "name": f"{name[0]}记健康生活馆{at + 1}",
                "contact": name,
                "phone": world.mobile(),
                "region": shops[at].region if running else dice.choice(world.stores).region,
                "contract_no": f"HT{2000 + at}" if running else None,
                "disclosed_on": signed - timedelta(days=dice.randrange(31, 50))
                if running
                else last - timedelta(days=dice.randrange(5, 40)),
                "signed_on": signed,
                "starts_on": signed,
                "ends_on": ends,
                "fee": Decimal(80000) if running else None,
                "deposit": Decimal(30000) if running else None,
                "royalty_rate": Decimal(dice.choice((3, 3, 4))),
                "state": "open" if running else "talking",
            }
        )
    people = c.add(Franchisee, rows)
    c.alter(Store, {shop.id: {"franchisee": franchisee.id} for shop, franchisee in zip(shops, people, strict=False)})
    return people


def _cases(c: Changes, world: Company, people: list[Row]) -> None:
    """Those in talks are joining, the contracts that end soon are being renewed."""
    dice, last = world.dice, today()
    owners = [employee for employee in world.staff[None] if employee.department == "store_management"]
    soon = [franchisee for franchisee in people if franchisee.ends_on and (franchisee.ends_on - last).days <= 90]
    asked = [(franchisee, "join") for franchisee in people if franchisee.state == "talking"] + [
        (franchisee, "renew") for franchisee in soon
    ]
    cases = c.add(
        FranchiseCase,
        [
            {
                "franchisee": franchisee.id,
                "kind": kind,
                "owner": dice.choice(owners).id,
                "opened_on": last - timedelta(days=dice.randrange(6, 40)),
            }
            for franchisee, kind in asked
        ],
    )
    done = {}
    for step in CaseStep.rows(CaseStep.case.in_([case.id for case in cases])):
        if step.due_on < last - timedelta(days=4):
            done[step.id] = {"state": "done", "done_on": step.due_on - timedelta(days=dice.randrange(3))}
    c.alter(CaseStep, done)
    for code, back in LEFT:
        _one_who_left(c, world, owners[0], code, back)
    _lately_signed(c, world)


def _lately_signed(c: Changes, world: Company) -> None:
    """Contracts of the last year whose shops are not open yet."""
    for at, back in enumerate(SIGNED):
        name, _ = world.person()
        signed = today() - timedelta(days=back)
        c.create(
            Franchisee,
            code=f"J8{at:02d}",
            name=f"{name}优选馆",
            contact=name,
            phone=world.mobile(),
            contract_no=f"HT18{at:02d}",
            region=world.dice.choice(world.stores).region,
            disclosed_on=signed - timedelta(days=35),
            signed_on=signed,
            starts_on=signed,
            ends_on=add_months(signed, 36),
            fee=Decimal(80000),
            deposit=Decimal(30000),
            royalty_rate=Decimal(3),
            state="signed",
        )


def _one_who_left(c: Changes, world: Company, owner: Row, code: str, back: int) -> None:
    """Somebody whose case is over: the contract ended, nothing was left behind."""
    ended = today() - timedelta(days=back)
    name, _ = world.person()
    gone = c.create(
        Franchisee,
        code=code,
        name=f"{name}养生馆",
        contact=name,
        phone=world.mobile(),
        contract_no=f"HT19{code[-2:]}",
        disclosed_on=add_months(ended, -38),
        signed_on=add_months(ended, -36),
        starts_on=add_months(ended, -36),
        ends_on=ended,
        state="left",
    )
    c.create(
        FranchiseCase,
        franchisee=gone.id,
        kind="exit",
        owner=owner.id,
        opened_on=ended - timedelta(days=40),
        closed_on=ended,
        deposit_returned=Decimal(30000),
        stock_left=Decimal(0),
        progress=Decimal(100),
        state="done",
    )


def _advise(c: Changes, world: Company, people: list[Row]) -> None:
    dice, last, rows = world.dice, today(), []
    shops = {store.franchisee: store for store in Store.rows(Store.franchisee.is_null(False))}
    advisers = [employee for employee in world.staff[None] if employee.department == "store_management"]
    for franchisee in people:
        for weeks in range(dice.randrange(2, 8), 56, 7):
            topic, title, finding, advice = dice.choice(ADVICE)
            given = last - timedelta(weeks=weeks, days=dice.randrange(6))
            closed = weeks > 3
            rows.append(
                {
                    "franchisee": franchisee.id,
                    "store": shops[franchisee.id].id if franchisee.id in shops else None,
                    "given_on": given,
                    "by": dice.choice(advisers).id,
                    "topic": topic,
                    "title": title,
                    "finding": finding,
                    "advice": advice,
                    "follow_up_on": given + timedelta(days=14),
                    "result": dice.choice(RESULTS) if closed else None,
                    "state": "closed" if closed else "open",
                }
            )
    c.add(Guidance, rows)


def _bill(c: Changes, world: Company) -> None:
    """Bills for a year of sales; nearly everybody pays in time."""
    dice, last = world.dice, today()
    for back in range(MONTHS, 0, -1):
        bills_of(c, f"{add_months(last.replace(day=1), -back):%Y-%m}")
    payments = []
    for bill in RoyaltyBill.rows():
        day = bill.due_on + timedelta(days=dice.choice((-6, -4, -3, -2, -1, -1, 0, 5, 12)))
        if day <= last and not (dice.random() < 0.3 and (last - bill.due_on).days < 40):
            payments.append(
                {"bill": bill.id, "paid_on": day, "amount": bill.amount, "reference": f"PZ{dice.randrange(10**7):07d}"}
            )
    c.add(RoyaltyPayment, payments)
    lapse(c, last)


def _review(c: Changes, world: Company, people: list[Row]) -> None:
    """A review of each month, confirmed but for a few of the last."""
    shops: dict[int, list[int]] = {}
    for store in Store.rows(Store.franchisee.is_null(False)):
        shops.setdefault(store.franchisee, []).append(store.id)
    first, rows = today().replace(day=1), []
    for back in range(MONTHS - 1, 0, -1):
        month = add_months(first, -back)
        for franchisee in people:
            if franchisee.id in shops:
                rows.append(
                    {
                        "franchisee": franchisee.id,
                        "month": f"{month:%Y-%m}",
                        "reviewed_on": _eighth_after(month),
                        "state": "draft" if back == 1 and franchisee in people[:2] else "confirmed",
                        **_known(world, figures(franchisee.id, shops[franchisee.id], f"{month:%Y-%m}")),
                    }
                )
    c.add(FranchiseReview, rows)


def _known(world: Company, scores: dict) -> dict:
    """A month in which nobody visited still has the score of the visit before."""
    if scores["qsc"] is None:
        scores["qsc"] = Decimal(world.dice.randrange(720, 970)) / 10
    return scores


def _eighth_after(month: date) -> date:
    return add_months(month, 1).replace(day=8)
