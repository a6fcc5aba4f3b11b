"""Workbooks as ten companies would lay them out, made up by a seed, whose truth is known: titles, groups, orders, totals, strangers."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from exports.read.sheets import Book, SheetRows
from models import house
from tests.helpers.layout_words import FOREIGN, WORDS
from tests.helpers.shop import put

TODAY = date(2026, 11, 28)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明霞秀兰玉梅建国志华晓东海燕"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
STREETS = ("锦江区红星路", "武侯区科华北路", "青羊区人民南路", "成华区建设路", "高新区天府大道")
STORES = ("锦江一店", "武侯二店", "青羊店", "成华店", "高新店", "双流店", "郫都店", "龙泉店")
TIERS = ("普通卡", "银卡", "金卡", "钻石卡")
CATEGORIES = ("保健食品", "滋补品", "茶饮", "礼盒")
REGIONS = ("川西区", "川东区", "川南区")
WAREHOUSES = ("成都总仓", "重庆分仓", "绵阳前置仓")
SUPPLIERS = (
    "四川天府药业有限公司",
    "云南三七科技有限公司",
    "山东阿胶制品有限公司",
    "重庆康源贸易有限公司",
    "东北参茸集团",
)
COURSES = ("会员服务礼仪", "保健食品法规", "阿胶产品知识", "门店陈列")
SHOPS = ("天猫旗舰店", "京东自营店", "抖音小店", "拼多多店")
ACCOUNTS = ("四川电力公司工会", "成都地铁集团", "西南建筑设计院", "蜀南石化", "川航后勤中心", "天府银行")
PRODUCTS = (
    "阿胶糕",
    "蛋白粉",
    "西洋参片",
    "铁皮石斛",
    "蜂胶胶囊",
    "钙片",
    "鱼油软胶囊",
    "灵芝孢子粉",
    "枸杞原浆",
    "燕窝礼盒",
)


def company(seed: int = 7) -> None:
    """A small company whose rows the workbooks speak of."""
    chance = random.Random(seed)
    records = house().records
    regions = [put(records["region"], name=name) for name in REGIONS]
    stores = [
        put(records["store"], code=f"S{at:03}", name=name, region=regions[at % 3], kind="own")
        for at, name in enumerate(STORES, 1)
    ]
    for at, name in enumerate(TIERS, 1):
        put(records["member_tier"], code=f"T{at}", name=name, rank=at)
    for at in range(1, 15):
        put(
            records["employee"],
            staff_no=f"E{at:04}",
            name=_person(chance, at),
            store=stores[at % 8],
            department="store",
        )
    categories = [put(records["product_category"], name=name) for name in CATEGORIES]
    suppliers = [put(records["supplier"], code=f"GY{at:03}", name=name) for at, name in enumerate(SUPPLIERS, 1)]
    for at, name in enumerate(PRODUCTS, 1):
        put(
            records["product"],
            sku=f"P{at:05}",
            name=name,
            category=categories[at % 4],
            supplier=suppliers[at % 5],
            list_price=100 + 40 * at,
        )
    for at, name in enumerate(WAREHOUSES, 1):
        put(records["warehouse"], code=f"W{at}", name=name)
    for at, name in enumerate(ACCOUNTS, 1):
        put(records["key_account"], code=f"K{at:03}", name=name)
    for at in range(1, 6):
        put(records["vehicle"], plate=f"川A{10_000 + at * 137}", kind="van")
        put(records["driver"], licence_no=f"5101{at:014}", name=_person(chance, 40 + at))
    for at, name in enumerate(COURSES, 1):
        put(records["course"], code=f"KC{at}", name=name)
    for name in SHOPS:
        put(records["online_shop"], name=name, platform="tmall")
    for at in range(1, 13):
        put(records["member"], card_no=f"HY{at:06}", name=_person(chance, 60 + at), home_store=stores[at % 8])


def _person(chance: random.Random, at: int) -> str:
    return SURNAMES[at % len(SURNAMES)] + "".join(chance.sample(GIVEN, 2))


@dataclass
class Layout:
    """A workbook of a record type and where its columns belong: place → field, None for what belongs nowhere."""

    record: str
    sheet: SheetRows
    truth: dict[int, str | None]
    headers: dict[int, str]
    unforeseen: set[int] = field(default_factory=set)

    @property
    def book(self) -> Book:
        return Book("xlsx", [self.sheet], name="导出.xlsx")


class Values:
    """The values of a kind, as people's workbooks hold them."""

    def __init__(self, chance: random.Random, known: dict[str, list[str]]):
        self.chance, self.known, self.counter = chance, known, count(chance.randrange(100, 9000))

    def column(self, kind: str, rows: int) -> list[Any]:
        kind, _, rest = kind.partition(":")
        make: Callable[..., Any] = getattr(self, "_" + kind, None) or self._chosen(kind)
        made = [make(rest) if rest else make() for _ in range(rows)]
        if kind in BY_ROW:
            return [BY_ROW[kind](value, at) for at, value in enumerate(made)]
        return made

    def _chosen(self, kind: str) -> Callable[[], Any]:
        several = self.known.get(kind) or OPTIONS[kind]
        return lambda: self.chance.choice(several)

    def _code(self, start: str) -> str:
        return f"{start}{2026_0000 + next(self.counter)}"

    def _digits(self, length: str) -> str:
        return "".join(self.chance.choices("123456789", k=int(length)))

    def _card(self) -> str:
        return f"HY{next(self.counter):06}"

    def _sku(self) -> str:
        return f"P{next(self.counter):05}"

    def _staff(self) -> str:
        return f"E{next(self.counter):04}"

    def _batch(self) -> str:
        return f"{self.chance.choice(('A', 'B', 'L'))}{self._compact()}{self.chance.randrange(1, 9)}"

    def _compact(self) -> str:
        return self._a_day().strftime("%Y%m%d")

    def _approval(self) -> str:
        return f"国食健字G{self.chance.randrange(10**7, 10**8)}"

    def _credit_code(self) -> str:
        return "91510100" + "".join(self.chance.choices("0123456789ABCDEFGH", k=10))

    def _person(self) -> str:
        return self.chance.choice(SURNAMES) + "".join(self.chance.sample(GIVEN, self.chance.choice((1, 2))))

    def _phone(self) -> Any:
        text = f"1{self.chance.choice('35789')}{self.chance.randrange(10**8, 10**9)}"
        return int(text) if self.chance.random() < 0.3 else text

    def _identity(self) -> str:
        born = f"{self.chance.randrange(1960, 2004)}0{self.chance.randrange(1, 9)}{self.chance.randrange(10, 28)}"
        body = f"510104{born}{self.chance.randrange(100, 999)}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return body + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11]

    def _barcode(self) -> str:
        body = f"690{self.chance.randrange(10**8, 10**9)}"
        return body + str(-sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(body)) % 10)

    def _plate(self) -> str:
        return f"川{self.chance.choice('ABCF')}{self.chance.randrange(10_000, 99_999)}"

    def _address(self) -> str:
        return f"成都市{self.chance.choice(STREETS)}{self.chance.randrange(1, 300)}号{self.chance.randrange(1, 9)}栋"

    def _a_day(self) -> date:
        return TODAY - timedelta(days=self.chance.randrange(3, 900))

    def _day(self) -> Any:
        day, way = self._a_day(), self.chance.randrange(3)
        return day if way == 0 else day.strftime("%Y/%m/%d") if way == 1 else day.isoformat()

    def _day_later(self) -> Any:
        return (TODAY + timedelta(days=self.chance.randrange(3, 700))).isoformat()

    def _day_unique(self) -> Any:
        return TODAY - timedelta(days=next(self.counter))

    def _birthday(self) -> Any:
        return date(self.chance.randrange(1950, 2005), self.chance.randrange(1, 13), self.chance.randrange(1, 28))

    def _moment(self) -> Any:
        moment = datetime(
            2026, self.chance.randrange(1, 11), self.chance.randrange(1, 28), self.chance.randrange(9, 21), 15
        )
        return moment if self.chance.random() < 0.5 else moment.strftime("%Y-%m-%d %H:%M")

    def _moment_end(self) -> Any:
        return self._moment()

    def _warehouse_name(self) -> str:
        return f"{self.chance.choice(('泸州', '宜宾', '乐山', '南充'))}{next(self.counter)}仓"

    def _number(self, least: int, most: int, digits: int = 0) -> Any:
        value = round(self.chance.uniform(least, most), digits)
        return int(value) if not digits else value

    def _guid(self) -> str:
        return f"{self.chance.getrandbits(64):016x}"

    def _ip(self) -> str:
        return ".".join(str(self.chance.randrange(1, 250)) for _ in range(4))

    def _serial(self) -> int:
        return 0

    def _company(self) -> str:
        return (
            self.chance.choice(("四川", "成都", "重庆"))
            + self.chance.choice(("康源", "天成", "瑞和", "盛达"))
            + f"{next(self.counter) % 97}商贸有限公司"
        )

    def _store_name(self) -> str:
        return f"{self.chance.choice(('温江', '新都', '都江堰', '彭州', '金堂'))}{next(self.counter)}店"

    def _product_name(self) -> str:
        return (
            self.chance.choice(PRODUCTS)
            + self.chance.choice(("升级版", "礼盒装", "家庭装", "便携装"))
            + str(next(self.counter) % 89)
        )


