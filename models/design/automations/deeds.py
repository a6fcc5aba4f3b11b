"""What an automation does with the rows that set it off: each kind of deed is looked at before it is kept, and done."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ...accounts.channels import Channel
from ...accounts.people import Role, User
from ...kit.clock import today
from ...kit.declare.access import Who, why_not
from ...kit.declare.area import Action
from ...kit.declare.record import Record
from ...kit.fields import LinkField
from ...kit.formula.naming import named_of
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...kit.write.acting import acted, why_not_act
from ...kit.write.edits import within
from ...kit.write.outbox import queue
from ...kit.write.stepping import name_of
from ...kit.write.writes import Changes
from ..subscriptions import orders
from . import telling
from .body import Automation
from .saying import columns, kept
from .values import refuse_unseen, settled, written

NO_TABLE = Text("没有名为“{name}”的表", "There is no record type called “{name}”")
NO_STEP = Text("{record}没有步骤“{step}”", "{record} has no step “{step}”")
NO_COLUMN = Text("{record}没有“{name}”这一列", "{record} has no column “{name}”")
NO_CHANNEL = Text("没有名为“{name}”的通知渠道", "There is no channel called “{name}”")
NO_USER = Text("没有登录名为“{name}”的用户", "There is no account called “{name}”")
NO_ROLE = Text("没有名为“{name}”的角色", "There is no role called “{name}”")
NO_PERSON = Text("“{name}”不是关联到员工的列", "“{name}” is no link to an employee")
NOBODY = Text(
    "请选择告诉谁：角色、列里的人、用户或渠道", "Choose who is told: roles, people of a column, accounts or channels"
)
NO_TEXT = Text("请写要说的话", "Write what is to be said")
NOTHING = Text("请至少设一列", "Set at least one column")
NO_WEB = Text("“{name}”不是网址渠道", "“{name}” is no channel for a web address")
ONLY_SAYS = Text(
    "按清单一次运行时，只能“通知”或“发送视图”",
    "What runs once for the whole list can only tell somebody or send a view",
)
BY_ROWS = Text(
    "按清单一次说的话里不能写单行的列“[{name}]”；用 {{rows}} 列出各行，用 {{n}} 写有几行",
    "What is said once for the whole list can't name a column of a row, as [{name}]: write {{rows}} for the rows, {{n}} for how many",
)
DONE_SET, DONE_ADD = Text("设置 {n} 行", "{n} rows set"), Text("新增{record} {n} 行", "{record}: {n} rows added")
DONE_STEP, DONE_TELL = Text("步骤“{step}”{n} 行", "step “{step}” on {n} rows"), Text("通知 {n} 条", "{n} notices")
TOLD_NOBODY = Text(
    "没有人收到：收件人空缺、已停用，或看不到这些行",
    "nobody was told: whom it names is missing, has left, or doesn't see these rows",
)
DONE_SEND = Text("发送视图 {n} 份", "{n} views to be sent")
NO_FORM = Text("形式是文字或 Excel", "It is sent as text or as Excel")
NOBODY_TO = Text("请选择发给谁：角色、用户或渠道", "Choose who gets it: roles, accounts or channels")
DONE_CALL = Text("调用网址 {n} 次", "{n} calls")


@dataclass(frozen=True)
class Doing:
    """What is under way: in which change, for which automation, over which rows of which type, with whose rights."""

    c: Changes
    automation: Automation
    record: type[Record]
    ids: list[int]
    who: Who

    def key(self, at: int, id: Any, *more: Any) -> str:
        """What a message is about, so that it is queued once."""
        parts = json.dumps([self.c.op, self.automation.id, at, id, *more], default=str)
        return f"automation {hashlib.sha256(parts.encode()).hexdigest()[:40]}"


class Set:
    """Set columns of the row."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        if not deed.get("values"):
            raise Refused(NOTHING, "body")
        _writable(record, deed["values"], who, "edit")
        return {**deed, "values": settled(record, deed["values"], who)}

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        sets = written(doing.record, doing.ids, deed["values"], doing.who)
        within(doing.c, doing.record, [{"id": id, "set": sets[id]} for id in doing.ids], doing.who)
        return DONE_SET(n=len(doing.ids))


