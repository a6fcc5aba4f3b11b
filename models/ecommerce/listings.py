"""Listings 商品上架: at what price a product is offered online, not below the floor, and in words the law allows."""

from datetime import date
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    notify,
)
from ..kit.clock import today
from ..kit.declare.wording import claims_in
from ..kit.write.unseen import beside
from ..organization import Product
from ..promotions.campaigns import Promotion, PromotionProduct
from .shops import OnlineShop

LISTING_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("submitted", "待审批", "Waiting for approval", "warning"),
    Choice("online", "已上架", "Online", "positive", ("上架", "在线")),
    Choice("offline", "已下架", "Offline", "grey", ("下架",)),
)
FORBIDDEN = Text("标题或图文里有禁用的说法：{words}", "Forbidden claims in the title or text: {words}")
BELOW_FLOOR = Text(
    "售价 {price} 低于底价 {floor}（{why}）；请提交审批",
    "{price} is below the floor of {floor} ({why}); ask for approval",
)
MEMBER_PRICE = Text("会员价", "member price")
ON_PROMOTION = Text("促销“{name}”的价格", "the price of promotion “{name}”")
NOT_BELOW = Text("售价不低于底价，直接上架即可", "The price is not below the floor; simply put it online")
WAITS = Text(
    "{shop}“{title}”拟以 {price} 上架，低于底价 {floor}",
    "{shop} wants “{title}” online at {price}, below the floor of {floor}",
)
SAME_CODE = Text(
    "{shop}已有平台编码“{code}”的商品“{title}”；一个编码只登记一次，请填另一个编码，或修改那一条",
    "{shop} has “{title}” under the platform code “{code}” already; a code stands for one listing: give another, or change that one",
)
OFF_SALE = Text("{product}已停售，不能上架", "{product} is off sale and can't go online")


TOLD = ("shop", "product", "pack", "price", "title", "text", "state", "approved_price")  # what its price is judged by


def keep_apart(c: Changes, moves: list[Move]) -> None:
    """A platform's code stands for one listing of a shop, whatever it offers."""
    for move in moves:
        row = move.new
        if row is None or not move.changed("shop", "code"):
            continue
        same = (Listing.shop == row.shop) & (Listing.id != row.id)
        shop = OnlineShop.title_of(row.shop)
        if row.code and (other := Listing.rows(same & (Listing.code == row.code))):
            said = SAME_CODE(shop=shop, code=row.code, title=other[0].title)
            raise beside(Listing, {other[0].id}, c.who, said, "code", move.index, ("title",))


def keep_listings(c: Changes, moves: list[Move]) -> None:
    """What is online stays at its floor and in allowed words, whichever way it is changed."""
    for move in moves:
        if move.new and move.new.state == "online" and move.changed(*TOLD):
            approved = {"approved_price": move.new.price} if _approved(move) else {}
            fit_for_sale(Row(**{**vars(move.new), **approved}), move.index)


def keep_floors(c: Changes, moves: list[Move]) -> None:
    """The least price without approval, and whether it is below."""
    floors = {move.id: (move.new, floor_of(move.new)) for move in moves if move.new and move.changed(*TOLD)}
    c.alter(
        Listing,
        {
            id: {"floor": floor and floor[0], "below": bool(floor and row.price < floor[0])}
            for id, (row, floor) in floors.items()
        },
    )


def keep_approved(c: Changes, moves: list[Move]) -> None:
    """What was approved is the price it had."""
    c.derive(Listing, {move.id: {"approved_price": move.new.price} for move in moves if move.new and _approved(move)})


def _approved(move: Move) -> bool:
    return move.old is not None and move.old.state == "submitted" and move.new.state == "online"


def fit_for_sale(row: Row, index: int | None = None) -> None:
    """Raises Refused when it may not be online like this."""
    if claims := claims_in(row.title, row.text):
        raise Refused(FORBIDDEN(words="、".join(claims)), "title", index)
    if Product.row(row.product).status != "on":
        raise Refused(OFF_SALE(product=Product.title_of(row.product)), "product", index)
    floor = floor_of(row)
    if floor and row.price < floor[0] and (row.approved_price is None or row.price < row.approved_price):
        shown = {"price": Listing.price.show(row.price), "floor": Listing.price.show(floor[0])}
        raise Refused(BELOW_FLOOR(**shown, why=floor[1]), "price", index)