NUMBERS = {
    "points": (0, 9000, 0),
    "money_large": (5000, 90_000, 2),
    "money_mid": (1000, 20_000, 2),
    "money_small": (50, 3000, 2),
    "money_tiny": (5, 300, 2),
    "money_signed": (-80, 80, 2),
    "price": (60, 700, 2),
    "price_low": (50, 600, 2),
    "price_cost": (20, 250, 2),
    "count": (10, 400, 0),
    "count_small": (1, 12, 0),
    "count_large": (80, 900, 0),
    "days": (180, 1080, 0),
    "load": (800, 5000, 0),
    "mileage": (10_000, 200_000, 0),
    "mileage_small": (10, 300, 1),
    "temperature": (2, 25, 1),
    "temperature_low": (-18, 8, 0),
    "hours": (8, 60, 1),
    "percent": (0, 100, 0),
    "area": (30, 200, 1),
}
OPTIONS: dict[str, tuple[Any, ...]] = {
    "gender": ("男", "女"),
    "member_channel": ("门店", "网店", "活动"),
    "member_status": ("正常", "休眠", "正常", "冻结"),
    "complaint_kind": ("投诉", "咨询", "建议"),
    "complaint_category": ("质量", "服务", "配送", "价格"),
    "vehicle_kind": ("面包车", "厢式货车", "冷藏车"),
    "vehicle_status": ("在用", "维修中"),
    "expense_category": ("租金", "差旅", "办公", "水电", "促销"),
    "department": ("门店", "电商", "大客户", "物流仓储"),
    "product_status": ("在售", "停售"),
    "supplier_grade": ("A", "B", "C"),
    "visit_kind": ("上门", "电话", "微信"),
    "purchase_channel": ("门店", "网店", "团购"),
    "employee_status": ("在职", "休假", "离职"),
    "store_kind": ("自营", "加盟"),
    "brand": ("五菱宏光", "江铃全顺", "福田时代", "金杯海狮"),
    "spec": ("500g/盒", "60粒/瓶", "30袋×10g", "1kg/罐"),
    "unit": ("盒", "瓶", "罐", "袋"),
    "storage": ("阴凉干燥处", "常温避光", "2-8℃冷藏"),
    "position": ("导购", "店长", "健康顾问", "收银员"),
    "note": (
        "顾客反映包装破损，已登记并拍照留存",
        "下次来店提醒领取赠品，注意控糖",
        "老顾客介绍的朋友，主要关注睡眠与肠胃",
        "沟通顺利，对方要先看样品再决定采购数量",
    ),
    "note2": ("已致电道歉并换货，顾客表示满意", "门店店长上门说明情况并退款", "转供应商核查，三日内给答复"),
    "purpose": ("中秋团购洽谈", "年度合作回访", "门店布置材料", "员工差旅报销", "新品推介"),
    "result": ("达成意向", "需再次沟通", "暂无需求", "已签约"),
    "step": ("寄送样品", "提交报价单", "约店长面谈", "等待对方回复"),
    "task": ("整改消防通道", "补齐价签", "更新会员海报", "清点临期商品", "培训新员工"),
    "courier": ("顺丰速运", "中通快递", "圆通速递", "京东物流"),
    "flag01": (0, 1),
    "gift_name": ("保温杯", "养生壶", "雨伞", "艾灸体验", "抱枕", "体脂秤", "帆布袋", "量杯套装"),
    "place": ("总部三楼会议室", "后厨入口左侧", "二楼库房门口", "收银台旁", "一楼大厅", "培训中心 201"),
    "movement_kind": ("采购入库", "门店退货", "调拨入库", "盘盈"),
    "industry": ("电力", "教育", "医疗", "建筑设计", "银行"),
    "deal": ("中秋礼盒采购", "员工福利年度框架", "春节慰问品", "体检配套营养品", "工会活动用品"),
    "device_kind": ("干粉灭火器", "二氧化碳灭火器", "消火栓", "应急灯"),
    "till": ("01", "02", "03"),
    "payment": ("现金", "微信", "支付宝"),
    "coupon_name": ("新客立减券", "满减券", "生日礼券", "回店券", "中秋券", "年货券"),
    "promotion_name": ("中秋团圆季", "春季养生节", "会员日", "年货大集", "店庆", "国庆专场"),
    "promotion_text": ("买二送一，限前五十名", "全场八折加赠小样", "进店送鸡蛋，拉新会员", "满三百减五十"),
    "plan": ("智能推广-阿胶", "关键词-蛋白粉", "人群-老客召回", "短视频引流"),
    "defect": ("包装破损", "标签错误", "胀袋", "色泽异常", "超期", "封口不严"),
    "competitor": ("康美健品", "同仁堂春熙路店", "天天健康", "大参林"),
    "word": ("甲", "乙", "丙"),
    "after_kind": ("退货退款", "换货", "仅退款"),
    "after_reason": ("质量问题", "运输破损", "不想要了", "发错漏发"),
    "invoice_kind": ("增值税普通发票", "增值税专用发票"),
    "talk_channel": ("电话", "微信", "到店"),
    "topic": ("换季滋补提醒", "积分到期提醒", "生日祝福", "新品试饮邀请", "久未到店关怀"),
    "activity_kind": ("健康讲座", "体验品鉴", "会员联谊"),
    "activity_name": ("秋冬滋补讲座", "阿胶品鉴会", "中医义诊日", "重阳登高", "会员茶话会", "膏方节"),
    "warehouse_kind": ("总仓", "分仓", "冷库"),
    "yes_no": ("是", "是", "否"),
    "stars": (3, 4, 5),
    "cause": ("计数差错", "破损", "错放货位"),
    "shift": ("早班", "晚班", "全天"),
    "visit_way": ("例行巡店", "飞行检查", "门店自查"),
    "visit_section": ("Q 品质", "S 服务", "C 清洁"),
    "check_text": (
        "价签齐全且清楚",
        "冷柜温度有记录",
        "员工着装整齐",
        "临期商品单独陈列",
        "地面无积水",
        "证照上墙",
        "先进先出",
    ),
    "franchisee_name": ("陈国栋", "李秀兰", "成都康瑞商贸有限公司", "绵阳益生堂"),
    "month": ("2026-08", "2026-09", "2026-10", "2026年11月"),
    "pay_way": ("银行转账", "现金", "货款抵扣"),
    "receipt_way": ("对公转账", "微信", "刷卡"),
    "campaign_channel": ("站内广告", "直播", "论坛", "邮件"),
    "shop_name": ("天猫养生店", "京东健康馆", "抖音滋补号", "有赞商城", "拼多多特惠店", "美团到家店"),
    "shop_platform": ("天猫", "京东", "抖音", "拼多多"),
    "count_way": ("全盘", "循环盘", "盲盘"),
    "check_kind": ("5S", "消防", "温湿度", "虫害防治"),
    "freight_category": ("仓租", "运输", "油费", "包装"),
    "move_kind": ("晋升", "轮岗", "降职"),
    "reason_away": ("年假", "事假", "病假", "婚假", "产检"),
    "budget_category": ("租金", "人工", "促销", "水电"),
    "budget_department": ("门店", "电商", "物流仓储", "大客户"),
    "bill_kind": ("交易收款", "技术服务费", "退款", "运费险", "提现"),
    "capa_source": ("检验报告", "顾客投诉", "巡店", "品质审核"),
}
BY_ROW: dict[str, Callable[[Any, int], Any]] = {
    "serial": lambda value, at: at + 1,
    "task": lambda value, at: f"{value}{at + 1}",
}
for _name, _range in NUMBERS.items():
    setattr(Values, "_" + _name, lambda self, span=_range: self._number(*span))


