"""SKU mappings 网店编码对应: what the shops call our products."""

from decimal import Decimal

from ..kit import LineField, LinkField, QuantityField, Record, Sheet
from ..organization import Product
from .listings import Listing
from .shops import OnlineShop


class SkuMapping(Record):
    """What a shop calls our products: its code stands for so many of one product."""

    shop = LinkField(OnlineShop, "网店", "Shop")
    code = LineField("平台商品编码", "Shop code", max_length=60, width=140, aka=("商家编码", "SKU编码", "平台SKU"))
    title = LineField("平台标题", "Title there", null=True, max_length=120, width=200)
    product = LinkField(Product, "商品", "Product")
    qty = QuantityField("每件含数量", "Units in one", default=1, least=Decimal("0.001"))

    sheet = Sheet(
        "网店编码对应",
        "SKU mappings",
        title="code",
        order=("shop", "code"),
        key=("shop", "code"),
        search=("code", "title", "product"),
    )

    class Meta:
        indexes = ((("shop", "code"), True),)


def units_of_codes(codes: set[str]) -> dict[tuple[int | None, str], tuple[int, Decimal]]:
    """What a shop's codes stand for, as (product, units in one): by its mappings, else its listings, else our own SKU in any shop."""
    units: dict[tuple[int | None, str], tuple[int, Decimal]] = {
        (None, product.sku): (product.id, Decimal(1)) for product in Product.rows(Product.sku.in_(list(codes)))
    }
    units |= {
        (listing.shop, listing.code): (listing.product, Decimal(listing.pack))
        for listing in Listing.rows(Listing.code.in_(list(codes)))
    }
    mapped = SkuMapping.rows(SkuMapping.code.in_(list(codes)))
    return units | {(mapping.shop, mapping.code): (mapping.product, mapping.qty) for mapping in mapped}
