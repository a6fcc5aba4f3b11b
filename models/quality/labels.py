"""Papers that let a health food be sold 保健食品合规档案: what it may call itself, and whether its label follows the rules."""

import re
from datetime import date

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Refused,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import local, now
from ..organization import Employee, Product

PAPER_KINDS = (Choice("approval", "注册", "Registered", "positive"), Choice("filing", "备案", "Filed", "info"))
LABEL_RULES = (
    Choice("gb2011", "GB 7718-2011", "GB 7718-2011", "warning", ("旧标",)),
    Choice("gb2025", "GB 7718-2025", "GB 7718-2025", "positive", ("新标",)),
)
LABELS_FROM = date(2027, 3, 16)  # from here on goods must be labelled by GB 7718-2025

PAPERS = {
    "approval": re.compile(r"国食健[注字][GJ]\d{8}|卫(进)?食健字\(\d{4}\)第\d{4}号"),
    "filing": re.compile(r"食健备G\d{4}\d{2}\d{6}|食健备J\d{4}00\d{6}"),
}
WRONG_PAPER = Text("“{value}”不是有效的{kind}号，如 {sample}", "“{value}” is not a {kind} number such as {sample}")
SAMPLES = {"approval": "国食健注G20180001", "filing": "食健备G201951000123"}


def fill_papers(c: Changes, rows: list[dict]) -> None:
    for row in rows:
        if row["label_rule"] == "gb2011" and row["renew_by"] is None:
            row["renew_by"] = LABELS_FROM


def keep_papers(c: Changes, moves: list[Move]) -> None:
    """A number that the authority would not have given is a mistake in typing."""
    for move in moves:
        if move.new is None or not move.new.number or not move.changed("number", "kind"):
            continue
        number = re.sub(r"\s", "", move.new.number).replace("（", "(").replace("）", ")")
        if not PAPERS[move.new.kind].fullmatch(number):
            kind = Text(*(HealthFoodPaper.kind.show(move.new.kind, lang) for lang in ("zh", "en")))
            said = WRONG_PAPER(value=move.new.number, kind=kind, sample=SAMPLES[move.new.kind])
            raise Refused(said, "number", move.index)


def renewed(c: Changes, row, answers: dict) -> None:
    c.update(HealthFoodPaper, row, label_rule="gb2025", renewed_on=local(now()).date())


class HealthFoodPaper(Record):
    """What a health food may call itself, by which paper, and whether this version of its label still follows the rules."""

    product = LinkField(Product, "商品", "Product")
    kind = ChoiceField("批准方式", "Kind", options=PAPER_KINDS, default="approval", width=90)
    number = LineField(
        "批准文号或备案号", "Approval or filing no.", null=True, max_length=40, width=170, aka=("批准文号", "备案号")
    )
    valid_until = DayField("文号有效期", "Valid until", null=True)
    functions = LineField("保健功能", "Functions allowed", null=True, max_length=200)
    unsuitable = LineField("不适宜人群", "Unsuitable groups", null=True, max_length=200)
    warning = LineField("警示用语", "Warning phrase", null=True, max_length=120)
    label_version = LineField("标签版本", "Label version", null=True, max_length=30)
    label_rule = ChoiceField("标签依据", "Label follows", options=LABEL_RULES, default="gb2011", width=120)
    renew_by = DayField("标签换版期限", "Renew the label by", null=True)
    renewed_on = DayField("换版日期", "Renewed on", null=True, locked=True)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    state = ChoiceField(
        "换版状态",
        "Renewal",
        default="open",
        locked=True,
        width=90,
        options=(Choice("open", "待换版", "To renew", "warning"), Choice("done", "已换版", "Renewed", "positive")),
    )
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "保健食品合规档案",
        "Health-food papers",
        says=("product", "kind", "number"),
        title="number",
        order=("product",),
        key=("product", "label_version"),
        search=("product", "number"),
        fill=fill_papers,
        checks=(keep_papers,),
        scopes={"own": "owner"},
        columns=("product", "kind", "number", "valid_until", "functions", "label_rule", "renew_by", "owner", "state"),
        steps=(
            Step(
                "renew",
                "标签已换版",
                "Label renewed",
                "open",
                "done",
                needs=("label_version",),
                then=renewed,
                icon="label",
                asks={"label_version": LineField("标签版本", "Label version", null=True, max_length=30)},
            ),
        ),
    )

    class Meta:
        indexes = ((("product", "label_version"), True),)
