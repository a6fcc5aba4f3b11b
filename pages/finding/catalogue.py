"""What there is to open, as one person may: the pages of the menu, every table, what can be begun there, and dashboards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models import house
from models.design import Board, DesignType
from models.design.boards.standing import boards_for
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.pinyin import word_pinyin
from models.kit.text import Text
from models.runs import runs_jobs
from models.weekly.readers import reads_weeks

from .words import HERE, IMPORT, NEW, ON_ROW, OVERVIEW

OWN = (
    ("/", HERE, "home"),
    ("/todo", Text("待办", "To do"), "task_alt"),
    ("/history", Text("修改记录", "Changes"), "history"),
    ("/help", Text("帮助", "Help"), "help_outline"),
    ("/news", Text("更新内容", "What's new"), "new_releases"),
    ("/subscriptions", Text("我的订阅", "My subscriptions"), "notifications"),
    ("/account/password", Text("修改密码", "Change password"), "key"),
    ("/account/second-step", Text("动态验证码", "Second step"), "phonelink_lock"),
)


@dataclass(frozen=True)
class Entry:
    """Something to open. kind: `page` or `action`; where: the area or the table it belongs to."""

    kind: str
    path: str
    label: Text
    icon: str
    where: Text | None = None

    def wire(self, lang: str) -> dict[str, Any]:
        """As the browser looks through it: also by the other language, by pinyin and its initials."""
        other = self.label.zh if lang == "en" else self.label.en
        return {
            "kind": self.kind,
            "path": self.path,
            "label": self.label.say(lang),
            "hint": self.where.say(lang) if self.where else "",
            "icon": self.icon,
            "also": f"{other.lower()} {word_pinyin(self.label.zh)}".strip(),
        }


def catalogue(who: Who) -> list[Entry]:
    return [*pages_for(who), *actions_for(who)]


def pages_for(who: Who) -> list[Entry]:
    """In the order of the menu."""
    return [*_general(who), *_boards(who), *(entry for area in house().areas for entry in _of_area(area, who))]


def actions_for(who: Who) -> list[Entry]:
    """What can be begun: a new row, an import, and what is done with a row of a table."""
    return [entry for area in house().areas for record in area.records for entry in _of_table(area, record, who)]


def _general(who: Who) -> Iterator[Entry]:
    yield from (Entry("page", path, label, icon) for path, label, icon in OWN)
    if reads_weeks(who):
        yield Entry("page", "/weekly", Text("周报", "Weekly report"), "event_note")
    if boards_for(who) or may(who, "add", Board):
        yield Entry("page", "/boards", Text("仪表盘", "Dashboards"), "dashboard")
    if runs_jobs(who):
        yield Entry("page", "/jobs", Text("后台任务", "Jobs"), "schedule")
    if may(who, "add", DesignType):
        yield Entry("page", "/tables/new", Text("新建表", "New table"), "add")


def _boards(who: Who) -> Iterator[Entry]:
    for board in boards_for(who):
        if board.id is not None:
            yield Entry("page", f"/board/{board.id}", board.label, "dashboard", Text("仪表盘", "Dashboards"))


def _of_area(area: Any, who: Who) -> Iterator[Entry]:
    seen = [record for record in area.records if may(who, "see", record)]
    if not seen:
        return
    if area.metrics or area.charts or area.dues:
        yield Entry("page", f"/a/{area.name}", OVERVIEW(area=area.label), area.icon, area.label)
    for record in seen:
        yield Entry("page", f"/t/{record.key()}", record.sheet.label, record.sheet.icon or area.icon, area.label)
    for path, label in area.pages:
        yield Entry("page", path, label, "insights", area.label)


def _of_table(area: Any, record: type[Record], who: Who) -> Iterator[Entry]:
    label, key = record.sheet.label, record.key()
    if record.sheet.parent is None and may(who, "add", record):
        yield Entry("action", f"/r/{key}/new", NEW(record=label), "add", area.label)
    if may(who, "import", record):
        yield Entry("action", f"/import/{key}", IMPORT(record=label), "upload_file", area.label)
    for action in area.actions:
        if action.on is record and may(who, action.verb, record):
            yield Entry("action", f"/t/{key}", action.label, action.icon, ON_ROW(record=label))