def known() -> dict[str, list[str]]:
    """What the rows of the company are called."""
    kinds = {
        "store": "name",
        "tier": "name",
        "employee": "name",
        "product": "name",
        "supplier": "name",
        "category": "name",
    }
    kinds |= {"region": "name", "warehouse": "name", "driver": "name", "account": "name", "member": "card_no"}
    kinds |= {"course": "name", "shop": "name"}
    types = {"tier": "member_tier", "category": "product_category", "account": "key_account", "shop": "online_shop"}
    names = {}
    for kind, name in kinds.items():
        record = house().records[types.get(kind, kind)]
        names[kind] = [getattr(row, name) for row in record.select(getattr(record, name)).order_by(record.id)]
    names["known_plate"] = [row.plate for row in house().records["vehicle"].select()]
    return names


def words_of(record: str, name: str, pool: dict[str, Any] = WORDS) -> tuple[list[str], list[str]]:
    """What a field may be called: what may be known, and what was kept away."""
    kept, _, held = pool[record][name][1].partition("|")
    return kept.split(), [word.replace("~", " ") for word in held.split()]


def layouts(seed: int, number: int, held_share: float = 0.8, pool: dict[str, Any] = WORDS) -> Iterator[Layout]:
    """So many workbooks, each type in turn; held_share: how many of the headers are of the words that were kept away."""
    chance, names = random.Random(seed), known()
    for at in range(number):
        yield _layout(chance, list(pool)[at % len(pool)], Values(chance, names), held_share, pool)


