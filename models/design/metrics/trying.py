"""A figure while it is being made: what it would come to in the last weeks, and what depends on one that is there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ...kit.clock import Week, today, week_of
from ...kit.declare.access import Who
from ...kit.declare.record import Row
from ...kit.server.standing import house
from ...kit.text import Refused, Text, join
from ...kit.week.measures import Measured
from ...kit.week.rollup import WeekFigure, WeekRevision
from ...kit.week.weekly import sees_all_of
from ..boards.standing import Standing, boards_of
from .measured import metric_of
from .own import OwnMetric, complete
from .words import NOT_SEEN

WEEKS = 4
IN_WEEKS = Text("{n} 个已关账的周里有它，停用以后照旧", "{n} closed weeks hold it, and keep it when it is stopped")
SHOWN = Text("{n} 个仪表盘上有它", "{n} dashboards show it")
AIMED = Text("{n} 行指标目标是它的", "{n} targets are of it")
MADE_OF = Text("指标“{figure}”由它算出", "“{figure}” is made of it")
ASKED = Text("{n} 条异常关注是它的", "{n} matters of attention are about it")


@dataclass(frozen=True)
class Tried:
    """By week, the newest first, what it comes to for the company and in how many stores; else why it can't be counted."""

    unit: str = "count"
    weeks: tuple[tuple[Week, Any, int], ...] = ()
    why: Text | None = None
    field: str | None = None


def tried(sets: dict[str, Any], who: Who) -> Tried:
    """What these settings would be as a figure; nothing is kept."""
    fields = OwnMetric.fields()
    values = {name: None if callable(item.default) else item.default for name, item in fields.items()}
    try:
        values |= {name: fields[name].parse(value) for name, value in sets.items() if name in fields}
        values |= {"zh": values["zh"] or "—", "name": values["name"] or "tried"}
        complete([values])
        others = {name: metric for name, metric in house().metrics.items() if name != values["name"]}
        metric = metric_of(Row(**values), others)
    except Refused as why:
        return Tried(why=why.text, field=why.field)
    area = house().area_of(house().records[values["record_type"]])
    if not who.all_rights and not sees_all_of(who, area, metric):
        records = join([record.sheet.label for record in metric.records], "、", ", ")
        return Tried(why=NOT_SEEN(records=records), field="record_type")
    now = week_of(today()).monday
    weeks = [Week(now - timedelta(weeks=back)) for back in range(WEEKS)]
    return Tried(metric.unit, tuple((week, metric.value(week), len(metric.per_store(week))) for week in weeks))


def _shows(board: Standing, figure: str) -> bool:
    return any(figure in (part.says("figure"), *part.says("figures", ())) for part in board.body.blocks)


def depends(row: Row) -> list[Text]:
    """What stands on a figure."""
    closed = WeekFigure.select(WeekRevision.week).join(WeekRevision).where(WeekFigure.metric == row.name).distinct()
    targets, attention = (house().records.get(name) for name in ("figure_target", "attention"))
    counts = [(IN_WEEKS, closed.count())]
    counts += [
        (said, len(record.rows(record.fields()["metric"] == row.name)))
        for said, record in ((AIMED, targets), (ASKED, attention))
        if record is not None
    ]
    counts.append((SHOWN, sum(_shows(board, row.name) for board in house().of(boards_of))))
    mine = house().metrics.get(row.name)
    parts = mine.fn.parts() if mine is not None and isinstance(mine.fn, Measured) else []
    made = [other for other in OwnMetric.rows() if row.name in (other.above, other.below)] if parts else []
    return [
        *(said(n=n) for said, n in counts if n),
        *(MADE_OF(figure=Text(other.zh, other.en)) for other in made),
    ]
