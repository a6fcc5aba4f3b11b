"""Help is one key away on every page, and what is new is pointed at once."""

from playwright.sync_api import expect


def test_f1_or_a_question_mark_opens_what_the_guide_says_of_the_page_and_news_are_marked_until_they_were_read(
    app, seats
):
    page = seats(app, "anna").new_page()
    page.goto(app.url + "/todo")
    dot = page.locator(".o-top .o-dot")
    expect(page.locator("a.o-top-button[href='/help#todo']")).to_be_visible()
    expect(dot).to_have_count(0)  # who comes for the first time missed nothing
    for key in ("F1", "?"):
        with page.expect_popup() as opened:
            page.keyboard.press(key)
        opened.value.wait_for_url("**/help#todo")
        opened.value.close()
    page.locator(".x-open").click()
    page.keyboard.type("?")
    expect(page.locator(".x-box input")).to_have_value("?")  # typed, as text is
    page.evaluate("() => localStorage.setItem('ops-news', '2026-01-01')")
    page.reload()
    expect(dot).to_be_visible()
    page.goto(app.url + "/news")
    expect(page.locator(".o-guide h1")).to_have_text("更新内容")
    expect(dot).to_have_count(0)
    page.goto(app.url + "/todo")
    expect(page.locator(".o-brand")).to_be_visible()
    expect(dot).to_have_count(0)
    page.close()
