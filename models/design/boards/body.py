"""What a board holds beside its name: who may open it, and its blocks, each with its kind, its place and its settings."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ...kit.text import Refused, Text
from . import words
from .places import DEEPEST, HIGHEST, NARROWEST, WIDE, At, in_order, settled

LONGEST, MOST_BLOCKS, LONGEST_TEXT, MOST_BUTTONS, MOST_ROWS, MOST_WEEKS, MOST_LINES = 60_000, 40, 2000, 12, 50, 53, 6
FIGURE_DRAWS = ("line", "bar", "stack", "gauge", "map")
ROW_DRAWS = ("bar", "stack", "line", "pie", "funnel", "heat", "gauge", "map")
DEEDS = {
    "new": ("record",),
    "form": ("record", "name"),
    "action": ("record", "name"),
    "automation": ("record", "name"),
    "page": ("path",),
}


@dataclass(frozen=True)
class Block:
    """One block. title: what stands over it; None for what its kind says by itself. settings: as its kind takes them."""

    id: str
    kind: str
    at: At
    title: Text | None
    settings: dict[str, Any]

    @property
    def called(self) -> Text:
        return self.title or KINDS[self.kind]

    def says(self, name: str, usual: Any = None) -> Any:
        value = self.settings.get(name)
        return usual if value is None else value


@dataclass(frozen=True)
class Body:
    """roles: the codes of those that may open it; none for everybody who is signed in. blocks: as people read them."""

    roles: tuple[str, ...]
    blocks: tuple[Block, ...]

    def placed(self, places: dict[str, At]) -> "Body":
        """These blocks at these places, the others left out."""
        blocks = {block.id: block for block in self.blocks}
        return replace(self, blocks=tuple(replace(blocks[id], at=places[id]) for id in in_order(places)))

    def of(self, ids: set[str]) -> "Body":
        """Only these blocks, moved up into the room of the others."""
        return self.placed(settled({block.id: block.at for block in self.blocks if block.id in ids}))


KINDS = {
    "card": Text("指标卡", "Figure"),
    "figures": Text("一组指标", "Figures of an area"),
    "chart": Text("图表", "Chart"),
    "list": Text("列表", "List"),
    "todos": Text("等你处理", "Waiting for you"),
    "buttons": Text("按钮", "Buttons"),
    "shortcuts": Text("常用操作", "Shortcuts"),
    "text": Text("文字", "Text"),
    "areas": Text("我负责的内容", "My areas"),
    "changes": Text("我最近的修改", "My latest changes"),
}


def read(text: str | None) -> Body:
    """The contents of a board. Raises Refused where they are of another shape, naming the block and what is wrong with it."""
    try:
        said = json.loads(text or "")
    except (ValueError, RecursionError):
        raise _refused(words.NO_SHAPE) from None
    shaped = isinstance(said, dict) and said.keys() <= {"roles", "blocks"} and isinstance(said.get("blocks"), list)
    if not shaped or len(text or "") > LONGEST or not _words(said.get("roles", [])):
        raise _refused(words.NO_SHAPE)
    if len(said["blocks"]) > MOST_BLOCKS:
        raise _refused(words.TOO_MANY_BLOCKS(most=MOST_BLOCKS))
    blocks = [block_of(block) for block in said["blocks"]]
    _refuse_odd(blocks)
    return Body(tuple(said.get("roles", [])), tuple(sorted(blocks, key=lambda block: (block.at.y, block.at.x))))


def written(body: Body) -> str:
    """A body as the board keeps it: two that mean the same are written alike."""
    blocks = [
        {
            "id": block.id,
            "kind": block.kind,
            "at": [block.at.x, block.at.y, block.at.w, block.at.h],
            **({"title": {"zh": block.title.zh, "en": block.title.en}} if block.title else {}),
            **block.settings,
        }
        for block in body.blocks
    ]
    return json.dumps({**({"roles": list(body.roles)} if body.roles else {}), "blocks": blocks}, ensure_ascii=False)


def _refused(why: Text) -> Refused:
    return Refused(words.NOT_A_BOARD(why=why), "body")


def _refuse_odd(blocks: list[Block]) -> None:
    for at, block in enumerate(blocks):
        for other in blocks[:at]:
            if other.id == block.id:
                raise _refused(words.TWICE(id=block.id))
            if other.at.meets(block.at):
                raise _refused(words.OVER(block=block.called))


def block_of(said: Any) -> Block:
    """One block as it is written. Raises Refused."""
    if not isinstance(said, dict) or not isinstance(said.get("id"), str) or not 0 < len(said["id"]) <= 20:
        raise _refused(words.NO_SHAPE)
    kind, at = said.get("kind"), said.get("at")
    if not isinstance(kind, str) or kind not in KINDS or not _is_place(at):
        raise _refused(words.NO_SHAPE)
    settings = {name: value for name, value in said.items() if name not in ("id", "kind", "at", "title")}
    block = Block(said["id"], kind, At(*at), _text(said.get("title")), settings)
    takes = TAKES[kind]
    if unknown := settings.keys() - takes.keys():
        raise _refused(words.BAD_BLOCK(block=block.called, what=min(unknown)[:40]))
    for name, (must, sound) in takes.items():
        value = settings.get(name)
        if (value is None and must) or (value is not None and not sound(value)):
            raise _refused(words.BAD_BLOCK(block=block.called, what=name))
    return block


def _is_place(at: Any) -> bool:
    whole = isinstance(at, list) and len(at) == 4 and all(isinstance(n, int) and not isinstance(n, bool) for n in at)
    if not whole:
        return False
    x, y, w, h = at
    return x >= 0 and w >= NARROWEST and x + w <= WIDE and 0 <= y <= DEEPEST and 1 <= h <= HIGHEST


def _text(said: Any) -> Text | None:
    """A text in both languages; in one where the other wasn't written."""
    if said is None:
        return None
    if not isinstance(said, dict) or said.keys() - {"zh", "en"} or not _words(list(said.values())):
        raise _refused(words.NO_SHAPE)
    zh, en = ((said.get(lang) or "").strip() for lang in ("zh", "en"))
    if len(zh) > LONGEST_TEXT or len(en) > LONGEST_TEXT:
        raise _refused(words.TOO_LONG(most=LONGEST_TEXT))
    return Text(zh or en, en or zh) if zh or en else None


