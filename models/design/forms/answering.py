"""Answering a form: what was sent goes through the door once, as whoever may fill in this form and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...kit import own_words, words
from ...kit.declare.access import Who, may, scope
from ...kit.declare.record import Record, Row
from ...kit.fields import Described, FlagField, LinkField, TagsField
from ...kit.formula.checks import understood
from ...kit.server.database import reading
from ...kit.text import Refusals, Refused, Text
from ...kit.write.edits import Faulty, within
from ...kit.write.files import attach_to
from ...kit.write.history import Change, is_seen
from ...kit.write.writes import Changes, Duplicate, changes, digest_of
from .body import Body
from .forms import FormAnswer, titled
from .paper import ANSWERED, Asked, Finding, Paper, Shut, drawn, open_paper, slot_of
from .shown import Given, holds
from .sound import SYSTEM, fixed_value, writer

MOST_FILES = 9
ANSWER = Text("填写表单“{form}”", "Answer to the form “{form}”")
BY = Text("表单·{form}", "Form: {form}")
NOT_OFFERED = Text("请从给出的选项里选", "Choose from what is offered")
TOO_MANY_FILES = Text("最多 {most} 个文件", "At most {most} files")
NOT_SO = Text("这样填不符合规定，请核对“{label}”", "This isn't accepted as it is; check “{label}”")
NOT_TAKEN = Text(
    "这份内容不符合规定，没有收下；请核对后再试，或问给你这张表单的人",
    "What was sent breaks a rule and wasn't taken; check it, or ask whoever gave you this form",
)
OTHER = Text(
    "刚才那份已经收到；这份内容不同，要另交一份请再点“提交”",
    "What you sent before has arrived; this differs from it. Press Send again to send it as another",
)
own_words.declare(BY)


@dataclass(frozen=True)
class Sent:
    """What became of an answer. number: what the form tells of the new row; again: it had been sent before."""

    body: Body
    number: str | None
    again: bool = False


class Wrong(Exception):
    """Why an answer wasn't taken, by question; under "" what no question is to blame for. Nothing was kept."""

    def __init__(self, faults: dict[str, Text]):
        super().__init__(", ".join(faults))
        self.faults = faults


class Reused(Wrong):
    """Something else was sent under this op before, and was kept: what comes now needs an op of its own."""


def answer(
    find: Finding,
    given: Given,
    files: Mapping[str, Sequence[dict[str, Any]]],
    *,
    op: str,
    device: str = "",
    person: Who | None = None,
) -> Sent:
    """Keep one answer: `given` has what was typed by column, `files` what is stored already, not yet known to the database.

    Sent again with the same op it is the same answer. Raises Shut, or Wrong; then nothing of it was kept, the files neither.
    """
    with reading():
        form = find()
        paper = None if is_seen(_op(form, op)) else open_paper(form, device)
    if paper is None:
        return _again(form, given, op, person)
    who = writer(paper.record, paper.body, form.name, person)
    try:
        with changes(who=who, via="form", op=_op(form, op), digest=_digest(form, given, who)) as c:
            c.label = ANSWER(form=titled(form))
            id = _written(c, open_paper(find(), device), given, files, op, device, person)
            number = _number(paper, id)
    except Duplicate:
        return _again(form, given, op, person)
    return Sent(paper.body, number)


def _op(form: Row, op: str) -> str:
    """Whatever somebody sends, it is no op of anybody else's."""
    return f"form{form.id}-{slot_of(op)[:40]}"


def _digest(form: Row, given: Given, who: Who) -> str:
    return digest_of("form", form.id, sorted((name, list(values)) for name, values in given.items()), who.user_id)


def _again(form: Row, given: Given, op: str, person: Who | None) -> Sent:
    """What is told of an answer that was kept before; another one under its op id is refused."""
    with reading():
        paper = drawn(form)
    who = writer(paper.record, paper.body, form.name, person)
    try:
        with changes(who=who, via="form", op=_op(form, op), digest=_digest(form, given, who)):
            raise Shut(ANSWERED)
    except Duplicate as duplicate:
        with reading():
            mine = (Change.batch == duplicate.batch.id) & (Change.record == form.record_type) & (Change.kind == "i")
            id = Change.select(Change.row_id).where(mine).order_by(Change.id).scalar()
            return Sent(paper.body, id and _number(paper, id), True)
    except Refused:
        raise Reused({"": OTHER}) from None


