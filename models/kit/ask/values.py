"""Which values stand in a column, and how often, among the rows that a question leaves: what a filter offers to tick."""

from functools import reduce, singledispatch
from operator import or_
from typing import Any

import peewee

from ..fields import ChoiceField, CountField, Described, FlagField, LineField, LinkField, MonthField, NameField
from ..pinyin import pinyin_of
from ..text import Text
from .conditions import condition, text_of
from .figures import cached, live_rows
from .filters import BadQuery
from .query import Query
from .searching import escaped
from .titles import titles_of

MOST = 200
# No field is called so: PostgreSQL says a column by its name alone, and peewee would read it as the field of that name.
COUNTED = "what is counted"
LONGEST_COUNT = 300_000  # rows of a column of free text that are counted before somebody types what is looked for

NOT_LISTED = Text(
    "“{field}”的内容太散，没有可勾选的列表", "There is no list of the values of “{field}”: they are all different"
)


def values_of(query: Query, name: Any, text: Any = "", most: int = MOST) -> dict[str, Any]:
    """{values: [{value, text, count}], more, partly}: the most frequent first, the empty one as None.

    more: there are others, to be found by typing; partly: so many rows that only some were counted.
    """
    expression = query.column(name)
    item, text = query.fields[name], text_of(text, "q")
    sought = _sought(item, expression, text, query) if text else None
    if not is_listed(item):
        raise BadQuery(NOT_LISTED(field=item.label))
    partly = _is_free(item) and not text and live_rows(query.record) > LONGEST_COUNT
    select = _counted(query, expression, sought, LONGEST_COUNT if partly else None).limit(most + 1)
    counted = cached(query.record, f"values {name}", select, lambda: list(select.tuples()), query.over(name))
    return {"values": _told(counted[:most], item, query), "more": len(counted) > most, "partly": partly}


def _counted(query: Query, expression: Any, sought: Any, limit: int | None) -> peewee.ModelSelect:
    rows = query.record.select(expression.alias(COUNTED))
    for part in (query.where, sought):
        rows = rows if part is None else rows.where(part)
    rows = rows if limit is None else rows.limit(limit)
    value = peewee.SQL(f'"v"."{COUNTED}"')
    times = peewee.fn.COUNT(peewee.SQL("*"))
    return query.record.select(value, times).from_(rows.alias("v")).group_by(value).order_by(times.desc(), value)


def _told(counted: list[tuple[Any, int]], item: Described, query: Query) -> list[dict[str, Any]]:
    lang = query.who.lang
    if isinstance(item, LinkField):
        titles = titles_of(item.rel_model, {id for id, _ in counted if id is not None}, query.who)
        return [{"value": id, "text": titles.get(id), "count": times} for id, times in counted]
    values = [(None if stored is None else item.python_value(stored), times) for stored, times in counted]
    return [
        {"value": item.keep(value), "text": None if value is None else item.show(value, lang), "count": times}
        for value, times in values
    ]


@singledispatch
def is_listed(item: Described) -> bool:
    """Whether the values of such a column are few enough, or short enough, to be ticked in a list."""
    return False


for _kind in (LineField, ChoiceField, FlagField, LinkField, CountField, MonthField):
    is_listed.register(_kind, lambda item: True)


@singledispatch
def _is_free(item: Described) -> bool:
    return True


for _kind in (ChoiceField, FlagField, LinkField):
    _is_free.register(_kind, lambda item: False)


@singledispatch
def _sought(item: Described, expression: Any, text: str, query: Query) -> Any:
    """The condition that a value is one that is meant by what somebody types."""
    return escaped(expression.cast("text"), "%{}%", text)


@_sought.register
def _(item: LineField, expression: Any, text: str, query: Query) -> Any:
    """As it is written, or as its pinyin is kept beside it."""
    reading = query.record.pinyin().get(item.name)
    parts = [escaped(expression, "%{}%", text)]
    if reading is not None and query.shown.get(reading) == "full":
        parts.append(escaped(query.fields[reading], "%{}%", text.lower()))
    return reduce(or_, parts)


@_sought.register
def _(item: LinkField, expression: Any, text: str, query: Query) -> Any:
    return condition(item, "contains", text, query.who)


@_sought.register
def _(item: NameField, expression: Any, text: str, query: Query) -> Any:
    offers = item.offers()
    return _among(expression, text, {offer["key"]: [*offer["label"].values(), offer["also"]] for offer in offers})


@_sought.register
def _(item: ChoiceField, expression: Any, text: str, query: Query) -> Any:
    return _among(
        expression,
        text,
        {option.key: [option.zh, option.en, pinyin_of(option.zh) or "", *option.aka] for option in item.options},
    )


def _among(expression: Any, text: str, called: dict[str, list[str]]) -> Any:
    wanted = text.casefold()
    keys = [key for key, names in called.items() if any(wanted in name.casefold() for name in (key, *names))]
    return (
        expression.in_([peewee.Value(key, converter=False) for key in keys])
        if keys
        else expression.is_null() & expression.is_null(False)
    )
