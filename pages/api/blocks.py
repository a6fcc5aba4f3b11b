"""A block of rows as the API answers it: the rows first; what all of them come to is told at once, or follows."""

from collections.abc import Sequence
from typing import Any

from models.design.waiting import waiting
from models.kit import words
from models.kit.ask.colours import Colours
from models.kit.ask.figures import live_rows
from models.kit.ask.groups import Groups
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.totals import Totals
from models.kit.declare.access import Who
from models.kit.declare.record import Record

KNOWN = {"offset", "limit", "sort", "filter", "search", "after", "group", "folds", "colours", "totals", "as"}
NOW, LATER, NONE = "now", "later", "none"
ROWS, COLUMNS = "rows", "columns"
MOST_ON_THE_WAY = 100  # changes that are looked through for the totals while rows wait for them


def block(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    """Rows as this person may see them, how many there are, and with the first of them the sums of all.

    totals: `later` leaves out what would have to be counted first, or tells what it came to a while ago, and says so by
    `counting`; `none` is for who only wants the rows. as: `columns` answers the rows by column, but for those of groups.
    """
    when = asked.get("totals", NOW)
    if when not in (NOW, LATER, NONE):
        raise BadQuery(words.BAD_REQUEST(what="totals"))
    query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
    if asked.get("group"):
        return coloured(query, asked, grouped(query, asked))
    rows, ids = read(query, asked)
    answered = rows | ({"total": None, "sums": {}} if when == NONE else totals_of(query, asked, ids, when))
    if asked.get("offset", 0) == 0 and (waits := waiting(record, query.asked_for())):
        answered["waits"] = [text.say(who.lang) for text in waits]
    return coloured(query, asked, answered)


def read(query: Query, asked: dict[str, Any]) -> tuple[dict[str, Any], Sequence[int]]:
    """The rows as they are asked for, and their ids."""
    place = (asked.get("offset", 0), asked.get("limit", 100), asked.get("after"))
    form = asked.get("as", ROWS)
    if form == COLUMNS:
        columns = query.by_column(*place)
        return {COLUMNS: columns}, columns["id"]
    if form != ROWS:
        raise BadQuery(words.BAD_REQUEST(what="as"))
    rows = query.rows(*place)
    return {ROWS: rows}, [row["id"] for row in rows]


def totals_of(query: Query, asked: dict[str, Any], ids: Sequence[int], when: str) -> dict[str, Any]:
    """What all rows come to, of which these are asked for. Where these are the last of them, nothing needs to be counted."""
    measured = bool(query.measures() or query.ratios())
    totals, counting = Totals(query, measured), False
    if _is_first(asked) and len(ids) < asked.get("limit", 100):
        values: Sequence[int] | None = totals.of_rows(list(ids))
    elif query.where is None and not (measured and _is_first(asked)):
        values = [live_rows(query.record)]
    else:
        values = totals.at_hand(MOST_ON_THE_WAY) if when == LATER else totals.now()
    if values is None:
        values, counting = totals.earlier(), True
        if values is not None and values[0] < asked.get("offset", 0) + len(ids):
            values = None  # of a time with fewer rows than stand here
    answered: dict[str, Any] = {"total": None, "sums": {}}
    if values is not None:
        answered |= {"total": values[0], "sums": query.as_sums(values[1:]) if _is_first(asked) else {}}
    return answered | ({"counting": True} if counting else {})


def totalled(record: type[Record], who: Who, asked: dict[str, Any]) -> dict[str, Any]:
    """What all rows come to, for who got his rows before it was counted."""
    query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
    values = Totals(query, True).now()
    waits = [text.say(who.lang) for text in waiting(record, query.asked_for())]
    return {"total": values[0], "sums": query.as_sums(values[1:]), **({"waits": waits} if waits else {})}


def coloured(query: Query, asked: dict[str, Any], answered: dict[str, Any]) -> dict[str, Any]:
    """With `colours`, for each rule the rows of the block that meet it, and of numbers drawn as bars their ends."""
    if not asked.get("colours"):
        return answered
    colours = Colours(query, asked["colours"])
    ids = answered[COLUMNS]["id"] if COLUMNS in answered else [row["id"] for row in answered[ROWS]]
    ids = [id for id in ids if isinstance(id, int)]  # the others are groups
    return {**answered, "colours": colours.meeting(ids), "scales": colours.scales()}


def grouped(query: Query, asked: dict[str, Any]) -> dict[str, Any]:
    """Lines of groups and rows: `total` counts the lines, `count` the rows, folded or not; `numbers` tells by id which of all rows
    each one is, the first being 1.
    """
    lines = Groups(query, asked["group"], asked.get("folds"))
    offset = asked.get("offset", 0)
    rows = lines.rows(offset, asked.get("limit", 100))
    answered = {"rows": rows, "total": lines.lines, "count": query.count()}
    answered["numbers"] = {str(id): number for id, number in lines.numbers.items()}
    return answered | ({"sums": query.sums(), "means": lines.means()} if offset == 0 else {"sums": {}})


def _is_first(asked: dict[str, Any]) -> bool:
    return asked.get("offset", 0) == 0 and asked.get("after") is None
