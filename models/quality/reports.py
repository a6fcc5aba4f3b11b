"""Inspection reports 检验报告: every item judged by the standard of its sampling day, the conclusion drawn, a failure acted on."""

import re
from typing import Any

from ..kit import (
    Brings,
    Changes,
    ChoiceField,
    CountField,
    DayField,
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
    in_one_change,
    notify,
)
from ..kit.alike import written
from ..kit.clock import today
from ..logistics import BatchHold, Warehouse, hold_batch, hold_of
from ..organization import Employee, Product, Store, Supplier
from . import words
from .concluding import TOLD, concluded, judged_anew, standards_of, touched
from .failing import open_nonconformance
from .nonconformances import Nonconformance
from .report_states import ORDERS, REPORT_STATES
from .report_terms import fill_reports, is_good
from .requirements import REPORT_KINDS, VERDICTS, ReportRequirement, said_kinds
from .standards import UNIT_BEHIND, QualityStandard, judged


def keep_reports(c: Changes, moves: list[Move]) -> None:
    """Dates follow one another."""
    for move in moves:
        if move.new is None:
            continue
        if move.new.sampled_store and move.new.sampled_warehouse:
            raise Refused(words.TWO_PLACES, "sampled_warehouse", move.index)
        for earlier, later in ORDERS:
            first, second = getattr(move.new, earlier), getattr(move.new, later)
            if first and second and second < first:
                fields = InspectionReport.fields()
                raise Refused(
                    words.BACKWARDS(later=fields[later].label, earlier=fields[earlier].label), later, move.index
                )


def judge_reports(c: Changes, moves: list[Move]) -> None:
    """What a verdict rests on brings new verdicts when it changes."""
    if again := judged_anew(moves):
        judge(c, InspectionItem.rows(InspectionItem.report.in_(again)))


def act_on_reports(c: Changes, moves: list[Move]) -> None:
    """What waited for a report goes out with it, and what failed is acted on."""
    follow(c, judged_anew(moves))
    valid = [move.new for move in moves if move.new and is_good(move.new) and move.changed("state", "conclusion")]
    free_what_waited(c, {row.product for row in valid})
    act_anew(c, [move.new for move in moves if move.old and move.new and move.changed("product", "batch_no")])


def approve(c: Changes, row: Row, _: dict) -> None:
    """Only what was judged and passed is approved."""
    items = InspectionItem.rows(InspectionItem.report == row.id)
    if not items:
        raise Refused(words.NO_ITEMS, "conclusion")
    if pending := [item.item for item in items if item.verdict == "pending"]:
        raise Refused(words.PENDING_ITEMS(items="、".join(pending)), "conclusion")
    if row.conclusion != "pass":
        raise Refused(words.NOT_PASSED(conclusion=_conclusion(row)), "conclusion")
    c.update(InspectionReport, row, checked_by=c.who.employee_id)


def receive(c: Changes, row: Row, answers: dict) -> None:
    c.update(InspectionReport, row, received_on=row.received_on or today())
    conclude(c, {row.id})


def take_items(c: Changes, groups: list[tuple[Row, list[dict]]]) -> None:
    """The items of a flat workbook, one row each: `铅(以Pb计) mg/kg` names the item and its unit."""
    rows = []
    for report, items in groups:
        for item in items:
            named = re.fullmatch(UNIT_BEHIND, item.get("item") or "")
            split = {"item": named[1], "unit": named[2]} if named and not item.get("unit") else {}
            rows.append({"report": report.id, **item, **split})
    c.add(InspectionItem, rows)


