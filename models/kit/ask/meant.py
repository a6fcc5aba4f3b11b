"""What somebody means by texts out of another list: which values of a column they are, and which of them are in no row."""

from functools import singledispatch
from typing import Any

from .. import words
from ..declare.access import Who
from ..fields import Described, LinkField
from ..reading import clean
from ..server.database import handle
from ..text import Refused
from .conditions import condition, operators_of
from .filters import BadQuery
from .links import find
from .query import Query
from .titles import titles_of

MOST, LONGEST = 500, 200


def meant(query: Query, name: Any, texts: Any) -> dict[str, Any]:
    """{values: [{value, text}], missing: [text]}, each in the order of the texts; a name of several rows means all of them."""
    if not isinstance(texts, list) or len(texts) > MOST or not all(isinstance(text, str) for text in texts):
        raise BadQuery(words.BAD_REQUEST(what=f"texts: [...] ({MOST})"))
    expression = query.column(name)
    item = query.fields[name]
    if "in" not in operators_of(item):
        raise BadQuery(words.NO_OPERATOR(field=item.label, op="in"))
    asked = [text for text in dict.fromkeys(clean(text) for text in texts) if text and len(text) <= LONGEST]
    read = _read(item, asked, query.who)
    standing = _standing(query, expression, item, {value for values in read.values() for value in values})
    known = {text: [value for value in values if value in standing] for text, values in read.items()}
    values = {value: text for text in asked for value in known.get(text, ())}
    titles = titles_of(item.rel_model, set(values), query.who) if isinstance(item, LinkField) else {}
    return {
        "values": [{"value": value, "text": titles.get(value, text)} for value, text in values.items()],
        "missing": [text for text in asked if not known.get(text)],
    }


@singledispatch
def _read(item: Described, texts: list[str], who: Who) -> dict[str, list[Any]]:
    """Each text that can be such a value, with the value as it travels."""
    read = {}
    for text in texts:
        try:
            read[text] = [item.keep(item.enter(text))]
        except Refused:
            continue
    return read


@_read.register
def _(item: LinkField, texts: list[str], who: Who) -> dict[str, list[Any]]:
    """By every name that such rows go by."""
    return find(item.rel_model, who, set(texts))


def _standing(query: Query, expression: Any, item: Described, values: set[Any]) -> set[Any]:
    """Those of the values that are in a row this person sees."""
    if not values:
        return set()
    fits = condition(expression, "in", list(values), query.who)
    rows = handle.execute_sql(*query.selected([expression], fits).order_by().distinct().sql())
    return {kept if isinstance(item, LinkField) else item.keep(item.python_value(kept)) for (kept,) in rows}
