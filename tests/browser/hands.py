"""Random hands at the grid of members, and a model of what must come of them: every cell a person typed to holds just that,
no other cell changes, the history says the same in the same order, and taking all of it back leaves nothing.

`OPS_HANDS=1-300 python -m pytest tests/browser/test_random_hands.py` tries so many more walks than the suite does.
"""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from playwright.sync_api import TimeoutError

from tests.browser.office import Sheet

FIRST, LINES = 220, 10  # where nobody else types
NAMES, TEXTS = ("name", "note"), ("甲", "乙", "ab", "试试", "=1+1", "0012")
CHINESE = (("wo", "我"), ("dianhua", "电话"), ("laokehu", "老客户"))
ON = {
    "Enter": (1, 0),
    "Shift+Enter": (-1, 0),
    "Tab": (0, 1),
    "Shift+Tab": (0, -1),
    "ArrowDown": (1, 0),
    "ArrowUp": (-1, 0),
    "ArrowLeft": (0, -1),
    "ArrowRight": (0, 1),
}
WAYS = {
    "type_over": 6,
    "go_on": 2,
    "compose": 3,
    "burst": 3,
    "give_up": 2,
    "walk": 3,
    "empty": 2,
    "empty_two": 1,
    "paste": 2,
    "copy": 2,
    "cut": 2,
    "fill_down": 2,
    "undo": 4,
    "redo": 2,
    "beside": 2,
    "search": 1,
    "unseen": 1,
}

Cell = tuple[int, str]


@dataclass
class Model:
    """What the cells hold, by row and column; the person's batches, newest last; and every value a cell took, in order."""

    holds: dict[Cell, str | None]
    done: list[dict[Cell, tuple[str | None, str | None]]] = field(default_factory=list)
    undone: list[dict[Cell, tuple[str | None, str | None]]] = field(default_factory=list)
    took: dict[Cell, list[str | None]] = field(default_factory=dict)

    def write(self, cells: dict[Cell, str | None]) -> None:
        """One batch; one that changes nothing is none."""
        batch = {cell: (self.holds[cell], text) for cell, text in cells.items() if self.holds[cell] != text}
        if batch:
            self.done.append(batch)
            self.undone.clear()
            self._put({cell: after for cell, (_, after) in batch.items()})

    def undo(self) -> None:
        if self.done:
            self.undone.append(batch := self.done.pop())
            self._put({cell: before for cell, (before, _) in batch.items()})

    def redo(self) -> None:
        if self.undone:
            self.done.append(batch := self.undone.pop())
            self._put({cell: after for cell, (_, after) in batch.items()})

    def _put(self, cells: dict[Cell, str | None]) -> None:
        for cell, text in cells.items():
            self.holds[cell] = text
            self.took.setdefault(cell, []).append(text)


