"""Targets of figures 指标目标: what a figure of the week should reach, for the company or for a store, from a week on."""

from typing import Any

from ..kit import (
    ChoiceField,
    DayField,
    LinkField,
    NoteField,
    QuantityField,
    Record,
    Sheet,
    Text,
)
from ..kit.clock import Week
from ..organization import Store
from .figures import figures


class FigureTarget(Record):
    """What a figure should reach each week, until a later line says otherwise."""

    metric = ChoiceField("指标", "Figure", options=figures, width=170, aka=("指标名称",))
    store = LinkField(Store, "门店", "Store", null=True, hint=Text("留空为全公司", "Empty: the whole company"))
    starts_on = DayField("起用日期", "From", index=True, aka=("开始日期", "生效日期"))
    value = QuantityField(
        "目标值", "Target", null=True, aka=("目标",), hint=Text("留空表示不再考核", "Empty: no target any more")
    )
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "指标目标",
        "Targets of figures",
        title="metric",
        order=("metric", "-starts_on"),
        key=("metric", "store", "starts_on"),
        search=("store", "note"),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("metric", "store", "starts_on"), True),)


def aims(week: Week) -> dict[tuple[str, int | None], Any]:
    """The targets set for a week by (figure, store id or None for the company)."""
    lines = FigureTarget.rows(FigureTarget.starts_on <= week.sunday, order=FigureTarget.starts_on)
    newest = {(line.metric, line.store): line.value for line in lines}
    return {key: value for key, value in newest.items() if value is not None}
