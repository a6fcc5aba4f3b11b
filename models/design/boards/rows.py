"""Boards 仪表盘 as rows of the design: what one may be, on whichever way it comes."""

from ...kit.declare.record import Move, Record, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.fields import FlagField, LineField, NameField, NoteField, PinyinField
from ...kit.server.standing import pinned
from ...kit.text import Refused, Text
from ...kit.write.writes import Changes
from ..needed import coming
from ..views import built_in, roles
from . import words
from .body import read
from .sound import misfits

MOST = 60


class Board(Record):
    """One board."""

    zh = LineField("仪表盘名称", "Dashboard", max_length=40, width=180, aka=("仪表盘",))
    zh_py = PinyinField("名称拼音", "Name pinyin", of="zh")
    en = LineField("英文名称", "English name", null=True, max_length=60, width=180)
    open = FlagField(
        "开放", "Open", default=False, hint=Text("开放后别人才看得到", "Others see it only while it is open"), width=80
    )
    home_for = NameField(
        "作为首页",
        "Home of role",
        known=built_in,
        null=True,
        max_length=40,
        width=140,
        hint=Text("这个角色的人登录后先看到它", "People of this role see it first when they come"),
    )
    body = NoteField("内容", "Contents", hint=Text("由仪表盘页保存", "Kept by the page of dashboards"))

    sheet = Sheet(
        "仪表盘",
        "Dashboards",
        title="zh",
        order=("zh",),
        key=("zh",),
        search=("zh", "zh_py", "en"),
        columns=("zh", "en", "open", "home_for"),
        verbs="see add edit delete export",
        checks=(lambda c, moves: refuse_misfits(c, moves),),
        consequences=(Then(lambda c, moves: keep_boards(c, moves), also=EVERY_WAY),),
        icon="dashboard",
    )

    class Meta:
        indexes = ((("zh",), True),)


def keep_boards(c: Changes, moves: list[Move]) -> None:
    """What a board may be, on every way."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        try:
            body = read(row.body)
        except Refused as why:
            raise Refused(why.text, "body", move.index) from None
        known = roles()
        if wrong := next(
            (code for code in (*body.roles, row.home_for) if code is not None and code not in known), None
        ):
            raise Refused(words.NO_ROLE(name=wrong), "home_for" if wrong == row.home_for else "body", move.index)
        _unlike_others(move)


def _unlike_others(move: Move) -> None:
    row, others = move.new, Board.rows(Board.id != move.id)
    if move.old is None and len(others) >= MOST:
        raise Refused(words.TOO_MANY(most=MOST), "zh", move.index)
    for other in others:
        if row.home_for is not None and other.home_for == row.home_for:
            role = Text(*roles()[row.home_for])
            raise Refused(words.ONE_HOME(role=role, name=other.zh), "home_for", move.index)


def refuse_misfits(c: Changes, moves: list[Move]) -> None:
    """A board is made of what there is; what goes later is said on the board itself, and doesn't stand in the way of undo."""
    for move in moves:
        if move.new is None or not move.changed("body"):
            continue
        try:
            body = read(move.new.body)
        except Refused:
            continue  # said by what holds on every way
        with pinned(coming()):  # as it is once what is written with it is there
            wrong = [(block, why) for block in body.blocks for why in misfits(block)]
        if wrong:
            block, why = wrong[0]
            raise Refused(words.MISFIT(block=block.called, why=why), "body", move.index)


__all__ = ["Board", "keep_boards"]