class Add:
    """Add a row elsewhere, one for each."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        other = _type(deed.get("record"))
        if why := why_not(who, "add", other):
            raise Refused(why, "body")
        _writable(other, deed.get("values", {}), who, "add")
        return {**deed, "values": settled(record, deed.get("values", {}), who)}

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        other = _type(deed["record"])
        sets = written(doing.record, doing.ids, deed["values"], doing.who)
        rows = [{"id": None, "set": self.fitted(other, sets[id])} for id in doing.ids]
        within(doing.c, other, rows, doing.who)
        return DONE_ADD(record=other.sheet.label, n=len(doing.ids))

    def fitted(self, other: type[Record], sets: dict[str, Any]) -> dict[str, Any]:
        return sets


class Work(Add):
    """Make a work item: a row of 问题与任务 with its title, owner and day."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        if not deed.get("text"):
            raise Refused(NO_TEXT, "body")
        if deed.get("owner"):
            refuse_unseen(record, deed["owner"], who)
            _person(record, deed["owner"])
        super().look(record, self._as_row(deed), who)
        return {**deed, "text": kept(deed["text"], record)}

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        return super().do(doing, at, self._as_row(deed))

    def fitted(self, other: type[Record], sets: dict[str, Any]) -> dict[str, Any]:
        """A title is cut: what columns say in it may be of any length."""
        most = other.fields()["title"].max_length
        return {**sets, "title": shortened(" ".join(sets["title"].split()), most)}

    @staticmethod
    def _as_row(deed: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {"title": {"text": deed["text"]}}
        if deed.get("owner"):
            values["owner"] = {"column": deed["owner"]}
        if "days" in deed:
            values["due_on"] = {"is": (today() + timedelta(days=deed["days"])).isoformat()}
        return {"do": "add", "record": "work_item", "values": values}


class Step:
    """Take a step, with all it demands."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        if why := why_not_act(self._action(record, deed), who):
            raise Refused(why, "body")
        return deed

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        action = self._action(doing.record, deed)
        for id in doing.ids:
            acted(doing.c, action, doing.who, id, deed.get("answers", {}))
        return DONE_STEP(step=action.label, n=len(doing.ids))

    @staticmethod
    def _action(record: type[Record], deed: dict[str, Any]) -> Action:
        step = next((step for step in record.sheet.steps if step.name == deed.get("step")), None)
        action = house().actions.get(name_of(record, step)) if step is not None else None
        if action is None:
            raise Refused(NO_STEP(record=record.sheet.label, step=deed.get("step", "")), "body")
        return action


class Tell:
    """Tell roles, people of a column, accounts and channels."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        if not str(deed.get("text") or "").strip():
            raise Refused(NO_TEXT, "body")
        if not any(deed.get(name) for name in ("roles", "people", "users", "channels")):
            raise Refused(NOBODY, "body")
        _known(deed.get("roles", ()), Role.code, NO_ROLE)
        _known(deed.get("users", ()), User.login, NO_USER)
        _known(deed.get("channels", ()), Channel.name, NO_CHANNEL)
        for name in deed.get("people", ()):
            _person(record, name)
        texts = {name: kept(deed[name], record) for name in ("text", "text_en") if deed.get(name)}
        return {**deed, **texts}

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        count = telling.tell(doing, at, deed)
        return DONE_TELL(n=count) if count else TOLD_NOBODY


class Call:
    """Send columns of the row to another system, through the outbox."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        _web(deed.get("channel", ""))
        for name in deed.get("fields", ()):
            refuse_unseen(record, name, who)
        return deed

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        channel = _web(deed["channel"])
        names = deed.get("fields", [])
        for name in names:
            refuse_unseen(doing.record, name, doing.who)
        rows, fields = doing.record.rows_by_id(doing.ids), doing.record.fields()
        messages = []
        for id, row in rows.items():
            values = {name: fields[name].keep(getattr(row, name)) for name in names}
            body = {"automation": doing.automation.label.en, "record": doing.record.key(), "id": id, "values": values}
            messages.append((doing.key(at, id), json.dumps(body, ensure_ascii=False)))
        return DONE_CALL(n=queue(channel, messages))


class Send:
    """Write a view and send it: to people as each sees it, to channels as their role does, once the change is saved."""

    def look(self, record: type[Record], deed: dict[str, Any], who: Who) -> dict[str, Any]:
        if deed.get("form", "text") not in ("text", "xlsx"):
            raise Refused(NO_FORM, "body")
        if not any(deed.get(name) for name in ("roles", "users", "channels")):
            raise Refused(NOBODY_TO, "body")
        _known(deed.get("roles", ()), Role.code, NO_ROLE)
        _known(deed.get("users", ()), User.login, NO_USER)
        _known(deed.get("channels", ()), Channel.name, NO_CHANNEL)
        orders.refuse_unfit(_type(deed.get("record") or record.key()), {"view": "", **deed}, who)
        return {**deed, "record": deed.get("record") or record.key()}

    def do(self, doing: Doing, at: int, deed: dict[str, Any]) -> Text:
        made = doing.automation
        orders.view_named(_type(deed["record"]), deed["view"])
        label = [made.label.zh, made.label.en]
        body = {**deed, "role": made.role, "label": label, "owner": made.owner}
        return DONE_SEND(n=orders.order(doing.key(at, "view"), body))


KINDS: dict[str, Any] = {
    "send": Send(),
    "set": Set(),
    "add": Add(),
    "work": Work(),
    "step": Step(),
    "tell": Tell(),
    "call": Call(),
}


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def look(record: type[Record], deeds: list[dict[str, Any]], who: Who, as_list: bool) -> list[dict[str, Any]]:
    """The deeds as they are kept. Raises Refused for what the role may not, or nobody can."""
    if as_list and any(deed["do"] not in ("tell", "send") for deed in deeds):
        raise Refused(ONLY_SAYS, "body")
    looked = [KINDS[deed["do"]].look(record, deed, who) for deed in deeds]
    for deed in looked if as_list else ():
        for name in sorted(columns(f"{deed.get('text', '')}{deed.get('text_en', '')}")):
            raise Refused(BY_ROWS(name=named_of(record)[name].label), "body")
    return looked


def do_all(doing: Doing) -> list[Text]:
    """One after the other, with the rights and in the name of the role."""
    with doing.c.as_another(doing.who):
        return [KINDS[deed["do"]].do(doing, at, deed) for at, deed in enumerate(doing.automation.then)]


def _type(name: Any) -> type[Record]:
    record = house().records.get(name) if isinstance(name, str) else None
    if record is None:
        raise Refused(NO_TABLE(name=name or ""), "body")
    return record


def _writable(record: type[Record], values: dict[str, Any], who: Who, verb: str) -> None:
    for name in values:
        if name not in record.fields():
            raise Refused(NO_COLUMN(record=record.sheet.label, name=name), "body")
        if why := why_not(who, verb, record, name):
            raise Refused(why, "body")


def _person(record: type[Record], name: str) -> None:
    item = record.fields().get(name)
    if not isinstance(item, LinkField) or item.rel_model is not house().records["employee"]:
        raise Refused(NO_PERSON(name=item.label if item is not None else name), "body")


def _known(names: Any, column: Any, why: Text) -> None:
    there = (
        {name for (name,) in column.model.select(column).where(column.in_(list(names))).tuples()} if names else set()
    )
    for name in names:
        if name not in there:
            raise Refused(why(name=name), "body")


def _web(name: str) -> int:
    row = next(iter(Channel.rows(Channel.name == name)), None)
    if row is None:
        raise Refused(NO_CHANNEL(name=name), "body")
    if row.kind != "web":
        raise Refused(NO_WEB(name=name), "body")
    return row.id


__all__ = ["KINDS", "Doing", "do_all", "look"]
