"""The demo's warehouses: checks, the climate log, what they cost, and what was counted."""

from datetime import datetime, timedelta
from decimal import Decimal

from models.kit import Changes, Row
from models.kit.clock import add_months, from_local, now, today
from models.logistics import ClimateReading, LogisticsCost, Stocktake, WarehouseCheck
from models.logistics.counting import StocktakeLine, freeze_book, judge_counts

from .company import Company

PROBLEMS = (
    ("fire", "二号通道灭火器压力不足"),
    ("5s", "拣货区地面有散落纸箱"),
    ("storage", "奶粉堆码超过五层"),
    ("safety", "叉车充电区未设警示"),
    ("pest", "卸货口粘鼠板未更换"),
)
MONTHLY = (
    ("rent", 42000),
    ("labour", 58000),
    ("transport", 12000),
    ("packing", 6500),
    ("fuel", 9800),
    ("repair", 3200),
)


def keep_house(c: Changes, world: Company, warehouses: tuple[Row, ...], people: list[Row]) -> None:
    """Fortnightly checks, the climate log of two months, and the costs of fourteen months."""
    _checks(c, world, warehouses, people)
    _climate(c, world, warehouses)
    c.add(
        LogisticsCost,
        [
            {
                "month": f"{add_months(today().replace(day=1), -back):%Y-%m}",
                "category": kind,
                "warehouse": warehouses[0].id,
                "amount": Decimal(round(amount * world.dice.uniform(0.9, 1.12))),
            }
            for back in range(15)
            for kind, amount in MONTHLY
        ],
    )


def _checks(c: Changes, world: Company, warehouses: tuple[Row, ...], people: list[Row]) -> None:
    dice, day, checks = world.dice, today(), []
    for back in range(world.weeks // 2):
        kind, problem = dice.choice(PROBLEMS)
        bad, age = dice.random() < 0.25 or back in (0, 1), 14 * back + 2
        checks.append(
            {
                "warehouse": warehouses[back % 2].id,
                "kind": kind,
                "checked_on": day - timedelta(days=age),
                "inspector": people[0].id,
                "score": dice.randrange(60, 79) if bad else dice.randrange(84, 100),
                "problem": problem if bad else None,
                "owner": people[-1].id,
                "state": ("open" if back < 2 else "closed") if bad else "passed",
                "rectification": "已整改并复查" if bad and back > 1 else None,
                "done_on": day - timedelta(days=age - 4) if bad and back > 1 else None,
            }
        )
    c.add(WarehouseCheck, checks)


def _climate(c: Changes, world: Company, warehouses: tuple[Row, ...]) -> None:
    """Two readings a day, each of them right; every 17 days one too warm that was acted on, and one this morning that waits."""
    dice, day = world.dice, today()
    c.add(
        ClimateReading,
        [
            {
                "warehouse": warehouse.id,
                "temperature": Decimal(dice.randrange(30, 65) if warehouse.kind == "cold" else dice.randrange(160, 260))
                / 10,
                "humidity": Decimal(dice.randrange(50, 72)),
                "by": "仓管员",
                "measured_at": from_local(datetime(at.year, at.month, at.day, hour)),
            }
            for back in range(60, 0, -1)
            for at in [day - timedelta(days=back)]
            for hour in (9, 16)
            for warehouse in warehouses
        ],
    )
    for back in range(11, 7 * world.weeks, 17):
        at = day - timedelta(days=back)
        c.create(
            ClimateReading,
            warehouse=warehouses[1].id,
            temperature=Decimal(dice.randrange(82, 99)) / 10,
            humidity=Decimal(68),
            by="仓管员",
            measured_at=from_local(datetime(at.year, at.month, at.day, 13)),
            action="调低设定温度，两小时后复测正常",
        )
    c.create(
        ClimateReading,
        warehouse=warehouses[1].id,
        temperature=Decimal("9.6"),
        humidity=Decimal(70),
        by="仓管员",
        measured_at=min(now(), from_local(datetime(day.year, day.month, day.day, 7))),
    )


def count_stock(c: Changes, world: Company, main: Row, people: list[Row]) -> None:
    """A year of stocktakes that were posted, one that waits for approval and one that is being counted."""
    dice, day = world.dice, today()
    c.add(
        Stocktake,
        [
            {
                "warehouse": main.id,
                "kind": "cycle",
                "counted_on": day - timedelta(days=9 * back),
                "posted_on": day - timedelta(days=9 * back - 1),
                "state": "posted",
                "lines_counted": 40,
                "lines_off": (off := dice.randrange(0, 4)),
                "book_value": Decimal(dice.randrange(60000, 90000)),
                "gap_value": Decimal(off * dice.randrange(40, 160)),
                "counted_by": people[0].id,
            }
            for back in range(1, world.weeks * 7 // 9)
        ],
    )
    review, counting = c.add(
        Stocktake, [{"warehouse": main.id, "kind": kind, "counted_by": people[0].id} for kind in ("full", "blind")]
    )
    for stocktake in (review, counting):
        c.update(Stocktake, stocktake, state="counting")
        freeze_book(c, stocktake, {})
    lines = StocktakeLine.rows(StocktakeLine.stocktake == review.id)
    c.alter(StocktakeLine, {line.id: {"counted_qty": line.book_qty} for line in lines})
    c.alter(
        StocktakeLine,
        {
            line.id: {"counted_qty": max(Decimal(0), line.book_qty - 1), "recounted": True, "cause": "damaged"}
            for line in lines[::17]
        },
    )
    judge_counts(c, c.fresh(Stocktake, review), {})
    c.update(Stocktake, review, state="review")
