"""Store visits 巡店: a checklist walked through, scored for quality, service and cleanliness, with red lines that fail it."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ..kit import (
    Brings,
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
    Then,
    numbered,
    setting,
)
from ..kit.clock import today
from ..kit.declare.access import Who, may
from ..kit.write.files import has_file
from ..organization import Employee, Store
from .checklist import FAIL_RATE, GRADES, SECTIONS, SEVERITIES, ChecklistItem, Scoring
from .rectifying import Rectification

VISIT_KINDS = (
    Choice("announced", "例行巡店", "Announced", "info", ("例行",)),
    Choice("surprise", "飞行检查", "Surprise", "warning", ("突击",)),
    Choice("self", "门店自查", "Self-check", "grey", ("自查",)),
    Choice("remote", "远程检查", "Remote", "info", ("远程",)),
)
VISIT_STATES = (
    Choice("planned", "计划", "Planned", "info"),
    Choice("doing", "检查中", "Under way", "warning"),
    Choice("done", "已完成", "Done", "positive"),
    Choice("cancelled", "取消", "Cancelled", "grey"),
)

NO_CHECKLIST = Text(
    "检查项里没有适用于这类门店的项目，还不能开始检查。请管理门店的同事打开“门店管理 → 检查项”：空表可以点“用一套常用的检查项开始”，也可以导入或新增",
    "The checklist has nothing for this kind of store, so the visit can't start. Whoever manages the stores opens Store management → Checklist:"
    " an empty one begins with a usual set, or items are imported or added",
)
UNFILLED = Text("还有 {count} 项没打分：{items}", "{count} items have no points yet: {items}")
ABOVE_FULL = Text("得分不能高于满分 {full}", "The points can't exceed the full {full}")
NOT_CHECKED_YET = Text("{day} 还没到，不能完成巡店", "{day} is still to come; the visit can't be finished")
PHOTO_MISSING = Text("“{item}”不合格，要先上传照片", "“{item}” failed: attach a photo first")
SCORED = Text(
    "总分 {total}，{grade} 级，{failed} 项要整改", "Score {total}, grade {grade}, {failed} items to put right"
)
RED = Text(
    "红线项不合格 {red} 项，整次巡店不合格：总分 {total}，{grade} 级，{failed} 项要整改",
    "{red} red lines failed and so did the visit: score {total}, grade {grade}, {failed} items to put right",
)
NO_INSPECTOR = Text(
    "请先填写“巡店人”，再完成巡店：整改由谁指出要说得清（你的账号没有关联员工，不能自动填你）",
    "Say first who inspected, then finish: it must be clear who found what is to be put right (your account is linked to no"
    " employee, so it can't be filled in for you)",
)
OTHERS_VISIT = Text("店长只能登记门店自查", "A store manager enters self-checks only")
STANDS = Text("巡店已完成，门店和日期不能再改", "The visit is done; its store and day stand")


def fill_visit(c: Changes, rows: list[dict]) -> None:
    numbered(StoreVisit, rows)


def begin_visit(who: Who) -> dict[str, Any]:
    """Who may check the own store only begins with that, and whoever enters a visit is the one who walks it."""
    mine = {"inspector": who.employee_id} if who.employee_id is not None else {}
    return mine if may(who, "approve", StoreVisit) else {**mine, "kind": "self"}


ORDER = [choice.key for choice in SECTIONS]


def _is_inspector(c: Changes) -> bool:
    """Who may approve visits may make them; the others, store managers, check their own store themselves."""
    return may(c.who, "approve", StoreVisit)


def keep_visit(c: Changes, moves: list[Move]) -> None:
    """A store checks itself only; and what a finished visit saw stays with its store and day."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        if not _is_inspector(c) and (row.kind != "self" or (move.old and move.old.kind != "self")):
            raise Refused(OTHERS_VISIT, "kind", move.index)
        if row.state == "done" and row.visited_on > today():
            raise Refused(NOT_CHECKED_YET(day=row.visited_on), "visited_on", move.index)
        if move.old and move.old.state == "done" and move.changed("store", "visited_on"):
            raise Refused(STANDS, "store", move.index)


