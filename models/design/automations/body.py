"""What an automation says, kept as JSON: `when` it runs, for `only` which rows, and what it does `then`."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...kit.ask.filters import BadQuery, named, sound
from ...kit.declare.record import Row
from ...kit.fields import Choice
from ...kit.text import Text

TRIGGERS = (
    Choice("meets", "一行变得符合条件时", "A row comes to meet a condition"),
    Choice("added", "新增一行时", "A row is added"),
    Choice("changed", "某些列改变时", "Columns change"),
    Choice("leaves", "一行不再符合条件时", "A row meets a condition no longer"),
    Choice("day", "某个日期前后几天", "Days before or after a date"),
    Choice("time", "到了时间", "At a time"),
    Choice("button", "按下按钮时", "A button is pressed"),
)
BY_ROW, BY_CLOCK = frozenset({"added", "changed", "meets", "leaves"}), frozenset({"day", "time"})
SETTINGS = {
    "kind": str,
    "filter": dict,
    "fields": list,
    "day": str,
    "days": int,
    "at": str,
    "every": str,
    "weekday": int,
    "monthday": int,
    "list": bool,
    "yearly": str,
}
DEEDS: dict[str, dict[str, type]] = {
    "set": {"values": dict},
    "add": {"record": str, "values": dict},
    "step": {"step": str, "answers": dict},
    "work": {"text": str, "owner": str, "days": int},
    "tell": {
        "text": str,
        "text_en": str,
        "roles": list,
        "people": list,
        "users": list,
        "channels": list,
        "urgent": bool,
    },
    "send": {"record": str, "view": str, "form": str, "roles": list, "users": list, "channels": list},
    "call": {"channel": str, "fields": list},
}
VALUES = {"is", "formula", "column", "text", "this"}
MOST_DEEDS, LONGEST = 10, 8000


@dataclass(frozen=True)
class Automation:
    """One that is on, as the house holds it. text: its body as it stands in the design, for the log."""

    id: int
    label: Text
    record_type: str
    role: str
    imports: bool
    owner: str | None
    when: dict[str, Any]
    only: dict[str, Any]
    then: tuple[dict[str, Any], ...]
    text: str

    @property
    def kind(self) -> str:
        return self.when["kind"]

    @cached_property
    def filter(self) -> dict[str, Any]:
        """Which rows it is for, by what set it off and by its own condition."""
        first = self.when.get("filter") or {}
        return {"and": [first, self.only]} if first and self.only else first or self.only


def read(text: str) -> dict[str, Any] | None:
    """The contents of an automation; None where they are of another shape."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or body.keys() != {"when", "only", "then"} or len(text) > LONGEST:
        return None
    when, only, then = body["when"], body["only"], body["then"]
    if not isinstance(when, dict) or not isinstance(only, dict) or not isinstance(then, list):
        return None
    fits = (
        _fits(when, SETTINGS) and when.get("kind") in {choice.key for choice in TRIGGERS} and _lines(when.get("fields"))
    )
    deeds = 1 <= len(then) <= MOST_DEEDS and all(map(_is_deed, then))
    return body if fits and deeds and _filters(when.get("filter"), only) else None


def _filters(*filters: Any) -> bool:
    try:
        return all(sound(asked) is not None for asked in filters)
    except BadQuery:
        return False


def _fits(given: dict[str, Any], kinds: dict[str, type]) -> bool:
    return given.keys() <= kinds.keys() and all(type(value) is kinds[name] for name, value in given.items())


def _lines(given: Any) -> bool:
    return given is None or all(isinstance(part, str) for part in given)


def _is_deed(deed: Any) -> bool:
    if not isinstance(deed, dict) or deed.get("do") not in DEEDS:
        return False
    said = {name: value for name, value in deed.items() if name != "do"}
    if not _fits(said, DEEDS[deed["do"]]):
        return False
    lists = all(_lines(said.get(name)) for name in ("roles", "people", "users", "channels", "fields"))
    return lists and all(
        isinstance(value, dict) and len(value) == 1 and value.keys() <= VALUES
        for value in said.get("values", {}).values()
    )


def automation_of(row: Row) -> Automation | None:
    """What a row of the design says; None where it can't be read."""
    body = read(row.body)
    if body is None:
        return None
    label = Text(row.zh, row.en or row.zh)
    parts = (row.id, label, row.record_type, row.role, bool(row.imports), row.owner)
    return Automation(*parts, body["when"], body["only"], tuple(body["then"]), row.body)


def columns_of(body: dict[str, Any]) -> set[str]:
    """The columns of the row that an automation goes by or moves; those that its formulas read are not among them."""
    when = body["when"]
    names = {
        *named(when.get("filter") or {}),
        *named(body["only"]),
        *when.get("fields", ()),
        when.get("day"),
        when.get("yearly"),
    }
    for deed in body["then"]:
        names |= {*deed.get("people", ()), *deed.get("fields", ()), deed.get("owner")}
        names |= {value["column"] for value in deed.get("values", {}).values() if "column" in value}
        names |= set(deed["values"]) if deed["do"] == "set" else set()
    return {name for name in names if name}
