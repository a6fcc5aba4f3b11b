"""The parts of the member's page: the person, the figures, purchases, gifts, follow-ups, tier and history."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from models import house
from models.kit.clock import now, today
from models.kit.declare.access import Who, why_not
from models.kit.text import Text
from models.kit.write.edits import Answer
from models.members import Member, MemberFollowUp, Purchase, Redemption, TierMove

from ..parts.dialogs import action_button
from ..parts.form import Form, masked_value
from ..parts.pieces import card, empty, link, span, table, tag
from ..parts.session import viewer
from ..parts.still import Still, part
from ..parts.timeline import timeline
from ..parts.values import address, cell_of, part_of, show, text_of
from .points import ALL, narrowed
from .reading import Block, Sight

FACTS = (
    "card_no",
    "phone",
    "gender",
    "birthday",
    "home_store",
    "joined_on",
    "channel",
    "recruiter",
    "consent",
    "address",
)
WORDS = ("tags", "interests", "note")
FIGURES = ("points", "spend_12m", "last_purchase_at", "tier_until")
EXPIRING, WITHIN = Text("即将到期", "Expiring soon"), Text("30 天内", "within 30 days")
TO_NEXT = Text("距{tier}还差 {short}", "{short} to {tier}")
DEBT = Text("待抵扣 {n} 分", "{n} points owed")
MERGED = Text("已并入", "Merged into")
NO_PURCHASES = Text(
    "还没有消费记录。收银数据导入后显示在这里。", "No purchases yet. They show here once the till's data is imported."
)
NO_GIFTS = Text("还没有兑换过礼品。点上面的“兑换礼品”开始。", "No gifts yet. Use “Redeem a gift” above.")
NO_TALKS = Text("还没有沟通记录，记下第一次吧。", "No conversation is noted yet; add the first.")
NEW_TALK = Text("记一次沟通", "Note a conversation")
TIER, BENEFITS = Text("等级", "Tier"), Text("当前权益", "Benefits now")
NO_MOVES = Text("等级没有变动过", "The tier never changed")
HISTORY, DUE = Text("资料修改历史", "History of the details"), Text("{day} 跟进", "Due {day}")
TALK_FIELDS = ("channel", "topic", "content", "result", "next_on")
PAST_SHOWN = 6

Done = Callable[[Answer], Awaitable[None]]


def person(sight: Sight, who: Who, buttons: Callable[[], None]) -> None:
    fields, row = Member.fields(), sight.row
    with tag("section", "o-card"), tag("div", "o-card-body"):
        with tag("div", "o-line"):
            tag("h1", "o-h1", sight.name)
            if row.get("tier"):
                span(text_of(fields["tier"], row["tier"], who.lang), "o-pill o-tier")
            if "status" in row:
                show(fields["status"], row["status"], who)
            if row.get("merged_into"):
                span(MERGED.say(who.lang), "o-faint")
                show(fields["merged_into"], row["merged_into"], who)
            tag("div", "o-gap")
            with tag("div", "o-line o-buttons"):
                buttons()
        with tag("div", "o-facts"):
            for name in FACTS:
                if name in row:
                    _fact(sight, name, who)
        for name in WORDS:
            if row.get(name):
                with tag("div", "o-line"):
                    span(fields[name].label.say(who.lang), "o-faint")
                    _value(sight, name, who)


def _fact(sight: Sight, name: str, who: Who) -> None:
    label, item = part("span", "o-faint", Member.fields()[name].label.say(who.lang)), Member.fields()[name]
    if sight.shown[name] != "masked":
        Still(part("div", "o-fact", label, part_of(item, sight.row[name], who)))
        return
    with tag("div", "o-fact"):
        Still(label)
        _value(sight, name, who)


def _value(sight: Sight, name: str, who: Who) -> None:
    if sight.shown[name] == "masked":
        masked_value(Member, sight.id, name, sight.row[name])
    else:
        show(Member.fields()[name], sight.row[name], who)


def figures(sight: Sight, who: Who) -> None:
    fields, row = Member.fields(), sight.row
    notes = {
        "points": DEBT(n=row["points_debt"]) if row.get("points_debt") else None,
        "spend_12m": TO_NEXT(tier=sight.next_tier[0], short=Member.spend_12m.show(sight.next_tier[1]))
        if sight.next_tier
        else None,
    }
    with tag("div", "o-figures"):
        for name in FIGURES:
            if name in row:
                text = text_of(fields[name], row[name], who.lang) or "—"
                _figure(fields[name].label.say(who.lang), text, notes.get(name), who, small=len(text) > 12)
        if sight.lots is not None:
            _figure(EXPIRING.say(who.lang), f"{sight.expiring:,}", WITHIN, who, warn=sight.expiring > 0)


def _figure(label: str, value: str, note: Text | None, who: Who, *, small: bool = False, warn: bool = False) -> None:
    drawn = part("div", "o-value o-small" if small else "o-value o-soon" if warn else "o-value", value)
    noted = [] if note is None else [part("div", "o-faint", note.say(who.lang))]
    Still(part("div", "o-card o-figure", part("div", "o-name", label), drawn, *noted))


def _head(head: Any, block: Block, sight: Sight, who: Who) -> None:
    if block.total > len(block.rows):
        with head:
            link(ALL(n=f"{block.total:,}").say(who.lang), narrowed(block, sight.id))


def _columns(block: Block, names: list[str], who: Who) -> list[tuple[str, str]]:
    fields = block.record.fields()
    right = ("money", "count", "quantity")
    return [(fields[name].label.say(who.lang), "o-right" if fields[name].kind in right else "") for name in names]


def _cells(block: Block, names: list[str], who: Who) -> list[list[Any]]:
    fields = block.record.fields()
    return [[cell_of(fields[name], row[name], who) for name in names] for row in block.rows]


def purchases(sight: Sight, who: Who) -> None:
    block = sight.purchases
    if block is None:
        return
    with card(Purchase.sheet.label.say(who.lang), f"{block.total:,}", flush=True) as head:
        _head(head, block, sight, who)
        if not block.rows:
            empty(NO_PURCHASES.say(who.lang), "receipt_long")
            return
        wanted = ("purchased_at", "store", "receipt_no", "items", "amount", "refunded")
        names = [name for name in wanted if name in block.rows[0]]
        table(_columns(block, names, who), _cells(block, names, who))


def redemptions(sight: Sight, who: Who, done: Done) -> None:
    block = sight.redemptions
    if block is None:
        return
    with card(Redemption.sheet.label.say(who.lang), f"{block.total:,}", flush=True) as head:
        _head(head, block, sight, who)
        if not block.rows:
            empty(NO_GIFTS.say(who.lang), "redeem")
            return
        wanted = ("requested_at", "gift", "qty", "points", "store", "state")
        names = [name for name in wanted if name in block.rows[0]]
        cells = _cells(block, names, who)
        for row, line in zip(block.rows, cells, strict=True):
            line.append(lambda row=row: _steps(row, done))
        table([*_columns(block, names, who), ("", "o-right o-tight")], cells)


def _steps(row: dict[str, Any], done: Done) -> None:
    """What can still be done with a redemption; a past one from a workbook moved nothing and stays."""
    open_to = {"requested": ("issue", "cancel"), "issued": ("cancel",)}.get(row.get("state"), ())
    with tag("div", "o-line o-tools"):
        for name in () if row.get("past") else open_to:
            action_button(house().actions[name], row["id"], done, kind="o-small o-quiet")


class FollowUps:
    """Conversations with the member; the form for a new one stays while the rest of the page is drawn anew."""

    def __init__(self, member: int, done: Done):
        self.member, self.done, who = member, done, viewer()
        with card(MemberFollowUp.sheet.label.say(who.lang), flush=True):
            if why_not(who, "add", MemberFollowUp) is None:
                with tag("details", "o-talk") as self.fold:
                    with tag("summary"):
                        ui.icon("add_comment")
                        span(NEW_TALK.say(who.lang))
                    self.place = tag("div")
                    self._form(who)
            self.list = tag("div")

    def _form(self, who: Who) -> None:
        fields = MemberFollowUp.fields()
        preset = {
            "member": {"id": self.member},
            "contacted_at": fields["contacted_at"].keep(now()),
            "channel": fields["channel"].default,
            "by": {"id": who.employee_id} if who.employee_id else None,
        }
        self.place.clear()
        with self.place:
            Form(MemberFollowUp, None, self._saved, preset, only=TALK_FIELDS)

    async def _saved(self, answer: Answer) -> None:
        self._form(viewer())
        await self.done(answer)

    def draw(self, sight: Sight, who: Who) -> None:
        """Into `list`, which the caller has emptied."""
        block = sight.follow_ups
        if block is None or not block.rows:
            empty(NO_TALKS.say(who.lang), "forum")
            return
        for row in block.rows:
            self._talk(row, who)
        if block.total > len(block.rows):
            with tag("div", "o-note"):
                link(ALL(n=f"{block.total:,}").say(who.lang), narrowed(block, sight.id))

    def _talk(self, row: dict[str, Any], who: Who) -> None:
        fields = MemberFollowUp.fields()
        with tag("div", "o-event o-edit"):
            with tag("div", "o-line"):
                link(row.get("topic") or "—", address(MemberFollowUp, row["id"]), "o-strong")
                show(fields["channel"], row.get("channel"), who)
                tag("div", "o-gap")
                span(text_of(fields["contacted_at"], row.get("contacted_at"), who.lang), "o-faint")
            for name in ("content", "result"):
                if row.get(name):
                    tag("div", "o-soft", str(row[name]))
            if row.get("next_on"):
                late = row["next_on"] <= today().isoformat()
                span(DUE(day=row["next_on"]).say(who.lang), "o-pill warning" if late else "o-pill info")


def tier(sight: Sight, who: Who) -> None:
    if sight.moves is None:
        return
    fields = TierMove.fields()
    with card(TIER.say(who.lang), flush=True):
        if sight.benefits:
            with tag("div", "o-note o-line"):
                span(BENEFITS.say(who.lang), "o-faint")
                for title in sight.benefits:
                    span(title, "o-chip")
        if not sight.moves.rows:
            empty(NO_MOVES.say(who.lang), "stairs")
        for row in sight.moves.rows:
            with tag("div", "o-event o-edit"), tag("div", "o-line"):
                span(text_of(fields["from_tier"], row.get("from_tier"), who.lang) or "—", "o-soft")
                ui.icon("arrow_right_alt").classes("o-faint")
                tag("b", "", text_of(fields["to_tier"], row.get("to_tier"), who.lang))
                show(fields["cause"], row.get("cause"), who)
                tag("div", "o-gap")
                span(text_of(fields["moved_at"], row.get("moved_at"), who.lang), "o-faint")


def history_of(sight: Sight, who: Who, refresh: Callable[[], Awaitable[None]]) -> None:
    """What people changed of the details; what purchases and gifts moved stands in their own parts."""
    fields = Member.fields()
    by_hand = [
        change for change in sight.around.past if any(not fields[cell["field"]].derived for cell in change["cells"])
    ]
    with card(HISTORY.say(who.lang), flush=True) as head:
        if len(sight.around.past) > len(by_hand[:PAST_SHOWN]):
            with head:
                link(ALL(n=len(sight.around.past)).say(who.lang), address(Member, sight.id) + "/form")
        timeline(Member, by_hand[:PAST_SHOWN], who, refresh)