def _layout(
    chance: random.Random, record: str, values: Values, held_share: float, pool: dict[str, Any] = WORDS
) -> Layout:
    sheet = house().records[record].sheet
    needed = {*sheet.key, *(name for name, item in house().records[record].fields().items() if item.required)}
    names = [name for name in pool[record] if name in needed or chance.random() < 0.8]
    columns: list[tuple[str, str | None, str]] = []
    unforeseen: set[str] = set()
    for name in names:
        kept, held = words_of(record, name, pool)
        header = chance.choice(held if chance.random() < held_share else kept)
        unforeseen |= {header} if header in held else set()
        columns.append((header, name, pool[record][name][0]))
    columns += [(header, None, kind) for header, kind in chance.sample(FOREIGN, chance.choice((0, 0, 1, 2)))]
    if chance.random() < 0.6:
        chance.shuffle(columns)
    seen: set[str] = set()
    columns = [column for column in columns if not (column[0] in seen or seen.add(column[0]))]
    rows = chance.randrange(8, 40)
    cells = [values.column(kind, rows) for _, _, kind in columns]
    lines = [[line[at] for line in cells] for at in range(rows)]
    for line in lines:
        for place, (_, name, _) in enumerate(columns):
            if name is not None and name not in needed and chance.random() < 0.06:
                line[place] = None
    head, merges = _head(chance, sheet.label.zh, [header for header, _, _ in columns])
    top = len(head) - 1
    below = _foot(chance, columns, rows)
    truth = {place: name for place, (_, name, _) in enumerate(columns)}
    headers = {place: header for place, (header, _, _) in enumerate(columns)}
    return Layout(
        record,
        SheetRows(chance.choice(("Sheet1", "明细", "数据")), [*head, *lines, *below], merges=merges),
        truth,
        headers,
        {place for place in truth if headers[place] in unforeseen and top >= 0},
    )


