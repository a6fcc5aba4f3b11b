"""A small shop to try the rules in, and what must hold in every database of ours whatever happened to it."""

from datetime import UTC, datetime
from typing import Any

from models import house
from models.kit import Refused, changes, system
from models.kit.ask.query import Query
from models.kit.clock import from_local
from models.kit.declare.record import Record, Row
from models.kit.server import database
from models.kit.write import history
from models.kit.write.edits import Answer, edit
from models.kit.write.history import Batch
from models.kit.write.undo import undo
from models.members import (
    Gift,
    GiftBudget,
    Member,
    MemberTier,
    PointsRule,
    Purchase,
    Redemption,
    receive_gifts,
)
from tests.helpers import places

SYSTEM = system("tests")
AT_ONCE = 100  # questions in one statement
RULES_HELD = {
    "points are the sum of the ledger": """SELECT id FROM member m
        WHERE points <> (SELECT coalesce(sum(points), 0) FROM points_entry WHERE member_id = m.id)""",
    "points are what the lots hold": """SELECT id FROM member m
        WHERE points <> (SELECT coalesce(sum("left"), 0) FROM points_lot WHERE member_id = m.id)""",
    "a lot holds the sum of its entries": """SELECT id FROM points_lot l
        WHERE "left" <> (SELECT coalesce(sum(points), 0) FROM points_entry WHERE lot_id = l.id)""",
    "nothing is below zero": """SELECT id FROM member WHERE points < 0 OR points_debt < 0
        UNION SELECT id FROM points_lot WHERE "left" < 0 UNION SELECT id FROM gift WHERE stock < 0""",
    "what is owed is the sum of its ledger": """SELECT id FROM member m
        WHERE points_debt <> (SELECT coalesce(sum(points), 0) FROM points_debt WHERE member_id = m.id)""",
    "stock is the sum of its movements": """SELECT id FROM gift g
        WHERE stock <> (SELECT coalesce(sum(qty), 0) FROM gift_movement WHERE gift_id = g.id)""",
    "an entry has the member of its lot": """SELECT e.id FROM points_entry e
        JOIN points_lot l ON l.id = e.lot_id WHERE l.member_id <> e.member_id""",
    "an issued redemption took its points and its gifts": """SELECT id FROM redemption r WHERE past = 0 AND state = 'issued'
        AND (points <> (SELECT -coalesce(sum(points), 0) FROM points_entry WHERE reference = r.no AND kind <> 'merge')
        OR qty <> (SELECT -coalesce(sum(qty), 0) FROM gift_movement WHERE reference = r.no))""",
    "any other redemption holds nothing": """SELECT id FROM redemption r WHERE (past = 1 OR state <> 'issued')
        AND (0 <> (SELECT coalesce(sum(points), 0) FROM points_entry WHERE reference = r.no)
        OR 0 <> (SELECT coalesce(sum(qty), 0) FROM gift_movement WHERE reference = r.no))""",
    "a budget is used by what was issued in its month": """SELECT b.id FROM gift_budget b
        WHERE used <> (SELECT coalesce(sum(cost), 0) FROM redemption r WHERE r.state = 'issued' AND r.past = 0
            AND strftime('%Y-%m', r.requested_at, '+8 hours') = b.month AND (b.store_id IS NULL OR b.store_id = r.store_id))
        OR "left" <> amount - used OR "left" < 0""",
}


def broken() -> list[str]:
    """Every promise the open database breaks, with the first rows that break it; empty when all is well."""
    faults = [
        f"{words}: {rows[:3]}"
        for words, sql in RULES_HELD.items()
        if (rows := database.handle.execute_sql(places.said(sql)).fetchall())
    ]
    faults += [f"{words}: {rows[:3]}" for words, rows in places.unsound().items()]
    if (change := history.verify()) is not None:
        faults.append(f"the history's chain breaks at change {change}")
    tallied = dict(history.Tally.select(history.Tally.record, history.Tally.rows).tuples())
    for key, there in _rows_there():
        if there != tallied.get(key, 0):
            faults.append(f"{key}: {there} rows, counted as {tallied.get(key, 0)}")
    return faults


