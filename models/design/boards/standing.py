"""The boards of the house that holds here, and which of them is whose: to open, and as the start page."""

import logging
from dataclasses import dataclass

from ...kit.declare.access import Who, may
from ...kit.declare.house import House
from ...kit.server.database import writing
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...system import BoardHome
from .body import Body, read
from .rows import Board
from .starters import STARTERS

log = logging.getLogger("opsdesk.design")


@dataclass(frozen=True)
class Standing:
    """One board as people open it. id: None for a starter, which is declared and nobody's row."""

    id: int | None
    label: Text
    open: bool
    home_for: str | None
    body: Body


def boards_of(built: House) -> tuple[Standing, ...]:
    """Those that were made, in the order of their names; what can't be read any more is left out, and written to the log."""
    if built.design is None:
        return ()
    made = []
    for row in Board.rows(order=Board.zh):
        try:
            body = read(row.body)
        except Refused as why:
            log.error("board %s of the design can't be shown: %s", row.zh, why)
            continue
        made.append(Standing(row.id, Text(row.zh, row.en or row.zh), bool(row.open), row.home_for, body))
    return tuple(made)


def boards_for(who: Who) -> list[Standing]:
    """The boards this person may open. Asks no database, for every page's menu asks it."""
    return [board for board in house().of(boards_of) if may_open(who, board)]


def may_open(who: Who, board: Standing) -> bool:
    """Open ones by those they are for; drafts, and all others, by who makes boards. What stands in them each asks as who he is."""
    if may(who, "see", Board):
        return True
    return board.open and (not board.body.roles or who.role in (*board.body.roles, board.home_for))


def board_named(id: int, who: Who) -> Standing | None:
    return next((board for board in boards_for(who) if board.id == id), None)


def home_of(who: Who) -> Standing | None:
    """What the person chose, else the board of the role, else the starter of the role; None for the page drawn by itself."""
    chosen = chosen_by(who)
    mine = [board for board in boards_for(who) if board.open]
    own = next((board for board in mine if board.id == chosen), None) if chosen is not None else None
    own = own or next((board for board in mine if board.home_for == who.role), None)
    return own or starter_for(who.role)


def starter_for(role: str) -> Standing | None:
    starter = next((starter for starter in STARTERS if starter.home_for == role), None)
    return None if starter is None else Standing(None, starter.label, True, role, starter.body)


def chosen_by(who: Who) -> int | None:
    """The number of the board this person chose to begin with; None for what the role has."""
    if who.user_id is None:
        return None
    return next(
        (id for (id,) in BoardHome.select(BoardHome.board).where(BoardHome.user_id == who.user_id).tuples()), None
    )


def choose_home(board: int | None, who: Who) -> None:
    """From now on this person begins with this board; None for what the role has."""
    if who.user_id is None or who.reads_only or (board is not None and board_named(board, who) is None):
        return
    with writing():
        BoardHome.delete().where(BoardHome.user_id == who.user_id).execute()
        if board is not None:
            BoardHome.insert(user_id=who.user_id, board=board).execute()
