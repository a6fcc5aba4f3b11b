"""Tables with states, dues and rights are built by clicks alone, and then used by those for whom they were made."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.real import Real, add, change, sign_in

PHONE = {"width": 390, "height": 844}
STATES = ("草稿", "待受理", "维修中", "待验收", "完成")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("clicks"))
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def staff(app):
    """Two stores with a manager each (Chen and Bo), Ann of logistics; Gail is the operations manager."""
    ada = app.browser("ada")
    first, second = add(ada, "store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    users, roles = dict(app.ask("SELECT login, id FROM user")), dict(app.ask("SELECT code, id FROM role"))
    for login, sets in {
        "chen": {"store": first["id"]},
        "bo": {"store": second["id"], "role": roles["store_manager"]},
        "ann": {"role": roles["logistics"]},
    }.items():
        answer = change(ada, "user", {"id": users[login], "set": sets})
        assert answer["state"] == "applied", answer


def pick(page, label: str, *options: str, several: bool = False) -> None:
    """Options of a list, by its label; one of which several may be taken stays open until one goes on."""
    page.get_by_label(label, exact=True).last.click()
    for option in options:
        page.get_by_role("option", name=option, exact=True).last.click()
    if several:
        page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def ready(page) -> None:
    """What is pressed from here on is heard."""
    page.wait_for_function("window.did_handshake")


def begin_table(page, app, name: str, first: str) -> None:
    """The page of new tables, from its place in the menu."""
    page.goto(app.url)
    page.locator(".o-nav", has_text="新建表").click()  # not the place that one was at lately
    page.wait_for_url("**/tables/new")
    ready(page)
    page.get_by_label("中文名称").first.fill(name)
    page.get_by_label("第一列叫什么").fill(first)
    pick(page, "放在哪个板块", "门店管理")
    page.get_by_text("每行属于一家门店").click()
    pick(page, "谁能看", "所有人")
    pick(page, "谁能改", "所有人")
    page.get_by_role("button", name="建表", exact=True).click()
    page.wait_for_url(re.compile("/t/"))


def add_column(page, label: str, kind: str) -> None:
    """From the empty table itself, or the head of its last column."""
    begin = page.locator(".s-states").get_by_role("button", name="新增列")
    page.locator(".ag-header-cell").last.wait_for()
    begin.click()
    dialog = page.locator("dialog.s-column-dialog")
    dialog.get_by_label("中文名称").fill(label)
    dialog.locator('[data-field="kind"] input').fill(kind)
    page.locator(".s-option").filter(has_text=re.compile(f"^{kind}$")).click()
    dialog.get_by_role("button", name="添加", exact=True).click()
    page.locator(".ag-header-cell").filter(has_text=label).wait_for()


def write_states(page, *names: str) -> None:
    page.wait_for_url("**/design/**")
    ready(page)
    page.get_by_role("button", name="设置状态").click()
    page.locator(".o-dialog").get_by_label("状态，一行一个").fill("\n".join(names))
    page.locator(".o-dialog .o-go").click()
    page.get_by_role("button", name="加一步").wait_for()


def add_step(page, name: str, source: str, target: str, *, eyes: str = "", needs: str = "", demands: str = "") -> None:
    ready(page)
    page.get_by_role("button", name="加一步").click()
    dialog = page.locator(".o-dialog")
    dialog.get_by_label("步骤叫什么（按钮上的字）").fill(name)
    pick(page, "从哪些状态", source, several=True)
    pick(page, "到哪个状态", target)
    if eyes:
        pick(page, "要不要换人", eyes)
    if needs:
        pick(page, "须先填好哪些列", needs, several=True)
    if demands:
        dialog.get_by_label(demands).get_by_role("button", name="是").click()
    dialog.locator(".o-go").click()
    page.get_by_role("button", name=f"修改 {name}", exact=True).wait_for()  # its own line: a state may be called alike


def test_repairs_of_stores_are_built_by_clicks(app, staff, open_page):
    page = open_page(alone=True, locale="zh-CN")
    sign_in(page, app.url, "ada")
    begin_table(page, app, "门店报修", "什么坏了")
    add_column(page, "维修人", "单行文字")
    page.locator(".s-states").get_by_role("link", name="状态和步骤").click()
    write_states(page, *STATES)
    add_step(page, "提交", "草稿", "待受理", demands="须有照片或文件")
    add_step(page, "受理", "待受理", "维修中", needs="维修人")
    add_step(page, "修好", "维修中", "待验收")
    add_step(page, "验收", "待验收", "完成", eyes="不能是做上一步的人")
    ready(page)
    pick(page, "哪些状态算没办完", *STATES[1:4], several=True)
    pick(page, "到期看哪一列", "新加一列“到期时间”")
    page.get_by_label("登记后几小时到期").fill("48")
    page.locator("#dues").get_by_role("button", name="保存").click()
    soon_set = page.locator("tr").filter(has_text="到期时间").first
    soon_set.wait_for()
    row = app.ask("SELECT state_by, due_by, due_hours, per_store FROM design_type WHERE zh = '门店报修'")
    assert row[0][2:] == (48, 1) and all(row[0][:2]), row


def photo() -> dict:
    """As a phone takes one."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (120, 90, 60)).save(out, "JPEG")
    return {"name": "冷柜.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def take(page, name: str) -> None:
    """A step by its button; on a page drawn anew, as one that hears of a change just made is about to draw it once more."""
    page.reload()
    ready(page)
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_store_reports_on_a_phone_logistics_repairs_and_somebody_else_accepts(app, staff, open_page):
    chen = open_page(alone=True, locale="zh-CN", **PHONE)
    sign_in(chen, app.url, "chen", "/t/mendianbaoxiu")
    chen.get_by_role("button", name="新增", exact=True).first.click()
    dialog = chen.get_by_role("dialog")
    dialog.get_by_label("什么坏了").fill("冷柜不制冷")
    dialog.get_by_role("button", name="保存", exact=True).click()
    chen.get_by_text("冷柜不制冷").first.wait_for()
    chen.locator('a[href^="/r/mendianbaoxiu/"]').first.click()
    chen.wait_for_url(re.compile(r"/r/mendianbaoxiu/\d+$"))
    record = chen.url
    expect(chen.get_by_text("草稿").first).to_be_visible()
    assert chen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "nothing is wider than the phone"
    take(chen, "提交")
    asked = chen.locator(".o-dialog")
    asked.locator(".o-go").click()
    expect(asked).to_contain_text("请先上传附件")
    asked.locator("input[type=file]").set_input_files(photo())
    expect(asked).to_contain_text("冷柜.jpg")
    asked.locator(".o-go").click()
    expect(asked).to_be_hidden()
    expect(chen.get_by_role("button", name="提交", exact=True)).to_have_count(0)  # it is in logistics' hands by now

    # The other store sees nothing of it.
    bo = open_page(alone=True, locale="zh-CN")
    sign_in(bo, app.url, "bo", "/t/mendianbaoxiu")
    expect(bo.locator(".s-count")).to_have_text("共 0 行")
    bo.forgiven.append("Failed to load resource: the server responded with a status of 404 (Not Found)")
    bo.goto(record)
    expect(bo.get_by_text("冷柜不制冷")).to_have_count(0)

    # Logistics takes it; who is to repair must be said first. It may not accept what it repaired itself.
    ann = open_page(alone=True, locale="zh-CN")
    sign_in(ann, app.url, "ann", "/todo")
    expect(ann.get_by_text("冷柜不制冷").first).to_be_visible()
    ann.goto(record)
    take(ann, "受理")
    expect(ann.get_by_text("请先填写维修人").first).to_be_visible()
    ann.get_by_role("textbox", name="维修人", exact=True).fill("老张")
    ann.get_by_role("button", name="保存", exact=True).first.click()
    expect(ann.get_by_text("已保存").first).to_be_visible()
    take(ann, "受理")
    ann.get_by_role("button", name="修好", exact=True).first.wait_for()
    take(ann, "修好")
    ann.get_by_role("button", name="验收", exact=True).first.wait_for()
    take(ann, "验收")
    ann.locator(".o-dialog .o-go").click()  # it leads to the last state, which is asked once more
    expect(ann.get_by_text("上一步是你做的").first).to_be_visible()

    take(chen, "验收")
    chen.locator(".o-dialog .o-go").click()
    expect(chen.get_by_text("验收：现为“完成”").first).to_be_visible()
    expect(chen.get_by_text("完成", exact=True).first).to_be_visible()
    column = app.value("SELECT id FROM design_column WHERE zh = '到期时间'")
    table = app.value("SELECT id FROM design_type WHERE zh = '门店报修'")
    hours = app.value(f"SELECT (julianday(x_{column}) - julianday('now')) * 24 FROM t_{table}")
    assert 47 < hours <= 48


def test_the_list_of_equipment_of_the_readme_is_built_by_clicks_and_kept_by_its_stores(app, staff, open_page):
    page = open_page(alone=True, locale="zh-CN")
    sign_in(page, app.url, "ada")
    begin_table(page, app, "设备台账", "资产编号")
    for label, kind in (("名称", "单行文字"), ("购入日期", "日期"), ("购入价", "金额")):
        add_column(page, label, kind)
    page.locator(".s-states").get_by_role("link", name="状态和步骤").click()
    write_states(page, "在用", "待修")
    add_step(page, "报修", "在用", "待修")
    add_step(page, "修好", "待修", "在用", demands="须说明原因")
    ready(page)
    page.get_by_role("button", name="加检查…").click()
    dialog = page.locator("dialog.s-column-dialog")
    dialog.locator("textarea").fill("=[购入价]<=100000")
    dialog.get_by_label("不符合时的提示").fill("超过 10 万元，请改走固定资产审批")
    expect(dialog.locator(".s-check-bill")).to_contain_text("都符合")
    dialog.get_by_role("button", name="添加", exact=True).click()
    page.get_by_role("cell", name="超过 10 万元，请改走固定资产审批").wait_for()

    chen = open_page(alone=True, locale="zh-CN")
    sign_in(chen, app.url, "chen", "/t/shebeitaizhang")
    chen.get_by_role("button", name="新增", exact=True).first.click()
    asked = chen.get_by_role("dialog")
    asked.get_by_label("资产编号").fill("Z1")
    asked.get_by_label("购入价").fill("150000")
    asked.get_by_role("button", name="保存", exact=True).click()
    expect(asked).to_contain_text("超过 10 万元")
    asked.get_by_label("购入价").fill("1500")
    asked.get_by_role("button", name="保存", exact=True).click()
    row = chen.locator(".ag-row").filter(has_text="Z1").first.get_attribute("row-id")
    chen.goto(f"{app.url}/r/shebeitaizhang/{row}")
    take(chen, "报修")
    chen.get_by_role("button", name="修好", exact=True).first.wait_for()
    take(chen, "修好")
    chen.locator(".o-dialog").get_by_label("原因").fill("换了压缩机")
    chen.locator(".o-dialog .o-go").click()
    expect(chen.get_by_role("button", name="报修", exact=True).first).to_be_visible()
    bo = open_page(alone=True, locale="zh-CN")
    sign_in(bo, app.url, "bo", "/t/shebeitaizhang")
    expect(bo.locator(".s-count")).to_have_text("共 0 行")


def test_a_column_of_a_file_that_is_linked_by_hand_tells_the_unknown_names_and_the_table_is_made_all_the_same(
    app, staff, open_page
):
    page = open_page(alone=True, locale="zh-CN")
    sign_in(page, app.url, "ada", "/tables/new")
    ready(page)
    said = "名称,地点\n一,锦江一店\n二,旧址\n三,旧址\n四,武侯一店\n"
    page.set_input_files("input[type=file]", {"name": "巡检.csv", "mimeType": "text/csv", "buffer": said.encode()})
    pick(page, "类型 地点", "关联")
    page.get_by_label("关联到 地点", exact=True).last.click()
    stores = page.get_by_role("option", name="门店", exact=True)
    for _ in range(80):  # only a part of so long a list is drawn
        if stores.count():
            break
        page.locator(".q-menu").last.evaluate("menu => menu.scrollBy(0, 250)")
        page.wait_for_timeout(50)
    stores.last.click(timeout=3000)
    expect(page.get_by_text("2 格的名称在关联的表里没有，或不止一个：“旧址”（2 格）")).to_be_visible()
    expect(page.get_by_role("checkbox", name="这些格留空，原文另放一列")).to_be_checked()
    page.get_by_role("button", name="建 1 张表，带入 4 行").click()
    expect(page.get_by_text("已建好")).to_be_visible()
