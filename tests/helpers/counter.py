"""A store that orders goods: a depot that sends them, a shelf, four weeks of sales, and the people who do it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models import house
from models.kit.write.acting import act
from models.kit.write.edits import Answer, edit
from models.logistics import keep_stock_here, place_of
from models.replenishment import GoodsOrder, GoodsOrderLine, ProductDay, ReplenishRule
from tests.conftest import person
from tests.helpers.depot import Depot, day
from tests.helpers.shop import SYSTEM, put

WEEK = (2, 2, 2, 2, 2, 4, 6)  # tins sold from Monday to Sunday: 20 a week, 80 in four


class Counter(Depot):
    """Monday 23 November 2026: the store sold 80 tins in four weeks; 100 lie in the depot, which sends boxes of six."""

    def __init__(self, stores: dict[str, int]):
        super().__init__()
        self.store, self.other = stores["锦江一店"], stores["武侯一店"]
        keep_stock_here([self.store, self.other], who=SYSTEM)
        self.shelf, self.shelf2 = (place_of([store])[store].id for store in (self.store, self.other))
        self.manager = person("小店", "store_manager", 71, store_id=self.store)
        self.neighbour = person("邻店", "store_manager", 72, store_id=self.other)
        self.keeper = person("库管", "logistics", 73)
        self.boss = person("店管", "store_management", 74)
        put(ReplenishRule, product=self.powder, pack=6, box_kg="5.5", cover_days=7)
        self.brings(100, "A1", age=30)

    def sells(self, store: int | None = None, product: int | None = None, until: date | None = None) -> None:
        for back in range(1, 29):
            on = (until or day(0)) - timedelta(days=back)
            qty = WEEK[on.weekday()]
            put(
                ProductDay, store=store or self.store, product=product or self.powder, day=on, qty=qty, amount=qty * 100
            )

    def opening(self, qty: Any, batch: str = "S1", age: int = 20, **more: Any) -> None:
        self.brings(qty, batch, age=age, kind="opening", **({"warehouse": self.shelf} | more))

    def order(self, *lines: tuple[int, Any], **values: Any) -> int:
        """An order in draft with these products and quantities, as the system writes it."""
        id = put(GoodsOrder, **({"store": self.store} | values))
        for product, qty in lines:
            put(GoodsOrderLine, order=id, product=product, qty=qty)
        return id

    def approved(self, *lines: tuple[int, Any], **values: Any) -> int:
        id = self.order(*lines, **values)
        for who, name in ((self.manager, "submit"), (self.boss, "approve")):
            assert step(id, name, who).state == "applied"
        return id


def step(id: int, name: str, who: Any, **answers: Any) -> Answer:
    return act(house().actions[f"goods_order_{name}"], who=who, id=id, answers=answers)


def as_said(answer: Answer) -> str:
    return answer.errors[0].text.zh if answer.errors else answer.state


def lines_of(order: int) -> dict[int, Decimal]:
    return {line.product: line.qty for line in GoodsOrderLine.rows(GoodsOrderLine.order == order)}


def write(who: Any, record: Any, id: int | None, **values: Any) -> Answer:
    return edit(record, [{"id": id, "set": values}], who=who)
