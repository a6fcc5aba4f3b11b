"""A formula as a tree, each part with its place in what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..text import Text


class Mistake(Exception):
    """What is wrong with a formula, from which character to which, and what to do about it.

    part: in which of the formulas of a column that is made of several.
    """

    def __init__(self, text: Text, at: int, end: int | None = None, part: str = ""):
        super().__init__(text.en)
        self.text, self.at, self.end, self.part = text, at, at + 1 if end is None else max(end, at + 1), part


@contextmanager
def part(name: str) -> Iterator[None]:
    """Mistakes inside are mistakes of this part."""
    try:
        yield
    except Mistake as wrong:
        wrong.part = wrong.part or name
        raise


@dataclass(frozen=True)
class Node:
    at: int = field(compare=False)
    end: int = field(compare=False)

    @property
    def parts(self) -> tuple["Node", ...]:
        return ()


@dataclass(frozen=True)
class Number(Node):
    text: str


@dataclass(frozen=True)
class String(Node):
    text: str


@dataclass(frozen=True)
class Truth(Node):
    value: bool


@dataclass(frozen=True)
class Nothing(Node):
    """An argument left out: `IF(a,,b)`."""


@dataclass(frozen=True)
class Bare(Node):
    """A word that stands in neither quotes nor brackets, which is always a mistake."""

    name: str


@dataclass(frozen=True)
class Step:
    """One `[label]` of a path."""

    label: str
    at: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True)
class Column(Node):
    path: tuple[Step, ...]


@dataclass(frozen=True)
class Call(Node):
    name: str
    args: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.args


@dataclass(frozen=True)
class Operation(Node):
    """One operator between two values, before one (`-`) or behind one (`%`)."""

    sign: str
    args: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.args


def all_of(node: Node) -> list[Node]:
    """The node and all below it, without recursion: a formula may be deep."""
    nodes, open_ = [], [node]
    while open_:
        current = open_.pop()
        nodes.append(current)
        open_.extend(current.parts)
    return nodes


def depth(node: Node) -> int:
    deepest, open_ = 0, [(node, 1)]
    while open_:
        current, at = open_.pop()
        deepest = max(deepest, at)
        open_.extend((part, at + 1) for part in current.parts)
    return deepest
