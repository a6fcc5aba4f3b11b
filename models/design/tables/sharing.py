"""Who may do what with a new table: rows of the rights page, as every other type has them from the start."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from ...accounts import Grant, Role
from ...kit.declare.access import VERBS, default_grants, system
from ...kit.declare.area import HEADS, Area
from ...kit.declare.record import Record, Row
from ...kit.fields import Choice
from ...kit.server.standing import house, pinned
from ...kit.text import Text
from ...kit.write.writes import Changes, changes
from ..needed import coming

SHARED = (
    Choice("heads", "系统管理员和运营经理", "Administrators and the operations manager", "warning"),
    Choice("area", "和所在板块一样", "As in its area", "info"),
    Choice("all", "所有人", "Everybody", "positive"),
)
KEEPING = "see add edit delete export import undo"
BINDING = ("design_type", "design_column")  # what is written there may say whose the rows of a table are
SHARING = Text("设置“{record}”的权限", "Rights on {record} set up")


def share(name: str, maker: str = "", anew: bool = False) -> None:
    """Give every role its right on a table made here. maker: the role of who made it. anew: also where it has one already."""
    from .types import DesignType  # its rules call this

    with changes(who=system("系统"), via="setup") as c, pinned():
        record = house().records.get(name)
        row = next(iter(DesignType.rows(DesignType.name == name)), None)
        if record is None or row is None:
            return
        c.label = SHARING(record=record.sheet.label)
        there = {grant.role: grant for grant in Grant.rows(Grant.record_type == name)}
        wanted = wanted_rights(row, record, house().area_of(record), maker)
        c.add(
            Grant,
            [{"record_type": name, "role": role, **rights} for role, rights in wanted.items() if role not in there],
        )
        c.derive(DesignType, {row.id: {"shared": said_of(row)}})
        if anew:
            c.alter(Grant, {grant.id: wanted[role] for role, grant in there.items() if role in wanted})
            c.remove(Grant, [grant.id for role, grant in there.items() if role not in wanted])


def narrow_rights(c: Changes) -> None:
    """Where a table comes to belong to stores or people, by a link or a parent, who works in the own rows sees those alone."""
    if not any(record.key() in BINDING for record, *_ in c.done):
        return
    before = {name: frozenset(record.sheet.scopes) for name, record in house().records.items()}
    with pinned(coming()):
        bound = {
            name: new
            for name, record in house().records.items()
            if name in before and (new := frozenset(record.sheet.scopes) - before[name])
        }
    if bound:
        c.afterwards.append(partial(_narrow, bound))


def _narrow(bound: Mapping[str, frozenset[str]]) -> None:
    with changes(who=system("系统"), via="setup") as c, pinned():
        usual, codes = _rows_of_roles(), {role.id: role.code for role in Role.rows()}
        for name, scopes in bound.items():
            c.label = SHARING(record=house().records[name].sheet.label)
            rows = {
                grant.id: usual.get(codes[grant.role], "all")
                for grant in Grant.rows(Grant.record_type == name, Grant.scope == "all")
                if codes[grant.role] not in HEADS
            }
            c.alter(Grant, {id: {"scope": scope} for id, scope in rows.items() if scope in scopes})


def said_of(row: Row) -> str:
    """What a table says of who sees and edits it."""
    return f"{row.seen_by} {row.edited_by}"


def mend_rights() -> None:
    """At the start: rights follow a table in a change of their own, and where the app ended between the two they follow now."""
    from .types import DesignType

    for row in DesignType.rows(DesignType.state == "active"):
        if row.shared != said_of(row):
            share(row.name, anew=row.shared is not None)


def wanted_rights(row: Row, record: type[Record], area: Area, maker: str) -> dict[int, dict[str, Any]]:
    """By role: the verbs and the rows, as far as the role has any."""
    usual = _rows_of_roles()
    mine = {grant.role: grant for grant in default_grants([area]) if "see" in grant.verbs}
    keeps = {grant.role for grant in default_grants([area]) if grant.verbs & {"add", "edit"}}
    rights: dict[int, dict[str, Any]] = {}
    for role in Role.rows():
        rows = usual.get(role.code, "all")
        head = role.code in HEADS or (maker != "" and role.code == maker)
        sees = head or row.seen_by == "all" or (row.seen_by == "area" and role.code in mine)
        edits = head or row.edited_by == "all" or (row.edited_by == "area" and role.code in keeps)
        bound = rows in record.sheet.scopes
        if not sees or (rows != "all" and not bound and row.seen_by != "all"):
            continue
        verbs = VERBS if head else KEEPING.split() if edits else ("see", "export") if rows == "all" else ("see",)
        rights[role.id] = {
            "scope": rows if bound and not head else "all",
            **{f"can_{verb}": verb in verbs for verb in VERBS},
        }
    return rights


def _rows_of_roles() -> dict[str, str]:
    """Which rows each role works in: those of the own store, or all, as it is declared most often for what it fills in."""
    counts: dict[str, Counter] = {}
    for grant in default_grants(list(house().areas)):
        if grant.verbs & {"add", "edit"}:
            counts.setdefault(grant.role, Counter())[grant.rows] += 1
    return {role: rows.most_common(1)[0][0] for role, rows in counts.items()}