def _written(c: Changes, paper: Paper, given: Given, files: Mapping, op: str, device: str, person: Who | None) -> int:
    values, shown = _values(paper, given, files)
    for name, said in paper.body.fixed.items():
        if (item := paper.record.fields().get(name)) is not None:
            values[name] = fixed_value(item, said, person or SYSTEM)
    try:
        (id,) = within(c, paper.record, [{"id": None, "set": values}], c.who)
        for name in shown:
            for file in files.get(name, ()):
                attach_to(c, paper.record, id, name, file)
        slot = slot_of(device if paper.form.once and device else op)
        c.create(FormAnswer, form=paper.form.id, record_type=paper.form.record_type, row_no=id, slot=slot)
    except Faulty as faulty:
        raise Wrong(
            {_place(paper, fault.field): _said(paper, fault.field, fault.text) for fault in faulty.faults}
        ) from None
    except (Refused, Refusals) as why:
        refusals = why.refusals if isinstance(why, Refusals) else [why]
        raise Wrong({_place(paper, refusal.field): _by_rule(paper, refusal, person) for refusal in refusals}) from None
    return id


def _values(paper: Paper, given: Given, files: Mapping) -> tuple[dict[str, Any], list[str]]:
    """What the door is sent, and the questions that were shown; whatever else came along is left where it is. Raises Wrong."""
    values: dict[str, Any] = {}
    faults: dict[str, Text] = {}
    seen: dict[str, Sequence[str]] = {}
    for asked in paper.asked:
        if not holds(asked.question.when, seen):
            continue
        seen[asked.name] = [text for text in given.get(asked.name, ()) if text.strip()]
        sent: Sequence = files.get(asked.name, ()) if asked.item.uploaded else seen[asked.name]
        if not sent:
            faults |= {asked.name: words.REQUIRED(field=asked.label)} if asked.required else {}
        elif asked.item.uploaded:
            faults |= {asked.name: TOO_MANY_FILES(most=MOST_FILES)} if len(sent) > MOST_FILES else {}
        else:
            try:
                values[asked.name] = _taken(asked, sent)
            except Refused as refused:
                faults[asked.name] = refused.text
    if faults:
        raise Wrong(faults)
    return values, [*seen]


def _taken(asked: Asked, sent: Sequence[str]) -> Any:
    item: Described = asked.item
    if isinstance(item, LinkField):
        if sent[0] not in {str(id) for id in asked.options}:
            raise Refused(NOT_OFFERED)
        return int(sent[0])
    value = item.enter(list(sent) if isinstance(item, TagsField) else sent[0])
    if isinstance(item, FlagField) and value is None:
        raise Refused(NOT_OFFERED)
    return value if value is None else item.keep(value)


def _place(paper: Paper, name: str | None) -> str:
    return name if name in {asked.name for asked in paper.asked} else ""  # type: ignore[return-value]


def _said(paper: Paper, name: str | None, text: Text) -> Text:
    """What is wrong with a value that was typed here is told; of any other column nothing is."""
    return text if _place(paper, name) else NOT_TAKEN


def _by_rule(paper: Paper, refusal: Refused, person: Who | None) -> Text:
    """Rules speak of what else there is: their words are for who sees all of the type. Of others, those of checks over this form's
    own columns, and that something is missing, are told; else only which question to look at.
    """
    sees_all = person is not None and may(person, "see", paper.record) and scope(person, paper.record) is None
    place = _place(paper, refusal.field)
    if sees_all or refusal.text in _own_sentences(paper):
        return refusal.text
    label = next((asked.label for asked in paper.asked if asked.name == place), None)
    return NOT_SO(label=label) if label else NOT_TAKEN


def _own_sentences(paper: Paper) -> list[Text]:
    filled = {asked.name for asked in paper.asked} | paper.body.fixed.keys()
    sentences = [words.REQUIRED(field=asked.item.label) for asked in paper.asked]
    for check in paper.record.facts().checks:
        needs = understood(check, paper.record).needs
        if all(need.record is paper.record and need.field.name in filled for need in needs):
            sentences.append(check.label)
    return sentences


def _number(paper: Paper, id: int) -> str | None:
    """What the form tells of the new row: the value of one column, as people read it."""
    record: type[Record] = paper.record
    item = record.fields().get(paper.body.number or "")
    row = record.rows_by_id([id]).get(id) if item is not None else None
    return None if row is None or item is None else item.show(getattr(row, item.name)) or None


__all__ = ["Sent", "Wrong", "answer"]
