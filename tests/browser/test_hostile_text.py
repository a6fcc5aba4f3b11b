"""Text is only ever text: whatever people write, each page shows it as written, nothing runs, and Excel computes nothing."""

import csv
from io import BytesIO, StringIO

import apsw
import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_FOR_WORK, soon
from tests.browser.payloads import FORMULAS, LONG, MARKUP, UNSEEN
from tests.browser.real import PASSWORD, Real, add, change, sign_in

TEXTS = (*MARKUP, *FORMULAS)
MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"
# Whether some element's own text, or what stands in a field, is exactly this.
SHOWN = """text => [...document.querySelectorAll('body *')].some(one => one.value === text
    || [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('') === text)"""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Every payload as a store, a tier, a gift, a member and a conversation; as a user too."""
    made = Real(tmp_path_factory.mktemp("hostile"))
    made.start()
    ada = made.browser("ada")
    stores = add(ada, "store", *({"code": f"S{n}", "name": text, "address": text} for n, text in enumerate(TEXTS)))
    tiers = add(
        ada, "member_tier", *({"code": f"T{n}", "name": text[:40], "rank": n + 1} for n, text in enumerate(TEXTS))
    )
    gifts = add(ada, "gift", *({"code": f"G{n}", "name": text, "price": 1} for n, text in enumerate(TEXTS)))
    received = {"op": "in", "id": gifts[0]["id"], "asks": {"kind": "in", "qty": 5}}
    assert ada.post("/api/v1/actions/receive_gifts", json=received).json()["state"] == "applied"
    members = add(
        ada,
        "member",
        *(
            {
                "card_no": f"M{n:03}",
                "name": text[:40],
                "address": text,
                "note": text,
                "tags": [text[:20]],
                "home_store": stores[n]["id"],
                "tier": tiers[n]["id"],
                "joined_on": "2026-01-02",
            }
            for n, text in enumerate(TEXTS)
        ),
    )
    add(
        ada,
        "member_follow_up",
        *({"member": members[n]["id"], "topic": text, "content": text, "result": text} for n, text in enumerate(TEXTS)),
    )
    users = dict(made.ask("SELECT login, id FROM user"))
    renamed = change(ada, "user", {"id": users["gail"], "set": {"login": MARKUP[0], "name": MARKUP[3]}})
    assert renamed["state"] == "applied", renamed
    with apsw.Connection(str(made.data / "ops.db")) as database:  # the night's scoring, which no person writes
        database.set_busy_timeout(5000)
        database.execute("UPDATE member SET segment = 'loyal', spend_12m = 100")
    yield made
    made.stop()


class Deaf(list):
    """Forgives every line in the console."""

    def __contains__(self, said: object) -> bool:
        return True


class Trap:
    """A page on which `__x` would be heard, and every report of the content policy is."""

    def __init__(self, page):
        self.page, self.ran = page, []
        page.context.expose_binding("__x", lambda source, *given: self.ran.append((source["page"].url, given)))
        page.context.expose_binding("__csp", lambda source, what: self.ran.append((source["page"].url, what)))
        page.context.add_init_script(
            "addEventListener('securitypolicyviolation', e => __csp(e.violatedDirective + e.blockedURI))"
        )
        page.on("dialog", lambda dialog: (self.ran.append(dialog.message), dialog.dismiss()))

    def open(self, app: Real, path: str) -> None:
        self.page.goto(app.url + path)

    def shows(self, *texts: str) -> None:
        for text in texts:
            self.page.wait_for_function(SHOWN, arg=text)
        assert self.ran == []


@pytest.fixture
def trap(app, open_page):
    page = open_page(alone=True, locale="zh-CN", height=1600, width=2600)
    page.forgiven.append(MISSING)
    made = Trap(page)
    yield made
    page.wait_for_timeout(200)
    assert made.ran == []


@pytest.fixture
def ada(app, trap):
    sign_in(trap.page, app.url, "ada")
    return trap


def test_the_trap_hears_what_runs_and_what_the_policy_stops(app, trap):
    trap.page.forgiven = Deaf()
    trap.open(app, "/login")
    trap.page.evaluate("__x('called')")
    trap.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=__x()>')")
    soon(lambda: all(part in str(trap.ran) for part in ("('called',)", "script-src")), trap.page)
    trap.ran.clear()


def member(app: Real, text: str) -> int:
    return app.value("SELECT id FROM member WHERE note = ?", text)


def test_what_cannot_be_seen_is_taken_off_and_the_rest_is_stored_as_written(app):
    ada = app.browser("ada")
    for n, (typed, stored) in enumerate(UNSEEN.items()):
        (row,) = add(ada, "member", {"card_no": f"U{n}", "name": typed, "address": typed})
        assert (row["name"], row["address"]) == (stored, stored)
    assert [row["note"] for row in add(ada, "member", {"card_no": "LONG", "name": "长", "note": LONG})] == [LONG]
    stored = dict(app.ask("SELECT note, name FROM member WHERE card_no LIKE 'M%'"))
    assert stored == {text: text[:40] for text in TEXTS}
    broken = ada.post(
        "/api/v1/member/changes", content=b'{"op": "x", "changes": [{"id": null, "set": {"name": "\\ud800"}}]}'
    )
    assert broken.status_code == 400


def test_the_grid_its_hints_filters_and_pickers_show_text(app, ada):
    page = ada.page
    ada.open(app, "/t/member?q=M0")
    page.wait_for_selector(f'.ag-row[row-index="{len(TEXTS) - 1}"]')
    ada.shows(*TEXTS)
    for text in MARKUP[:4]:
        page.locator('.ag-row [col-id="name"]').get_by_text(text, exact=True).hover()
    header = page.locator('.ag-header-cell[col-id="home_store"]')
    header.hover()
    header.locator(".ag-header-cell-filter-button").click()
    page.locator(".s-filter:visible").get_by_placeholder("名称").fill("img")
    ada.shows(*MARKUP[:1])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator('.ag-row[row-index="2"] [col-id="home_store"]').dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("script")
    ada.shows(MARKUP[2], MARKUP[5])
    page.keyboard.press("Escape")
    page.locator('.ag-row[row-index="3"] [col-id="name"]').click()
    for record in ("store", "gift", "member_follow_up", "member_tier"):
        ada.open(app, f"/t/{record}")
        page.wait_for_selector('.ag-row[row-index="10"]')
        ada.shows(*TEXTS[:20])


def test_a_records_page_its_deletion_actions_notices_and_history_show_text(app, ada):
    page, text = ada.page, MARKUP[0]
    store = app.value("SELECT id FROM store WHERE name = ?", text)
    ada.open(app, f"/r/store/{store}")
    ada.shows(text)
    assert text in page.title()
    page.get_by_role("button", name="删除").click()
    ada.shows(f"删除“{text}”？")
    page.get_by_role("button", name="取消", exact=True).click()
    page.get_by_role("button", name="修改历史").click()
    ada.shows(text)
    id = member(app, text)
    ada.open(app, f"/r/member/{id}")
    ada.shows(text)
    page.get_by_role("button", name="兑换礼品").click()
    gift = page.locator(".o-dialog input").first
    gift.click()
    gift.press_sequentially("img")
    page.locator(".o-pick .q-item").get_by_text(text, exact=True).click()
    page.locator(".o-dialog .o-go").click()
    expect(page.locator(".o-dialog [role=alert]").first).to_be_visible()
    page.locator(".o-dialog").get_by_role("button", name="取消", exact=True).click()
    page.get_by_role("button", name="更多").click()
    page.get_by_role("listitem").filter(has_text="冻结").or_(
        page.locator(".q-menu .q-item", has_text="冻结")
    ).first.click()
    page.locator(".o-dialog textarea, .o-dialog input").first.fill(MARKUP[3])
    page.locator(".o-dialog .o-go").click()
    expect(page.locator(".o-dialog")).to_be_hidden()
    ada.open(app, f"/r/member/{id}/form")
    ada.shows(text)
    ada.open(app, "/history")
    expect(page.locator("table")).to_be_visible()


def workbook() -> bytes:
    """Payloads as headers, cells, and as names of stores that aren't there."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "'); __x(); ('"
    sheet.append(["会员卡号", "姓名", "入会门店", *MARKUP])
    for n, text in enumerate(MARKUP):
        sheet.append([f"I{n}", text[:40], "" if n < 5 else "没有 " + text, *MARKUP])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_import_shows_headers_cells_reasons_and_its_file_as_text(app, ada):
    page, name = ada.page, f"{MARKUP[0]}.xlsx"
    ada.open(app, "/import/member")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/html", "buffer": workbook()})
    expect(page.locator(".i-faults")).to_be_visible(timeout=PATIENCE_FOR_WORK)
    ada.shows(name, *(text for text in MARKUP if text.strip() == text), "没有 " + MARKUP[6])
    page.locator(".i-tabs .i-new").click()
    ada.shows(*(text[:40] for text in MARKUP[:5]))
    page.locator(".i-guesses button, .i-guess button").nth(1).click()  # none of them is what its header seems to be
    expect(page.locator(".i-guesses, .i-guess")).to_have_count(0)  # what stood on the page before takes nothing more
    page.get_by_text("跳过有误的").click()
    page.locator(".i-bar .o-go").click()
    expect(page.locator(".i-done")).to_be_visible(timeout=PATIENCE_FOR_WORK)
    ada.open(app, "/history")
    expect(page.locator("tr", has_text=name).first).to_be_visible()
    page.locator("tr", has_text=name).first.get_by_role("button").click()
    expect(page.locator(".o-dialog h2")).to_contain_text(name)
    page.locator(".o-dialog").get_by_role("button", name="取消").click()
    assert ada.ran == []


def test_a_users_name_and_login_are_text_at_the_door_and_on_every_page(app, trap):
    page = trap.page
    page.forgiven.append("Failed to load resource: the server responded with a status of 401 (Unauthorized)")
    for login in MARKUP[:3]:
        trap.open(app, "/login")
        page.fill("#username", login)
        page.fill("#password", "wrong")
        page.press("#password", "Enter")
        page.wait_for_selector("[role=alert]")
        assert page.input_value("#username") == login
    page.fill("#username", MARKUP[0])
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(app.url + "/")
    assert MARKUP[3] in page.inner_text("h1")
    for path in (
        f"/t/{MARKUP[0]}",
        f"/{MARKUP[2]}",
        "/r/member/999999",
        f"/login?next={MARKUP[3]}",
        "/t/member?q=" + MARKUP[0],
    ):
        trap.open(app, path)
        page.wait_for_load_state()
        assert trap.ran == []
    page.wait_for_selector('.ag-row[row-index="0"]')
    assert page.locator(".s-search input").input_value() == MARKUP[0]
    for language, other in (("English", "中文"), ("中文", "English")):
        page.get_by_text(language, exact=True).first.click()
        expect(page.get_by_text(other, exact=True).first).to_be_visible()  # the rows of the page before are still there
        page.wait_for_selector('.ag-row[row-index="0"]')
    trap.open(app, "/analysis/members")
    canvas = page.locator("canvas")
    expect(canvas).to_have_count(2)
    for at in range(6):
        canvas.nth(1).hover(position={"x": 260, "y": 20 + 34 * at})
        page.wait_for_timeout(40)


def test_an_export_keeps_every_text_and_has_no_formula(app):
    ada = app.browser("ada")
    stored = dict(app.ask("SELECT card_no, note FROM member WHERE card_no LIKE 'M%'"))
    answer = ada.get(
        "/api/v1/member/export.xlsx", params={"query": '{"columns": ["card_no", "note", "address", "name"]}'}
    )
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} | {
        cell.data_type for cell in cells if cell.data_type == "inlineStr"
    }
    rows = {row[0].value: [cell.value for cell in row[1:3]] for row in sheet.iter_rows(min_row=2)}
    assert {card: rows[card] for card in stored} == {card: [text, text] for card, text in stored.items()}
    assert {cell.number_format for cell in cells} == {"@"}, "typed over in Excel, a text would be computed after all"
    answer = ada.get("/api/v1/member/export.csv", params={"query": '{"columns": ["card_no", "note"]}'})
    notes = {card: note for card, note, *_ in csv.reader(StringIO(answer.content.decode("utf-8-sig")))}
    risky = {card for card, text in stored.items() if text.lstrip(" '\"")[0] in "=+-@＝＋－＠"}
    assert {card: notes[card] for card in stored} == {
        card: f"'{text}" if card in risky else text for card, text in stored.items()
    }


def test_what_was_exported_comes_back_the_same(app, tmp_path):
    ada = app.browser("ada")
    for ending in ("xlsx", "csv"):
        file = tmp_path / f"back.{ending}"
        file.write_bytes(ada.get(f"/api/v1/store/export.{ending}").content)
        assert f"新增 0、更新 0、无变化 {len(TEXTS)}、有误 0" in app.bring(file, "store"), ending
