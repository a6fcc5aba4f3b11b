"""The columns of one type as the beginning of another: what a table made from a copy starts with."""

from typing import Any

from ...kit.declare.access import Who, visible
from ...kit.declare.record import Record, Row
from ...kit.fields import ChoiceField, Described, LinkField
from ...kit.server.standing import house
from ...kit.text import Refused
from ...organization import Employee
from ..columns import DesignColumn, is_kept
from ..kinds import KINDS
from ..listed import TONES
from ..words import NO_TYPE

LIKE = {
    "line": "line",
    "note": "note",
    "count": "count",
    "points": "count",
    "decimal": "decimal",
    "quantity": "decimal",
    "money": "money",
    "percent": "percent",
    "day": "day",
    "moment": "moment",
    "month": "month",
    "flag": "flag",
    "choice": "choice",
    "tags": "tags",
    "phone": "phone",
    "idnumber": "idnumber",
    "email": "email",
    "url": "url",
    "rating": "rating",
    "progress": "progress",
}

# What is said of a column that was made in the browser, but where it stands and what became of it.
MADE = (
    *("zh", "en", "name", "kind", "digits", "least", "most", "required", "usual", "pattern", "only_once"),
    *("hint_zh", "hint_en", "sum", "search", "mask", "seen_by"),
    *("formula", "through", "figure", "picks", "condition", "sorted_by", "percent"),
)


def copy_columns(row: Row, who: Who) -> list[dict[str, Any]]:
    """As rows of the design, in the order of the grid, as far as this person knows of them.

    What is kept by rules alone becomes a column that people fill.
    """
    source = house().records.get(row.copied_from)
    if source is None:
        raise Refused(NO_TYPE(name=row.copied_from), "copied_from")
    there = DesignColumn.rows(DesignColumn.record_type == source.key(), DesignColumn.state == "active")
    made = {column.name: column for column in there}
    fields = source.fields()
    known = visible(who, source)
    names = dict.fromkeys(name for name in (source.sheet.title, *source.facts().columns) if name in known)
    target = house().records[row.name]
    return [
        copied_made(row, made[name], source) if name in made else _like(row, target, name, fields[name])
        for name in names
        if not fields[name].secret and fields[name].kind != "pinyin"
    ]


def copied_made(row: Row, column: Row, source: type[Record]) -> dict[str, Any]:
    """A column that was made in the browser, as it is; what leads to its own table leads to the copy's own rows."""
    target = row.name if column.target == source.key() else column.target
    return {name: getattr(column, name) for name in MADE} | {"record_type": row.name, "target": target}


def _like(row: Row, target: type[Record], name: str, item: Described) -> dict[str, Any]:
    kind = _kind_of(item)
    settings: dict[str, Any] = {
        "record_type": row.name,
        "seen_by": "all",
        "zh": item.label.zh[:40],
        "en": item.label.en[:60],
        "kind": kind,
        "required": item.required,
    }
    if not is_kept(target, name):
        settings["name"] = name
    if kind == "link":
        settings["target"] = item.rel_model.key()
    if kind in ("decimal", "percent"):
        settings["digits"] = min(item.digits, 6)
    if item.hint:
        settings |= {"hint_zh": item.hint.zh[:200], "hint_en": item.hint.en[:200]}
    settings |= {flag: bool(getattr(item, flag)) for flag in ("sum", "mask") if flag in KINDS[kind].takes}
    return settings


def _kind_of(item: Described) -> str:
    """The kind of column that holds what this field holds; words, where there is none."""
    if isinstance(item, LinkField):
        return "person" if item.rel_model is Employee else "link"
    if item.percent:
        return "percent"
    return LIKE.get(item.kind, "line")


def copy_options(row: Row, columns: list[Row]) -> list[dict[str, Any]]:
    """The options of the copied columns of choices, under the keys by which views, steps and formulas go."""
    if not row.copied_from:
        return []
    source = house().records[row.copied_from].fields()
    by_label = {item.label.zh[:40]: item for item in source.values() if isinstance(item, ChoiceField)}
    return [
        {"column": column.id, **option}
        for column in columns
        if column.kind == "choice"
        for option in _options_of(by_label[column.zh])
    ]


def _options_of(item: ChoiceField) -> list[dict[str, Any]]:
    tones = {choice.key for choice in TONES}
    return [
        {
            "code": option.key,
            "zh": option.zh[:30],
            "en": option.en[:60],
            "tone": option.tone if option.tone in tones else "grey",
            "turn": at,
            "retired": option.retired,
        }
        for at, option in enumerate(item.options, 1)
    ]
