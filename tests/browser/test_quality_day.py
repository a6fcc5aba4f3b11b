"""A day of the quality controller: a report comes in, it fails, the action is taken, and a colleague verifies it."""

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.real import Real, add, sign_in

WAIT = 15_000


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


def opened(page, name: str):
    """The dialog of a step; a page that is still connecting hears only a later click."""
    dialog, step = page.locator(".o-dialog"), page.get_by_role("button", name=name, exact=True).first
    step.wait_for(timeout=WAIT)
    for _ in range(5):
        step.click()
        try:
            dialog.wait_for(timeout=2_000)
            break
        except TimeoutError:
            continue
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
