"""Things and how many of them in a message, as lines of a new row: 阿胶糕2盒，蛋白粉两罐 of an order."""

import re
from dataclasses import dataclass
from typing import Any

from ...declare.access import Who, may
from ...declare.record import Record
from ...fields import CountField, Described, LinkField, QuantityField
from ...server.standing import house
from .kinds import AMOUNT, NUMBER_WORDS, Piece, names_in, pieces_of

TIMES = re.compile(r"\s*[xX×*]\s*([0-9]{1,5}(?:\.[0-9]{1,3})?)(?![0-9])")
BEHIND, BEFORE = re.compile(r"[\s:：,，要各共来（(）)]{0,4}"), re.compile(r"[\s的]{0,2}")
MOST = 100
MANY = ("数量", "件数", "Qty", "Quantity")


Spot = tuple[int, int, str]  # where an amount stands, and how many it says


@dataclass(frozen=True)
class LineType:
    """The lines that a record type has of things and how many: `things` are its links to them, `amount` how many."""

    record: type[Record]
    parent: str
    things: dict[str, LinkField]
    amount: str


@dataclass(frozen=True)
class Said:
    """A line as a message says it: where, and what."""

    start: int
    end: int
    values: dict[str, Any]


def line_type(record: type[Record], who: Who) -> LineType | None:
    """The type of its lines, as far as this person may add such; None where it has none of things and how many."""
    for other in house().records.values():
        parent = other.sheet.parent
        if not parent or other.links()[parent].rel_model is not record or not may(who, "add", other):
            continue
        fields = {name: item for name, item in other.fields().items() if _is_entered(other, name, item, who)}
        things = {name: item for name, item in fields.items() if isinstance(item, LinkField) and name != parent}
        amount = next((name for name, item in fields.items() if _is_amount(item)), None)
        if things and amount:
            return LineType(other, parent, things, amount)
    return None


def _is_amount(item: Described) -> bool:
    """Whether it says how many, and not a score or a share."""
    called = " ".join(names_in(item))
    return isinstance(item, CountField | QuantityField) and any(word in called for word in MANY)


def _is_entered(record: type[Record], name: str, item: Described, who: Who) -> bool:
    return not item.locked and may(who, "add", record, name)


def lines_in(kind: LineType, text: str, who: Who) -> list[Said]:
    """In the order of the message; a thing without a number is none, as long as no other has one."""
    pieces = [(name, piece) for name, item in kind.things.items() for piece in pieces_of(item, text, who)]
    pieces.sort(key=lambda each: (each[1].start - each[1].end, each[1].start))
    chosen: list[tuple[str, Piece]] = []
    for name, piece in pieces:
        if not any(piece.start < other.end and other.start < piece.end for _, other in chosen):
            chosen.append((name, piece))
    chosen.sort(key=lambda each: each[1].start)
    spots = _amounts([piece for _, piece in chosen[:MOST]], text)
    lines = [_with_amount(kind, name, piece, spots.get(at)) for at, (name, piece) in enumerate(chosen[:MOST])]
    counted = {name for line in lines if kind.amount in line.values for name in kind.things if name in line.values}
    return [line for line in lines if counted & line.values.keys()]


def _with_amount(kind: LineType, name: str, piece: Piece, spot: Spot | None) -> Said:
    if spot is None:
        return Said(piece.start, piece.end, {name: piece.value})
    start, end, amount = spot
    return Said(min(piece.start, start), max(piece.end, end), {name: piece.value, kind.amount: amount})


def _amounts(pieces: list[Piece], text: str) -> dict[int, Spot]:
    """How many of each thing, by its place. Where 2盒蛋白粉 3盒阿胶糕 is written it stands before, mostly behind."""
    amounts = [(*match.span(), str(NUMBER_WORDS.get(match[1], match[1]))) for match in AMOUNT.finditer(text)]
    behind = {at: spot for at, piece in enumerate(pieces) if (spot := _behind(piece, text, amounts))}
    before = {at: spot for at, piece in enumerate(pieces) if (spot := _before(piece, text, amounts))}
    return max(_without_twice(behind, before), _without_twice(before, behind), key=len)


def _without_twice(first: dict[int, Spot], then: dict[int, Spot]) -> dict[int, Spot]:
    """No amount is of two things."""
    spots: dict[int, Spot] = {}
    for at, spot in (*first.items(), *then.items()):
        if at not in spots and not any(spot[0] < end and start < spot[1] for start, end, _ in spots.values()):
            spots[at] = spot
    return spots


def _behind(piece: Piece, text: str, amounts: list[Spot]) -> Spot | None:
    if match := TIMES.match(text, piece.end):
        return piece.end, match.end(), match[1]
    spot = next((spot for spot in amounts if spot[0] >= piece.end), None)
    return spot if spot and BEHIND.fullmatch(text[piece.end : spot[0]]) else None


def _before(piece: Piece, text: str, amounts: list[Spot]) -> Spot | None:
    spot = next((spot for spot in reversed(amounts) if spot[1] <= piece.start), None)
    return spot if spot and BEFORE.fullmatch(text[spot[1] : piece.start]) else None
