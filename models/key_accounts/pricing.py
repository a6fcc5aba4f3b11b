"""What a line of an order costs where nobody said."""

from decimal import Decimal

from ..kit import Changes, Refused, Row
from ..organization import Product
from . import words
from .selling import Bundle

OTHER = Row(name="其他项目")
FREE = Decimal("0.00")  # with its digits, as it is stored: an undo holds what was written against what stands there


def fill_line_prices(c: Changes, rows: list[dict]) -> None:
    """A line is sold at the list price unless it says otherwise, and keeps what it would have cost and costs us."""
    products = Product.rows_by_id({row["product"] for row in rows if row["product"]})
    bundles = Bundle.rows_by_id({row["bundle"] for row in rows if row["bundle"]})
    for at, row in enumerate(rows):
        product, bundle = products.get(row["product"]), bundles.get(row["bundle"])
        if product and bundle:
            raise Refused(words.NOT_BOTH, "bundle", at)
        listed, cost, usual = worth_of(product, bundle)
        row["item"] = row["item"] or (product or bundle or OTHER).name
        row["listed"] = row["listed"] if row["listed"] is not None else listed or FREE
        row["cost"] = row["cost"] if row["cost"] is not None else cost or FREE
        row["price"] = row["price"] if row["price"] is not None else usual or FREE


def refuse_nameless(rows: list[dict]) -> None:
    """A line of a workbook says at least what was sold."""
    for at, row in enumerate(rows):
        if not any(row.get(name) for name in ("item", "product", "bundle")):
            raise Refused(words.NO_GOODS, "item", at)


def worth_of(product: Row | None, bundle: Row | None) -> tuple:
    """List price, cost and usual price; what is neither product nor bundle (packing, a card) has none of its own."""
    if product:
        return product.list_price, product.cost, product.list_price
    return (bundle.list_total, bundle.cost_total, bundle.price) if bundle else (None, None, None)