def lay_out(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """The checklist of today, as lines to fill in; what it says later doesn't change what was checked."""
    kind = Store.row(row.store).kind
    fits = ChecklistItem.kind.is_null() | (ChecklistItem.kind == kind)
    items = ChecklistItem.rows(ChecklistItem.active == 1, fits)
    items.sort(key=lambda item: ORDER.index(item.section))
    there = {line.text for line in VisitItem.rows(VisitItem.visit == row.id)}
    if not items and not there:
        raise Refused(NO_CHECKLIST)
    c.add(
        VisitItem, [{"visit": row.id, "item": item.id, "text": item.text} for item in items if item.text not in there]
    )


def finish_visit(c: Changes, row: Row, answers: dict[str, Any]) -> Text:
    """Scored once every item has its points, and each failing one is to be put right."""
    lines = VisitItem.rows(VisitItem.visit == row.id)
    blank = [line.text for line in lines if line.points is None and not line.na]
    if blank or not lines:
        raise Refused(UNFILLED(count=len(blank), items=Text("、".join(blank[:8]), ", ".join(blank[:8]))), "state")
    wanted = {item.id for item in ChecklistItem.rows(ChecklistItem.proof == 1)}
    if row.inspector is None:
        if c.who.employee_id is None:
            raise Refused(NO_INSPECTOR, "inspector")
        c.update(StoreVisit, row.id, inspector=c.who.employee_id)
    for line in lines:
        if line.failed and line.item in wanted and not has_file(VisitItem, line.id):
            raise Refused(PHOTO_MISSING(item=line.text))
    score(c, [row.id])
    rectify(c, [row.id])
    row = StoreVisit.row(row.id)
    said = RED if row.red_lines else SCORED
    return said(total=StoreVisit.total.show(row.total), grade=row.grade, failed=row.failed_items, red=row.red_lines)


def take_items(c: Changes, groups: list[tuple[Row, list[dict]]]) -> None:
    """The lines of a flat workbook, one row for each item of each visit."""
    c.add(VisitItem, [{"visit": visit.id, **item} for visit, items in groups for item in items])


class StoreVisit(Record):
    """One walk through one store with the checklist in hand."""

    no = LineField("巡店单号", "Visit no.", unique=True, max_length=30, width=140, aka=("单号", "检查单号"), auto="XD")
    store = LinkField(Store, "门店", "Store", aka=("门店名称",))
    visited_on = DayField("巡店日期", "Visited on", default=today, index=True, aka=("检查日期", "日期"))
    inspector = LinkField(Employee, "巡店人", "Inspector", null=True, aka=("检查人", "督导"))
    kind = ChoiceField("方式", "Kind", options=VISIT_KINDS, default="announced", aka=("巡店方式",))
    state = ChoiceField("状态", "State", options=VISIT_STATES, default="planned", locked=True, width=90)
    q_score = QuantityField("品质分", "Quality", null=True, derived=True, width=90)
    s_score = QuantityField("服务分", "Service", null=True, derived=True, width=90)
    c_score = QuantityField("清洁分", "Cleanliness", null=True, derived=True, width=90)
    total = QuantityField("总分", "Total", null=True, derived=True, width=90, index=True)
    grade = ChoiceField("等级", "Grade", options=GRADES, null=True, derived=True, width=80)
    red_lines = CountField("红线项", "Red lines", default=0, derived=True, sum=True)
    failed_items = CountField("不合格项", "Failed items", default=0, derived=True, sum=True)
    passed = FlagField("合格", "Passed", null=True, derived=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "巡店",
        "Store visits",
        says=("store", "visited_on", "no"),
        title="no",
        order=("-visited_on", "-id"),
        key=("no",),
        search=("no", "store", "inspector"),
        columns=(
            "no",
            "visited_on",
            "store",
            "inspector",
            "kind",
            "state",
            "total",
            "grade",
            "passed",
            "q_score",
            "s_score",
            "c_score",
            "red_lines",
            "failed_items",
        ),
        scopes={"store": "store", "region": "store.region", "own": "inspector"},
        arrives={"state": "done"},
        brings=Brings(lambda: VisitItem, "section text weight points na severity remark due_on"),
        takes=take_items,
        fill=fill_visit,
        begins=begin_visit,
        checks=(keep_visit,),
        steps=(
            Step("start", "开始检查", "Start", "planned", "doing", icon="checklist", then=lay_out),
            Step("finish", "完成巡店", "Finish", "doing", "done", icon="done_all", then=finish_visit),
            Step(
                "cancel",
                "取消巡店",
                "Cancel the visit",
                "planned doing",
                "cancelled",
                reason=True,
                danger=True,
                icon="cancel",
            ),
        ),
    )


USUAL = {"section": "q", "weight": Decimal(5), "severity": "normal"}


def fill_item(c: Changes, rows: list[dict]) -> None:
    """What an item is worth comes from the checklist, unless the paper it was written on said otherwise."""
    texts = {row["text"] for row in rows if row["text"]} | {None}
    ids = {row["item"] for row in rows if row["item"]}
    listed = ChecklistItem.rows(ChecklistItem.text.in_(list(texts)) | ChecklistItem.id.in_(list(ids)))
    by_text, by_id = {item.text: item for item in listed}, {item.id: item for item in listed}
    for row in rows:
        item = by_id.get(row["item"]) or by_text.get(row["text"])
        if item is not None:
            row["item"], row["text"] = item.id, row["text"] or item.text
        for name, usual in USUAL.items():
            if row[name] is None:
                row[name] = getattr(item, name, usual)


def _whole(c: Changes, moves: list[Move]) -> dict[int, Row]:
    """The items as they count: what was emptied of them is again as the checklist says, else no score would know them."""
    rows = {move.id: {**vars(move.new)} for move in moves if move.new}
    fill_item(c, [row for row in rows.values() if any(row[name] is None for name in USUAL)])
    return {id: Row(**row) for id, row in rows.items()}


def keep_points(c: Changes, moves: list[Move]) -> None:
    """Points are within the full ones."""
    judged = [move for move in moves if move.new and move.changed("points", "weight", "na")]
    rows = _whole(c, judged)
    for move in judged:
        points, full = move.new.points, rows[move.id].weight
        if points is not None and points > full:
            raise Refused(ABOVE_FULL(full=VisitItem.weight.show(full)), "points", move.index)


def judge_items(c: Changes, moves: list[Move]) -> None:
    """Points say whether an item failed; a visit that is done is scored anew."""
    limit = setting(FAIL_RATE)
    judged = [move for move in moves if move.new and move.changed("points", "na", *USUAL)]
    c.alter(
        VisitItem,
        {
            id: {
                **{name: getattr(row, name) for name in USUAL},
                "failed": row.points is not None and not row.na and row.points * 100 < row.weight * limit,
            }
            for id, row in _whole(c, judged).items()
        },
    )
    score(c, _done(moves))


def open_rectifications(c: Changes, moves: list[Move]) -> None:
    rectify(c, _done(moves))


def _done(moves: list[Move]) -> list[int]:
    """The finished visits whose result these moves touch."""
    moved = [m for m in moves if m.changed("visit", "points", "weight", "na", "severity", "section", "failed")]
    visits = {row.visit for move in moved for row in (move.old, move.new) if row}
    return (
        [row.id for row in StoreVisit.rows(StoreVisit.id.in_(list(visits)), StoreVisit.state == "done")]
        if visits
        else []
    )


def keep_out(c: Changes, moves: list[Move]) -> None:
    if not _is_inspector(c):
        visits = StoreVisit.rows_by_id({row.visit for move in moves for row in (move.old, move.new) if row})
        for move in moves:
            if any(visits[row.visit].kind != "self" for row in (move.old, move.new) if row):
                raise Refused(OTHERS_VISIT, "points", move.index)


class VisitItem(Record):
    """What was found at one item of the checklist; a copy, so that the checklist may change afterwards."""

    visit = LinkField(StoreVisit, "巡店", "Visit", aka=("巡店单号",))
    item = LinkField(ChecklistItem, "标准检查项", "Checklist item", null=True, setter="approve")
    section = ChoiceField("项目类别", "Section", options=SECTIONS, null=True, width=90, aka=("类别",), setter="approve")
    text = LineField("检查项", "Item", max_length=100, width=220, aka=("检查内容",), setter="approve")
    weight = QuantityField(
        "满分",
        "Full points",
        null=True,
        least=Decimal("0.1"),
        most=1000,
        sum=True,
        width=80,
        aka=("权重", "分值"),
        setter="approve",
    )
    points = QuantityField("得分", "Points", null=True, least=0, most=1000, sum=True, width=80)
    na = FlagField("不适用", "Not applicable", default=False)
    severity = ChoiceField(
        "严重程度", "Severity", options=SEVERITIES, null=True, width=90, aka=("关键项",), setter="approve"
    )
    remark = NoteField("问题描述", "Remark", null=True, aka=("问题", "备注"))
    due_on = DayField(
        "整改期限", "Rectify by", null=True, hint=Text("空时按严重程度推算", "Empty: reckoned from the severity")
    )
    failed = FlagField("不合格", "Failed", default=False, derived=True)

    sheet = Sheet(
        "巡店项目",
        "Visit items",
        title="text",
        order=("visit", "id"),
        key=("visit", "text"),
        search=("text", "visit"),
        parent="visit",
        columns=("visit", "section", "text", "weight", "points", "na", "severity", "failed", "remark", "due_on"),
        scopes={"store": "visit.store", "region": "visit.store.region", "own": "visit.inspector"},
        pictures=True,
        fill=fill_item,
        checks=(keep_out, keep_points),
        derives=(judge_items,),
        consequences=(Then(open_rectifications, also="import"),),
    )

    class Meta:
        indexes = ((("visit", "text"), True),)


def score(c: Changes, visits: list[int]) -> None:
    """What these visits come to by their items."""
    if not visits:
        return
    lines: dict[int, list[Row]] = defaultdict(list)
    for line in VisitItem.rows(VisitItem.visit.in_(visits)):
        lines[line.visit].append(line)
    rules = Scoring()
    c.alter(StoreVisit, {id: rules.verdict(lines[id]) for id in visits})


def rectify(c: Changes, visits: list[int]) -> None:
    """A rectification for each failing item of these visits that has none yet, due by how bad it is."""
    lines = VisitItem.rows(VisitItem.visit.in_(visits), VisitItem.failed == 1) if visits else []
    covered = (
        {row.item for row in Rectification.rows(Rectification.item.in_([line.id for line in lines]))}
        if lines
        else set()
    )
    fresh = [line for line in lines if line.id not in covered]
    made = StoreVisit.rows_by_id({line.visit for line in fresh})
    c.add(
        Rectification,
        [
            {
                "item": line.id,
                "visit": line.visit,
                "store": made[line.visit].store,
                "topic": line.text,
                "problem": line.remark or line.text,
                "severity": line.severity,
                "opened_on": made[line.visit].visited_on,
                "due_on": line.due_on,
            }
            for line in fresh
        ],
    )
