"""The points of a member: what is left, by the month in which it expires and the lots in it, and the latest entries."""

from itertools import groupby
from typing import Any

from nicegui import ui

from models.kit.clock import today
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.members import PointsEntry, PointsLot, PointsRule

from ..parts.pieces import card, empty, link, progress, span, table, tag
from ..parts.still import part
from ..parts.values import part_of, text_of
from .reading import SOON, Block, Sight

NO_RULES = Text(
    "今天没有在用的消费积分规则，消费不会累积积分；请会员客服设置积分规则",
    "No points rule for purchases holds today, so purchases bring no points; members’ service sets the rules",
)
POINTS, LEFT = Text("积分", "Points"), Text("{n} 分可用", "{n} available")
NO_POINTS = Text(
    "现在没有可用积分。消费后按积分规则自动累积。", "No points now. They come with purchases, by the points rules."
)
NEVER, EXPIRES = Text("长期有效", "Never expires"), Text("{month} 到期", "Expire {month}")
LOTS = Text("{n} 批", "lots: {n}")
EVERY_LOT = Text("逐批查看（{n} 批）", "Lot by lot ({n})")
EARNED_AT, EXPIRES_ON = Text("获得时间", "Earned"), Text("到期日", "Expires")
OF = Text("剩余 / 获得", "Left / earned")
LATEST, ALL = Text("最近流水", "Latest entries"), Text("全部 {n} 笔", "All {n}")
MONTHS_SHOWN = 12


def card_of(sight: Sight, who: Who) -> None:
    if sight.lots is None:
        return
    lots = sight.lots.rows
    total = sum(lot["left"] for lot in lots)
    with card(POINTS.say(who.lang), LEFT(n=f"{total:,}").say(who.lang)):
        if not sight.earns:
            without_rules(who)
        if lots:
            bars(lots, who)
            every_lot(lots, who)
        else:
            empty(NO_POINTS.say(who.lang), "toll")
        if sight.entries is not None and sight.entries.rows:
            entries(sight.entries, sight.id, who)


def without_rules(who: Who) -> None:
    """Purchases that bring nothing look like a fault of the till, until somebody says why."""
    with tag("div", "o-line o-soft"):
        ui.icon("info")
        span(NO_RULES.say(who.lang))
        if may(who, "see", PointsRule):
            link(PointsRule.sheet.label.say(who.lang), f"/t/{PointsRule.key()}")


def bars(lots: list[dict[str, Any]], who: Who) -> None:
    """One bar a month, the first to expire on top; what expires within thirty days is coloured."""
    soon = (today() + SOON).isoformat()
    months = [(month, list(group)) for month, group in groupby(lots, key=lambda lot: (lot["expires_on"] or "")[:7])]
    months.sort(key=lambda month: month[0] or "9")
    longest = max(sum(lot["left"] for lot in group) for _, group in months)
    with tag("div", "o-bars"):
        for month, group in months[:MONTHS_SHOWN]:
            left = sum(lot["left"] for lot in group)
            near = "o-soon" if month and group[0]["expires_on"] <= soon else ""
            text = EXPIRES(month=month) if month else NEVER
            span(text.say(who.lang), near)
            progress(text.say(who.lang), left / longest, size="8px").classes(near)
            with tag("div", "o-line"):
                tag("b", near, f"{left:,}")
                span(LOTS(n=len(group)).say(who.lang), "o-faint")


def every_lot(lots: list[dict[str, Any]], who: Who) -> None:
    fields = PointsLot.fields()
    with tag("details", "o-more"):
        tag("summary", "", EVERY_LOT(n=len(lots)).say(who.lang))
        table(
            [(EXPIRES_ON.say(who.lang), ""), (EARNED_AT.say(who.lang), ""), (OF.say(who.lang), "o-right")],
            [
                [
                    text_of(fields["expires_on"], lot["expires_on"], who.lang) or NEVER.say(who.lang),
                    text_of(fields["earned_at"], lot["earned_at"], who.lang),
                    f"{lot['left']:,} / {lot['earned']:,}",
                ]
                for lot in lots
            ],
        )


def entries(block: Block, member: int, who: Who) -> None:
    fields = PointsEntry.fields()
    with tag("div", "o-line"):
        tag("h3", "o-h3", LATEST.say(who.lang))
        tag("div", "o-gap")
        link(ALL(n=f"{block.total:,}").say(who.lang), narrowed(block, member))
    rows = [
        [
            text_of(fields["occurred_at"], row.get("occurred_at"), who.lang),
            part_of(fields["kind"], row.get("kind"), who),
            row.get("reason") or text_of(fields["source"], row.get("source"), who.lang),
            part("b", "o-up" if row["points"] > 0 else "o-down", f"{row['points']:+,}"),
        ]
        for row in block.rows
    ]
    heads = [fields[name].label.say(who.lang) for name in ("occurred_at", "kind", "reason", "points")]
    table(list(zip(heads, ("o-tight", "o-tight", "", "o-right"), strict=True)), rows)


def narrowed(block: Block, member: int) -> str:
    """The grid of this type, narrowed to the member."""
    return "/t/" + block.record.key() + "?filter=%7B%22member%22%3A%7B%22in%22%3A%5B" + str(int(member)) + "%5D%7D%7D"
