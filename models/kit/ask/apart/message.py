"""Which part of a message goes into which field of a new row, and what is left of it."""

import re
from typing import Any

from ... import words
from ...declare.access import Who, may
from ...declare.record import Record
from ...fields import Described, LinkField, NoteField
from ..filters import BadQuery
from ..links import find, look
from .kinds import PLACES, SURE, Piece, entered, names_in, pieces_of

LONGEST = 2000
WIDE = str.maketrans({0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: " "})  # each sign stays where it is
LABELLED = SURE + 8
BEHIND = 20  # what a label in front adds: 生日 3月5日
REMARKS = ("备注", "说明", "内容", "描述")
BETWEEN = " :是为\t"
LOOSE = re.compile(r"^[\s,，、。;；:：.!！]+|[\s,，、;；:：]+$")


def take_apart(record: type[Record], text: Any, who: Who, names: Any = None) -> dict[str, Any]:
    """{values: {field: wire}, taken: {field: its words}, rest}; what may not be entered by this person isn't looked for.

    names: the fields of the form that is filled in; what it doesn't ask for stays in the text.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise BadQuery(words.BAD_REQUEST(what=f"text ({LONGEST})"))
    if names is not None and not isinstance(names, list):
        raise BadQuery(words.BAD_REQUEST(what="fields: [...]"))
    plain = text.translate(WIDE)
    fields = {
        name: item
        for name, item in record.fields().items()
        if (names is None or name in names) and may(who, "add", record, name)
    }
    offers = [(name, piece) for name, item in fields.items() for piece in _pieces(item, plain, who)]
    chosen = _chosen(offers)
    rest = _left(text, chosen)
    values = {name: piece.value for name, piece in chosen.items()}
    taken = {name: text[piece.start : piece.end].strip() for name, piece in chosen.items()}
    note = next((name for name, item in fields.items() if name not in chosen and _is_note(item)), None)
    if note and values and rest:
        values[note], taken[note], rest = rest, rest, ""
    return {"values": values, "taken": taken, "rest": rest}


def _pieces(item: Described, text: str, who: Who) -> list[Piece]:
    """With their labels: what a label stands before is surer, and no other field's."""
    pieces = [*pieces_of(item, text, who)]
    lowered = text.casefold()
    for at, piece in enumerate(pieces):
        before = lowered[: piece.start].rstrip(BETWEEN)
        label = next((name for name in names_in(item) if before.endswith(name.casefold())), None)
        if label and not piece.beside:
            start = len(before) - len(label)
            pieces[at] = Piece(start, piece.end, piece.value, piece.sure + BEHIND, False)
    return [*pieces, *_labelled(item, text, who)]


def _labelled(item: Described, text: str, who: Who) -> list[Piece]:
    """姓名：张三, as forms are filled in: whatever the kind, the rest of the line is the value."""
    called = "|".join(re.escape(name) for name in sorted(names_in(item), key=len, reverse=True))
    pieces: list[Piece] = []
    for match in re.finditer(rf"(?:^|(?<=[\s,，;；。]))(?:{called})\s*:\s*([^\n,，;；。]+)", text, re.IGNORECASE):
        value = match[1].strip()
        if isinstance(item, LinkField):
            ids = find(item.rel_model, who, {value}).get(value, []) if may(who, "see", item.rel_model) else []
            rows = look(item.rel_model, who, "", 1, ids) if len(ids) == 1 else []
            pieces += [Piece(*match.span(), {"id": ids[0], "text": row["text"]}, LABELLED, False) for row in rows]
        else:
            pieces += entered(item, *match.span(), value, LABELLED, apart=False)
    return pieces


def _chosen(offers: list[tuple[str, Piece]]) -> dict[str, Piece]:
    """The surest first; no words twice, no field twice, and nothing that might as well be another field's."""
    chosen: dict[str, Piece] = {}
    for name, piece in sorted(offers, key=lambda offer: (-offer[1].sure, offer[1].start)):
        if name in chosen:
            continue
        if not piece.beside and any(_meet(piece, other) for other in chosen.values() if not other.beside):
            continue
        rivals = {other for other, rival in offers if rival.sure == piece.sure and _meet(piece, rival)} - chosen.keys()
        if piece.apart and len(rivals) > 1:
            continue
        chosen[name] = piece
    return chosen


def _meet(piece: Piece, other: Piece) -> bool:
    return piece.start < other.end and other.start < piece.end


def _left(text: str, chosen: dict[str, Piece]) -> str:
    kept = list(text)
    for piece in chosen.values():
        kept[piece.start : piece.end] = "\n" * (piece.end - piece.start)
    parts = (LOOSE.sub("", part) for part in "".join(kept).split("\n"))
    return " ".join(part for part in parts if part)


def _is_note(item: Described) -> bool:
    """Where what is left over goes: the field for remarks."""
    called = names_in(item)
    return (
        isinstance(item, NoteField)
        and any(word in name for name in called for word in REMARKS)
        and not any(place in name for name in called for place in PLACES)
    )
