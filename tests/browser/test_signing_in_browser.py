"""A real browser behind the guard: it signs in, every kind of element works under the policy, injected code does not run."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import soon
from tests.helpers.attack import Target, shared
from tests.helpers.small_app import PASSWORDS


@pytest.fixture(scope="session")
def target() -> Target:
    return shared()


def sign_in(page, name: str) -> None:
    page.fill("#username", name)
    page.fill("#password", PASSWORDS[name])
    page.press("#password", "Enter")


def test_a_person_signs_in_clicks_types_and_uploads_and_is_led_away_when_the_session_ends(target, open_page):
    page = open_page(f"{target.url}/", locale="zh-CN")
    page.forgiven += ["Failed to load resource: the server responded with a status of 401 (Unauthorized)"]
    assert page.url == f"{target.url}/login"
    page.fill("#username", "bo")
    page.fill("#password", "wrong")
    page.press("#password", "Enter")
    assert "登录名或密码不对" in page.inner_text("[role=alert]") and page.input_value("#username") == "bo"
    sign_in(page, "bo")
    page.get_by_text("hello bo").wait_for()
    page.get_by_role("button", name="secret").click()
    page.get_by_label("text").fill("王小明")
    page.set_input_files("input[type=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.get_by_text("cloud_upload").click()
    page.wait_for_function("document.querySelector('.q-uploader__file--uploaded') !== null")
    with target.browser("ann") as ann:
        soon(lambda: {"button of bo", "typed 王小明", "upload"} <= set(target.ran(ann)), page)
    target.end_sessions("bo")
    page.wait_for_url(re.compile("/login"))
    sign_in(page, "bo")
    page.get_by_text("hello bo").wait_for()


def test_every_kind_of_element_works_under_the_policy_and_injected_handlers_do_not_run(target, open_page):
    page = open_page(f"{target.url}/login?next=/all", alone=True)
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    page.forgiven = _Forgiving()
    sign_in(page, "ann")
    for text in ("table cell", "grid cell", "all built"):
        page.get_by_text(text).first.wait_for()
    page.locator(".nicegui-echart canvas").wait_for()
    page.get_by_text("all built").click()
    expect(page).to_have_title("clicked")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.__x") is None, "the injected onerror ran"
    assert blocked and all("event handler" in text or "inline" in text for text in blocked)
    assert (
        page.evaluate(
            "() => { try { const s = document.createElement('script'); s.textContent = 'window.__y = 1';"
            " document.body.append(s) } catch {} return window.__y }"
        )
        is None
    )


def test_a_page_whose_session_ended_while_it_was_cut_off_asks_to_sign_in_again(target, open_page):
    page = open_page(f"{target.url}/login", alone=True)
    page.forgiven = _Forgiving()
    sign_in(page, "bo")
    page.get_by_text("hello bo").wait_for()
    page.wait_for_function("window.did_handshake")  # only a line that stood can be cut
    page.context.clear_cookies()
    page.evaluate("() => window.socket.io.engine.close()")
    page.wait_for_url(re.compile("/login"))


class _Forgiving(list):
    """What the browser says of blocked code, of an image that isn't there and of a refused socket."""

    def __contains__(self, said: str) -> bool:
        return any(part in said for part in ("Content Security Policy", "404", "401", "WebSocket"))
