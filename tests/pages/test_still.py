"""What only shows is one element, and reads like any other."""

import pytest
from nicegui import ui
from nicegui.testing import User

from pages.parts.pieces import card, table
from pages.parts.still import Still, part, sign, way
from tests.helpers import desk
from tests.helpers.desk import sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def test_a_drawing_is_one_element_in_which_everything_is_seen_and_stays_text(user: User):
    await sign_in(user)
    await user.open("/history")
    written = '<img src=x onerror="boom()">'
    with user:
        lines = [part("li", "", sign("home"), way(f"分店 {at}", f"/r/store/{at}")) for at in range(50)]
        still = Still(part("ul", "o-todo", *lines, part("li", "", written), aria_label="门店"))
    await user.should_see("分店 49")
    assert list(still.descendants()) == []
    tag, given, *drawn = still.drawn
    assert (tag, given, len(drawn)) == ("ul", {"class": "o-todo", "aria-label": "门店"}, 51)
    assert drawn[7][3] == ["a", {"class": "o-link", "href": "/r/store/7"}, "分店 7"]
    assert drawn[50] == ["li", {}, written], "nothing takes it apart on its way"


async def test_the_head_of_a_card_and_each_row_of_mere_texts_are_one_element(user: User):
    await sign_in(user)
    await user.open("/history")
    with user, ui.element() as around, card("流水", "20"):
        table([("编号", ""), ("金额", "o-right")], [[f"{at}", f"{at}.00"] for at in range(20)])
    for text in ("流水", "金额", "19.00"):
        await user.should_see(text)
    kinds = [type(element) for element in around.descendants()]
    assert kinds.count(Still) == 22 and len(kinds) <= 30


async def test_of_a_row_in_which_something_is_pressed_the_texts_are_drawn_and_that_is_an_element(user: User):
    await sign_in(user)
    await user.open("/history")
    with user:
        made = table([("编号", ""), ("", "")], [["第八号", lambda: ui.button("撤回")]])
    await user.should_see("第八号")
    (pressed,) = (element for element in made.descendants() if isinstance(element, ui.button))
    assert pressed.parent_slot.parent.tag == "td"
