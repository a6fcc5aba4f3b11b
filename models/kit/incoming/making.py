"""Rows that an import creates on the way, because other rows are to point to them: small look-ups, or types asked for by their key."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ..ask.doubles import core
from ..ask.query import Query
from ..declare.access import Who, home, why_not
from ..declare.record import Record
from ..fields import LineField
from ..text import Refused, Text

ALMOST = Text(
    "{record}里已有“{kept}”，与“{value}”几乎相同，没有新建；是同一家请改成已有的名称，不是请先手工新增",
    "There is “{kept}” in {record}, nearly the same as “{value}”, so none was created; write the name that is there, or add the other by hand first",
)

TWO_WAYS = Text(
    "文件里“{value}”和“{other}”几乎相同，只会新建“{other}”；是同一家请统一写法，不是请先手工新增“{value}”",
    "“{value}” and “{other}” in the file are nearly the same, and only “{other}” would be created; write one name, or add “{value}” by hand first",
)


@dataclass(frozen=True)
class Making:
    """Stands for the id of a row that the import itself will create."""

    record: type[Record]
    name: str


def begun(target: type[Record], who: Who, name: str) -> dict[str, Any]:
    """What a row begins with that an import creates: it is the person's own, as one that is added by hand."""
    return target.facts().usual | target.sheet.arrives | home(who, target) | {target.sheet.title: name}


def is_mine(value: Any, who: Who, record: type[Record], name: str) -> bool:
    """Whether a row of `record` is inside by this link, because what it leads to will be created as the person's own."""
    grant = who.grants.get(record.key())
    if grant is None or value.__class__ is not Making:
        return False
    own = home(who, value.record)
    paths = (path.strip().partition(".") for path in (record.sheet.scopes.get(grant.rows) or "").split("|"))
    return any(head == name and rest in own for head, _, rest in paths)


def can_create(target: type[Record], who: Who, asked: bool | Collection[str] = True) -> bool:
    """Whether an import may create rows of this type by their name alone, which this person may add.

    asked: True for small look-ups, or the keys of the types, small or not.
    """
    if asked is False or not (target.sheet.small if isinstance(asked, bool) else target.key() in asked):
        return False
    title = target.fields().get(target.sheet.title)
    needed = [name for name, item in target.fields().items() if item.required and item is not title]
    return isinstance(title, LineField) and not needed and why_not(who, "add", target) is None


class Maker:
    """What of the names of one type would be created, as was asked; a typing error is no new customer."""

    def __init__(self, target: type[Record], who: Who, asked: bool | Collection[str]):
        self.target, self.may = target, can_create(target, who, asked)
        self._near: dict[str, str] = {}
        self._to_be: dict[str, str] = {}  # as the file calls them first
        if self.may and not target.sheet.small:
            rows = Query(target, who).stream((target.sheet.title,))
            self._near = {core(title): title for chunk in rows for (title,) in chunk if title}

    def made(self, text: str) -> Making | Text | None:
        """The row to be, why there is none, or None where nobody asked for it."""
        if not self.may:
            return None
        if kept := self._near.get(core(text)):
            return ALMOST(record=self.target.sheet.label, value=text[:40], kept=kept)
        try:
            name = self.target.fields()[self.target.sheet.title].parse(text)
        except Refused:
            return None
        if name and not self.target.sheet.small and (other := self._to_be.setdefault(core(text), name)) != name:
            return TWO_WAYS(value=text[:40], other=other)
        return Making(self.target, name) if name else None
