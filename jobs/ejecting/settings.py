"""What the browser says of declared columns becomes part of their declaration: labels, hints, bounds, defaults, options, out of sight."""

import ast
from dataclasses import dataclass
from typing import Any

from models.design import DesignField
from models.design.fields import options_of
from models.design.overlay import laid_over
from models.kit.declare.record import Record, Row
from models.kit.fields import Choice, NoteField
from models.kit.server.database import fetch
from models.kit.text import Text

from .held import CHINESE, NO_ENGLISH, NO_ENGLISH_HINT, NO_ENGLISH_OPTION
from .source import Source
from .spelling import argument, bare, choice_of, literal

SAYS = ("zh", "en", "hint_zh", "hint_en", "required", "usual", "least", "most", "longest", "aside")
NOT_PLAIN = Text(
    "它的声明在 {path} 里不是写开的一行，请手工改",
    "its declaration isn't written out in {path}; change it there by hand",
)
NOT_TOLD = Text("这类列的源代码里不能另设{what}", "a column of its class can't be given {what} in source")


@dataclass
class Setting:
    """What is said of one column. laid: the field as the house shows it; own: as it is declared."""

    row: Row
    own: Any
    laid: Any
    options: list[Choice]

    @property
    def label(self) -> Text:
        return self.laid.label

    def stored(self) -> list[Any]:
        """As the table has it: by that another database knows whether it says the same."""
        columns = ", ".join(f'"{name}"' for name in SAYS)
        return list(fetch(f'SELECT {columns} FROM "design_field" WHERE "id" = ?', (self.row.id,))[0])


def settings_of(record: type[Record]) -> list[Setting]:
    settings = []
    for row in DesignField.rows(DesignField.record_type == record.key()):
        own, options = record._meta.fields.get(row.field), options_of(row.id)
        if own is not None:
            settings.append(Setting(row, own, laid_over(own, row, options), options))
    return settings


def why_not(setting: Setting, source: Source, record: type[Record]) -> Text | None:
    """Why this can't be said in source; None where it can."""
    row, laid = setting.row, setting.laid
    if CHINESE.search(laid.label.en):
        return NO_ENGLISH
    if laid.hint is not setting.own.hint and CHINESE.search(laid.hint.en):
        return NO_ENGLISH_HINT
    untold = [option.zh for option in setting.options if CHINESE.search(option.en)]
    if untold:
        return NO_ENGLISH_OPTION(option=untold[0])
    call = source.call(record.__name__, row.field)
    at = _place(setting.own)
    if (
        call is None
        or not all(isinstance(part, ast.Constant) for part in call.args[at : at + 2])
        or len(call.args) < at + 2
    ):
        return NOT_PLAIN(path=source.path.name)
    for name in said_of(setting):
        if not _takes(setting.own, name, getattr(laid, name)):
            return NOT_TOLD(what=DesignField.fields()[_column(name)].label)
    return None


def said_of(setting: Setting) -> list[str]:
    """The arguments that differ from the declaration, but for labels and options."""
    own, laid = setting.own, setting.laid
    length = "longest" if isinstance(own, NoteField) else "max_length"
    names = ("hint", "asked", "least", "most", length, "usual", "aside")
    return [name for name in names if getattr(own, name, None) != getattr(laid, name, None)]


def write(setting: Setting, source: Source, record: type[Record]) -> None:
    """Into the line of the field. What it was called before still comes in from files."""
    own, laid = setting.own, setting.laid
    call, names, at = source.call(record.__name__, setting.row.field), set(), _place(own)
    if laid.label != own.label:
        for place, text in ((at, laid.label.zh), (at + 1, laid.label.en)):
            source.say(call, "", literal(text, names), place)
        aka = dict.fromkeys(text for text in laid.aka if text not in (laid.label.zh, laid.label.en))
        source.say(call, "aka", literal(tuple(aka), names))
    for name in said_of(setting):
        source.say(call, name, argument(name, getattr(laid, name), names))
    if setting.options:
        names.add(("models.kit", "Choice"))
        more = ", ".join(map(choice_of, setting.options))
        source.say(call, "options", lambda before: f"(*{before}, {more})")
    for module, name in sorted(names):
        source.take(module, name)


def _place(item: Any) -> int:
    """Where the labels stand: behind the type that a link leads to."""
    return 1 if item.linked else 0


def _column(name: str) -> str:
    """What the design calls an argument."""
    return {"hint": "hint_zh", "asked": "required", "max_length": "longest"}.get(name, name)


def _takes(item: Any, name: str, value: Any) -> bool:
    """Whether its class can be told this at all, or says it by itself."""
    try:
        return getattr(bare(item, **{name: value}), name) == value
    except TypeError:
        return False
