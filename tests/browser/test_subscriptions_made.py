"""A reader subscribes to the view a grid shows, reads what would come, and ends it again."""

from playwright.sync_api import expect

from tests.browser.test_views import entry, save_as


def test_a_reader_subscribes_to_the_view_of_a_grid_and_ends_it_again(app, sit):
    dora = sit("dora", 16)
    save_as(dora, "订阅的十六组")
    entry(dora, "订阅…")
    page = dora.page
    page.wait_for_url("**/subscriptions/new?record=member&view=*")
    page.wait_for_function("() => window.did_handshake")
    expect(page.get_by_text("【会员·订阅的十六组】")).to_be_visible()
    expect(page.get_by_label("发给")).to_have_count(0)
    page.get_by_label("多久一次").click()
    page.get_by_role("option", name="每周").click()
    page.get_by_role("button", name="订阅", exact=True).click()
    page.wait_for_url(f"{app.url}/subscriptions")
    page.wait_for_function("() => window.did_handshake")
    line = page.get_by_role("row").filter(has_text="订阅的十六组")
    expect(line).to_contain_text("每周一 08:00")
    line.get_by_role("link", name="会员 · 订阅的十六组").click()
    page.wait_for_url("**/subscriptions/*")
    page.wait_for_function("() => window.did_handshake")
    expect(page.get_by_text("【会员·订阅的十六组】")).to_be_visible()
    page.get_by_role("button", name="退订").click()
    expect(page.get_by_text("已退订", exact=True)).to_be_visible()
