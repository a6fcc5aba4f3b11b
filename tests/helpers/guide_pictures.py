"""The pictures of the users' guide, and how long the way in them takes: columns, views, a table with its steps, by the words on the screen.

    python -m tests.helpers.guide_pictures --url http://127.0.0.1:8080 --login admin --password … [--out docs/guide]

Run it against an app on a copy of the demo company: it leaves the columns and the view there.
"""

import argparse
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
MOST = 150_000  # bytes a picture has
NUMBER, FORMULA, VIEW, TABLE = "咖啡机台数", "每平米租金", "租金对比", "门店报修"
STATES = ("待受理", "维修中", "待验收", "完成")
STEPS = (("受理", 0, 1), ("修好", 1, 2), ("验收", 2, 3))


class Hands:
    """Somebody at the screen: what is clicked and typed is counted, as is the time."""

    def __init__(self, page: Page, out: Path):
        self.page, self.out, self.clicks, self.keys, self.began = page, out, 0, 0, time.monotonic()

    def click(self, what: Locator, button: str = "left") -> None:
        what.click(button=button)
        self.clicks += 1

    def type(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.keys += len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def picture(self, name: str, of: Locator | None = None) -> None:
        path = self.out / f"{name}.png"
        (of or self.page).screenshot(path=path, animations="disabled")
        size = path.stat().st_size
        if size > MOST:
            raise SystemExit(f"{path} has {size:,} bytes, over {MOST:,}")

    def tell(self, what: str) -> None:
        print(f"{what:<16}{self.clicks:3} clicks {self.keys:4} keys {time.monotonic() - self.began:6.1f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.helpers.guide_pictures", description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--login", default="admin")
    parser.add_argument("--password", required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "guide")
    parser.add_argument("--only", choices=["everyday"], help="these alone; they change nothing there")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        page = browser.new_context(viewport={"width": 1000, "height": 600}, locale="zh-CN").new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{asked.url}/login")
        page.fill("#username", asked.login)
        page.fill("#password", asked.password)
        page.press("#password", "Enter")
        page.wait_for_url(lambda address: "/login" not in address)
        me = Hands(page, asked.out)
        if not asked.only or "everyday" in asked.only:
            everyday(me, asked.url)
        if asked.only:
            return
        page.goto(f"{asked.url}/t/store")
        page.locator(".ag-row").first.wait_for()
        walk(me)
        check(me)
        look(me)
        table(me)
        dashboard(me)
        browser.close()


def everyday(me: Hands, url: str) -> None:
    """What everybody does: to-dos, the weekly report, and the preview of an import whose headers are somebody else's."""
    page = me.page
    page.goto(f"{url}/todo")
    page.locator(".o-todo li").first.wait_for()
    me.picture("todo")
    page.goto(f"{url}/weekly")
    page.locator("h1").wait_for()
    page.wait_for_timeout(5000)
    me.picture("weekly")
    page.goto(f"{url}/import/member")
    page.wait_for_function("window.did_handshake")
    with tempfile.TemporaryDirectory() as folder:
        with page.expect_file_chooser() as picking:
            me.click(page.locator(".i-drop-face"))
        picking.value.set_files(members(Path(folder) / "会员名单.xlsx"))
        page.locator(".i-tabs").wait_for()
    me.click(page.get_by_text("查看各列对应到哪里"))
    page.wait_for_timeout(800)
    page.locator(".i-tabs").evaluate("node => node.scrollIntoView({block: 'center'})")
    me.picture("import")
    me.tell("everyday")


def members(path: Path) -> Path:
    """A list as a shop keeps it: with headers of its own, one wrong day and one number too short."""
    book = Workbook()
    book.active.append(["卡号", "顾客姓名", "联系电话", "级别", "开卡门店", "开卡时间"])
    for at, name in enumerate(("林晓雨", "周建国", "何静", "罗兰", "唐小军", "曾敏"), 1):
        book.active.append([f"HY9{at:05}", name, f"1380808{at:04}", "金卡会员", "锦江社区一店", f"2026-11-{at:02}"])
    book.active["F4"], book.active["C6"] = "2026-13-02", "1380808"
    book.save(path)
    return path


def walk(me: Hands) -> None:
    page = me.page
    me.click(head(page, "状态"), button="right")
    page.get_by_role("menuitem", name="在右侧插入列…").wait_for()
    me.picture("menu")
    me.click(page.get_by_role("menuitem", name="在右侧插入列…"))
    dialog = begun(me, NUMBER, "整数")
    me.picture("column", dialog)
    finished(me, dialog, NUMBER)
    me.tell("a column")

    me.click(head(page, NUMBER), button="right")
    me.click(page.get_by_role("menuitem", name="在右侧插入列…"))
    dialog = begun(me, FORMULA, "公式")
    me.type(dialog.locator('[data-field="formula"] textarea'), "=[月租金]/[面积（㎡）]")
    expect(dialog.locator(".s-formula-results")).to_contain_text("结果是")
    me.picture("formula", dialog)
    finished(me, dialog, FORMULA)
    me.tell("and a formula")

    me.click(page.locator(".s-view:not(.s-kind, .s-bare-view)"))
    me.picture("views")
    me.click(page.get_by_role("menuitem", name="另存为视图…"))
    asked = page.locator("dialog")
    me.type(asked.get_by_label("视图名称"), VIEW)
    me.click(asked.get_by_label("共享给能看到这张表的人"))
    me.picture("share", asked)
    me.click(asked.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".s-view-name")).to_have_text(VIEW)
    me.tell("and a view")

    me.click(head(page, NUMBER), button="right")
    me.click(page.get_by_role("menuitem", name=re.compile("哪里用到")))
    page.locator("dialog").wait_for()
    me.picture("uses", page.locator("dialog"))


def check(me: Hands) -> None:
    page = me.page
    page.keyboard.press("Escape")
    me.click(head(page, "开业日期"), button="right")
    me.click(page.get_by_role("menuitem", name="加检查…"))
    dialog = page.locator("dialog.s-column-dialog")
    me.type(dialog.locator("textarea"), "=[许可证到期日]>[开业日期]")
    me.type(dialog.get_by_label("不符合时的提示"), "许可证到期日应在开业日期之后，请核对证照")
    dialog.locator(".s-check-bill").wait_for()
    me.picture("check", dialog)
    me.click(dialog.get_by_role("button", name="取消"))
    me.tell("and a check")


def look(me: Hands) -> None:
    """What is only looked at: shapes, groups, and the panel beside the grid."""
    page = me.page
    url = page.url.split("/t/")[0]
    page.goto(f"{url}/t/complaint")
    page.locator(".ag-row").first.wait_for()
    me.click(page.locator(".s-kind"))
    me.click(page.get_by_role("menuitem", name="看板"))
    page.locator(".s-tile").first.wait_for()
    me.picture("board")
    page.goto(f"{url}/t/employee")
    page.locator(".ag-row").first.wait_for()
    me.click(head(page, "门店"), button="right")
    me.click(page.get_by_role("menuitem", name="按此列分组"))
    page.locator(".s-group-row-line").first.wait_for()
    me.picture("groups")
    page.goto(f"{url}/t/rectification")
    me.click(page.locator('.ag-row[row-index="0"] [col-id="topic"]'))
    me.press("Control+Enter")
    panel = page.locator(".o-panel")
    panel.wait_for()
    me.click(panel.get_by_text("评论", exact=True).first)
    page.wait_for_timeout(500)
    me.picture("panel")


def table(me: Hands) -> None:
    """A table with states, steps and a due time, from the menu on."""
    page = me.page
    page.goto(page.url.split("/t/")[0] + "/tables/new")
    me.type(page.get_by_label("中文名称").first, TABLE)
    me.type(page.get_by_label("第一列叫什么"), "什么坏了")
    me.click(page.get_by_text("每行属于一家门店"))
    me.picture("table")
    me.click(page.get_by_role("button", name="建表", exact=True))
    me.click(page.locator(".s-states").get_by_role("link", name="状态和步骤"))
    me.click(page.get_by_role("button", name="设置状态"))
    me.type(page.locator(".o-dialog textarea"), "\n".join(STATES))
    me.click(page.locator(".o-dialog .o-go"))
    for name, source, target in STEPS:
        me.click(page.get_by_role("button", name="加一步"))
        me.type(page.get_by_label("步骤叫什么（按钮上的字）"), name)
        chosen(me, "从哪些状态", STATES[source])
        me.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        chosen(me, "到哪个状态", STATES[target])
        me.click(page.locator(".o-dialog .o-go"))
        page.locator("#steps tr").filter(has_text=name).first.wait_for()
    page.wait_for_timeout(800)
    me.picture("steps", page.locator("#steps"))
    me.tell("and a table")


def dashboard(me: Hands) -> None:
    """A ready-made one, copied: what it looks like while it is put together."""
    page = me.page
    page.goto(page.url.split("/t/")[0].split("/design/")[0] + "/boards")
    page.wait_for_function("window.did_handshake")
    me.click(page.locator("tr").filter(has_text="销售和投诉").get_by_role("button", name="复制来改"))
    page.locator(".b-frame .b-card .o-value").wait_for()
    page.wait_for_timeout(3000)
    me.picture("dashboard")
    me.tell("and a dashboard")


def chosen(me: Hands, label: str, option: str) -> None:
    me.click(me.page.get_by_label(label, exact=True).last)
    me.click(me.page.get_by_role("option", name=option, exact=True).last)


def begun(me: Hands, label: str, kind: str) -> Locator:
    """The dialog of a new column with its label and its kind."""
    dialog = me.page.locator("dialog.s-column-dialog")
    me.type(dialog.get_by_label("中文名称"), label)
    me.click(dialog.locator('[data-field="kind"] input'))
    me.type(dialog.locator('[data-field="kind"] input'), kind)
    me.click(me.page.locator(".s-option").filter(has_text=re.compile(f"^{kind}$")))
    return dialog


def finished(me: Hands, dialog: Locator, label: str) -> None:
    me.click(dialog.get_by_role("button", name="添加", exact=True))
    head(me.page, label).wait_for()


def head(page: Page, label: str) -> Any:
    return page.locator(".ag-header-cell").filter(has_text=label).first


if __name__ == "__main__":
    main()
