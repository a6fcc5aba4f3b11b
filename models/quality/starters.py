"""Points of food safety that a shop for health foods usually looks at, by day, week and month."""

from ..kit.declare.starters import Starter
from .safety import SafetyPoint

# (kind, where): points in their order, each with how it is looked at
POINTS = {
    ("day", "store"): (
        ("许可证、健康证、批准文号在有效期内并公示", "看证照栏，逐人核对当班员工"),
        ("没有过期、破损、召回和停售批次的商品在售", "抽查货架和冷柜，对照停售清单"),
        ("保健食品专区和“不能代替药物”提示在位", "看专区标识和提示牌"),
        ("冷藏温度和仓储温湿度合格", "看温度计，对照记录"),
        ("价签、海报、导购用语没有疾病治疗内容", "看价签和宣传品，听一次介绍"),
        ("店面和仓库清洁，没有虫鼠痕迹", "看地面、墙角、垃圾桶"),
    ),
    ("week", "all"): (
        ("日管控每天完成，发现的问题已整改", "看本次汇总，逐条核对"),
        ("许可证、健康证、检验报告没有过期或快到期的", "看到期清单"),
        ("进货查验、索证索票齐全", "抽查本周到货的三个批次"),
        ("临期、过期商品已清查，不合格和召回批次已封存", "对照临期和停售清单"),
        ("投诉、抽检和不合格品已处理", "看未完成的改善措施"),
    ),
    ("week", "store"): (
        ("环境卫生、虫害防治和员工个人卫生合格", "现场看，抽查晨检记录"),
        ("消防器材在位、在有效期内，通道不堵", "对照消防器材清单"),
    ),
    ("month", "all"): (
        ("听取食品安全员（总监）的工作汇报", "看各周排查的结论"),
        ("本月发现的问题和整改情况", "看汇总，未完成的定责任人和期限"),
        ("不合格品、召回和食品安全投诉的处理结果", "逐件核对"),
        ("人员培训、考核和健康证", "看缺课和到期清单"),
        ("下月重点工作和责任人", "写进结论和安排"),
    ),
}

STARTERS = (
    Starter(
        SafetyPoint,
        tuple(
            {"kind": kind, "place": place, "position": at + (10 if place == "store" and kind != "day" else 0)}
            | {"text": text, "how": how}
            for (kind, place), points in POINTS.items()
            for at, (text, how) in enumerate(points, 1)
        ),
    ),
)
