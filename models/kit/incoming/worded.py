"""What a cell said when its file was exported: a name that has changed since, a value that is none any more."""

from dataclasses import replace
from typing import Any

from ..ask.links import MOST_TITLE, names_of
from ..ask.lookup import rows_with
from ..ask.marks import mark_of
from ..ask.titles import titles_of
from ..declare.access import Who
from ..declare.record import Record
from ..fields import Described, LinkField
from ..reading import clean
from ..text import Refused
from ..write import since
from .cells import Unusable


class Unknown:
    """What was kept once and is no value any more: nothing is the same as it."""

    def __init__(self, kept: Any):
        self.kept = kept

    def __str__(self) -> str:
        return str(self.kept)


def as_value(item: Described, kept: Any) -> Any:
    """A value as history keeps it."""
    try:
        return None if kept is None else item.parse(kept)
    except Refused:
        return Unknown(kept)


class Worded:
    """The cells of a type as a file said them at that point of the history, in its language."""

    def __init__(self, record: type[Record], at: since.Point, who: Who):
        self.fields, self.at, self.who = record.fields(), at, who
        self._titles: dict[tuple[type[Record], int], set[str]] = {}
        self._then: dict[type[Record], dict[int, dict[str, Any]]] = {}

    def says(self, name: str, base: Any, raw: Any) -> bool:
        """Whether a cell that is read as another value still says what it was exported as."""
        if base is None or raw is None or raw.__class__ is Unusable:
            return False
        item = self.fields[name]
        if isinstance(item, LinkField):
            return isinstance(base, int) and self._names(item.rel_model, base, _cleaned(raw))
        return isinstance(base, str) and clean(base) == _cleaned(raw)

    def shows(self, name: str, base: Any, raw: Any) -> bool:
        """The same of a cell that can't be read."""
        if base is None or raw is None or raw.__class__ is Unusable:
            return False
        item = self.fields[name]
        if isinstance(item, LinkField):
            return self.says(name, base, raw)
        text = _cleaned(raw)
        return text in {_cleaned(shown(item, base, lang)) for lang in ("zh", "en")} or self.says(name, base, raw)

    def _names(self, target: type[Record], id: int, text: str) -> bool:
        """Its name then or now, alone or with a code that tells it from others of that name."""
        if (target, id) not in self._titles:
            names = self._called(target, id)
            coded = {f"{name[:MOST_TITLE]}（{code}）" for name in names for code in self._codes(target, id)}
            self._titles[target, id] = names | coded
        return text in self._titles[target, id]

    def _codes(self, target: type[Record], id: int) -> set[str]:
        names = [name for name in names_of(target, self.who) if name != target.sheet.title]
        values = {value for _, *row in rows_with(target, names, "id", [id]) for value in row if isinstance(value, str)}
        return values | {mark_of(target.key())(id)}

    def _called(self, target: type[Record], id: int) -> set[str]:
        names = {titles_of(target, {id}, replace(self.who, lang=lang))[id] for lang in ("zh", "en")}
        title = target.fields()[target.sheet.title]
        if not isinstance(title, LinkField) and names != {f"#{id}"}:
            if target not in self._then:
                self._then[target] = since.before(target, self.at, (title.name,))
            kept = self._then[target].get(id, {}).get(title.name)
            names |= {clean(shown(title, as_value(title, kept), "zh"))} if kept is not None else set()
        return {clean(name) for name in names if name}


def shown(item: Described, value: Any, lang: str) -> str:
    """A value of the comparison in words, but for links."""
    return str(value) if isinstance(value, Unknown) else item.show(value, lang)


def _cleaned(raw: Any) -> str:
    try:
        return clean(raw)
    except Refused:
        return ""
