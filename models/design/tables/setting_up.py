"""A table made in the browser, set up further: its states with their steps, when its rows fall due, and who may what; a batch each."""

from dataclasses import dataclass
from typing import Any

from ...kit.declare.access import Who, may
from ...kit.declare.record import Record, Row
from ...kit.fields import Choice
from ...kit.text import Refused, Text
from ...kit.write.edits import Answer, edit, within
from ...kit.write.writes import Changes
from ..columns import DesignChoice, DesignColumn, options_of
from ..saving import NEEDS_OPTIONS, as_one, in_order
from .steps import DesignStep
from .types import DesignType

STATES_MADE = Text("{record}加了状态“{label}”", "{record}: states “{label}” added")
DUES_SET = Text("{record}的待办和到期", "When rows of {record} fall due")
NEW = "+"  # in the place of a column: one is made


@dataclass(frozen=True)
class SetUp:
    """The table with what can be chosen from: its columns, and the states of its column of states."""

    table: Row
    columns: tuple[Row, ...]
    states: tuple[Choice, ...]
    steps: tuple[Row, ...]

    def of_kind(self, *kinds: str) -> dict[str, Text]:
        return {row.name: Text(row.zh, row.en) for row in self.columns if row.kind in kinds}

    def of_employees(self) -> dict[str, Text]:
        """The columns that may say whose a row is."""
        mine = [row for row in self.columns if row.kind == "person" or row.target == "employee"]
        return {row.name: Text(row.zh, row.en) for row in mine}

    def state(self, key: str) -> Text:
        return next((option.label for option in self.states if option.key == key), Text(key, key))

    @property
    def labels(self) -> dict[str, Text]:
        return {row.name: Text(row.zh, row.en) for row in self.columns}


def table_of(record: type[Record], who: Who) -> Row | None:
    """What says of a type how it is set up, for who may say otherwise; none for what is declared."""
    if not may(who, "edit", DesignType):
        return None
    mine = (DesignType.name == record.key()) & (DesignType.state == "active")
    return next(iter(DesignType.rows(mine)), None)


def set_up(record: type[Record], who: Who) -> SetUp | None:
    table = table_of(record, who)
    if table is None:
        return None
    there = (DesignColumn.record_type == table.name) & (DesignColumn.state == "active")
    columns = tuple(sorted(DesignColumn.rows(there), key=lambda row: row.id))
    held = next((row for row in columns if row.name == table.state_by), None)
    steps = DesignStep.rows(DesignStep.record_type == table.name, DesignStep.state == "active")
    states = tuple(option for option in options_of(held.id) if not option.retired) if held else ()
    return SetUp(table, columns, states, tuple(sorted(steps, key=lambda row: (row.turn, row.id))))


def make_states(table: Row, label: Text, names: list[str], who: Who) -> Answer:
    """A column of states with these options in their order, by which the table goes from now on."""

    def written(c: Changes) -> int:
        if not names:
            raise Refused(NEEDS_OPTIONS, "choices")
        column = {"record_type": table.name, "zh": label.zh, "en": label.en, "kind": "choice"}
        (id,) = within(c, DesignColumn, [{"id": None, "set": column | {"seen_by": "all"}}], who)
        tones = {names[0]: "info", names[-1]: "positive"}
        choices = [{"id": None, "set": {"zh": name, "tone": tones.get(name, "warning")}} for name in names]
        in_order(c, DesignChoice, {"column": id}, choices, who)
        made = DesignColumn.row(id)
        within(c, DesignType, [{"id": table.id, "set": {"state_by": made.name}}], who)
        c.label = STATES_MADE(record=Text(table.zh, table.en), label=Text(made.zh, made.en))
        return table.id

    return as_one(DesignType, written, ("states", table.name, label.zh, names), who=who, op=None)


def set_dues(table: Row, sets: dict[str, Any], who: Who) -> Answer:
    """When open rows fall due and whose they are; `due_by` may name a column that is yet to be made."""

    def written(c: Changes) -> int:
        wanted = dict(sets)
        if wanted.get("due_by") == NEW:
            column = {"record_type": table.name, "zh": "到期时间", "en": "Due at", "kind": "moment", "seen_by": "all"}
            (id,) = within(c, DesignColumn, [{"id": None, "set": column}], who)
            wanted["due_by"] = DesignColumn.row(id).name
        seen = {name: getattr(table, name) for name in wanted}
        within(c, DesignType, [{"id": table.id, "set": wanted, "seen": seen}], who)
        c.label = DUES_SET(record=Text(table.zh, table.en))
        return table.id

    return as_one(DesignType, written, ("dues", table.name, sets), who=who, op=None)


def set_table(table: Row, sets: dict[str, Any], who: Who) -> Answer:
    seen = {name: getattr(table, name) for name in sets}
    return edit(DesignType, [{"id": table.id, "set": sets, "seen": seen}], who=who, via="form")


def set_step(table: Row, step: Row | None, sets: dict[str, Any], who: Who) -> Answer:
    if step is None:
        return edit(DesignStep, [{"id": None, "set": sets | {"record_type": table.name}}], who=who, via="form")
    seen = {name: getattr(step, name) for name in sets}
    return edit(DesignStep, [{"id": step.id, "set": sets, "seen": seen}], who=who, via="form")
