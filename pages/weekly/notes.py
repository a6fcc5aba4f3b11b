"""Comments and decisions on an area's week: what was said, and the form to say more; a decision with an owner becomes a task."""

from dataclasses import dataclass
from typing import Any

from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.access import Who, may
from models.kit.declare.area import Area
from models.kit.text import Text
from models.kit.write.edits import Answer
from models.weekly import WeekNote
from models.weekly.readers import notes_of

from ..parts.form import Form
from ..parts.pieces import card, empty, link, span, tag
from ..parts.session import ask, viewer
from ..parts.values import address, show

TITLE = Text("意见与决议", "Comments and decisions")
HINT = Text(
    "会写进周会材料。有负责人的决议会成为负责人的任务。",
    "They are printed in the workbook. A decision with an owner becomes the owner's task.",
)
NONE = Text("这一周还没有意见和决议", "Nothing was said of this week yet")
ADD, TASK = Text("写一条", "Add one"), Text("任务", "Task")
OWNER, DUE = Text("负责人 {name}", "Owner: {name}"), Text("{day} 前完成", "Due {day}")
ASKED = ("kind", "text", "owner", "due_on")


@dataclass(frozen=True)
class Note:
    """One note as everybody who reads the area's figures may read it; `mine`: its record may be opened."""

    row: dict[str, Any]
    mine: bool


def read_notes(week: Week, area: Area, who: Who) -> list[Note]:
    """What was said of an area is for all who read its week, as it is printed in its workbook."""
    rows = notes_of(week, area.name)
    seen = may(who, "see", WeekNote)
    own = {row["id"] for row in Query(WeekNote, who).by_ids([row["id"] for row in rows])} if seen else set()
    return [Note(row, row["id"] in own) for row in rows]


class NotesCard:
    def __init__(self, week: Week, area: Area, notes: list[Note]):
        self.week, self.area = week, area
        who = viewer()
        with card(TITLE.say(who.lang), flush=True):
            tag("div", "o-faint o-note", HINT.say(who.lang))
            self.list = tag("div")
            self._draw(notes, who)
            if may(who, "add", WeekNote):
                with tag("details", "o-talk w-say").mark("say"):
                    with tag("summary"):
                        span(ADD.say(who.lang))
                    self.form_place = tag("div")
                    self._form()

    def _form(self) -> None:
        with self.form_place:
            Form(
                WeekNote, None, self._saved, {"week": str(self.week), "area": self.area.name, "kind": "comment"}, ASKED
            )

    async def _saved(self, _done: Answer) -> None:
        who = viewer()
        notes = await ask(read_notes, self.week, self.area, who)
        self._draw(notes, who)
        self.form_place.clear()
        self._form()

    def _draw(self, notes: list[Note], who: Who) -> None:
        self.list.clear()
        with self.list:
            if not notes:
                empty(NONE.say(who.lang), "forum")
                return
            with tag("ul", "o-todo"):
                for note in notes:
                    _note(note, who)


def _note(note: Note, who: Who) -> None:
    row, fields = note.row, WeekNote.fields()
    with tag("li"):
        with tag("div", "o-grow"):
            with tag("div", "o-line"):
                show(fields["kind"], row["kind"], who)
                if note.mine:
                    link(row["text"], address(WeekNote, row["id"]), "o-reason")
                else:
                    span(row["text"], "o-reason")
            with tag("div", "o-line o-faint"):
                if row["owner"]:
                    span(OWNER(name=row["owner"]["text"]).say(who.lang))
                if row["due_on"]:
                    span(DUE(day=row["due_on"]).say(who.lang))
        if row["task"]:
            with tag("div", "o-line"):
                span(TASK.say(who.lang), "o-faint")
                show(fields["task"], row["task"], who)
