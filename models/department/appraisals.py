"""Appraisals 考核: reviews of posts, stores and people, whose weights make a hundred; scores and grades follow."""

from decimal import ROUND_HALF_UP, Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MonthField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    in_one_change,
)
from ..kit.clock import today
from ..organization import DEPARTMENTS, Employee, Store
from .indicators import HUNDRED, SUBJECTS, TENTH, KpiItem, scored
from .taking import taken

REVIEW_STATES = (
    Choice("draft", "填写中", "Draft", "info"),
    Choice("published", "已公示", "Published", "warning"),
    Choice("appealed", "申诉中", "Appealed", "negative"),
    Choice("signed", "已确认", "Signed", "positive"),
)
GRADES = (
    Choice("A", "A 优秀", "A excellent", "positive"),
    Choice("B", "B 良好", "B good", "info"),
    Choice("C", "C 合格", "C fair", "warning"),
    Choice("D", "D 待改进", "D poor", "negative"),
)
LEAST = (("A", 90), ("B", 80), ("C", 70), ("D", 0))
NO_SUBJECT = Text("请填写被考核的{subject}", "Say which {subject} is reviewed")
REVIEWED = Text("{month} 的这份考核表已经有了", "This review for {month} exists already")
NOT_HUNDRED = Text("权重合计为 {total}，应为 100", "The weights add up to {total}; they must make 100")
NOT_YET = Text(
    "公示日期 {day} 还没到，请在公示的当天再公示", "{day} is still to come; publish it on the day it is published"
)
NOT_SCORED = Text("还有 {count} 项没有得分：{items}", "{count} indicators have no score yet: {items}")
STANDS = Text("考核表已公示，得分不能再改", "The review is published; its scores stand")
DRAWN = Text(
    "已带入 {count} 个指标，{filled} 个取到实际值", "{count} indicators taken over, {filled} with their actual value"
)
NOT_TYPED = Text(
    "“{item}”的实际值取自周指标，不能手填；请点“带入指标”",
    "The actual value of “{item}” is taken from a weekly figure, not typed: press “Take indicators over”",
)
NOT_TAKEN = Text(
    "“{item}”还没有从周指标取数，请先点“带入指标”",
    "“{item}” has no value from its weekly figure yet: press “Take indicators over” first",
)
LACKING = Text(
    "“{item}”取不到完整的数据：{gap}。补齐后再点“带入指标”，或删去此项并调整权重",
    "“{item}” can't be taken in full: {gap}. Mend that and press “Take indicators over”, or delete the line and set the weights anew",
)
MOVED = Text(
    "“{item}”的周指标更正过了（{before} → {after}），请重新点“带入指标”",
    "The weekly figure of “{item}” was corrected ({before} → {after}): press “Take indicators over” again",
)
NO_ITEMS = Text(
    "没有适用于这个考核对象的指标。请在“部门管理 → 考核指标”里新增或导入；空表可以点“用一套常用的考核指标开始”",
    "No indicator applies to this subject. Add or import them in Department → Indicators; an empty table begins with a usual set",
)


def publish(c: Changes, row: Row, answers: dict) -> None:
    """Every line must have a score, and each value be what the figures say, before anybody is told."""
    lines = KpiScore.rows(KpiScore.review == row.id)
    bare = [line for line in lines if line.score is None]
    if bare:
        names = {item.id: item.title for item in KpiItem.rows_by_id({line.item for line in bare}).values()}
        raise Refused(NOT_SCORED(count=len(bare), items="、".join(names[line.item] for line in bare[:3])))
    for line in lines:
        still_so(row, line)
    c.update(KpiReview, row.id, published_on=today())


def still_so(review: Row, line: Row) -> None:
    """A value from a weekly figure is whole, and what the closed weeks say now. Raises Refused."""
    item = KpiItem.row(line.item)
    if not item.metric:
        return
    if line.source is None:
        raise Refused(NOT_TAKEN(item=item.title))
    now = taken(item, review)
    if now.gap is not None:
        raise Refused(LACKING(item=item.title, gap=now.gap))
    if now.value != line.actual:
        shown = (QuantityField.plain(value) if value is not None else "—" for value in (line.actual, now.value))
        raise Refused(MOVED(item=item.title, before=next(shown), after=next(shown)))


