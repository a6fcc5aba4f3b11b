"""A day of the quality controller: a report comes in, it fails, the action is taken, and a colleague verifies it."""

import io
from contextlib import suppress

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Error, expect

from tests.browser.conftest import PATIENCE_FOR_WORK
from tests.browser.real import Real, add, sign_in

WAIT = PATIENCE_FOR_WORK


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("quality"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def report(app):
    """What is there in the morning: a product with its standard in force, and a report just received."""
    gail = app.browser("gail")
    [supplier] = add(gail, "supplier", {"code": "V1", "name": "天润药业"})
    [product] = add(gail, "product", {"sku": "P1", "name": "蛋白粉", "supplier": supplier["id"]})
    add(gail, "employee", {"staff_no": "Y1", "name": "何英", "department": "quality"})
    values = {"report_no": "JC-1", "laboratory": "市质检所", "product": product["id"], "batch_no": "B7"}
    [made] = add(gail, "inspection_report", {**values, "reported_on": "2026-11-20"})
    return made["id"]


# The button that was pressed is none any more, or what it opens is there.
ANSWERED = "(pressed) => !pressed.isConnected || document.querySelector('.o-dialog')"


def opened(page, name: str):
    """The dialog of a step; nobody hears a click on a page that draws itself once more, as it does after news of its row.

    A button that still stands was heard, however late its dialog comes; pressed again it would open a second one.
    """
    page.wait_for_function("window.did_handshake")
    dialog, step = page.locator(".o-dialog"), page.get_by_role("button", name=name, exact=True).first
    for _ in range(5):
        with suppress(Error):  # it was drawn anew under the pointer, or a dialog that came late after all lies over it
            button = step.element_handle(timeout=WAIT)
            button.click(timeout=WAIT)
            page.wait_for_function(ANSWERED, arg=button, timeout=WAIT)
            dialog.wait_for(timeout=5_000)  # a click that went by is made again
        if dialog.is_visible():
            break
    return dialog


def press(page, name: str, **answers: str) -> None:
    """A step by its button, with what its dialog asks."""
    dialog = opened(page, name)
    for label, text in answers.items():
        field = dialog.get_by_label(label, exact=True)
        if field.get_attribute("role") == "combobox":
            field.click()
            field.press_sequentially(text)
            page.locator(".o-pick .q-item", has_text=text).first.click()
        else:
            field.fill(text)
    dialog.locator(".o-go").click()
    expect(dialog).to_be_hidden(timeout=WAIT)


def test_report_in_failure_action_verified_by_another(app, report, open_page):
    he = open_page(alone=True, locale="zh-CN")
    sign_in(he, app.url, "ada", f"/r/inspection_report/{report}")
    expect(he.get_by_text("待审核").first).to_be_visible(timeout=WAIT)

    # What the laboratory measured goes in; the verdict and all that follows come by themselves.
    add(app.browser("ada"), "inspection_item", {"report": report, "item": "铅", "upper": "0.5", "result": "0.9"})
    he.goto(f"{app.url}/r/inspection_report/{report}")
    expect(he.get_by_text("不合格").first).to_be_visible(timeout=WAIT)
    action = app.value("SELECT action_id FROM nonconformance")
    assert app.value("SELECT count(*) FROM notice WHERE role = 'operations_manager' AND urgent = 1") == 1

    # The batch was stopped with the verdict; the cause is found, the work done.
    assert app.ask("SELECT batch_no, state FROM batch_hold") == [("B7", "held")]
    assert app.value("SELECT state FROM nonconformance") == "contained"
    he.goto(f"{app.url}/r/corrective_action/{action}")
    press(he, "开始整改", 根本原因="原料铅超标", 措施="更换原料并加检", 责任人="何英")
    press(he, "报告完成", 完成情况="新批次复检合格")

    # She can't verify what she reported done herself; her manager can.
    asked = opened(he, "验证通过")
    asked.locator(".o-go").click()
    expect(asked).to_contain_text("要由另一个人来做", timeout=WAIT)
    gail = open_page(alone=True, locale="zh-CN")
    sign_in(gail, app.url, "gail", f"/r/corrective_action/{action}")
    press(gail, "验证通过")
    assert app.value("SELECT state FROM corrective_action") == "verified"

    # And the whole story stands on one page.
    gail.goto(f"{app.url}/trace?batch=B7")
    for text in ("蛋白粉 · B7", "天润药业", "已停售", "JC-1"):
        expect(gail.get_by_text(text).first).to_be_visible(timeout=WAIT)


def test_a_recall_from_the_first_word_to_the_file_for_the_authority(app, report, open_page):
    """The store keeps no stock: its receipt alone says who got the batch."""
    ada = app.browser("ada")
    product = app.value("SELECT id FROM product WHERE sku = 'P1'")
    [store] = add(ada, "store", {"code": "S71", "name": "召回一店", "kind": "own", "status": "open"})
    [member] = add(ada, "member", {"card_no": "M71", "name": "张召回", "home_store": store["id"]})
    [receipt] = add(ada, "receipt", {"no": "71", "store": store["id"], "member": member["id"]})
    add(ada, "receipt_line", {"receipt": receipt["id"], "product": product, "qty": 2, "price": 30, "batch_no": "B8"})

    page = open_page(alone=True, locale="zh-CN", accept_downloads=True)
    [made] = add(ada, "recall", {"product": product, "batches": ["B8"], "cause": "铅超标"})
    recall = made["id"]
    assert app.ask("SELECT kind, source, qty FROM recall_call WHERE recall_id = ?", recall) == [("member", "71", 2000)]
    sign_in(page, app.url, "ada", f"/r/recall/{recall}")
    press(page, "发布召回通知", 负责人="何英")
    notice = app.value("SELECT id FROM recall_notice WHERE recall_id = ? AND store_id = ?", recall, store["id"])
    page.goto(f"{app.url}/r/recall_notice/{notice}")
    press(page, "已下架", 下架数量="5")
    page.goto(f"{app.url}/r/recall_call/{app.value('SELECT id FROM recall_call')}")
    press(page, "货已退回", 退回数量="1")

    page.goto(f"{app.url}/r/recall/{recall}")
    page.get_by_role("button", name="打印").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="召回报告（报监管部门）").click()
    with open(coming.value.path(), "rb") as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert book["食品召回报告"]["A1"].value == "食品召回报告"
    assert [cell.value for cell in book["联系情况"][2]] == ["会员", "已退回", 1]
    assert app.value("SELECT count(*) FROM event WHERE kind = 'export' AND detail LIKE '%authority%'") == 1
