"""What the platforms call the columns of an order's articles, in the exports of orders."""

from decimal import Decimal

from ..kit import MoneyField, Row

CODES = ("商家编码-规格维度", "商家编码", "外部系统编号", "商家SKU", "货号")
TITLES = ("商品名称", "选购商品", "商品", "商品信息", "标题")
PIECES = ("数量", "购买数量", "订购数量", "商品数量(件)", "商品数量", "商品件数", "宝贝总数量", "宝贝数量")
PRICES = ("商品单价", "京东价", "商品价格", "价格")
# What an export of orders puts all its articles' titles into at once: in a file of lines it is the title of one.
JOINED = frozenset({"宝贝标题"})
# What stands beside an article and no line keeps: what was paid for it, which gives its price and the order's amount.
PAID = {
    "part": MoneyField(
        "子订单实付", "Paid for the article", null=True, least=0, aka=("订单应付金额", "子订单实付金额", "应付")
    ),
}


def even_price(order: Row, items: list[dict]) -> Decimal | None:
    """What a piece cost where only the whole order says what was paid: what the others leave of it, by the piece."""
    bare = sum((item.get("qty") or 1 for item in items if item.get("price") is None and item.get("part") is None), 0)
    if not bare:
        return None
    known = sum(
        (
            item["part"] if item.get("part") is not None else item["price"] * (item.get("qty") or 1)
            for item in items
            if item.get("part") is not None or item.get("price") is not None
        ),
        Decimal(0),
    )
    return max(Decimal(0), (order.amount - order.freight - known) / bare).quantize(Decimal("0.01"))