def floor_of(row: Row, day: date | None = None) -> tuple[Decimal, Text] | None:
    """The least price of a pack without approval: what members pay for its units in the stores, or a running promotion's price."""
    day, usual = day or today(), Product.row(row.product).member_price
    running = {
        p.id: p.name
        for p in Promotion.rows(Promotion.state == "running", Promotion.starts_on <= day, Promotion.ends_on >= day)
    }
    lines = PromotionProduct.rows(
        PromotionProduct.product == row.product, PromotionProduct.promotion.in_(list(running))
    )
    floors = [(line.price, ON_PROMOTION(name=running[line.promotion])) for line in lines if line.price is not None]
    floors += [(usual, MEMBER_PRICE)] if usual is not None else []
    return min(((price * row.pack, why) for price, why in floors), key=lambda floor: floor[0], default=None)


def publish(c: Changes, row: Row, _: dict) -> None:
    c.update(Listing, row.id, online_on=today(), last_checked_on=today())


def submit(c: Changes, row: Row, _: dict) -> None:
    """Only a price below the floor needs somebody's approval; words are never approved."""
    floor = floor_of(row)
    if not floor or row.price >= floor[0]:
        raise Refused(NOT_BELOW, "price")
    if claims := claims_in(row.title, row.text):
        raise Refused(FORBIDDEN(words="、".join(claims)), "title")
    shown = {"price": Listing.price.show(row.price), "floor": Listing.price.show(floor[0])}
    said = WAITS(shop=OnlineShop.title_of(row.shop), title=row.title, **shown)
    notify(c, said, record=Listing, row=row.id, roles=("operations_manager",), waits="state")


class Listing(Record):
    """A product as it is offered in one shop."""

    shop = LinkField(OnlineShop, "网店", "Shop")
    product = LinkField(Product, "商品", "Product")
    title = LineField("标题", "Title", max_length=120, width=240, public=True)
    text = NoteField("图文说明", "Text", null=True, public=True)
    code = LineField(
        "平台商品 ID",
        "Platform item id",
        null=True,
        max_length=40,
        index=True,
        aka=("平台编码", "平台商品编码", "SKU编码", "商家编码"),
        hint=Text("订单明细凭它找到商品和每件含数量", "Order lines find the product and the units in one by it"),
    )
    pack = CountField(
        "每件含数量",
        "Units in one",
        default=1,
        least=1,
        width=90,
        aka=("每件数量", "每包数量", "件装数"),
        hint=Text(
            "单瓶为 1，三瓶装为 3；订单按件数×它计数量",
            "1 for a bottle, 3 for three of them; orders count pieces × this",
        ),
    )
    price = MoneyField("售价", "Price", least=0)
    floor = MoneyField(
        "底价",
        "Floor",
        null=True,
        derived=True,
        hint=Text("会员价；促销期间按促销价", "The member price; in a promotion, its price"),
    )
    below = FlagField("低于底价", "Below the floor", default=False, derived=True)
    approved_price = MoneyField("批准最低价", "Approved down to", null=True, locked=True)
    state = ChoiceField("状态", "State", options=LISTING_STATES, default="draft", locked=True, width=90)
    online_on = DayField("上架日期", "Online on", null=True, locked=True)
    last_checked_on = DayField("最近检查", "Last checked on", null=True)
    rank = CountField("搜索排名", "Search rank", null=True, least=1, column_name="search_rank")
    stock = QuantityField("可售库存", "Stock offered", null=True, least=0)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "商品上架",
        "Listings",
        title="title",
        order=("shop", "title"),
        key=("shop", "product", "pack", "code"),
        search=("title", "product", "code"),
        columns=(
            "shop",
            "product",
            "title",
            "code",
            "pack",
            "price",
            "floor",
            "below",
            "state",
            "online_on",
            "last_checked_on",
            "rank",
            "stock",
        ),
        scopes={"store": "shop.store", "region": "shop.store.region", "own": "shop.owner"},
        checks=(keep_apart, keep_listings),
        derives=(keep_floors,),
        consequences=(Then(keep_approved, also="import"),),
        drafts="draft submitted offline",
        steps=(
            Step(
                "publish",
                "上架",
                "Put online",
                "draft offline",
                "online",
                then=publish,
                icon="publish",
                hint=Text("会检查禁用词和底价", "Checks the words and the floor"),
            ),
            Step(
                "submit",
                "低价申请",
                "Ask for a lower price",
                "draft offline",
                "submitted",
                then=submit,
                reason=True,
                icon="send",
            ),
            Step(
                "approve",
                "批准上架",
                "Approve",
                "submitted",
                "online",
                verb="approve",
                reason=True,
                unlike=("creator", "mover"),
                then=publish,
                icon="verified",
            ),
            Step("reject", "退回", "Send back", "submitted", "draft", verb="approve", reason=True, icon="undo"),
            Step(
                "withdraw", "下架", "Take offline", "online", "offline", reason=True, icon="visibility_off", danger=True
            ),
        ),
    )

    class Meta:
        indexes = ((("shop", "product", "pack", "code"), True),)
