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
    taken: list[tuple[int, int]] = []
    lines = [_with_amount(kind, name, piece, text, taken) for name, piece in chosen[:MOST]]
    counted = {name for line in lines if kind.amount in line.values for name in kind.things if name in line.values}
    return [line for line in lines if counted & line.values.keys()]


def _with_amount(kind: LineType, name: str, piece: Piece, text: str, taken: list[tuple[int, int]]) -> Said:
    start, end, values = piece.start, piece.end, {name: piece.value}
    if (spot := _amount(piece, text)) is not None and not any(
        spot[0] < last and first < spot[1] for first, last in taken
    ):
        taken.append(spot[:2])
        start, end = min(start, spot[0]), max(end, spot[1])
        values[kind.amount] = spot[2]
    return Said(start, end, values)


def _amount(piece: Piece, text: str) -> tuple[int, int, str] | None:
    """How many: behind the thing, as people mostly say it, else before it."""
    if match := TIMES.match(text, piece.end):
        return piece.end, match.end(), match[1]
    amounts = [(*match.span(), NUMBER_WORDS.get(match[1], match[1])) for match in AMOUNT.finditer(text)]
    behind = next((spot for spot in amounts if spot[0] >= piece.end), None)
    if behind and BEHIND.fullmatch(text[piece.end : behind[0]]):
        return behind[0], behind[1], str(behind[2])
    before = next((spot for spot in reversed(amounts) if spot[1] <= piece.start), None)
    if before and BEFORE.fullmatch(text[before[1] : piece.start]):
        return before[0], before[1], str(before[2])
    return None