class InspectionReport(Record):
    """What a laboratory says of a batch; its conclusion is drawn from its items."""

    report_no = LineField("报告编号", "Report no.", max_length=60, width=140, aka=("检验报告编号", "报告号"))
    laboratory = LineField("检验机构", "Laboratory", max_length=80, width=120, aka=("检测机构", "检验单位"))
    kind = ChoiceField("检验类别", "Kind", options=REPORT_KINDS, default="commissioned", width=90)
    product = LinkField(Product, "产品", "Product", aka=("产品名称", "商品名称", "品名"))
    batch_no = LineField("批号", "Batch", max_length=40, index=True, aka=("批次", "生产批号"))
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    manufacturer = LineField("生产企业", "Manufacturer", null=True, max_length=80)
    produced_on = DayField("生产日期", "Produced on", null=True)
    sampled_store = LinkField(Store, "抽样门店", "Sampled in store", null=True)
    sampled_warehouse = LinkField(Warehouse, "抽样仓库", "Sampled in warehouse", null=True)
    sampled_on = DayField("抽样日期", "Sampled on", null=True, aka=("采样日期",))
    sampled_by = LineField("抽样人", "Sampled by", null=True, max_length=40)
    sampled_qty = QuantityField("抽样数量", "Sampled qty", null=True, least=0)
    reported_on = DayField("报告日期", "Reported on", null=True, index=True, aka=("签发日期", "出具日期"))
    received_on = DayField("收到日期", "Received on", null=True, index=True)
    valid_until = DayField("有效期至", "Valid until", null=True, index=True)
    failed_items = CountField("不合格项数", "Items failed", default=0, derived=True)
    conclusion = ChoiceField(
        "检验结论",
        "Conclusion",
        options=VERDICTS,
        default="pending",
        derived=True,
        width=90,
        aka=("结论", "总体结论"),
    )
    cma_no = LineField("资质编号（CMA/CNAS）", "CMA/CNAS no.", null=True, max_length=40)
    cma_until = DayField("资质有效期", "Accreditation until", null=True)
    approved_by = LineField("签发人", "Signed by", null=True, max_length=40)
    check_code = LineField("防伪查询码", "Verification code", null=True, max_length=60)
    checked_by = LinkField(Employee, "审核人", "Checked by", null=True, locked=True)
    nonconformance = LinkField(Nonconformance, "不合格品单", "Nonconformance", null=True, locked=True, outlives=True)
    state = ChoiceField("状态", "State", options=REPORT_STATES, default="received", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "检验报告",
        "Inspection reports",
        says=("product", "batch_no", "report_no"),
        later=("reported_on", "valid_until"),
        title="report_no",
        order=("-reported_on", "-id"),
        key=("report_no", "laboratory"),
        search=("report_no", "product", "batch_no", "supplier", "laboratory"),
        fill=fill_reports,
        checks=(keep_reports,),
        derives=(judge_reports,),
        consequences=(Then(act_on_reports, also="import"),),
        brings=Brings(lambda: InspectionItem, "item method unit lower upper criterion result stated"),
        takes=take_items,
        arrives={"state": "valid"},
        columns=(
            "report_no",
            "product",
            "batch_no",
            "supplier",
            "laboratory",
            "reported_on",
            "valid_until",
            "conclusion",
            "state",
        ),
        scopes={"store": "sampled_store", "region": "sampled_store.region"},
        steps=(
            Step(
                "receive",
                "收到报告",
                "Received",
                "expected",
                "received",
                needs=("reported_on",),
                then=receive,
                icon="inbox",
                asks={
                    "reported_on": DayField("报告日期", "Reported on", null=True),
                    "valid_until": DayField("有效期至", "Valid until", null=True),
                },
            ),
            Step(
                "check",
                "审核通过",
                "Approve",
                "received",
                "valid",
                then=approve,
                icon="fact_check",
                hint=Text("全部项目合格才能通过", "All items must have passed"),
            ),
            Step(
                "withdraw",
                "作废",
                "Withdraw",
                "expected received valid failed expired",
                "withdrawn",
                reason=True,
                danger=True,
                icon="block",
            ),
            Step("fail", "判为不合格", "Failed", "expected received valid expired", "failed", auto=True),
            Step("correct", "更正为合格", "Corrected", "failed", "received", auto=True),
            Step("expire", "到期", "Expired", "valid", "expired", auto=True),
        ),
    )

    class Meta:
        indexes = ((("report_no", "laboratory"), True), (("product", "batch_no"), False))


