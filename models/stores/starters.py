"""What a chain of health-food shops usually begins with: a checklist for visits, and what it takes to open a shop."""

from typing import Any

from ..kit.declare.starters import Starter
from .checklist import ChecklistItem
from .opening_lists import OpeningTemplateItem
from .templates import OpeningTemplate, OpeningTemplateLine

RED, SERIOUS, NORMAL = "critical", "serious", "normal"

# section: (what is looked at, full points, how bad, a photo when it failed, how it is checked), and for which kind of store
CHECKLIST = {
    ("q", None): (
        (
            "证照齐全有效并公示：营业执照、食品经营许可证（含保健食品）",
            5,
            RED,
            True,
            "看公示栏原件，核对有效期、地址和经营项目",
        ),
        ("在岗人员健康证有效", 5, RED, True, "按当日排班逐人核对，过期或没有的当场停岗"),
        ("没有过期商品", 10, RED, True, "每个货架抽查 20 个单品，重点看临期区、促销堆头和后仓"),
        (
            "没有宣传疾病预防、治疗功能的海报、话术和价签",
            10,
            RED,
            True,
            "看海报、价签、店员朋友圈和社群，随机问一款商品的作用",
        ),
        (
            "保健食品设专区专柜，提示牌醒目",
            8,
            RED,
            True,
            "有“保健食品销售专区”牌和“保健食品不是药物，不能代替药物治疗疾病”提示",
        ),
        ("保健食品的蓝帽子标志和批准文号与备案一致", 8, RED, True, "抽 5 个单品，用包装上的文号在市场监管总局网站核对"),
        ("临期商品已下架或集中标识", 8, SERIOUS, True, "按系统临期清单核对临期区，标签写明到期日"),
        ("进货查验资料齐全", 8, SERIOUS, False, "抽 3 个近期到货批次，查送货单、检验报告和供应商资质"),
        ("停售、召回的批次已下架隔离", 8, RED, True, "对照系统的批次停售和召回通知，看货架、后仓和退货区"),
        ("冷藏设备温度达标，记录完整", 6, SERIOUS, True, "现场测温，翻近 7 天记录，与设备显示核对"),
        ("先进先出，前排是先到期的批次", 5, NORMAL, False, "抽 10 个单品，比较前排和后排的到期日"),
        ("价签一货一签，与系统价格一致", 5, NORMAL, True, "扫码抽查 10 个单品，会员价和促销价都要对"),
        ("账货相符", 6, SERIOUS, False, "抽盘 10 个高值单品，与系统库存比较"),
        ("食品安全日管控、周排查记录完整", 5, SERIOUS, False, "翻近一个月的记录，看问题有没有闭环"),
    ),
    ("s", None): (
        ("顾客进店 10 秒内主动问候", 5, NORMAL, False, "在门口观察 3 位顾客"),
        ("着工装、戴工牌，仪容整洁", 4, NORMAL, False, "现场逐人看"),
        ("介绍商品先问需求和禁忌，不夸大功效", 8, SERIOUS, False, "旁听一次接待，或扮作顾客问一款商品"),
        ("主动邀请入会，并征得联系同意", 5, NORMAL, False, "看近 7 天新会员的“同意联系”登记"),
        ("会员手机号、健康信息不外露", 6, SERIOUS, True, "看收银台、登记本、电脑屏幕和工作群"),
        ("收银唱收唱付，主动给小票", 4, NORMAL, False, "观察 3 笔收银"),
        ("积分和礼品兑换按规则，当场核对", 5, NORMAL, False, "抽 3 笔兑换，系统、签收、库存三方一致"),
        ("投诉当天登记，按时限回复", 8, SERIOUS, False, "查投诉登记，回访 1 位顾客"),
        ("退换货政策公示并照办", 4, NORMAL, False, "看公示，抽 1 笔退货"),
        ("店员知道当期促销和会员权益", 5, NORMAL, False, "随机问 2 名店员"),
        ("交接班有记录，早会按时开", 4, NORMAL, False, "翻近 7 天的值班交接"),
        ("老人等行动不便的顾客有座位和饮水", 3, NORMAL, False, "现场看"),
    ),
    ("c", None): (
        ("门头、灯箱、玻璃干净，照明正常", 4, NORMAL, True, "门外 5 米处看，傍晚看灯箱"),
        ("地面干净、干燥、无杂物，通道畅通", 5, NORMAL, True, "从门口走到后仓"),
        ("货架、商品无积灰", 5, NORMAL, True, "手摸货架 3 处：顶层、中层、底层"),
        ("陈列饱满整齐，按品类分区", 5, NORMAL, True, "对照陈列图看主货架和堆头"),
        ("后仓离地离墙，分类码放，无私人物品", 5, NORMAL, True, "离墙、离地 10 厘米以上，退货区分开"),
        ("无虫鼠痕迹，防鼠板、灭蝇灯完好", 8, RED, True, "看墙角、后仓、垃圾桶周边和消杀记录"),
        ("消防器材在有效期内，安全出口不堵不锁", 8, RED, True, "看压力表指针、有效期和出口"),
        ("用电安全，无私拉乱接", 6, SERIOUS, True, "看插座、充电和后仓电器"),
        ("试饮试吃用具清洁消毒，原料在保质期内", 6, SERIOUS, True, "看用具、开封日期和消毒记录"),
        ("洗手间、垃圾桶清洁无异味", 3, NORMAL, False, "现场看，查清洁签到"),
    ),
    ("q", "franchise"): (
        ("只卖总部供货或备案的商品", 8, RED, True, "抽 10 个单品，核对总部送货单或备案"),
        ("品牌授权牌和门头标识规范", 4, NORMAL, True, "对照视觉规范，看授权牌有效期"),
    ),
    ("s", "own"): (("备用金、营业款日清日结", 6, SERIOUS, False, "当场点备用金，核对昨天的缴款单"),),
}

