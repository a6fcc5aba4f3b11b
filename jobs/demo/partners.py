"""The demo's online shops beside their orders: partners, the codes of the platforms, breaches, and words not to be said."""

from datetime import timedelta
from decimal import Decimal

from models.ecommerce import (
    BannedWord,
    OnlineShop,
    Partner,
    PartnerMilestone,
    PartnerProject,
    ShopViolation,
    SkuMapping,
)
from models.kit import Changes, Row
from models.kit.clock import today

from .company import Company

BANNED = (
    ("根治", "banned", "《广告法》第十七条"),
    ("降血糖神器", "banned", "《广告法》第十八条"),
    ("包治百病", "banned", "《广告法》第十七条"),
    ("零副作用", "banned", "无法证明"),
    ("国家级", "banned", "《广告法》第九条"),
    ("营养补充", "allowed", "普通描述，法务已确认"),
)
PARTNERS = (
    ("蓉声传媒", "media", "达人短视频合作", "running"),
    ("云仓代运营", "agency", "旗舰店代运营", "running"),
    ("养生林老师", "influencer", "双十一直播专场", "done"),
    ("顺丰速运", "courier", "次日达专线", "running"),
    ("快麦软件", "software", "订单同步对接", "talking"),
)
BREACHES = (
    ("标题含夸大用语", 2, 0),
    ("超时未发货", 1, 100),
    ("详情页缺少蓝帽子标识", 4, 0),
    ("客服首次响应超时", 1, 0),
    ("赠品与描述不符", 2, 200),
)


def fill(c: Changes, world: Company) -> None:
    shops = OnlineShop.rows(order=OnlineShop.id)
    owners = [employee for employee in world.staff[None] if employee.department == "ecommerce"]
    _words(c)
    _projects(c, world, owners)
    c.add(
        SkuMapping,
        [
            {
                "shop": shop.id,
                "code": f"{'TM' if shop.platform == 'tmall' else 'WX'}{product.sku}",
                "product": product.id,
                "title": f"{product.name} {product.spec or ''}".strip(),
            }
            for shop in shops
            for product in world.products[:24]
        ],
    )
    _violations(c, world, shops, owners)


def _words(c: Changes) -> None:
    there = {row.word: row.id for row in BannedWord.rows()}
    c.alter(BannedWord, {there[word]: {"reason": reason} for word, _, reason in BANNED if word in there})
    c.add(
        BannedWord,
        [{"word": word, "state": state, "reason": reason} for word, state, reason in BANNED if word not in there],
    )


def _projects(c: Changes, world: Company, owners: list[Row]) -> None:
    dice = world.dice
    partners = c.add(
        Partner,
        [
            {
                "name": name,
                "kind": kind,
                "contact": world.person()[0],
                "phone": world.mobile(),
                "contract_until": today() + timedelta(days=dice.randrange(40, 400)),
            }
            for name, kind, _, _ in PARTNERS
        ],
    )
    projects = c.add(
        PartnerProject,
        [
            {
                "partner": partner.id,
                "project": project,
                "owner": dice.choice(owners).id,
                "starts_on": today() - timedelta(days=dice.randrange(20, 200)),
                "ends_on": today() + timedelta(days=dice.randrange(5, 90)),
                "state": state,
                "result": "按约完成，复购意向良好" if state == "done" else None,
            }
            for partner, (_, _, project, state) in zip(partners, PARTNERS, strict=True)
        ],
    )
    c.add(
        PartnerMilestone,
        [
            {
                "project": project.id,
                "title": title,
                "due_on": today() + timedelta(days=days),
                "budget": Decimal(budget),
            }
            for project in projects
            if project.state in ("talking", "running")
            for title, days, budget in (("方案和报价确认", 4, 2000), ("首批上线", 18, 8000), ("效果复盘", 45, 0))
        ],
    )


def _violations(c: Changes, world: Company, shops: list[Row], owners: list[Row]) -> None:
    dice, rows = world.dice, []
    for back in range(4, 7 * world.weeks, 11):
        title, points, fine = dice.choice(BREACHES)
        day, late = today() - timedelta(days=back), back > 20
        rows.append(
            {
                "shop": dice.choice(shops).id,
                "title": title,
                "happened_on": day,
                "points": Decimal(points),
                "fine": Decimal(fine),
                "appeal_due": day + timedelta(days=7),
                "owner": dice.choice(owners).id,
                "state": "upheld" if late else "open",
                "result": "已整改，接受处罚" if late else None,
            }
        )
    c.add(ShopViolation, rows)
