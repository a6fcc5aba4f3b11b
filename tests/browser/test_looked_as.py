"""An administrator looks as a reader: marked on every page, the reader's menu, nothing saved, and the way out."""

from urllib.parse import quote

from playwright.sync_api import expect


def test_an_administrator_looks_as_a_reader_changes_nothing_and_ends_it(app, chromium, open_page):
    from tests.browser.running import PEOPLE

    name, cookie = PEOPLE["dora"][0], app.signs_in("anna").cookie
    page = open_page(alone=True)
    key, _, value = cookie.partition("=")
    page.context.add_cookies([{"name": key, "value": value, "url": app.url}])
    page.goto(f"{app.url}/look-as?q={quote(name)}")
    page.get_by_role("button", name=f"以此身份查看 {name}").click()
    banner = page.locator(".o-looking")
    expect(banner).to_contain_text(f"正在以 {name} 的身份查看")
    page.goto(f"{app.url}/t/member?sort=card_no")
    expect(banner).to_be_visible()
    cell = page.locator('.ag-row[row-index="40"] [col-id="name"], .ag-row[row-index="4"] [col-id="name"]').first
    cell.click()
    page.keyboard.press("F2")
    expect(page.locator(".s-say-locked")).to_be_visible()  # dora only reads
    banner.get_by_role("link", name="哪些看不到、为什么").click()
    expect(page.get_by_role("heading", name="看不到、改不了的").first).to_be_visible()
    banner.get_by_role("button", name="结束查看").click()
    expect(page.get_by_role("heading", name="以别人的身份查看")).to_be_visible()
    expect(banner).to_have_count(0)
    expect(page.get_by_role("cell", name=name).last).to_be_visible()
