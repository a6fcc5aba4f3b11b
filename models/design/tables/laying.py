"""What must hold of a table that is made in the browser, on whichever way it comes, and laying it with its first columns."""

import re
from collections.abc import Collection
from functools import partial
from keyword import iskeyword
from typing import Any

from ...kit.declare.access import Who, may
from ...kit.declare.record import Move, Record, Row
from ...kit.fields import in_per_cent
from ...kit.formula.grammar import BRACKETS
from ...kit.server.dialect import briefly
from ...kit.server.standing import DESIGN, house, pinned
from ...kit.text import Refused, Text, join
from ...kit.write.writes import Changes
from ..allowed import NAME
from ..columns import DesignChoice, DesignColumn
from ..needed import coming, refuse_broken, refuse_declared
from ..words import BAD_NAME, NAME_KEPT, NO_BRACKETS, NO_TYPE, STAYS
from .classes import class_of
from .copying import copy_columns, copy_options
from .machines import store_of
from .sharing import share
from .starting import begin_all
from .taken_along import take_along
from .types import RESERVED, DesignType, areas

MOST_TABLES = 200
SET_ONCE = ("name", "copied_from", "first", "per_store")
NAMING = {
    "title": False,
    "store_by": False,
    "own_by": False,
    "parent": False,
    "keyed_by": True,
    "order": True,
    "state_by": False,
    "due_by": False,
    "daily_by": False,
}
LINKS = ("link", "person")
KINDS_OF = {
    "store_by": LINKS,
    "own_by": LINKS,
    "parent": LINKS,
    "state_by": ("choice",),
    "due_by": ("day", "moment"),
    "daily_by": ("day",),
}

TAKEN = Text("已有一张表叫“{label}”，请换个名称", "There is a table called “{label}” already; choose another name")
NAME_TAKEN = Text("已用过表名“{name}”，请换一个", "The name “{name}” is or was in use; choose another")
TOO_MANY = Text(
    "已有 {most} 张自建的表，不能再建；请先删除不用的表",
    "There are {most} tables made here, which is the most; remove one first",
)
NO_AREA = Text("没有名为“{name}”的板块", "There is no area called “{name}”")
NO_COLUMN = Text("{record}没有“{name}”这一列；现有：{known}", "{record} has no column “{name}”; there are: {known}")
UNFIT = Text("“{name}”这一列的类型不能用作“{field}”", "The column “{name}” is of a kind that can't be “{field}”")
NO_OPTION = Text("状态列没有选项“{name}”", "The column of states has no option “{name}”")
NO_STORE = Text(
    "“{record}”没有直接关联门店的列，说不出哪家门店缺报；请先加一列关联到门店的列",
    "No column of “{record}” links to a store by itself, so nobody can say which store lacks a day; add such a column first",
)
OWN_LINES = Text(
    "“{record}”不能（绕一圈）成为自己的明细，那样从菜单里就进不去了；请选关联到另一张表的列",
    "“{record}” can't be its own lines, nor in a circle: no menu would lead to it; choose a column that links to another table",
)
NO_WEEK = Text(
    "板块“{area}”没有周报，缺报无处可看；请把表放到有周报的板块",
    "The area “{area}” has no weekly report to tell what lacks; put the table into an area that has one",
)
FIRST, STORE = Text("名称", "Name"), Text("门店", "Store")


def keep_types(c: Changes, moves: list[Move]) -> None:
    """What a table may be, on whichever way it comes; a new one is laid in the same transaction, with its first columns."""
    for move in moves:
        refuse_declared(move)
        if move.new is None:
            continue
        if move.new.state == "active":
            _sound(c, move)
        if move.old is None:
            lay_table(class_of(move.new))
            if move.new.state != "active":
                continue
            maker = c.who
            with pinned(coming()), c.unasked():
                columns = c.add(DesignColumn, first_columns(move.new, maker))
                c.add(DesignChoice, copy_options(move.new, columns))
                if move.new.copied_from:
                    take_along(c, move.new, maker)
            c.afterwards.append(partial(share, move.new.name, c.who.role))
        elif move.changed("state") and move.old.state == "active":
            refuse_broken(Text(move.new.zh, move.new.en), "state", move.index)
        elif move.changed("seen_by", "edited_by"):
            c.afterwards.append(partial(share, move.new.name, c.who.role, anew=True))


def _sound(c: Changes, move: Move) -> None:
    row = move.new
    if move.old is None:
        _name(move)
        _copied(c, move)
    for name in SET_ONCE if move.old is not None else ():
        if move.changed(name):
            raise Refused(STAYS(field=DesignType.fields()[name].label), name, move.index)
    if move.changed("state"):
        active = DesignType.select().where(DesignType.state == "active", DesignType.id != move.id).count()
        if active >= MOST_TABLES:
            raise Refused(TOO_MANY(most=MOST_TABLES), "zh", move.index)
    if move.changed("zh", "en", "state"):
        _labels(move)
    if row.area not in areas():
        raise Refused(NO_AREA(name=row.area), "area", move.index)
    if move.old is not None and move.changed(*NAMING, "due_states", "area"):
        _columns(c, move)


def _name(move: Move) -> None:
    name = move.new.name
    if not NAME.fullmatch(name):
        raise Refused(BAD_NAME(name=name), "name", move.index)
    if name in RESERVED or iskeyword(name) or name.startswith(DESIGN):
        raise Refused(NAME_KEPT(name=name), "name", move.index)
    if name in house().records:
        raise Refused(NAME_TAKEN(name=name), "name", move.index)


