"""Three facts: how the sales stand against plan, and what else is furthest from its plan or its usual, weighted by its size."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models import house
from models.kit.declare.area import Metric
from models.kit.text import Text
from models.weekly import COVER

from ..reader import CHAIN
from .sentences import Sentence, amount, listed, plain, share, worth

THREE = 3
OF_CHAIN, OF_SOME = Text("门店", "The stores"), Text("你看得到的 {count} 家门店", "The {count} stores you see")
SOLD_SHORT = Text(
    "{who}卖了 {sold}，完成计划的 {rate}，还差 {gap}{last}。",
    "{who} sold {sold}, {rate} of the plan, {gap} short{last}.",
)
SOLD_OVER = Text(
    "{who}卖了 {sold}，完成计划的 {rate}，超出 {gap}{last}。",
    "{who} sold {sold}, {rate} of the plan, {gap} over{last}.",
)
SOLD_LIKE = Text(
    "{who}卖了 {sold}，没有计划可比；比 {like} {moved}{last}。",
    "{who} sold {sold}; there is no plan to hold it against; {moved} on {like}{last}.",
)
SOLD_EVEN = Text("{who}卖了 {sold}，正好完成计划{last}。", "{who} sold {sold}, just the plan{last}.")
MORE, FEWER = Text("多 {size}", "{size} more"), Text("少 {size}", "{size} less")
SINCE_LAST = Text("，比前一周{moved}", ", {moved} than the week before")
REACHED = Text("{name} {value}，完成目标的 {rate}，还差 {gap}", "{name}: {value}, {rate} of the target, {gap} short")
OVER = Text("{name} {value}，完成目标的 {rate}，超出 {gap}", "{name}: {value}, {rate} of the target, {gap} over")
ABOVE, BELOW = (
    Text("{name} {value}，比目标 {aim} 高 {gap}", "{name}: {value}, {gap} above the target of {aim}"),
    Text("{name} {value}，比目标 {aim} 低 {gap}", "{name}: {value}, {gap} below the target of {aim}"),
)
RARE, RARELY = (
    Text("{name} {value}，比平常高（平常{usual}）", "{name}: {value}, higher than usual ({usual})"),
    Text("{name} {value}，比平常低（平常{usual}）", "{name}: {value}, lower than usual ({usual})"),
)
BETWEEN, ALWAYS = Text("在 {low} 到 {high} 之间", "{low} to {high}"), Text("是 {low}", "{low}")
CHANGED = Text("{name} {value}，比前一周{moved}", "{name}: {value}, {moved} than the week before")
POINTS = Text("{n} 个百分点", "{n} points")
WORST = Text("；差得最多的是{stores}", "; furthest off are {stores}")
STOP = Text("。", ".")
STORES_SOLD, STANDS_AT = Text("{who}卖了 {sold}", "{who} sold {sold}"), Text("{name} {value}", "{name}: {value}")
SHORT_BY = Text("{store}（少 {gap}）", "{store} ({gap} short)")
MEANT, LIT = 2, {"red": 2.0, "amber": 1.5}
MERELY_MOVED = 0.2  # of what has no target and is as usual
OTHER_UNITS = (
    0.05  # what a figure that is no money weighs beside one: missed in whole, as much as a twentieth of the sales
)


@dataclass(frozen=True)
class Line:
    """A figure as its reader has it: of the company, or of the only store. worst: the stores furthest below their target."""

    area: str
    metric: Metric
    figure: dict[str, Any]
    store: int | None = None

    @property
    def against(self) -> float | None:
        """What it is held against: its target, else where it usually is, else the week before."""
        figure = self.figure
        if figure["basis"] == "usual" and figure["light"] in LIT:
            return figure["low"] if figure["value"] < figure["low"] else figure["high"]
        return figure["target"] if figure["target"] is not None else figure["last"] if self.metric.compares else None


def facts(report: dict[str, Any], store: int | None, names: dict[int, str]) -> list[Sentence]:
    """The headline of the sales where this reader reads any, then the furthest off, each of an area of its own."""
    headline = _headline(report, store, names)
    scale = max((abs(line.figure["value"]) for line in _lines(report, store) if line.metric.unit == "money"), default=0)
    heavy = sorted(_lines(report, store), key=lambda line: (-_weight(line, scale), line.metric.name))
    chosen: list[Line] = []
    for line in heavy:
        taken = {other.area for other in chosen}
        if line.area not in taken and _weight(line, scale) > 0 and not (headline and _is_sales(line, report, store)):
            chosen.append(line)
    said = [_fact(line, names) for line in chosen[: THREE - bool(headline)]]
    return [*([headline] if headline else []), *said]


def _is_sales(line: Line, report: dict[str, Any], store: int | None) -> bool:
    """Whether it says what the headline says: the sales themselves, or what comes to just the same."""
    sales = _figure(report)
    mine = sales if store is None or sales is None else sales["stores"].get(str(store))
    return line.metric.name == CHAIN or bool(
        mine and line.metric.unit == "money" and mine["value"] == line.figure["value"]
    )


def _lines(report: dict[str, Any], store: int | None) -> Iterator[Line]:
    for area in report["areas"]:
        for figure in area["figures"]:
            metric = house().metrics[figure["metric"]]
            mine = figure if store is None else figure["stores"].get(str(store))
            if (
                mine
                and mine["value"] is not None
                and metric.marks
                and metric.of == "week"
                and metric.better != "neither"
            ):
                yield Line(area["name"], metric, mine, store)


def _weight(line: Line, scale: float) -> float:
    """Money by how much of it is missing; all else by how far off it is, times what it means."""
    against, value = line.against, line.figure["value"]
    if against is None or value == against:
        return 0
    meant = LIT.get(line.figure["light"], 1.0) * (MEANT if line.metric.name in COVER else 1)
    if line.figure["target"] is None and line.figure["light"] not in LIT:
        meant *= MERELY_MOVED
    if line.metric.unit == "money":
        return abs(value - against) / (scale or 1) * meant
    off = abs(value - against) / (100 if line.metric.unit == "percent" else abs(against) or abs(value))
    return min(1.0, off) * OTHER_UNITS * meant


# In words -----------------------------------------------------------------------------------------------------------------


def _headline(report: dict[str, Any], store: int | None, names: dict[int, str]) -> Sentence | None:
    """How the stores that this reader reads sold, as one."""
    chain = report["chain"]
    if chain is None or not chain["stores"]:
        return None
    mine = chain["stores"].values()
    sold = sum((Decimal(part["actual"]) for part in mine), Decimal(0))
    aim = _aim(report, chain)
    held = aim or sum((Decimal(part["held"]) for part in mine), Decimal(chain["unshared"]))
    subject: Any = names.get(store or 0) or (OF_CHAIN if chain["whole"] else OF_SOME(count=len(mine)))
    common = {"who": subject, "sold": amount(sold), "gap": amount(sold - held), "last": _since_last(report, sold)}
    common["aimed"] = aim
    behind = ("figure", CHAIN, store) if chain["whole"] or store is not None else ("part", "ranking")
    return Sentence(_sold(chain, sold, held, common), behind, _light(report, store), STORES_SOLD(**common))


def _aim(report: dict[str, Any], chain: dict[str, Any]) -> Decimal | None:
    """What the company is to sell, where that isn't shared out among the stores."""
    figure = _figure(report) if chain["whole"] and chain["basis"] == "like" else None
    return Decimal(str(figure["target"])) if figure and figure["target"] else None


