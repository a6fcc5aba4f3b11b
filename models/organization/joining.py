"""Suppliers entered twice become one."""

from ..kit import Changes, Text, in_one_change
from ..kit.write.merging import STAYS, fold
from .goods import Supplier

INTO = Text("已并入 {name}", "Merged into {name}")
INTO_STAYS = Text("已并入 {name}；{stays}，原供应商改为“终止”", "Merged into {name}; {stays}, so the old one is ended")


@in_one_change
def merge_suppliers(c: Changes, supplier: int, *, into: int):
    """Products, reports, checks and faults go to the other one; lines of the stock ledger stay, and what they point to with them."""
    left = fold(c, Supplier, supplier, into, lambda kept: {"status": "ended"})
    name = Supplier.title_of(into)
    return INTO_STAYS(name=name, stays=STAYS(count=left)) if left else INTO(name=name)
