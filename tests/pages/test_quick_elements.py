"""NiceGUI's own methods are read once and not once per element; what a handler takes is understood as ever."""

import pytest
from nicegui import Client, events, helpers, ui
from nicegui.helpers import functions
from nicegui.testing import User

from pages import quick_elements


@pytest.fixture
def read(monkeypatch):
    """Whose signatures were read, from here on."""
    names, signature = [], functions.signature
    monkeypatch.setattr(helpers, "expects_arguments", functions.expects_arguments)
    monkeypatch.setattr(functions, "signature", lambda func: (names.append(func.__qualname__), signature(func))[1])
    quick_elements.mount()
    quick_elements.mount()
    return names


async def test_many_elements_cost_no_more_readings_than_a_few(user: User, read):
    with Client(ui.page("/here")):
        for n in range(50):
            ui.label(f"{n}").classes("a").style("color: red").props("dense")
    assert 0 < len(read) <= 6 and len(set(read)) == len(read)


def test_handlers_are_told_of_events_where_they_take_them(read):
    class Taker:
        def takes(self, event):
            pass

        def takes_nothing(self):
            pass

    taker = Taker()
    assert helpers.expects_arguments(taker.takes) and not helpers.expects_arguments(taker.takes_nothing)
    assert helpers.expects_arguments(lambda event: event) and not helpers.expects_arguments(lambda: None)
    assert helpers.expects_arguments.known == {} and events.helpers is helpers
