"""Freeze rules on the page of a table's design: what is locked when, by which rule, and the dialog that makes one."""

import json
from functools import partial
from typing import Any

from nicegui import ui

from models.accounts import Role
from models.design import DesignFreeze
from models.design.freezes import saying
from models.design.freezes.rows import bill, days_of, lockable
from models.design.freezes.rule import ALL, Freeze, freeze_of
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import Choice, ChoiceField, LineField
from models.kit.text import Text
from models.kit.write.edits import Answer, edit

from ..parts.dialogs import alarm, confirm, dialog, foot, place_faults, why_refused
from ..parts.inputs import Entry
from ..parts.pieces import button, card, empty, icon_button, table, tag
from ..parts.session import ask, viewer
from ..sheet.conditions import Conditions
from .asked import SeveralField

TITLE = Text("锁定规则", "Freeze rules")
ADD, CHANGE = Text("加锁定规则…", "Add a freeze rule…"), Text("修改锁定规则", "Change the freeze rule")
WHAT_FOR = Text(
    "符合条件的行，这些列就锁住：表格、粘贴、导入、表单、接口、自动化和步骤都一样。能更正的人要说明原因，修改记录里写作“更正”。",
    "Where the condition is met these columns are locked, on every way in: grid, paste, import, form, API, automations and steps. "
    "Who may correct them gives a reason, and the history calls it a correction.",
)
NOTHING = Text("还没有锁定规则", "No freeze rules yet")
RULE, WHEN, WHAT, WHO = (
    Text("规则", "Rule"),
    Text("什么时候", "When"),
    Text("锁住", "Locks"),
    Text("谁可以更正", "Who may correct"),
)
CONDITION, WEEK = (
    Text("条件", "Condition"),
    Text("或：这个日期所在的周关账以后", "Or: once the week of this day is closed"),
)
COLUMNS = Text("锁住哪些列", "Which columns")
COLUMNS_HINT = Text(
    "选“整行”连明细和删除一起锁；状态由步骤移动，要锁住它请单独选上。条件里的列总是一起锁",
    "“The row” locks its lines and its deletion, too; the state moves by its steps, choose it to lock it. "
    "The columns of the condition are always locked",
)
WHOLE = Text("整行（连明细和删除）", "The row, with its lines and its deletion")
NAME, ENGLISH = Text("名称", "Name"), Text("英文名称", "English name")
NAME_HINT = Text("锁定的原因，人人看得到，如“已入账”", "Why it is locked, as everybody reads it, like “Booked”")
APPROVERS = Text("留空：能审批这张表的人", "Left empty: who may approve here")
COUNTED = Text("现有 {n} 行会锁住：{rows}", "{n} rows are locked as they stand: {rows}")
NONE_NOW = Text("现在没有行符合", "No row meets it now")
LOOK, SAVE = Text("看看有哪些行", "See which rows"), Text("保存", "Save")
REMOVE, REMOVE_SURE = (
    Text("删除锁定规则", "Delete the freeze rule"),
    Text("它锁住的内容会马上放开。", "What it locks is open at once."),
)


def read_rules(record: type[Record]) -> list[Freeze]:
    rows = DesignFreeze.rows(DesignFreeze.record_type == record.key())
    return [rule for row in rows if (rule := freeze_of(row)) is not None]


def rules_in_words(record: type[Record]) -> list[tuple[Freeze, Text, Text, Text]]:
    """Each rule of a type with when, what and who in words."""
    return [
        (rule, saying.when(rule, record), saying.what(rule, record), saying.who(rule, record))
        for rule in read_rules(record)
    ]


def freezes(record: type[Record], rules: list[tuple[Freeze, Text, Text, Text]], who: Who) -> None:
    """The card of a type's rules."""
    with card(TITLE.say(who.lang), str(len(rules)) if rules else "", flush=bool(rules)) as head:
        if may(who, "add", DesignFreeze):
            with head:
                button(
                    ADD.say(who.lang),
                    partial(_open, record, None),
                    icon="lock_clock",
                    kind="o-small",
                    mark="add freeze",
                )
        tag("p", "o-soft o-pad" if rules else "o-soft", WHAT_FOR.say(who.lang))
        if not rules:
            empty(NOTHING.say(who.lang), "lock_open")
            return
        heads = [(text.say(who.lang), "") for text in (RULE, WHEN, WHAT, WHO)]
        table([*heads, ("", "o-tight")], [_line(record, *rule, who) for rule in rules])


