"""Indicators that posts, stores and people are usually reviewed by; the weights of each make a hundred."""

from ..kit.declare.starters import Starter
from .elements import SystemElement
from .indicators import KpiItem

# subject: (indicator, weight, scored as, target, figure of the week, note)
INDICATORS = {
    "department": (
        ("重点工作完成率", 40, "higher", 100, None, "当月列入计划的重点工作，按时完成的占比"),
        ("问题与任务按期完成率", 25, "higher", 95, "tasks_in_time", "截止日期在当月的任务，按期完成的占比"),
        ("费用不超预算", 15, "lower", 100, "department_budget_used", "当月费用 ÷ 预算"),
        ("跨部门协作评分", 10, "higher", 90, None, "由协作部门打分"),
        ("培训和制度学习完成率", 10, "higher", 100, None, "应读制度、应训课程都完成的占比"),
    ),
    "store": (
        ("月销售完成率", 40, "higher", 100, "store_month_reached", "门店日销售 ÷ 销售指标"),
        ("巡店平均分（QSC）", 20, "higher", 90, "store_qsc", "当月完成的巡店"),
        ("整改按期率", 15, "higher", 100, "rectifications_in_time", "当月完成的整改中按期的占比"),
        ("会员销售占比", 15, "higher", 60, "store_member_share", "会员销售 ÷ 全部销售"),
        ("门店日销售按时填报", 10, "lower", 0, "store_days_missing", "没有填报的天数"),
    ),
    "employee": (
        ("个人销售完成率", 40, "higher", 100, None, "个人销售 ÷ 个人指标"),
        ("服务规范", 25, "higher", 90, None, "店长按服务检查项打分"),
        ("新增会员完成率", 15, "higher", 100, None, "个人招募的会员 ÷ 目标"),
        ("必修课全部取得", 10, "yes_no", 1, None, "有缺课为 0"),
        ("出勤", 10, "higher", 100, None, "出勤率"),
    ),
}
# What a quality system of a chain of food stores consists of: (element, area, what it asks for).
ELEMENTS = (
    ("质量方针和目标", "quality", "方针公布，年度目标分解到岗位并按季度回顾"),
    ("食品安全责任和人员", "quality", "食品安全总监、食品安全员任命书，职责和任免记录"),
    ("日管控、周排查、月调度", "quality", "风险清单、每日检查、每周报告、每月会议纪要"),
    ("供应商审核", "quality", "资质、实地审核、分级和退出"),
    ("进货查验和索证索票", "quality", "每批查验记录，检验报告齐全，保存期限"),
    ("品质标准和检验", "quality", "标准版本、抽检计划、委托检验"),
    ("贮存和温湿度", "logistics", "分区、离墙离地、温湿度记录、效期"),
    ("运输和配送", "logistics", "车辆清洁、温度、交接签收"),
    ("门店陈列和销售", "stores", "保健食品专区、标签、宣传用语、临期和过期处理"),
    ("不合格品和召回", "quality", "封存、处置、召回演练"),
    ("投诉和不良反应", "members", "受理时限、原因分析、上报"),
    ("培训和健康管理", "training", "上岗培训、复训、健康证"),
    ("内部审核和管理评审", "quality", "每年审核、整改、评审输入输出"),
    ("消防和安全", "logistics", "器材台账、检查、演练"),
)
LETTERS = {"department": "B", "store": "M", "employee": "Y"}
NAMES = ("title", "weight", "rule", "target", "metric", "note")

STARTERS = (
    Starter(
        KpiItem,
        tuple(
            {"code": f"{LETTERS[subject]}{at:02d}", "subject": subject, **dict(zip(NAMES, values, strict=True))}
            for subject, items in INDICATORS.items()
            for at, values in enumerate(items, 1)
        ),
    ),
    Starter(
        SystemElement,
        tuple(
            {"code": f"TX{at:02d}", "title": title, "area": area, "requirement": requirement}
            for at, (title, area, requirement) in enumerate(ELEMENTS, 1)
        ),
    ),
)