def _sold(chain: dict[str, Any], sold: Decimal, held: Decimal, common: dict[str, Any]) -> Text:
    if chain["basis"] == "like" and not common["aimed"]:
        moved = (MORE if sold >= held else FEWER)(size=amount(sold - held))
        return SOLD_LIKE(like=chain["like"], moved=moved, **common)
    if sold == held or not held:
        return SOLD_EVEN(**common)
    return (SOLD_OVER if sold > held else SOLD_SHORT)(rate=share(sold, held), **common)


def _since_last(report: dict[str, Any], sold: Decimal) -> Text:
    """Against the week before, where the stores of both are known."""
    figure = _figure(report)
    before = [part["last"] for id, part in (figure or {"stores": {}})["stores"].items() if part["last"] is not None]
    last = sum((Decimal(str(value)) for value in before), Decimal(0))
    if last <= 0:
        return plain("")
    return SINCE_LAST(moved=(MORE if sold >= last else FEWER)(size=share(sold - last, last)))


def _figure(report: dict[str, Any]) -> dict[str, Any] | None:
    figures = (figure for area in report["areas"] for figure in area["figures"])
    return next((figure for figure in figures if figure["metric"] == CHAIN), None)


def _light(report: dict[str, Any], store: int | None) -> str:
    figure = _figure(report)
    part = figure if figure is None or store is None else figure["stores"].get(str(store))
    return part["light"] if part else "none"


