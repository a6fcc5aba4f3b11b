"""The files of a row inside a dialog: what is asked last is what is shown, in whatever order the answers come."""

import asyncio
from contextlib import nullcontext
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from pages.parts import files


class Place(nullcontext):
    """Where the names stand; what was there goes before others come."""

    is_deleted = False

    def clear(self) -> None:
        self.names: list[str] = []


@pytest.fixture
def asked(monkeypatch):
    """The dialog's part with answers that come when the test says so."""
    place, answers, parts = Place(), [], {}
    place.clear()

    def ask(*_):
        answers.append(asyncio.get_running_loop().create_future())
        return answers[-1]

    monkeypatch.setattr(files, "viewer", lambda: SimpleNamespace(lang="zh"))
    monkeypatch.setattr(files, "tag", lambda *_: place)
    monkeypatch.setattr(files, "span", lambda name: place.names.append(name))
    monkeypatch.setattr(files, "file_button", lambda target, who, sent: parts.update(sent=sent))
    monkeypatch.setattr(files, "ui", MagicMock(timer=lambda _, draw, once: parts.update(draw=draw)))
    monkeypatch.setattr(files, "ask", ask)
    files.files_asked(SimpleNamespace(key=lambda: "goods_order"), 7, lambda why: None)
    return SimpleNamespace(place=place, answers=answers, **parts)


async def test_an_older_answer_that_comes_late_takes_no_photo_away(asked):
    first = asyncio.create_task(asked.draw())
    await asyncio.sleep(0)
    second = asyncio.create_task(asked.sent(SimpleNamespace(args="")))
    await asyncio.sleep(0)
    asked.answers[1].set_result([SimpleNamespace(name="a.jpg"), SimpleNamespace(name="b.jpg")])
    await second
    asked.answers[0].set_result([SimpleNamespace(name="a.jpg")])
    await first
    assert asked.place.names == ["a.jpg", "b.jpg"]