TEMPLATE = "社区健康食品店标准筹备"
# phase: (task, whose, working days before the opening, working days it takes, required by law, needs proof, what comes first)
OPENING = {
    "team": (
        ("确定开店负责人和筹备小组", "stores", 60, 2, False, False, None),
        ("任命店长", "people", 45, 10, False, False, "确定开店负责人和筹备小组"),
    ),
    "plan": (
        ("商圈和竞品调查", "marketing", 58, 5, False, True, None),
        ("投资预算和销售预测", "finance", 54, 3, False, False, "商圈和竞品调查"),
        ("签订租赁合同", "office", 50, 5, False, True, "投资预算和销售预测"),
        ("排出倒计时计划，每周开筹备会", "stores", 48, 1, False, False, None),
    ),
    "licence": (
        ("办理营业执照", "office", 40, 7, True, True, "签订租赁合同"),
        ("办理食品经营许可（含保健食品销售）", "office", 25, 15, True, True, "办理营业执照"),
        ("消防手续和消防器材", "support", 20, 10, True, True, None),
        ("店员健康证", "people", 15, 5, True, True, None),
        ("任命食品安全管理员", "stores", 15, 1, True, True, None),
    ),
    "layout": (
        ("布局图和陈列图定稿", "stores", 42, 5, False, True, "签订租赁合同"),
        ("装修、水电、空调", "support", 18, 20, False, False, "布局图和陈列图定稿"),
        ("门头、招牌和宣传位", "marketing", 15, 10, False, True, None),
        ("货架、冷藏柜、收银台进场", "support", 12, 3, False, False, "装修、水电、空调"),
        ("网络、收银系统、监控联调", "support", 8, 3, False, False, "货架、冷藏柜、收银台进场"),
    ),
    "staff": (
        ("招聘店员", "people", 35, 15, False, False, None),
        ("岗前培训和考核：产品、话术、食品安全、系统", "people", 12, 8, False, True, "招聘店员"),
        ("到老店跟班实习", "stores", 7, 4, False, False, "岗前培训和考核：产品、话术、食品安全、系统"),
    ),
    "goods": (
        ("确定首批商品和订货量", "product", 30, 5, False, False, None),
        ("首批商品到货验收，查验检验报告", "product", 7, 2, True, True, "确定首批商品和订货量"),
        ("价格、会员价录入系统", "product", 6, 2, False, False, None),
        ("积分礼品和赠品到店", "marketing", 5, 2, False, False, None),
    ),
    "display": (
        ("按陈列图上架，价签齐全", "stores", 4, 2, False, True, "首批商品到货验收，查验检验报告"),
        ("保健食品专区和提示牌", "stores", 4, 1, True, True, None),
        ("证照公示栏", "stores", 3, 1, True, True, "办理食品经营许可（含保健食品销售）"),
        ("开荒保洁", "support", 3, 2, False, False, None),
    ),
    "promotion": (
        ("开业促销方案和预算", "marketing", 30, 5, False, False, None),
        ("宣传物料审核（不得有疗效用语）并制作", "marketing", 20, 8, True, True, "开业促销方案和预算"),
        ("社区地推和会员预招募", "marketing", 10, 8, False, False, None),
        ("开业彩排，按检查项自查一遍", "stores", 1, 1, False, True, None),
    ),
    "first_week": (
        ("开业首周每日复盘", "stores", -5, 5, False, False, None),
        ("首周库存盘点和补货", "product", -5, 2, False, False, None),
        ("首月总结：销售、会员、费用对比预测", "stores", -22, 3, False, True, None),
    ),
}


