"""Where the design names a column of a type: asked of every record type that can, so that none is forgotten."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..accounts.import_words import ImportWord, field_of
from ..accounts.people import Grant, Role
from ..kit.ask.filters import named as asked_by
from ..kit.declare.record import Record, Row
from ..kit.named import named
from ..kit.server.standing import house
from ..kit.text import Text
from ..system import import_maps, layouts
from .automations.body import columns_of as moved_by
from .automations.body import read
from .automations.saying import columns as said_of
from .boards.standing import Standing, boards_of
from .body import PARTS, columns_of
from .forms.body import read as read_form
from .forms.forms import titled
from .freezes.rows import names_in
from .papers import DesignPaper
from .papers import titled as paper_titled

RIGHT = Text("角色“{role}”的权限里写着它", "The rights of “{role}” name it")
BESIDE = Text("“{label}”列排在它后面", "The column “{label}” stands after it")
VIEW = Text("共享视图“{view}”按它排序或筛选", "The shared view “{view}” is filtered or sorted by it")
OWN_VIEWS = Text("{n} 个人自己的视图按它排序或筛选", "Views of their own of {n} people are filtered or sorted by it")
FORM = Text("表单“{form}”要用它", "The form “{form}” needs it")
BOARD = Text("仪表盘“{board}”要用它", "The dashboard “{board}” needs it")
FREEZE = Text("锁定规则“{label}”要用它", "The freeze rule “{label}” needs it")
AUTOMATION = Text("自动化“{label}”要用它", "The automation “{label}” needs it")
PAPER = Text("单据模板“{name}”里填它", "The paper template “{name}” is filled with it")
STOPPED_FIGURE = Text("已停用的自建指标“{label}”统计它", "The own figure “{label}”, which has stopped, counts it")
SUBSCRIPTION = Text(
    "订阅“{view}”发送按它排序或筛选的行", "The subscription “{view}” sends rows that are filtered or sorted by it"
)
OWN_SUBSCRIPTIONS = Text(
    "{n} 个人自己视图的订阅发送按它排序或筛选的行",
    "Subscriptions to views of their own of {n} people send rows that are filtered or sorted by it",
)
WORD = Text("导入时，表头“{header}”对应到它", "Files that come in have it under “{header}”")
LAYOUT = Text("导入“{name}”这种文件时，有一列对应到它", "A column of files like “{name}” comes in as it")


@dataclass(frozen=True)
class Use:
    """One place. bears: without the column it would not work, so the column can't be put aside."""

    where: Text
    bears: bool = False


def named_by_design(record: type[Record], name: str) -> Iterator[Use]:
    """What of the design names the column, one record type of it after the other."""
    for place in PLACES.values():
        yield from place(record, name)
    yield from _own_views(record, name)
    yield from _layouts(record, name)


def _of(key: str, record: type[Record]) -> list[Row]:
    """The rows of a type of the design that are about this one."""
    owner = house().records[key]
    return owner.rows(owner.record_type == record.key())


def _called(row: Row) -> Text:
    return Text(row.zh, row.en or row.zh)


def _columns(record: type[Record], name: str) -> Iterator[Use]:
    columns = house().records["design_column"]
    beside = columns.rows(columns.record_type == record.key(), columns.after == name, columns.state == "active")
    yield from (Use(BESIDE(label=Text(row.zh, row.en))) for row in beside)


def _views(record: type[Record], name: str) -> Iterator[Use]:
    for row in _asking(record, name):
        yield Use(VIEW(view=Text(row.name, row.name_en or row.name)))


def _asking(record: type[Record], name: str) -> list[Row]:
    """The shared views that are filtered, sorted, grouped, coloured or laid out by a column."""
    return [row for row in _of("design_view", record) if name in columns_of(json.loads(row.body))]


def _own_views(record: type[Record], name: str) -> Iterator[Use]:
    """The views that people keep for themselves, by how many they are: whose they are is nobody's business."""
    count = sum(
        any(_asks(view, name) for view in (layout, *layout.get("named", ())))
        for layout in layouts(record.key(), name).values()
    )
    if count:
        yield Use(OWN_VIEWS(n=count))


def _asks(view: Any, name: str) -> bool:
    """Whether a view of one's own asks by a column; it is kept as the grid sent it, and what can't be read asks nothing."""
    try:
        return name in columns_of({**view, **{part: view.get(part) or kind() for part, kind in PARTS.items()}})
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _subscriptions(record: type[Record], name: str) -> Iterator[Use]:
    views = {str(row.id) for row in _asking(record, name)}
    own, owners = layouts(record.key(), name), set()
    for row in _of("subscription", record):
        if row.view in views:
            yield Use(SUBSCRIPTION(view=row.view_name or row.view))
        elif row.view and any(view.get("key") == row.view and _asks(view, name) for view in _named(own, row.owner)):
            owners.add(row.owner)
    if owners:
        yield Use(OWN_SUBSCRIPTIONS(n=len(owners)))


