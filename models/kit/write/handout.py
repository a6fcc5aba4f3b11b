"""Handouts: what an action gives that is shown once and kept nowhere, to be copied or printed as slips of paper."""

from dataclasses import dataclass
from typing import Any

from ..text import Text


@dataclass(frozen=True)
class Handout:
    """One slip for each row: `columns` name its parts, the last of which is the secret one; `steps` say what to do with it.

    It travels in the answer to whoever ran the action and nowhere else: no history, no notice, no log.
    """

    title: Text
    note: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    steps: tuple[Text, ...] = ()

    def wire(self, lang: str) -> dict[str, Any]:
        return {
            "title": self.title.say(lang),
            "note": self.note.say(lang),
            "columns": [column.say(lang) for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "steps": [step.say(lang) for step in self.steps],
        }
