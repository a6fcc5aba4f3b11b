"""Online shops 网店: where we sell, by which rules of the platform, and what each day came to."""

from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import today
from ..logistics import Warehouse
from ..organization import Employee, Store

PLATFORMS = (
    Choice("tmall", "天猫", "Tmall", "negative", ("淘宝", "天猫旗舰店")),
    Choice("jd", "京东", "JD", "warning"),
    Choice("pdd", "拼多多", "Pinduoduo", "negative"),
    Choice("douyin", "抖音", "Douyin", "info", ("抖店",)),
    Choice("youzan", "有赞", "Youzan", "negative"),
    Choice("meituan", "美团", "Meituan", "warning", ("美团闪购", "美团外卖")),
    Choice("eleme", "饿了么", "Ele.me", "info"),
    Choice("mini", "小程序", "Mini program", "positive", ("微信小程序",)),
    Choice("other", "其他", "Other", "grey"),
)
SHOP_STATES = (
    Choice("open", "营业", "Open", "positive", ("正常",)),
    Choice("suspended", "停业", "Suspended", "warning"),
    Choice("closed", "关闭", "Closed", "grey", ("关店",)),
)
RULE_STATES = (Choice("open", "待应对", "Open", "warning"), Choice("done", "已落实", "Done", "positive"))
VIOLATION_STATES = (
    Choice("open", "待处理", "Open", "warning"),
    Choice("appealed", "申诉中", "Appealed", "info"),
    Choice("revoked", "已撤销", "Revoked", "positive"),
    Choice("upheld", "已生效", "Upheld", "negative"),
)

MORE_BUYERS = Text("买家数 {buyers} 大于访客数 {visitors}", "{buyers} buyers are more than the {visitors} visitors")
NOT_YET = Text("{day} 还没到", "{day} is still to come")
FORMULA_CONVERSION = Text("买家数 ÷ 访客数", "Buyers over visitors")
FORMULA_AVERAGE = Text("成交金额 ÷ 买家数（不是订单数）", "Sales over buyers, not orders")
FORMULA_RETURN = Text("成交金额 ÷ 推广花费", "Sales over ad cost")
FORMULA_REFUND = Text("退款金额 ÷ 成交金额", "Refunds over sales")


def guess_platform(c: Changes, rows: list[dict]) -> None:
    """A shop that is only known by its name says its platform in it: 天猫旗舰店."""
    for row in rows:
        if row["platform"] is None:
            named = (choice.key for choice in PLATFORMS if choice.zh in (row["name"] or ""))
            row["platform"] = next(named, "other")


class OnlineShop(Record):
    """A shop on a platform."""

    name = LineField("网店名称", "Online shop", unique=True, max_length=60, width=150, aka=("网店", "店铺", "店铺名称"))
    name_py = PinyinField("网店拼音", "Shop pinyin", of="name")
    platform = ChoiceField("平台", "Platform", options=PLATFORMS, null=True, width=90)
    store = LinkField(
        Store, "所属门店", "Store", null=True, hint=Text("计入哪个门店的业绩", "Whose figures it belongs to")
    )
    warehouse = LinkField(
        Warehouse,
        "发货仓库",
        "Ships from",
        null=True,
        hint=Text(
            "填了以后，发货从这个仓库按先到期先出扣减",
            "Once it is there, what is sent leaves this warehouse, the first to expire first",
        ),
    )
    stock_from = DayField(
        "起扣日期",
        "Stock from",
        null=True,
        hint=Text(
            "这一天起发出的订单才扣库存；填发货仓库时留空则从当天起",
            "Orders sent from this day on take stock; left empty, it is the day the warehouse is filled in",
        ),
    )
    shop_no = LineField("店铺 ID", "Shop id", null=True, max_length=40)
    url = LineField("网址", "URL", null=True, width=180)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    login_owner = LineField("主账号持有人", "Owner of the main login", null=True, max_length=60)
    deposit = MoneyField("保证金", "Deposit", null=True, least=0)
    commission = QuantityField("扣点（%）", "Commission (%)", percent=True, null=True, least=0, most=100)
    promise_hours = CountField(
        "发货时限（小时）",
        "Shipping promise (hours)",
        null=True,
        least=1,
        most=720,
        hint=Text("留空按业务参数", "Empty: as the business parameter says"),
    )
    opened_on = DayField("开店日期", "Opened on", null=True)
    filing_no = LineField("网络食品经营备案号", "Food filing no.", null=True, max_length=60)
    filing_until = DayField("备案到期日", "Filing until", null=True)
    brand_until = DayField("品牌授权到期日", "Brand authorisation until", null=True)
    status = ChoiceField("状态", "Status", options=SHOP_STATES, default="open", width=80)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "网店",
        "Online shops",
        order=("name",),
        key=("name",),
        search=("name", "name_py", "shop_no"),
        small=True,
        columns=(
            "name",
            "platform",
            "store",
            "owner",
            "promise_hours",
            "deposit",
            "commission",
            "filing_until",
            "brand_until",
            "status",
        ),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        fill=guess_platform,
    )


