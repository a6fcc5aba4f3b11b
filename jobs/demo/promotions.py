"""The demo's promotions: those that are over with what they brought, those that run, wait or are drafts, their tasks, and the competition."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import today
from models.organization import Region
from models.promotions import (
    CompetitorNote,
    Festival,
    Promotion,
    PromotionProduct,
    PromotionResult,
    PromotionStore,
    PromotionTask,
)
from models.promotions.baseline import Sold
from models.promotions.campaigns import stores_of
from models.promotions.results import HAPPENED, take_sales
from models.stores import StoreDay

from .company import Company

CENT = Decimal("0.01")
# kind, name, mechanics, how much more is sold (per cent), what it gives away (per cent of sales)
OFFERS = (
    ("discount", "会员周全场九折", "会员出示会员码全场九折，蛋白粉、鱼油除外", 32, 5),
    ("reduction", "满三百减三十", "单张小票满 300 元减 30 元，可累计", 26, 5),
    ("gift", "滋补季买赠", "滋补品满 500 元赠养生茶一盒", 22, 3),
    ("points", "双倍积分周", "活动期间消费积分翻倍", 16, 1),
    ("bundle", "健康长辈组合装", "指定三件组合价，比单买省 15%", 20, 4),
    ("launch", "益生菌新品上市", "新品第二件半价，到店试饮", 14, 4),
    ("discount", "换季清仓", "临期三个月内商品七折", 11, 6),
)
# state, starts in so many days, lasts so many, name, kind, how many stores (0: all), mechanics
AHEAD = (
    ("running", -4, 10, "会员回馈周", "discount", 10, "会员全场九二折，满 500 元再送鸡蛋一板"),
    ("running", -2, 14, "进补买赠", "gift", 0, "阿胶、燕窝、石斛满 800 元赠养生壶"),
    ("running", -9, 12, "网店满减", "reduction", 0, "满 299 减 40，限旗舰店"),
    ("approved", 8, 7, "健康生活节", "reduction", 0, "满 300 减 40，与会员折扣不叠加"),
    ("approved", 30, 5, "开门红", "points", 12, "消费三倍积分，每店前 50 名送日历"),
    ("submitted", 9, 6, "血压计体验价", "discount", 8, "臂式血压计体验价，老会员介绍新会员再减"),
    ("submitted", 40, 14, "礼盒预订", "bundle", 0, "三款礼盒预订立减，团购另议"),
    ("draft", 52, 12, "双倍积分月", "points", 0, None),
    ("draft", 10, 3, "社区品鉴日", "gift", 6, "到店品鉴送小样"),
    ("draft", 75, 7, "体重管理季", "launch", 0, None),
    ("cancelled", 14, 5, "养生讲座联合促销", "gift", 5, "与讲座同日，讲师行程取消"),
)
CONCLUSIONS = (
    "增量主要来自会员，下次提前三天短信预热",
    "毛利被折扣吃掉一半，下次改满减",
    "新品带动进店，连带率上升，建议每季做",
    "活动后两周销售回落，属于提前消费，不宜频繁",
)
ITEMS = ("张贴海报与价签", "堆头陈列并拍照", "赠品到店清点", "店员话术培训")
RIVALS = (
    ("老百姓大药房", "会员日八折，满 200 送鸡蛋"),
    ("海王星辰", "钙片买二赠一"),
    ("社区团购平台", "同款蛋白粉低价引流"),
    ("同仁堂健康", "阿胶节，免费代熬"),
    ("直播间低价店", "益生菌三盒装特价"),
    ("新开保健品店", "开业充值送礼"),
)
FESTIVALS = (
    ("国庆节", "2024-10-01", 7, True),
    ("双十一", "2024-11-08", 4, False),
    ("元旦", "2025-01-01", 1, True),
    ("春节", "2025-01-28", 8, True),
    ("清明节", "2025-04-04", 3, True),
    ("劳动节", "2025-05-01", 5, True),
    ("端午节", "2025-05-31", 3, True),
    ("618", "2025-06-16", 3, False),
    ("国庆节、中秋节", "2025-10-01", 8, True),
    ("双十一", "2025-11-08", 4, False),
    ("元旦", "2026-01-01", 3, True),
    ("春节", "2026-02-15", 9, True),
    ("清明节", "2026-04-04", 3, True),
    ("劳动节", "2026-05-01", 5, True),
    ("618", "2026-06-16", 3, False),
    ("端午节", "2026-06-19", 3, True),
    ("中秋节", "2026-09-25", 3, True),
    ("国庆节", "2026-10-01", 7, True),
    ("双十一", "2026-11-08", 4, False),
    ("双十二", "2026-12-11", 2, False),
    ("元旦", "2027-01-01", 1, True),
)
PAST, EVERY, LENGTH, REVIEWED_BEFORE = 33, 13, 9, 30  # somewhere one is always on, and most weeks see one end


def fill(c: Changes, world: Company) -> None:
    c.add(
        Festival,
        [
            {
                "name": name,
                "starts_on": date.fromisoformat(first),
                "ends_on": date.fromisoformat(first) + timedelta(days=days - 1),
                "day_off": off,
            }
            for name, first, days, off in FESTIVALS
        ],
    )
    made = c.add(Promotion, [*_over(world), *_ahead(world)])
    with c.settled():  # most of them are over, so nobody agrees to their terms again
        _place(c, world, made)
        _price(c, world, made)
    _sell_more(c, world, made)
    _take_results(c, world, [row for row in made if row.state in HAPPENED])
    _set_up(c, world, made)
    _watch(c, world)


# What was offered -------------------------------------------------------------------------------------------------------


def _owners(world: Company) -> list[Row]:
    return [employee for employee in world.staff[None] if employee.department == "store_management"]


def _terms(
    world: Company, name: str, kind: str, first: date, days: int, mechanics: str | None, state: str, stores: int
) -> dict[str, Any]:
    dice, online, ready = world.dice, name.startswith("网店"), mechanics is not None
    target = Decimal(round((2 if online else stores or len(world.stores) - 2) * days * dice.randrange(6000, 8200), -4))
    return {
        "name": name,
        "kind": kind,
        "starts_on": first,
        "ends_on": first + timedelta(days=days - 1),
        "mechanics": mechanics,
        "state": state,
        "target_sales": target if ready else None,
        "budget": (target * dice.randrange(4, 9) / 100).quantize(Decimal(1)) if ready else None,
        "owner": dice.choice(_owners(world)).id,
        "channel": "online" if online else "store",
    }


def _where(at: int) -> int:
    """Every third ran everywhere, the others in a dozen stores, so that the rest tell what would have been."""
    return 12 if at % 3 else 0


def _over(world: Company) -> list[dict[str, Any]]:
    """One every three weeks for more than a year; the latest still wait to be reviewed."""
    rows = []
    for at in range(PAST):
        kind, name, mechanics, _, _ = OFFERS[at % len(OFFERS)]
        first = today() - timedelta(days=LENGTH + 1 + EVERY * (PAST - 1 - at))
        old = first < today() - timedelta(days=REVIEWED_BEFORE)
        row = _terms(
            world,
            f"{first.month}月{name}",
            kind,
            first,
            LENGTH,
            mechanics,
            "reviewed" if old else "finished",
            _where(at),
        )
        rows.append(row | {"conclusions": world.dice.choice(CONCLUSIONS) if old else None})
    return rows


def _ahead(world: Company) -> list[dict[str, Any]]:
    rows = []
    for state, begins, days, name, kind, stores, mechanics in AHEAD:
        rows.append(_terms(world, name, kind, today() + timedelta(days=begins), days, mechanics, state, stores))
        if "血压计" in name:
            rows[-1]["below_cost_reason"] = "清理旧款库存，带动老会员介绍新会员"
    return rows


def _place(c: Changes, world: Company, made: list[Row]) -> None:
    """The stores that each of them names."""
    dice, shops, wanted = (
        world.dice,
        [store for store in world.stores if store.kind != "online"],
        {line[3]: line[5] for line in AHEAD},
    )
    c.add(
        PromotionStore,
        [
            {"promotion": row.id, "store": store.id}
            for at, row in enumerate(made)
            for store in dice.sample(shops, wanted.get(row.name, _where(at)))
        ],
    )


def _price(c: Changes, world: Company, made: list[Row]) -> None:
    """Some name their products; a blood pressure meter goes below its cost."""
    dice, meter = world.dice, next(product for product in world.products if "血压计" in product.name)
    rows = []
    for row in made:
        goods = (
            [meter]
            if "血压计" in row.name
            else dice.sample(world.products, 3)
            if row.kind in ("bundle", "launch")
            else []
        )
        for product in goods:
            price = (
                product.cost * Decimal("0.95")
                if product.id == meter.id and len(goods) == 1
                else product.list_price * Decimal("0.85")
            )
            rows.append(
                {
                    "promotion": row.id,
                    "product": product.id,
                    "price": price.quantize(CENT),
                    "limit": dice.choice((None, 2, 3)),
                }
            )
    c.add(PromotionProduct, rows)


# What it brought --------------------------------------------------------------------------------------------------------


def _sell_more(c: Changes, world: Company, made: list[Row]) -> None:
    """The stores' days as promotions make them: more sold, by more people."""
    dice, more = world.dice, {offer[1]: offer[3] for offer in OFFERS}
    happened = [row for row in made if row.state in HAPPENED and row.channel == "store"]
    stores, lift = stores_of(happened), {}
    for row in happened:
        usual = next((percent for name, percent in more.items() if row.name.endswith(name)), 24)
        for store in sorted(stores[row.id]):
            share = usual * dice.uniform(0.3, 1.5)
            for at in range((row.ends_on - row.starts_on).days + 1):
                lift[store, row.starts_on + timedelta(days=at)] = Decimal(str(round(share / 100, 3)))
    first = min(row.starts_on for row in happened)
    c.alter(
        StoreDay,
        {
            day.id: {
                "sales": (day.sales * (1 + lift[day.store, day.day])).quantize(CENT),
                "transactions": round(day.transactions * (1 + lift[day.store, day.day] * Decimal("0.8"))),
            }
            for day in StoreDay.rows(StoreDay.day >= first)
            if (day.store, day.day) in lift
        },
    )


