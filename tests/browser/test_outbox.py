"""Nothing that was typed is lost and nothing is written twice, whatever the line, the server or the session does."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import patient, soon
from tests.browser.proxy import Line
from tests.browser.running import App

EDITS = 20


@pytest.fixture(scope="module")
def lines(app):
    with (
        Line(app.port) as a,
        Line(app.port) as b,
        Line(app.port) as c,
        Line(app.port) as d,
        Line(app.port) as e,
        Line(app.port) as f,
    ):
        yield {"down 2": a, "down 12": b, "still 8": c, "lost": d, "twice": e, "slow": f}


# Within the page: a request that is held outside of it may be let go when its page goes.
CUT = """(() => {
  window.uncut ??= window.fetch;
  window.fetch = (address, ...more) =>
    `${address}`.endsWith("/changes") ? Promise.reject(new TypeError("cut")) : window.uncut(address, ...more);
})()"""


def gone_on_with(desk, text: str) -> None:
    """The cell opens a frame or two after the click, once it is in sight: until then keys belong to the grid."""
    desk.page.get_by_role("button", name="接着填").click()
    expect(desk.page.locator(".s-edit textarea")).to_have_value(text)


def typed(name: str) -> list[str]:
    return [f"{name}{n:02}" for n in range(EDITS)]


def test_twenty_edits_arrive_once_and_in_order_over_every_kind_of_bad_line(app, lines, sit):
    at = {name: sit("anna", group, base=line.url) for group, (name, line) in enumerate(lines.items())}
    ids = {name: [desk.id(row) for row in range(EDITS)] for name, desk in at.items()}
    breaking = {"down 12": lines["down 12"].refuse, "still 8": lines["still 8"].still, "down 2": lines["down 2"].refuse}
    breaking |= {"lost": lambda: lines["lost"].lose_replies(3), "twice": lambda: lines["twice"].send_twice(EDITS)}
    lines["slow"].delay = 0.3
    since, before = {}, app.last()
    for name in ("down 12", "still 8", "down 2", "lost", "twice", "slow"):
        at[name].fill_down("name", typed(name[:1])[:3])
        breaking.get(name, lambda: None)()
        since[name] = time.monotonic()
        at[name].fill_down("name", typed(name[:1])[3:], row=3)
        if name.startswith(("down", "still")):
            expect(at[name].page.locator(".s-unsaved")).to_contain_text("未保存")
        if name == "down 2":
            at[name].page.wait_for_timeout(max(0, 2000 - 1000 * (time.monotonic() - since[name])))
            lines[name].heal()
    for name in ("down 12", "still 8"):
        expect(at[name].page.locator(".s-offline")).to_contain_text("离线")
        assert at[name].cell(19, "name").inner_text().startswith(typed(name[:1])[19]), "what was typed stays in sight"
        assert at[name].marks("pending") >= 15
    for name, seconds in (("still 8", 8), ("down 12", 12)):
        at[name].page.wait_for_timeout(max(0, 1000 * (since[name] + seconds - time.monotonic())))
        lines[name].heal()
    for name, desk in at.items():
        desk.drained()
        expect(desk.page.locator(".s-line")).to_have_text("")
        assert [app.cell(id, "name") for id in ids[name]] == typed(name[:1]), name
        kept = [app.history(id, "name", before) for id in ids[name]]
        assert kept == [[value] for value in typed(name[:1])], "each of them once"
        marks = ",".join(map(str, ids[name]))
        order = app.ask(
            f"SELECT row_id FROM change WHERE record = 'member' AND kind = 'u' AND row_id IN ({marks}) AND id > ? ORDER BY id",
            before,
        )
        assert [id for (id,) in order] == ids[name], "in the order they were typed"
    assert lines["lost"].posts > EDITS and lines["lost"].lose == 0


def test_a_line_that_hangs_however_long_never_takes_the_page_away(app, lines, sit):
    line = lines["still 8"]
    at = sit("anna", 16, base=line.url)
    at.page.evaluate("""() => {
      Object.assign(window, {same: true, late: 0});
      window.socket.io.timeout(200);
      window.socket.on("connect_error", (error) => { window.late += error.message === "timeout"; });
    }""")
    line.still()
    at.page.evaluate("() => { window.socket.io.engine.close(); }")  # as after a ping that nobody answered
    at.put(0, "name", "悬着写的")
    at.page.wait_for_function("window.late >= 3")
    assert at.text(0, "name").startswith("悬着写的") and at.page.evaluate("window.same")
    line.heal()
    at.page.evaluate("() => { window.socket.io.timeout(20000); }")
    at.page.wait_for_function("window.socket.connected")
    at.drained()
    assert app.cell(at.id(0), "name") == "悬着写的" and at.page.evaluate("window.same")


def test_after_a_reload_pending_values_and_half_typed_text_are_there_and_go_on(app, sit):
    at = sit("anna", 7)
    id, half = at.id(0), at.id(4)
    at.page.on("dialog", lambda dialog: dialog.accept())
    at.page.add_init_script(CUT)
    at.page.evaluate(CUT)
    at.put(0, "name", "刷新前一")
    at.put(1, "name", "刷新前二")
    at.cell(4, "name").click()
    at.keys.type("半句")
    at.page.reload()
    at.ready()
    assert at.text(0, "name").startswith("刷新前一") and at.text(1, "name").startswith("刷新前二")
    assert app.history(id, "name") == []
    expect(at.page.locator(".s-unsaved")).to_have_text("未保存 2")
    expect(at.page.locator(".s-draft")).to_contain_text("半句")
    at.page.evaluate("() => { window.fetch = window.uncut; }")
    at.drained()
    assert app.history(id, "name") == ["刷新前一"]
    expect(at.cell(0, "name")).to_contain_text("刷新前一")
    gone_on_with(at, "半句")
    at.keys.press("End")
    at.keys.type("写完")
    at.keys.press("Enter")
    expect(at.page.locator(".s-draft")).to_have_count(0)
    at.drained()
    assert app.cell(half, "name") == "半句写完"


def test_fifty_quick_edits_of_one_cell_end_with_the_last(app, sit):
    at = sit("anna", 8)
    id = at.id(2)
    quick = """async (page, {id, round}) => {
      const field = page.context.record.byName.name;
      const put = (text) => page.editing.send({id, field: "name"}, field, text, text, page.adapter.value(id, "name"));
      const sent = Array.from({length: 50}, (_, n) => put(`快${round}.${n}`));
      await Promise.all(sent);
    }"""
    for round in range(4):
        at.sheet(quick, {"id": id, "round": round})
        assert app.cell(id, "name") == f"快{round}.49"
    expect(at.cell(2, "name")).to_contain_text("快3.49")
    assert app.history(id, "name") == [f"快{round}.{n}" for round in range(4) for n in range(50)]
    assert at.marks("conflict") == 0


def test_a_refused_edit_leaves_the_line_and_what_was_built_on_it_stands_on_the_value_before(app, sit):
    at = sit("anna", 9)
    id, other = at.id(0), at.id(5)
    at.page.route("**/changes", lambda route: route.abort())
    at.put(0, "joined_on", "不是日期")
    at.put(0, "joined_on", "2026-02-03")
    at.put(5, "name", "后来的")
    at.put(6, "joined_on", "也不是")
    at.page.unroute("**/changes")
    at.drained()
    assert str(app.cell(id, "joined_on")).startswith("2026-02-03")
    assert app.cell(other, "name") == "后来的"
    expect(at.cell(6, "joined_on")).to_have_class(re.compile("s-refused"))
    expect(at.cell(0, "joined_on")).to_have_text("2026-02-03")


def test_what_is_too_large_to_keep_says_so_and_is_sent_all_the_same(app, sit):
    at = sit("anna", 10)
    ids = [at.id(row) for row in range(4)]
    at.page.route("**/changes", lambda route: route.abort())
    fill = """(page, ids) => { const text = "长".repeat(1_400_000);
      page.context.transport.send(() => ({changes: ids.map((id) => ({id, set: {tags: [text]}, seen: {}}))}), "paste"); }"""
    at.sheet(fill, ids)
    expect(at.page.locator(".s-unsaved")).to_contain_text("请勿刷新")
    assert at.page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('opsdesk.op.')).length") == 0
    at.page.unroute("**/changes")
    at.drained()


def test_a_restart_of_the_server_loses_nothing_and_offers_the_half_typed_text(sit, tmp_path):
    own = App(tmp_path / "data").start()
    try:
        desks = [sit("anna", group, at=own) for group in range(4)]
        ids = [desk.id(0) for desk in desks]
        half = desks[3].id(2)
        desks[3].cell(2, "name").click()
        desks[3].keys.type("没打完")
        own.kill()
        for n, desk in enumerate(desks[:3]):
            desk.page.on("dialog", lambda dialog: dialog.accept())
            desk.put(0, "name", f"停机{n}")
        own.start()
        expect(desks[3].page.locator(".s-draft")).to_contain_text("没打完")
        for n, desk in enumerate(desks[:3]):
            expect(desk.cell(0, "name")).to_contain_text(f"停机{n}")
            desk.drained()
            assert own.history(ids[n], "name") == [f"停机{n}"]
        gone_on_with(desks[3], "没打完")
        desks[3].keys.press("Enter")
        desks[3].drained()
        assert own.cell(half, "name") == "没打完"
    finally:
        own.kill()


def sign_in(page, login: str) -> None:
    from tests.browser.running import PASSWORD

    page.fill("#username", login)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")


@pytest.fixture
def profile(chromium, app):
    """A browser of one's own, signed in as Anna: its session may end."""
    made = []

    def make():
        name, _, value = app.signs_in("anna").cookie.partition("=")
        context = patient(chromium.new_context(locale="zh-CN"))
        context.add_cookies([{"name": name, "value": value, "url": app.url}])
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