class PlatformRule(Record):
    """A rule of a platform that changed, what it means for us and what was done about it."""

    platform = ChoiceField("平台", "Platform", options=PLATFORMS, width=90)
    title = LineField("规则", "Rule", max_length=120, width=220)
    changed_on = DayField("发布日期", "Published on", default=today)
    effective_on = DayField("生效日期", "Effective on", null=True, index=True)
    impact = NoteField("影响", "Impact", null=True)
    response = NoteField("应对措施", "Response", null=True)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    done_on = DayField("落实日期", "Done on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=RULE_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "平台规则",
        "Platform rules",
        title="title",
        order=("state", "-changed_on"),
        search=("title", "impact"),
        columns=("platform", "title", "changed_on", "effective_on", "impact", "response", "owner", "state"),
        steps=(
            Step(
                "finish",
                "已落实",
                "Done",
                "open",
                "done",
                needs=("response",),
                icon="task_alt",
                asks={
                    "response": NoteField("应对措施", "Response"),
                    "done_on": DayField("落实日期", "Done on", default=today),
                },
            ),
            Step("reopen", "重新打开", "Reopen", "done", "open", reason=True, icon="refresh"),
        ),
    )


class ShopViolation(Record):
    """A breach of a platform's rules that it held against us."""

    shop = LinkField(OnlineShop, "网店", "Shop")
    title = LineField("违规事项", "Violation", max_length=120, width=200)
    rule = LinkField(PlatformRule, "平台规则", "Rule", null=True)
    happened_on = DayField("违规日期", "Happened on", default=today, index=True)
    points = QuantityField("扣分", "Points", default=0, least=0, sum=True)
    fine = MoneyField("罚款", "Fine", default=0, least=0, sum=True)
    appeal_due = DayField("申诉截止", "Appeal by", null=True)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    result = NoteField("处理结果", "Result", null=True)
    state = ChoiceField("状态", "State", options=VIOLATION_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "平台违规",
        "Violations",
        title="title",
        order=("-happened_on",),
        search=("title", "shop"),
        later=("result",),
        scopes={"store": "shop.store", "region": "shop.store.region"},
        parent="shop",
        steps=(
            Step("appeal", "提交申诉", "Appeal", "open", "appealed", icon="gavel", attachment=True),
            Step(
                "revoke",
                "申诉成功",
                "Revoked",
                "appealed",
                "revoked",
                needs=("result",),
                icon="thumb_up",
                asks={"result": NoteField("处理结果", "Result")},
            ),
            Step(
                "uphold",
                "确认生效",
                "Upheld",
                "open appealed",
                "upheld",
                needs=("result",),
                icon="thumb_down",
                asks={"result": NoteField("处理结果", "Result")},
            ),
        ),
    )


def keep_days(c: Changes, moves: list[Move]) -> None:
    """Buyers are among the visitors, and the day is over."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        if row.day > today():
            raise Refused(NOT_YET(day=row.day), "day", move.index)
        if row.visitors and row.buyers > row.visitors:
            raise Refused(MORE_BUYERS(buyers=row.buyers, visitors=row.visitors), "buyers", move.index)


def rate_days(c: Changes, moves: list[Move]) -> None:
    """The rates of a day follow from its figures."""
    sets = {}
    for row in [move.new for move in moves if move.new]:
        sets[row.id] = {
            "conversion": rate(row.buyers * 100, row.visitors),
            "average": rate(row.sales, row.buyers),
            "ad_return": rate(row.sales, row.ad_cost),
            "refund_rate": rate(row.refunds * 100, row.sales),
        }
    c.alter(ShopDay, sets)


def rate(part, whole) -> Decimal | None:
    """Two digits; None of nothing."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01")) if whole else None


