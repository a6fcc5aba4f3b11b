"""Which column a `[label]` means, by its name or either label; and formulas with names for keeping, with labels for people.

So it is with the options of a choice that a column is compared with: they are kept by key, and called otherwise at any time.
"""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from ..alike import written
from ..declare.record import Record
from ..fields import ChoiceField, Described
from ..text import Text
from . import words
from .context import Sees
from .grammar import columns_of, parse, rewritten
from .nodes import Call, Column, Mistake, Node, Operation, Step, String, all_of

KEPT_THIS = "this"

THIS = Text("本行", "this row")


def is_this(step: Step) -> bool:
    """Whether a path begins at the row that asks, where rows of another type are looked through for it."""
    return written(step.label) in (KEPT_THIS, written(THIS.zh), written(THIS.en))


def find(record: type[Record], step: Step, sees: Sees | None = None) -> Described:
    """The field that is meant. Raises Mistake where there is none or more than one; sees: as in `Context`."""
    fields = {name: item for name, item in named_of(record).items() if not item.secret}
    if sees is not None:
        shown = sees(record)
        fields = {name: item for name, item in fields.items() if name in shown}
    if step.label in fields:
        return fields[step.label]
    word = written(step.label)
    items = [item for item in fields.values() if word in {written(name) for name in _called(item)}]
    items = items or [item for item in fields.values() if word in {written(name) for name in item.aka}]
    if len(items) == 1:
        return items[0]
    if items:
        names = "、".join(f"[{item.name}]" for item in items)
        raise Mistake(words.TWO_COLUMNS(record=record.sheet.label, name=step.label, names=names), step.at, step.end)
    like = _like(step.label, fields.values())
    raise Mistake(words.NO_COLUMN(record=record.sheet.label, name=step.label, like=like), step.at, step.end)


def named_of(record: type[Record]) -> dict[str, Any]:
    """All that a formula may name: what is kept, and what is reckoned."""
    return {**record.fields(), **record.facts().computed}


def follow(record: type[Record], path: tuple[Step, ...]) -> list[tuple[Step, Described]]:
    """The fields along a path of links. Raises Mistake."""
    steps, here = [], record
    for at, step in enumerate(path):
        item = find(here, step)
        steps.append((step, item))
        if at < len(path) - 1:
            here = getattr(item, "rel_model", None)
            if here is None:
                raise Mistake(words.NO_LINK(name=step.label), step.at, step.end)
    return steps


def kept(text: str, record: type[Record], outer: type[Record] | None = None) -> str:
    """The formula as it is stored: by the names of columns, which labels may change around. Raises Mistake."""
    return _with(text, record, outer, KEPT_THIS, lambda item, fields: item.name, lambda item, key: key)


def shown(text: str, record: type[Record], lang: str = "zh", outer: type[Record] | None = None) -> str:
    """The stored formula as people read it, with today's labels; one that is no longer understood as it is stored."""

    def label(item: Described, fields: dict[str, Described]) -> str:
        said = item.label.say(lang)
        alone = sum(written(said) in {written(name) for name in _called(other)} for other in fields.values()) == 1
        return said if alone and said not in fields.keys() - {item.name} and not set(said) & set("[]") else item.name

    def option(item: ChoiceField, key: str) -> str:
        said = next(each.label.say(lang) for each in item.options if each.key == key)
        return said if names_of(item).get(written(said)) == key else key

    try:
        return _with(text, record, outer, THIS.say(lang), label, option)
    except Mistake:
        return text


def named(tree: Node, record: type[Record]) -> list[tuple[type[Record], Described]]:
    """Every field a formula names, along its links too: for “where is it used?”. What isn't there is left out."""
    columns = []
    for column in columns_of(tree):
        here = record
        for step in column.path:
            try:
                item = find(here, step)
            except Mistake:
                break
            columns.append((here, item))
            here = getattr(item, "rel_model", None)
            if here is None:
                break
    return columns


def names_of(item: ChoiceField) -> dict[str, str]:
    """Which option is meant by any of its names, as they are written; a key is nobody else's name."""
    names = {written(said): each.key for each in item.options for said in (*each.aka, each.en, each.zh)}
    return {**names, **{written(each.key): each.key for each in item.options}}


def _with(
    text: str,
    record: type[Record],
    outer: type[Record] | None,
    this: str,
    name: Callable[..., str],
    option: Callable[[ChoiceField, str], str],
) -> str:
    """outer: the type of the row that asks, see `Context`."""
    places: list[tuple[int, int, str]] = []
    tree = parse(text)
    ends: dict[Column, Described] = {}
    for column in columns_of(tree):
        here, path = record, column.path
        if outer is not None and is_this(path[0]) and len(path) > 1:
            here, (first, *path) = outer, path
            places.append((first.at, first.end, f"[{this}]"))
        for step, item in follow(here, tuple(path)):
            places.append((step.at, step.end, f"[{name(item, named_of(here))}]"))
            here, ends[column] = getattr(item, "rel_model", None) or here, item
    for column, literal in _compared(tree):
        item = ends[column]
        key = names_of(item).get(written(literal.text)) if isinstance(item, ChoiceField) else None
        if key is not None:
            said = option(item, key).replace('"', '""')
            places.append((literal.at, literal.end, f'"{said}"'))
    return rewritten(text, places)


def _compared(tree: Node) -> Iterator[tuple[Column, String]]:
    """What is compared with what stands in the formula as text."""
    for node in all_of(tree):
        pairs: list[tuple[Node, Node]] = []
        if isinstance(node, Operation) and node.sign in ("=", "<>"):
            pairs = [node.args, node.args[::-1]]
        elif isinstance(node, Call) and node.name == "SWITCH":
            pairs = [(node.args[0], case) for case in node.args[1 : len(node.args) - 1 : 2]]
        for column, text in pairs:
            if isinstance(column, Column) and isinstance(text, String):
                yield column, text


def _called(item: Described) -> tuple[str, ...]:
    return item.name, item.label.zh, item.label.en


def _like(word: str, fields) -> Text:
    called = {name: item for item in fields for name in _called(item)}
    near = get_close_matches(word, called, n=1, cutoff=0.5)
    way = [step.strip() for step in word.split(".")]
    if len(way) > 1 and way[0] in called and hasattr(called[way[0]], "rel_model"):
        return words.LIKE(name="].[".join(way))
    near = near or [name for name in called if word and (word in name or name in word)][:1]
    return words.LIKE(name=near[0]) if near else Text("", "")


@lru_cache(maxsize=1024)
def like_function(name: str, known: tuple[str, ...]) -> Text:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return words.LIKE_FUNCTION(name=near[0]) if near else Text("", "")
