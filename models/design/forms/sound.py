"""What a form may ask and fill in, by whom it was made and as the house is now; what no longer fits is a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ...accounts import AREA as ACCOUNTS
from ...kit.ask.links import find
from ...kit.ask.query import BadQuery, Query
from ...kit.clock import now, today
from ...kit.declare.access import Grant, Who, may, scope, system, visible, why_not
from ...kit.declare.record import Record
from ...kit.fields import ChoiceField, Described, LinkField, PinyinField
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ..allowed import is_open
from .body import ME, MY_STORE, NOW, TODAY, Body, Part, Question, conditions
from .shown import OPERATORS

MOST_OFFERED = 300
SYSTEM = system("forms")
NO_COLUMN = Text("没有“{name}”这一列，可能已删除", "There is no column “{name}”; it may have been removed")
BY_ITSELF = Text("“{label}”由系统填写，不用问", "“{label}” is filled in by itself and needn't be asked")
ONLY_ONCE = Text(
    "“{label}”不能重复：填的人会一次次试出哪些已经有了，所以不能放进表单",
    "“{label}” may occur only once: by trying, people could find out what is there already, so a form can't ask for it",
)
NO_OFFER = Text(
    "“{label}”会列出{record}的名称：请先定好可以选哪些",
    "“{label}” lists names of {record}: say first which of them may be chosen",
)
OFFER_UNSEEN = Text(
    "“{label}”列出的{record}你看不全，不能放进表单",
    "You don't see all of {record}, which “{label}” lists, so a form can't ask for it",
)
BAD_OFFER = Text("“{label}”可选的范围不对：{why}", "What may be chosen for “{label}” isn't right: {why}")
TOO_MANY_OFFERED = Text(
    "“{label}”可选的{record}有 {n} 条，最多 {most} 条；请缩小范围",
    "“{label}” offers {n} of {record}, at most {most}; narrow them down",
)
BAD_WHEN = Text(
    "“{label}”的显示条件不再成立，现在总是显示：{why}", "When “{label}” is shown can't be told, so it always is: {why}"
)
ONLY_EARLIER = Text("条件只能看排在它前面的问题", "it may only go by questions that stand before it")
NOT_AN_OPTION = Text("“{label}”没有“{value}”这个选项", "“{label}” has no option “{value}”")
BAD_OPERATOR = Text("“{op}”不是条件", "“{op}” is no condition")
BAD_FIXED = Text("“{label}”固定填写的内容不对：{why}", "What is filled in for “{label}” isn't right: {why}")
NOT_SO = Text("请填这一列能放的内容", "give what the column can hold")
MUST_ASK = Text(
    "“{label}”必填，请放进表单并总是显示，或固定填写",
    "“{label}” must be filled in: ask for it without a condition, or fill it in",
)
NOT_FOR_FORMS = Text("{record}不能做成表单", "There can't be a form for {record}")
TITLE_GONE = Text("要显示的编号“{name}”这一列没有了", "The column “{name}”, whose value is shown at the end, is gone")
FOR_STRANGERS = Text("公开的表单不知道谁在填", "nobody knows who fills in a public form")


@dataclass(frozen=True)
class Misfit:
    """What doesn't fit. stops: nobody can answer the form until that is mended."""

    text: Text
    stops: bool


def askable(record: type[Record]) -> bool:
    """Whether there can be a form for a type: not for what says who may do what, nor for the design itself."""
    return is_open(record) and record not in ACCOUNTS.records


def writer(record: type[Record], body: Body, name: str, person: Who | None = None) -> Who:
    """Who an answer is written as: under the person's name, else the form's, with rights on nothing but what the form fills in.

    `edit` stands there only because columns that keepers alone see may be asked for; nobody else ever gets this Who.
    """
    filled = {question.name for question in body.questions} | body.fixed.keys()
    fields = record.fields()
    grants = {record.key(): Grant("form", record.key(), "see add edit", hidden=frozenset(fields.keys() - filled))}
    for item in (fields[name] for name in filled if name in fields and isinstance(fields[name], LinkField)):
        target = item.rel_model
        hidden = frozenset(target.fields().keys() - {target.sheet.title})
        grants.setdefault(target.key(), Grant("form", target.key(), "see", hidden=hidden))
    who = person or Who(None, f"表单·{name}", login="form")
    return replace(who, role="form", grants=MappingProxyType(grants), session_id=None, all_rights=False)


def misfits(record: type[Record], body: Body, public: bool, maker: Who = SYSTEM) -> list[Misfit]:
    """All that doesn't fit, in the order of the form."""
    as_form = writer(record, body, "")
    faults: list[Misfit] = []
    earlier: dict[str, Described] = {}
    for question in body.questions:
        why = _asked(record, question, maker, as_form)
        faults += [why] if why else []
        if why is None and (wrong := condition_wrong(question, earlier)):
            label = record.fields()[question.name].label
            faults.append(Misfit(BAD_WHEN(label=label, why=wrong), False))
        if question.name in record.fields():
            earlier[question.name] = record.fields()[question.name]
    faults += _fixed(record, body, public, maker, as_form)
    faults += _left_out(record, body)
    if body.number and visible(maker, record).get(body.number) != "full":
        faults.append(Misfit(TITLE_GONE(name=called(record, body.number, maker)), False))
    return faults


