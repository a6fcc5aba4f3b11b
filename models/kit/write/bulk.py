"""One thought about many rows: set, clear, reckon, replace text, put and take tags; tried first, applied as one batch."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import words
from ..ask.links import visible_ids
from ..ask.query import Query
from ..ask.titles import titles_of
from ..declare.access import Who, scope, why_not
from ..declare.record import Record, Row
from ..server.memory import growing
from ..text import Refused, Text
from .edits import REFUSING, Answer, Fault, refusal, within
from .freezing import NeedsReason
from .manner import Manner, manner_of, text_of
from .unseen import Unseen
from .writes import Changes, Duplicate, changes, digest_of

MOST = 100_000  # rows of one change
MOST_TRIED = 2_000  # rows whose rules are asked in a trial: it holds up who writes
AT_ONCE = 5_000
SHOWN = 100
MOST_REFUSED = 1_000
TOO_MANY = Text(
    "一次最多改 {most} 行，现在是 {n} 行，请先筛选", "At most {most} rows at once; these are {n}: filter first"
)
MOVED_ON = Text("这一行已被删除，或不在你能看到的范围", "This row was deleted, or isn't yours to see")
TOO_MANY_REFUSE = Text(
    "有 {n} 行以上不能这样改，没有改动任何一行；请先看预览，或缩小范围",
    "{n} rows or more refuse, so nothing was changed; look at the preview or choose fewer rows",
)
LABEL = Text("批量修改：{fields}", "Changed in bulk: {fields}")


@dataclass(frozen=True)
class Chosen:
    """Which rows: those of these ids, or all that a filter and a search leave, as grids ask for them."""

    ids: list[int] | None = None
    filter: Any = None
    search: str | None = None

    def rows(self, record: type[Record], who: Who) -> list[int]:
        """Raises Refused for more than MOST, and what a query raises."""
        if self.ids is None:
            query = Query(record, who, self.filter, None, self.search)
            if (count := query.count()) > MOST:
                raise Refused(TOO_MANY(most=f"{MOST:,}", n=f"{count:,}"))
            return query.ids() if count else []
        if len(self.ids) > MOST:
            raise Refused(TOO_MANY(most=f"{MOST:,}", n=f"{len(self.ids):,}"))
        return list(dict.fromkeys(self.ids))


@dataclass
class Bulk:
    """What came of it, or would come: how many rows change, some of them from → to, and those that refuse, with the reason.

    tried: how many of the changing rows the rules were asked of.
    """

    answer: Answer
    asked: int = 0
    changing: int = 0
    tried: int = 0
    samples: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    left: int = 0  # how many cells or rows stay as they are; `refused` are the first of them
    more: bool = False  # further ones may refuse
    reason: bool = False  # some of them can be corrected by this person, who has to say why

    def wire(self, lang: str) -> dict[str, Any]:
        counts = {"asked": self.asked, "changing": self.changing, "tried": self.tried}
        shown = {
            "samples": self.samples,
            "refused": self.refused,
            "left": self.left,
            "more": self.more,
            "needs_reason": self.reason,
        }
        return {**self.answer.wire(lang), **counts, **shown}


@growing()
def bulk(
    record: type[Record],
    chosen: Chosen,
    wanted: list[dict[str, Any]],
    *,
    who: Who,
    op: str | None = None,
    trial: bool = False,
    leave_out: bool = False,
    reason: str | None = None,
) -> Bulk:
    """`wanted`: [{fields: [name …], how: set|clear|add|times|replace|tag|untag, value …}], see `manner`.

    leave_out: rows that refuse stay as they are and are told; otherwise one of them stops the whole. reason: why, for
    rows that are locked and may be corrected.
    """
    asked = [chosen.ids or [], chosen.filter, chosen.search, wanted, leave_out]
    digest = digest_of("bulk", record.key(), asked, who.user_id)
    running = None
    try:
        if why := why_not(who, "edit", record):
            raise Refused(why)
        manners = [manner_of(record, who, each) for each in wanted]
        label = LABEL(fields=_named(record, manners))
        with changes(who=who, via="grid", op=op, label=label, digest=digest) as door, door.because(reason):
            running = _Running(door, record, who, manners, trial=trial, spread=trial or leave_out)
            running.run(chosen.rows(record, who))
            if trial:
                raise _TakenBack
    except _TakenBack:
        return running.outcome(Answer("checked"))
    except Duplicate as duplicate:
        return Bulk(Answer("duplicate", duplicate.batch.id))
    except REFUSING as why:
        return running.outcome(refusal(why)) if running else Bulk(refusal(why))
    return running.outcome(Answer("applied", door.batch_id, changed=door.changed))


def _named(record: type[Record], manners: list[Manner]) -> Text:
    names = dict.fromkeys(name for manner in manners for name in manner.fields)
    labels = [record.fields()[name].label for name in names]
    shown = labels[:4]
    zh, en = "、".join(label.zh for label in shown), ", ".join(label.en for label in shown)
    return Text(zh, en) if len(labels) <= 4 else Text(zh + "等", en + " and more")


class _TakenBack(Exception):
    """A trial went through: nothing of it stays."""


class _Running:
    """One bulk change inside its transaction, chunk by chunk."""

    def __init__(
        self, door: Changes, record: type[Record], who: Who, manners: list[Manner], *, trial: bool, spread: bool
    ):
        self.door, self.record, self.who, self.manners = door, record, who, manners
        self.trial, self.spread = trial, spread
        self.asked = self.changing = self.tried = 0
        self.samples: list[tuple[int, str, Any, Any]] = []
        self.refusals: list[tuple[int, str | None, Text]] = []
        self.left = 0
        self.out: set[int] = set()  # rows that the door refused
        self.missing: set[int] = set()  # deleted, or out of sight: which of the two is told by no name
        self.more = self.reason = False

    def run(self, ids: list[int]) -> None:
        self.asked = len(ids)
        for start in range(0, len(ids), AT_ONCE):
            part = self._sets(ids[start : start + AT_ONCE])
            self.changing += len(part)
            if self.trial:
                part = part[: max(0, MOST_TRIED - self.tried)]
            self.tried += len(part)
            self._write(part)

    def _sets(self, ids: list[int]) -> list[dict[str, Any]]:
        """What differs, as changes for the door; what can't be reckoned refuses at once."""
        rows = self._read(ids)
        sets = []
        for id in ids:
            if id not in rows:
                self.missing.add(id)
                self._refuse(id, None, MOVED_ON)
            elif values := self._values(id, rows[id]):
                sets.append({"id": id, "set": values})
        return sets

    def _read(self, ids: list[int]) -> dict[int, Row]:
        """The columns that are meant, of the rows that the person may see."""
        names = dict.fromkeys(name for manner in self.manners for name in manner.fields)
        mine = ids if scope(self.who, self.record) is None else visible_ids(self.record, self.who, set(ids))
        return self.record.rows_by_id(mine, names)

    def _values(self, id: int, row: Row) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for manner in self.manners:
            for name in manner.fields:
                now = values[name] if name in values else getattr(row, name)
                try:
                    new = manner.new(name, now)
                except Refused as refused:
                    self._refuse(id, name, refused.text)  # the row's other cells don't suffer for it
                    continue
                if new != now:
                    values[name] = new
        if len(self.samples) < SHOWN:
            self.samples += [(id, name, getattr(row, name), new) for name, new in values.items()]
        return values

    def _refuse(self, id: int, name: str | None, text: Text) -> None:
        if not self.spread:
            raise Refused(text if name is None else words.AT_ROW(row=self._title(id), why=text), name)
        self.left += 1
        if len(self.refusals) < MOST_REFUSED:
            self.refusals.append((id, name, text))

    def _title(self, id: int) -> str:
        return titles_of(self.record, {id}, self.who)[id]

    def _write(self, part: list[dict[str, Any]]) -> None:
        if not part or self.more:
            return
        if not self.spread:
            self._at_its_row(part)
            return
        for fault in self._faults(part):
            self._refuse(part[fault.index]["id"], fault.field, fault.text)
            self.changing -= 1
            self.out.add(part[fault.index]["id"])
            if len(self.out) >= MOST_REFUSED:
                if not self.trial:
                    raise Refused(TOO_MANY_REFUSE(n=f"{MOST_REFUSED:,}"))
                self.more = True
                return

    def _at_its_row(self, part: list[dict[str, Any]]) -> None:
        try:
            within(self.door, self.record, part, self.who)
        except REFUSING as why:
            fault = refusal(why).errors[0]
            title = self._title(part[fault.index]["id"])
            raise Refused(words.AT_ROW(row=title, why=fault.text), fault.field) from why

    def _faults(self, part: list[dict[str, Any]]) -> Iterator[Fault]:
        """Writes what is accepted; yields why each other row isn't. A rule that stops at its first row is asked again of halves."""
        at, left = list(range(len(part))), part
        while left:
            try:
                with self.door.whole():
                    within(self.door, self.record, left, self.who)
                return
            except REFUSING as why:
                causes = getattr(why, "refusals", [why])
                if any(isinstance(refused, Unseen) for refused in causes):
                    raise  # which row clashes with what is out of sight is told of no row, and that it did is noted
                self.reason = self.reason or any(isinstance(refused, NeedsReason) for refused in causes)
                whole, errors = not isinstance(why, Refused), refusal(why).errors
            if not whole and len(left) > 1:
                half = len(left) // 2
                for begins, piece in ((0, left[:half]), (half, left[half:])):
                    for fault in self._faults(piece):
                        yield Fault(at[begins + fault.index], fault.field, fault.text)
                return
            refused = {fault.index: fault for fault in reversed(errors) if fault.index < len(left)}
            for index, fault in sorted(refused.items()):
                yield Fault(at[index], fault.field, fault.text)
            at = [place for index, place in enumerate(at) if index not in refused]
            left = [change for index, change in enumerate(left) if index not in refused]

    # What is told ------------------------------------------------------------------------------------------------------

    def outcome(self, answer: Answer) -> Bulk:
        """With titles and labels as the person reads them; a row that refuses is no sample of what is done."""
        refused = {id for id, *_ in self.refusals}
        samples = [sample for sample in self.samples if sample[0] not in self.out]
        named = ({each[0] for each in samples} | refused) - self.missing
        titles = {id: f"#{id}" for id in self.missing} | titles_of(self.record, named, self.who)
        fields, lang = self.record.fields(), self.who.lang
        return Bulk(
            answer,
            self.asked,
            self.changing,
            self.tried,
            [
                {
                    "id": id,
                    "title": titles[id],
                    "field": name,
                    "label": fields[name].label.say(lang),
                    "from": text_of(fields[name], old, self.who),
                    "to": text_of(fields[name], new, self.who),
                }
                for id, name, old, new in samples
            ],
            [
                {
                    "id": id,
                    "title": titles[id],
                    "field": name,
                    "label": fields[name].label.say(lang) if name in fields else "",
                    "message": text.say(lang),
                }
                for id, name, text in self.refusals
            ],
            self.left,
            self.more,
            self.reason,
        )
