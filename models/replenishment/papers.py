"""What goods for the stores are picked, sent and signed for with."""

from ..kit import Paper, PaperLines, Text
from .orders import GoodsOrder, GoodsOrderLine
from .picking import GoodsPick
from .receiving import GoodsDifference

HEAD = "no kind store store.address store.phone from_store warehouse ordered_on wanted_on note"
PICKED = "product product.spec batch_no expires_on qty received_qty cause note"
STORE, WAREHOUSE = Text("门店签收", "Received by the store"), Text("仓库", "Warehouse")

PAPERS = (
    Paper(
        "goods_order_sheet",
        GoodsOrder,
        "要货单",
        "Goods order",
        HEAD,
        (
            PaperLines(
                GoodsOrderLine,
                "product product.sku product.spec stock coming proposed qty",
                "qty",
            ),
        ),
        signs=(Text("门店", "Store"), Text("批准人", "Approved by")),
        when={"state": ("draft", "submitted", "approved")},
    ),
    Paper(
        "picking_list",
        GoodsOrder,
        "拣货单",
        "Picking list",
        HEAD,
        (
            PaperLines(GoodsPick, "product product.sku product.spec batch_no expires_on qty", "qty"),
            PaperLines(GoodsOrderLine, "product product.sku product.spec boxes qty", "boxes qty"),
        ),
        signs=(Text("拣货人", "Picked by"), Text("复核人", "Checked by")),
        when={"state": ("approved", "picking", "ready")},
    ),
    Paper(
        "delivery_note",
        GoodsOrder,
        "送货签收单",
        "Delivery note",
        HEAD + " delivery boxes kg signed_by received_on",
        (PaperLines(GoodsPick, PICKED, "qty received_qty"),),
        signs=(WAREHOUSE, Text("司机", "Driver"), STORE),
        when={"state": ("ready", "sent", "received")},
    ),
    Paper(
        "goods_difference_note",
        GoodsDifference,
        "收货差异单",
        "Difference on receipt",
        "no order store product batch_no qty cause opened_on outcome settled_on note",
        signs=(STORE, WAREHOUSE),
        photos=True,
    ),
)