def called(record: type[Record], name: str, maker: Who) -> Text | str:
    """What people call a column, also one that was removed; by its bare name where nobody knows it any more, or where this
    person may not see it: that one is there is told to nobody else."""
    columns, item = house().records["design_column"], record.fields().get(name)
    if item is not None:
        label, keepers = item.label, item.keepers
    elif rows := columns.rows(columns.record_type == record.key(), columns.name == name):
        label, keepers = Text(rows[0].zh, rows[0].en), rows[0].seen_by == "keepers"
    else:
        return name
    grant = maker.grants.get(record.key())
    seen = grant is not None and name not in grant.hidden and ("edit" in grant.verbs or not keepers)
    return label if maker.all_rights or seen else name


def can_ask(record: type[Record], name: str, maker: Who) -> bool:
    """Whether a form may ask for a column, once it is said which rows of another table may be chosen."""
    question = Question(name, None, None, False, {}, {})
    return (
        _asked(record, question, maker, writer(record, Body((Part(None, (question,)),), {}, None, None, None), ""))
        is None
    )


def _asked(record: type[Record], question: Question, maker: Who, as_form: Who) -> Misfit | None:
    item = record.fields().get(question.name)
    if item is None or item.secret or item.aside or visible(maker, record).get(question.name) != "full":
        computed = question.name in record.facts().computed
        text = (
            BY_ITSELF(label=record.facts().computed[question.name].label)
            if computed
            else NO_COLUMN(name=called(record, question.name, maker))
        )
        return Misfit(text, False)
    if item.auto is not None or isinstance(item, PinyinField):
        return Misfit(BY_ITSELF(label=item.label), True)
    for who in (maker, as_form):
        if (why := why_not(who, "add", record, question.name)) and not item.uploaded:
            return Misfit(why, True)
    if any(question.name in names for names in record.unique_sets()):
        return Misfit(ONLY_ONCE(label=item.label), True)
    return _offered(item, question, maker) if isinstance(item, LinkField) else None


def _offered(item: LinkField, question: Question, maker: Who) -> Misfit | None:
    target = item.rel_model
    said = {"label": item.label, "record": target.sheet.label}
    if question.offer is None:
        return Misfit(NO_OFFER(**said), True)
    whole = scope(maker, target) is None and visible(maker, target).get(target.sheet.title) == "full"
    if not may(maker, "see", target) or not whole:
        return Misfit(OFFER_UNSEEN(**said), True)
    try:
        count = Query(target, maker, question.offer).count()
    except BadQuery as why:
        return Misfit(BAD_OFFER(label=item.label, why=why.text), True)
    return Misfit(TOO_MANY_OFFERED(**said, n=count, most=MOST_OFFERED), True) if count > MOST_OFFERED else None


def condition_wrong(question: Question, earlier: dict[str, Described]) -> Text | None:
    """Why it can't be told when a question is shown."""
    for name, op, value in conditions(question.when):
        item = earlier.get(name)
        if item is None or item.uploaded:
            return ONLY_EARLIER
        listed = value if op in ("in", "not_in") else [value]
        if op not in OPERATORS or not isinstance(listed, list):
            return BAD_OPERATOR(op=op)
        if isinstance(item, ChoiceField) and op in ("eq", "ne", "in", "not_in"):
            keys = {option.key for option in item.options}
            if lost := [part for part in listed if part not in keys]:
                return NOT_AN_OPTION(label=item.label, value=str(lost[0]))
    return None


def _fixed(record: type[Record], body: Body, public: bool, maker: Who, as_form: Who) -> Iterator[Misfit]:
    for name, said in body.fixed.items():
        item = record.fields().get(name)
        if item is None or visible(maker, record).get(name) != "full":
            yield Misfit(NO_COLUMN(name=called(record, name, maker)), False)
            continue
        why = next((why for who in (maker, as_form) if (why := why_not(who, "add", record, name))), None)
        if why is None:
            try:
                fixed_value(item, said, maker, public, maker)
                continue
            except Refused as refused:
                why = refused.text
        yield Misfit(BAD_FIXED(label=item.label, why=why), True)


def fixed_value(item: Described, said: Any, who: Who, public: bool = False, finder: Who = SYSTEM) -> Any:
    """What is filled in, as the door takes it: a value, a link by what people call its row, or what follows from who and when.

    finder: in whose sight a link's row must be. Raises Refused for what the column can't hold.
    """
    if isinstance(said, dict):
        return _following(item, said.get("as"), who, public)
    if isinstance(item, LinkField):
        ids = find(item.rel_model, finder, {str(said)}).get(str(said), [])
        if len(ids) != 1:
            raise Refused(NOT_SO)
        return ids[0]
    value = item.parse(said)
    if value is None:
        raise Refused(NOT_SO)
    return item.keep(value)


def _following(item: Described, word: Any, who: Who, public: bool) -> Any:
    if word in (TODAY, NOW) and item.kind in ("day", "moment"):
        return item.keep(today() if item.kind == "day" else now())
    kinds = {ME: "employee", MY_STORE: "store"}
    if isinstance(item, LinkField) and kinds.get(word) == item.rel_model.key():
        if public:
            raise Refused(FOR_STRANGERS)
        return who.employee_id if word == ME else who.store_id
    raise Refused(NOT_SO)


def _left_out(record: type[Record], body: Body) -> Iterator[Misfit]:
    always = {question.name for question in body.questions if not question.when} | body.fixed.keys()
    for name, item in record.fields().items():
        if item.required and not item.locked and name not in always and not isinstance(item, PinyinField):
            yield Misfit(MUST_ASK(label=item.label), True)