def _take_results(c: Changes, world: Company, happened: list[Row]) -> None:
    """By the app's own rule from the stores' days, and what it cost by the side."""
    dice, through, gives = world.dice, today() - timedelta(days=1), {offer[1]: offer[4] for offer in OFFERS}
    daily: dict[int, dict[date, Sold]] = defaultdict(dict)
    fields = (StoreDay.store, StoreDay.day, StoreDay.sales, StoreDay.transactions, StoreDay.new_members)
    for store, day, sales, transactions, new_members in StoreDay.select(*fields).tuples():
        daily[store][day] = Sold(sales, transactions or 0, new_members or 0)
    shares = {}
    for row in happened:
        take_sales(c, row.id, daily, through)
        shares[row.id] = next((share for name, share in gives.items() if row.name.endswith(name)), 4)
    c.alter(
        PromotionResult,
        {
            row.id: {
                "discounts": (row.sales * shares[row.promotion] * dice.randrange(60, 120) / 10_000).quantize(CENT),
                "gifts": Decimal(dice.randrange(0, 300)),
                "media": Decimal(dice.randrange(60, 260)),
                "labour": Decimal(dice.choice((0, 0, 120, 240))),
            }
            for row in PromotionResult.rows(PromotionResult.sales > 0, order=PromotionResult.id)
        },
    )


