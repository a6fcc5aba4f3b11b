"""Views 视图 that are shared: a named way to look at a type (columns, order, filter), for everybody who sees the type."""

from typing import Any

from ..accounts.people import Role
from ..accounts.rights import ROLES
from ..kit.ask.query import BadQuery
from ..kit.ask.shape.grammar import shape_of
from ..kit.ask.shape.laid import Laid
from ..kit.declare.access import Who
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.fields import FlagField, LineField, NameField, NoteField
from ..kit.formula.asking import seen
from ..kit.server.standing import house, pinned
from ..kit.text import Refused, Text
from ..kit.write.writes import Changes
from .allowed import targets
from .body import ask, read, seen_as
from .needed import coming
from .words import NO_TYPE

MOST_VIEWS = 50
NOT_A_VIEW = Text(
    "视图的内容读不懂：{why}；请在表格里调好列、排序和筛选，再“另存为视图”",
    "What the view holds can't be read: {why}; arrange the grid and choose “Save as a view”",
)
NO_SHAPE = Text("应有 columns、sort、filter 三部分", "it should have columns, sort and filter")
UNSEEN_COLUMN = Text("没有“{name}”这一列", "there is no column “{name}”")
NOT_SEEN = Text("你看不到{record}，不能为它建视图", "You don't see {record}, so you can't make a view of it")
NAME_TAKEN = Text(
    "{record}已有名为“{name}”的视图，请换一个名字", "{record} has a view called “{name}” already; choose another name"
)
ONE_DEFAULT = Text(
    "角色“{role}”在{record}已有默认视图“{name}”，请先取消那一个",
    "“{role}” has the default view “{name}” for {record} already; take that back first",
)
IS_LOCKED = Text(
    "视图“{view}”已由 {by} 锁定，只有 {by} 本人或系统管理员能改；可以“另存为视图”",
    "The view “{view}” is locked by {by}, and only {by} or an administrator can change it; you can save it as another view",
)
NO_ROLE = Text("没有名为“{name}”的角色", "There is no role called “{name}”")
TOO_MANY = Text(
    "{record}已有 {most} 个共享视图，请先删除不用的",
    "{record} has {most} shared views, which is the most; delete one first",
)


def built_in() -> dict[str, tuple[str, ...]]:
    """The roles that every house has, to choose from; one that was added is given by its code."""
    return {code: (label.zh, label.en) for code, label in ROLES.items()}


class DesignView(Record):
    """One shared view of a record type."""

    record_type = NameField("表", "Record type", known=targets, max_length=60, width=130)
    name = LineField("视图名称", "View", max_length=40, width=180, aka=("视图",))
    name_en = LineField("英文名称", "English name", null=True, max_length=60, width=180)
    default_for = NameField(
        "默认给角色",
        "Default of role",
        known=built_in,
        null=True,
        max_length=40,
        width=140,
        hint=Text("这个角色的人打开表格时先看到这个视图", "People of this role open the grid with this view"),
    )
    body = NoteField(
        "内容", "Contents", hint=Text("列、排序和筛选，由表格保存", "Columns, order and filter, kept by the grid")
    )

    locked = FlagField(
        "锁定",
        "Locked",
        null=True,
        hint=Text(
            "锁定后只有锁定的人和系统管理员能改、能删", "Then only who locked it and administrators change or delete it"
        ),
    )
    locked_by = LineField(
        "锁定人", "Locked by", null=True, max_length=60, locked=True, hint=Text("登录名", "The sign-in name")
    )

    sheet = Sheet(
        "视图",
        "Views",
        title="name",
        order=("record_type", "name"),
        key=("record_type", "name"),
        search=("name", "name_en"),
        columns=("record_type", "name", "name_en", "default_for", "locked", "locked_by"),
        consequences=(Then(lambda c, moves: keep_views(c, moves), also=EVERY_WAY),),
    )

    class Meta:
        indexes = ((("record_type", "name"), True),)


