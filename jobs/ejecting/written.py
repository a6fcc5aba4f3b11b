"""What is written for whoever ejects: by path the text as it was and as it is to be, and what is said of it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.kit.declare.record import Record
from models.kit.fields import in_per_cent
from models.kit.text import Text

NAMED = Text("“{label}”", "“{label}”")
WRITTEN = Text("{record}的{what}", "{what} of {record}")
STAYS = Text("{what}留在浏览器里：{why}", "{what} stays in the browser: {why}")
PERCENT = re.compile("[%％]")


@dataclass
class Ejected:
    """files: by path, in the order in which they are written, the text as it was (None for a new one) and as it is to be; told:
    what is written, and what stays and why.
    """

    files: dict[Path, tuple[str | None, str]] = field(default_factory=dict)
    written: list[Text] = field(default_factory=list)
    stays: list[Text] = field(default_factory=list)

    def says(self, record: type[Record], label: Text, why: Text | None, called: Text = NAMED) -> bool:
        """Whether this is written: it is told either way."""
        what = called(label=label)
        if why is None:
            self.written.append(WRITTEN(record=record.sheet.label, what=what))
        else:
            self.stays.append(STAYS(what=what, why=why))
        return why is None


def as_declared(item: Any) -> None:
    """What the declarations' tests ask for: the head says the unit, and files that call it as it was called still come in."""
    if item.percent and not getattr(item, "computes", False) and not PERCENT.search(item.label.zh + item.label.en):
        item.aka = (item.label.zh, item.label.en)
        item.label = in_per_cent(item.label)
