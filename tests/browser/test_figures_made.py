"""A person makes a figure of the week of the rows a grid shows, sees what it would come to, and finds it in its area."""

from playwright.sync_api import expect

from tests.browser.test_views import entry


def test_the_rows_a_grid_shows_become_a_figure_of_the_week(app, sit):
    anna = sit("anna", 17)
    entry(anna, "做成周指标…")
    page = anna.page
    page.wait_for_url("**/figure/new?record=member&filter=*")
    page.wait_for_function("() => window.did_handshake")
    expect(page.get_by_text("最近四周")).to_be_visible()
    expect(page.locator(".w-now")).to_have_count(4)
    page.get_by_label("统计什么").click()
    page.get_by_role("option", name="平均").click()
    expect(page.get_by_text("请选择把哪一列加起来")).to_be_visible()
    page.get_by_label("统计什么").click()
    page.get_by_role("option", name="行数").click()
    expect(page.locator(".w-now")).to_have_count(4)
    page.get_by_label("中文名称").fill("第十七组新人")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="周指标“第十七组新人”")).to_be_visible()
    page.goto(f"{app.url}/a/members")
    expect(page.get_by_text("第十七组新人")).to_be_visible()
