"""What is named instead of imported: it needs packages, or rooms, that whoever declares it does without."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def named(what: Callable | str) -> Callable:
    """A function as it is, or the one that "module:function" names."""
    if callable(what):
        return what
    module, _, name = what.partition(":")
    attribute: Any = getattr(import_module(module), name)
    return attribute
