"""The stock ledger 出入库流水: every movement of every batch, and what it makes of the stock."""

from ..kit import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    NoteField,
    QuantityField,
    Record,
    Sheet,
    Text,
)
from ..kit.week import now
from ..organization import Product, Store, Supplier
from .places import Warehouse

MOVEMENT_KINDS = (
    Choice("opening", "期初", "Opening", "info"),
    Choice("purchase_in", "采购入库", "Purchase in", "positive", ("采购入", "入库", "进货")),
    Choice("store_return", "门店退货", "Return from store", "warning", ("门店退",)),
    Choice("customer_return", "客户退货", "Return from customer", "warning"),
    Choice("transfer_in", "调拨入库", "Transfer in", "info", ("调拨入",)),
    Choice("gain", "盘盈", "Stocktake gain", "warning"),
    Choice("sale_out", "销售出库", "Sale out", "info", ("销售出", "出库")),
    Choice("store_out", "配送出库", "Out to store", "info", ("配送出", "门店配送")),
    Choice("gift_out", "赠品出库", "Gift out", "info", ("赠品",)),
    Choice("supplier_return", "退供应商", "Return to supplier", "warning", ("退供",)),
    Choice("transfer_out", "调拨出库", "Transfer out", "info", ("调拨出",)),
    Choice("loss", "盘亏", "Stocktake loss", "negative"),
    Choice("scrap", "报损", "Scrapped", "negative", ("报废",)),
)
IN_KINDS = ("opening", "purchase_in", "store_return", "customer_return", "transfer_in", "gain")
OUT_KINDS = ("sale_out", "store_out", "gift_out", "supplier_return", "transfer_out", "loss", "scrap")


class StockMovement(Record):
    """One line of the stock ledger; corrected by a reversing line (冲红), never edited or deleted, by anyone."""

    no = LineField(
        "单号", "Document no.", null=True, max_length=40, index=True, width=160, aka=("出入库单号", "单据号")
    )
    line = CountField("行号", "Line", null=True, least=1, width=70)
    kind = ChoiceField("类型", "Kind", options=MOVEMENT_KINDS, aka=("出入库类型", "业务类型"))
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码"))
    warehouse = LinkField(Warehouse, "仓库", "Warehouse", aka=("仓库名称",))
    batch_no = LineField("批号", "Batch", null=True, max_length=40, index=True, aka=("批次", "批次号"),
                         hint=Text("出库留空时用最先到期的批次", "Left empty, what goes out is the batch that expires first"))  # fmt: skip
    produced_on = DayField("生产日期", "Produced on", null=True)
    expires_on = DayField("到期日", "Expires on", null=True, aka=("有效期至",))
    qty = QuantityField("数量", "Qty", sum=True, hint=Text("入库为正，出库为负", "Positive in, negative out"))
    unit_cost = MoneyField("单位成本", "Unit cost", null=True, least=0, aka=("单价", "成本价"))
    amount = MoneyField("金额", "Amount", null=True, locked=True, sum=True)
    store = LinkField(Store, "门店", "Store", null=True, aka=("收货门店", "退货门店"))
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    occurred_at = MomentField("发生时间", "Occurred at", default=now, index=True, aka=("日期", "出入库日期"))
    reference = LineField("来源单号", "Reference", null=True, max_length=60, index=True, aka=("关联单号",))
    reason = NoteField("原因", "Reason", null=True, aka=("备注",))
    by = LineField("经办", "By", null=True, max_length=60)
    reverses = LinkField("self", "冲正的流水", "Reverses", null=True, unique=True, locked=True)

    sheet = Sheet("出入库流水", "Stock movements", title="no", order=("-occurred_at",), key=("no", "line"), ledger=True,
                  verbs="see add export import", search=("no", "product", "batch_no", "reference"),
                  scopes={"store": "store", "region": "store.region", "own": "warehouse.keeper"})  # fmt: skip

    class Meta:
        indexes = ((("no", "line"), True),)
