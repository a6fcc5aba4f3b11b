"""A column becomes another kind 换类型: its values go into a new column of the table under the same name; undo goes back to the old one.

What is large is brought over beside the server, in short writes; what colleagues change meanwhile follows in the last one.
"""

import json
from collections.abc import Callable
from typing import Any

from ..accounts.rights import who_for
from ..kit.declare.access import Who, system, visible
from ..kit.declare.record import Move, Record, Row
from ..kit.fields import Choice, Described, LinkField, RunningField
from ..kit.server.beside import Beside
from ..kit.server.database import fetch, reading, writing
from ..kit.server.dialect import handle
from ..kit.server.standing import house
from ..kit.text import Refused, Text, join
from ..kit.write.history import Batch, Change, new_versions
from ..kit.write.numbers import number_all
from ..kit.write.writes import Changes
from .build import bound, columns_of, keep_once, lay, once_of
from .kinds import KINDS, bare, field_of
from .reading_as import Wrong, carry, chunks

LARGE, TOLD = 20_000, 10
SYSTEM = system("columns")
NEVER = (
    "record_type",
    "name",
    "zh",
    "zh_py",
    "en",
    "kind",
    "slot",
    "after",
    "seen_by",
    "hint_zh",
    "hint_en",
    "required",
    "state",
    "removed_on",
    "mask",
    "id",
)
BEGINS = {"sum": True, "search": True}  # what a kind that takes them has from the start
NOT_THIS = Text(
    "“{label}”是{kind}，不能换类型；请新加一列",
    "“{label}” is of the kind {kind}, which can't be turned; add a new column",
)
NOT_INTO = Text("不能换成{kind}；请新加一列", "It can't become {kind}; add a new column")
SAME = Text("“{label}”已经是{kind}", "“{label}” is of the kind {kind} already")
SEES_ALL = Text(
    "要与“{record}”的关联互换，须能看到{record}的全部；请找系统管理员",
    "To turn from or into a link to {record} takes the right to see all of it; ask the administrator",
)
OTHER_NOW = Text(
    "刚才有人改过“{label}”或其中的内容：现在有 {n} 个值读不出来（原来 {told} 个），请重新确认",
    "“{label}”, or what it holds, was changed just now: {n} values can't be read (it was {told}); look again",
)
UNDER_WAY = Text(
    "有人正在给“{label}”换类型，请等它完成", "“{label}” is being turned into another kind just now; wait for it"
)
KEPT_BACK = Text(
    "不能换回：换类型以后改过的内容读不成原来的类型：{found}；请先改好",
    "It can't go back: some values written since can't be read as the old kind: {found}; put those right first",
)
FOUND, ROW = Text("“{value}”（第 {id} 行）", "“{value}” (row {id})"), Text("{n} 个", "{n} in all")
NO_SLOT = Text("原来的内容已经清空，不能换回", "What it held before is cleared; it can't go back")
TURNED = Text("{record}的“{label}”由{old}换成{new}", "{record}: “{label}” turned from {old} into {new}")


def new_row(row: Row, wanted: dict[str, Any]) -> Row:
    """The column as it would be: what its new kind doesn't know is gone, what it may keep stays."""
    takes = {"usual" if name == "default" else name for name in KINDS[wanted["kind"]].takes}
    values = vars(row) | {name: value for name, value in wanted.items() if name in takes}
    for name in vars(row).keys() - takes - {*NEVER}:
        values[name] = False if isinstance(values[name], bool) else None
    had = {"usual" if name == "default" else name for name in KINDS[row.kind].takes}
    values |= {name: begins for name, begins in BEGINS.items() if name in takes - had and name not in wanted}
    return Row(**values | {"kind": wanted["kind"]})


def refuse_turn(record: type[Record], row: Row, new: Row, who: Who) -> None:
    """Raises Refused where this can't be turned into that, or not by this person."""
    labels = {name: kind.choice.label for name, kind in KINDS.items()}
    if not KINDS[row.kind].turns:
        raise Refused(NOT_THIS(label=Text(row.zh, row.en), kind=labels[row.kind]), "kind")
    if not KINDS[new.kind].turns:
        raise Refused(NOT_INTO(kind=labels[new.kind]), "kind")
    if all(getattr(row, name) == getattr(new, name) for name in ("kind", "target", "digits")):
        raise Refused(SAME(label=Text(row.zh, row.en), kind=labels[row.kind]), "kind")
    for turned in (row, new):
        item = field_of(bare(turned), ())
        if isinstance(item, LinkField) and not _sees_all(who, item.rel_model):
            raise Refused(SEES_ALL(record=item.rel_model.sheet.label), "kind")