def _tasks() -> list[dict[str, Any]]:
    names = ("task", "department", "days_before", "days_takes", "legal", "proof", "after")
    return [
        {"template": TEMPLATE, "phase": phase, **dict(zip(names, values, strict=True))}
        for phase, lines in OPENING.items()
        for values in lines
    ]


def _in_turns() -> tuple[tuple[type, tuple[dict[str, Any], ...]], ...]:
    """A task is written after the one it waits for, which has to be there to be named."""
    left, there, turns = _tasks(), {None}, []
    while left:
        turn = tuple(task for task in left if task["after"] in there)
        left = [task for task in left if task not in turn]
        there |= {task["task"] for task in turn}
        turns.append((OpeningTemplateLine, turn))
    return tuple(turns)


# (list, what must be there): text, how many, unit, working days before the opening
OPENED_WITH = {
    ("staff", True): (("店长", 1, "人", 20), ("店员", 3, "人", 15)),
    ("equipment", True): (
        ("收银机和扫码枪", 1, "套", 5),
        ("冷藏柜", 1, "台", 7),
        ("温湿度计", 2, "只", 5),
        ("灭火器", 2, "具", 5),
        ("监控", 1, "套", 5),
    ),
    ("equipment", False): (("电子秤", 1, "台", 3), ("血压计（顾客自测）", 1, "台", 3), ("饮水机", 1, "台", 3)),
    ("goods", True): (
        ("保健食品（品种数）", 60, "种", 5),
        ("滋补养生（品种数）", 40, "种", 5),
        ("杂粮冲调（品种数）", 30, "种", 5),
        ("开业赠品", 300, "份", 3),
    ),
    ("display", False): (
        ("保健食品专区和提示牌", 1, "处", 2),
        ("橱窗和门头海报", 1, "套", 2),
        ("端架陈列", 4, "组", 2),
    ),
    ("handover", True): (
        ("钥匙和门禁", 1, "套", -8),
        ("证照原件和公示", 1, "套", -8),
        ("设备清单和保修单", 1, "份", -8),
        ("库存盘点表（双方签字）", 1, "份", -8),
        ("备用金和账号", 1, "份", -8),
        ("员工名册和健康证", 1, "份", -8),
    ),
}


def _lists() -> tuple[dict[str, Any], ...]:
    return tuple(
        {"template": TEMPLATE, "kind": kind, "text": text, "qty": qty, "unit": unit, "days_before": days}
        | {"required": must}
        for (kind, must), items in OPENED_WITH.items()
        for text, qty, unit, days in items
    )


STARTERS = (
    Starter(
        ChecklistItem,
        tuple(
            {
                "section": section,
                "kind": kind,
                "text": text,
                "weight": weight,
                "severity": severity,
                "proof": proof,
                "how": how,
            }
            for (section, kind), items in CHECKLIST.items()
            for text, weight, severity, proof, how in items
        ),
    ),
    Starter(
        OpeningTemplate,
        ({"name": TEMPLATE, "note": "自营店和加盟店通用；按当地要求增减证照"},),
        (*_in_turns(), (OpeningTemplateItem, _lists())),
    ),
)
