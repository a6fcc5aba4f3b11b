"""The users' guide is at hand in the app, in both languages, each part at its place, with its pictures, and the sign above leads there."""

import re

import pytest
from nicegui.testing import User

from pages import frame
from pages.guide import PAGES, PICTURE, sections
from tests.helpers import desk
from tests.helpers.desk import sign_in

folder = pytest.fixture(desk.folder, autouse=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_part_has_a_place_that_the_pages_lead_to(lang):
    before, parts = sections(lang)
    assert before.startswith("# ") and "<!--" not in before + "".join(parts.values())
    assert all(text.startswith("## ") for text in parts.values())
    assert {*frame.PLACES.values(), "views"} <= parts.keys()
    # Nothing is written in a way that the page doesn't draw.
    whole = PAGES[lang].read_text(encoding="utf-8")
    assert not re.search(r"^(#{3,}|\d+\. |> |```|\* )", whole, re.MULTILINE)
    assert whole.count("![") == len(PICTURE.findall(whole))


async def test_the_guide_is_drawn_and_its_pictures_are_sent_to_who_is_signed_in(user: User):
    await user.http_client.get("/healthz")
    assert (await user.http_client.get("/help/pictures/menu.png")).status_code in (303, 401)
    await sign_in(user, "admin")
    await user.open("/help")
    await user.should_see("3. 存一个共享视图")
    await user.should_see("另存为视图…")
    picture = await user.http_client.get("/help/pictures/menu.png")
    assert picture.status_code == 200 and picture.headers["content-type"] == "image/png"
    assert (await user.http_client.get("/help/pictures/..%2Fguide.md")).status_code == 404
    await user.open("/t/member")
    assert user.find(kind=frame.Frame).elements.pop().props["help"] == "/help#views"
