"""Checks 检查 made in the browser: a formula that must hold of every row of a type, and the sentence people read where it doesn't."""

from typing import Any

from ..accounts import Role
from ..accounts.rights import as_role
from ..kit.ask.titles import titles_of
from ..kit.declare.access import Who, visible
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.fields import CountField, LineField, NameField, NoteField
from ..kit.formula import kept
from ..kit.formula.checks import Check, broken, read_by, understood
from ..kit.server.standing import house, pinned
from ..kit.text import Refused, Text, join
from ..kit.write.writes import Changes
from .allowed import is_open, may_design, types
from .build import check_of
from .computed import refuse_mistakes
from .english import english_follows
from .needed import coming
from .words import NO_TYPE

MOST_CHECKS, MOST_TOLD = 20, 10
READING = frozenset({"see", "export", "reveal", "undo", "delete"})  # what sets no check off
NOT_CHECKED = Text("{record}不能加检查", "Checks can't be added to {record}")
NOT_YOURS = Text(
    "要给{record}加检查，须能修改{record}的全部内容；请找系统管理员",
    "A check of {record} takes the right to edit all of {record}; ask the administrator",
)
TOO_MANY = Text(
    "{record}已有 {most} 项检查，不能再加；请先删除不用的",
    "{record} has {most} checks, which is the most; delete one first",
)
BREAKS = Text(
    "{record}现有 {n} 行不符合（{rows}）：可以先改好，或在“已知不符合的行”里填 {n} 表示知道；这些行在改到有关的列时才会被拦下",
    "{n} rows of {record} don't hold to it ({rows}): correct them first, or write {n} in “Rows known to break it”; they are "
    "refused only once a column is changed that the check reads",
)
BROKEN = Text(
    "{record}的检查“{check}”：现有 {n} 行不符合", "The check “{check}” of {record}: {n} rows don't hold to it now"
)
SEEN_BY = Text(
    "角色“{role}”能改{record}，却看不全“{label}”：检查“{check}”会让人一次次试出它的内容；请换一列，或先调整权限",
    "“{role}” may change {record} and doesn't see all of “{label}”: by the check “{check}” it could be found out by trying. "
    "Take another column, or change the rights first",
)


class DesignCheck(Record):
    """One check of a record type."""

    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    zh = LineField(
        "不符合时的提示",
        "Sentence (Chinese)",
        max_length=120,
        width=260,
        hint=Text("写给填表的人：哪里不对、怎么改", "For who fills it in: what is wrong, and what to do"),
    )
    en = LineField("英文提示", "Sentence (English)", max_length=200, width=260)
    formula = NoteField(
        "公式",
        "Formula",
        width=240,
        hint=Text(
            "成立才能保存，如 =[完工日期]>=[报修日期]；有关的列还空着时不检查",
            "What must hold, as =[Done on]>=[Reported on]; nothing is checked while a column of it is empty",
        ),
    )
    agreed = CountField(
        "已知不符合的行",
        "Rows known to break it",
        null=True,
        least=0,
        width=130,
        hint=Text("加检查时已有的行里有多少不符合", "How many of the rows that are there don't hold to it"),
    )

    sheet = Sheet(
        "检查",
        "Checks",
        title="zh",
        order=("record_type", "id"),
        key=("record_type", "zh"),
        search=("zh", "en"),
        columns=("record_type", "zh", "en", "formula", "agreed"),
        verbs="see add edit delete export",
        fill=lambda c, rows: complete(rows),
        derives=(lambda c, moves: english_follows(c, DesignCheck, moves),),
        consequences=(Then(lambda c, moves: keep_checks(c, moves), also=EVERY_WAY), Then(lambda c, moves: know(moves))),
    )

    class Meta:
        indexes = ((("record_type", "zh"), True),)


def complete(rows: list[dict[str, Any]]) -> None:
    """English as in Chinese unless it says otherwise."""
    for row in rows:
        row["en"] = row["en"] or row["zh"]


# What must hold ----------------------------------------------------------------------------------------------------------


def keep_checks(c: Changes, moves: list[Move]) -> None:
    """What a check may be, on whichever way it comes: it is kept by the names of columns, and reads nothing out of sight."""
    for move in moves:
        row = move.new or move.old
        record = house().records.get(row.record_type)
        if record is None:
            raise Refused(NO_TYPE(name=row.record_type), "record_type", move.index)
        if not is_open(record):
            raise Refused(NOT_CHECKED(record=record.sheet.label), "record_type", move.index)
        if not may_design(c.who, record):
            raise Refused(NOT_YOURS(record=record.sheet.label), "record_type", move.index)
        if move.new is not None:
            _sound(c, record, move)
    if any(move.new is not None for move in moves):
        with pinned(coming()):
            refuse_unseen("formula", moves[0].index)


