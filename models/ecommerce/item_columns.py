"""What the platforms call the columns of an order's articles, in the exports of orders."""

from decimal import Decimal

from ..kit import LineField, MoneyField, QuantityField

CODES = ("商家编码-规格维度", "商家编码", "外部系统编号", "商家SKU", "货号")
TITLES = ("商品名称", "选购商品", "商品", "商品信息", "标题")
PIECES = ("数量", "购买数量", "订购数量", "商品数量(件)", "商品数量", "商品件数", "宝贝总数量", "宝贝数量")
PRICES = ("商品单价", "京东价", "商品价格", "价格")
# What the rows of a platform's export bring beside the order's own columns; OnlineOrderLine keeps them.
ITEM_COLUMNS = {
    "code": LineField("平台商品编码", "Shop code", null=True, max_length=60, aka=CODES),
    "title": LineField("商品标题", "Title", null=True, max_length=120, aka=TITLES),
    "qty": QuantityField("件数", "Pieces", null=True, least=Decimal("0.001"), aka=PIECES),
    "price": MoneyField("单价", "Price", null=True, least=0, aka=PRICES),
    "part": MoneyField(
        "子订单实付", "Paid for the article", null=True, least=0, aka=("订单应付金额", "子订单实付金额", "应付")
    ),
}
