"""What is made in the browser names roles by their code: a role stays, under this code, while something goes by it."""

from collections.abc import Iterator

from ..kit.declare.record import Move
from ..kit.text import Refused, Text, join
from ..kit.write.writes import Changes
from .automations.body import read as read_automation
from .automations.rows import DesignAutomation
from .boards.body import read as read_board
from .boards.rows import Board
from .freezes import DesignFreeze
from .views import DesignView

MOST_NAMED = 5
GOES_BY = Text(
    "角色“{role}”还被这些用到：{users}；请先改用别的角色或删除它们",
    "These go by the role “{role}”: {users}; give them another role or delete them first",
)
AND_MORE = Text("{users} 等 {count} 项", "{users} and others, {count} in all")
AUTOMATION, BOARD = Text("自动化“{name}”", "the automation “{name}”"), Text("仪表盘“{name}”", "the dashboard “{name}”")
VIEW, FREEZE = Text("视图“{name}”", "the view “{name}”"), Text("锁定规则“{name}”", "the freeze rule “{name}”")


def keep_roles(c: Changes, moves: list[Move]) -> None:
    """Raises Refused where a role that something goes by would be gone or get another code."""
    for move in moves:
        old = move.old
        if old is None or not (move.new is None or move.changed("code")):
            continue
        users = list(_going_by(old.code))
        if users:
            named = join(users[:MOST_NAMED])
            named = AND_MORE(users=named, count=len(users)) if len(users) > MOST_NAMED else named
            role = Text(old.name, old.name_en or old.name)
            raise Refused(GOES_BY(role=role, users=named), "code" if move.new else None, move.index)


def _going_by(code: str) -> Iterator[Text]:
    for row in DesignAutomation.rows():
        body = read_automation(row.body)
        if row.role == code or body is not None and any(code in (deed.get("roles") or ()) for deed in body["then"]):
            yield AUTOMATION(name=Text(row.zh, row.en or row.zh))
    for row in Board.rows():
        if row.home_for == code or code in read_board(row.body).roles:
            yield BOARD(name=Text(row.zh, row.en or row.zh))
    for row in DesignView.rows(DesignView.default_for == code):
        yield VIEW(name=Text(row.name, row.name_en or row.name))
    for row in DesignFreeze.rows(DesignFreeze.role == code):
        yield FREEZE(name=Text(row.zh, row.en or row.zh))
