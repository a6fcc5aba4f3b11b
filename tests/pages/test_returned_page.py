"""The import page knows a file that was exported to be edited: differences are looked at, decided, written and taken back."""

import pytest
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User

from models.kit import system
from models.kit.server.database import reading
from models.kit.write.edits import edit
from models.members import Member
from tests.helpers import desk
from tests.helpers.desk import put, sign_in
from tests.helpers.returned_files import line_of, taken, worked_on
from tests.helpers.returned_files import put as typed

folder = pytest.fixture(desk.folder, autouse=True)
BOSS = system("tests")
NAMES = ["card_no", "name", "phone", "note"]


@pytest.fixture
async def page(user: User) -> User:
    for at, name in enumerate(("王一", "李二", "张三"), 1):
        put("member", {"card_no": f"M00{at}", "name": name, "note": "老顾客"})
    await sign_in(user)
    await user.open("/import/member")
    await user.should_see("把文件拖到这里")
    return user


async def drop(user: User, data: bytes) -> None:
    [upload] = user.find(marker="upload").elements
    await upload.handle_uploads([SmallFileUpload("会员_修改.xlsx", "application/octet-stream", data)])


def exported() -> bytes:
    with reading():
        return taken(Member, BOSS, NAMES)


def changed(name: str, **values) -> None:
    with reading():
        [row] = Member.rows(Member.name == name)
        assert edit(Member, [{"id": row.id, "set": values}], who=BOSS).state == "applied"


def notes() -> dict[str, str]:
    with reading():
        return {row.name: row.note for row in Member.rows()}


async def test_conflicts_are_decided_one_by_one_and_the_whole_is_written_and_taken_back(page: User):
    data = exported()
    changed("王一", note="他们写的")
    changed("李二", note="也是他们写的")

    def work(sheet):
        for name in ("王一", "李二", "张三"):
            typed(sheet, line_of(sheet, "姓名", name), 备注=f"{name}，我写的")

    await drop(page, worked_on(data, work))
    await page.should_see("和现在的数据对比", retries=30)
    await page.should_see("现在（tests）")
    await page.should_see("还有 2 处要选择")
    page.find(marker="mine 3 note").click()
    await page.should_see("还有 1 处要选择", retries=20)
    [go] = page.find(marker="go").elements
    assert go.props["disabled"]
    page.find(marker="theirs 4 note").click()
    await page.should_see("将修改 2 行（2 格），作为一批写入", retries=20)
    page.find(marker="go").click()
    await page.should_see("已修改 2 行", retries=30)
    assert notes() == {"王一": "王一，我写的", "李二": "也是他们写的", "张三": "张三，我写的"}
    page.find(marker="undo").click()
    await page.should_see("撤销“会员_修改.xlsx”？", retries=20)
    page.find(marker="go").click()
    await page.should_see("这次导入已撤销", retries=20)
    assert notes() == {"王一": "他们写的", "李二": "也是他们写的", "张三": "老顾客"}


async def test_rows_that_the_file_lacks_stay_unless_they_are_ticked_and_all_conflicts_are_taken_at_once(page: User):
    data = exported()
    changed("王一", note="他们写的")
    changed("张三", note="还在用")

    def work(sheet):
        typed(sheet, line_of(sheet, "姓名", "王一"), 备注="我写的")
        for name in ("李二", "张三"):
            sheet.delete_rows(line_of(sheet, "姓名", name))

    await drop(page, worked_on(data, work))
    await page.should_see("两边都改", retries=30)
    page.find(marker="all theirs").click()
    await page.should_see("没有要写入的改动", retries=20)
    page.find(marker="kind missing").click()
    await page.should_see("导出后有人改过", retries=20)
    with reading():
        [row] = Member.rows(Member.name == "李二")
    page.find(marker=f"away {row.id}").click()
    await page.should_see("将删除 1 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已删除 1 行", retries=30)
    assert notes() == {"王一": "他们写的", "张三": "还在用"}


async def test_a_faulty_cell_holds_the_rest_up_until_it_is_left_out(page: User):
    def work(sheet):
        typed(sheet, line_of(sheet, "姓名", "王一"), 手机号="123", 备注="我写的")

    await drop(page, worked_on(exported(), work))
    await page.should_see("先改正有误的格", retries=30)
    await page.should_see("C3")
    page.find(marker="skip").click()
    await page.should_see("将修改 1 行（1 格）", retries=20)
    page.find(marker="go").click()
    await page.should_see("已修改 1 行", retries=30)
    assert notes()["王一"] == "我写的"


async def test_faulty_cells_are_put_right_where_they_are_shown_and_what_was_decided_stays(page: User):
    data = exported()
    changed("李二", note="他们写的")

    def work(sheet):
        typed(sheet, line_of(sheet, "姓名", "王一"), 手机号="123", 备注="我写的")
        typed(sheet, line_of(sheet, "姓名", "李二"), 备注="我也写了")
        typed(sheet, line_of(sheet, "姓名", "张三"), 手机号="456")

    await drop(page, worked_on(data, work))
    await page.should_see("先改正有误的格", retries=30)
    page.find(marker="theirs 4 note").click()
    page.find(marker="kind faulty").click()
    await page.should_see(marker="fix 3 phone", retries=20)
    cell = page.find(marker="fix 3 phone")
    cell.clear().type("13900000001")
    cell.trigger("keydown.enter")
    await page.should_see("改正了 1 格", retries=30)
    await page.should_see(marker="fix 5 phone", retries=20)  # the next one, where the first was
    await page.should_not_see(marker="fix 3 phone")
    page.find(marker="leave 5").click()
    await page.should_see("将修改 1 行（2 格）", retries=30)
    await page.should_see("1 行不采用")
    page.find(marker="go").click()
    await page.should_see("已修改 1 行", retries=30)
    with reading():
        [row] = Member.rows(Member.name == "王一")
    assert (row.phone, row.note) == ("13900000001", "我写的")
    assert notes() == {"王一": "我写的", "李二": "他们写的", "张三": "老顾客"}


async def test_what_was_put_right_can_be_as_in_the_file_again(page: User):
    await drop(page, worked_on(exported(), lambda sheet: typed(sheet, line_of(sheet, "姓名", "王一"), 手机号="123")))
    await page.should_see(marker="fix 3 phone", retries=30)
    page.find(marker="fix 3 phone").clear().type("13900000001")
    page.find(marker="fix 3 phone").trigger("keydown.enter")
    await page.should_see("将修改 1 行（1 格）", retries=30)
    page.find(marker="as in file").click()
    await page.should_see("先改正有误的格", retries=30)
    await page.should_not_see("改正了")


async def test_what_others_write_while_one_decides_is_told_and_compared_anew(page: User):
    file = worked_on(exported(), lambda sheet: typed(sheet, line_of(sheet, "姓名", "王一"), 备注="我写的"))
    await drop(page, file)
    await page.should_see("将修改 1 行（1 格）", retries=30)
    changed("王一", note="他们写的")
    page.find(marker="go").click()
    await page.should_see("重新对比", retries=30)
    assert notes()["王一"] == "他们写的"
    page.find(marker="compare again").click()
    await page.should_see("还有 1 处要选择", retries=30)


async def test_a_file_of_another_table_and_one_that_was_altered_say_so(page: User):
    await page.open("/import/store")
    await page.should_see("把文件拖到这里")
    await drop(page, exported())
    await page.should_see("这份文件是从会员导出的", retries=30)