def waiting(desk, text: str) -> int:
    """An edit that can't go out."""
    desk.page.route("**/changes", lambda route: route.abort())
    desk.put(0, "name", text)
    return desk.id(0)


def test_closing_the_tab_warns_and_signing_out_wipes(app, sit, profile):
    at = sit("anna", 11, context=profile())
    asked = []
    id = waiting(at, "没保存")
    at.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    at.page.close(run_before_unload=True)
    soon(lambda: asked, at.page)
    assert asked == ["beforeunload"] and at.unsaved() == 1
    at.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    at.page.get_by_role("button", name="我的账号").click()
    at.page.get_by_text("退出登录").click()
    at.page.wait_for_url(re.compile("/login"))
    assert asked == ["beforeunload"] * 2
    assert at.page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('opsdesk.op.')).length") == 0
    assert app.history(id, "name") == []


def test_after_the_session_ended_the_same_person_goes_on_and_another_one_does_not(app, sit, profile):
    same, other = sit("anna", 12, context=profile()), sit("anna", 13, context=profile())
    ids = []
    for desk, text in ((same, "接着保存"), (other, "不该保存")):
        desk.page.on("dialog", lambda dialog: dialog.accept())
        ids.append(waiting(desk, text))
        desk.page.context.clear_cookies()
        desk.page.unroute("**/changes")
    for desk in (same, other):
        expect(desk.page.locator(".s-offline")).to_have_text("登录已过期")
        desk.page.get_by_role("link", name="重新登录").click()
        desk.page.wait_for_url(re.compile("/login"))
    sign_in(same.page, "anna")
    sign_in(other.page, "bert")
    expect(other.page.locator(".s-toast")).to_contain_text("1 处改动没保存，已清除")  # it goes away after a while
    same.ready(), other.ready()
    same.drained()
    assert app.history(ids[0], "name") == ["接着保存"]
    expect(same.cell(0, "name")).to_contain_text("接着保存")
    assert not other.text(0, "name").startswith("不该保存")
    other.page.wait_for_timeout(300)
    assert app.history(ids[1], "name") == []
    discarded = "SELECT user_name, detail FROM event WHERE kind = 'outbox_discarded'"
    assert soon(lambda: app.ask(discarded), other.page) == [("陈小波", '{"ops": 1}')]


def test_an_open_page_never_writes_in_the_name_of_who_signed_in_after(app, sit, profile):
    context = profile()
    at = sit("anna", 14, context=context)
    id = waiting(at, "安娜写的")
    name, _, value = app.signs_in("bert").cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": app.url}])
    at.page.unroute("**/changes")
    expect(at.page.locator(".s-toast")).to_contain_text("已清除")
    assert at.unsaved() == 0 and app.history(id, "name") == []
