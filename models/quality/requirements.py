"""Which inspection reports a product must have, for each batch or once a year."""

from ..kit import Choice, ChoiceField, DayField, LinkField, NoteField, Record, Sheet, Text
from ..kit.clock import today
from ..organization import Product

REPORT_KINDS = (
    Choice("commissioned", "委托检验", "Commissioned", "info", ("委托",)),
    Choice("delivery", "出厂检验", "Factory", "info", ("出厂",)),
    Choice("type", "型式检验", "Type test", "positive", ("型式",)),
    Choice("sampled", "监督抽检", "Official sampling", "warning", ("抽检", "监督")),
    Choice("own", "自检", "Own test", "grey"),
)
FREQUENCIES = (Choice("batch", "每批", "Each batch", "info"), Choice("yearly", "每年", "Yearly", "grey"))


def said_kinds(keys: list[str]) -> Text:
    named = [choice.label for choice in REPORT_KINDS if choice.key in keys]
    return Text("、".join(label.zh for label in named), ", ".join(label.en for label in named))


VERDICTS = (
    Choice("pending", "待判定", "To be judged", "grey"),
    Choice("pass", "合格", "Passed", "positive", ("符合",)),
    Choice("fail", "不合格", "Failed", "negative", ("不符合",)),
)


class ReportRequirement(Record):
    """One kind of report that a product must have before it is sold."""

    product = LinkField(Product, "商品", "Product")
    kind = ChoiceField("检验类别", "Kind", options=REPORT_KINDS, default="delivery", width=100)
    frequency = ChoiceField("频次", "Frequency", options=FREQUENCIES, default="batch", width=90)
    since = DayField("起始日期", "From", default=today)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "报告要求",
        "Report requirements",
        title="kind",
        order=("product", "kind"),
        key=("product", "kind", "since"),
        search=("product",),
    )

    class Meta:
        indexes = ((("product", "kind", "since"), True),)
