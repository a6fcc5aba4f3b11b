"""From what people write to a tree: Excel's operators in Excel's order, Chinese punctuation taken for what it means."""

from functools import lru_cache

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from . import words
from .elsewhere import INSTEAD, foreign_call, instead_of
from .nodes import Bare, Call, Column, Mistake, Node, Nothing, Number, Operation, Step, String, Truth, all_of, depth

LONGEST, DEEPEST, MOST_NODES = 2000, 100, 2000
GRAMMAR = r"""
    start: "=" compared | compared
    ?compared: joined | compared COMPARE joined -> between
    ?joined: added | joined AND added -> between
    ?added: multiplied | added SUM multiplied -> between
    ?multiplied: raised | multiplied TIMES raised -> between
    ?raised: signed | raised POWER signed -> between
    ?signed: SUM signed -> before | per_cent
    ?per_cent: atom | per_cent PERCENT -> behind
    ?atom: NUMBER -> number | STRING -> string | column | call | NAME -> bare | "(" compared CLOSING -> inner
    column: STEP ("." STEP)*
    call: NAME "(" argument (COMMA argument)* CLOSING
    argument: compared?
    CLOSING: ")"
    COMMA: "," | ";"
    COMPARE: "=" | "<>" | "<=" | ">=" | "<" | ">" | "≠" | "≤" | "≥"
    AND: "&"
    SUM: "+" | "-"
    TIMES: "*" | "/"
    POWER: "^"
    PERCENT: "%"
    NUMBER: /[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?|\.[0-9]+([eE][+-]?[0-9]{1,3})?/
    STRING: /"([^"]|"")*"/
    STEP: /\[[^\[\]]*\]/
    NAME: /[^\W\d][\w.]*/
    %ignore /[ \t\r\n\u3000\xa0]+/
"""
# What stands outside of quotes and square brackets, one character for one, so that places stay what they were.
_SAME = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "。": ".",
    "、": ",",
    "【": "[",
    "】": "]",
    "「": "[",
    "」": "]",
    "“": '"',
    "”": '"',
    "„": '"',
    "×": "*",
    "÷": "/",
    "－": "-",
    "—": "-",
    "–": "-",
    "−": "-",
    "〈": "<",
    "〉": ">",
    "＾": "^",
    "·": ".",
}
BRACKETS = frozenset(
    sign for sign in ("[", "]", *_SAME) if _SAME.get(sign, sign) in "[]"
)  # no name of a column holds one
_STRAIGHT = '"＂'
_SIGNS = {"≠": "<>", "≤": "<=", "≥": ">="}
_TRUTHS = {"TRUE": True, "FALSE": False}


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """The tree of a formula. Raises Mistake with the place and the remedy."""
    if len(text) > LONGEST:
        raise Mistake(words.TOO_LONG(most=LONGEST, length=len(text)), LONGEST, len(text))
    plain = plain_of(text)
    if not plain.strip(" =\t\r\n\u3000"):
        raise Mistake(words.NOTHING, 0)
    _pairs(plain)
    try:
        tree = _PARSER.parse(plain)
    except UnexpectedEOF:
        raise Mistake(words.BREAKS_OFF, len(text)) from None
    except UnexpectedToken as wrong:
        raise _unexpected(wrong.token, text, plain) from None
    except UnexpectedCharacters as wrong:
        raise _not_here(text, plain, wrong.pos_in_stream, wrong.pos_in_stream + 1) from None
    if depth(tree) > DEEPEST:
        raise Mistake(words.TOO_DEEP(most=DEEPEST), 0, len(text))
    return tree


def plain_of(text: str) -> str:
    """The same formula in half-width signs; what stands in quotes or square brackets stays as it is, “quotes” in "quotes" too."""
    plain, whole = _plain(text, strict=True)
    return plain if whole else _plain(text, strict=False)[0]


def _plain(text: str, strict: bool) -> tuple[str, bool]:
    """strict: a text that begins with " ends with one. Returns it with whether each text has an end."""
    made, opening, ends = [], "", ""
    for sign in text:
        same = _SAME.get(sign, sign)
        if not ends:
            opening, ends = sign, {'"': '"', "[": "]"}.get(same, "")
            made.append(same)
        elif same == ends and not (strict and opening in _STRAIGHT and sign not in _STRAIGHT):
            ends = ""
            made.append(same)
        else:
            made.append(sign)
    return "".join(made), ends != '"'


