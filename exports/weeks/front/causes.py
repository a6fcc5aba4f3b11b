"""Three causes: which stores, and which of promotions, festivals, customers, days without sales, corrections explain how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models import house
from models.kit.clock import Week
from models.kit.text import Text, join
from models.stores import StoreDay
from models.stores.selling import TargetSince, of_week

from ..splitting import ZERO, Parts, together
from .sentences import Sentence, amount, listed, plain, share

THREE, NAMED = 3, 3
TOGETHER = ("tickets", "average")
SMALL = Decimal("0.02")  # of all that moved either way: nobody needs a sentence for less
KINDS = {
    "level": Text("计划与近期水平之差", "The plan against the recent level"),
    "tickets": Text("来客（交易笔数）", "Customers (tickets)"),
    "average": Text("客单价", "Average ticket"),
    "missing": Text("没报日销售的日子", "Days not handed in"),
    "closed": Text("停业和退出", "Stores closed"),
    "fresh": Text("没有平常日可比的门店", "Stores without ordinary days"),
    "unplanned": Text("没有计划的门店", "Stores without a plan"),
    "corrected": Text("关账后的更正", "Corrections since"),
    "unshared": Text("没有分到门店的计划", "Plan that is of no store"),
    "rest": Text("没有笔数的日销售", "Days without tickets"),
}
LEVEL_OF_LIKE = Text("{like} 与近期水平之差", "{like} against the recent level")
MORE, LESS = Text("多卖 {sum}", "{sum} more"), Text("少卖 {sum}", "{sum} less")
STORES_OFF = Text(
    "主要在{stores}，{count} 家合计{moved}，占全部差额的 {part}。",
    "Most of it lies with {stores}: together {moved}, {part} of the whole gap.",
)
STORES_SPREAD = Text(
    "{all} 家店里 {up} 家超过、{down} 家不到，差得最多的是{stores}。",
    "Of {all} stores {up} are over and {down} short; furthest short: {stores}.",
)
STORES_UP = Text(
    "{all} 家店里 {up} 家超过、{down} 家不到，多得最多的是{stores}。",
    "Of {all} stores {up} are over and {down} short; furthest over: {stores}.",
)
BY = Text("{store}（{moved}）", "{store} ({moved})")
WAS_ON = Text(
    "赶上{kind}的日子比平常日{moved}：{names}。", "{kind}: {moved} than ordinary days would have brought, {names}."
)
AGAINST_LAST_YEAR = Text(
    "{text}和去年同一节日的同样几天相比，{count} 家都在卖的门店{moved}。",
    "{text} Against the same days of it last year, {count} stores that sold on both: {moved}.",
)
ONE_OF_THEM = Text("{name}{moved}", "{name} {moved}")
CUSTOMERS = Text(
    "不做活动的日子里，交易笔数比平常{tickets}，{came}；客单价 {ticket} 元，比平常{dearer}，{spent}。",
    "On days without promotions tickets were {tickets} than usual: {came}; the average ticket was ¥{ticket}, {dearer}: {spent}.",
)
UP, DOWN = Text("多 {rate}", "{rate} more"), Text("少 {rate}", "{rate} fewer")
HIGH, LOW = Text("高 {rate}", "{rate} above usual"), Text("低 {rate}", "{rate} below usual")
TOO_HIGH = Text(
    "计划比近四周的平常水平高 {sum}：照平常卖，就要差这么多。",
    "The plan is {sum} above the ordinary level of the last four weeks: selling as usual falls that much short.",
)
TOO_LOW = Text(
    "计划比近四周的平常水平低 {sum}：照平常卖，就能超出这么多。",
    "The plan is {sum} below the ordinary level of the last four weeks: selling as usual is that much over.",
)
LIKE_HIGH = Text(
    "相比的 {like} 本身比平常水平高 {sum}。", "{like}, which it is held against, was itself {sum} above the usual."
)
LIKE_LOW = Text(
    "相比的 {like} 本身比平常水平低 {sum}。", "{like}, which it is held against, was itself {sum} below the usual."
)
MISSING = Text(
    "{stores} 家店有 {days} 天没报日销售，按平常水平{moved}。",
    "Sales of {days} days in {stores} stores were not handed in: {moved} at their usual level.",
)
CLOSED = Text("停业或退出的门店{moved}。", "Stores that were closed account for {moved}.")
FRESH = Text(
    "{stores}近四周没有平常日可比（新店或天天有活动），合计{moved}。",
    "{stores} had no ordinary day in the last four weeks to go by (new, or with promotions every day): {moved} in all.",
)
UNPLANNED = Text("没有计划的门店{moved}。", "Stores without a plan sold {moved}.")
UNSHARED = Text("公司计划有 {sum} 没有分到门店。", "{sum} of the company's plan is of no store.")
CORRECTED = Text(
    "关账以后更正了日销售，比当时{moved}。", "Daily sales were corrected after the closing: {moved} than then."
)
REST = Text("没有交易笔数的日销售比平常{moved}。", "Days handed in without tickets brought {moved} than usual.")


@dataclass(frozen=True)
class Part:
    """One kind of cause with what it comes to."""

    label: Text
    amount: Decimal


@dataclass(frozen=True)
class Causes:
    """The sentences, and all of the gap by kind of cause: the parts add up to `gap`."""

    sentences: list[Sentence]
    parts: list[Part]
    gap: Decimal
    basis: str
    like: str | None


def causes(chain: dict[str, Any] | None, week: Week, stores: dict[int, str]) -> Causes | None:
    """What explains the sales of the stores this reader reads; None where he reads none."""
    if chain is None or not chain["stores"]:
        return None
    explained = _Explained(chain, week, stores)
    return Causes(explained.sentences(), explained.parts(), explained.gap, chain["basis"], chain["like"])


class _Explained:
    """The chain's parts put together, and put into words."""

    def __init__(self, chain: dict[str, Any], week: Week, stores: dict[int, str]):
        self.chain, self.week, self.stores = chain, week, stores
        self.by_store = {
            int(id): {cause: Decimal(sum_) for cause, sum_ in part["parts"].items()}
            for id, part in chain["stores"].items()
        }
        self.by_cause = together(self.by_store.values())
        if Decimal(chain["unshared"]):
            self.by_cause["unshared"] = -Decimal(chain["unshared"])
        self.by_kind = _by_kind(self.by_cause)
        self.gap = sum(self.by_cause.values(), ZERO)

    def parts(self) -> list[Part]:
        return [Part(self._label(kind), sum_) for kind, sum_ in _heaviest(self.by_kind)]

    def _label(self, kind: str) -> Text:
        like = kind == "level" and self.chain["basis"] == "like"
        return LEVEL_OF_LIKE(like=self.chain["like"]) if like else KINDS.get(kind) or _occasion(kind)

    def sentences(self) -> list[Sentence]:
        """The stores first where there are several; then the heaviest kinds. Tickets and average ticket are told together.
        What worked against the gap is no cause of it: it stands among the parts."""
        moved = {kind: sum_ for kind, sum_ in self.by_kind.items() if kind not in TOGETHER}
        both = [self.by_kind.get(kind, ZERO) for kind in TOGETHER]
        weight = {kind: abs(sum_) for kind, sum_ in moved.items() if self._fits(sum_)}
        if any(both) and self._fits(sum(both, ZERO)):
            weight["tickets"] = sum(map(abs, both), ZERO)
        whole = sum(weight.values(), ZERO)
        kinds = [kind for kind in sorted(weight, key=lambda kind: -weight[kind]) if weight[kind] >= whole * SMALL]
        first = self._of_stores() if len(self.by_store) > 1 else []
        return [*first, *(self._of_kind(kind) for kind in kinds)][:THREE]

    def _fits(self, sum_: Decimal) -> bool:
        """Whether it is of the gap's direction; of no gap all that cancelled out is told."""
        return not self.gap or sum_ * self.gap > 0

    def _of_stores(self) -> list[Sentence]:
        """Two stores that make up most of a gap, else how many are over and short, with the furthest of them."""
        gaps = {id: sum(parts.values(), ZERO) for id, parts in self.by_store.items()}
        side = 1 if self.gap >= 0 else -1
        near = sorted((id for id in gaps if gaps[id] * side > 0), key=lambda id: -abs(gaps[id]))[:NAMED]
        if not near:
            return []
        names = listed([BY(store=self.stores.get(id, f"#{id}"), moved=_moved(gaps[id])) for id in near])
        mine = sum((gaps[id] for id in near), ZERO)
        if len(near) < len(gaps) and abs(self.gap) <= abs(mine) * 2 <= abs(self.gap) * 2:
            text = STORES_OFF(stores=names, count=len(near), moved=_moved(mine), part=share(mine, self.gap))
        else:
            up, down = (sum(gap * sign > 0 for gap in gaps.values()) for sign in (1, -1))
            text = (STORES_UP if side > 0 else STORES_SPREAD)(all=len(gaps), up=up, down=down, stores=names)
        return [Sentence(text, ("part", "ranking"))]

    def _of_kind(self, kind: str) -> Sentence:
        sum_ = self.by_kind.get(kind, ZERO)
        if kind not in KINDS:
            return self._of_what_was_on(kind, sum_)
        if kind == "tickets":
            return Sentence(self._customers(), self._days())
        if kind == "level":
            return Sentence(self._level(sum_), self._plan())
        if kind == "missing":
            lacking = [part["missing"] for part in self.chain["stores"].values() if part["missing"]]
            text = MISSING(stores=len(lacking), days=sum(map(len, lacking)), moved=_moved(sum_))
            return Sentence(text, ("part", "cover"))
        if kind == "fresh":
            names = [plain(self.stores.get(id, f"#{id}")) for id, parts in self.by_store.items() if "fresh" in parts]
            return Sentence(FRESH(stores=_few(names), moved=_moved(sum_)), self._days())
        if kind == "unshared":
            return Sentence(UNSHARED(sum=amount(sum_)), self._plan())
        said = {"closed": CLOSED, "unplanned": UNPLANNED, "corrected": CORRECTED, "rest": REST}[kind]
        return Sentence(said(moved=_moved(sum_)), ("part", "revisions") if kind == "corrected" else self._days())

    def _of_what_was_on(self, kind: str, sum_: Decimal) -> Sentence:
        """What was on by name, the heaviest first, with the part of each where there are several."""
        mine = {cause: each for cause, each in self.by_cause.items() if cause.partition("/")[0] == kind}
        heavy = [cause for cause, _ in _heaviest(mine)]
        named = [(plain(self.chain["names"].get(cause, "")), mine[cause]) for cause in heavy[:NAMED]]
        alone = len(heavy) == 1
        parts = [name if alone else ONE_OF_THEM(name=name, moved=_moved(each)) for name, each in named]
        text = WAS_ON(kind=_occasion(kind), moved=_moved(sum_), names=join(parts, "，", "; "))
        ids = sorted(int(cause.partition("/")[2]) for cause in heavy)
        if _has_likes(kind):
            text = self._against_last_year(text)
        return Sentence(text, ("rows", kind, {"id": {"in": ids}}))

    def _against_last_year(self, text: Text) -> Text:
        """The festival against itself a year before, of the stores that sold on both."""
        both = [part["festive"] for part in self.chain["stores"].values() if part.get("festive")]
        now, then = (sum((Decimal(pair[at]) for pair in both), ZERO) for at in range(2))
        if then <= 0:
            return text
        moved = (UP if now >= then else DOWN)(rate=share(now - then, then))
        return AGAINST_LAST_YEAR(text=text, count=len(both), moved=moved)

    def _customers(self) -> Text:
        sales, usual, tickets, usual_tickets = (
            sum((Decimal(part["plain"][at]) for part in self.chain["stores"].values()), ZERO) for at in range(4)
        )
        ticket, before = sales / (tickets or 1), usual / (usual_tickets or 1)
        return CUSTOMERS(
            tickets=(UP if tickets >= usual_tickets else DOWN)(rate=share(tickets - usual_tickets, usual_tickets or 1)),
            came=_moved(self.by_kind.get("tickets", ZERO)),
            ticket=f"{ticket:,.2f}",
            dearer=(HIGH if ticket >= before else LOW)(rate=share(ticket - before, before or 1)),
            spent=_moved(self.by_kind.get("average", ZERO)),
        )

    def _level(self, sum_: Decimal) -> Text:
        if self.chain["basis"] == "like":
            return (LIKE_HIGH if sum_ < 0 else LIKE_LOW)(like=self.chain["like"], sum=amount(sum_))
        return (TOO_HIGH if sum_ < 0 else TOO_LOW)(sum=amount(sum_))

    # The rows behind ----------------------------------------------------------------------------------------------------

    def _days(self) -> tuple:
        days = {"ge": self.week.first.isoformat(), "le": self.week.last.isoformat()}
        return ("rows", StoreDay.key(), {"day": days, **self._among("store")})

    def _plan(self) -> tuple:
        record, narrowed = TargetSince(of_week).behind(self.week)
        return ("rows", record.key(), {**narrowed, **self._among("store")})

    def _among(self, name: str) -> dict[str, Any]:
        return {} if self.chain["whole"] else {name: {"in": sorted(self.by_store)}}


def _occasion(kind: str) -> Text:
    """What such things are called: as their table; what nobody declares any more by its name."""
    record = house().records.get(kind)
    return record.sheet.label if record else plain(kind)


def _has_likes(kind: str) -> bool:
    """Whether it comes again each year."""
    return any(each.like and each.record.key() == kind for area in house().areas for each in area.occasions)


def _by_kind(by_cause: Parts) -> Parts:
    return together({cause.partition("/")[0]: sum_} for cause, sum_ in by_cause.items())


def _heaviest(parts: Parts) -> Iterable[tuple[str, Decimal]]:
    return sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0]))


def _moved(sum_: Decimal) -> Text:
    return (MORE if sum_ >= 0 else LESS)(sum=amount(sum_))


def _few(names: list[Text]) -> Text:
    """Some of them by name."""
    if len(names) <= NAMED:
        return listed(names)
    rest = Text(f"等 {len(names)} 家店", f" and {len(names) - NAMED} more stores")
    return Text(*(f"{join(names[:NAMED], '、', ', ').say(lang)}{rest.say(lang)}" for lang in ("zh", "en")))
