"""A field as the line of Python that declares it: its class, its labels, and what of it differs from the class's own habits."""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from models import kit
from models.kit import fields as kinds
from models.kit.declare.record import Record
from models.kit.fields import Choice, LinkField
from models.kit.text import Text

STOCK = ("null", "unique", "index", "default")  # of what the stock fields can be told
LABELS = ("zh", "en")
PLACES = {Decimal: "decimal", date: "datetime", datetime: "datetime"}  # modules that literals come from


@dataclass
class Spelled:
    """A piece of source and the names it takes from elsewhere, as (module, name)."""

    code: str
    names: set[tuple[str, str]] = field(default_factory=set)


def spelled(
    item: Any,
    record: type[Record],
    options: str | None = None,
    later: bool = False,
    home_of: Callable[[type], tuple[str, str]] | None = None,
) -> Spelled:
    """The call that makes a field of this record type; options: the constant that holds its choices; later: the type it
    links to is declared further on. home_of: the module a type is taken from, and its name there.
    """
    home_of = home_of or (lambda target: (home_for(target, record.__module__), target.__name__))
    cls, names = type(item), set()
    needed, further = _parameters(cls)
    plain = bare(item)
    parts = [_told(item, name, record, names, later, home_of) for name in needed]
    for name in further:
        value = _of(item, name)
        if value != _of(plain, name) and not (name == "locked" and item.derived):
            parts.append(f"{name}={argument(name, value, names)}")
    parts = [f"options={options}" if part.startswith("options=") else part for part in parts]
    called = "LaterLink" if later else cls.__name__
    names.add((home(cls, called), called))
    return Spelled(f"{called}({', '.join(parts)})", names)


def argument(name: str, value: Any, names: set[tuple[str, str]]) -> str:
    """The value of an argument; what rows begin with has its own number of decimals, which people see."""
    said = literal(value, names)
    return f'Decimal("{value:f}")' if isinstance(value, Decimal) and name in ("default", "usual") else said


def _parameters(cls: type) -> tuple[list[str], list[str]]:
    """What a class has to be told, and what it may be told, by all that it inherits."""
    needed, further = [], []
    for base in cls.__mro__:
        made = vars(base).get("__init__")
        if made is None or not base.__module__.startswith("models."):
            continue
        for name, parameter in list(inspect.signature(made).parameters.items())[1:]:
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL) or name in (*needed, *further):
                continue
            (needed if parameter.default is parameter.empty else further).append(name)
    first = [name for name in needed if name not in LABELS]
    leads = [name for name in first if name == "model"]
    needed = [*leads, *LABELS, *(name for name in first if name not in leads)]
    return needed, [*(name for name in STOCK if not _computes(cls)), *(name for name in further if name not in STOCK)]


def _computes(cls: type) -> bool:
    return bool(getattr(cls, "computes", False))


def bare(item: Any, **more: Any) -> Any:
    """The same field with only what it has to be told, and this: how the class is by itself."""
    needed, _ = _parameters(type(item))
    return type(item)(**{name: _of(item, name) for name in needed}, **more)


def _of(item: Any, name: str) -> Any:
    if name in LABELS:
        return item.label.say(name)
    if name == "model":
        return item.rel_model
    return getattr(item, f"_{name}") if f"_{name}" in vars(item) else getattr(item, name, None)


def _told(item: Any, name: str, record: type[Record], names: set, later: bool, home_of: Callable) -> str:
    value = _of(item, name)
    if name == "model":
        return _linked(item, record, names, later, home_of)
    said = literal(value, names)
    return said if name in LABELS or _computes(type(item)) else f"{name}={said}"


def _linked(item: LinkField, record: type[Record], names: set, later: bool, home_of: Callable) -> str:
    target = item.rel_model
    if target is record:
        return '"self"'
    module, name = home_of(target)
    if later:
        return quoted(name)
    names.add((module, name))
    return name


def home_for(cls: type, module: str) -> str:
    """The module another one imports it from: where it stands in the same area, else the area, where that hands it out."""
    area, own = (".".join(name.split(".")[:2]) for name in (cls.__module__, module))
    if area == own:
        return cls.__module__
    return area if getattr(sys.modules[area], cls.__name__, None) is cls else cls.__module__


def home(cls: type, name: str) -> str:
    """The module of the grammar that areas take a name from."""
    if name in kit.__all__:
        return "models.kit"
    return "models.kit.fields" if name in kinds.__all__ else cls.__module__


def several(name: str) -> str:
    """What a list of options of a column is called: CONDS, PROGRESSES."""
    return f"{name.upper()}{'ES' if name.endswith('s') else 'S'}"


def constant(name: str, choices: tuple[Choice, ...], names: set[tuple[str, str]]) -> str:
    """A list of choices under a name of its own."""
    names.add(("models.kit", "Choice"))
    return f"{name} = ({' '.join(f'{choice_of(choice)},' for choice in choices)})"


def choice_of(choice: Choice) -> str:
    """An option as the call that makes it."""
    said = [quoted(choice.key), quoted(choice.zh), quoted(choice.en)]
    said += [quoted(choice.tone)] if choice.tone not in ("", "grey") else []
    said += [f"aka={choice.aka!r}"] if choice.aka else []
    said += ["retired=True"] if choice.retired else []
    return f"Choice({', '.join(said)})"


def literal(value: Any, names: set[tuple[str, str]]) -> str:
    """A value as Python writes it in this house."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Text):
        names.add(("models.kit", "Text"))
        return f"Text({quoted(value.zh)}, {quoted(value.en)})"
    if isinstance(value, type) and issubclass(value, Record):
        return quoted(value.key())
    if isinstance(value, list | tuple):
        inner = ", ".join(literal(element, names) for element in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(literal(element, names) for element in value))}}}" if value else "frozenset()"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(key, names)}: {literal(kept, names)}' for key, kept in value.items())}}}"
    if type(value) in PLACES:
        names.add((PLACES[type(value)], type(value).__name__))
    if isinstance(value, Decimal):
        return f'Decimal("{value.normalize():f}")'
    if isinstance(value, datetime):
        return f"datetime({value.year}, {value.month}, {value.day}, {value.hour}, {value.minute}, {value.second})"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    return repr(value)


def quoted(text: str) -> str:
    """A text between the quotes that need fewer escapes, as the formatter has it."""
    sign = "'" if text.count('"') > text.count("'") else '"'
    inner = "".join(letter if letter in "'\"" else repr(letter)[1:-1] for letter in text)
    return f"{sign}{inner.replace(sign, chr(92) + sign)}{sign}"
