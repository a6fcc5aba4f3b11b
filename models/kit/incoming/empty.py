"""What an empty cell of a file means, and what only looks like something: -, /, 无, NULL."""

from typing import Any

from ..fields import Described, LineField, NoteField, TagsField
from ..reading import narrow
from ..text import Text

PLACEHOLDERS = ("ask", "empty", "keep")
BLANKS = ("keep", "clear")
NOTHING = frozenset(
    {"-", "--", "---", "—", "——", "–", "―", "/", "//", "\\", ".", "无", "暂无", "没有", "空", "(空)"}
    | {"n/a", "na", "#n/a", "null", "(null)", "none", "nil", "未填", "未填写"}
)
SEEMS_EMPTY = Text(
    "“{value}”像是“没有”的意思：请选择按空白处理，还是原样保留",
    "“{value}” seems to mean nothing: choose whether it is read as empty or kept as it is",
)


def seems_empty(raw: Any) -> bool:
    """Whether people write this where there is nothing."""
    shown = raw if raw.__class__ is str else getattr(raw, "shown", "")  # an error such as #N/A
    return len(shown) <= 12 and not shown.isdecimal() and narrow(shown).lower() in NOTHING


def is_free(item: Described) -> bool:
    """Whether such a text would be stored as it stands."""
    return isinstance(item, LineField | NoteField | TagsField)
