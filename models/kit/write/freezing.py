"""Frozen rows: what was locked before a change is corrected by those who may, who say why, and moved by nobody else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..ask.titles import titles_of
from ..declare.access import VERB_WORDS, Who, may
from ..declare.record import Move, Record, Row
from ..declare.rules import UNCHECKED
from ..server.standing import house
from ..text import Refusals, Refused, Text
from .history import note

MOST_NAMED = 200
APPROVERS = Text("能审批{record}的人", "those who may approve {record}")
ROLE = Text("角色“{role}”", "“{role}”")
CELL = Text(
    "{row} 的“{field}”已锁定（{rule}），只有{who}可以更正，并要说明原因",
    "“{field}” of {row} is locked ({rule}); only {who} may correct it, giving a reason",
)
ROW = Text(
    "{row} 已锁定（{rule}），不能{verb}；只有{who}可以更正，并要说明原因",
    "{row} is locked ({rule}): no way to {verb} it; only {who} may, giving a reason",
)
LINE = Text(
    "{record}所属的单据已锁定（{rule}），不能新增、修改或删除；只有{who}可以更正，并要说明原因",
    "What these {record} belong to is locked ({rule}): none are added, changed or deleted but by {who}, giving a reason",
)
ARRIVES = Text(
    "“{field}”写的 {value} 属于已锁定的时间（{rule}）；请换一个日期，或请{who}来更正并说明原因",
    "“{field}” says {value}, which is locked ({rule}); take another day, or have {who} correct it, giving a reason",
)
WHY = Text("请写明更正的原因：{locked}", "Give the reason of the correction: {locked}")
CORRECTED = Text("更正：{reason}", "Corrected: {reason}")
CORRECTED_BY = Text("更正 · {label}", "Corrected · {label}")
UNDONE = Text(
    "{row} 已锁定（{rule}），撤销会改动锁定的内容；请{who}来撤销",
    "{row} is locked ({rule}), and this would undo what is locked; have {who} undo it",
)


class NeedsReason(Refused):
    """It would be done with a reason."""


class Frozen:
    """What one change finds locked, as it was before the change: what it locks itself it may go on writing."""

    def __init__(self):
        self._before: dict[type[Record], dict[int, tuple[Any, ...]]] = {}
        self._undone: list[tuple[type[Record], int, Any]] = []
        self.corrected: dict[type[Record], set[int]] = defaultdict(set)
        self.reason: str | None = None

    # What the door says before it writes --------------------------------------------------------------------------------

    def added(
        self, c: Any, record: type[Record], rows: list[dict[str, Any]], ids: list[int] | None, indexes: list[int]
    ) -> None:
        """Rows that are to be: none under what is locked, none into a week that is closed. ids: of those that come back."""
        if not concerned(record):
            return
        named = ids or range(-1, -1 - len(rows), -1)
        moves = [Move(id, None, Row(id=id, **row), index) for id, row, index in zip(named, rows, indexes, strict=True)]
        self._judge(c, record, [fault for move in moves for fault in self._arriving(record, move, c.who)])

    def made(self, record: type[Record], ids: Iterable[int]) -> None:
        """These are this change's own: whatever becomes of them in it."""
        if concerned(record):
            self._before.setdefault(record, {}).update(dict.fromkeys(ids, ()))

    def altered(self, c: Any, record: type[Record], moves: list[Move], changed: dict[int, dict[str, Any]]) -> None:
        if not concerned(record):
            return
        before = self.before(record, {move.id: move.old for move in moves})
        faults = []
        for move in moves:
            rules = before[move.id]
            locked = [fault for name in changed[move.id] for fault in _cells(record, move, name, rules, c.who)]
            cells = {fault.field for fault in locked}
            arriving = [fault for fault in self._arriving(record, move, c.who) if fault.field not in cells]
            faults += [*locked, *arriving]
        self._judge(c, record, faults)

    def removed(self, c: Any, record: type[Record], old: dict[int, Row]) -> None:
        if not concerned(record):
            return
        before = self.before(record, old)
        faults = []
        for index, (id, rules) in enumerate(before.items()):
            faults += [Fault(rule, id, None, index, _row(record, id, rule, c.who, "delete")) for rule in rules[:1]]
        self._judge(c, record, faults)

    # What stood before --------------------------------------------------------------------------------------------------

    def before(self, record: type[Record], rows: dict[int, Row]) -> dict[int, tuple[Any, ...]]:
        """By row, the rules that lock it or cells of it, as it was when this change first came to it."""
        known = self._before.setdefault(record, {})
        fresh = {id: row for id, row in rows.items() if id not in known}
        if fresh:
            held: dict[int, list[Any]] = {id: [] for id in fresh}
            own = record.facts().freezes
            for rule, ids in zip(own, own[0].met_each(own, record, list(fresh)) if own else (), strict=True):
                for id in ids:
                    held[id].append(rule)
            for id, rules in self._over(record, fresh).items():
                held[id] += rules
            known |= {id: tuple(rules) for id, rules in held.items()}
        return {id: known[id] for id in rows}

    def _over(self, record: type[Record], rows: dict[int, Row]) -> dict[int, list[Any]]:
        """What locks lines because it locks the whole of what they belong to."""
        above = record.links().get(record.sheet.parent or "")
        if above is None or not concerned(above.rel_model):
            return {}
        parents = above.rel_model.rows_by_id({getattr(row, above.name) for row in rows.values()} - {None})
        over = self.before(above.rel_model, parents)
        return {id: [rule for rule in over.get(getattr(row, above.name), ()) if rule.whole] for id, row in rows.items()}

    def _arriving(self, record: type[Record], move: Move, who: Who) -> list["Fault"]:
        """What comes where nothing is to come any more: under a locked parent, or into a closed week."""
        faults = []
        parent = record.sheet.parent
        moved = parent is not None and move.changed(parent)
        for rule in self._over(record, {move.id: move.new}).get(move.id, ()) if moved else ():
            text = LINE(record=record.sheet.label, rule=rule.label, who=who_may(record, rule))
            faults.append(Fault(rule, move.id, parent, move.index, text))
        for rule in record.facts().freezes:
            if rule.week and move.changed(rule.week) and rule.closes(getattr(move.new, rule.week)):
                item = record.fields()[rule.week]
                value = item.show(getattr(move.new, rule.week), who.lang)
                said = {"field": item.label, "value": value, "rule": rule.label, "who": who_may(record, rule)}
                faults.append(Fault(rule, move.id, rule.week, move.index, ARRIVES(**said)))
        return faults

    # Who may, and why ---------------------------------------------------------------------------------------------------

    def _judge(self, c: Any, record: type[Record], faults: list["Fault"]) -> None:
        if not faults or c.who.all_rights or c.quiet:
            return
        if c.way in UNCHECKED:
            self._undone += [(record, fault.id, fault.rule) for fault in faults if c.way == "undo"]
            return
        barred = [fault for fault in faults if not may_correct(c.who, record, fault.rule)]
        if barred:
            raise Refusals([Refused(fault.text, fault.field, fault.index) for fault in barred[:MOST_NAMED]])
        reason = (c.reason or "").strip()
        if not reason:
            raise Refusals(
                [NeedsReason(WHY(locked=fault.text), fault.field, fault.index) for fault in faults[:MOST_NAMED]]
            )
        self.reason = reason
        self.corrected[record] |= {fault.id for fault in faults if fault.id > 0}

    def settle_undo(self, who: Who) -> None:
        """An undo asks no checks, but rights of today: what stays locked through it is undone by who may correct it.

        Taking back the very change that locked a row leaves it open, and is anybody's whose change it was; a closed week
        was closed by no change of a row.
        """
        for record, id, rule in self._undone:
            own = rule.record_type == record.key()
            if (not own or rule.week or rule.met(record, [id])) and not may_correct(who, record, rule):
                said = {"row": _called(record, id, who), "rule": rule.label, "who": who_may(record, rule)}
                raise Refused(UNDONE(**said))

    def label(self, label: Text | None) -> Text | None:
        """What the history calls the change: a correction, where it was one."""
        if self.reason is None:
            return label
        if label is None:
            return CORRECTED(reason=self.reason)
        named = label if self.reason in label.zh else Text(f"{label.zh}：{self.reason}", f"{label.en}: {self.reason}")
        return CORRECTED_BY(label=named)

    def keep(self, who: Who) -> None:
        """Corrections stand in the log besides, each type's with its rows and the reason."""
        for record, ids in self.corrected.items():
            only = next(iter(ids)) if len(ids) == 1 else None
            note(who, "correction", record.key(), only, reason=self.reason, rows=sorted(ids)[:MOST_NAMED])


