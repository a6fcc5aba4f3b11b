"""Taking a step: what it asks, what must be filled by then, and who may not be the one to do it."""

from collections.abc import Callable
from typing import Any

from ..declare.access import Who, why_not
from ..declare.leads import instead
from ..declare.record import Record, Row
from ..declare.states import Step, moves_of, no_step, state_label
from ..fields import Described, LinkField, NoteField
from ..formula.checks import refuse_unmet
from ..text import Refused, Text, join
from .doing import in_one_change
from .files import has_file
from .history import Batch, Change
from .writes import Changes

NEEDS = Text("请先填写{fields}，再{step}", "Fill in {fields} first, then {step}")
NEEDS_FILE = Text("请先上传附件（照片或 PDF），再{step}", "Attach a photo or PDF first, then {step}")
SAME_PERSON = Text("{step}要由另一个人来做：{why}", "{step} needs another person: {why}")
IS_FIELD = Text("你是这条记录的{field}", "you are its {field}")
IS_CREATOR = Text("这条记录是你登记的", "you entered it")
IS_MOVER = Text("上一步是你做的", "the last step was yours")
NOR_THE_OTHER = Text("你在代{away}办理，{away}本人也不能做这一步", "you do it for {away}, who may not do it either")
JOINED = Text("{why}{instead}", "{why}{instead}")
# Said so of every step: “已” before it reads wrongly where a step is called 货已退回 or 未接通.
MOVED = Text("{step}：现为“{state}”", "{step}: now “{state}”")


def rule_of(record: type[Record], step: Step) -> Callable:
    """The function behind a step's button, under the name of its action: complaint_close."""

    def take(c: Changes, row: int, **answers: Any) -> Text:
        return _take(c, record, step, row, answers)

    take.__name__ = name_of(record, step)
    take.__doc__ = f"{step.en}: {step.sources} → {step.to}."
    return in_one_change(take)


def name_of(record: type[Record], step: Step) -> str:
    return f"{record.key()}_{step.name}"


def asked(record: type[Record], step: Step) -> dict[str, Described]:
    """The step's own questions, and what it needs that the form of a new row has left for later."""
    return {
        **{name: record.fields()[name] for name in _left_for(record, step)},
        **step.asks,
        **({"reason": NoteField("原因", "Reason")} if step.reason and "reason" not in step.asks else {}),
    }


def _left_for(record: type[Record], step: Step) -> list[str]:
    """Asked once, by the first of the steps, in the order they are declared, that has to do with it."""
    first = {name: step for step in reversed(record.sheet.steps) for name in (*step.needs, *step.asks)}
    return [name for name in step.needs if name in record.sheet.later and name not in step.asks and first[name] is step]


def _take(c: Changes, record: type[Record], step: Step, id: int, answers: dict[str, Any]) -> Text:
    state, row = record.sheet.state, c.fresh(record, id)
    if getattr(row, state) not in step.froms:
        raise Refused(_not_now(record, step, getattr(row, state), c.who), state)
    _another_person(record, step, row, c.who)
    # Why a step is taken stands in the book of moves; a column that happens to be called `reason` says something else.
    kept = {state} if "reason" in step.asks else {state, "reason"}
    written = {n: v for n, v in answers.items() if v is not None and n in record.fields() and n not in kept}
    _may_fill(record, step, written, c.who)
    _filled(record, step, {**vars(row), **written})
    if step.attachment and not has_file(record, id):
        raise Refused(NEEDS_FILE(step=step.label))
    with _naming(c, step):
        c.update(record, id, **{**written, state: step.to})
    refuse_unmet(step.holds, record, c.fresh(record, id), c.who)
    said = step.then(c, c.fresh(record, id), answers) if step.then else None
    return said if isinstance(said, Text) else MOVED(step=step.label, state=state_label(record, step.to))


def _not_now(record: type[Record], step: Step, now: str, who: Who) -> Text:
    return JOINED(why=no_step(record, now, step.to), instead=instead(record, now, step.froms, step.to, who))


class _naming:
    """Which step the door is writing, for the book of moves."""

    def __init__(self, c: Changes, step: Step):
        self.c, self.step = c, step

    def __enter__(self) -> None:
        self.before, self.c.step = self.c.step, self.step.name

    def __exit__(self, *_: Any) -> None:
        self.c.step = self.before


def _filled(record: type[Record], step: Step, values: dict[str, Any]) -> None:
    missing = [name for name in step.needs if values.get(name) in (None, "")]
    if missing:
        raise Refused(
            NEEDS(fields=join([record.fields()[n].label for n in missing], "、", ", "), step=step.label), missing[0]
        )


def _may_fill(record: type[Record], step: Step, written: dict[str, Any], who: Who) -> None:
    """What a step only needs is filled in by whoever might fill it in anywhere."""
    for name in _left_for(record, step):
        if name in written and (why := why_not(who, "edit", record, name)):
            raise Refused(why, name)


def _another_person(record: type[Record], step: Step, row: Row, who: Who) -> None:
    """Neither the person himself nor the one for whom he does it."""
    if who.all_rights:
        return
    for name in step.unlike:
        if why := _is_me(record, name, row, who.user_id, _own(record, name, who.employee_id, who.name)):
            raise Refused(SAME_PERSON(step=step.label, why=why))
        away = who.for_whom
        if away and _is_me(record, name, row, away.user_id, _own(record, name, away.employee_id, away.name)):
            raise Refused(SAME_PERSON(step=step.label, why=NOR_THE_OTHER(away=away.name)))


def _own(record: type[Record], name: str, employee_id: int | None, called: str) -> Any:
    return employee_id if isinstance(record.fields().get(name), LinkField) else called


def _is_me(record: type[Record], name: str, row: Row, user_id: int | None, mine: Any) -> Text | None:
    if name == "creator":
        return IS_CREATOR if user_id is not None and _creator(record, row.id) == user_id else None
    if name == "mover":
        last = next(iter(moves_of(record, row.id)), None)
        return IS_MOVER if last is not None and user_id is not None and last.user_id == user_id else None
    value = getattr(row, name)
    return IS_FIELD(field=record.fields()[name].label) if value is not None and value == mine else None


def _creator(record: type[Record], id: int) -> int | None:
    added = (Change.record == record.key()) & (Change.row_id == id) & (Change.kind == "i")
    return Change.select(Batch.user_id).join(Batch).where(added).order_by(Change.id).limit(1).scalar()