class ShopDay(Record):
    """What one day came to in one shop, as the platform reports it; a later correction of theirs updates the row."""

    shop = LinkField(OnlineShop, "网店", "Shop", aka=("店铺", "店铺名称"))
    day = DayField("日期", "Date", index=True, aka=("统计日期", "数据日期", "统计时间", "时间"))
    impressions = CountField(
        "展现量",
        "Impressions",
        default=0,
        least=0,
        sum=True,
        aka=("曝光量", "展现", "曝光次数", "商品曝光次数", "曝光人数"),
    )
    visitors = CountField(
        "访客数", "Visitors", default=0, least=0, sum=True, aka=("访客", "UV", "商品访客数", "店铺访客数", "进店人数")
    )
    page_views = CountField(
        "浏览量", "Page views", default=0, least=0, sum=True, aka=("PV", "商品浏览量", "店铺浏览量")
    )
    favourites = CountField(
        "收藏数", "Favourites", default=0, least=0, sum=True, aka=("收藏人数", "商品收藏人数", "店铺收藏人数")
    )
    carts = CountField("加购数", "Added to cart", default=0, least=0, sum=True, aka=("加购人数",))
    orders = CountField(
        "订单数",
        "Orders",
        default=0,
        least=0,
        sum=True,
        aka=("支付订单数", "成交订单数", "成交单量", "支付子订单数", "有效订单数", "有效订单"),
    )
    buyers = CountField(
        "买家数",
        "Buyers",
        default=0,
        least=0,
        sum=True,
        aka=("支付买家数", "成交人数", "成交客户数", "支付人数", "付款人数", "下单人数"),
    )
    new_buyers = CountField(
        "新买家数", "New buyers", default=0, least=0, sum=True, aka=("支付新买家数", "新成交客户数", "新客人数")
    )
    sales = MoneyField("成交金额", "Sales", default=0, least=0, sum=True, aka=("支付金额", "销售额", "营业额"))
    refunds = MoneyField("退款金额", "Refunds", default=0, least=0, sum=True, aka=("成功退款金额", "退款额"))
    ad_cost = MoneyField("推广花费", "Ad cost", default=0, least=0, sum=True, aka=("推广费", "广告花费"))
    service_score = QuantityField("店铺评分", "Service score", null=True, least=0, most=5, aka=("服务评分", "DSR"))
    rank = CountField(
        "类目排名", "Category rank", null=True, least=1, aka=("行业排名", "排名"), column_name="category_rank"
    )
    conversion = QuantityField(
        "转化率（%）", "Conversion (%)", percent=True, null=True, derived=True, hint=FORMULA_CONVERSION
    )
    average = MoneyField("客单价", "Average order", null=True, derived=True, hint=FORMULA_AVERAGE)
    ad_return = QuantityField("投入产出比", "Ad return", null=True, derived=True, hint=FORMULA_RETURN)
    refund_rate = QuantityField(
        "退款率（%）", "Refund rate (%)", percent=True, null=True, derived=True, hint=FORMULA_REFUND
    )

    sheet = Sheet(
        "网店日数据",
        "Shop days",
        title="day",
        order=("-day", "shop"),
        key=("shop", "day"),
        search=("shop",),
        checks=(keep_days,),
        derives=(rate_days,),
        suggests=lambda who: {"day": today()},
        columns=(
            "shop",
            "day",
            "visitors",
            "conversion",
            "orders",
            "buyers",
            "sales",
            "average",
            "refunds",
            "refund_rate",
            "ad_cost",
            "ad_return",
            "impressions",
            "page_views",
            "service_score",
            "rank",
        ),
        scopes={"store": "shop.store", "region": "shop.store.region", "own": "shop.owner"},
    )

    class Meta:
        indexes = ((("shop", "day"), True),)
