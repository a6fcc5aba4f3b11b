"""What somebody who opens a form gets: its questions as the house has them now, or the word why there is nothing to answer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from ...kit.ask.query import Query
from ...kit.ask.titles import titles_of
from ...kit.clock import today
from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ...kit.fields import Described, LinkField
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from .body import Body, Question, read
from .forms import DesignForm, FormAnswer
from .sound import MOST_OFFERED, SYSTEM, askable, condition_wrong, misfits

UNKNOWN = Text("这个链接无效，请向给你链接的人核对", "This link isn't valid; please ask whoever gave it to you")
SHUT = Text("这张表单现在不收填写", "This form isn't taking answers now")
OVER = Text("这张表单已于 {day} 截止", "This form closed on {day}")
FULL = Text("这张表单已收满 {most} 份", "This form has all the {most} answers it takes")
ANSWERED = Text("这台设备已经填过，谢谢", "This device has answered already, thank you")
BROKEN = Text(
    "这张表单需要调整，暂时不能填写；请告诉给你链接的人",
    "This form has to be mended first; please tell whoever gave you the link",
)
Finding = Callable[[], Row]


class Shut(Refused):
    """There is nothing to answer here: unknown, not open, over, full, or answered already."""


@dataclass(frozen=True)
class Asked:
    """One question with its column; options: the rows that may be chosen, id to title, where it is a link."""

    question: Question
    item: Described
    options: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def label(self) -> Text:
        return self.question.label or self.item.label

    @property
    def required(self) -> bool:
        return self.question.required or (self.item.required and not self.item.uploaded)


@dataclass(frozen=True)
class Paper:
    """What there is to answer, section by section."""

    form: Row
    record: type[Record]
    body: Body
    parts: list[tuple[Text | None, list[Asked]]]

    @property
    def asked(self) -> list[Asked]:
        return [asked for _, questions in self.parts for asked in questions]


def by_token(token: str) -> Row:
    """The public form behind a link. Raises Shut."""
    form = next(iter(DesignForm.rows(DesignForm.token == token)), None)
    if form is None or not form.public:
        raise Shut(UNKNOWN)
    return form


def by_id(id: int) -> Row:
    """A form for people who are signed in. Raises Shut."""
    form = DesignForm.rows_by_id([id]).get(id) if 0 < id < 2**53 else None
    if form is None:
        raise Shut(UNKNOWN)
    return form


def open_paper(form: Row, device: str = "") -> Paper:
    """What there is to answer. Raises Shut with the word for whoever opened it."""
    if not form.open:
        raise Shut(SHUT)
    if form.closes_on and form.closes_on < today():
        raise Shut(OVER(day=form.closes_on))
    mine = FormAnswer.form == form.id
    if form.once and device and FormAnswer.select().where(mine, FormAnswer.slot == slot_of(device)).exists():
        raise Shut(ANSWERED)
    if form.most and FormAnswer.select().where(mine).count() >= form.most:
        raise Shut(FULL(most=form.most))
    return drawn(form)


def drawn(form: Row, who: Who = SYSTEM) -> Paper:
    """The questions, open or not; one whose column is gone is left out. Raises Shut where the form must be mended first."""
    record = house().records.get(form.record_type)
    if record is None or not askable(record):
        raise Shut(BROKEN)
    body = read(form.body)
    if any(misfit.stops for misfit in misfits(record, body, bool(form.public), who)):
        raise Shut(BROKEN)
    return Paper(form, record, body, [*sections(record, body)])


def sections(record: type[Record], body: Body) -> list[tuple[Text | None, list[Asked]]]:
    """Its sections with the questions whose columns are there; one whose condition can't be told is always shown."""
    earlier: dict[str, Described] = {}
    parts = []
    for part in body.parts:
        asked = []
        for question in part.questions:
            item = record.fields().get(question.name)
            if item is None:
                continue
            if condition_wrong(question, earlier):
                question = Question(**{**vars(question), "when": {}})
            earlier[question.name] = item
            asked.append(Asked(question, item, _options(item, question)))
        if asked:
            parts.append((part.title, asked))
    return parts


def _options(item: Described, question: Question) -> dict[int, str]:
    if not isinstance(item, LinkField) or question.offer is None:
        return {}
    target = item.rel_model
    order = [target.sheet.title] if not isinstance(target.fields()[target.sheet.title], LinkField) else None
    ids = [row["id"] for row in Query(target, SYSTEM, question.offer, order).rows(0, MOST_OFFERED)]
    titles = titles_of(target, set(ids))
    return {id: titles[id] for id in ids}


def slot_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
