"""The map of what was not handed in: places by days, each place leading to the grid where it is filled in."""

from datetime import date
from typing import Any

from models import house
from models.kit.ask.blank import form_of
from models.kit.declare.access import Who, may
from models.kit.declare.area import Daily
from models.kit.text import Text

from ..parts.pieces import card, link, tag
from .reading import Told, listed

TITLE = Text("填报情况", "What was handed in")
PLACE = Text("地点", "Place")
ALL_THERE = Text("{expected} 处，全部填报", "{expected} places, all handed in")
GAPS = Text("{expected} 处中有 {places} 处缺报，共 {days} 天", "{places} of {expected} places miss {days} days in all")
GAPS_OF_OWN = Text("缺 {days} 天", "{days} days missing")
FILL_IN = Text("缺报，去填写", "Missing: fill it in")
THERE, MISSING = Text("已填报", "Handed in"), Text("缺报", "Missing")
WEEKDAYS = (
    Text("一", "Mon"),
    Text("二", "Tue"),
    Text("三", "Wed"),
    Text("四", "Thu"),
    Text("五", "Fri"),
    Text("六", "Sat"),
    Text("日", "Sun"),
)


def daily_label(name: str) -> Text | None:
    daily = house().dailies.get(name)
    return daily.label if daily else None


def missing_cards(view: Told, who: Who) -> None:
    """One card for all that is handed in daily; a map for each kind of which days are missing."""
    gaps = [gap for gap in view.report["missing"] if gap["daily"] in house().dailies]
    if not gaps:
        return
    with card(TITLE.say(who.lang), flush=True):
        for gap in gaps:
            daily, whole = house().dailies[gap["daily"]], gap["area"] in view.seen.areas
            with tag("div", "o-line w-gap-head"):
                tag("b", "", daily.label.say(who.lang))
                tag("span", "o-faint", _said(gap, whole).say(who.lang))
            if gap["places"]:
                _map(gap, daily, who)


def _said(gap: dict[str, Any], whole: bool) -> Text:
    days = sum(len(place["missing"]) for place in gap["places"])
    if not days:
        return ALL_THERE(expected=gap["expected"])
    if not whole:
        return GAPS_OF_OWN(days=days)
    return GAPS(expected=gap["expected"], places=len(gap["places"]), days=days)


def _map(gap: dict[str, Any], daily: Daily, who: Who) -> None:
    days = [date.fromisoformat(day) for day in gap["days"]]
    with tag("div", "o-scroll"), tag("table", "o-table w-map"):
        with tag("tr"):
            tag("th", "", PLACE.say(who.lang))
            for day in days:
                tag("th", "", f"{WEEKDAYS[day.weekday()].say(who.lang)} {day:%d}")
        for place in gap["places"]:
            with tag("tr"):
                with tag("td"):
                    _name(place, gap, daily, who)
                for day in gap["days"]:
                    _mark(day, place, daily, who)


def _name(place: dict[str, Any], gap: dict[str, Any], daily: Daily, who: Who) -> None:
    """The grid with what this place handed in that week: what is missing is typed in there."""
    if not may(who, "see", daily.record):
        tag("span", "", place["name"])
        return
    within = {daily.day: {"ge": gap["days"][0], "le": gap["days"][-1]}, daily.place: {"in": [place["id"]]}}
    link(place["name"], listed(daily.record.key(), within))


def _mark(day: str, place: dict[str, Any], daily: Daily, who: Who) -> None:
    """A day that is missing leads to its form, for those who may fill it in."""
    if day not in place["missing"]:
        _titled(tag("td", "w-there", "✓"), THERE.say(who.lang))
    elif not may(who, "add", daily.record):
        _titled(tag("td", "w-missing", "✕"), MISSING.say(who.lang))
    else:
        values = {name: asked["eq"] for name, asked in daily.where.items() if "eq" in asked}
        with tag("td", "w-missing"):
            form = form_of(daily.record, **values, **{daily.day: date.fromisoformat(day), daily.place: place["id"]})
            _titled(link("✕", form), FILL_IN.say(who.lang))


def _titled(made: Any, text: str) -> None:
    made.props["title"] = made.props["aria-label"] = text