def _named(layouts: dict[int, dict[str, Any]], user: int) -> list[dict[str, Any]]:
    """The views that somebody named for himself; what can't be read is none."""
    named = layouts.get(user, {}).get("named")
    return [view for view in named if isinstance(view, dict)] if isinstance(named, list) else []


def _forms(record: type[Record], name: str) -> Iterator[Use]:
    for row in _of("design_form", record):
        if name in read_form(row.body).names():
            yield Use(FORM(form=titled(row)))


def _boards(record: type[Record], name: str) -> Iterator[Use]:
    for board in house().of(boards_of):
        if _shows(board, record, name):
            yield Use(BOARD(board=board.label))


def _shows(board: Standing, record: type[Record], name: str) -> bool:
    mine = [block.settings for block in board.body.blocks if block.settings.get("record") == record.key()]
    said = (part for of in mine for part in (*of.get("by", []), of.get("measure") or {}, of.get("within") or {}))
    return any(part.get("field") == name for part in said)


def _automations(record: type[Record], name: str) -> Iterator[Use]:
    """Those that go by a column, move it, reckon with it, say it, or write it from elsewhere; also while they are off."""
    for row in house().records["design_automation"].rows():
        body = read(row.body)
        if body is None:
            continue
        own, others = moved_by(body), set()
        for deed in body["then"]:
            own |= said_of(deed.get("text", "")) | said_of(deed.get("text_en", ""))
            own |= {word for value in deed.get("values", {}).values() for word in _named_in(value)}
            others |= set(deed["values"]) if deed.get("record") == record.key() else set()
        if (row.record_type == record.key() and name in own) or name in others:
            yield Use(AUTOMATION(label=_called(row)), True)


def _named_in(value: dict[str, Any]) -> set[str]:
    ((way, given),) = value.items()
    return said_of(given) if way in ("formula", "text") and isinstance(given, str) else set()


def _freezes(record: type[Record], name: str) -> Iterator[Use]:
    for row in _of("design_freeze", record):
        if name in names_in(row):
            yield Use(FREEZE(label=_called(row)), True)


def _figures(record: type[Record], name: str) -> Iterator[Use]:
    """Those that have stopped; the others are figures of the house like any."""
    for row in _of("own_metric", record):
        by = {row.amount, row.day, *(path.split(".")[0] for path in (row.place, row.each) if path)}
        by |= {word for text in (row.narrowed, row.part) if text for word in asked_by(json.loads(text))}
        if row.state != "active" and name in by:
            yield Use(STOPPED_FIGURE(label=_called(row)))


def _papers(record: type[Record], name: str) -> Iterator[Use]:
    """Also those of other types, that say it through a link or in their lines."""
    for row in DesignPaper.rows(order=DesignPaper.name):
        if (record.key(), name) in named("exports.papers.naming:columns_in")(row):
            yield Use(PAPER(name=paper_titled(row)))


def _rights(record: type[Record], name: str) -> Iterator[Use]:
    for row in Grant.rows(Grant.record_type == record.key()):
        if f"{record.key()}.{name}" in (*(row.hidden or ()), *(row.masked or ())):
            role = Role.row(row.role)
            yield Use(RIGHT(role=Text(role.name, role.name_en or role.name)))


def _import_words(record: type[Record], name: str) -> Iterator[Use]:
    for row in ImportWord.rows(ImportWord.record_type == record.key()):
        if row.goes_to and field_of(record.key(), row.goes_to) == name:
            yield Use(WORD(header=row.header))


def _layouts(record: type[Record], name: str) -> Iterator[Use]:
    for called, mapping in import_maps(record.key(), name).items():
        if name in mapping.values():
            yield Use(LAYOUT(name=called))


PLACES: dict[str, Callable[[type[Record], str], Iterator[Use]]] = {
    "design_column": _columns,
    "design_view": _views,
    "subscription": _subscriptions,
    "design_form": _forms,
    "board": _boards,
    "design_freeze": _freezes,
    "design_automation": _automations,
    "own_metric": _figures,
    "design_paper": _papers,
    "grant": _rights,
    "import_word": _import_words,
}

__all__ = ["FORM", "PLACES", "VIEW", "Use", "named_by_design"]
