"""The demo's smaller papers: goods looked at on arrival, recalls, partners and codes of the online shops, words not to be said, a channel."""

from datetime import date, timedelta
from decimal import Decimal

from models.accounts import Channel
from models.ecommerce import (
    BannedWord,
    OnlineShop,
    Partner,
    PartnerProject,
    ShopViolation,
    SkuMapping,
)
from models.kit import Changes
from models.kit.week import Clock, add_months, start_of, today
from models.logistics import Warehouse
from models.members import Member, Purchase
from models.quality import IncomingCheck, Nonconformance, Recall, RecallNotice, ReportRequirement
from models.quality.nonconformances import leave_holds
from models.quality.recalls import lift, send_notices

from .demo_company import Company
from .demo_days import set_clock

BANNED = (
    ("根治", "banned", "《广告法》第十七条"), ("降血糖神器", "banned", "《广告法》第十八条"), ("包治百病", "banned", "《广告法》第十七条"),
    ("零副作用", "banned", "无法证明"), ("国家级", "banned", "《广告法》第九条"), ("营养补充", "allowed", "普通描述，法务已确认"),
)  # fmt: skip
PARTNERS = (
    ("蓉声传媒", "media", "达人短视频合作", "running"), ("云仓代运营", "agency", "旗舰店代运营", "running"),
    ("养生林老师", "influencer", "双十一直播专场", "done"),
    ("顺丰速运", "courier", "次日达专线", "running"), ("快麦软件", "software", "订单同步对接", "talking"),
)  # fmt: skip
BREACHES = (
    ("标题含夸大用语", 2, 0), ("超时未发货", 1, 100), ("详情页缺少蓝帽子标识", 4, 0), ("客服首次响应超时", 1, 0), ("赠品与描述不符", 2, 200),
)  # fmt: skip
# weeks ago, level, why, how it ended
RECALLS = (
    (46, "three", "标签净含量印刷有误", "closed"), (27, "two", "抽检菌落总数偏高", "closed"), (9, "three", "疑似外包装破损，复核为误报", "lifted"),
    (1, "two", "供应商通知原料批次异常", "running"),
)  # fmt: skip
REFUSED = ("外箱破损受潮", "到货温度超标", "标签与备案不一致")


def fill(c: Changes, world: Company) -> None:
    _look_at_goods(c, world)
    for back, level, cause, state in RECALLS:
        _recall(c, world, today() - timedelta(weeks=back), level, cause, state)
    c.add(ReportRequirement, [
        {"product": product.id, "kind": kind, "frequency": frequency, "since": add_months(today(), 1), "note": "下月起执行"}
        for product in world.products[:12] for kind, frequency in (("delivery", "batch"), ("type", "yearly"))
    ])  # fmt: skip
    _sell_online(c, world)
    _owe_points(c)
    # No real address, and switched off: nothing leaves the demo.
    c.create(Channel, name="运营部企业微信群（示例）", kind="wecom", content="urgent", active=False,
             address="https://example.invalid/cgi-bin/webhook/send?key=demo")  # fmt: skip


# Quality ----------------------------------------------------------------------------------------------------------------


