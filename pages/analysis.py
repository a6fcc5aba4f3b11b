"""Member analysis 会员分析: segments, what each is worth, who came back, and the way into the members behind every bar."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from nicegui import ui
from peewee import fn
from starlette.exceptions import HTTPException

from models.kit.ask.query import Query
from models.kit.clock import local
from models.kit.declare.access import Who, may, scope
from models.kit.text import Text
from models.members import Member, MemberTier
from models.members.people import SEGMENTS
from models.system import analysed_at, analysis

from .frame import page
from .parts.charts import named
from .parts.pieces import card, empty, link, tag
from .parts.session import ask, viewer

TITLE = Text("会员分析", "Member analysis")
MADE = Text("按 {day} 前一年的消费评定，每月更新一次", "Scored on the year before {day}; renewed monthly")
SEGMENT, TIERS, COHORT = (
    Text("会员分层（RFM）", "Segments (RFM)"),
    Text("等级分布", "Tiers"),
    Text("复购率", "Repeat rate"),
)
COHORT_NOTE = Text(
    "同一个月首次消费的会员，之后第 n 个月仍有消费的比例",
    "Of the members who first bought in a month, the share that bought again n months later",
)
NONE = Text(
    "还没有可分析的消费。导入消费记录后，当晚自动评定。",
    "Nothing to analyse yet. Import purchases; the segments are scored the night after.",
)
IMPORT = Text("导入消费记录", "Import purchases")
SHEET = (
    Text("分层", "Segment"),
    Text("会员数", "Members"),
    Text("近12个月消费", "12-month spend"),
    Text("人均", "Each"),
    Text("积分", "Points"),
)
FIRST, NEWCOMERS, MONTHS_ON = (
    Text("首次消费", "First purchase"),
    Text("人数", "Members"),
    Text("{n} 个月后", "{n} months on"),
)
MEMBERS = Text("会员数", "Members")
QUIET = "#7d8894"
TONES = {"positive": "#12805c", "info": "#2f6fb0", "warning": "#b7791f", "negative": "#b83a3a", "grey": QUIET}


@dataclass(frozen=True)
class Part:
    """One bar: what it is called, its colour, how many members, their spend and points, and where they are listed."""

    label: str
    tone: str
    members: int
    spend: Decimal
    points: int
    target: str


def mount() -> None:
    @ui.page("/analysis/members")
    async def analysis_page() -> None:
        who = viewer()
        if not may(who, "see", Member) or Query(Member, who).shown.get("spend_12m") != "full":
            raise HTTPException(404)
        segments, tiers, cohorts, made = await ask(read_analysis, who)
        with page(TITLE.say(who.lang), "/analysis/members"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            if not segments:
                empty(NONE.say(who.lang), "insights", (IMPORT.say(who.lang), "/import/purchase"))
                return
            if made:
                tag("div", "o-faint", MADE(day=local(made).date()).say(who.lang))
            with card(SEGMENT.say(who.lang)):
                bars(segments, who)
                table(segments, who)
            with card(TIERS.say(who.lang)):
                bars(tiers, who)
            if cohorts:
                with card(COHORT.say(who.lang)):
                    tag("div", "o-faint", COHORT_NOTE.say(who.lang))
                    heat(cohorts, who)


def read_analysis(who: Who) -> tuple[list[Part], list[Part], list[dict[str, Any]], Any]:
    """The figures of the members this person may see; cohorts are of the whole company and so for those who see all."""
    names = {choice.key: (choice.label.say(who.lang), choice.tone) for choice in SEGMENTS}
    segments = _parts(who, Member.segment, names, "segment")
    tiers = {
        id: (name, "info")
        for id, name in MemberTier.select(MemberTier.id, MemberTier.name).order_by(MemberTier.rank).tuples()
    }
    whole = scope(who, Member) is None
    return (
        segments,
        _parts(who, Member.tier, tiers, "tier"),
        analysis("member_cohorts") or [] if whole else [],
        analysed_at("member_cohorts"),
    )


def _parts(who: Who, column: Any, names: dict[Any, tuple[str, str]], field: str) -> list[Part]:
    sums = fn.SUM(Member.spend_12m).coerce(False), fn.SUM(Member.points).coerce(False)
    query = Member.select(column.alias("what"), fn.COUNT(Member.id), *sums).where(column.is_null(False))
    condition = scope(who, Member)
    query = query if condition is None else query.where(condition)
    by_value = {what: rest for what, *rest in query.group_by(column).tuples()}
    return [
        Part(
            label,
            tone,
            by_value[what][0],
            Decimal(int(by_value[what][1] or 0)).scaleb(-2),
            int(by_value[what][2] or 0),
            _listed(field, what),
        )
        for what, (label, tone) in names.items()
        if what in by_value
    ]


def _listed(field: str, value: Any) -> str:
    """The grid with exactly the members behind a bar."""
    return "/t/member?filter=" + quote(json.dumps({field: {"in": [value]}}))


def bars(parts: list[Part], who: Who) -> None:
    targets = [part.target for part in parts]
    chart = ui.echart(
        {
            "grid": {"left": 8, "right": 48, "top": 8, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "value", "show": False},
            "yAxis": {
                "type": "category",
                "inverse": True,
                "data": [part.label for part in parts],
                "axisTick": {"show": False},
                "axisLabel": {"color": QUIET},
            },
            "tooltip": {"trigger": "item"},
            "series": [
                {
                    "type": "bar",
                    "name": MEMBERS.say(who.lang),
                    "label": {"show": True, "position": "right", "color": QUIET},
                    "data": [{"value": part.members, "itemStyle": {"color": TONES[part.tone]}} for part in parts],
                }
            ],
        },
        on_point_click=lambda event: ui.navigate.to(targets[event.data_index]),
    )
    named(chart, MEMBERS.say(who.lang))
    chart.style(replace="height: " + str(34 * len(parts) + 24) + "px; width: 100%")


def table(parts: list[Part], who: Who) -> None:
    with tag("div", "o-scroll"), tag("table", "o-table"):
        _row([text.say(who.lang) for text in SHEET], "th")
        for part in parts:
            each = (part.spend / part.members).quantize(Decimal("0.01"))
            figures = [f"{part.members:,}", f"¥{part.spend:,.2f}", f"¥{each:,.2f}", f"{part.points:,}"]
            with tag("tr"):
                with tag("td"):
                    link(part.label, part.target)
                for text in figures:
                    tag("td", "o-right", text)


def heat(cohorts: list[dict[str, Any]], who: Who) -> None:
    """One line a month of first purchase; the darker, the more came back."""
    width = max(len(row["kept"]) for row in cohorts)
    with tag("div", "o-scroll"), tag("table", "o-table o-heat"):
        heads = [
            FIRST.say(who.lang),
            NEWCOMERS.say(who.lang),
            *(MONTHS_ON(n=n).say(who.lang) for n in range(1, width + 1)),
        ]
        _row(heads, "th")
        for row in cohorts:
            with tag("tr"):
                tag("td", "", row["month"])
                tag("td", "o-right", f"{row['members']:,}")
                for share in row["kept"]:
                    tag("td", f"o-right o-heat-{min(5, int(share // 12))}", f"{share:.0f}%")


def _row(texts: Iterable[str], name: str) -> None:
    with tag("tr"):
        for at, text in enumerate(texts):
            tag(name, "o-right" if at else "", text)
