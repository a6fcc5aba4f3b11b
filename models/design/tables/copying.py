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


def copy_columns(row: Row, who: Who) -> list[dict[str, Any]]:
    """As rows of the design, in the order of the grid, as far as this person knows of them.

    What is kept by rules alone becomes a column that people fill.
    """
    source = house().records.get(row.copied_from)
    if source is None:
        raise Refused(NO_TYPE(name=row.copied_from), "copied_from")
    made = {column.name: column for column in DesignColumn.rows(DesignColumn.record_type == source.key())}
    fields = source.fields()
    known = visible(who, source)
    names = dict.fromkeys(name for name in (source.sheet.title, *source.facts().columns) if name in known)
    target = house().records[row.name]
    columns = [_like(target, name, fields[name], made.get(name)) for name in names]
    return [{"record_type": row.name, "seen_by": "all", **column} for column in columns if column is not None]


def _like(target: type[Record], name: str, item: Described, made: Row | None) -> dict[str, Any] | None:
    if item.secret or item.kind == "pinyin":
        return None
    kind = made.kind if made is not None else _kind_of(item)
    settings: dict[str, Any] = {
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
    """The options of the copied columns of choices."""
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
    there = [option for option in item.options if not option.retired]
    return [
        {
            "zh": option.zh[:30],
            "en": option.en[:60],
            "tone": option.tone if option.tone in tones else "grey",
            "turn": at,
        }
        for at, option in enumerate(there, 1)
    ]
