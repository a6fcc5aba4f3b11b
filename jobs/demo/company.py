"""The demo company before its first member: regions, stores, people, goods, tiers, rules, gifts, budgets and targets."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import add_months, today
from models.members import (
    Gift,
    GiftBudget,
    GiftMovement,
    MemberTier,
    PointsRule,
    RecruitTarget,
    TierBenefit,
)
from models.organization import Employee, Letterhead, Product, ProductCategory, Region, Store, Supplier

from . import words


@dataclass
class Company:
    """What the days to come need to know of it."""

    dice: Random
    stores: list[Row] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    staff: dict[int | None, list[Row]] = field(default_factory=dict)
    products: list[Row] = field(default_factory=list)
    tiers: list[Row] = field(default_factory=list)
    gifts: list[Row] = field(default_factory=list)
    phones: set[str] = field(default_factory=set)
    weeks: int = 60  # how far back the areas beside the members remember

    def mobile(self) -> str:
        """A number nobody here has yet."""
        while True:
            number = f"{self.dice.choice(words.MOBILES)}{self.dice.randrange(10**8):08d}"
            if number not in self.phones:
                self.phones.add(number)
                return number

    def person(self, gender: str | None = None) -> tuple[str, str]:
        """A name and a gender, surnames as frequent as they are."""
        gender = gender or self.dice.choices(("female", "male"), (62, 38))[0]
        surname = self.dice.choices(SURNAMES, SHARES)[0]
        given = self.dice.sample(words.GIVEN[gender], self.dice.choices((1, 2), (18, 82))[0])
        return surname + "".join(given), gender

    def visited(self) -> Row:
        """A store, the busier ones more often."""
        return self.dice.choices(self.stores, self.weights)[0]


SURNAMES, SHARES = tuple(words.SURNAMES), tuple(words.SURNAMES.values())


def establish(c: Changes, dice: Random, last: date, scale: float, weeks: int = 60) -> Company:
    """Everything that stands on opening day; `last` is the day the story ends, `scale` how large it is (1: 20,000 members)."""
    company = Company(dice, weeks=weeks)
    c.create(Letterhead, **words.LETTERHEAD)
    _open_stores(c, company)
    _hire(c, company)
    _stock_shelves(c, company)
    _set_rules(c, company, last)
    _fill_gift_room(c, company, scale)
    _plan(c, company, last, scale)
    return company


def _open_stores(c: Changes, company: Company) -> None:
    regions = c.add(Region, [{"code": f"Q{at:02d}", "name": name} for at, name in enumerate(words.DISTRICTS, 1)])
    dice, rows = company.dice, []
    for region in regions:
        own, franchise = words.SHOPS[region.name]
        short = region.name.removesuffix("区")
        names = (f"{short}社区一店", f"{short}社区二店", f"{short}广场店")
        for name, kind in zip(names, ["own"] * own + ["franchise"] * franchise, strict=False):
            rows.append({"name": name, "kind": kind, "region": region.id, "address": _address(dice, region.name)})
    rows += [{"name": name, "kind": "online", "region": regions[5].id} for name in words.ONLINE_SHOPS]
    for at, row in enumerate(rows, 1):
        opened = today() - timedelta(days=dice.randrange(400, 3600))
        row |= {
            "code": f"S{at:03d}",
            "opened_on": opened,
            "status": "open",
            "phone": f"028{dice.randrange(61000000, 87999999)}",
        }
        if row["kind"] != "online":
            area = dice.randrange(45, 180)
            row |= {
                "area_m2": Decimal(area),
                "monthly_rent": Decimal(area * dice.randrange(80, 190)),
                "licence_no": f"JY151{dice.randrange(10**11):011d}",
                "licence_until": today() + timedelta(days=dice.randrange(380, 1500)),
            }
    company.stores = c.add(Store, rows)
    company.weights = [dice.uniform(0.6, 1.6) * (0.7 if row.kind == "franchise" else 1) for row in company.stores]


def _address(dice: Random, district: str) -> str:
    return f"成都市{district}{dice.choice(words.STREETS[district])}{dice.randrange(3, 399)}号"


def _hire(c: Changes, company: Company) -> None:
    wanted: list[tuple[str, str, int | None]] = [("store_management", words.HEAD, None)]
    wanted += [(post, title, None) for post, title, count in words.POSTS for _ in range(count)]
    for store in company.stores:
        online = store.kind == "online"
        wanted.append(("ecommerce" if online else "store", "店长", store.id))
        wanted.append(("ecommerce" if online else "store", "客服" if online else "店员", store.id))
    wanted += [post for at, store in enumerate(company.stores) for post in _more(store, company.weights[at])]
    rows = []
    for at, (department, position, store) in enumerate(wanted, 1):
        name, gender = company.person()
        hired = today() - timedelta(days=company.dice.randrange(60, 2600))
        rows.append(
            {
                "staff_no": f"Y{at:03d}",
                "name": name,
                "gender": gender,
                "phone": company.mobile(),
                "department": department,
                "position": position,
                "store": store,
                "hired_on": hired,
                "status": "active",
            }
        )
    people = c.add(Employee, rows)
    for person in people:
        company.staff.setdefault(person.store, []).append(person)
    c.alter(Store, {store.id: {"manager": company.staff[store.id][0].id} for store in company.stores})
    leads = [store for store in company.stores if store.name.endswith("一店")]
    c.alter(Region, {store.region: {"manager": company.staff[store.id][0].id} for store in leads})


def _more(store: Row, weight: float) -> list[tuple[str, str, int | None]]:
    """Who else works there: two are in a shop at a time, seven days a week, and in a busy one three with somebody second in charge."""
    if store.kind == "online":
        return [("ecommerce", "客服", store.id)]
    clerks = 1 if weight < 0.9 else 2
    return [("store", "店员", store.id)] * clerks + ([("store", "副店长", store.id)] if weight > 1.2 else [])


def _stock_shelves(c: Changes, company: Company) -> None:
    dice = company.dice
    suppliers = c.add(
        Supplier,
        [
            {
                "code": f"V{at:02d}",
                "name": name,
                "contact": company.person()[0],
                "phone": company.mobile(),
                "grade": grade,
                "business_licence": f"91510100{dice.randrange(10**10):010d}",
                "business_until": today() + timedelta(days=dice.randrange(380, 2000)),
                "production_licence": f"SC1{dice.randrange(10**13):013d}",
                "production_until": today() + timedelta(days=dice.randrange(375, 1500)),
            }
            for at, (name, grade) in enumerate(words.SUPPLIERS, 1)
        ],
    )
    categories = c.add(ProductCategory, [{"name": name} for name in words.CATEGORIES])
    rows = []
    for at, (name, category, spec, unit, price, days, hat) in enumerate(words.PRODUCTS, 1):
        listed = Decimal(str(price)).quantize(CENT)
        rows.append(
            {
                "sku": f"P{at:03d}",
                "barcode": barcode(f"69{dice.randrange(10**10):010d}"),
                "name": name,
                "spec": spec,
                "unit": unit,
                "category": categories[category].id,
                "supplier": suppliers[SUPPLIES[category]].id,
                "shelf_life_days": days,
                "storage": words.STORAGE[at % 2 if category else 0],
                "list_price": listed,
                "member_price": (listed * (88 + at % 4 * 2) / 100).quantize(CENT),
                "cost": (listed * (42 + at * 5 % 13) / 100).quantize(CENT),  # each product has a margin of its own
                "approval_no": f"国食健注G{dice.randrange(20100001, 20209999)}" if hat else None,
            }
        )
    company.products = c.add(Product, rows)


CENT = Decimal("0.01")
SUPPLIES = (0, 2, 3, 4, 1, 5)  # which supplier brings which category


def barcode(body: str) -> str:
    """Twelve digits and the check digit of EAN-13."""
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _set_rules(c: Changes, company: Company, last: date) -> None:
    company.tiers = c.add(
        MemberTier,
        [
            {
                "code": code,
                "name": name,
                "rank": rank,
                "threshold": Decimal(threshold),
                "multiplier": Decimal(times),
                "upgrade_gift": gift,
            }
            for code, name, rank, threshold, times, gift in words.TIERS
        ],
    )
    tiers = {tier.code: tier.id for tier in company.tiers}
    c.add(
        TierBenefit,
        [
            {"tier": tiers[code], "title": title, "kind": kind, "cost": cost and Decimal(cost), "starts_on": today()}
            for code, title, kind, cost in words.BENEFITS
        ],
    )
    double = last - timedelta(days=26)  # the last week is an ordinary one
    c.add(
        PointsRule,
        [
            {"name": "消费积分", "kind": "spend", "per_yuan": Decimal(1), "starts_on": today()},
            {"name": "入会送积分", "kind": "sign_up", "fixed": 100, "starts_on": today()},
            {"name": "生日送积分", "kind": "birthday", "fixed": 200, "starts_on": add_months(last.replace(day=1), -5)},
            {
                "name": "会员节双倍积分",
                "kind": "promotion",
                "per_yuan": Decimal(1),
                "multiplier": Decimal(2),
                "priority": 10,
                "starts_on": double,
                "ends_on": double + timedelta(days=6),
            },
            {
                "name": "春节双倍积分",
                "kind": "promotion",
                "per_yuan": Decimal(1),
                "multiplier": Decimal(2),
                "priority": 10,
                "starts_on": last - timedelta(days=290),
                "ends_on": last - timedelta(days=280),
            },
        ],
    )


def _fill_gift_room(c: Changes, company: Company, scale: float) -> None:
    company.gifts = c.add(
        Gift,
        [
            {
                "code": f"G{at:03d}",
                "name": name,
                "kind": kind,
                "price": price,
                "unit_cost": Decimal(str(cost)),
                "safety_stock": safety,
                "limit": limit,
                "limit_period": period,
                "starts_on": today(),
            }
            for at, (name, price, cost, safety, limit, period, kind) in enumerate(words.GIFTS, 1)
        ],
    )
    c.add(
        GiftMovement,
        [
            {
                "gift": gift.id,
                "kind": "opening",
                "qty": max(4, int(gift.safety_stock * 3 * scale)),
                "unit_cost": gift.unit_cost,
                "by": c.who.name,
            }
            for gift in company.gifts
        ],
    )


def _plan(c: Changes, company: Company, last: date, scale: float) -> None:
    """Recruit targets and gift budgets of every month, for each store and the whole company."""
    targets: list[dict[str, Any]] = []
    budgets: list[dict[str, Any]] = []
    month = today().replace(day=1)
    while month <= last:
        name, busy = f"{month:%Y-%m}", 1.3 if month.month in (1, 2, 11) else 1.0
        goals = [max(1, round(scale * 430 * busy * weight / sum(company.weights))) for weight in company.weights]
        targets += [
            {"month": name, "store": store.id, "target": goal}
            for store, goal in zip(company.stores, goals, strict=True)
        ]
        targets.append({"month": name, "store": None, "target": sum(goals)})
        shares = [
            max(300, round(scale * 7200 * busy * weight / sum(company.weights), -2)) for weight in company.weights
        ]
        budgets += [
            {"month": name, "store": store.id, "amount": Decimal(share)}
            for store, share in zip(company.stores, shares, strict=True)
        ]
        budgets.append({"month": name, "store": None, "amount": Decimal(sum(shares))})
        month = add_months(month, 1)
    c.add(RecruitTarget, targets)
    c.add(GiftBudget, budgets)