def _head(
    chance: random.Random, title: str, headers: list[str]
) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """Titles, and the header, sometimes with a group over some of its columns."""
    width, head, merges = len(headers), [], []
    if chance.random() < 0.5:
        head.append([f"2026年{title}台账", *[None] * (width - 1)])
        merges.append((1, 1, 1, width))
    if chance.random() < 0.3:
        head.append([f"制表部门：运营部　制表日期：{TODAY.isoformat()}", *[None] * (width - 1)])
    if chance.random() < 0.2:
        head.append([None] * width)
    if chance.random() < 0.2 and width > 5:
        start = chance.randrange(1, width - 3)
        row = len(head) + 1
        groups = [None if start <= place < start + 3 else header for place, header in enumerate(headers)]
        groups[start] = chance.choice(("基本信息", "详细情况", "登记内容"))
        lower = [header if start <= place < start + 3 else None for place, header in enumerate(headers)]
        merges += [(row, start + 1, row, start + 3)]
        merges += [(row, place + 1, row + 1, place + 1) for place in range(width) if lower[place] is None]
        return [*head, groups, lower], merges
    return [*head, list(headers)], merges


def _foot(chance: random.Random, columns: list[tuple[str, str | None, str]], rows: int) -> list[list[Any]]:
    """A row of totals, a remark, sometimes another table below."""
    below: list[list[Any]] = []
    if chance.random() < 0.3:
        sums = [rows * 100 if kind.startswith(("money", "count")) else None for _, _, kind in columns]
        below.append(["合计", *sums[1:]])
    if chance.random() < 0.2:
        below.append(["制表人：王敏　审核：李强"])
    if chance.random() < 0.15:
        below += [[None], ["班次", "值班情况"], ["早班", "正常"], ["晚班", "正常"]]
    return below
