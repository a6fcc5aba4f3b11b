"""What the warehouse prints: delivery sheets, stocktake sheets, and the notes of goods that come and go."""

from ..kit import Paper, PaperLines, Text
from .counting import Stocktake, StocktakeLine
from .deliveries import Delivery, DeliveryStop
from .ledger import StockMovement

DRIVER, WAREHOUSE = Text("司机", "Driver"), Text("仓库", "Warehouse")
MOVED = (
    "no kind occurred_at warehouse supplier store product product.spec batch_no produced_on expires_on "
    "qty unit_cost amount reference reason by"
)

PAPERS = (
    Paper(
        "delivery_sheet",
        Delivery,
        "配送单",
        "Delivery sheet",
        (
            "no delivered_on warehouse route vehicle driver driver.phone planned_departure planned_arrival orders "
            "boxes odometer_out odometer_in note"
        ),
        (
            PaperLines(
                DeliveryStop,
                "seq place store.address planned_at arrived_at boxes boxes_signed temperature signed_by",
                "boxes boxes_signed",
            ),
        ),
        signs=(DRIVER, WAREHOUSE),
        wide=True,
    ),
    Paper(
        "stocktake_sheet",
        Stocktake,
        "盘点表",
        "Stocktake sheet",
        "no warehouse kind category counted_on counted_by second_by note",
        (
            PaperLines(
                StocktakeLine,
                "product product.spec batch_no book_qty counted_qty difference recounted cause note",
                "book_qty counted_qty difference",
            ),
        ),
        signs=(Text("盘点人", "Counted by"), Text("复盘人", "Counted again by"), WAREHOUSE),
        wide=True,
    ),
    Paper(
        "goods_in_note",
        StockMovement,
        "入库单",
        "Goods in",
        MOVED,
        signs=(Text("送货人", "Delivered by"), Text("验收人", "Accepted by"), WAREHOUSE),
        when={"kind": ("opening", "purchase_in", "store_return", "customer_return", "transfer_in", "gain", "store_in")},
    ),
    Paper(
        "goods_out_note",
        StockMovement,
        "出库单",
        "Goods out",
        MOVED,
        signs=(WAREHOUSE, Text("领用人", "Taken by"), Text("批准人", "Approved by")),
        when={
            "kind": (
                "sale_out",
                "store_out",
                "gift_out",
                "supplier_return",
                "transfer_out",
                "store_back",
                "loss",
                "scrap",
            )
        },
    ),
)
