"""A machine that lives a shop's points at random, beside a model of plain dictionaries: both must always agree."""

import copy
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from models.kit import Refused
from models.kit.clock import add_months, set_source, time_source
from models.kit.server import database
from models.kit.write.history import Change
from models.members import (
    Gift,
    Member,
    PointsLot,
    PointsRule,
    Purchase,
    Redemption,
    adjust_points,
    cancel,
    merge,
    receive_gifts,
    redeem,
)
from models.members.points import expire_points
from models.organization import Store
from tests.helpers import places
from tests.helpers.machines import FAR, OnDatabase
from tests.helpers.shop import RULES_HELD, SYSTEM, change, delete, last_batch, night, put, take_back

PRICE, PICK = 70, st.integers(0, 7)


class Model:
    """What should be so: lots in the order they came, debts, purchases and redemptions, by id."""

    def __init__(self):
        self.lots: list[dict] = []  # member, until, left, lapsed, purchase
        self.debt: dict[int, int] = {}
        self.left: set[int] = set()
        self.purchases: dict[int, dict] = {}
        self.redemptions: dict[int, dict] = {}

    def points(self, member: int) -> int:
        return sum(lot["left"] for lot in self.lots if lot["member"] == member)

    def usable(self, member: int, today: date) -> list[int]:
        mine = [
            at for at, lot in enumerate(self.lots) if lot["member"] == member and lot["left"] and lot["until"] >= today
        ]
        return sorted(mine, key=lambda at: (self.lots[at]["until"], at))

    def take(self, points: int, order: list[int]) -> tuple[int, list[tuple[int, int]]]:
        taken = []
        for at in order:
            part = min(points, self.lots[at]["left"])
            self.lots[at]["left"] -= part
            points -= part
            taken.append((at, part))
        return points, taken

    def earn(self, member: int, points: int, until: date, today: date, purchase: int | None = None) -> None:
        if points > 0:
            self.lots.append({"member": member, "until": until, "left": points, "lapsed": 0, "purchase": purchase})
            self.meet(member, today)

    def meet(self, member: int, today: date) -> None:
        self.debt[member], _ = self.take(self.debt[member], self.usable(member, today))

    def hold(self, purchase: int, points: int, today: date) -> None:
        """Bring what a purchase holds to this many points."""
        bought = self.purchases[purchase]
        own = [at for at, lot in enumerate(self.lots) if lot["purchase"] == purchase]
        if points > bought["held"]:
            self.earn(bought["member"], points - bought["held"], bought["until"], today, purchase)
            bought["held"] = points
        elif (back := bought["held"] - points - sum(self.lots[at]["lapsed"] for at in own)) > 0:
            mine = [at for at in own if self.lots[at]["member"] == bought["member"]]
            others = [at for at in self.usable(bought["member"], today) if at not in own]
            missing, _ = self.take(back, mine + others)
            self.debt[bought["member"]] += missing
            bought["held"] -= back

    def expire(self, today: date) -> None:
        for lot in self.lots:
            if lot["until"] < today:
                lot["lapsed"], lot["left"] = lot["lapsed"] + lot["left"], 0

    def hand_over(self, gone: int, kept: int, today: date) -> None:
        moved = [
            dict(lot, member=kept, purchase=None, lapsed=0)
            for lot in self.lots
            if lot["member"] == gone and lot["left"]
        ]
        for lot in self.lots:
            if lot["member"] == gone:
                lot["left"] = 0
        self.lots += moved
        if moved:
            self.meet(kept, today)
        self.debt[kept], self.debt[gone] = self.debt[kept] + self.debt[gone], 0
        self.meet(kept, today)


