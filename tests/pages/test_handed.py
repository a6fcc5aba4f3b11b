"""Whether a handler takes arguments is seen at its code, and what is seen is what NiceGUI would have found out."""

from functools import partial, wraps

import pytest
from nicegui import helpers

from pages import handed


class Thing:
    def bare(self): ...
    def one_more(self, given): ...
    def any_more(*given): ...
    def with_usual(self, given=1): ...

    @classmethod
    def of_class(cls): ...

    @staticmethod
    def of_none(given): ...

    def __call__(self, given): ...


def wrapped(function):
    @wraps(function)
    def inner(*given):
        return function(*given)

    return inner


async def slow(given): ...


HANDLERS = (
    *(lambda: 0, lambda given: 0, lambda given=1: 0, lambda given, /: 0, lambda first, second=2: 0),
    *(lambda *given: 0, lambda **named: 0, lambda *, named: 0, lambda *, named=1: 0, lambda *, first=1, second: 0),
    *(Thing().bare, Thing().one_more, Thing().any_more, Thing().with_usual, Thing().of_class, Thing().of_none, Thing()),
    *(Thing.bare, partial(slow, 1), partial(slow), slow, wrapped(slow), wrapped(lambda: 0), print, Thing),
)


@pytest.mark.parametrize("handler", HANDLERS, ids=[str(at) for at in range(len(HANDLERS))])
def test_what_is_seen_is_what_would_have_been_found_out(handler):
    try:
        expected = handed.slowly(handler)
    except ValueError as wrong:
        with pytest.raises(type(wrong)):
            handed.expects_arguments(handler)
        return
    assert handed.expects_arguments(handler) == expected


def test_it_is_asked_of_the_code_by_every_element(monkeypatch):
    monkeypatch.setattr(helpers, "expects_arguments", handed.slowly)
    handed.mount()
    assert helpers.expects_arguments is handed.expects_arguments
