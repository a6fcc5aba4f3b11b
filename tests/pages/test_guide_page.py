"""The users' guide is at hand in the app, in both languages, each part at its place, with its pictures, and the sign above leads there."""

import re
from pathlib import Path

import pytest
from nicegui.testing import User

from pages import frame
from pages.guide import PICTURE
from pages.guide_text import NEWS, PAGES, latest_news, parts_of, sections
from tests.helpers import desk
from tests.helpers.desk import sign_in


def named() -> set[str]:
    """The parts of the guide that pages name themselves."""
    sources = [path.read_text(encoding="utf-8") for path in Path(frame.__file__).parent.rglob("*.py")]
    return {place for text in sources for place in re.findall(r"with page\(.*, .*, \"([\w-]+)\"\):", text)}


folder = pytest.fixture(desk.folder, autouse=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_part_has_a_place_that_the_pages_lead_to(lang):
    before, parts = sections(lang)
    assert before.startswith("# ") and "<!--" not in before + "".join(parts.values())
    assert all(text.startswith("## ") for text in parts.values())
    assert {*frame.PLACES.values(), *named()} <= parts.keys()
    # Nothing is written in a way that the page doesn't draw.
    whole = PAGES[lang].read_text(encoding="utf-8")
    assert not re.search(r"^(#{3,}|\d+\. |> |```|\* )", whole, re.MULTILINE)
    assert whole.count("![") == len(PICTURE.findall(whole))


async def test_the_guide_is_drawn_and_its_pictures_are_sent_to_who_is_signed_in(user: User):
    await user.http_client.get("/healthz")
    assert (await user.http_client.get("/help/pictures/menu.png")).status_code in (303, 401)
    await sign_in(user, "admin")
    await user.open("/help")
    await user.should_see("存一个共享视图")
    await user.should_see("另存为视图…")
    picture = await user.http_client.get("/help/pictures/menu.png")
    assert picture.status_code == 200 and picture.headers["content-type"] == "image/png"
    assert (await user.http_client.get("/help/pictures/..%2Fguide.md")).status_code == 404
    await user.open("/t/member")
    assert user.find(kind=frame.Frame).elements.pop().props["help"] == "/help#enter"


async def test_what_is_new_is_told_in_both_languages_the_last_release_first(user: User):
    days = {lang: list(parts_of(path)[1]) for lang, path in NEWS.items()}
    assert days["zh"] == days["en"] == sorted(days["zh"], reverse=True)
    assert latest_news() == days["zh"][0].removeprefix("d")
    await user.http_client.get("/healthz")
    await sign_in(user, "admin")
    await user.open("/news")
    await user.should_see(latest_news())
    assert user.find(kind=frame.Frame).elements.pop().props["news"] == latest_news()
    await user.open("/help")
    user.find("更新内容")