def _sound(c: Changes, record: type[Record], move: Move) -> None:
    count = DesignCheck.select().where(DesignCheck.record_type == record.key()).count()
    if move.old is None and count > MOST_CHECKS:
        raise Refused(TOO_MANY(record=record.sheet.label, most=MOST_CHECKS), "record_type", move.index)
    with pinned(coming()):
        refuse_mistakes(move.new, understood(check_of(move.new), record), move.index)
        by_names = kept(move.new.formula, record)
    if by_names != move.new.formula:
        c.derive(DesignCheck, {move.id: {"formula": by_names}})


def know(moves: list[Move]) -> None:
    """Nobody lays a check on rows without knowing how many of those that are there break it."""
    for move in moves:
        if move.new is None or not move.changed("formula", "record_type"):
            continue
        with pinned(coming()):
            record = house().records[move.new.record_type]
            count, ids = broken(check_of(move.new), record, 3)
        if count != (move.new.agreed or 0):
            titles = join([Text(record.title_of(id), record.title_of(id)) for id in ids], "、", ", ")
            raise Refused(BREAKS(record=record.sheet.label, n=count, rows=titles), "agreed", move.index)


def refuse_unseen(field: str | None = None, index: int | None = None) -> None:
    """Raises Refused where somebody may change rows of a type and doesn't see in full what a check of it reads."""
    checked = [(record, check) for record in house().records.values() for check in record.facts().conditions]
    for role in Role.rows() if checked else ():
        who = as_role(role)
        for record, check in checked:
            grant = who.grants.get(record.key())
            if grant is None or not grant.verbs - READING:
                continue
            for need in understood(check, record).needs:
                if visible(who, need.record).get(need.field.name) != "full":
                    said = {"record": record.sheet.label, "label": need.field.label, "check": check.label}
                    raise Refused(SEEN_BY(role=Text(role.name, role.name_en or role.name), **said), field, index)


def keep_in_sight(c: Changes, moves: list[Move]) -> None:
    """Rights, and columns, stay such that nobody finds out by a check what he doesn't see."""
    if any(record.facts().conditions for record in house().records.values()):
        with pinned(coming()):
            refuse_unseen(index=moves[0].index)


# A design that comes from elsewhere ----------------------------------------------------------------------------------------


def known(writes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What an import of a design writes, with how many rows of this house break each check: its plan has told that."""
    agreed = []
    for write in writes:
        meant = _meant(write)
        count = 0 if meant is None else broken(*meant, 0)[0]
        agreed.append({**write, "set": {**write["set"], "agreed": count}} if "formula" in write["set"] else write)
    return agreed


def of_rows(writes: list[dict[str, Any]]) -> list[Text]:
    """What is said before of the rows that break them; of a column that comes with the check, nothing is known yet."""
    said = []
    for write in writes:
        meant = _meant(write)
        if meant is not None and (count := broken(*meant, 0)[0]):
            check, record = meant
            said.append(BROKEN(record=record.sheet.label, check=check.label, n=count))
    return said


def _meant(write: dict[str, Any]) -> tuple[Check, type[Record]] | None:
    """The check that a row of the design will be, as far as it is understood here and now."""
    before = {} if write["id"] is None else vars(DesignCheck.row(write["id"]))
    row = {"en": None, **before, **write["set"]}
    record = house().records.get(row["record_type"])
    check = check_of(Row(**{**row, "en": row["en"] or row["zh"]}))
    return None if record is None or understood(check, record).mistakes else (check, record)


# For the dialog ----------------------------------------------------------------------


def bill(record: type[Record], formula: str, who: Who) -> dict[str, Any]:
    """What a check would be: its mistakes with their places, or how many rows break it now, the first of them by name."""
    check = check_of(Row(zh="", en="", formula=formula))
    meant = understood(check, record)
    if meant.mistakes:
        errors = [
            {"field": "formula", "at": mistake.at, "end": mistake.end, "message": mistake.text.say(who.lang)}
            for mistake in meant.mistakes
        ]
        return {"errors": errors, "broken": 0, "rows": [], "reads": []}
    count, ids = broken(check, record, MOST_TOLD)
    titles = titles_of(record, set(ids), who)
    fields = record.fields()
    reads = [fields[name].label.say(who.lang) for name in read_by(meant, record)]
    return {
        "errors": [],
        "broken": count,
        "rows": [{"id": id, "title": titles.get(id) or f"#{id}"} for id in ids],
        "reads": reads,
    }


__all__ = ["DesignCheck", "bill", "keep_in_sight", "known", "of_rows"]