def keep_views(c: Changes, moves: list[Move]) -> None:
    """What a view may be, on whichever way it comes."""
    for move in moves:
        row = move.new
        _not_anothers(c.who, move)
        if row is None:
            continue
        if move.changed("locked") and not (row.locked and row.locked_by):  # a deleted one comes back with who locked it
            c.alter(DesignView, {move.id: {"locked_by": c.who.login if row.locked else None}})
        record = house().records.get(row.record_type)
        if record is None:
            raise Refused(NO_TYPE(name=row.record_type), "record_type", move.index)
        if not seen(c.who, record):
            raise Refused(NOT_SEEN(record=record.sheet.label), "record_type", move.index)
        if move.changed("body", "record_type"):
            _sound(record, row, move, c.who)
        if row.default_for is not None and row.default_for not in roles():
            raise Refused(NO_ROLE(name=row.default_for), "default_for", move.index)
        _unlike_others(record, row, move)


def _not_anothers(who: Who, move: Move) -> None:
    """A locked view is changed by who locked it, and by who may free everything."""
    old = move.old
    if old is None or old.locked_by in (None, who.login) or who.all_rights or who.role == "administrator":
        return
    raise Refused(IS_LOCKED(view=old.name, by=old.locked_by), "locked", move.index)


def _sound(record: type[Record], row: Row, move: Move, who: Who) -> None:
    body = read(row.body)
    if body is None:
        raise Refused(NOT_A_VIEW(why=NO_SHAPE), "body", move.index)
    shown = seen(who, record)
    for column in body["columns"]:
        name = column.get("name") if isinstance(column, dict) else None
        if not isinstance(name, str) or name not in shown:
            raise Refused(NOT_A_VIEW(why=UNSEEN_COLUMN(name=str(name))), "body", move.index)
    try:
        with pinned(coming()):  # as it is once what is written with it is there, as in the undo of a column's turn
            ask(record, who, body)
    except BadQuery as why:
        raise Refused(NOT_A_VIEW(why=why.text), "body", move.index) from None


def _unlike_others(record: type[Record], row: Row, move: Move) -> None:
    others = DesignView.rows(DesignView.record_type == row.record_type, DesignView.id != move.id)
    label = record.sheet.label
    if move.old is None and len(others) >= MOST_VIEWS:
        raise Refused(TOO_MANY(record=label, most=MOST_VIEWS), "record_type", move.index)
    for other in others:
        if other.name.casefold() == row.name.casefold():
            raise Refused(NAME_TAKEN(record=label, name=other.name), "name", move.index)
        if row.default_for is not None and other.default_for == row.default_for:
            role = Text(*roles()[row.default_for])
            raise Refused(ONE_DEFAULT(role=role, record=label, name=other.name), "default_for", move.index)


def roles() -> dict[str, tuple[str, ...]]:
    return {row.code: (row.name, row.name_en or row.name) for row in Role.rows()}


def _shaped(record: type[Record], who: Who, body: dict[str, Any], partly: bool) -> dict[str, Any]:
    """The shape as far as this person sees what it is laid out by; without that it is a sheet."""
    if "shape" not in body:
        return {"partly": partly}
    try:
        return {"shape": shape_of(Laid(record, who), body["shape"]), "partly": partly}
    except BadQuery:
        return {"partly": True}


def shared_views(record: type[Record], who: Who) -> list[dict[str, Any]]:
    """The shared views of a type as this person may use them; `partly` where it holds columns that he doesn't see.

    Conditions and orders on columns that are hidden or masked for him stay out, with what was looked for in them.
    """
    shown = seen(who, record)
    full = {name for name, mode in shown.items() if mode == "full"} | {"id"}
    rows = DesignView.select().where(DesignView.record_type == record.key()).order_by(DesignView.name)
    views = []
    for row in rows.namedtuples():
        body = read(row.body)
        if body is None:
            continue
        legible = seen_as(body, full.issuperset)
        views.append(
            {
                **{name: value for name, value in legible.items() if name != "shape"},
                "id": row.id,
                "name": Text(row.name, row.name_en or row.name).say(who.lang),
                "columns": [column for column in body["columns"] if column["name"] in shown],
                **_shaped(record, who, body, legible["filter"] != body["filter"]),
                "locked": bool(row.locked),
                "mine": bool(row.locked) and (row.locked_by == who.login or who.role == "administrator"),
                "default": bool(who.role) and row.default_for == who.role,
            }
        )
    return views
