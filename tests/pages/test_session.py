"""How a page asks the kit: the answer as it was given, and none that could be taken for one when the server stops."""

import asyncio

import pytest
from nicegui import core

from pages.parts.session import ask


async def test_what_the_kit_says_is_handed_on_none_included(db):
    assert await ask(lambda: None) is None
    assert await ask(lambda value, *, more: value + more, 1, more=2) == 3


async def test_who_asks_a_server_that_stops_is_called_off_instead_of_given_nothing(db, monkeypatch):
    monkeypatch.setattr(type(core.app), "is_stopping", True)
    with pytest.raises(asyncio.CancelledError):
        await ask(lambda: 1)
