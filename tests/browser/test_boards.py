"""A board is put together by hand and by keyboard, and read by somebody else, also on a phone."""

import json
import re

import pytest
from playwright.sync_api import expect

NAME = "第十八组晨会"
KINDS = {"text": "文字", "list": "列表", "todos": "等你处理"}


@pytest.fixture
def opened(app, seats):
    """Somebody's page, at an address; nothing may fail on it."""
    pages, faults = [], []

    def open_at(login: str, path: str, width: int = 1440):
        page = seats(app, login).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(app.url + path)
        page.wait_for_function("() => window.did_handshake")
        return page

    yield open_at
    for page in pages:
        page.close()
    assert faults == []


def place(page, kind: str) -> tuple[str, ...]:
    """Column, row, width and height of the only block of this kind."""
    style = page.locator(f".b-frame.b-{kind}").get_attribute("style")
    return tuple(re.search(f"--{name}: ?(\\d+)", style).group(1) for name in "xywh")


def add(page, kind: str) -> None:
    page.get_by_role("button", name="加一块").click()
    page.locator(".q-menu .q-item").filter(has_text=re.compile(f"{KINDS[kind]}$")).click()
    expect(page.locator(".q-menu")).to_have_count(0)  # it lay over the blocks
    if kind != "todos":
        page.locator(".o-dialog .o-go").click()
    page.locator(f".b-frame.b-{kind}").wait_for()
    expect(page.locator(".o-dialog")).to_have_count(0)


def by_eye(page) -> list[str]:
    """The kinds of the blocks from above to below."""
    tops = {kind: page.locator(f".b-frame.b-{kind}").bounding_box()["y"] for kind in KINDS}
    return sorted(KINDS, key=tops.get)


def swipe(page, grip, over) -> None:
    """A finger takes a block by its grip past the middle of another."""
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    grip.click(trial=True)  # what a finger needs may be larger: it stands still before anybody measures
    start, end = grip.bounding_box(), over.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    for kind, way in (("touchStart", 0), ("touchMove", 0.5), ("touchMove", 1)):
        point = {"x": x, "y": y + way * (end["y"] + 8 - y)}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def drag(page, grip, right: int, down: int) -> None:
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def test_a_board_is_made_arranged_and_read_by_somebody_else(app, opened):
    page = opened("anna", "/boards")
    page.get_by_label("仪表盘名称").fill(NAME)
    page.get_by_role("button", name="新建仪表盘").click()
    page.wait_for_url("**/edit")
    page.wait_for_function("() => window.did_handshake")
    expect(page.get_by_text("它会出现在这里")).to_be_visible()
    for kind in ("text", "list", "todos"):
        add(page, kind)
    assert place(page, "text")[:3] == ("1", "1", "6") and place(page, "list")[:2] == ("1", "3")
    wide = page.locator(".b-editing").bounding_box()["width"]

    drag(page, page.locator(".b-frame.b-list .b-grip"), int(wide / 2), -136)
    expect(page.locator(".b-frame.b-list")).to_have_attribute("style", re.compile("--x: ?7; ?--y: ?1;"))
    drag(page, page.locator(".b-frame.b-text .b-corner"), -int(wide / 6), 68)
    expect(page.locator(".b-frame.b-text")).to_have_attribute("style", re.compile("--w: ?4; ?--h: ?3"))
    page.locator(".b-frame.b-todos .b-grip").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".b-frame.b-todos")).to_have_attribute("style", re.compile("--y: ?1;"))
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".b-frame.b-todos")).to_have_attribute("style", re.compile("--w: ?7;"))
    places = {kind: place(page, kind) for kind in KINDS}

    page.set_viewport_size({"width": 390, "height": 2000})
    expect(page.locator(".b-corner").first).to_be_hidden()  # they stand below each other by now
    first, *_, last = by_eye(page)
    swipe(page, page.locator(f".b-frame.b-{last} .b-grip"), page.locator(f".b-frame.b-{first}"))
    expect(page.locator(f".b-frame.b-{last}")).to_have_attribute("style", re.compile("--y: ?1;"))
    assert by_eye(page)[0] == last
    page.set_viewport_size({"width": 1440, "height": 900})
    places = {kind: place(page, kind) for kind in KINDS}

    page.locator(".t-form").get_by_text("开放", exact=True).click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.reload()
    page.locator(".b-frame.b-todos").wait_for()
    assert {kind: place(page, kind) for kind in KINDS} == places

    reader = opened("dora", "/boards")
    reader.get_by_role("link", name=NAME).click()
    expect(reader.get_by_role("heading", name=NAME)).to_be_visible()
    expect(reader.locator(".b-block")).not_to_have_count(0)
    expect(reader.get_by_role("link", name="编辑")).to_have_count(0)
    reader.set_viewport_size({"width": 390, "height": 844})
    lefts = reader.locator(".b-block").evaluate_all("all => all.map(block => block.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    assert reader.evaluate("() => document.documentElement.scrollWidth <= 390")
    printed(app, opened)


def printed(app, opened) -> None:
    """On paper charts are drawn anew for their width, tables with many columns stay within the page, and the ink is dark."""
    day = {"field": "joined_on", "grain": "day"}
    rows = {"kind": "chart", "record": "member"}
    blocks = [
        {"id": "b1", **rows, "at": [0, 0, 6, 5], "draw": "bar", "by": [{"field": "home_store"}]},
        {"id": "b2", **rows, "at": [6, 0, 6, 5], "draw": "heat", "by": [{"field": "home_store"}, day]},
        {"id": "b3", "kind": "list", "at": [0, 5, 6, 5], "record": "member", "rows": 5},
    ]
    board = {"zh": "第十八组打印", "open": True, "body": json.dumps({"blocks": blocks})}
    answer = app.person("anna").post("/board/changes", {"op": "print-a-board", "changes": [{"id": None, "set": board}]})
    page = opened("anna", f"/board/{answer['rows'][0]['id']}")
    page.locator(".b-chart canvas").wait_for()
    page.locator(".o-heat td").first.wait_for()
    page.evaluate("() => document.body.classList.add('body--dark')")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".o-on-paper")).to_be_visible()
    sizes = page.locator(".o-on-paper").evaluate("drawn => [drawn.width, drawn.parentElement.clientWidth]")
    assert sizes[0] >= 2 * sizes[1] > 0, "with more dots than the screen has"
    over = """() => [...document.querySelectorAll(".b-block, .b-block td, .b-block th")]
        .filter(part => part.getBoundingClientRect().right > 704).length"""
    assert page.evaluate(over) == 0
    assert page.locator(".b-list").evaluate("list => list.clientWidth") > 690
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".o-on-paper")).to_have_count(0)