def _look_at_goods(c: Changes, world: Company) -> None:
    """Three deliveries a week were looked at; one in twenty went back at the door."""
    dice, main = world.dice, Warehouse.rows(order=Warehouse.id)[0]
    checkers = [one for one in world.staff[None] if one.department in ("quality", "logistics")]
    rows = []
    for back in range(3 * world.weeks, 0, -1):
        product, day = dice.choice(world.products), today() - timedelta(days=back * 7 // 3)
        made = day - timedelta(days=dice.randrange(8, 60))
        refused = dice.random() < 0.05
        rows.append({
            "product": product.id, "batch_no": f"{made:%Y%m%d}R" if refused else f"{made:%Y%m%d}", "produced_on": made, "received_on": day,
            "qty": Decimal(dice.randrange(16, 48)), "unit_cost": product.cost, "warehouse": main.id, "licence_seen": True, "label_ok": not refused,
            "licence_no": f"SC1{dice.randrange(10**13):013d}", "temperature": Decimal(dice.randrange(120, 240)) / 10,
            "checker": dice.choice(checkers).id, "state": "rejected" if refused else "accepted",
            "note": dice.choice(REFUSED) if refused else None,
        })  # fmt: skip
    made_rows = c.add(IncomingCheck, rows)
    c.add(Nonconformance, [
        {"source": "incoming", "reference": row.no, "product": row.product, "batch_no": row.batch_no, "supplier": row.supplier, "qty": row.qty,
         "found_on": row.received_on, "defect": "进货查验不合格", "description": row.note, "disposition": "return", "disposed_on": row.received_on,
         "value_lost": Decimal(dice.randrange(2, 30) * 10), "state": "disposed"}
        for row in made_rows if row.state == "rejected"
    ])  # fmt: skip


def _recall(c: Changes, world: Company, day: date, level: str, cause: str, state: str) -> None:
    dice, product = world.dice, world.dice.choice(world.products)
    owner = next(one for one in world.staff[None] if one.department == "quality")
    known = start_of(day) + timedelta(hours=10)
    recall = c.create(
        Recall,
        level=level,
        product=product.id,
        batches=[f"{day - timedelta(days=70):%Y%m%d}Z"],
        cause=cause,
        known_at=known,
        owner=owner.id,
    )
    send_notices(c, recall, {})
    c.update(Recall, recall, state="running", started_at=known + timedelta(hours=3))
    notices = RecallNotice.rows(RecallNotice.recall == recall.id)
    answered = notices if state != "running" else notices[: len(notices) * 2 // 3]
    c.alter(RecallNotice, {
        one.id: {"sent_at": known + timedelta(hours=3), "read_at": known + timedelta(hours=4),
                 "done_at": known + timedelta(hours=dice.randrange(5, 40)),
                 "qty": Decimal(dice.randrange(0, 4)), "recovered": Decimal(dice.randrange(0, 2)), "state": "done"} for one in answered
    })  # fmt: skip
    if state == "lifted":
        lift(c, c.fresh(Recall, recall), {})
        c.update(Recall, recall, state="lifted", closed_on=day + timedelta(days=3))
    elif state == "closed":
        c.update(Recall, recall, qty_sold=Decimal(46), qty_recovered=Decimal(31), qty_destroyed=Decimal(0), authority_on=day + timedelta(days=2),
                 state="closed", closed_on=day + timedelta(days=20), note="全部退供应商")  # fmt: skip
        leave_holds(c, recall.no)


# Online -----------------------------------------------------------------------------------------------------------------


def _sell_online(c: Changes, world: Company) -> None:
    dice, shops = world.dice, OnlineShop.rows(order=OnlineShop.id)
    owners = [one for one in world.staff[None] if one.department == "ecommerce"]
    there = {row.word: row.id for row in BannedWord.rows()}
    c.alter(BannedWord, {there[word]: {"reason": reason} for word, _, reason in BANNED if word in there})
    c.add(
        BannedWord,
        [{"word": word, "state": state, "reason": reason} for word, state, reason in BANNED if word not in there],
    )
    partners = c.add(Partner, [
        {"name": name, "kind": kind, "contact": world.person()[0], "phone": world.mobile(),
         "contract_until": today() + timedelta(days=dice.randrange(40, 400))}
        for name, kind, _, _ in PARTNERS
    ])  # fmt: skip
    c.add(PartnerProject, [
        {"partner": partner.id, "project": project, "owner": dice.choice(owners).id, "starts_on": today() - timedelta(days=dice.randrange(20, 200)),
         "ends_on": today() + timedelta(days=dice.randrange(5, 90)), "state": state, "result": "按约完成，复购意向良好" if state == "done" else None}
        for partner, (_, _, project, state) in zip(partners, PARTNERS, strict=True)
    ])  # fmt: skip
    c.add(SkuMapping, [
        {"shop": shop.id, "code": f"{'TM' if shop.platform == 'tmall' else 'WX'}{product.sku}", "product": product.id,
         "title": f"{product.name} {product.spec or ''}".strip()} for shop in shops for product in world.products[:24]
    ])  # fmt: skip
    rows = []
    for back in range(4, 7 * world.weeks, 11):
        title, points, fine = dice.choice(BREACHES)
        day, late = today() - timedelta(days=back), back > 20
        rows.append({"shop": dice.choice(shops).id, "title": title, "happened_on": day, "points": Decimal(points), "fine": Decimal(fine),
                     "appeal_due": day + timedelta(days=7), "owner": dice.choice(owners).id, "state": "upheld" if late else "open",
                     "result": "已整改，接受处罚" if late else None})  # fmt: skip
    c.add(ShopViolation, rows)


# Members ----------------------------------------------------------------------------------------------------------------


def _owe_points(c: Changes) -> None:
    """Somebody spent the points of a purchase and then brought it back: what is missing is owed."""
    poor = Purchase.select(Purchase.id).join(Member, on=(Purchase.member == Member.id)).where(
        Purchase.points > Member.points, Purchase.refunded == 0, Purchase.purchased_at >= start_of(today() - timedelta(days=200)),
        Member.status == "active",
    )  # fmt: skip
    clock = Clock.source
    set_clock(today() - timedelta(days=1), 21, 50)
    ids = [id for (id,) in poor.order_by(Purchase.purchased_at.desc()).limit(3).tuples()]
    try:
        c.alter(Purchase, {row.id: {"refunded": row.amount} for row in Purchase.rows_by_id(ids).values()})
    finally:
        Clock.source = staticmethod(clock)
