"""What stands in the cells of rows, along links, as far as the reader may take it out of the house."""

from collections.abc import Sequence
from typing import Any

from exports.write.cells import cell_format, cell_kind, cell_value
from models.kit.ask.query import Query
from models.kit.ask.titles import titles_of
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.fields import Described
from models.kit.reading import narrow
from models.kit.text import Text

from .filling import Said

HIDDEN = Text("（不可查看）", "(not shown)")
DEEPEST, AT_ONCE = 5, 500
Path = tuple[str, ...]


def path_of(record: type[Record], mark: str, deep: int = DEEPEST) -> Path | None:
    """The columns a mark names, by either label or by name, one link after the other: 门店.区域.区域名称."""
    wanted = plain(mark)
    links: list[tuple[str, Described, str]] = []
    for name, item in record.facts().readable.items():
        if item.secret:
            continue
        for called in (item.label.zh, item.label.en, name):
            if plain(called) == wanted:
                return (name,)
            if item.linked and wanted.startswith(plain(called) + "."):
                links.append((name, item, wanted[len(plain(called)) + 1 :]))
    for name, item, rest in links if deep else ():
        further = path_of(item.linked, rest, deep - 1)
        if further is not None:
            return (name, *further)
    return None


def plain(text: str) -> str:
    """As names are compared: wide and narrow signs, cases and blanks don't count."""
    return "".join(narrow(text).casefold().split())


def column(record: type[Record], ids: Sequence[int], path: Path, who: Who) -> dict[int, Said]:
    """By id what the path leads to; what the reader may not see is said to be so, rows out of sight are left out."""
    name, *rest = path
    item, said = record.facts().readable[name], {}
    query = Query(record, who).taken_away()
    mode = query.shown.get(name)
    wanted = list(dict.fromkeys(ids))
    hidden = Said(text=HIDDEN.say(who.lang))
    if mode is None or (rest and mode == "masked"):
        return dict.fromkeys(wanted, hidden)
    further: dict[int, Said] = {}
    for start in range(0, len(wanted), AT_ONCE):
        part = Query(record, who, {"id": {"in": wanted[start : start + AT_ONCE]}}).taken_away()
        stored = [row for chunk in part.stream(("id", name), _ids if rest else titles_of) for row in chunk]
        if rest:
            targets = [target for _, target in stored if target is not None]
            further |= column(item.linked, targets, tuple(rest), who)
            said |= {id: Said() if target is None else further.get(target, hidden) for id, target in stored}
        else:
            said |= {id: _said(item, value, mode == "masked", who.lang) for id, value in stored}
    return said


def _ids(record: type[Record], ids: set[int], who: Who) -> dict[int, Any]:
    return {id: id for id in ids}


def _said(item: Described, value: Any, masked: bool, lang: str) -> Said:
    if value is None:
        return Said()
    if masked or item.linked:
        return Said(text=str(value))
    kept = cell_value(item, value, lang)
    text = item.show(value, lang)
    if isinstance(kept, str | list | tuple):
        return Said(text=text)
    percent = bool(getattr(item, "percent", False))
    return Said(kept, cell_kind(item), text, cell_format(item), percent)
