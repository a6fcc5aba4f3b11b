"""A question whose rows are laid out by their columns: grouped by one, or placed by the days they hold."""

from collections.abc import Collection
from typing import Any

import peewee

from ...clock import local
from ...fields import ChoiceField, Described, LinkField
from ...server.database import handle
from ...text import Text
from ..figures import cached
from ..query import BadQuery, Query
from ..titles import titles_of

NOT_BY = Text("不能按“{field}”排成{shape}", "Rows can't be laid out by “{field}” here ({shape})")
NOTHING = Text("（空）", "(empty)")


class Laid(Query):
    """One question about one record type, as `Query`, that also answers by groups."""

    def axis(self, name: Any, kinds: Collection[str], shape: Text) -> Any:
        """The column that rows are laid out by, as an expression. Raises BadQuery where it is another kind or out of sight."""
        item = self._field(name, NOT_BY(field=self._called(name), shape=shape))
        if item.kind not in kinds:
            raise BadQuery(NOT_BY(field=item.label, shape=shape))
        return item

    def _called(self, name: Any) -> Any:
        return self.fields[name].label if isinstance(name, str) and name in self.shown else str(name)[:40]

    def grouped(self, what: str, expressions: list[Any], measures: list[Any], also: Any, over: set) -> list[tuple]:
        """(*values of the expressions, *measures) of each group, kept until a table behind it changes."""
        query = self.record.select(*expressions, *measures)
        where = self._all(also)
        query = query if where is None else query.where(where)
        # By place: the same expression with values of its own is another one to PostgreSQL.
        query = query.group_by(*(peewee.SQL(str(at + 1)) for at in range(len(expressions)))) if expressions else query
        return cached(self.record, what, query, lambda: _fetched(query), over)

    def some(self, also: Any, limit: int, offset: int = 0) -> list[dict[str, Any]]:
        """Rows of one group, in order, as the wire carries them."""
        return self.wired(self._select(also).limit(limit).offset(offset))

    def label(self, item: Any, keys: Collection[Any]) -> dict[Any, str]:
        """What groups are called, by their stored values."""
        field = self.fields[item.name]
        if isinstance(field, LinkField):
            labels: dict[Any, str] = dict(
                titles_of(field.rel_model, {key for key in keys if key is not None}, self.who)
            )
        else:
            labels = {key: _shown(field, key, self.who.lang) for key in keys if key is not None}
        return {None: self.who.say(NOTHING), **labels}

    def wire(self, item: Any, key: Any) -> Any:
        """A stored value as the wire carries it; of a link its id."""
        field = self.fields[item.name]
        if key is None or isinstance(field, LinkField):
            return key
        return field.keep(field.python_value(key))


def places(item: Described) -> dict[Any, int]:
    """Where each choice stands among the options."""
    return {option.key: at for at, option in enumerate(item.options)} if isinstance(item, ChoiceField) else {}


def day_of(item: Any, value: Any) -> Any:
    """The day that a stored day or moment falls on, here."""
    return value if value is None or item.kind == "day" else local(value).date()


def _shown(field: Described, key: Any, lang: str) -> str:
    return field.show(field.python_value(key), lang)


def _fetched(query: Any) -> list[tuple]:
    return [tuple(row) for row in handle.execute_sql(*query.sql()).fetchall()]