# In the stores ----------------------------------------------------------------------------------------------------------


def _set_up(c: Changes, world: Company, made: list[Row]) -> None:
    """What stores set up: checked where it is over, some late where it runs, to do where it is to come."""
    dice, rows = world.dice, []
    lately = [
        row
        for row in made
        if row.state in ("approved", "running", "finished") or row.starts_on > today() - timedelta(weeks=world.weeks)
    ]
    in_store = [row for row in lately if row.state in ("approved", *HAPPENED) and row.channel == "store"]
    stores, managers = stores_of(in_store), {store.id: world.staff[store.id][0].id for store in world.stores}
    for row in in_store:
        due = row.starts_on - timedelta(days=1)
        for store in sorted(stores[row.id] & managers.keys()):
            for item in dice.sample(ITEMS, 2):
                done = row.state in ("finished", "reviewed") or dice.random() < (
                    0.85 if row.state == "running" else 0.1
                )
                state = (
                    ("checked" if row.state in ("finished", "reviewed") or dice.random() < 0.97 else "done")
                    if done
                    else "todo"
                )
                day = min(due - timedelta(days=dice.randrange(0, 3)), today() - timedelta(days=1)) if done else None
                rows.append(
                    {
                        "promotion": row.id,
                        "store": store,
                        "item": item,
                        "owner": managers[store],
                        "due_on": due,
                        "done_on": day,
                        "state": state,
                    }
                )
    c.add(PromotionTask, rows)


def _watch(c: Changes, world: Company) -> None:
    """A competitor seen every nine days."""
    dice, regions, people = world.dice, Region.rows(order=Region.id), _owners(world)
    shops, rows = [store for store in world.stores if store.kind != "online"], []
    for at in range(54):
        rival, activity = dice.choice(RIVALS)
        shop, product = dice.choice(shops), dice.choice(world.products)
        rows.append(
            {
                "seen_on": today() - timedelta(days=8 * at + dice.randrange(0, 8)),
                "competitor": rival,
                "activity": activity,
                "channel": "online" if "平台" in rival or "直播" in rival else "store",
                "product": product.id,
                "price": (product.list_price * dice.randrange(72, 98) / 100).quantize(CENT),
                "region": shop.region or dice.choice(regions).id,
                "store": shop.id,
                "impact": dice.choice(("high", "middle", "middle", "low")),
                "source": dice.choice(("店长巡店", "会员反馈", "网上看到")),
                "by": dice.choice(people).id,
                "response": dice.choice((None, "跟进满减一周", "不跟价，加强服务与会员回访")),
            }
        )
    c.add(CompetitorNote, rows)