def _copied(c: Changes, move: Move) -> None:
    """What one may not see is nobody's pattern."""
    source = move.new.copied_from
    record = house().records.get(source) if source else None
    if source and (record is None or not may(c.who, "see", record)):
        raise Refused(NO_TYPE(name=source), "copied_from", move.index)


def _labels(move: Move) -> None:
    others = DesignType.rows(DesignType.state == "active", DesignType.id != move.id)
    made = {column.name for column in others} | {move.new.name}
    known = [Text(column.zh, column.en) for column in others]
    known += [record.sheet.label for name, record in house().records.items() if name not in made]
    for name in ("zh", "en"):
        label = getattr(move.new, name)
        if BRACKETS & set(label):
            raise Refused(NO_BRACKETS, name, move.index)
        if any(label.casefold() == other.say(name).casefold() for other in known):
            raise Refused(TAKEN(label=label), name, move.index)


def _columns(c: Changes, move: Move) -> None:
    """Columns may be named as people call them; they are kept by their names."""
    there = DesignColumn.rows(DesignColumn.record_type == move.new.name, DesignColumn.state == "active")
    called = {said.casefold(): column for column in there for said in _names(column)}
    known = join([Text(column.zh, column.en) for column in there], "、", ", ")
    sets: dict[str, Any] = {}
    for name, several in NAMING.items():
        said = getattr(move.new, name)
        if not said or not move.changed(name):
            continue
        words = _apart(said, called) if several else [said]
        for word in words:
            if word.lstrip("-").casefold() not in called:
                raise Refused(
                    NO_COLUMN(record=Text(move.new.zh, move.new.en), name=word, known=known), name, move.index
                )
        columns = [called[word.lstrip("-").casefold()] for word in words]
        if columns[0].kind not in KINDS_OF.get(name, (columns[0].kind,)):
            raise Refused(UNFIT(name=said, field=DesignType.fields()[name].label), name, move.index)
        kept = " ".join(
            f"{'-' if w.startswith('-') else ''}{column.name}" for w, column in zip(words, columns, strict=True)
        )
        if kept != said:
            sets[name] = kept
    if move.changed("due_states", "state_by") and move.new.due_states:
        sets["due_states"] = _open_states(move, sets.get("state_by", move.new.state_by), there)
    c.derive(DesignType, {move.id: {name: value for name, value in sets.items() if value != getattr(move.new, name)}})
    if move.changed("state_by"):
        begin_all(c, move.new.name)
    if move.new.daily_by:
        _can_lack(move)
    if move.changed("parent") and move.new.parent:
        _no_circle(move)


def _names(column: Row) -> tuple[str, ...]:
    label = Text(column.zh, column.en)
    head = in_per_cent(label) if column.kind == "percent" else label
    return column.zh, column.en, column.name, head.zh, head.en


def _apart(said: str, called: Collection[str]) -> list[str]:
    """Several columns in a row; a label may have blanks in it."""
    parts = [part.strip() for part in re.split(r"[,，、;；\n]+", said) if part.strip()]
    return [
        word for part in parts for word in ([part] if part.lstrip("-").casefold() in called else re.split(r"\s+", part))
    ]


def _no_circle(move: Move) -> None:
    """A table of lines is reached through the one it belongs to, so it is none of its own lines."""
    with pinned(coming()) as built:
        record, above = built.records[move.new.name], []
        while record.key() not in above:
            above.append(record.key())
            link = record.links().get(record.sheet.parent or "")
            if link is None:
                return
            record = link.rel_model
    raise Refused(OWN_LINES(record=Text(move.new.zh, move.new.en)), "parent", move.index)


def _can_lack(move: Move) -> None:
    """What is handed in daily has a store for each row, and a report in which the days that lack are told."""
    row = move.new
    with pinned(coming()) as built:
        if not store_of(built.records[row.name].sheet):
            raise Refused(NO_STORE(record=Text(row.zh, row.en)), "daily_by", move.index)
        area = built.area_of(built.records[row.name])
        if area not in built.counted:
            raise Refused(NO_WEEK(area=area.label), "daily_by", move.index)


def _open_states(move: Move, column: str | None, there: list[Row]) -> list[str]:
    held = next((row.id for row in there if row.name == column), None)
    codes = {
        said.casefold(): choice.code
        for choice in DesignChoice.rows(DesignChoice.column == held)
        for said in (choice.zh, choice.en, choice.code)
    }
    for name in move.new.due_states:
        if name.casefold() not in codes:
            raise Refused(NO_OPTION(name=name), "due_states", move.index)
    return [codes[name.casefold()] for name in move.new.due_states]


def lay_table(record: type[Record]) -> None:
    """The table itself, empty, in the transaction of who asks."""
    briefly()
    record.create_table(safe=False)


def first_columns(row: Row, who: Who) -> list[dict[str, Any]]:
    """What a table begins with: what its rows are called by, the store they belong to, or all that another has."""
    if row.copied_from:
        return copy_columns(row, who)
    title = Text(row.first, row.first) if row.first else FIRST
    columns = [{"name": "name", "zh": title.zh, "en": title.en, "kind": "line", "required": True}]
    if row.per_store:
        columns.append(
            {"name": "store", "zh": STORE.zh, "en": STORE.en, "kind": "link", "target": "store", "required": True}
        )
    return [{"record_type": row.name, "seen_by": "all", **column} for column in columns]
