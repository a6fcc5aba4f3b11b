"""A form made from the declaration: what this person may type, what is masked or kept by rules, and saving with what was seen."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from models.kit.declare.access import Who, why_not
from models.kit.declare.record import Record
from models.kit.formula.asking import seen
from models.kit.text import Text
from models.kit.write.edits import Answer, Fault, edit

from .dialogs import alarm, ask_reveal, ask_undo, place_faults
from .files import column_files
from .inputs import WIDE, Entry
from .leaving import warn
from .pieces import button, notice, span, tag
from .reasons import ask_reason
from .session import ask, viewer
from .unsaved import Unsaved
from .values import show, text_of

SAVE, SAVED, DISCARD = Text("保存", "Save"), Text("已保存", "Saved"), Text("放弃修改", "Discard")
UNDO, THIS_CHANGE = Text("撤销", "Undo"), Text("刚才的保存", "what was just saved")
UNSAVED = Text("有 {n} 项未保存", "{n} unsaved")
ALL_SAVED = Text("没有未保存的修改", "Nothing to save")
FILL_IN = Text("标 * 的为必填", "Fields with * are required")
BY_RULES = Text("系统计算", "Kept by the system")
LOOK = Text("查看", "Show")
READ_ONLY = Text("只能查看：{why}", "Read only: {why}")
TAKE_THEIRS, KEEP_MINE = Text("采用对方的", "Take theirs"), Text("保留我的", "Keep mine")
EMPTY: dict[str, Any] = {}
Locks = Sequence[dict[str, Any]]  # what locks cells of the row, as /frozen tells it: why, mine, columns
NO_LOCKS: Locks = ()


class Form:
    """The fields of one row, or of a row that is to be. `saved` hears of every change that landed."""

    def __init__(
        self,
        record: type[Record],
        row: dict[str, Any] | None,
        saved: Callable[[Answer], Awaitable[None]],
        preset: dict[str, Any] = EMPTY,
        only: tuple[str, ...] = (),
        locks: Locks = NO_LOCKS,
    ):
        self.record, self.row, self.saved, self.preset, self.only = record, row, saved, preset, only
        self.locks = locks
        self.entries: dict[str, Entry] = {}
        self.seen = dict(row or {})
        self.busy, self.kept, self.dirty, self.last = False, False, 0, None
        self.verb = "add" if row is None else "edit"
        self.alert = tag("div", "o-alert")
        self.alert.props["role"] = "alert"
        self.alert.set_visibility(False)
        who = viewer()
        with tag("div") as self.outer:
            where = [str(who.user_id), record.key(), str(row["id"] if row else "new"), *only]
            self.unsaved = Unsaved(self.outer, ".".join(where), lambda: self.seen)
            with tag("div") as self.body:
                self._draw(who)
        self.unsaved.look(self._take_up, self._labels, who.lang)
        self.body.on("keydown.ctrl.s.prevent", self.save, args=[])

    # Drawing ----------------------------------------------------------------------------------------------------------

    def _draw(self, who: Who) -> None:
        self.drawn = (self.row, self.locks, self.last, who)
        fields, shown = self.record.facts().readable, seen(who, self.record)
        kept = [name for name in shown if fields[name].locked and not fields[name].uploaded]
        later = set(self.record.sheet.later) - set(self.preset) if self.row is None else ()
        self.entries = {}
        if self.row is not None and (why := why_not(who, self.verb, self.record)):
            with tag("div", "o-line o-faint o-note"):
                ui.icon("lock")
                span(READ_ONLY(why=why).say(who.lang))
        for lock in self.locks:
            with tag("div", "o-line o-faint o-note").mark("locked"):
                ui.icon("lock")
                span(lock["why"])
        with tag("div", "o-form"):
            for name, mode in shown.items():
                if name not in kept and name not in later and (not self.only or name in self.only):
                    self._field(name, mode, who)
        self._depend()
        if kept and self.row is not None:
            with tag("div", "o-card-head"):
                tag("h2", "o-soft", BY_RULES.say(who.lang))
            with tag("div", "o-form"):
                for name in kept:
                    self._still(name, shown[name], who, why_not(who, "edit", self.record, name))
        if self.entries:
            self._bar(who)

    def _depend(self) -> None:
        """What can be chosen in one field may depend on another one of the same row."""
        for name, entry in self.entries.items():
            within = getattr(self.record.fields()[name], "within", None)
            if within in self.entries:
                entry.beside(lambda within=within: self.entries[within].value)
            elif within is not None:
                entry.beside(lambda within=within: (self.row or self.preset).get(within))

    def _field(self, name: str, mode: str, who: Who) -> None:
        why = why_not(who, self.verb, self.record, name) or self._locked(name)
        if why is None:
            value = self.preset.get(name) if self.row is None else self.row.get(name)
            self.entries[name] = Entry(name, self.record.fields()[name], who, value, on_change=self._count)
        elif self.row is not None:
            self._still(name, mode, who, why)

    def _locked(self, name: str) -> Text | None:
        """What locks this cell for this person; who may correct it types as ever and is asked for a reason."""
        return next((Text(it["why"], it["why"]) for it in self.locks if name in it["columns"] and not it["mine"]), None)

    def _still(self, name: str, mode: str, who: Who, why: Text | None) -> None:
        """A value that can't be typed here, with the reason."""
        item, value = self.record.facts().readable[name], self.row.get(name)
        with tag("div", "o-field o-wide" if isinstance(item, WIDE) else "o-field"):
            with tag("div", "o-label") as label:
                span(item.label.say(who.lang))
                if mode != "masked" and (item.locked or why_not(who, self.verb, self.record) is None):
                    ui.icon("lock")
                if why is not None:
                    label.props["title"] = why.say(who.lang)
            with tag("div", "o-still") as place:
                masked_value(self.record, self.row["id"], name, value) if mode == "masked" else show(item, value, who)
            if mode != "masked" and item.uploaded:
                column_files(self.record, self.row["id"], item, value or [], who)
            elif mode != "masked" and why is not None and not item.locked:
                place.props["title"] = why.say(who.lang)

    def _bar(self, who: Who) -> None:
        with tag("div", "o-savebar") as self.bar:
            self.state = span(self._state(who), "o-faint")
            tag("div", "o-gap")
            if self.last is not None:
                button(UNDO.say(who.lang), self._undo, icon="undo", kind="o-quiet").mark("undo-save")
            self.discard = button(DISCARD.say(who.lang), self.reset, kind="o-quiet")
            button(SAVE.say(who.lang), self.save, icon="check", kind="o-go", mark="save")
        self.discard.set_visibility(False)

    def _state(self, who: Who) -> str:
        if self.dirty:
            return UNSAVED(n=self.dirty).say(who.lang)
        return (FILL_IN if self.row is None else ALL_SAVED).say(who.lang)

    def _count(self) -> None:
        before, self.dirty = self.dirty, sum(entry.changed for entry in self.entries.values())
        self.state.set_text(self._state(viewer()))
        self.discard.set_visibility(bool(self.dirty) and self.row is not None)
        if bool(before) != bool(self.dirty):
            self.bar.classes(toggle="o-dirty")
            warn(bool(self.dirty))
        self.unsaved.keep(self.entries)

    def _labels(self) -> dict[str, str]:
        return {name: entry.item.label.say(viewer().lang) for name, entry in self.entries.items()}

    def _take_up(self, left: dict[str, list]) -> None:
        """What was half typed here before a reload; what a colleague changed since then is told when it is saved."""
        for name, (base, raw) in left.items():
            if name in self.entries:
                self.entries[name].retype(raw)
                if self.row is not None:
                    self.seen[name] = base
        self._count()

    # Saving -----------------------------------------------------------------------------------------------------------

    async def save(self) -> None:
        await self._save()

    async def _save(self, reason: str | None = None) -> None:
        """Send what differs together with what was seen; say at each field what was not accepted, or ask why what is locked is corrected."""
        cells = {name: entry.value for name, entry in self.entries.items() if entry.changed or self.row is None}
        if self.row is None:
            given = {name: value for name, value in self.preset.items() if self.only and name not in self.entries}
            cells = {name: value for name, value in {**given, **cells}.items() if value is not None}
        if self.busy or self.kept or (not cells and self.row is not None):
            return
        self.busy, who = True, viewer()
        seen = {name: self.seen.get(name) for name in cells} if self.row is not None else {}
        wanted = {"id": self.row and self.row["id"], "set": cells, "seen": seen}
        try:
            answer = await ask(edit, self.record, [wanted], who=who, op=uuid.uuid4().hex, via="form", reason=reason)
        finally:
            self.busy = False
        if answer.state == "applied":
            await self._landed(answer)
        elif answer.asks == "reason":
            ask_reason(answer, self._save)
        else:
            place_faults(answer, self.entries, self.alert, who)
            for fault in answer.errors:
                self._choices(fault)

    async def _landed(self, answer: Answer) -> None:
        self.last, self.dirty = answer.batch if answer.changed else None, 0
        self.kept = self.row is None  # pressed once more while its page opens, a new row would be there twice
        notice(SAVED.say(viewer().lang))
        self.unsaved.forget()
        warn(False)
        await self.saved(answer)

    def _choices(self, fault: Fault) -> None:
        """A colleague was faster: both values are told; the person takes one."""
        entry = self.entries.get(fault.field)
        if entry is None or not fault.conflict:
            return

        def take() -> None:
            self.seen[fault.field] = fault.theirs
            entry.start(fault.theirs)
            self._count()

        def keep() -> None:
            self.seen[fault.field] = fault.theirs
            entry.tell(None)

        entry.offer(TAKE_THEIRS, take, "theirs")
        entry.offer(KEEP_MINE, keep, "mine")

    def redraw(self, row: dict[str, Any], locks: Locks = NO_LOCKS) -> None:
        """Show the row as it is stored now."""
        self.row, self.seen, self.dirty, self.locks = row, dict(row), 0, locks
        who = viewer()
        alarm(self.alert, None, who)
        if (row, locks, self.last, who) == self.drawn and not any(entry.changed for entry in self.entries.values()):
            return  # somebody may just be about to type, or press, here
        self.body.clear()
        with self.body:
            self._draw(who)

    def reset(self) -> None:
        """Back to what was seen."""
        for name, entry in self.entries.items():
            entry.start(self.seen.get(name))
        alarm(self.alert, None, viewer())
        self._count()
        self.unsaved.forget()

    async def _undo(self) -> None:
        await ask_undo(self.last, THIS_CHANGE.say(viewer().lang), self._undone)

    async def _undone(self) -> None:
        self.last = None
        await self.saved(Answer("applied"))


def masked_value(record: type[Record], id: int, name: str, value: Any) -> None:
    """A masked value with its lock; whoever has the right may ask for it with a reason."""
    who, item = viewer(), record.fields()[name]
    why = why_not(who, "reveal", record)
    with tag("span", "o-masked"):
        ui.icon("visibility_off")
        text = span("—" if value is None else str(value))
        if value is None:
            return
        if why is not None:
            text.props["title"] = why.say(who.lang)
            return

        def shown(wire: Any) -> None:
            text.set_text(text_of(item, wire, who.lang))
            opener.set_visibility(False)

        opener = button(LOOK.say(who.lang), lambda: ask_reveal(record, id, name, shown), kind="o-quiet o-small")
        opener.mark("reveal-" + name)