class KpiReview(Record):
    """One post, store or employee in one month."""

    name = LineField("考核表名称", "Appraisal", null=True, derived=True, max_length=120, width=180)
    month = MonthField("考核月份", "Month", index=True)
    subject = ChoiceField("考核对象", "Subject", options=SUBJECTS, default="department")
    department = ChoiceField("岗位组", "Post", options=DEPARTMENTS, null=True)
    store = LinkField(Store, "门店", "Store", null=True)
    employee = LinkField(Employee, "员工", "Employee", null=True)
    reviewer = LinkField(Employee, "考核人", "Reviewer", null=True)
    weight_total = QuantityField("权重合计", "Weights", default=0, derived=True)
    score = QuantityField("总分", "Score", null=True, derived=True)
    grade = ChoiceField("等级", "Grade", options=GRADES, null=True, derived=True, width=90)
    published_on = DayField("公示日期", "Published on", null=True, locked=True, index=True)
    state = ChoiceField("状态", "State", options=REVIEW_STATES, default="draft", locked=True, width=90)
    note = NoteField("评语", "Note", null=True)

    sheet = Sheet(
        "考核表",
        "Appraisals",
        title="name",
        order=("-month", "subject"),
        search=("name", "employee", "store"),
        key=("subject", "department", "store", "employee", "month"),
        fill=lambda c, rows: [row.update(name=name_of(Row(**row))) for row in rows],
        checks=(lambda c, moves: keep_reviews(moves), lambda c, moves: keep_whole(moves)),
        derives=(lambda c, moves: name_reviews(c, moves),),
        columns=(
            "name",
            "month",
            "subject",
            "department",
            "store",
            "employee",
            "weight_total",
            "score",
            "grade",
            "published_on",
            "state",
        ),
        scopes={"store": "store", "region": "store.region", "own": "employee"},
        steps=(
            Step(
                "publish",
                "公示",
                "Publish",
                "draft",
                "published",
                verb="approve",
                unlike=("employee",),
                then=publish,
                icon="campaign",
            ),
            Step("sign", "确认", "Sign", "published", "signed", icon="draw"),
            Step("appeal", "申诉", "Appeal", "published", "appealed", reason=True, icon="gavel"),
            Step("uphold", "维持原评", "Uphold", "appealed", "published", verb="approve", reason=True, icon="balance"),
            Step(
                "rework", "退回重评", "Rework", "appealed published", "draft", verb="approve", reason=True, icon="undo"
            ),
        ),
    )

    class Meta:
        indexes = ((("subject", "department", "store", "employee", "month"), True),)


class KpiScore(Record):
    """One indicator of one review: its weight, target and actual value; score and points follow."""

    review = LinkField(KpiReview, "考核表", "Appraisal")
    item = LinkField(KpiItem, "指标", "Indicator", width=180)
    weight = QuantityField("权重", "Weight", null=True, least=0, most=100, sum=True)
    target = QuantityField("目标值", "Target", null=True)
    actual = QuantityField("实际值", "Actual", null=True)
    drawn = QuantityField("周指标值", "Weekly figure", null=True, derived=True)
    source = NoteField(
        "取自哪几周",
        "Taken from",
        null=True,
        derived=True,
        width=170,
        hint=Text(
            "关账的周和第几版（r）、按日统计的日子", "Closed weeks with their revision (r), and days counted one by one"
        ),
    )
    gap = NoteField("数据缺口", "Data missing", null=True, derived=True, ours=True, width=150)
    score = QuantityField("得分", "Score", null=True, derived=True)
    points = QuantityField("加权得分", "Points", null=True, derived=True, sum=True)
    note = NoteField("说明", "Note", null=True)

    sheet = Sheet(
        "考核得分",
        "Appraisal scores",
        title="item",
        order=("review", "id"),
        key=("review", "item"),
        parent="review",
        search=("item",),
        fill=lambda c, rows: fill_scores(rows),
        columns=("review", "item", "weight", "target", "actual", "score", "points", "source", "gap", "note"),
        checks=(lambda c, moves: keep_published(moves), lambda c, moves: keep_drawn(moves)),
        derives=(lambda c, moves: keep_scores(c, moves),),
        scopes={"store": "review.store", "region": "review.store.region", "own": "review.employee"},
    )

    class Meta:
        indexes = ((("review", "item"), True),)


# What follows -----------------------------------------------------------------------------------------------------------


NAMED_BY = ("month", "subject", "department", "store", "employee")


def keep_reviews(moves: list[Move]) -> None:
    """One review for each subject and month."""
    for move in moves:
        review = move.new
        if review is None or not move.changed(*NAMED_BY):
            continue
        item = KpiReview.fields()[review.subject]
        if getattr(review, review.subject) is None:
            raise Refused(NO_SUBJECT(subject=item.label), review.subject, move.index)
        same = KpiReview.rows(
            KpiReview.month == review.month, KpiReview.subject == review.subject, KpiReview.id != move.id
        )
        if any(getattr(other, review.subject) == getattr(review, review.subject) for other in same):
            raise Refused(REVIEWED(month=review.month), "month", move.index)


def keep_whole(moves: list[Move]) -> None:
    """What is published makes a hundred, and is published by that day: whichever way it came to be."""
    for move in moves:
        review = move.new
        if review is None or move.old is None or not move.changed("state", "published_on"):
            continue
        if move.old.state == "draft" and review.state == "published" and review.weight_total != HUNDRED:
            raise Refused(NOT_HUNDRED(total=QuantityField.plain(review.weight_total)), "weight_total", move.index)
        if review.published_on and review.published_on > today():
            raise Refused(NOT_YET(day=review.published_on), "published_on", move.index)