def columns_of(tree: Node) -> list[Column]:
    """All columns named in it, as they stand from left to right."""
    return sorted((node for node in all_of(tree) if isinstance(node, Column)), key=lambda column: column.at)


def rewritten(text: str, places: list[tuple[int, int, str]]) -> str:
    """The formula with something else at these places: (from, to, what)."""
    made, last = [], 0
    for at, end, said in sorted(places):
        made += [text[last:at], said]
        last = end
    return "".join([*made, text[last:]])


def _pairs(plain: str) -> None:
    """Quotes and brackets that don't match are told as such, and nothing that follows from it."""
    bare, opened = [], None
    for at, sign in enumerate(plain):
        if opened is None and sign in '"[':
            opened = at
        elif opened is not None and sign == {'"': '"', "[": "]"}[plain[opened]]:
            opened = None
        elif opened is None and sign in "()]":
            bare.append((at, sign))
    if opened is not None:
        raise Mistake(words.OPEN_TEXT if plain[opened] == '"' else words.OPEN_COLUMN, opened, len(plain))
    level, deepest = 0, 0
    for at, sign in bare:
        if sign == "]":
            raise Mistake(words.OPEN_COLUMN, at)
        level += 1 if sign == "(" else -1
        deepest = max(deepest, level)
        if level < 0:
            raise Mistake(words.BRACKET_TOO_MANY, at)
    if level:
        raise Mistake(words.OPEN_BRACKET(count=level), len(plain))
    if deepest > DEEPEST:
        raise Mistake(words.TOO_DEEP(most=DEEPEST), 0, len(plain))


def _unexpected(token: Token, text: str, plain: str) -> Mistake:
    if token.type == "$END":
        return Mistake(words.BREAKS_OFF, len(text))
    return _not_here(text, plain, token.start_pos, token.end_pos)


def _not_here(text: str, plain: str, at: int, end: int) -> Mistake:
    call = foreign_call(plain, at)
    if call is not None:
        name, at, end = call
        return Mistake(words.NO_FUNCTION(name=name, like=INSTEAD[name]), at, end)
    return Mistake(words.NOT_HERE(what=text[at:end], remedy=instead_of(plain, at)), at, end)


class _Tree(Transformer):
    """Lark's rules become nodes as they are recognised."""

    def start(self, parts):
        return parts[0]

    def inner(self, parts):
        return parts[0]

    def number(self, parts):
        return Number(parts[0].start_pos, parts[0].end_pos, str(parts[0]))

    def string(self, parts):
        return String(parts[0].start_pos, parts[0].end_pos, str(parts[0])[1:-1].replace('""', '"'))

    def column(self, parts):
        steps = [Step(str(part)[1:-1].strip(), part.start_pos, part.end_pos) for part in parts]
        return Column(steps[0].at, steps[-1].end, tuple(steps))

    def bare(self, parts):
        name = parts[0]
        if name.upper() in _TRUTHS:
            return Truth(name.start_pos, name.end_pos, _TRUTHS[name.upper()])
        return Bare(name.start_pos, name.end_pos, str(name))

    def argument(self, parts):
        return parts[0] if parts else None

    def call(self, parts):
        name, *rest, closing = parts
        args, last = [], name.end_pos + 1
        for part in rest:
            if isinstance(part, Token):
                last = part.end_pos
            else:
                args.append(Nothing(last, last) if part is None else part)
        if len(args) == 1 and isinstance(args[0], Nothing):
            args = []
        if not args and name.upper() in _TRUTHS:  # as Excel writes them out: TRUE()
            return Truth(name.start_pos, closing.end_pos, _TRUTHS[name.upper()])
        return Call(name.start_pos, closing.end_pos, str(name).upper().removeprefix("_XLFN."), tuple(args))

    def between(self, parts):
        left, sign, right = parts
        return Operation(left.at, right.end, _SIGNS.get(str(sign), str(sign)), (left, right))

    def before(self, parts):
        return Operation(parts[0].start_pos, parts[1].end, f"{parts[0]}1", (parts[1],))

    def behind(self, parts):
        return Operation(parts[0].at, parts[1].end_pos, "%", (parts[0],))


_PARSER = Lark(GRAMMAR, parser="lalr", transformer=_Tree(), maybe_placeholders=False)
