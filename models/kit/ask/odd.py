"""What is odd about the rows of a list, looked for when somebody asks: likely doubles, and values far from the usual."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..declare.access import Who, visible
from ..declare.record import Record
from ..fields import LinkField, PinyinField
from ..server.patience import in_time
from ..text import Text
from .doubles import MOST_GROUPS, MOST_LOOKED, Double, Doubles
from .outliers import MOST_TOLD, Outlier, Outliers
from .query import Query
from .titles import titles_of

PARTLY = Text("行数很多，只看了最新的 {most} 行", "There are many rows; only the newest {most} were looked at")
MORE_DOUBLES = Text("疑似重复的太多，只列出 {most} 组", "There are more doubles; {most} groups are shown")
MORE_VALUES = Text("异常的太多，只列出最突出的 {most} 处", "There are more such values; the {most} farthest are shown")
BESIDE = 4  # values beside the title


@dataclass(frozen=True)
class Odd:
    """What was there; rows: by id, what each is called and what stands beside that, as this person sees it.

    apart: likely doubles of which somebody has said that they are not.
    """

    doubles: list[Double]
    values: list[tuple[Outlier, Text]]
    rows: dict[int, dict[str, Any]]
    notes: list[Text]
    apart: list[Double] = field(default_factory=list)


def odd(record: type[Record], who: Who, filter: Any = None, search: Any = "") -> Odd:
    """Among the rows that a filter leaves. Raises BadQuery, and Refused where it takes too long."""
    with in_time():
        return look(record, who, filter, search)


def look(
    record: type[Record],
    who: Who,
    filter: Any = None,
    search: Any = "",
    tell: Callable[[float], None] = lambda share: None,
) -> Odd:
    """`odd`, however long it takes; tell: hears how far it is."""
    query = Query(record, who, filter, None, search)
    doubles = Doubles(query)
    tell(0.5)
    outliers = Outliers(query)
    tell(0.9)
    unusual = outliers.with_why()
    ids = {id for group in (*doubles.groups, *doubles.apart) for id in group.ids} | {value.id for value, _ in unusual}
    notes = [PARTLY(most=f"{MOST_LOOKED:,}")] if doubles.partly or outliers.partly else []
    notes += [MORE_DOUBLES(most=MOST_GROUPS)] if doubles.more else []
    notes += [MORE_VALUES(most=MOST_TOLD)] if outliers.more else []
    return Odd(doubles.groups, unusual, called(record, who, ids), notes, doubles.apart)


def called(record: type[Record], who: Who, ids: set[int]) -> dict[int, dict[str, Any]]:
    """{title, beside} of rows this person may see: the first columns of the grid that hold something, masked as ever."""
    shown, items = visible(who, record), record.fields()
    titles, rows = titles_of(record, ids, who), record.rows_by_id(ids)
    columns = [name for name in record.columns() if name in shown and name in items and name != record.sheet.title]
    names = [name for name in columns if not isinstance(items[name], PinyinField)]
    links = {
        name: titles_of(items[name].rel_model, {getattr(row, name) for row in rows.values()} - {None}, who)
        for name in names
        if isinstance(items[name], LinkField)
    }

    def said(row: Any, name: str) -> str:
        value, item = getattr(row, name), items[name]
        if value is None:
            return ""
        if shown[name] == "masked":
            return str(item.masked(value))
        return links[name].get(value, "") if name in links else item.show(value, who.lang)

    return {
        id: {"title": titles.get(id) or f"#{id}", "beside": _first(said(row, name) for name in names)}
        for id, row in rows.items()
    }


def _first(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text][:BESIDE]
