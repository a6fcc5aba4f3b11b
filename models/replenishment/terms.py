"""Terms of replenishment 补货规则: days of cover, minimum, pack and weight, by store and product or for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ..kit import (
    CountField,
    FlagField,
    LinkField,
    NoteField,
    Param,
    QuantityField,
    Record,
    Row,
    Sheet,
    Text,
    setting,
)
from ..organization import Product, Store

COVER = Param("replenish_cover_days", "补货覆盖天数（规则没写时）", "Days of cover where no rule says", 14, "天")
LEAD = Param("replenish_lead_days", "从要货到到店的天数", "Days from the order to the store", 2, "天")
CHANGE = Param(
    "replenish_change_percent", "门店可调整建议量的幅度（%）", "By how much a store may change a proposal (%)", 30, "%"
)
WEEKDAY = Param(
    "replenish_weekday",
    "每周哪天自动生成要货建议（1–7，0 不生成）",
    "Weekday on which orders are proposed by themselves (1–7, 0 never)",
    1,
)


class ReplenishRule(Record):
    """What holds of a product in a store; what a line leaves empty is taken from the next wider one."""

    store = LinkField(Store, "门店（空为全部）", "Store (empty: all)", null=True, aka=("门店",))
    product = LinkField(Product, "商品（空为全部）", "Product (empty: all)", null=True, width=160, aka=("商品",))
    cover_days = CountField("覆盖天数", "Days of cover", null=True, least=1, most=365)
    minimum = QuantityField("最低库存", "Minimum", null=True, least=0, aka=("安全库存",))
    pack = CountField("装箱数", "Pack size", null=True, least=1, aka=("起订倍数", "箱规", "装箱规格"))
    box_kg = QuantityField("每箱重量（kg）", "Weight of a box (kg)", null=True, least=0)
    carried = FlagField("经营", "Carried", default=True, hint=Text("不勾则不再建议要货", "Off: it is proposed no more"))
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "补货规则",
        "Replenishment rules",
        title="product",
        order=("store", "product"),
        key=("store", "product"),
        search=("store", "product"),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("store", "product"), True),)


@dataclass(frozen=True)
class Terms:
    """What holds of one product in one store."""

    cover: int
    minimum: Decimal
    pack: int
    box_kg: Decimal
    carried: bool

    def boxes(self, qty: Decimal) -> int:
        return int((Decimal(qty) / self.pack).to_integral_value(ROUND_CEILING))

    def packs_up(self, qty: Decimal) -> Decimal:
        """At least this many, in whole packs."""
        return Decimal(self.boxes(qty) * self.pack)

    def packs_down(self, qty: Decimal) -> Decimal:
        return (qty / self.pack).to_integral_value(ROUND_FLOOR) * self.pack


class Rulebook:
    """The rules as they stand, read once for many products."""

    def __init__(self, stores: Iterable[int]):
        mine = ReplenishRule.store.in_(list(stores)) | ReplenishRule.store.is_null()
        self._rules: dict[tuple[int | None, int | None], Row] = {
            (rule.store, rule.product): rule for rule in ReplenishRule.rows(mine)
        }
        self._cover = setting(COVER)

    def of(self, store: int, product: int) -> Terms:
        """The narrowest rule says; where it is silent, the product's, then the store's, then the common one."""
        keys = ((store, product), (None, product), (store, None), (None, None))
        rules = [self._rules[key] for key in keys if key in self._rules]

        def said(name: str, otherwise: int | Decimal) -> int | Decimal:
            return next((value for rule in rules if (value := getattr(rule, name)) is not None), otherwise)

        narrow = [self._rules[key] for key in keys[:2] if key in self._rules]
        return Terms(
            int(said("cover_days", self._cover)),
            Decimal(said("minimum", Decimal(0))),
            int(said("pack", 1)),
            Decimal(said("box_kg", Decimal(0))),
            narrow[0].carried if narrow else True,
        )

    def wanted(self, store: int) -> set[int]:
        """The products a store is to have whether they sold or not."""
        return {
            product
            for at, product in self._rules
            if product and at in (store, None) and self.of(store, product).minimum
        }
