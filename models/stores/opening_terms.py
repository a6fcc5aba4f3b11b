"""Whose an opening is where nobody says so, and which of its terms stand: the template once taken, the date once it is over."""

from ..kit import Changes, Move, Refused
from ..organization import Store
from . import words
from .outlook import UNDER_WAY, refuse_past


def fill_opening(c: Changes, rows: list[dict]) -> None:
    """The franchisee and the leader are the store's own unless somebody says otherwise."""
    stores = Store.rows_by_id({row["store"] for row in rows if row["store"]})
    for row in rows:
        store = stores.get(row["store"])
        row["franchisee"] = row["franchisee"] or (store and store.franchisee)
        row["leader"] = row["leader"] or (store and store.manager)


def keep_template(c: Changes, moves: list[Move]) -> None:
    """A template is taken once, for an opening that lies ahead."""
    for move in moves:
        if move.new is None or not move.changed("template"):
            continue
        if move.old is not None and move.old.template is not None:
            raise Refused(words.TEMPLATE_STANDS, "template", move.index)
        if move.new.template is not None:
            refuse_past(move)


def keep_date(c: Changes, moves: list[Move]) -> None:
    """No opening moves to a day that is past; once it is over the date stands."""
    for move in redated(moves):
        if move.old.state not in UNDER_WAY:
            raise Refused(words.DATE_STANDS, "opening_on", move.index)
        refuse_past(move)


def redated(moves: list[Move]) -> list[Move]:
    return [move for move in moves if move.old and move.new and move.changed("opening_on")]
