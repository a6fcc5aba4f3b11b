"""Route suggestions 线路优化: choose routes of a warehouse, see a shorter order of stops, and take it over."""

import uuid
from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from models.kit.ask.query import Query
from models.kit.declare.access import Who, may
from models.kit.text import Refused, Text
from models.logistics import DeliveryRoute, RouteStop, StopPlace
from models.logistics.routing import Proposal, propose, take_over

from .frame import page
from .parts.pieces import button, card, empty, link, notice, span, table, tag
from .parts.session import ask, viewer

PATH = "/logistics/routes"
TITLE = Text("线路优化", "Route suggestions")
WHAT = Text(
    "选择同一仓库的线路，系统在各车装载量内重排停靠顺序和车辆，算出比现在少走多少公里；采用前不会改动任何线路。",
    "Choose routes of one warehouse: the stops are put in a shorter order and shared among the vehicles as their room allows. "
    "Nothing changes before you take the suggestion.",
)
NOT_YOURS = Text("只有能修改线路的人可以计算和采用建议", "Only those who may change routes can ask for suggestions")
NO_ROUTES = Text("还没有使用中的线路", "There are no routes in use yet")
SUGGEST, TAKE = Text("计算建议", "Suggest"), Text("采用建议", "Take the suggestion")
SEARCHING = Text("正在计算…", "Searching…")
SAVED = Text("比现在少 {km} 公里（{share}%）", "{km} km less than today ({share}%)")
BEST = Text("现在的顺序已经是找到的最短顺序", "No shorter order than today's was found")
TAKEN = Text("已采用，线路顺序已更新；可在修改记录中撤销", "Taken; it can be undone under Changes")
CHOOSE, OPEN = Text("选择线路", "Choose routes"), Text("打开线路", "Open the routes")
COLUMNS = (
    Text("线路", "Route"),
    Text("现在", "Today"),
    Text("现在里程", "Distance today"),
    Text("建议顺序", "Suggested order"),
    Text("建议里程", "Suggested distance"),
)
LONGER = Text(
    "按工时和收货时段，今天的顺序来不及；下面的安排能按时送完",
    "Today's order doesn't fit working and store hours; this one does",
)


def mount() -> None:
    @ui.page(PATH)
    async def routes_page() -> None:
        who = viewer()
        if not may(who, "see", DeliveryRoute):
            raise HTTPException(404)
        RoutesPage(who, await ask(routes_of, who))


def routes_of(who: Who) -> list[dict[str, Any]]:
    """The routes in use that this person sees."""
    return Query(DeliveryRoute, who, {"status": {"eq": "in_use"}}).rows(0, 100)


def names_of(proposal: Proposal) -> dict[int, str]:
    places = StopPlace.rows_by_id({stop.place for stops in proposal.today.values() for stop in stops})
    return {id: place.name for id, place in places.items()}


class RoutesPage:
    def __init__(self, who: Who, routes: list[dict[str, Any]]):
        self.routes = {row["id"]: row for row in routes}
        self.chosen: set[int] = set()
        self.proposal: Proposal | None = None
        with page(TITLE.say(who.lang), PATH):
            tag("h1", "o-h1", TITLE.say(who.lang))
            tag("div", "o-faint", WHAT.say(who.lang))
            if not may(who, "edit", RouteStop):
                empty(NOT_YOURS.say(who.lang), "lock", (OPEN.say(who.lang), "/t/delivery_route"))
                return
            if not routes:
                empty(NO_ROUTES.say(who.lang), "alt_route", (OPEN.say(who.lang), "/t/delivery_route"))
                return
            with card(CHOOSE.say(who.lang)):
                for row in routes:
                    self._choice(row)
                with tag("div", "o-line"):  # a card stretches what stands in it directly
                    button(SUGGEST.say(who.lang), self.suggest, icon="alt_route", kind="o-go", mark="suggest")
            self.place = tag("div", "o-stack")

    def _choice(self, row: dict[str, Any]) -> None:
        text = f"{row['code']} {row['name']} · {(row.get('warehouse') or {}).get('text', '')} · {row.get('distance_km') or '–'} km"

        def choose(event: Any) -> None:
            (self.chosen.add if event.value else self.chosen.discard)(row["id"])

        ui.checkbox(text, on_change=choose).mark(f"route-{row['id']}")

    async def suggest(self) -> None:
        who = viewer()
        if not may(who, "edit", RouteStop):
            return
        self.place.clear()
        with self.place:
            tag("div", "o-faint", SEARCHING.say(who.lang))
        try:
            seen = {row["id"] for row in await ask(routes_of, who)}
            self.proposal = await ask(propose, sorted(self.chosen & seen))
            names = await ask(names_of, self.proposal)
        except Refused as refused:
            self.place.clear()
            notice(refused.text.say(who.lang), bad=True)
            return
        self.place.clear()
        with self.place:
            self._draw(self.proposal, names, who)

    def _draw(self, proposal: Proposal, names: dict[int, str], who: Who) -> None:
        before = sum(proposal.km_today.values())
        new = proposal.rounds != proposal.today
        said = LONGER if new else BEST
        if proposal.saved > 0:
            said = SAVED(km=f"{proposal.saved:.1f}", share=f"{proposal.saved * 100 / before:.0f}")
        with card(said.say(who.lang)):
            table(
                [(text.say(who.lang), "o-right" if at in (2, 4) else "") for at, text in enumerate(COLUMNS)],
                [
                    [
                        self.routes[id]["name"],
                        self._order(proposal.today[id], names),
                        _length(proposal.km_today[id], proposal.minutes_today[id]),
                        self._order(proposal.rounds[id], names),
                        _length(proposal.km[id], proposal.minutes[id]),
                    ]
                    for id in proposal.today
                ],
            )
            if new:
                button(TAKE.say(who.lang), self.take, icon="check", kind="o-go", mark="take")
            link(OPEN.say(who.lang), "/t/delivery_route")

    @staticmethod
    def _order(stops: list[Any], names: dict[int, str]) -> str:
        return " → ".join(names[stop.place] for stop in stops) or "–"

    async def take(self) -> None:
        """The suggestion as ordinary edits; what somebody changed meanwhile is told instead."""
        who, proposal, self.proposal = viewer(), self.proposal, None
        if proposal is None:
            return
        answer = await ask(take_over, proposal, who=who, op=uuid.uuid4().hex)
        done = answer.state == "applied"
        self.place.clear()
        with self.place:
            span((TAKEN if done else answer.errors[0].text).say(who.lang))
            link(OPEN.say(who.lang), "/t/delivery_route")
        notice((TAKEN if done else answer.errors[0].text).say(who.lang), bad=not done)


def _length(km: Any, minutes: int) -> str:
    return f"{km:.1f} km · {minutes / 60:.1f} h"