def _fact(line: Line, names: dict[int, str]) -> Sentence:
    said = _against(line)
    tail = _worst(line, names) if line.store is None else plain("")
    text = Text(*(f"{said.say(lang)}{tail.say(lang)}{STOP.say(lang)}" for lang in ("zh", "en")))
    named = STANDS_AT(name=line.metric.label, value=worth(line.figure["value"], line.metric))
    return Sentence(text, ("figure", line.metric.name, line.store), line.figure["light"], named)


def _against(line: Line) -> Text:
    metric, figure = line.metric, line.figure
    value, name = figure["value"], metric.label
    common: dict[str, Any] = {"name": name, "value": worth(value, metric)}
    if figure["basis"] == "usual" and figure["light"] in LIT:
        low, high = (worth(max(0, figure[side]), metric) for side in ("low", "high"))
        usual = (ALWAYS if low == high else BETWEEN)(low=low, high=high)
        return (RARELY if value < figure["low"] else RARE)(usual=usual, **common)
    if figure["target"] is None:
        moved = MORE if value >= figure["last"] else FEWER
        return CHANGED(moved=moved(size=_size(value, figure["last"], metric)), **common)
    target = figure["target"]
    if metric.better == "higher" and metric.unit in ("money", "count", "quantity") and target > 0:
        reached = OVER if value >= target else REACHED
        return reached(rate=share(value, target), gap=_gap(value - target, metric), **common)
    return (ABOVE if value > target else BELOW)(aim=worth(target, metric), gap=_gap(value - target, metric), **common)


def _gap(size: float, metric: Metric) -> Text:
    if metric.unit == "percent":
        return POINTS(n=f"{abs(size):,.1f}")
    return worth(abs(size), metric)


def _size(value: float, last: float, metric: Metric) -> Text:
    """By how much: shares by points, what was nothing by itself, all else by per cent."""
    if metric.unit == "percent" or not last:
        return _gap(value - last, metric)
    return plain(share(value - last, last))


def _worst(line: Line, names: dict[int, str]) -> Text:
    """The two stores furthest below their own target, where there are several that missed it."""
    if line.metric.better != "higher" or line.metric.unit not in ("money", "count"):
        return plain("")
    missed = [
        (part["target"] - part["value"], int(id))
        for id, part in line.figure["stores"].items()
        if part["target"] is not None and part["value"] is not None and part["light"] in LIT
    ]
    worst = sorted(missed, reverse=True)[:2]
    if len(missed) < len(worst) + 1:
        return plain("")
    return WORST(
        stores=listed([SHORT_BY(store=names.get(id, f"#{id}"), gap=_gap(gap, line.metric)) for gap, id in worst])
    )