class Fault:
    """One cell, or one row where no column is named, that a rule locks; id: below zero for a row that is to be."""

    def __init__(self, rule: Any, id: int, field: str | None, index: int | None, text: Text):
        self.rule, self.id, self.field, self.index, self.text = rule, id, field, index, text


def concerned(record: type[Record]) -> bool:
    """Whether anything can be locked in rows of this type, by a rule of its own or of what they belong to."""
    return record in house().of(_concerned)


def _concerned(built: Any) -> frozenset[type[Record]]:
    held = {record for record in built.records.values() if built.facts(record).freezes}
    more = True
    while held and more:
        below = {
            record
            for record in built.records.values()
            if (link := built.facts(record).links.get(built.facts(record).sheet.parent or "")) is not None
            and link.rel_model in held
        }
        more, held = not below <= held, held | below
    return frozenset(held)


def _cells(record: type[Record], move: Move, name: str, rules: tuple[Any, ...], who: Who) -> list[Fault]:
    item = record.fields().get(name)
    rule = None if item is None else next((rule for rule in rules if locks(rule, record, name)), None)
    if rule is None:
        return []
    said = {"row": _called(record, move.id, who), "rule": rule.label, "who": who_may(record, rule)}
    return [Fault(rule, move.id, name, move.index, CELL(field=item.label, **said))]