# What each kind takes: by name, whether it must be there, and what it may be ------------------------------------------------


def _words(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 60 and all(isinstance(word, str) for word in value)


def _line(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _one_of(*known: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in known


def _whole(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def _axes(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 2 and all(isinstance(part, dict) for part in value)


def _said(value: Any) -> bool:
    return _text(value) is not None


def _buttons(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_BUTTONS and all(map(_button, value))


def _button(value: Any) -> bool:
    if (
        not isinstance(value, dict)
        or value.get("do") not in DEEDS
        or value.keys() - {"do", "label", *DEEDS[value["do"]]}
    ):
        return False
    return all(_line(value.get(name)) for name in DEEDS[value["do"]]) and (
        value.get("label") is None or _said(value["label"])
    )


def _lines(value: Any) -> bool:
    return _words(value) and 0 < len(value) <= MOST_LINES


def _within(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"field", "days"} and all(map(_line, value.values()))


def _measure(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= {"fn", "field"}


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


Takes = dict[str, tuple[bool, Callable[[Any], bool]]]
TAKES: dict[str, Takes] = {
    "card": {"figure": (True, _line), "week": (False, _one_of("running", "closed"))},
    "figures": {"area": (True, _line)},
    "chart": {
        "draw": (True, _one_of(*dict.fromkeys((*FIGURE_DRAWS, *ROW_DRAWS)))),
        "figures": (False, _lines),
        "weeks": (False, _whole(MOST_WEEKS)),
        "record": (False, _line),
        "view": (False, _line),
        "by": (False, _axes),
        "measure": (False, _measure),
        "goal": (False, _number),
    },
    # within: of which days, as {"field": "day", "days": "days-7"}
    "list": {
        "record": (True, _line),
        "view": (False, _line),
        "rows": (False, _whole(MOST_ROWS)),
        "within": (False, _within),
    },
    "todos": {"rows": (False, _whole(MOST_ROWS))},
    "buttons": {"buttons": (True, _buttons)},
    "shortcuts": {},
    "text": {"text": (True, _said)},
    "areas": {},
    "changes": {"rows": (False, _whole(MOST_ROWS))},
}