def _sees_all(who: Who, record: type[Record]) -> bool:
    grant = who.grants.get(record.key())
    shown = visible(who, record)
    return who.all_rights or bool(grant and grant.rows == "all" and shown.get(record.sheet.title) == "full")


def parts(record: type[Record], row: Row, options: tuple = ()) -> list[Described]:
    """The fields of a column, bound to where they lie in the table."""
    return [bound(field, record, name, at) for field, name, at in columns_of(field_of(bare(row), options), row)]


def places(record: type[Record], column: int) -> list[str]:
    """Every column of the table that ever held what this one holds, those of turns that were broken off, too."""
    there = [column.name for column in handle.get_columns(record._meta.table_name)]
    return [name for name in there if name == f"x_{column}" or name.startswith(f"x_{column}_")]


def free_slot(record: type[Record], row: Row) -> int:
    """A place in the table that this column never had."""
    slots = [name.split("_")[2] for name in places(record, row.id) if name.count("_") > 1]
    return max((int(number) for number in slots if number.isdecimal()), default=0) + 1


# Bringing the values over ------------------------------------------------------------------------------------------------


def brought(
    record: type[Record], old: list[Described], new: list[Described], who: Who, ids: set[int] | None = None
) -> list[Wrong]:
    """Everything, in the transaction that is open."""
    wrong = [
        cell
        for rows in chunks(record, (old[0].column_name, new[0].column_name), ids)
        for cell in carry(record, old, new, who, rows)
    ]
    new_versions([record.key()])
    return wrong


def bring(argument: dict[str, Any], tell: Callable[..., None]) -> dict[str, Any]:
    """The same beside the server: each chunk in a short write of its own, between which everybody else writes."""
    record, who = house().records[argument["record"]], who_for(argument["who"]) or SYSTEM
    options = tuple(Choice(*option) for option in argument["options"])
    old, new = (parts(record, _back(side), options) for side in (argument["old"], argument["new"]))
    columns, done, wrong = (old[0].column_name, new[0].column_name), 0, []
    with reading():
        chunked = chunks(record, columns, None)
        for rows in chunked:
            with writing():
                wrong += carry(record, old, new, who, rows)
            done += len(rows)
            tell(min(1.0, done / argument["total"]))
    return {"wrong": [cell.id for cell in wrong]}


def come_back(c: Changes, record: type[Record], move: Move, options: Callable[[int], tuple]) -> None:
    """Undo of a turn, or of that: the old column of the table holds again, with what was written into the new one since."""
    since = _since(move.id, move.new.slot)
    if since is None:
        return
    there = {column.name for column in handle.get_columns(record._meta.table_name)}
    old, new = parts(record, move.old, options(move.id)), parts(record, move.new, options(move.id))
    if new[0].column_name not in there:
        raise Refused(NO_SLOT, "kind", move.index)
    touched = {
        id
        for (id,) in fetch(
            'SELECT DISTINCT "row_id" FROM "change" WHERE "record" = ? AND "batch_id" > ?', (record.key(), since)
        )
    }
    wrong = brought(record, old, new, SYSTEM, touched)
    _once(record, old, new, move.index)
    if wrong:
        lines = [FOUND(value=cell.value[:40], id=cell.id) for cell in wrong[:TOLD]]
        lines += [ROW(n=len(wrong))] if len(wrong) > TOLD else []
        raise Refused(KEPT_BACK(found=join(lines, "、", ", ")), "kind", move.index)


def _since(column: int, slot: int | None) -> int | None:
    """The batch in which the column last moved to another place; None where it never had this one."""
    query = Change.select(Change.batch_id, Change.before).where(
        Change.record == "design_column", Change.row_id == column, Change.kind == "u"
    )
    moved = [(batch, json.loads(before)) for batch, before in query.order_by(Change.id).tuples()]
    moved = [(batch, before["slot"]) for batch, before in moved if "slot" in before]
    return moved[-1][0] if any(before == slot for _, before in moved) else None