def name_reviews(c: Changes, moves: list[Move]) -> None:
    """It is called by its subject and month."""
    c.alter(KpiReview, {m.id: {"name": name_of(m.new)} for m in moves if m.new and m.changed(*NAMED_BY)})


def name_of(review: Row) -> str | None:
    """2026-11 品质控制; people of the same name are told apart by their number."""
    subject = getattr(review, review.subject)
    if subject is None:
        return None
    if review.subject == "employee":
        person = Employee.row(subject)
        return f"{review.month} {person.name} {person.staff_no}"
    place = Store.title_of(subject) if review.subject == "store" else KpiReview.department.show(subject)
    return f"{review.month} {place}"


def fill_scores(rows: list[dict]) -> None:
    """Weight and target are the indicator's unless the review says otherwise."""
    items = KpiItem.rows_by_id({row["item"] for row in rows if row["item"]})
    for row in rows:
        item = items.get(row["item"])
        if item is not None:
            row["weight"] = item.weight if row["weight"] is None else row["weight"]
            row["target"] = item.target if row["target"] is None else row["target"]
            row.update(_points(item, row["weight"], row["target"], row["actual"]))


def keep_scores(c: Changes, moves: list[Move]) -> None:
    """A score follows its line and the review its lines."""
    changed = [
        move.new for move in moves if move.old and move.new and move.changed("item", "weight", "target", "actual")
    ]
    items = KpiItem.rows_by_id({line.item for line in changed})
    c.alter(KpiScore, {line.id: _points(items[line.item], line.weight, line.target, line.actual) for line in changed})
    touched = {row.review for move in moves for row in (move.old, move.new) if row is not None}
    c.alter(KpiReview, {id: _total(id) for id in touched})


def keep_published(moves: list[Move]) -> None:
    """Once it is published its lines stand."""
    reviews = KpiReview.rows_by_id({(move.new or move.old).review for move in moves})
    for move in moves:
        if reviews[(move.new or move.old).review].state != "draft":
            raise Refused(STANDS, None, move.index)


def keep_drawn(moves: list[Move]) -> None:
    """What a weekly figure says nobody types: the actual value is the one that was drawn."""
    changed = [move for move in moves if move.new and move.changed("item", "actual", "drawn")]
    items = KpiItem.rows_by_id({move.new.item for move in changed})
    for move in changed:
        if items[move.new.item].metric and move.new.actual != move.new.drawn:
            raise Refused(NOT_TYPED(item=items[move.new.item].title), "actual", move.index)


def _points(item: Row, weight: Decimal | None, target: Decimal | None, actual: Decimal | None) -> dict:
    score = scored(item, target, actual)
    points = (
        None if score is None or weight is None else (score * weight / HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP)
    )
    return {"score": score, "points": points}


def _total(review: int) -> dict:
    """A review is worth its points out of the weights that are scored; whole once the weights make a hundred."""
    lines = KpiScore.rows(KpiScore.review == review)
    weights = sum((line.weight or 0 for line in lines), Decimal(0))
    points = [line.points for line in lines if line.points is not None]
    score = sum(points, Decimal(0)).quantize(TENTH, ROUND_HALF_UP) if points else None
    grade = next((letter for letter, least in LEAST if score >= least), "D") if score is not None else None
    return {"weight_total": weights, "score": score, "grade": grade}


# Drawing up a review ----------------------------------------------------------------------------------------------------


@in_one_change
def draw_up_appraisal(c: Changes, review: int) -> Text:
    """Take the indicators that apply into a review, and from the weekly figures what they can tell."""
    row = c.fresh(KpiReview, review)
    items = [
        item
        for item in KpiItem.rows(KpiItem.active == 1, KpiItem.subject == row.subject, order=KpiItem.code)
        if item.department in (None, _post_of(row))
    ]
    if not items:
        raise Refused(NO_ITEMS)
    lines = {line.item: line for line in KpiScore.rows(KpiScore.review == review)}
    values = {item.id: drawn_of(item, row) for item in items if item.metric}
    c.alter(KpiScore, {lines[id].id: value for id, value in values.items() if id in lines})
    c.add(
        KpiScore,
        [{"review": review, "item": item.id, **values.get(item.id, {})} for item in items if item.id not in lines],
    )
    return DRAWN(count=len(items), filled=sum(value["drawn"] is not None for value in values.values()))


def drawn_of(item: Row, review: Row) -> dict:
    """What a line of the review keeps of the indicator's weekly figure."""
    value = taken(item, review)
    return {"actual": value.value, "drawn": value.value, "source": value.source, "gap": value.gap and value.gap.zh}


def _post_of(review: Row) -> str | None:
    return Employee.row(review.employee).department if review.subject == "employee" else review.department
