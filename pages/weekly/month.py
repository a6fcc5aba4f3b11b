"""How the month and the year of a week stand: closed under which revision, and what was corrected since."""

from dataclasses import dataclass

from models import house
from models.kit.clock import is_year, local
from models.kit.declare.access import Who
from models.kit.own_words import both
from models.kit.text import Text
from models.kit.week.closed_months import Corrected, MonthRevision, closing_of, corrections
from models.weekly import month_closing_day

from ..parts.pieces import card, link, tag
from .figures import number
from .reading import Around, Told

TITLE = Text("{month} 月度关账", "Closing of {month}")
OPEN = Text(
    "这个月还没有关账；次月 {day} 日起自动关账，之后的更正会列在这里。",
    "This month isn't closed yet; it is from day {day} of the next month on, and what is corrected later is listed here.",
)
YEAR_TITLE = Text("{month} 年度关账", "Closing of the year {month}")
YEAR_OPEN = Text(
    "这一年还没有关账；12 月关账时一起关账，之后的更正会列在这里。",
    "This year isn't closed yet; it is with its December, and what is corrected later is listed here.",
)
CLOSED = Text("第 {revision} 版 · {at} · {by}", "Revision {revision} · {at} · {by}")
QUIET = Text("关账以后没有更正", "Nothing was corrected since")
HEADS = (
    Text("版本", "Revision"),
    Text("指标", "Figure"),
    Text("范围", "Of"),
    Text("更正前", "Before"),
    Text("更正后", "After"),
)
COMPANY, MORE = Text("全公司", "The company"), Text("另有 {n} 项，见工作簿", "{n} more in the workbook")
BOOK, YEAR_BOOK, SHOWN = Text("月度材料", "Month workbook"), Text("年度材料", "Year workbook"), 40


@dataclass(frozen=True)
class Month:
    """A month's or year's closing with what was corrected since, as its reader may know it."""

    month: str
    closed: MonthRevision | None
    moved: list[Corrected]
    closing_day: int


def read_periods(around: Around) -> list[Month]:
    """Of the month and of the year the week belongs to."""
    return [_read(around, period) for period in (around.week.month, around.week.month[:4])]


def _read(around: Around, month: str) -> Month:
    owner = {metric.name: area.name for area in house().counted for metric in area.metrics}
    moved = [
        each
        for each in corrections(month)
        if each.metric in owner and around.seen.knows(owner[each.metric], each.metric, each.store)
    ]
    return Month(month, closing_of(month), moved, month_closing_day())


def month_card(month: Month, view: Told, who: Who) -> None:
    made = month.closed
    said = ""
    if made is not None:
        at = f"{local(made.made_at):%Y-%m-%d %H:%M}"
        said = CLOSED(revision=made.revision, at=at, by=both(made.by)).say(who.lang)
    title, still_open, label = (YEAR_TITLE, YEAR_OPEN, YEAR_BOOK) if is_year(month.month) else (TITLE, OPEN, BOOK)
    with card(title(month=month.month).say(who.lang), said, flush=True) as head:
        with head:
            address = f"/api/v1/{'yearly' if is_year(month.month) else 'monthly'}/{month.month}/book?lang={who.lang}"
            link(label.say(who.lang), address, "o-button o-quiet o-small")
        if made is None:
            tag("div", "o-faint o-note w-last", still_open(day=month.closing_day).say(who.lang))
        elif not month.moved:
            tag("div", "o-faint o-note w-last", QUIET.say(who.lang))
        else:
            _table(month.moved, view, who)


def _table(moved: list[Corrected], view: Told, who: Who) -> None:
    with tag("div", "o-scroll"), tag("table", "o-table"):
        with tag("tr"):
            for at, head in enumerate(HEADS):
                tag("th", "o-right" if at > 2 else "", head.say(who.lang))
        for each in moved[:SHOWN]:
            metric = house().metrics[each.metric]
            with tag("tr"):
                tag("td", "", str(each.revision))
                tag("td", "", metric.label.say(who.lang))
                tag("td", "", COMPANY.say(who.lang) if each.store is None else view.stores.get(each.store, ""))
                tag("td", "o-right", number(each.before, metric, who))
                tag("td", "o-right", number(each.after, metric, who))
    if len(moved) > SHOWN:
        tag("div", "o-faint o-note w-last", MORE(n=len(moved) - SHOWN).say(who.lang))
