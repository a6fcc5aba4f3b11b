"""What sold by product 商品日销售: one row per store, product and day, as the tills or a workbook say it."""

from ..kit import Changes, DayField, LinkField, MoneyField, Move, QuantityField, Record, Refused, Sheet, Text
from ..kit.clock import today
from ..organization import Product, Store

NOT_YET = Text("{day} 还没到，不能登记销售", "{day} is still to come: nothing has sold then")


def keep_days(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.day > today():
            raise Refused(NOT_YET(day=move.new.day), "day", move.index)


class ProductDay(Record):
    """How many of one product one store sold in one day, members or not, net of what came back."""

    store = LinkField(Store, "门店", "Store")
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码"))
    day = DayField("日期", "Day", index=True, aka=("营业日期", "销售日期"))
    qty = QuantityField("销售数量", "Qty sold", sum=True, aka=("数量", "销量"), hint=Text("已减退货", "Net of returns"))
    amount = MoneyField("销售额", "Sales", null=True, sum=True, aka=("金额", "销售金额"))

    sheet = Sheet(
        "商品日销售",
        "Daily sales by product",
        title="product",
        order=("-day", "store", "product"),
        key=("store", "product", "day"),
        search=("store", "product"),
        scopes={"store": "store", "region": "store.region"},
        checks=(keep_days,),
    )

    class Meta:
        indexes = ((("store", "product", "day"), True), (("store", "day"), False))