def _rows_there() -> list[tuple[str, int]]:
    """How many rows each record type has, asked in a few words: a server takes as long for a question as for its answer."""
    asked = [
        f"""SELECT '{key}', count(*) FROM "{record._meta.table_name}\"""" for key, record in house().records.items()
    ]
    starts = range(0, len(asked), AT_ONCE)
    return [row for at in starts for row in database.fetch(" UNION ALL ".join(asked[at : at + AT_ONCE]))]


def put(record: type[Record], **values: Any) -> int:
    """One row through the door; returns its id."""
    answer = edit(record, [{"id": None, "set": values}], who=SYSTEM)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    return answer.rows[0]["id"]


def change(record: type[Record], id: int, **values: Any) -> Answer:
    return edit(record, [{"id": id, "set": values}], who=SYSTEM)


def seen(record: type[Record], id: int, *names: str) -> list[Any]:
    """What people who see all of it read in these cells, as it travels to pages: also what is reckoned as one looks."""
    (row,) = Query(record, SYSTEM, {"id": {"eq": id}}).rows()
    return [row[name] for name in names]


def delete(record: type[Record], id: int) -> Answer:
    return edit(record, [], delete=[id], who=SYSTEM)


def said(answer: Answer) -> str:
    """What a refused answer tells the person."""
    assert answer.state in ("refused", "conflict"), answer.state
    return "；".join(fault.text.zh for fault in answer.errors)


def refusal(rule, *args: Any, **named: Any) -> str:
    """The Chinese sentence with which a rule refuses."""
    try:
        rule(*args, who=SYSTEM, **named)
    except Refused as refused:
        return refused.text.zh
    raise AssertionError(f"{rule.__name__} did not refuse")


def last_batch() -> int:
    return Batch.select(Batch.id).order_by(Batch.id.desc()).scalar()


def take_back(batch: int | None = None) -> Answer:
    """Undo a batch, the newest when none is named."""
    return undo(batch or last_batch(), house().records, who=SYSTEM)


def moment(text: str) -> datetime:
    """A wall-clock moment in Shanghai as naive UTC."""
    return from_local(datetime.fromisoformat(text))


def source_at(text: str):
    """A clock that stands still at a wall-clock moment in Shanghai."""
    fixed = moment(text).replace(tzinfo=UTC)
    return lambda: fixed


def night(job, day) -> Any:
    """Run a nightly rule for a day, as its job does."""
    with changes(who=system("night"), via="job") as c:
        return job(c, day)


class Shop:
    """Two stores, three tiers, one point per yuan, 王小明 (金牌 would be at 5,000) and 李静, one cup with 10 in stock."""

    def __init__(self, stores: dict[str, int]):
        self.first, self.second = stores.values()
        self.normal = put(MemberTier, code="T1", name="普通会员", rank=1, threshold=0, multiplier=1)
        self.silver = put(MemberTier, code="T2", name="银卡会员", rank=2, threshold=1000, multiplier="1.5")
        self.gold = put(MemberTier, code="T3", name="金卡会员", rank=3, threshold=5000, multiplier=2, valid_months=24)
        self.rule = put(PointsRule, name="消费积分", kind="spend", per_yuan=1)
        self.wang = self.member("0001", "王小明", self.first, phone="13800000001", birthday="1980-03-01")
        self.li = self.member("0002", "李静", self.second, phone="13800000002", birthday="1990-12-31")
        self.cup = put(Gift, code="G1", name="保温杯", price=100, unit_cost=10)
        receive_gifts(self.cup, kind="in", qty=10, who=SYSTEM)
        self.receipts = 0

    @staticmethod
    def member(card_no: str, name: str, store: int, **more: Any) -> int:
        return put(Member, card_no=card_no, name=name, home_store=store, **more)

    def buys(self, member: int, amount: Any, store: int | None = None, **more: Any) -> int:
        self.receipts += 1
        where = store or Member.row(member).home_store
        return put(Purchase, receipt_no=f"R{self.receipts}", member=member, store=where, amount=amount, **more)

    @staticmethod
    def budget(amount: Any, store: int | None = None, month: str = "2026-11") -> int:
        return put(GiftBudget, month=month, store=store, amount=amount)


def points(member: int) -> int:
    return Member.row(member).points


def debt(member: int) -> int:
    return Member.row(member).points_debt


def stock(gift: int) -> int:
    return Gift.row(gift).stock


def redemption() -> Row:
    """The newest redemption."""
    return Redemption.rows(order=Redemption.id.desc())[0]