def judge_new(c: Changes, rows: list[dict]) -> None:
    """New items come with their verdict already."""
    reports = InspectionReport.rows_by_id({row["report"] for row in rows if row["report"]})
    known = [Row(**row) for row in rows if row["report"] in reports and row["item"]]
    standards = standards_of(known, reports)
    for row in rows:
        if row["report"] in reports and row["item"]:
            row.update(judged(Row(**row), standards.get((row["report"], row["item"]))))


def judge_moved(c: Changes, moves: list[Move]) -> None:
    """What an item says anew is judged anew, and its report with it."""
    altered = [move.new for move in moves if move.old and move.new and move.changed(*TOLD)]
    if altered:
        judge(c, altered)
    conclude(c, touched(moves))


def act_on_items(c: Changes, moves: list[Move]) -> None:
    follow(c, touched(moves))


class InspectionItem(Record):
    """One line of a report: what was measured, what is allowed, and how it stands."""

    report = LinkField(InspectionReport, "检验报告", "Report", aka=("报告编号",))
    item = LineField("检验项目", "Test item", max_length=80, width=150, aka=("项目",))
    method = LineField("检验方法", "Method", null=True, max_length=80)
    unit = LineField("单位", "Unit", null=True, max_length=20, width=80)
    lower = QuantityField("标准下限", "Lower limit stated", null=True, aka=("下限",))
    upper = QuantityField("标准上限", "Upper limit stated", null=True, aka=("上限",))
    criterion = LineField("标准要求", "Requirement stated", null=True, max_length=120, aka=("标准值", "技术要求"))
    result = LineField(
        "检验结果",
        "Result",
        null=True,
        max_length=60,
        aka=("实测值", "结果"),
        hint=Text("照报告填写，如 0.48、<0.01、未检出", "As the report has it: 0.48, <0.01, not detected"),
    )
    detection_limit = QuantityField("检出限", "Detection limit", null=True, least=0)
    stated = ChoiceField("报告单项结论", "Verdict stated", options=VERDICTS, null=True, width=110, aka=("单项结论",))
    standard = LinkField(QualityStandard, "依据标准", "Standard", null=True, locked=True, outlives=True)
    limit = LineField("判定依据", "Limit applied", null=True, max_length=120, derived=True, column_name="limit_said")
    number = QuantityField("数值", "Number", null=True, derived=True)
    verdict = ChoiceField("单项判定", "Verdict", options=VERDICTS, default="pending", derived=True, width=90)

    sheet = Sheet(
        "检验项目",
        "Inspection items",
        title="item",
        order=("report", "id"),
        key=("report", "item"),
        parent="report",
        search=("item", "report"),
        fill=judge_new,
        derives=(judge_moved,),
        consequences=(Then(act_on_items, also="import"),),
        columns=("report", "item", "unit", "limit", "result", "stated", "verdict"),
        scopes={"store": "report.sampled_store", "region": "report.sampled_store.region"},
    )

    class Meta:
        indexes = ((("report", "item"), True),)


# What may be sold with it ------------------------------------------------------------------------------------------------


def missing_reports(product: int, batch_no: str | None) -> list[str]:
    """The kinds of reports this batch still lacks, by key; a yearly one need not be of this very batch."""
    asked = ReportRequirement.rows(ReportRequirement.product == product, ReportRequirement.since <= today())
    there = (
        InspectionReport.rows(InspectionReport.product == product, InspectionReport.state == "valid") if asked else []
    )
    have = {(report.kind, written(report.batch_no)) for report in there if is_good(report)}
    kinds, batch = {kind for kind, _ in have}, written(batch_no)
    return [
        need.kind
        for need in asked
        if (need.kind not in kinds if need.frequency == "yearly" else (need.kind, batch) not in have)
    ]


