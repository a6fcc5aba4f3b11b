"""A list as it stood, asked in a process of its own, so that its veil lies over nobody else's tables."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from models import house
from models.kit import words
from models.kit.ask.query import MOST_IDS, Query
from models.kit.ask.stood import Asked, stood
from models.kit.clock import local, now
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.beside import Beside
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text

from .write.book import columns_of
from .write.cells import cell_format, cell_kind, cell_value, shown_as_is
from .write.columns import Column
from .write.worker import asking, in_line, never
from .write.writing import xlsx_chunks

WHAT = Text("{record}当时的样子", "{record} as it stood")
SECONDS, MEMORY, AT_ONCE = 120, 1 << 30, 500
STATES = {
    "same": Text("没变", "Same"),
    "changed": Text("改过", "Changed"),
    "gone": Text("已删除", "Deleted"),
    "left": Text("不再符合", "Fits no more"),
    "new": Text("后来才有", "New"),
}
STATE, DIFFERENT = Text("后来", "Since"), Text("现在不同", "Different now")
NOW = Text("{column}：{value}", "{column}: {value}")
BLANK = Text("（空）", "(empty)")
TITLE = Text("{record} {at} 的样子", "{record} as of {at}")


def as_it_stood(
    who: Who,
    record: type[Record],
    moment: datetime,
    asked: dict[str, Any],
    columns: list[str] | None = None,
    over: Any = never,
) -> dict[str, Any]:
    """{counts, rows, names}, see models.kit.ask.stood; asked: as its `Asked`; columns: else those that are seen at first.

    Waits for its turn. Raises Refused, BadQuery.
    """
    refuse_future(moment)
    query = Asked(**asked).of(record, who)
    order = {
        "user": who.user_id,
        "lang": who.lang,
        "record": record.key(),
        "at": moment.isoformat(),
        "asked": asked,
        "names": columns_of(record, query.shown, columns or [n for n in record.facts().grid if n in query.shown]),
    }
    work = Beside("exports.stood:made", order, stop=over, limit=SECONDS, memory=MEMORY)
    with QUEUE.turn(who.user_id, lambda before: None, WHAT(record=record.sheet.label)):
        for _ in work.pieces():
            pass
    return {**work.answer, "names": order["names"]}


def made(order: dict[str, Any], tell: Any) -> dict[str, Any]:
    """The child's side."""
    record = house().records[order["record"]]
    moment = datetime.fromisoformat(order["at"])
    return stood(record, asking(order), moment, Asked(**order["asked"]), order["names"])


def in_workbook(
    who: Who, record: type[Record], moment: datetime, asked: dict[str, Any], names: list[str], over: Callable[[], bool]
) -> Iterator[bytes]:
    """The whole list of then as a workbook, once it is its turn; what is different now stands at the end of each line."""
    order = {
        "user": who.user_id,
        "lang": who.lang,
        "record": record.key(),
        "at": moment.isoformat(),
        "asked": {**asked, "offset": 0, "limit": MOST_IDS},
        "names": names,
    }
    work = Beside("exports.stood:filed", order, stop=over, limit=SECONDS, memory=MEMORY)
    return in_line(who, WHAT(record=record.sheet.label), work, over)


def refuse_future(moment: datetime) -> None:
    if moment > now():
        raise Refused(words.NOT_YET(at=f"{local(moment):%Y-%m-%d %H:%M}"))


def filed(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """The child's side: the file, in which is masked what this person may not reveal."""
    record, who, names = house().records[order["record"]], asking(order), order["names"]
    moment = datetime.fromisoformat(order["at"])
    answer = stood(record, who, moment, Asked(**order["asked"]), names, read=cells)
    query = Query(record, who).taken_away()
    heads = [Column(STATE.say(who.lang)), *(_head(query, name) for name in names)]
    heads.append(Column(DIFFERENT.say(who.lang), "note"))
    labels = [query.fields[name].label for name in names]
    rows = (_line(row, labels, who.lang) for row in answer["rows"])
    title = TITLE(record=record.sheet.label, at=f"{local(moment):%Y-%m-%d %H:%M}")
    yield from xlsx_chunks(heads, rows, title=title.say(who.lang), sheet=record.sheet.label.say(who.lang))


def _head(query: Query, name: str) -> Column:
    item, label = query.fields[name], query.fields[name].label.say(query.who.lang)
    masked = query.shown[name] == "masked"
    return Column(label) if masked else Column(label, cell_kind(item), number_format=cell_format(item))


Cell = tuple[Any, str]  # as it stands in a workbook, and as people read it


def cells(record: type[Record], who: Who, ids: list[int], names: list[str]) -> dict[int, list[Cell]]:
    made: dict[int, list[Cell]] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = Query(record, who, {"id": {"in": ids[start : start + AT_ONCE]}}).taken_away()
        for chunk in query.stream((*names, "id")):
            for *values, id in chunk:
                made[id] = [_cell(query, name, value) for name, value in zip(names, values, strict=True)]
    return made


def _cell(query: Query, name: str, value: Any) -> Cell:
    item, lang = query.fields[name], query.who.lang
    if value is None:
        return None, ""
    if query.shown[name] == "masked" or item.linked:
        return value, str(value)
    return value if shown_as_is(item) else cell_value(item, value, lang), item.show(value, lang)


def _line(row: dict[str, Any], labels: list[Text], lang: str) -> tuple[Any, ...]:
    then, present = row["then"], row["now"]
    differs = [
        NOW(column=label, value=after[1] or BLANK.say(lang)).say(lang)
        for label, before, after in zip(labels, then or [], present or [], strict=False)
        if before != after
    ]
    shown = then if then is not None else present
    return (STATES[row["state"]].say(lang), *(value for value, _ in shown), "\n".join(differs) or None)
