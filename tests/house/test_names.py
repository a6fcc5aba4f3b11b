"""Names say what a value is: no variable, parameter, attribute, function or class is called by a word that fits every value."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.test_directions import ROOT, SOURCES

EMPTY = {"one", "found", "told"}
OURS = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
# The words are good English, too: only a file that has one outside of its sentences is read as a program, which takes longer.
SENTENCES = re.compile(r'(?<![fF])(?:"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*")|#[^\n]*')
WORD = re.compile(r"\b(one|found|told)\b")


def bound(node: ast.AST) -> Iterator[str | None]:
    """The names that this part of a program gives to something."""
    match node:
        case ast.Name(ctx=ast.Store() | ast.Del()):
            yield node.id
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            yield node.attr
        case ast.arg():
            yield node.arg
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
            yield node.name
        case ast.MatchMapping():
            yield node.rest
        case ast.alias():
            yield node.asname or node.name


def empty_names(source: str) -> list[str]:
    if not WORD.search(SENTENCES.sub('""', source)):
        return []
    named = (
        (node.lineno if hasattr(node, "lineno") else 0, name)
        for node in ast.walk(ast.parse(source))
        for name in bound(node)
    )
    return sorted({f"{line} {name}" for line, name in named if name in EMPTY})


def test_names_say_what_a_value_is():
    said = {str(path.relative_to(ROOT)): empty_names(path.read_text("utf-8")) for path in OURS}
    assert not {name: lines for name, lines in said.items() if lines}, (
        "say what it is: row, record, field, message, batch"
    )


@pytest.mark.parametrize(
    "line",
    [
        "one = 1",
        "one: int = 1",
        "a, *found = f()",
        "self.told = 1",
        "if (found := f()): pass",
        "def told(): pass",
        "async def told(): pass",
        "class found: pass",
        "def f(one): pass",
        "def f(*, told=1): pass",
        "f = lambda one: 1",
        "[1 for one in x]",
        "for a, one in x: pass",
        "with f() as found: pass",
        "try: f()\nexcept E as found: pass",
        "from a import b as told",
        "from a import told",
        "match x:\n case [found]: pass",
    ],
)
def test_every_way_to_give_a_name_is_looked_at(line):
    assert empty_names(line)


@pytest.mark.parametrize(
    "line", ["one_of = 1", "'one = 1'", "# one = 1", "f(one=1)", "x.found", '"""for one in x: told = 1"""']
)
def test_words_that_name_nothing_are_left_alone(line):
    assert not empty_names(line)