def _line(record: type[Record], rule: Freeze, when: Text, what: Text, by: Text, who: Who) -> list[Any]:
    def ways() -> None:
        with tag("div", "o-row"):
            named = rule.label.say(who.lang)
            change = f"{CHANGE.say(who.lang)} {named}"
            icon_button("edit", change, lambda: _open(record, rule), kind="o-quiet o-small")
            icon_button("delete", f"{REMOVE.say(who.lang)} {named}", lambda: _remove(rule), kind="o-quiet o-small")

    shown = [rule.label.say(who.lang), when.say(who.lang), what.say(who.lang), by.say(who.lang)]
    return [*shown, ways if may(who, "edit", DesignFreeze) else ""]


def _remove(rule: Freeze) -> None:
    async def go() -> Text | None:
        answer = await ask(edit, DesignFreeze, [], who=viewer(), delete=[rule.id], via="form")
        if answer.state != "applied":
            return why_refused(answer)
        ui.navigate.reload()
        return None

    who = viewer()
    confirm(REMOVE.say(who.lang), REMOVE_SURE.say(who.lang), REMOVE.say(who.lang), go)


async def _open(record: type[Record], rule: Freeze | None) -> None:
    roles = await ask(_roles)
    FreezeDialog(record, rule, roles)


def _roles() -> dict[str, Text]:
    return {row.code: Text(row.name, row.name_en or row.name) for row in Role.rows()}


class FreezeDialog:
    """One rule while it is made or changed; how many rows it locks is told before it is kept."""

    def __init__(self, record: type[Record], rule: Freeze | None, roles: dict[str, Text]):
        who = viewer()
        self.record, self.rule, self.filter = record, rule, dict(rule.filter) if rule else {}
        with dialog((CHANGE if rule else ADD).say(who.lang)) as (made, alert):
            self.made, self.alert = made, alert
            with tag("div", "o-form o-one"):
                self.entries = {name: self._entry(name, item, who) for name, item in self._questions(roles).items()}
                Conditions(record.key(), self.filter, CONDITION.say(who.lang), who, self._took)
                days = _options(days_of(record))
                if days:
                    item = ChoiceField(WEEK.zh, WEEK.en, options=days, null=True)
                    self.entries["week"] = Entry("week", item, who, rule.week if rule else None)
                self.entries["columns"] = self._columns(who)
            button(LOOK.say(who.lang), self.look, icon="visibility", kind="o-small", mark="look")
            self.counted = tag("div", "o-soft")
            foot(made, SAVE.say(who.lang), self.save, who)

    def _questions(self, roles: dict[str, Text]) -> dict[str, Any]:
        return {
            "zh": LineField(NAME.zh, NAME.en, max_length=60, hint=NAME_HINT),
            "en": LineField(ENGLISH.zh, ENGLISH.en, null=True, max_length=80),
            "role": ChoiceField(WHO.zh, WHO.en, options=_options(roles), null=True, hint=APPROVERS),
        }

    def _entry(self, name: str, item: Any, who: Who) -> Entry:
        if self.rule is None:
            return Entry(name, item, who, None)
        said = {"zh": self.rule.label.zh, "en": self.rule.label.en, "role": self.rule.role}
        return Entry(name, item, who, said[name])

    def _columns(self, who: Who) -> Entry:
        options = (Choice(ALL, WHOLE.zh, WHOLE.en), *_options(lockable(self.record)))
        item = SeveralField(COLUMNS.zh, COLUMNS.en, options=options, hint=COLUMNS_HINT)
        return Entry("columns", item, who, sorted(self.rule.columns) if self.rule else None)

    def _took(self, filter: dict[str, Any]) -> None:
        self.filter = filter

    def body(self) -> str:
        week = self.entries["week"].value if "week" in self.entries else None
        said = {"filter": self.filter, "week": week, "columns": self.entries["columns"].value}
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)

    async def look(self) -> None:
        who = viewer()
        if not may(who, "add", DesignFreeze):
            return
        answer = await ask(bill, self.record, self.body(), who)
        alarm(self.alert, answer["wrong"], who)
        rows = ("、" if who.lang == "zh" else ", ").join(answer["rows"])
        text = COUNTED(n=f"{answer['count']:,}", rows=rows) if answer["count"] else NONE_NOW
        self.counted.set_text("" if answer["wrong"] else text.say(who.lang))

    async def save(self) -> None:
        sets = {name: self.entries[name].value for name in ("zh", "en", "role")} | {"body": self.body()}
        answer = await ask(_kept, self.record, self.rule, sets, viewer())
        if answer.state == "applied":
            self.made.close()
            ui.navigate.reload()
        else:
            place_faults(answer, self.entries, self.alert, viewer())


def _kept(record: type[Record], rule: Freeze | None, sets: dict[str, Any], who: Who) -> Answer:
    wanted = {"id": rule.id, "set": sets} if rule else {"id": None, "set": {**sets, "record_type": record.key()}}
    return edit(DesignFreeze, [wanted], who=who, via="form")


def _options(known: dict[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(name, label.zh, label.en) for name, label in known.items())
