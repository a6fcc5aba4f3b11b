"""What a post does several times a day, one tap from the start page; and whose areas come first there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..text import Text
from .access import Who, may
from .record import Record


@dataclass(frozen=True)
class Shortcut:
    """A new row of `record`, or with `action` that rule (by its name) on a row that is chosen first.

    rows: for whom it is, by whose rows they see: `store` for the people of a store, `own`; empty for the area's own post.
    """

    record: type[Record]
    zh: str
    en: str
    icon: str = "add"
    action: str = ""
    rows: str = ""

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


def shortcuts(areas: Iterable[Any], who: Who) -> list[tuple[Shortcut, Any]]:
    """Each shortcut this person has, with its action or None, the own area's first."""
    offered = []
    for area in own_first(areas, who):
        actions = {action.name: action for action in area.actions}
        for shortcut in area.shortcuts:
            action = actions.get(shortcut.action)
            grant = who.grants.get(shortcut.record.key())
            mine = grant is not None and (grant.rows == shortcut.rows if shortcut.rows else area.post == who.role)
            if mine and may(who, action.verb if action else "add", shortcut.record):
                offered.append((shortcut, action))
    return offered


def own_first(areas: Iterable[Any], who: Who) -> list[Any]:
    """The areas whose every record this person keeps, then those of which most are; else as the menu has them."""
    if who.all_rights:
        return list(areas)

    def mine(area: Any) -> tuple[int, int]:
        kept = sum("edit" in grant.verbs for record in area.records if (grant := who.grants.get(record.key())))
        if kept == len(area.records):
            return 0, 0
        return 1, -kept if area.post else 0  # of what is no post's work, as the design, a part says nothing

    return sorted(areas, key=mine)