class Hands:
    """A person with random hands; `colleague` writes beside, into a column that the hands don't touch."""

    def __init__(self, at: Sheet, colleague: Any, dice: Random):
        self.at, self.colleague, self.dice, self.story = at, colleague, dice, []
        self.began, self.beside_wrote = at.app.last(), {}
        rows = at.app.ask("SELECT id, name, note FROM member")
        self.model = Model({(id, name): value for id, *both in rows for name, value in zip(NAMES, both, strict=True)})
        self.sheet = at.sheet("(page) => page.adapter.size()")["fields"]

    def live(self, steps: int) -> None:
        """So many things one after the other, and what must hold afterwards."""
        for way in self.dice.choices(list(WAYS), list(WAYS.values()), k=steps):
            getattr(self, way)()
        self.compare()
        while self.model.done:
            self.undo()
        self.compare()

    # Where things are ----------------------------------------------------------------------------------------------------

    def line(self, room: int = 1) -> int:
        return FIRST + self.dice.randrange(LINES - room + 1)

    def id(self, row: int) -> int:
        self.at.show(row, "note")
        self.at.page.wait_for_function(
            f"document.querySelector('.ag-row[row-index=\"{row}\"]')?.getAttribute('row-id') > 0"
        )
        return self.at.sheet("(page, row) => page.adapter.idAt(row)", row)

    def cells(self, row: int, name: str, count: int) -> list[Cell]:
        return [(self.id(row + more), name) for more in range(count)]

    def text(self) -> str:
        return f"{self.dice.choice(TEXTS)}{self.dice.randint(1, 999)}"

    def go(self, row: int, name: str) -> None:
        self.at.click(row, name, position={"x": 9, "y": 16})
        self.is_at(row, name)

    def is_at(self, row: int, name: str) -> None:
        """The active cell, which takes keys; a moment later on a busy machine."""
        try:
            self.at.page.wait_for_selector(f'.s-sink textarea[data-row="{row}"][data-field="{name}"]', state="attached")
        except TimeoutError:
            raise AssertionError(f"the active cell is {self.at.active()}, not {(row, name)}") from None
        assert self.at.editable(), "the cell takes no keys"

    def choose(self, row: int, name: str, count: int) -> None:
        self.go(row, name)
        for _ in range(count - 1):
            self.at.keys.press("Shift+ArrowDown")

    def leave(self, row: int, name: str, ways: tuple[str, ...]) -> None:
        way = self.dice.choice(ways)
        self.at.keys.press(way)
        down, right = ON[way]
        column = self.sheet.index(name) + right
        if column == len(self.sheet):  # Tab goes on in the next line
            down, column = 1, 0
        self.is_at(row + down, self.sheet[column])

    # What hands do -------------------------------------------------------------------------------------------------------

    def type_over(self) -> None:
        row, name, text = self.line(), self.dice.choice(NAMES), self.text()
        self.go(row, name)
        self.tell("types", row, name, text)
        self.at.keys.type(text)
        self.model.write({(self.id(row), name): text})
        self.leave(row, name, ("Enter", "Tab", "Shift+Tab", "ArrowDown", "ArrowUp"))

    def go_on(self) -> None:
        """Behind what is there."""
        row, name, text = self.line(), self.dice.choice(NAMES), self.text()
        cell = (self.id(row), name)
        self.go(row, name)
        self.tell("goes on with", row, name, text)
        self.at.keys.press("F2")
        self.at.keys.type(text)
        self.model.write({cell: (self.model.holds[cell] or "") + text})
        self.leave(row, name, ("Enter", "Tab"))

    def compose(self) -> None:
        row, name, (letters, word) = self.line(), self.dice.choice(NAMES), self.dice.choice(CHINESE)
        self.go(row, name)
        self.tell("composes", row, name, word)
        self.at.type_chinese(letters, word, self.dice.choice(("real", "229")))
        self.model.write({(self.id(row), name): word})
        self.leave(row, name, ("Enter", "Tab"))

    def burst(self) -> None:
        """Line after line, faster than they are saved."""
        row = self.line(3)
        self.go(row, "note")
        for more in range(3):
            text = self.text()
            self.tell("types quickly", row + more, "note", text)
            self.at.keys.type(text)
            self.at.keys.press("Enter")
            self.model.write({(self.id(row + more), "note"): text})
        self.is_at(row + 3, "note")

    def give_up(self) -> None:
        row, name = self.line(), self.dice.choice(NAMES)
        self.go(row, name)
        self.tell("types and gives up", row, name)
        self.at.keys.type(self.text())
        self.at.keys.press("Escape")
        self.is_at(row, name)

    def walk(self) -> None:
        row, name = self.line(), self.dice.choice(NAMES)
        self.go(row, name)
        for key in self.dice.choices(("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"), k=4):
            down, right = ON[key]
            row, name = row + down, self.sheet[max(0, min(self.sheet.index(name) + right, len(self.sheet) - 1))]
            self.at.keys.press(key)
        self.tell("walks to", row, name)
        self.is_at(row, name)

    def empty(self) -> None:
        count = self.dice.randint(1, 3)
        row = self.line(count)
        self.choose(row, "note", count)
        self.tell("empties", row, count)
        self.at.keys.press("Delete")
        self.model.write(dict.fromkeys(self.cells(row, "note", count)))

    def empty_two(self) -> None:
        """Two ranges at once."""
        row = self.line(5)
        self.choose(row, "note", 2)
        self.at.cell(row + 4, "note").click(modifiers=["Control"], position={"x": 9, "y": 16})
        self.tell("empties two ranges", row)
        self.at.keys.press("Delete")
        self.model.write(dict.fromkeys(self.cells(row, "note", 2) + self.cells(row + 4, "note", 1)))

    def paste(self) -> None:
        texts = [self.text() for _ in range(self.dice.randint(1, 3))]
        row, name = self.line(len(texts)), self.dice.choice(NAMES)
        self.go(row, name)
        self.tell("pastes", row, name, texts)
        self.at.paste("\r\n".join(texts))
        self.model.write(dict(zip(self.cells(row, name, len(texts)), texts, strict=True)))

    def copy(self, cut: bool = False) -> None:
        count = self.dice.randint(1, 3)
        row, to = self.line(count), self.line(count)
        source, target = self.cells(row, "note", count), self.cells(to, "note", count)
        texts = [self.model.holds[cell] for cell in source]
        self.choose(row, "note", count)
        self.at.keys.press("Control+x" if cut else "Control+c")
        self.go(to, "note")
        self.tell("cuts" if cut else "copies", row, count, "to", to)
        self.at.keys.press("Control+v")
        self.model.write({**(dict.fromkeys(source) if cut else {}), **dict(zip(target, texts, strict=True))})
        self.at.keys.press("Escape")

    def cut(self) -> None:
        self.copy(cut=True)

    def fill_down(self) -> None:
        count = self.dice.randint(2, 4)
        row, name = self.line(count), self.dice.choice(NAMES)
        cells = self.cells(row, name, count)
        self.choose(row, name, count)
        self.tell("fills down", row, name, count)
        self.at.keys.press("Control+d")
        self.model.write(dict.fromkeys(cells[1:], self.model.holds[cells[0]]))

    def undo(self) -> None:
        self.tell("undoes", len(self.model.done))
        self.at.keys.press("Control+z")
        self.model.undo()
        self.at.drained()

    def redo(self) -> None:
        self.tell("does again", len(self.model.undone))
        self.at.keys.press("Control+y")
        self.model.redo()
        self.at.drained()

    def beside(self) -> None:
        id, text = self.id(self.line()), f"同事{self.dice.randint(1, 999)}"
        self.tell("a colleague writes", id, text)
        assert self.colleague.set(id, address=text)["state"] in ("applied", "nothing")
        self.beside_wrote[id] = text

    def search(self) -> None:
        box = self.at.page.get_by_role("searchbox")
        self.tell("searches")
        box.fill("HY000")
        self.at.until("(page) => page.adapter.size().rows < 150")
        self.quiet()
        box.fill("")
        self.at.until("(page) => page.adapter.size().rows > 300")
        self.quiet()
        self.go(self.line(), "note")

    def unseen(self) -> None:
        """What is typed goes to the active cell, also when it was scrolled out of sight."""
        row, text = self.line(), self.text()
        self.go(row, "note")
        self.at.page.mouse.wheel(0, self.dice.choice((3000, -3000)))
        self.tell("types unseen", row, text)
        self.at.keys.type(text)
        self.at.keys.press("Enter")
        self.model.write({(self.id(row), "note"): text})
        self.is_at(row + 1, "note")

    def quiet(self) -> None:
        self.at.drained()
        self.at.page.wait_for_function("!document.querySelector('.ag-row .s-bone')")

    def tell(self, *words: Any) -> None:
        self.story.append(" ".join(map(str, words)))

    # What must hold ------------------------------------------------------------------------------------------------------

    def compare(self) -> None:
        self.at.drained()
        rows = self.at.app.ask("SELECT id, name, note, address FROM member")
        kept = {(id, name): value for id, *both, _ in rows for name, value in zip(NAMES, both, strict=True)}
        wrong = {cell: (kept[cell], text) for cell, text in self.model.holds.items() if kept.get(cell) != text}
        assert not wrong, f"kept, and what was typed: {wrong}"
        beside = {id: address for id, *_, address in rows}
        assert {id: beside[id] for id in self.beside_wrote} == self.beside_wrote, "what a colleague wrote"
        assert len(rows) * 2 == len(self.model.holds), "rows came or went"
        history = {cell: self.at.app.history(*cell, since=self.began) for cell in self.model.took}
        assert history == self.model.took, "the history"
        self.at.until(f"(page) => !{self.differs()}")

    def differs(self) -> str:
        """Whether a row in sight shows anything but what is kept."""
        notes = {id: " ".join((text or "").split()) for (id, name), text in self.model.holds.items() if name == "note"}
        return f"""((wanted) => [...document.querySelectorAll('.ag-center-cols-container .ag-row [col-id="note"]')].some((cell) => {{
            const id = cell.closest(".ag-row").getAttribute("row-id");
            return id in wanted && cell.textContent.trim().replace(/\\s+/g, " ") !== wanted[id];
        }}))({json.dumps(notes)})"""
