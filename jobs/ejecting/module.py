"""A new module as a programmer would have written it: its imports, its parts, and objects of the grammar as calls."""

from dataclasses import MISSING, fields
from typing import Any

from .source import relative
from .spelling import home, literal


class Module:
    """The text of a module that isn't there yet. name: as `models.stores.device`; its names are taken in as its parts need them."""

    def __init__(self, name: str, doc: str):
        self.name, self._doc = name, doc
        self._taken: set[tuple[str, str]] = set()
        self._constants: list[str] = []
        self._parts: list[str] = []

    def take(self, names: set[tuple[str, str]]) -> None:
        self._taken |= {(module, name) for module, name in names if module != self.name}

    def names(self) -> set[str]:
        """All that stands at its top by now."""
        return {name for _, name in self._taken} | {code.partition(" ")[0] for code in self._constants}

    def constant(self, code: str) -> None:
        self._constants.append(code)

    def part(self, code: str) -> None:
        self._parts.append(code)

    def text(self) -> str:
        package = self.name.split(".")[:-1]
        by_module: dict[str, list[str]] = {}
        for module, name in sorted(self._taken):
            by_module.setdefault(relative(module, package), []).append(name)
        imports = "\n".join(f"from {module} import {', '.join(names)}" for module, names in by_module.items())
        constants = "\n".join(self._constants)
        parts = [f'"""{self._doc}"""\n\n{imports}', *([constants] if constants else []), *self._parts]
        return "\n\n\n".join(parts) + "\n"


def called(item: Any, names: set[tuple[str, str]], given: dict[str, str], skips: frozenset[str] = frozenset()) -> str:
    """A step, a due date and the like as the call that makes it: only what differs from its defaults.

    given: by parameter, what is written as it stands here.
    """
    cls, parts = type(item), []
    names.add((home(cls, cls.__name__), cls.__name__))
    for parameter in fields(cls):
        name, value = parameter.name, getattr(item, parameter.name)
        needed = parameter.default is MISSING and parameter.default_factory is MISSING
        usual = None if needed else _usual(parameter)
        if name in skips or (not needed and value == usual and name not in given):
            continue
        said = given.get(name) or literal(value, names)
        parts.append(said if needed else f"{name}={said}")
    return f"{cls.__name__}({', '.join(parts)})"


def _usual(parameter: Any) -> Any:
    return parameter.default if parameter.default is not MISSING else parameter.default_factory()


def plain(text: str) -> str:
    """A label as it may stand in a docstring."""
    return text.replace("\\", " ").replace('"', "'")