# The turn itself ---------------------------------------------------------------------------------------------------------


class Turn:
    """One column on its way to another kind: `begin` brings over what is large, `end` does the rest in the change that is open."""

    under_way: dict[int, "Turn"] = {}  # by column, in this process: told and ended from other requests

    def __init__(self, record: type[Record], row: Row, new: Row, who: Who, options: tuple = ()):
        self.record, self.row, self.who, self.options = record, row, who, options
        self.new = Row(**vars(new) | {"slot": free_slot(record, row)})
        self.share = 0.0
        self.before: int | None = None  # the newest batch as the bringing over began
        self.wrong: set[int] = set()
        self.work: Beside | None = None

    def begin(self, total: int) -> None:
        """Raises Ended where it was ended before."""
        if self.row.id in Turn.under_way:
            raise Refused(UNDER_WAY(label=Text(self.row.zh, self.row.en)), "kind")
        Turn.under_way[self.row.id] = self
        try:
            with writing():
                lay(self.record, parts(self.record, self.new))
                self.before = Batch.select(Batch.id).order_by(Batch.id.desc()).limit(1).scalar() or 0
            order = {"record": self.record.key(), "who": self.who.user_id, "total": total}
            order |= {"options": [[option.key, option.zh, option.en] for option in self.options]}
            rows = {"old": _wire(self.row), "new": _wire(self.new)}
            work = self.work = Beside("models.design.turning:bring", order | rows, self._tell, writes=True)
            for _ in work.pieces():
                pass
            answer: Any = work.answer
            self.wrong = set(answer["wrong"])
        finally:
            del Turn.under_way[self.row.id]

    def cancel(self) -> None:
        if self.work is not None:
            self.work.cancel()

    def _tell(self, share: float | None, text: Text | None = None) -> None:
        self.share = share or 0.0

    def end(self, c: Changes, columns: type[Record], agreed: int, options: Callable[[], tuple]) -> None:
        """Raises Refused where more can't be read than was agreed to."""
        row = c.fresh(columns, self.row.id)
        if vars(row) != vars(self.row):
            raise Refused(OTHER_NOW(label=Text(row.zh, row.en), n="?", told=agreed), "kind")
        if self.before is None:
            lay(self.record, parts(self.record, self.new))
        changed = {name: value for name, value in vars(self.new).items() if getattr(row, name) != value}
        c.alter(columns, {row.id: changed})
        there = options()
        old, new = parts(self.record, row, there), parts(self.record, self.new, there)
        touched = None
        if self.before is not None:
            sql = 'SELECT DISTINCT "row_id" FROM "change" WHERE "record" = ? AND "batch_id" > ?'
            touched = {id for (id,) in fetch(sql, (self.record.key(), self.before))}
        wrong = {cell.id for cell in brought(self.record, old, new, SYSTEM, touched)} | (
            self.wrong - (touched or set())
        )
        if len(wrong) != agreed:
            raise Refused(OTHER_NOW(label=Text(row.zh, row.en), n=len(wrong), told=agreed), "kind")
        _once(self.record, old, new, None)
        for item in new:
            if isinstance(item, RunningField):
                number_all(self.record, item)


def _once(record: type[Record], old: list[Described], new: list[Described], index: int | None) -> None:
    """That values may occur only once holds where they lie now, and no longer where they lay."""
    handle.execute_sql(f'DROP INDEX IF EXISTS "{once_of(record, old[0])}"')
    if new[0].unique:
        keep_once(record, new[0], index)


def under_way(record: type[Record], name: str) -> Turn | None:
    """The turn of a column that is being brought over just now, by this process."""
    return next((turn for turn in [*Turn.under_way.values()] if (turn.record, turn.row.name) == (record, name)), None)


def _wire(row: Row) -> dict[str, Any]:
    fields = house().records["design_column"].fields()
    return {"id": row.id} | {name: item.keep(getattr(row, name)) for name, item in fields.items()}


def _back(side: dict[str, Any]) -> Row:
    fields = house().records["design_column"].fields()
    return Row(id=side["id"], **{name: item.parse(side[name]) for name, item in fields.items()})
