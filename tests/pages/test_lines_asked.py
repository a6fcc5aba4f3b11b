"""What a step's dialog sends of the rows below: what was typed, with what stood there before, and nothing else."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from models import house
from pages.parts import lines_asked
from pages.parts.lines_asked import MOST, LinesAsked


def test_what_was_typed_goes_with_what_stood_there():
    def entry(value, stored):
        return SimpleNamespace(value=value, stored=stored, changed=value != stored)

    asked = LinesAsked.__new__(LinesAsked)
    asked.rows = [
        (7, {"received_qty": entry("10", None), "note": entry("少两罐", "少")}),
        (8, {"received_qty": entry(None, None), "note": entry("", "")}),
    ]
    assert asked.sent == [
        {"id": 7, "set": {"received_qty": "10", "note": "少两罐"}, "seen": {"received_qty": None, "note": "少"}}
    ]


@pytest.mark.parametrize(("there", "listed", "more"), [(2, 2, False), (MOST, MOST, False), (MOST + 1, MOST, True)])
async def test_rows_that_find_no_room_in_the_dialog_are_told(monkeypatch, there, listed, more):
    sentences = []

    def tag(_, style, text=""):
        sentences.append(text)
        place = nullcontext()
        place.is_deleted = False
        return place

    async def ask(*_):
        return [{"id": id} for id in range(1, there + 1)]

    monkeypatch.setattr(lines_asked, "tag", tag)
    monkeypatch.setattr(lines_asked, "ask", ask)
    monkeypatch.setattr(LinesAsked, "_row", lambda self, row: {})
    asked = LinesAsked(house().actions["goods_order_sign"], 7, SimpleNamespace(lang="zh"))
    await asked.begin()
    assert len(asked.rows) == listed
    assert f"（{listed} 行" in "".join(sentences)
    assert ("其余就是" in "".join(sentences)) == more
