"""Batch trace 批次追溯: a batch number in, and everything between supplier and complaint on one page, with the stop of its sale."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from nicegui import ui

from models import house
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import LineField, LinkField
from models.kit.text import Text
from models.kit.write.acting import why_not_act
from models.kit.write.edits import Answer
from models.logistics import StockMovement
from models.organization import Product, Supplier
from models.trace import Found, Trace, products_of, trace

from .frame import page
from .parts.dialogs import ask_action
from .parts.inputs import Entry
from .parts.pieces import astray, button, card, empty, link, span, table, tag
from .parts.session import ask, viewer
from .parts.still import way
from .parts.values import address, cell_of, title_of

TITLE = Text("批次追溯", "Batch trace")
PRODUCT, BATCH = LinkField(Product, "商品", "Product", null=True), LineField("批号", "Batch", null=True, max_length=40)
FIND = Text("追溯", "Trace")
START = Text(
    "输入批号，查看这一批从供应商到门店、订单和投诉的全过程。",
    "Enter a batch number to follow it from supplier to complaint.",
)
NOTHING = Text("没有批号“{batch}”的任何记录", "Nothing is known of a batch “{batch}”")
NO_SUCH_PRODUCT = Text(
    "没有“{product}”这个商品，或你看不到它；请选择商品",
    "There is no product “{product}”, or it is not open to you; choose one",
)
WHICH = Text("这个批号有不止一种商品，请选择", "More than one product has this batch number; choose one")
HELD, FREE = Text("已停售：{reason}", "Stopped: {reason}"), Text("可以销售", "May be sold")
FROM = Text("供应商", "Supplier")
NONE, ALL = Text("没有记录", "Nothing"), Text("在表格中查看", "Show in the grid")
SUMS = (
    ("came", Text("入库", "Came in")),
    ("lying", Text("在库", "In stock")),
    ("stores", Text("到门店", "To stores")),
    ("sold", Text("已售", "Sold")),
    ("gone", Text("其他出入", "Other")),
)


def mount() -> None:
    @ui.page("/trace")
    async def trace_page(product: str = "", batch: str = "") -> None:
        who, number = viewer(), batch.strip()[:40]
        id = int(product) if product.isdecimal() and len(product) < 16 else None
        lost = bool(product) and (id is None or await ask(_unknown, id, who))
        id = None if lost else id
        choices = await ask(products_of, number, who) if number and id is None else []
        id = choices[0][0] if len(choices) == 1 else id
        traced = await ask(trace, id, number, who) if number and id else None
        with page(TITLE.say(who.lang), "/trace"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            if lost:
                astray(NO_SUCH_PRODUCT(product=product[:20]).say(who.lang))
            _question(traced, number, who)
            if traced is not None:
                Way(traced)
            elif len(choices) > 1:
                _choose(choices, number, who)
            else:
                empty((NOTHING(batch=number) if number else START).say(who.lang), "travel_explore")


def _unknown(product: int, who: Who) -> bool:
    return not may(who, "see", Product) or Query(Product, who).row(product) is None


def address_of(product: int | None, batch_no: str) -> str:
    return f"/trace?product={int(product)}&batch={quote(batch_no)}" if product else f"/trace?batch={quote(batch_no)}"


def _question(traced: Trace | None, number: str, who: Who) -> None:
    with card(), tag("div", "o-form"):
        batch = Entry("batch", BATCH, who, number)
        product = Entry("product", PRODUCT, who, traced and {"id": traced.product, "text": traced.title})

        def go() -> None:
            ui.navigate.to(address_of(product.value, str(batch.value or "").strip()))

        button(FIND.say(who.lang), go, icon="search", kind="o-go", mark="trace")
        batch.control.element.on("keydown.enter", go, args=[])


def _choose(choices: list[tuple[int, str]], number: str, who: Who) -> None:
    with card(WHICH.say(who.lang)), tag("div", "o-stack"):
        for id, title in choices:
            link(title, address_of(id, number))


class Way:
    """The batch from left to right: its sums on top, then each stretch of its way as a card."""

    def __init__(self, traced: Trace):
        self.traced, who = traced, viewer()
        with tag("div", "o-line"):
            tag("h2", "", f"{traced.title} · {traced.batch_no}")
            said = FREE if traced.held is None else HELD(reason=traced.held)
            span(said.say(who.lang), "o-pill").classes("positive" if traced.held is None else "negative")
            tag("div", "o-gap")
            self._stop(who)
        self._suppliers(who)
        if traced.sums:
            with tag("div", "o-figures"):
                for name, label in SUMS:
                    with tag("div", "o-card o-figure"):
                        tag("div", "o-name", label.say(who.lang))
                        tag(
                            "div",
                            "o-value",
                            StockMovement.qty.show(abs(traced.sums[name]) if name != "gone" else traced.sums[name]),
                        )
        for hit in traced.hits:
            self._part(hit, who)

    def _stop(self, who: Who) -> None:
        """The stop of sale, with the batch filled in already."""
        action = house().actions["recall_batch"]
        if self.traced.held is not None or why_not_act(action, who) is not None:
            return
        batch = LineField("批号", "Batch", max_length=40, default=self.traced.batch_no)
        filled = replace(action, asks={**action.asks, "batch_no": batch})
        button(
            action.label.say(who.lang),
            lambda: ask_action(filled, self.traced.product, self._done),
            icon=action.icon,
            kind="o-danger",
            mark=action.name,
        )

    async def _done(self, _: Answer) -> None:
        ui.navigate.to(address_of(self.traced.product, self.traced.batch_no))

    def _suppliers(self, who: Who) -> None:
        if self.traced.suppliers:
            with tag("div", "o-line"):
                span(FROM.say(who.lang), "o-faint")
                for id, name in self.traced.suppliers:
                    link(name, address(Supplier, id))

    def _part(self, hit: Found, who: Who) -> None:
        with card(hit.part.label.say(who.lang), str(hit.total)) as head:
            if not hit.rows:
                tag("div", "o-faint", NONE.say(who.lang))
                return
            with head:
                link(ALL.say(who.lang), grid_of(hit))
            fields = hit.part.record.fields()
            heads = [(fields[name].label.say(who.lang), "") for name in hit.columns]
            table(
                heads,
                [
                    [_cell(hit.part.record, row, name, at, who) for at, name in enumerate(hit.columns)]
                    for row in hit.rows
                ],
            )


def _cell(record: type[Record], row: dict[str, Any], name: str, at: int, who: Who) -> Any:
    """The first column leads to the record itself."""
    item = record.fields()[name]
    if at == 0 and not item.linked:
        return way(
            title_of(record, row, who.lang) if name == record.sheet.title else str(row.get(name) or "—"),
            address(record, row["id"]),
        )
    return cell_of(item, row.get(name), who)


def grid_of(hit: Found) -> str:
    return "/t/" + hit.part.record.key() + "?filter=" + quote(json.dumps(hit.filter, ensure_ascii=False))
