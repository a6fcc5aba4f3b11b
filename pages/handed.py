"""Whether a handler takes arguments, seen at its code: NiceGUI asks it three times for each element, of Python's slow `signature`."""

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

from nicegui import helpers

slowly = helpers.expects_arguments


def expects_arguments(func: Callable[..., Any]) -> bool:
    """The same answer as NiceGUI's: whether it has arguments, other than *args and **named, that nothing stands for."""
    plain: Any = func.__func__ if type(func) is MethodType else func
    if type(plain) is not FunctionType or plain.__dict__:  # a wrapper may stand for another function
        return slowly(func)
    code, bound = plain.__code__, plain is not func
    given = len(plain.__defaults__ or ()) + (bound and code.co_argcount > 0)
    return code.co_argcount > given or code.co_kwonlyargcount > len(plain.__kwdefaults__ or ())


def mount() -> None:
    helpers.expects_arguments = expects_arguments
