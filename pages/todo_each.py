"""Before several are approved at once: how many, what they come to, the oldest, and which of them would be refused and why."""

from collections.abc import Awaitable, Callable

from models import house
from models.kit.ask.todo import Item
from models.kit.clock import today
from models.kit.declare.access import Who
from models.kit.declare.area import Action
from models.kit.text import Text
from models.kit.write.beforehand import Beforehand, beforehand

from .parts.dialogs import dialog, foot
from .parts.pieces import span, tag
from .parts.session import ask, viewer

EACH = Text("{action} {n} 项", "{action}: {n}")
ASKED = Text("共 {n} 项：要么全部完成，要么一项也不动。", "{n} in all: all of them are done, or none.")
SUMS = Text("合计：{sums}", "Together: {sums}")
OLDEST = Text("最早：{title}，{day}（{n} 天前）", "Oldest: {title}, {day} ({n} days ago)")
FIRST = Text("最早登记：{title}", "Entered first: {title}")
CANNOT = Text(
    "选中的还有 {n} 项现在不能{action}，这次留下不动：",
    "{n} more that you chose can't be done now ({action}) and stay as they are:",
)
ROW = Text("{title}：{why}", "{title}: {why}")
AND_MORE = Text("……另有 {n} 项", "… and {n} more")
MOST_TOLD = 8
Go = Callable[[list[int]], Awaitable[None]]


def tried(name: str, ids: list[int], who: Who) -> Beforehand:
    """In the thread that writes, as it is tried there."""
    return beforehand(house().actions[name], who, ids)


async def ask_each(action: Action, items: list[Item], go: Go) -> None:
    """The dialog; `go` takes those that can be done, where one confirms."""
    who = viewer()
    known = await ask(tried, action.name, [item.id for item in items], who)
    left = [item.id for item in items if item.id not in known.refused]
    with dialog(EACH(action=action.label, n=known.count).say(who.lang)) as (made, _):
        for line in lines(action, items, known):
            tag("div", "o-soft", line.say(who.lang))
        if known.refused:
            with tag("div", "o-ahead"):
                for line in refusals(action, known):
                    span(line.say(who.lang), "o-short")

        async def confirmed() -> None:
            made.close()
            await go(left)

        if left:
            foot(made, EACH(action=action.label, n=len(left)).say(who.lang), confirmed, who)


def lines(action: Action, items: list[Item], known: Beforehand) -> list[Text]:
    left = known.count - len(known.refused)
    said = [ASKED(n=left)] if left else []
    if known.sums:
        said.append(SUMS(sums=Text("；".join(s.zh for s in known.sums), "; ".join(s.en for s in known.sums))))
    return [*said, _oldest(items, known)]


def _oldest(items: list[Item], known: Beforehand) -> Text:
    dated = min((item for item in items if item.on is not None), key=lambda item: item.on, default=None)
    if dated is None or (days := (today() - dated.on).days) <= 0:
        return FIRST(title=known.oldest)
    return OLDEST(title=dated.title, day=dated.on, n=days)


def refusals(action: Action, known: Beforehand) -> list[Text]:
    rows = list(known.refused.values())
    said = [CANNOT(n=len(rows), action=action.label)]
    said += [ROW(title=title, why=why) for title, why in rows[:MOST_TOLD]]
    return said + ([AND_MORE(n=len(rows) - MOST_TOLD)] if len(rows) > MOST_TOLD else [])
