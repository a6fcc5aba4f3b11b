"""A year of the demo company, day by day: who joins, buys, returns, takes a gift, is called; the rules do the rest."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.kit import Changes, Row, Text, Who, changes
from models.kit.clock import add_months, from_local, set_source, start_of, today
from models.members import Gift, GiftBudget, Member, MemberFollowUp, PointsRule, Purchase, PurchaseLine, Redemption
from models.members.earning import greet_birthdays
from models.members.points import OPENED_WITH, earn, expire_points
from models.members.purchases import lower_tiers, refund, spend_of
from models.members.redeeming import cancel, receive_gifts, redeem, request_gift

from . import words
from .company import Company
from .people import HABITS, SHARES, Customer, card, crowd, joined_before, shopping_days

GIFTS = 10  # taken along on a usual day in all stores: about an eighth of the points that are earned
LINES_KEPT, OLD_BOOK = timedelta(days=56), timedelta(days=126)


def set_clock(day: date, hour: int, minute: int = 0) -> None:
    """The app's clock stands at this wall-clock time until it is set again."""
    moment = from_local(datetime(day.year, day.month, day.day, hour, minute)).replace(tzinfo=UTC)
    set_source(lambda: moment)


class Year:
    """The story from opening day to the evening before `last`."""

    def __init__(self, who: Who, company: Company, opening: date, last: date, scale: float):
        self.who, self.company, self.dice, self.scale = who, company, company.dice, scale
        self.opening, self.last = opening, last
        self.feasts = [(rule.starts_on, rule.ends_on) for rule in PointsRule.rows(PointsRule.kind == "promotion")]
        self.customers: list[Customer] = []
        self.agenda: dict[date, list[Customer]] = defaultdict(list)
        self.taken: set[tuple[int, int]] = set()
        self.budgets = {(row.month, row.store): row.amount for row in GiftBudget.rows()}  # what is left of each
        self.yesterday: list[Row] = []
        self.prices = [int(product.member_price * 100) for product in company.products]
        # Cheap goods go more often than dear ones.
        self.wanted = [price**-0.45 for price in self.prices]

    # Opening day --------------------------------------------------------------------------------------------------------

    def take_over(self, c: Changes, count: int) -> None:
        """The members of the four years before come from the old book: with a tier, and points as opening lines."""
        dice, tiers = self.dice, self.company.tiers
        habits = dice.choices(HABITS, SHARES, k=count)
        rows = []
        for number, habit in enumerate(habits):
            tier = dice.choices(tiers, habit.tiers)[0]
            spent = Decimal(int(habit.pace * habit.taste * dice.uniform(60, 400) * 100)).scaleb(-2)
            joined = joined_before(dice, self.opening)
            rows.append({**card(self.company, joined, number), "tier": tier.id, "opening_spend": spent})
        members = c.add(Member, rows)
        c.alter(Member, {row.id: {"tier_until": self._anniversary(row)} for row in members})
        earn(
            c,
            [
                {
                    "member": row.id,
                    "points": int(habit.points * dice.lognormvariate(0, 0.5)),
                    "kind": "opening",
                    "source": "import",
                    "store": row.home_store,
                    "expires_on": self._month_end(),
                    "reason": OPENED_WITH.zh,
                }
                for row, habit in zip(members, habits, strict=True)
                if dice.random() < 0.45
            ],
        )
        for row, habit in zip(members, habits, strict=True):
            self._plan(row, habit, self.opening)

    def receipts_before(self, c: Changes) -> None:
        """The last months of the old book: what was bought then, its points being among the opening ones."""
        dice, rows = self.dice, []
        for customer in self.customers:
            for day in shopping_days(dice, customer.habit, self.opening - OLD_BOOK, self.opening, self.feasts):
                amount = Decimal(int(sum(dice.choices(self.prices, self.wanted, k=2)) * customer.habit.taste)).scaleb(
                    -2
                )
                rows.append(
                    {
                        "receipt_no": f"Q{len(rows):07d}",
                        "member": customer.id,
                        "store": customer.home.id,
                        "amount": amount,
                        "points": 0,
                        "items": 2,
                        "purchased_at": from_local(datetime(day.year, day.month, day.day, dice.randrange(9, 21))),
                        "channel": "online" if customer.home.kind == "online" else "store",
                    }
                )
        c.add(Purchase, rows)

    def _anniversary(self, row: Row) -> date:
        """Who holds a tier above the first is judged towards the end of the year, the others after it."""
        first = row.tier == self.company.tiers[0].id
        return self.opening + timedelta(days=(366 if first else 270) + self.dice.randrange(360 if first else 90))

    def _month_end(self) -> date:
        return add_months(self.opening.replace(day=1), self.dice.randrange(2, 24)) - timedelta(days=1)

    def _plan(self, row: Row, habit: Any, first: date) -> None:
        customer = Customer(row.id, self.stores[row.home_store], habit)
        self.customers.append(customer)
        for day in shopping_days(self.dice, habit, first, self.last, self.feasts):
            self.agenda[day].append(customer)

    @property
    def stores(self) -> dict[int, Row]:
        return {store.id: store for store in self.company.stores}

    # One day ------------------------------------------------------------------------------------------------------------

    def live(self, day: date, joining: int) -> None:
        set_clock(day, 1, 10)
        label = Text(f"演示：{day} 的营业", f"Demo: business of {day}")
        with changes(who=self.who, via="demo", label=label) as c:
            expire_points(c, day)
            greet_birthdays(c, day)
            lower_tiers(c, day)
            set_clock(day, 8, 40)
            self._join(c, day, joining)
            set_clock(day, 21, 40)
            bought = self._sell(c, day)
            self._take_back(c)
            self._restock(c)
            self._give(c, day, bought)
            set_clock(day, 21, 40)
            self._call(c, day)
            self.yesterday = bought

    def _join(self, c: Changes, day: date, count: int) -> None:
        made = len(self.customers)
        rows = c.add(Member, [card(self.company, day, made + at) for at in range(count)])
        for row, habit in zip(rows, self.dice.choices(HABITS, SHARES, k=count), strict=True):
            self._plan(row, habit, day + timedelta(days=1))
            if self.dice.random() < 0.7:
                self.agenda[day].append(self.customers[-1])

    def _sell(self, c: Changes, day: date) -> list[Row]:
        dice, counters, rows, baskets = self.dice, defaultdict(int), [], []
        came = self.agenda.pop(day, [])
        hours = sorted(dice.randrange(9 * 60, 21 * 60) for _ in came)
        for customer, minutes in zip(came, hours, strict=True):
            store = customer.home if dice.random() < 0.85 else self.company.visited()
            counters[store.id] += 1
            basket = self._basket(customer.habit.taste)
            cents = sum(self.prices[at] * qty for at, qty in basket.items())
            off = cents // 10 if dice.random() < 0.15 else 0
            rows.append(
                {
                    "receipt_no": f"{day:%y%m%d}{counters[store.id]:04d}",
                    "member": customer.id,
                    "store": store.id,
                    "purchased_at": from_local(datetime(day.year, day.month, day.day, *divmod(minutes, 60))),
                    "amount": Decimal(cents - off).scaleb(-2),
                    "discount": Decimal(off).scaleb(-2),
                    "items": sum(basket.values()),
                    "channel": "online" if store.kind == "online" else "store",
                }
            )
            baskets.append(basket)
        bought = c.add(Purchase, rows)
        if day > self.last - LINES_KEPT:
            c.add(
                PurchaseLine,
                [
                    {
                        "purchase": row.id,
                        "product": self.company.products[at].id,
                        "qty": Decimal(qty),
                        "price": self.company.products[at].member_price,
                    }
                    for row, basket in zip(bought, baskets, strict=True)
                    for at, qty in basket.items()
                ],
            )
        return bought

    def _basket(self, taste: float) -> dict[int, int]:
        """Which products, and how many of each; whoever spends more takes more."""
        kinds = min(6, 1 + int(self.dice.expovariate(1 / taste)))
        picked = self.dice.choices(range(len(self.prices)), self.wanted, k=kinds)
        return {at: 1 + (self.dice.random() < 0.12 * taste) for at in picked}

    def _take_back(self, c: Changes) -> None:
        for row in self.yesterday:
            if self.dice.random() < 0.004:
                part = row.amount if self.dice.random() < 0.5 else (row.amount / 2).quantize(Decimal("0.01"))
                refund(c, row.id, amount=part)

    # Gifts --------------------------------------------------------------------------------------------------------------

    def _restock(self, c: Changes) -> None:
        for gift in Gift.rows(Gift.stock < Gift.safety_stock):
            qty = max(4, int(gift.safety_stock * 3 * self.scale))
            receive_gifts(c, gift.id, kind="in", qty=gift.safety_stock + qty, reason="补货")

    def _give(self, c: Changes, day: date, bought: list[Row]) -> None:
        """Some of those who came today take a gift along, as far as points, stock and the month's budget go."""
        latest = {row.member: row for row in bought}
        rich = Member.select(Member.id, Member.points).where(
            Member.id.in_(list(latest)), Member.points >= self.company.gifts[0].price
        )
        chances = dict(rich.tuples())
        stock = dict(Gift.select(Gift.id, Gift.stock).tuples())
        wanted = self._several(GIFTS * self.scale)
        buyers = self.dice.sample(sorted(chances), min(wanted, len(chances)))
        for row in sorted((latest[member] for member in buyers), key=lambda row: row.purchased_at):
            gift = self._choose(day, row, chances[row.member], stock)
            if gift is None:
                continue
            self._hand_over(c, day, row, gift)
            stock[gift.id] -= 1

    def _choose(self, day: date, row: Row, points: int, stock: dict[int, int]) -> Row | None:
        month = f"{day:%Y-%m}"
        fits = [
            gift
            for gift in self.company.gifts
            if gift.price <= points
            and stock[gift.id] > 0
            and (row.member, gift.id) not in self.taken
            and all(self.budgets[month, store] >= gift.unit_cost for store in (row.store, None))
        ]
        return self.dice.choices(fits, [gift.price**-0.3 for gift in fits])[0] if fits else None

    def _hand_over(self, c: Changes, day: date, row: Row, gift: Row) -> None:
        moment = row.purchased_at.replace(tzinfo=UTC) + timedelta(minutes=5)
        set_source(lambda: moment)
        if gift.limit:
            self.taken.add((row.member, gift.id))
        asks = {"gift": gift.id, "store": row.store}
        if (self.last - day).days <= 6 and self.dice.random() < 0.1:
            request_gift(c, row.member, **asks)
            return
        redeem(c, row.member, **asks)
        for store in (row.store, None):
            self.budgets[f"{day:%Y-%m}", store] -= gift.unit_cost
        if self.dice.random() < 0.02:
            newest = Redemption.select(Redemption.id).order_by(Redemption.id.desc()).limit(1).scalar()
            cancel(c, newest)

    # Calls --------------------------------------------------------------------------------------------------------------

    def _call(self, c: Changes, day: date) -> None:
        service = [employee for employee in self.company.staff[None] if employee.department == "members_service"]
        rows = []
        for _ in range(self._several(4 * self.scale)):
            topic, said, result = self.dice.choice(words.TALKS)
            minutes = self.dice.randrange(9 * 60, 18 * 60)
            again = day + timedelta(days=self.dice.randrange(5, 45)) if self.dice.random() < 0.4 else None
            rows.append(
                {
                    "member": self.dice.choice(self.customers).id,
                    "topic": topic,
                    "content": said,
                    "result": result,
                    "next_on": again,
                    "channel": self.dice.choice(("phone", "phone", "wechat", "visit", "sms")),
                    "by": self.dice.choice(service).id,
                    "contacted_at": from_local(datetime(day.year, day.month, day.day, *divmod(minutes, 60))),
                }
            )
        c.add(MemberFollowUp, rows)

    def _several(self, mean: float) -> int:
        """A whole number around the mean, the rest of it by chance."""
        mean *= self.dice.uniform(0.5, 1.5)
        return int(mean) + (self.dice.random() < mean % 1)

    # The present ----------------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Who hasn't come for long sleeps; a few left, and a few cards are frozen."""
        dice = self.dice
        with changes(who=self.who, via="demo", label=Text("演示：会员状态", "Demo: member states")) as c:
            spent = dict(Member.select(Member.id, Member.spend_12m).where(Member.spend_12m > 0).tuples())
            now_is = spend_of(sorted(spent), today())
            c.alter(Member, {id: {"spend_12m": now_is[id][0]} for id, was in spent.items() if now_is[id][0] != was})
            since = today() - timedelta(days=240)
            quiet = Member.last_purchase_at.is_null() | (Member.last_purchase_at < start_of(since))
            old = Member.joined_on < since
            ids = [id for (id,) in Member.select(Member.id).where(quiet, old).order_by(Member.id).tuples()]
            others = dice.sample([customer.id for customer in self.customers], max(1, int(60 * self.scale)))
            states = {id: {"status": "left" if dice.random() < 0.04 else "dormant"} for id in ids}
            c.alter(Member, {**states, **{id: {"status": "frozen"} for id in others if id not in states}})


def live_through(year: Year, members: int, out: Callable[[str], None]) -> None:
    """Every day of the year in turn; the newcomers spread over it as busy days do."""
    days = [year.opening + timedelta(days=at) for at in range((year.last - year.opening).days)]
    busy = [crowd(day, year.feasts) for day in days]
    joining = defaultdict(int)
    for day in year.dice.choices(days, busy, k=members - len(year.customers)):
        joining[day] += 1
    for day in days:
        year.live(day, joining[day])
        if (day + timedelta(days=1)).day == 1:
            out(f"{day:%Y-%m}  {len(year.customers):,} 名会员 members")
