"""One walk through board, calendar, timeline, cards and pivot of the same few work items, by hand and by keys."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from models.kit.clock import today
from tests.browser.conftest import soon

DAY = today().replace(day=14)
CALENDAR = {"kind": "calendar", "starts": "raised_on", "colour": "state"}
TIMELINE = {"kind": "timeline", "starts": "raised_on", "ends": "due_on", "group": "severity"}
PIVOT = {"kind": "pivot", "rows": [{"field": "severity"}], "columns": [{"field": "state"}], "measure": {"fn": "count"}}


@pytest.fixture
def page(app, seats):
    faults, page = [], seats(app, "anna").new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.on("pageerror", lambda error: faults.append(f"{error}"))
    yield page
    page.close()
    assert faults == []


@pytest.fixture
def items(app):
    """Three work items, one of them urgent, and who is to do them."""
    anna = app.person("anna")
    owner = anna.post(
        "/employee/changes", {"op": "shapes-e", "changes": [{"id": None, "set": {"staff_no": "E77", "name": "林工"}}]}
    )
    assert owner["state"] == "applied", owner
    rows = [
        {
            "title": title,
            "severity": severity,
            "owner": "E77",
            "raised_on": DAY.isoformat(),
            "due_on": (DAY + timedelta(days=4)).isoformat(),
        }
        for title, severity in (("换灯管", "low"), ("修冷柜", "high"), ("补货架", "low"))
    ]
    made = anna.post("/work_item/changes", {"op": "shapes-w", "changes": [{"id": None, "set": row} for row in rows]})
    assert made["state"] == "applied", made
    return {row["title"]: row["id"] for row in made["rows"]}, anna


def open_as(page, app, shape):
    text = shape if isinstance(shape, str) else json.dumps(shape)
    page.goto(f"{app.url}/t/work_item?shape={quote(text)}")


def test_the_same_rows_as_board_calendar_timeline_cards_and_pivot(app, page, items):
    ids, anna = items
    stored = lambda title: anna.get(f"/work_item/{ids[title]}")  # noqa: E731
    lane = lambda key: page.locator(f".s-lane[data-key='\"{key}\"']")  # noqa: E731
    tile = lambda title: page.locator(f".s-tile[data-id='{ids[title]}']")  # noqa: E731

    # From the sheet by its switch; a card is pulled, and one that no step leads there stays and says why.
    page.goto(f"{app.url}/t/work_item")
    page.locator(".s-kind").click()
    page.get_by_role("menuitem", name="看板").click()
    expect(lane("open").locator(".s-lane-count")).to_have_text("3")
    assert "shape=board" in page.url
    tile("换灯管").drag_to(lane("closed"))
    expect(page.locator(".s-toast")).to_contain_text("不能直接变为“已关闭”")
    tile("换灯管").drag_to(lane("doing"))
    page.locator("dialog").get_by_role("button", name="开始处理", exact=True).click()
    expect(lane("doing").locator(".s-tile")).to_have_count(1)
    assert stored("换灯管")["state"] == "doing"

    # By keys: the menu of a card, whose step asks what it demands; given up, the card is where it was.
    tile("修冷柜").focus()
    page.keyboard.press(" ")
    page.get_by_role("menuitem", name="完成 → 待验证").click()
    page.locator("dialog").get_by_role("button", name="取消", exact=True).click()
    expect(lane("open").locator(".s-tile")).to_have_count(2)
    # What a colleague does shows.
    assert (
        anna.post("/actions/work_item_start", {"op": "shapes-s", "id": ids["补货架"], "asks": {"owner": "E77"}})[
            "state"
        ]
        == "applied"
    )
    expect(lane("doing").locator(".s-tile")).to_have_count(2)

    # A calendar: pulled to another day, moved a day on by keys, and taken back.
    open_as(page, app, CALENDAR)
    event = page.locator(f".s-event[data-id='{ids['修冷柜']}']")
    event.drag_to(page.locator(f".s-day[data-day='{DAY + timedelta(days=1)}']"))
    soon(lambda: stored("修冷柜")["raised_on"] == (DAY + timedelta(days=1)).isoformat(), page)
    expect(page.locator(".s-toast")).to_contain_text("可以撤销")
    event.focus()
    page.keyboard.press("Shift+ArrowRight")
    soon(lambda: stored("修冷柜")["raised_on"] == (DAY + timedelta(days=2)).isoformat(), page)
    page.get_by_role("button", name="撤销", exact=True).click()
    soon(lambda: stored("修冷柜")["raised_on"] == (DAY + timedelta(days=1)).isoformat(), page)
    page.locator(".s-days-go button").nth(2).click()
    expect(event).to_have_count(0)
    page.locator(".s-days-beyond button", has_text="更早还有").click()
    expect(event).to_be_visible()
    page.locator(f".s-day[data-day='{DAY}'] .s-day-number").click()
    expect(page.locator("dialog .s-day-row")).to_have_count(2)
    page.keyboard.press("Escape")

    # A timeline: groups by severity, first and last day move together.
    open_as(page, app, TIMELINE)
    expect(page.locator("section.s-track")).to_have_count(2)
    page.locator(f".s-event[data-id='{ids['补货架']}']").focus()
    page.keyboard.press("Shift+ArrowLeft")
    soon(lambda: stored("补货架")["due_on"] == (DAY + timedelta(days=3)).isoformat(), page)
    assert stored("补货架")["raised_on"] == (DAY - timedelta(days=1)).isoformat()

    # Cards, and on a phone one column of the board after the other.
    open_as(page, app, "cards")
    expect(page.locator(".s-gallery-card")).to_have_count(3)

    # A pivot: a number leads to its rows as a sheet.
    open_as(page, app, PIVOT)
    cell = page.locator(".s-pivot tbody tr").filter(has_text="一般").locator("td").filter(has_text="2").first
    cell.locator("a").click()
    expect(page.locator(".s-count")).to_have_text("共 2 行")
    assert "shape=" not in page.url
    expect(page.locator('.ag-row[row-index="1"]').first).to_be_visible()
