"""A small believable company for the stub: stores, tiers, staff and 2,000 members, always the same."""

import random
from datetime import date, timedelta

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
GIVEN = ("小明", "秀英", "建国", "丽华", "志强", "桂兰", "海燕", "文博", "雪梅", "子涵", "国庆", "淑芬", "晓东", "美玲")
INITIALS = dict(zip("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗", "wlzlcyhzzwxsmzhghlgl", strict=True))
GIVEN_INITIALS = dict(
    zip(GIVEN, ("xm", "xy", "jg", "lh", "zq", "gl", "hy", "wb", "xm", "zh", "gq", "sf", "xd", "ml"), strict=True)
)
STORES = ("锦江社区一店", "天府大道店", "武侯祠店", "春熙路旗舰店", "双流机场店", "青羊宫店", "建设路店", "高新银泰店")
TIERS = ("普通会员", "银卡会员", "金卡会员", "钻石会员")
TAGS = ("高血压", "睡眠", "补钙", "孝心礼", "转介绍", "素食")
WORDS_ALL = ("eq", "ne", "in", "not_in", "empty", "contains", "starts")
RANGE = ("eq", "ne", "in", "not_in", "empty", "lt", "le", "gt", "ge")
EQUALS = ("eq", "ne", "in", "not_in", "empty")
OPS = {
    "line": WORDS_ALL,
    "note": WORDS_ALL,
    "phone": WORDS_ALL,
    "tags": ("contains", "empty"),
    "flag": ("eq", "ne", "empty"),
    "choice": EQUALS,
    "link": EQUALS,
    "day": (*RANGE, "span"),
}
COMPUTED = {"zh": "由积分流水计算，请用“调整积分”", "en": "kept by the points ledger; use “Adjust points”"}


def label(zh, en):
    return {"zh": zh, "en": en}


def field(name, kind, zh, en, **more):
    base = {
        "name": name,
        "kind": kind,
        "label": label(zh, en),
        "hint": None,
        "required": False,
        "editable": True,
        "why": None,
        "masked": False,
        "options": None,
        "link": None,
        "width": None,
        "sum": False,
        "ops": list(OPS.get(kind, RANGE)),
    }
    return base | more


def option(key, zh, en, tone):
    return {"key": key, "label": label(zh, en), "tone": tone}


STATUS = [
    option("active", "正常", "Active", "positive"),
    option("dormant", "休眠", "Dormant", "warning"),
    option("frozen", "冻结", "Frozen", "negative"),
    option("left", "退会", "Left", "grey"),
]
CHANNEL = [
    option("store", "门店", "Store", "info"),
    option("online", "网店", "Online", "info"),
    option("event", "活动", "Event", "grey"),
    option("group", "团购转化", "Group buy", "grey"),
]
MEMBER_FIELDS = [
    field("card_no", "line", "会员卡号", "Card no.", required=True, width=110, max_length=20),
    field("name", "line", "姓名", "Name", required=True, width=130, max_length=30),
    field("phone", "phone", "手机号", "Phone", required=True, hint=label("11 位手机号，不可重复", "11 digits, unique")),
    field("tier", "link", "会员等级", "Tier", link="member_tier", width=110),
    field("home_store", "link", "所属门店", "Home store", link="store", required=True),
    field("status", "choice", "状态", "Status", options=STATUS, width=90),
    field("points", "count", "积分", "Points", editable=False, why=COMPUTED, sum=True, width=90),
    field("spend", "money", "近 12 月消费", "12-month spend", editable=False, why=COMPUTED, sum=True),
    field("credit", "money", "储值余额", "Balance", sum=True, least=0),
    field("joined_on", "day", "入会日期", "Joined on", required=True),
    field("channel", "choice", "入会渠道", "Channel", options=CHANNEL),
    field("tags", "tags", "标签", "Tags"),
    field("consent", "flag", "同意联系", "Consent"),
    field(
        "birthday",
        "day",
        "生日",
        "Birthday",
        editable=False,
        masked=True,
        why=label("生日已打码", "Birthdays are masked for you"),
    ),
    field("last_purchase_at", "moment", "最近消费", "Last purchase"),
    field("weight", "quantity", "体重（kg）", "Weight (kg)"),
    field("note", "note", "备注", "Note"),
]
ADJUST = {
    "name": "adjust_points",
    "label": label("调整积分", "Adjust points"),
    "asks": [
        field(
            "points",
            "count",
            "增减积分",
            "Points to add",
            required=True,
            hint=label("扣减填负数", "Negative takes away"),
        ),
        field("reason", "note", "原因", "Reason", required=True),
    ],
}
VERBS = ["see", "add", "edit", "delete", "export", "import", "undo"]


def described(record, zh, en, title, fields, actions=(), order=(), may=VERBS):
    return {
        "name": record,
        "label": label(zh, en),
        "may": list(may),
        "title": title,
        "columns": [field["name"] for field in fields],
        "order": list(order),
        "search": True,
        "fields": fields,
        "actions": list(actions),
        "view": None,
    }


GIFT_FIELDS = [
    field("name", "line", "礼品", "Gift", required=True),
    field("price", "count", "所需积分", "Points", required=True),
]
RECORDS = {
    "member": described("member", "会员", "Members", "name", MEMBER_FIELDS, [ADJUST], ["-joined_on", "name"]),
    "gift": described("gift", "礼品", "Gifts", "name", GIFT_FIELDS),
}


def members(count=2000):
    dice = random.Random(7)
    first = date(2026, 11, 20)
    rows = {}
    for n in range(1, count + 1):
        surname, given = dice.choice(SURNAMES), dice.choice(GIVEN)
        tier, store = dice.choices(range(4), (60, 25, 12, 3))[0], dice.randrange(8)
        rows[n] = {
            "id": n,
            "card_no": f"VIP{n:06d}",
            "name": surname + given,
            "phone": f"13{dice.randrange(10**9):09d}",
            "tier": {"id": tier + 1, "text": TIERS[tier]},
            "home_store": {"id": store + 1, "text": STORES[store]},
            "status": dice.choices(["active", "dormant", "frozen", "left"], (70, 20, 4, 6))[0],
            "points": dice.randrange(20000),
            "spend": f"{dice.randrange(3000000) / 100:.2f}",
            "credit": f"{dice.randrange(90000) / 100:.2f}",
            "joined_on": (first - timedelta(days=n // 3)).isoformat(),
            "channel": dice.choice(["store", "online", "event", "group"]),
            "tags": dice.sample(TAGS, dice.randrange(3)) or None,
            "consent": dice.random() < 0.7,
            "birthday": f"****-{dice.randrange(1, 13):02d}-{dice.randrange(1, 28):02d}",
            "last_purchase_at": f"2026-{dice.randrange(1, 11):02d}-{dice.randrange(1, 28):02d}T0{dice.randrange(9)}:30:00Z",
            "weight": f"{dice.randrange(40, 90)}.5",
            "note": "对花粉过敏，推荐产品前请先询问；每周三上午方便接电话" if n % 9 == 0 else None,
            "_initials": INITIALS[surname] + GIVEN_INITIALS[given],
        }
    return rows
