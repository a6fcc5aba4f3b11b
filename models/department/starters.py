"""Indicators that posts, stores and people are usually reviewed by; the weights of each make a hundred."""

from ..kit.declare.starters import Starter
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
)