def hold_unreported(c: Changes, product: int, batch_no: str, reference: str) -> list[str]:
    """A batch that lacks a report waits for it; returns the kinds it lacks."""
    lacking = missing_reports(product, batch_no)
    if lacking and not waiting_holds(BatchHold.product == product, BatchHold.batch_no == batch_no):
        reason = f"{words.WAITING.zh}：{said_kinds(lacking).zh}"
        hold_batch(c, product, batch_no, reason, reference, for_report=True)
    return lacking


def waiting_holds(*where: Any) -> list[Row]:
    return BatchHold.rows(BatchHold.state == "held", BatchHold.for_report == 1, *where)


def free_what_waited(c: Changes, products: set[int]) -> None:
    """Batches that only waited for a report go out once the last one is valid, or is no longer asked for."""
    for hold in waiting_holds(BatchHold.product.in_(list(products))):
        if not missing_reports(hold.product, hold.batch_no):
            c.update(BatchHold, hold, state="released")
            if not hold_of(hold.product, hold.batch_no):
                said = words.RELEASED(product=Product.title_of(hold.product), batch=hold.batch_no)
                notify(c, said, record=BatchHold, row=hold.id, roles=("logistics",))


# Judging ------------------------------------------------------------------------------------------------------------------


def judge(c: Changes, items: list[Row]) -> None:
    reports = InspectionReport.rows_by_id({item.report for item in items})
    standards = standards_of(items, reports)
    sets = {item.id: judged(item, standards.get((item.report, item.item))) for item in items}
    c.alter(InspectionItem, sets)
    conclude(c, set(reports))


def conclude(c: Changes, reports: set[int]) -> None:
    """Draw each report's conclusion."""
    lines: dict[int, list[Row]] = {id: [] for id in InspectionReport.rows_by_id(reports)}
    for item in InspectionItem.rows(InspectionItem.report.in_(list(lines))):
        lines[item.report].append(item)
    c.derive(InspectionReport, {id: concluded(items) for id, items in lines.items()})


def follow(c: Changes, reports: set[int]) -> None:
    """A failure opens what must follow, at once and in the same transaction; one that was none after all is judged again."""
    for report in InspectionReport.rows_by_id(reports).values():
        if report.failed_items and report.state not in ("failed", "withdrawn"):
            c.update(InspectionReport, report, state="failed")
            failed = (InspectionItem.report == report.id) & (InspectionItem.verdict == "fail")
            act_on_failure(c, report, InspectionItem.rows(failed))
        elif report.state == "failed" and not report.failed_items:
            c.update(InspectionReport, report, state="received")
        elif is_good(report):
            free_what_waited(c, {report.product})


def act_anew(c: Changes, reports: list[Row]) -> None:
    """A failed report that turns out to be of another batch stops that one too."""
    for report in reports:
        if report.state == "failed":
            failed = (InspectionItem.report == report.id) & (InspectionItem.verdict == "fail")
            act_on_failure(c, report, InspectionItem.rows(failed))


def act_on_failure(c: Changes, report: Row, failed: list[Row]) -> None:
    """A nonconformance, its corrective action, and the operations manager told: nobody has to think of it."""
    opened = open_nonconformance(c, report, failed)
    if opened is None:
        return
    c.update(InspectionReport, report, nonconformance=opened.id)
    said = words.FAILED(
        no=report.report_no, product=Product.title_of(report.product), batch=report.batch_no, items=opened.description
    )
    notify(c, said, record=InspectionReport, row=report.id, roles=("operations_manager", "quality"), urgent=True)


def _conclusion(row: Row) -> Text:
    return Text(*(InspectionReport.conclusion.show(row.conclusion, lang) for lang in ("zh", "en")))


@in_one_change
def judge_again(c: Changes, report: int) -> Text:
    """Hold a report's items once more against the standards, for one that was put into force afterwards."""
    judge(c, InspectionItem.rows(InspectionItem.report == c.fresh(InspectionReport, report).id))
    return words.JUDGED(conclusion=_conclusion(c.fresh(InspectionReport, report)))
