"""Batch trace 批次追溯: where one batch came from, where it lies, who got it, and what was said of it, on one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .kit import Text
from .kit.alike import written
from .kit.ask.query import Query
from .kit.clock import today
from .kit.declare.access import Who, may, visible
from .kit.declare.record import Record
from .kit.named import named
from .kit.server.standing import house
from .logistics import Stock, StockMovement, hold_of, spellings
from .organization import Product, Supplier
from .quality.incoming import against

MOST = 200
RAN_OUT = Text("已于 {day} 过期", "Ran out on {day}")
NAMED_BY = ("stock_movement", "inspection_report", "incoming_check", "nonconformance", "complaint", "online_order_line")


@dataclass(frozen=True)
class Part:
    """One stretch of the way: rows of one type that are about the batch, the columns worth reading, and their grid.

    of: the name of the type; there is no such part where no area has it. via: "module:function" of (product, batch), the ids of
    the rows that are meant.
    """

    name: str
    label: Text
    of: str
    columns: tuple[str, ...]
    where: dict[str, Any] = field(default_factory=dict)
    tags: str | None = None
    via: str | None = None
    sort: tuple[str, ...] = ()

    @property
    def record(self) -> type[Record]:
        return house().records[self.of]


MOVED = ("no", "occurred_at", "warehouse", "qty")
PARTS = (
    Part(
        "reports",
        Text("检验报告", "Inspection reports"),
        "inspection_report",
        ("report_no", "supplier", "reported_on", "conclusion", "state"),
    ),
    Part(
        "checks",
        Text("进货查验", "Incoming checks"),
        "incoming_check",
        ("no", "supplier", "received_on", "qty", "life_left", "state"),
    ),
    Part(
        "bought",
        Text("采购入库", "Purchase in"),
        "stock_movement",
        (*MOVED, "supplier", "expires_on"),
        {"kind": {"in": ["purchase_in", "opening"]}},
    ),
    Part(
        "lying",
        Text("各仓库存", "Stock by warehouse"),
        "stock",
        ("warehouse", "qty", "available", "expires_on", "stage", "held"),
    ),
    Part(
        "stores",
        Text("配送门店与退货", "To and from stores"),
        "stock_movement",
        (*MOVED, "store", "kind"),
        {"kind": {"in": ["store_out", "store_return"]}},
    ),
    Part(
        "sold",
        Text("销售与客户退货出入库", "Sold and returned by customers"),
        "stock_movement",
        (*MOVED, "reference", "reason", "kind"),
        {"kind": {"in": ["sale_out", "customer_return", "gift_out"]}},
    ),
    Part(
        "accounts",
        Text("团购客户", "Key accounts"),
        "group_order",
        ("account", "no", "delivered_on", "owner", "state"),
        via="models.key_accounts:orders_of_batch",
    ),
    Part(
        "orders",
        Text("网店订单", "Online orders"),
        "online_order_line",
        ("order", "title", "units", "amount"),
        sort=("order",),
    ),
    Part(
        "gone",
        Text("退供、报损与盘点", "Returned, scrapped, counted"),
        "stock_movement",
        (*MOVED, "supplier", "kind", "reason"),
        {"kind": {"in": ["supplier_return", "scrap", "gain", "loss"]}},
    ),
    Part("complaints", Text("投诉", "Complaints"), "complaint", ("no", "store", "received_at", "description", "state")),
    Part(
        "faults",
        Text("不合格品", "Nonconformances"),
        "nonconformance",
        ("no", "found_on", "defect", "qty", "disposition", "state"),
    ),
    Part(
        "actions",
        Text("改善预防措施", "Corrective actions"),
        "corrective_action",
        ("no", "source", "problem", "owner", "due_on", "state"),
    ),
    Part("recalls", Text("召回", "Recalls"), "recall", ("no", "level", "cause", "known_at", "state"), tags="batches"),
    Part(
        "holds", Text("停售", "Stops of sale"), "batch_hold", ("batch_no", "held_on", "reason", "released_on", "state")
    ),
)


@dataclass(frozen=True)
class Found:
    """The rows of a part that this person may see, and the filter that shows them in their grid."""

    part: Part
    rows: list[dict[str, Any]]
    total: int
    filter: dict[str, Any]
    columns: list[str]


@dataclass(frozen=True)
class Trace:
    """All that is known of a batch, as far as this person may see it."""

    product: int
    title: str
    batch_no: str
    suppliers: list[tuple[int, str]]
    hits: list[Found]
    held: str | None
    sums: dict[str, Decimal]


def trace(product: int, batch_no: str, who: Who) -> Trace | None:
    """Follow a batch from its supplier to the complaints about it, however rows write it; None for a product out of sight."""
    row = Query(Product, who).row(product) if may(who, "see", Product) and 0 < product < 2**53 else None
    if row is None:
        return None
    parts = [part for part in PARTS if part.of in house().records]
    ways = _ways({"product": {"in": [product]}}, {part.of for part in parts}, batch_no, who)
    hits = [hit for part in parts if (hit := _part(part, product, ways, who)) is not None]
    title = str(row.get("name") or f"#{product}")
    return Trace(
        product,
        title,
        ways[0],
        _suppliers(hits, row, who),
        hits,
        stopped(product, batch_no),
        _sums(product, ways, who),
    )


def _ways(filter: dict[str, Any], names: Iterable[str], batch_no: str, who: Who) -> list[str]:
    """How the rows in sight write this batch, full-width or in small letters: the number as asked first where one writes it so."""
    kept: set[str] = set()
    for record in (house().records[name] for name in sorted(names)):
        shown = visible(who, record)
        if all(shown.get(name) == "full" for name in ("product", "batch_no")):
            mine = record.select(record.batch_no).where(Query(record, who, filter).where).distinct()  # type: ignore[attr-defined]
            kept |= {kept_as for (kept_as,) in mine.tuples() if kept_as and written(kept_as) == written(batch_no)}
    others = sorted(kept - {batch_no})
    return [batch_no, *others] if batch_no in kept or not others else [*others, batch_no]


def stopped(product: int, batch_no: str) -> str | None:
    """Why the batch may not be sold, by all that is known of it and not only what this person may see of it; None if it may."""
    if hold := hold_of(product, batch_no):
        return hold.reason
    if why := against(product, batch_no):
        return why
    lying = Stock.rows(Stock.product == product, Stock.batch_no.in_(spellings(Stock, product, [batch_no])))
    over = next((stock.expires_on for stock in lying if stock.expires_on and stock.expires_on < today()), None)
    return over and RAN_OUT.zh.format(day=over)


def products_of(batch_no: str, who: Who) -> list[tuple[int, str]]:
    """The products that have a batch of this number, when only the number on the box is known."""
    ids: set[int] = set()
    ways = _ways({}, {"stock"} & house().records.keys(), batch_no, who)
    for record in (house().records[name] for name in NAMED_BY if name in house().records):
        if {"product", "batch_no"} <= visible(who, record).keys():
            query = Query(record, who, {"batch_no": {"in": ways}, "product": {"empty": False}})
            ids |= {row["product"]["id"] for row in query.rows(0, MOST)}
    rows = Query(Product, who).by_ids(sorted(ids)) if may(who, "see", Product) else []
    return [(row["id"], str(row.get("name") or f"#{row['id']}")) for row in rows]


def _part(part: Part, product: int, ways: list[str], who: Who) -> Found | None:
    shown = visible(who, part.record)
    asked = set() if part.via else {"product", part.tags or "batch_no", *part.where}
    if not shown or any(shown.get(name) != "full" for name in asked):
        return None
    exact = {"contains": ways[0]} if part.tags else {"in": ways}
    filter = {"product": {"in": [product]}, part.tags or "batch_no": exact, **part.where}
    if part.via:
        filter = {"id": {"in": named(part.via)(product, ways[0])}}
    query = Query(part.record, who, filter, list(part.sort) or None)
    rows = query.rows(0, MOST)
    if part.tags:  # a tag is found by its letters: B1 is also in B12
        rows = [row for row in rows if not set(ways).isdisjoint(row[part.tags] or ())]
    columns = [name for name in part.columns if name in shown]
    return Found(part, rows, len(rows) if part.tags else query.count(), filter, columns)


def _suppliers(hits: list[Found], product: dict[str, Any], who: Who) -> list[tuple[int, str]]:
    """Whoever the papers of the batch name; the product's usual supplier where they name nobody."""
    named = [row.get("supplier") for hit in hits for row in hit.rows]
    links = [link for link in named if isinstance(link, dict)] or [product.get("supplier")]
    there = {link["id"]: str(link["text"]) for link in links if isinstance(link, dict)}
    return sorted(there.items()) if may(who, "see", Supplier) else []


def _sums(product: int, ways: list[str], who: Who) -> dict[str, Decimal]:
    """What came in, what lies here, and what went where, by the ledger: in and out must come to what lies here."""
    if any(visible(who, StockMovement).get(name) != "full" for name in ("kind", "qty", "product", "batch_no")):
        return {}
    kinds = {
        "came": ["purchase_in", "opening"],
        "stores": ["store_out", "store_return"],
        "sold": ["sale_out", "customer_return", "gift_out"],
        "gone": ["supplier_return", "scrap", "gain", "loss"],
    }
    mine = {"product": {"in": [product]}, "batch_no": {"in": ways}}
    sums = {name: _sum({**mine, "kind": {"in": keys}}, who) for name, keys in kinds.items()}
    return {**sums, "lying": _sum(mine, who)}


def _sum(filter: dict[str, Any], who: Who) -> Decimal:
    return StockMovement.qty.parse(Query(StockMovement, who, filter).sums().get("qty")) or Decimal(0)