class Points(OnDatabase):
    """Members earn, spend, expire, get refunds, merge and go; batches are undone and done again."""

    @staticmethod
    def furnish() -> None:
        put(Store, code="S1", name="锦江一店")
        put(PointsRule, name="消费积分", per_yuan=1)
        gift = put(Gift, code="G1", name="保温杯", price=PRICE)
        receive_gifts(gift, kind="in", qty=100000, who=SYSTEM)

    @initialize()
    def open_shop(self):
        self.day, self.cards = date(2026, 11, 23), 0
        self.before = time_source()
        set_source(lambda: datetime(self.day.year, self.day.month, self.day.day, 4, tzinfo=UTC))
        self.model, self.undone = Model(), None
        for _ in range(2):
            self.join()

    def teardown(self):
        set_source(self.before)
        super().teardown()

    # Choosing -----------------------------------------------------------------------------------------------------------

    def member(self, pick: int) -> int:
        members = sorted(self.model.debt)
        return members[pick % len(members)]

    def begin(self) -> None:
        """Remember the model as it is, in case this very batch is undone."""
        self.past = copy.deepcopy(self.model)

    def done(self) -> None:
        batch = last_batch()
        if Change.select().where(Change.batch == batch).exists():  # what changed nothing can't be undone
            self.undone = (batch, self.past)

    # What happens -------------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.cards < 4)
    @rule()
    def join(self):
        self.begin()
        self.cards += 1
        self.model.debt[put(Member, card_no=f"{self.cards:04}", name="会员")] = 0
        self.done()

    @rule(pick=PICK, points=st.integers(1, 120))
    def give(self, pick, points):
        self.begin()
        member = self.member(pick)
        adjust_points(member, points=points, reason="补分", who=SYSTEM)
        self.model.earn(member, points, add_months(self.day, 12), self.day)
        self.done()

    @rule(pick=PICK, points=st.integers(1, 120))
    def take(self, pick, points):
        self.begin()
        member = self.member(pick)
        short, _ = self.model.take(points, self.model.usable(member, self.day))
        self.try_to(lambda: adjust_points(member, points=-points, reason="更正", who=SYSTEM), refused=bool(short))

    @rule(pick=PICK, cents=st.integers(0, 20000))
    def buy(self, pick, cents):
        self.begin()
        member = self.member(pick)
        number = put(Purchase, receipt_no=f"{last_batch()}", member=member, store=1, amount=f"{cents / 100:.2f}")
        worth = 0 if member in self.model.left else cents // 100
        until = add_months(self.day, 12)
        self.model.purchases[number] = {"member": member, "cents": cents, "worth": worth, "until": until, "held": 0}
        self.model.hold(number, worth, self.day)
        self.done()

    @rule(pick=PICK, more=st.integers(0, 3000))
    def buy_and_spend_it(self, pick, more):
        """The way into debt: a refund of what was spent already."""
        self.buy(pick=pick, cents=PRICE * 100 + more)
        self.redeem(pick=pick, qty=1)

    @precondition(lambda self: self.model.purchases)
    @rule(pick=PICK, share=st.integers(0, 100))
    def refund(self, pick, share):
        self.begin()
        number = sorted(self.model.purchases)[pick % len(self.model.purchases)]
        bought = self.model.purchases[number]
        back = bought["cents"] * share // 100
        answer = change(Purchase, number, refunded=f"{back / 100:.2f}")
        assert answer.state == "applied"
        if back != bought.get("back", 0):
            kept = bought["worth"] * (bought["cents"] - back) // bought["cents"]
            self.model.hold(number, kept, self.day)
            bought["back"] = back
        self.done()

    @precondition(lambda self: self.model.purchases)
    @rule(pick=PICK)
    def delete_purchase(self, pick):
        self.begin()
        number = sorted(self.model.purchases)[pick % len(self.model.purchases)]
        assert delete(Purchase, number).state == "applied"
        self.model.hold(number, 0, self.day)
        del self.model.purchases[number]
        self.done()

    @rule(pick=PICK, qty=st.integers(1, 3))
    def redeem(self, pick, qty):
        self.begin()
        member = self.member(pick)
        short, taken = self.model.take(qty * PRICE, self.model.usable(member, self.day))
        refused = bool(short) or member in self.model.left
        if self.try_to(lambda: redeem(member, gift=1, qty=qty, who=SYSTEM), refused=refused):
            number = Redemption.select(Redemption.id).order_by(Redemption.id.desc()).scalar()
            self.model.redemptions[number] = {"member": member, "taken": taken}

    @precondition(lambda self: self.model.redemptions)
    @rule(pick=PICK)
    def cancel(self, pick):
        self.begin()
        number = sorted(self.model.redemptions)[pick % len(self.model.redemptions)]
        redeemed = self.model.redemptions.pop(number)
        cancel(number, who=SYSTEM)
        for at, part in redeemed["taken"]:
            self.model.lots[at]["left"] += part
        self.model.meet(redeemed["member"], self.day)
        owners = {self.model.lots[at]["member"] for at, part in redeemed["taken"] if part}
        for gone in owners - {redeemed["member"]}:
            self.model.hand_over(gone, redeemed["member"], self.day)
        self.done()

    @rule(days=st.sampled_from([1, 30, 90, 200, 366]), night_came=st.booleans())
    def time_passes(self, days, night_came):
        self.day += timedelta(days=days)
        if night_came:
            self.begin()
            night(expire_points, self.day)
            self.model.expire(self.day)
            self.done()

    @rule(leaving=PICK, other=PICK)
    def merge(self, leaving, other):
        self.begin()
        gone, kept = self.member(leaving), self.member(other)
        refused = gone == kept or bool({gone, kept} & self.model.left)
        if not refused:
            self.model.left.add(gone)
            self.model.hand_over(gone, kept, self.day)
            for each in (*self.model.purchases.values(), *self.model.redemptions.values()):
                each["member"] = kept if each["member"] == gone else each["member"]
        self.try_to(lambda: merge(gone, into=kept, who=SYSTEM), refused=refused)

    @rule(pick=PICK)
    def delete_member(self, pick):
        self.begin()
        member = self.member(pick)
        used = Purchase.select().where(Purchase.member == member).exists()
        used = used or Redemption.select().where(Redemption.member == member).exists()
        if len(self.model.debt) == 1:
            return
        refused = bool(used or self.model.points(member) or self.model.debt[member] or member in self.model.left)
        assert delete(Member, member).state == ("refused" if refused else "applied")
        if not refused:
            del self.model.debt[member]
            self.done()

    @precondition(lambda self: self.undone)
    @rule()
    def undo_the_last(self):
        """The newest batch can always be taken back, an undo as well as any other."""
        batch, past = self.undone
        assert take_back(batch).state == "applied"
        self.undone = (last_batch(), self.model)
        self.model = past

    def try_to(self, act, *, refused: bool) -> bool:
        """Do it; where the model says it must be refused, it is, and nothing moves."""
        try:
            act()
        except Refused:
            assert refused
            self.model = self.past
            return False
        assert not refused
        self.done()
        return True

    # What must be so ----------------------------------------------------------------------------------------------------

    @invariant()
    def the_books_agree_with_the_model(self):
        members = {row.id: row for row in Member.rows()}
        assert {id: row.points_debt for id, row in members.items()} == self.model.debt
        assert {id: row.points for id, row in members.items()} == {id: self.model.points(id) for id in members}
        open_lots = [(lot.member, lot.expires_on, lot.left) for lot in PointsLot.rows(PointsLot.left > 0)]
        assert sorted(open_lots) == sorted(
            (lot["member"], lot["until"], lot["left"]) for lot in self.model.lots if lot["left"]
        )

    @invariant()
    def every_ledger_adds_up_and_nobody_owes_while_holding(self):
        for words, sql in RULES_HELD.items():
            assert not database.fetch(places.said(sql)), words
        for member in self.model.debt:
            assert not (self.model.debt[member] and self.model.usable(member, self.day))


TestPoints = pytest.mark.opens(Points.TestCase)
TestPoints.settings = FAR
