"""What goods are held to: quality standards with their versions, and the plan of the year's quality work."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    YearField,
)
from ..kit.clock import today
from ..organization import Employee, Product, ProductCategory
from .verdicts import Limit, measured, verdict

RISKS = (
    Choice("high", "高风险", "High", "negative", ("高",)),
    Choice("middle", "中风险", "Medium", "warning", ("中",)),
    Choice("low", "低风险", "Low", "grey", ("低",)),
)
STANDARD_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("effective", "生效", "In force", "positive", ("现行", "有效")),
    Choice("retired", "废止", "Retired", "grey", ("作废",)),
)
# How a workbook writes an item and its unit in one cell.
UNIT_BEHIND = re.compile(r"(.*\S)\s+(%|‰|[A-Za-zμµ]+(?:/\d*[A-Za-z]+)?)")
QUARTERS = tuple(
    Choice(f"q{n}", f"第{word}季度", f"Q{n}", "grey", (f"Q{n}", f"{n}季度", str(n)))
    for n, word in enumerate("一二三四", 1)
)
PLAN_STATES = (
    Choice("planned", "未开始", "Planned", "grey"),
    Choice("running", "进行中", "Under way", "info"),
    Choice("done", "已完成", "Done", "positive", ("完成",)),
    Choice("dropped", "已取消", "Dropped", "grey", ("取消",)),
)

TWO_SUBJECTS = Text(
    "商品和类别只填一项；都不填为通用标准",
    "Name a product or a category, not both; neither makes it a standard for all",
)
NO_LIMIT = Text("请填写下限、上限或文字要求，至少一项", "Give a lower limit, an upper limit or a requirement in words")
CROSSED = Text("下限 {lower} 大于上限 {upper}", "The lower limit {lower} is above the upper limit {upper}")
BACKWARDS = Text("废止日期不能早于生效日期", "It can't end before it begins")
IN_FORCE = Text("标准已是“{state}”，限值不能再改，请新建版本", "The standard is “{state}”: enter a new version instead")
NEXT_VERSION = Text("{item} 第 {version} 版已生效", "{item}: version {version} is in force")
FRAMED = ("product", "category", "item", "unit", "lower", "upper", "inclusive", "criterion", "version", "effective_on")


def keep_standards(c: Changes, moves: list[Move]) -> None:
    """A standard is for one product, one kind of products or all of them, and stays as it is once it is in force."""
    for move in moves:
        row, old = move.new, move.old
        if row is None:
            continue
        if row.product is not None and row.category is not None:
            raise Refused(TWO_SUBJECTS, "category", move.index)
        if row.lower is not None and row.upper is not None and row.lower > row.upper:
            show = QualityStandard.upper.show
            raise Refused(CROSSED(lower=show(row.lower), upper=show(row.upper)), "upper", move.index)
        if row.effective_until and row.effective_until < row.effective_on:
            raise Refused(BACKWARDS, "effective_until", move.index)
        if old and old.state != "draft" and (changed := next((n for n in FRAMED if move.changed(n)), None)):
            state = Text(*(QualityStandard.state.show(old.state, lang) for lang in ("zh", "en")))
            raise Refused(IN_FORCE(state=state), changed, move.index)


def supersede(c: Changes, row: Row, _: dict) -> Text:
    """It limits something, and the version before it ends the day before this one begins."""
    if not limit_of(row).is_known:
        raise Refused(NO_LIMIT, "upper")
    before = QualityStandard.rows(
        QualityStandard.item == row.item,
        _same(QualityStandard.product, row.product),
        QualityStandard.id != row.id,
        _same(QualityStandard.category, row.category),
        QualityStandard.state == "effective",
        QualityStandard.effective_on < row.effective_on,
    )
    last = row.effective_on - timedelta(days=1)
    ended = {standard.id: {"effective_until": min(standard.effective_until or last, last)} for standard in before}
    c.alter(QualityStandard, ended)
    return NEXT_VERSION(item=row.item, version=row.version)


def _same(item, value):
    return item.is_null() if value is None else item == value


def end_today(c: Changes, row: Row, _: dict) -> None:
    if row.effective_until is None:
        c.update(QualityStandard, row, effective_until=max(today(), row.effective_on))


class QualityStandard(Record):
    """What one test item of a product, or of a kind of products, must come to."""

    product = LinkField(Product, "适用商品", "Product", null=True, aka=("商品", "产品", "产品名称"))
    category = LinkField(ProductCategory, "适用类别", "Category", null=True, aka=("类别",))
    item = LineField("检验项目", "Test item", max_length=80, width=150, aka=("项目", "指标"))
    method = LineField("检验方法", "Method", null=True, max_length=80, aka=("方法", "依据标准"))
    unit = LineField("单位", "Unit", null=True, max_length=20, width=80)
    lower = QuantityField("下限", "Lower limit", null=True, aka=("标准下限",))
    upper = QuantityField("上限", "Upper limit", null=True, aka=("标准上限",))
    inclusive = FlagField("含限值", "Limits included", default=True)
    criterion = LineField(
        "文字要求",
        "Requirement in words",
        null=True,
        max_length=120,
        aka=("判定标准", "要求"),
        hint=Text("不是数值的项目，如“不得检出”", "For items without a number, such as “not detected”"),
    )
    risk = ChoiceField("风险等级", "Risk", options=RISKS, default="middle", width=90)
    version = CountField("版本", "Version", least=1, default=1, width=70)
    effective_on = DayField("生效日期", "In force from", default=today, aka=("实施日期",))
    effective_until = DayField("废止日期", "In force until", null=True)
    state = ChoiceField("状态", "State", options=STANDARD_STATES, default="draft", locked=True, width=80)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "品质标准",
        "Quality standards",
        title="item",
        order=("item", "-version"),
        search=("item", "method", "product"),
        key=("product", "category", "item", "version"),
        checks=(keep_standards,),
        columns=(
            "product",
            "category",
            "item",
            "unit",
            "lower",
            "upper",
            "criterion",
            "version",
            "effective_on",
            "state",
        ),
        steps=(
            Step(
                "adopt", "发布", "Put into force", "draft", "effective", verb="approve", then=supersede, icon="verified"
            ),
            Step(
                "retire",
                "废止",
                "Retire",
                "effective",
                "retired",
                verb="approve",
                then=end_today,
                danger=True,
                icon="block",
                asks={"effective_until": DayField("废止日期", "In force until", null=True)},
            ),
        ),
    )

    class Meta:
        indexes = ((("product", "category", "item", "version"), True),)


def limit_of(row: Row) -> Limit:
    return Limit(row.lower, row.upper, row.criterion, row.inclusive)


def in_force(subjects: Iterable[tuple[int, str, date]]) -> dict[tuple[int, str, date], Row]:
    """For each (product, test item, sampling day) the standard in force that day; the closest one."""
    subjects = set(subjects)
    if not subjects:
        return {}
    items = sorted({item for _, item, _ in subjects})
    adopted = QualityStandard.rows(QualityStandard.item.in_(items), QualityStandard.state != "draft")
    categories = {row.id: row.category for row in Product.rows_by_id({product for product, _, _ in subjects}).values()}
    standards = {}
    for subject in subjects:
        product, item, day = subject
        fitting = [
            standard
            for standard in adopted
            if standard.item == item
            and standard.effective_on <= day
            and (standard.effective_until is None or day <= standard.effective_until)
            and standard.product in (None, product)
            and standard.category in (None, categories.get(product))
        ]
        if fitting:
            standards[subject] = max(fitting, key=_closest)
    return standards


def _closest(standard: Row) -> tuple:
    """The product's own before its category's before one for all; of these the latest."""
    return standard.product is not None, standard.category is not None, standard.effective_on, standard.version


def judged(item: Row, standard: Row | None) -> dict:
    """The verdict of one item: by the standard in force, else by the limits on the report, else as the laboratory says."""
    limit = limit_of(standard) if standard else Limit(item.lower, item.upper, item.criterion)
    reading = measured(item.result, item.detection_limit) if item.result else None
    certain = reading is not None and reading.low == reading.high and abs(reading.low) < 10**12
    said = verdict(item.result, limit, item.detection_limit)
    return {
        "standard": standard.id if standard else None,
        "limit": str(limit)[:120] or None,
        "number": reading.low if certain else None,
        "verdict": said or (item.stated if item.result else None) or "pending",
    }


class QualityPlan(Record):
    """One piece of the year's quality work: what, by whom, until when, how far."""

    year = YearField("年度", "Year", default=lambda: today().year)
    quarter = ChoiceField("季度", "Quarter", options=QUARTERS, width=90)
    objective = LineField("目标", "Objective", max_length=160, width=200, aka=("品质目标",))
    activity = NoteField("工作内容", "Activity", null=True, aka=("措施", "活动"))
    owner = LinkField(Employee, "负责人", "Owner", null=True, aka=("责任人",))
    due_on = DayField("完成期限", "Due", null=True, aka=("截止日期",))
    progress = CountField("进度（%）", "Progress (%)", percent=True, least=0, most=100, default=0)
    state = ChoiceField("状态", "State", options=PLAN_STATES, default="planned", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "品质计划",
        "Quality plan",
        title="objective",
        order=("-year", "quarter", "due_on"),
        search=("objective", "activity"),
        key=("year", "quarter", "objective"),
        scopes={"own": "owner"},
        columns=("year", "quarter", "objective", "activity", "owner", "due_on", "progress", "state"),
        steps=(
            Step("start", "开始", "Start", "planned", "running", needs=("owner", "due_on"), icon="play_arrow"),
            Step(
                "finish",
                "完成",
                "Finish",
                "running",
                "done",
                icon="done",
                then=lambda c, row, answers: c.update(QualityPlan, row, progress=100),
            ),
            Step(
                "drop",
                "取消计划",
                "Drop the plan",
                "planned running",
                "dropped",
                reason=True,
                verb="approve",
                danger=True,
                icon="cancel",
            ),
        ),
    )

    class Meta:
        indexes = ((("year", "quarter", "objective"), True),)
