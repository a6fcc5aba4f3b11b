"""The demo's papers of quality control: goods looked at on arrival, recalls, and what will have to be inspected."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from models.kit import Changes, Row
from models.kit.clock import add_months, local, now, start_of, today
from models.logistics import BatchHold, Warehouse
from models.quality import CorrectiveAction, IncomingCheck, Nonconformance, Recall, RecallNotice, ReportRequirement
from models.quality.nonconformances import leave_holds
from models.quality.recalls import lift, send_notices

from .company import Company
from .quality import goods_left, planned, settle

# weeks ago, level, why, how it ended
RECALLS = (
    (46, "three", "标签净含量印刷有误", "closed"),
    (27, "two", "抽检菌落总数偏高", "closed"),
    (9, "three", "疑似外包装破损，复核为误报", "lifted"),
)
FOLLOWED = ("nonconformance", "recall")
REFUSED = ("外箱破损受潮", "到货温度超标", "标签与备案不一致")


def fill(c: Changes, world: Company) -> None:
    _look_at_goods(c, world)
    for back, level, cause, state in RECALLS:
        _recall(c, world, today() - timedelta(weeks=back), level, cause, state)
    _put_right(c, world)
    c.add(
        ReportRequirement,
        [
            {
                "product": product.id,
                "kind": kind,
                "frequency": frequency,
                "since": add_months(today(), 1),
                "note": "下月起执行",
            }
            for product in world.products[:12]
            for kind, frequency in (("delivery", "batch"), ("type", "yearly"))
        ],
    )


def _look_at_goods(c: Changes, world: Company) -> None:
    """Three deliveries a week were looked at; one in twenty went back at the door."""
    dice, main = world.dice, Warehouse.rows(order=Warehouse.id)[0]
    checkers = [employee for employee in world.staff[None] if employee.department in ("quality", "logistics")]
    rows = []
    for back in range(3 * world.weeks, 0, -1):
        product, day = dice.choice(world.products), today() - timedelta(days=back * 7 // 3)
        made = day - timedelta(days=dice.randrange(8, 60))
        refused = dice.random() < 0.05
        rows.append(
            {
                "product": product.id,
                "batch_no": f"{made:%Y%m%d}R" if refused else f"{made:%Y%m%d}",
                "produced_on": made,
                "received_on": day,
                "qty": Decimal(dice.randrange(16, 48)),
                "unit_cost": product.cost,
                "warehouse": main.id,
                "licence_seen": True,
                "label_ok": not refused,
                "licence_no": f"SC1{dice.randrange(10**13):013d}",
                "temperature": Decimal(dice.randrange(120, 240)) / 10,
                "checker": dice.choice(checkers).id,
                "state": "rejected" if refused else "accepted",
                "note": dice.choice(REFUSED) if refused else None,
            }
        )
    made_rows, settled = c.add(IncomingCheck, rows), today() - timedelta(days=24)
    c.add(
        Nonconformance,
        [
            {
                "source": "incoming",
                "reference": row.no,
                "product": row.product,
                "batch_no": row.batch_no,
                "supplier": row.supplier,
                "qty": row.qty,
                "found_on": row.received_on,
                "defect": "进货查验不合格",
                "description": row.note,
                "disposition": "return",
                "disposed_on": row.received_on,
                "value_lost": Decimal(dice.randrange(2, 30) * 10),
                "state": "closed" if row.received_on < settled else "disposed",
                "closed_on": row.received_on + timedelta(days=20) if row.received_on < settled else None,
            }
            for row in made_rows
            if row.state == "rejected"
        ],
    )


def _put_right(c: Changes, world: Company) -> None:
    """What was refused or called back was followed up, and a hold ends with the goods."""
    people = [employee for employee in world.staff[None] if employee.department == "quality"]
    begun = {row.action: row.found_on for row in Nonconformance.rows(Nonconformance.source == "incoming")}
    began = {row.no: local(row.known_at).date() for row in Recall.rows()}
    for action in CorrectiveAction.rows(CorrectiveAction.state == "open", CorrectiveAction.source.in_(FOLLOWED)):
        opened = begun.get(action.id) or began.get(action.reference)
        if opened:
            values = planned(opened, people[0])
            c.alter(CorrectiveAction, {action.id: values})
            settle(c, action.id, values, people, steps=3)


def answer(c: Changes, dice: Random, notices: list[Row], sent: datetime) -> None:
    """These stores looked through their shelves within two days of the notice."""
    c.alter(
        RecallNotice,
        {
            notice.id: {
                "sent_at": sent,
                "read_at": sent + timedelta(hours=1),
                "done_at": min(now(), sent + timedelta(hours=dice.randrange(2, 37))),
                "qty": Decimal(dice.randrange(0, 4)),
                "recovered": Decimal(dice.randrange(0, 2)),
                "state": "done",
            }
            for notice in notices
        },
    )


def _recall(c: Changes, world: Company, day: date, level: str, cause: str, state: str) -> None:
    dice, product = world.dice, world.dice.choice(world.products)
    owner = next(employee for employee in world.staff[None] if employee.department == "quality")
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
    answer(c, dice, RecallNotice.rows(RecallNotice.recall == recall.id), known + timedelta(hours=3))
    if state == "lifted":
        c.update(Recall, recall, state="lifted")  # first, for what still runs holds its batches
        lift(c, c.fresh(Recall, recall), {})
        c.update(Recall, recall, closed_on=day + timedelta(days=3))
        holds = BatchHold.rows(BatchHold.reference == recall.no)
        c.alter(BatchHold, {hold.id: {"held_on": day, "released_on": day + timedelta(days=3)} for hold in holds})
    elif state == "closed":
        c.update(
            Recall,
            recall,
            qty_sold=Decimal(46),
            qty_recovered=Decimal(31),
            qty_destroyed=Decimal(0),
            authority_on=day + timedelta(days=2),
            state="closed",
            closed_on=day + timedelta(days=20),
            note="全部退供应商",
        )
        leave_holds(c, recall.no)
        goods_left(c, product.id, recall.batches[0], day, day + timedelta(days=20))
