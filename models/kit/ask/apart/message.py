"""Which part of a message goes into which field of a new row, and what is left of it."""

import re
from collections.abc import Collection
from typing import Any

from ... import words
from ...declare.access import Who, may
from ...declare.record import Record
from ...fields import CountField, DecimalAsInteger, Described, LinkField, NoteField
from ..filters import BadQuery
from ..links import find, look
from .kinds import PLACES, SURE, Piece, entered, names_in, pieces_of
from .lines import LineType, Said, line_type, lines_in

LONGEST = 2000
WIDE = str.maketrans({0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: " "})  # each sign stays where it is
LABELLED = SURE + 8
BEHIND = 20  # what a label in front adds: 生日 3月5日
REMARKS = ("备注", "说明", "内容", "描述")
BETWEEN = " :是为\t"
ORDERING = frozenset(
    ["要", "来", "订", "买", "拿", "和", "还要", "再要", "再来", "另要", "需要", "想要", "我要", "订购"]
)  # what stands before things that became lines
BEGIN = r"(?:^|(?<=[\s,，、;；。/]))"  # where a label may stand
NEXT_WORD = r"[ \t]+([^\s,，、;；。/]+)"
FIGURE = r"\s*([0-9][0-9,]*(?:\.[0-9]+)?万?)\s*(?:元|块|人|单|笔|件|个|名|次)?(?![0-9.%])"
LOOSE = re.compile(r"^[\s,，、。;；:：.!！]+|[\s,，、;；:：]+$")


def take_apart(record: type[Record], text: Any, who: Who, names: Any = None, *, lines: bool = False) -> dict[str, Any]:
    """{values: {field: wire}, taken: {field: its words}, rest}; what may not be entered by this person isn't looked for.

    names: the fields of the form that is filled in; what it doesn't ask for stays in the text. lines: things and how many
    of them are looked for as well, where the type has such lines, as {lines: {record, amount, rows: [{values, taken}]}}.
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
    kind = line_type(record, who) if lines else None
    said = lines_in(kind, plain, who) if kind else []
    offers = [
        (name, piece)
        for name, item in fields.items()
        for piece in _pieces(item, plain, who)
        if not any(piece.start < line.end and line.start < piece.end for line in said)
    ]
    chosen = _chosen(offers)
    spots = [(piece.start, piece.end) for piece in chosen.values()] + [(line.start, line.end) for line in said]
    rest = _left(text, spots, ORDERING if said else ())
    values = {name: piece.value for name, piece in chosen.items()}
    taken = {name: text[piece.start : piece.end].strip() for name, piece in chosen.items()}
    note = next((name for name, item in fields.items() if name not in chosen and _is_note(item)), None)
    if note and values and rest:
        values[note], taken[note], rest = rest, rest, ""
    answer = {"values": values, "taken": taken, "rest": rest}
    return {**answer, "lines": _wired(kind, said, text)} if kind and said else answer


def _wired(kind: LineType, said: list[Said], text: str) -> dict[str, Any]:
    rows = [{"values": line.values, "taken": text[line.start : line.end].strip()} for line in said]
    return {"record": kind.record.key(), "amount": kind.amount, "rows": rows}


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
    """姓名：张三, as forms are filled in, whatever the kind: the rest of the line is the value; 姓名 张三: the next word; 单数86: the number."""
    called = "|".join(re.escape(name) for name in sorted({*names_in(item), *item.also}, key=len, reverse=True))
    pieces: list[Piece] = []
    for match in re.finditer(rf"{BEGIN}(?:{called})\s*:\s*([^\n,，;；。]+)", text, re.IGNORECASE):
        pieces += _said(item, match, LABELLED, who)
    behind = FIGURE if isinstance(item, CountField | DecimalAsInteger) else NEXT_WORD
    for match in re.finditer(rf"{BEGIN}(?:{called}){behind}", text, re.IGNORECASE):
        pieces += _said(item, match, LABELLED - 4, who)
    return pieces


def _said(item: Described, match: re.Match, sure: int, who: Who) -> list[Piece]:
    value = match[1].strip()
    if not isinstance(item, LinkField):
        return [*entered(item, *match.span(), value, sure, apart=False)]
    ids = find(item.rel_model, who, {value}).get(value, []) if may(who, "see", item.rel_model) else []
    rows = look(item.rel_model, who, "", 1, ids) if len(ids) == 1 else []
    return [Piece(*match.span(), {"id": ids[0], "text": row["text"]}, sure, False) for row in rows]


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


def _left(text: str, spots: list[tuple[int, int]], idle: Collection[str]) -> str:
    """What nobody took, without the words that say nothing by themselves."""
    kept = list(text)
    for start, end in spots:
        kept[start:end] = "\n" * (end - start)
    parts = (LOOSE.sub("", part) for part in "".join(kept).split("\n"))
    return " ".join(part for part in parts if part and part not in idle)


def _is_note(item: Described) -> bool:
    """Where what is left over goes: the field for remarks."""
    called = names_in(item)
    return (
        isinstance(item, NoteField)
        and any(word in name for name in called for word in REMARKS)
        and not any(place in name for name in called for place in PLACES)
    )