def locks(rule: Any, record: type[Record], name: str) -> bool:
    """Whether a rule that is met locks this column; what is derived from values follows them as ever."""
    item = record.fields().get(name)
    if item is None or item.derived or name in record.pinyin().values():
        return False
    if rule.record_type != record.key():
        return rule.whole and not _by_steps(record, name)
    return name in rule.columns or ((rule.whole or name in rule.keys(record)) and not _by_steps(record, name))


def _by_steps(record: type[Record], name: str) -> bool:
    """The state moves by its steps, which have rights of their own; a rule that names it locks it all the same."""
    return bool(record.sheet.steps) and name == record.sheet.state


def _row(record: type[Record], id: int, rule: Any, who: Who, verb: str) -> Text:
    said = {"row": _called(record, id, who), "rule": rule.label, "who": who_may(record, rule)}
    return ROW(verb=VERB_WORDS[verb], **said)


def _called(record: type[Record], id: int, who: Who) -> str:
    return titles_of(record, {id}, who)[id] or f"#{id}"


def may_correct(who: Who, record: type[Record], rule: Any) -> bool:
    """Whether this person may correct what the rule locks: of the role it names, or else with the right to approve."""
    if who.all_rights or rule.role is not None:
        return who.all_rights or who.role == rule.role
    own = house().records.get(rule.record_type, record)
    return may(who, "approve", own)


def who_may(record: type[Record], rule: Any) -> Text:
    if rule.role is not None:
        return ROLE(role=rule.called)
    return APPROVERS(record=house().records.get(rule.record_type, record).sheet.label)


def locked_in(record: type[Record], ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """For rows that somebody sees, the rules that are met there now."""
    return Frozen().before(record, record.rows_by_id(ids)) if concerned(record) else {}
