"""The import page: a file is dropped, faulty cells are put right in place, one batch goes in and can be taken back."""

import threading
from io import BytesIO

import pytest
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from openpyxl import Workbook

from models import house
from models.kit.ask.past import batches
from models.kit.ask.query import Query
from models.kit.declare.access import system
from models.kit.server.database import reading
from models.kit.write.edits import edit
from models.kit.write.history import Event
from pages.importing import state as importing
from pages.importing.state import State
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in
from tests.helpers.waiting import until

folder = pytest.fixture(desk.folder, autouse=True)
HEADER = ["会员卡号", "姓名", "手机号", "入会门店", "可用积分"]


def book(*rows, header=HEADER, title="会员台账") -> bytes:
    made = Workbook()
    made.active.title = title
    for row in ([title], header, *rows):
        made.active.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


async def drop(user: User, data: bytes, name: str = "会员.xlsx") -> None:
    [upload] = user.find(marker="upload").elements
    await upload.handle_uploads([SmallFileUpload(name, "application/octet-stream", data)])


def members() -> list[dict]:
    with reading():
        return sorted(Query(house().records["member"], system("tests")).rows(), key=lambda row: row["card_no"])


@pytest.fixture
async def page(user: User) -> User:
    put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user)
    await user.open("/import/member")
    await user.should_see("把文件拖到这里")
    return user


async def test_a_file_goes_in_and_is_taken_back(page: User):
    await drop(page, book(["001", "王小明", "138 0000 0001", "锦江一店", "1,200"], ["002", "李雷", None, "S1", None]))
    await page.should_see("第 2 行是表头，2 行", retries=20)
    page.find(marker="tab new").click()
    await page.should_see("13800000001", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 2 行", retries=20)
    assert [(row["card_no"], row["points"]) for row in members()] == [("001", 1200), ("002", 0)]
    page.find(marker="undo").click()
    await page.should_see("撤销“会员.xlsx”？", retries=20)
    await page.should_see("导入的 2 行，以及由此产生的")
    page.find(marker="go").click()
    await page.should_see("这次导入已撤销", retries=20)
    assert members() == []


async def test_a_faulty_cell_is_put_right_in_place(page: User):
    await drop(page, book(["001", "王小明", None, None, "八百"], ["002", "李雷", None, None, 5]))
    await page.should_see("“八百”不是数字", retries=20)
    await page.should_see("E3")
    cell = page.find(marker="fix 3 points")
    cell.clear().type("800")
    cell.trigger("keydown.enter")
    await page.should_see("已改 1 处", retries=20)
    await page.should_not_see("“八百”不是数字")
    page.find(marker="go").click()
    await page.should_see("已新增 2 行", retries=20)
    assert [row["points"] for row in members()] == [800, 5]


async def test_faulty_rows_are_skipped_only_when_the_person_says_so(page: User):
    await drop(page, book(["001", "王小明", None, "不存在店", 1], ["002", "李雷", None, None, 5]))
    await page.should_see("先改正有误的行，或选择跳过", retries=20)
    [go] = page.find(marker="go").elements
    assert go.props["disabled"]
    page.find(marker="skip").click()
    await page.should_see("将新增 1 行，作为一批写入")
    page.find(marker="go").click()
    await page.should_see("跳过了有误的 1 行", retries=20)
    assert [row["card_no"] for row in members()] == ["002"]


async def test_the_button_of_a_page_that_was_tampered_with_imports_nothing_faulty(page: User):
    await drop(page, book(["001", "王小明", None, "不存在店", 1], ["002", "李雷", None, None, 5]))
    await page.should_see("先改正有误的行", retries=20)
    page.find(marker="go").trigger("click")
    await page.should_see("有 1 行有误，没有导入任何内容", retries=20)
    assert members() == []


async def test_a_row_is_left_out_and_put_back(page: User):
    await drop(page, book(["001", "", None, None, 1], ["002", "李雷", None, None, 5]))
    await page.should_see("姓名不能为空", retries=20)
    page.find(marker="leave 3").click()
    await page.should_see("已剔除 1 行", retries=20)
    await page.should_not_see("姓名不能为空")
    page.find(marker="put back").click()
    await page.should_see("姓名不能为空", retries=20)


async def test_a_column_of_an_unknown_name_is_mapped_by_hand(page: User):
    await drop(page, book(["001", "王小明", "老熟人"], header=["会员卡号", "姓名", "怎么认识"]))
    await page.should_see("1 列未对应，不会导入", retries=20)
    [choice] = page.find(marker="column 2").elements
    choice.set_value("note")
    await page.should_see("3 列已对应", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 1 行", retries=20)
    assert members()[0]["note"] == "老熟人"


async def test_a_column_that_only_seems_to_be_one_waits_for_an_answer_and_is_known_the_next_time(page: User):
    header = ["会员卡号", "姓名", "贵宾地区描述"]
    rows = (["001", "王小明", "成都市锦江区红星路3号2栋"], ["002", "李雷", "成都市武侯区科华北路8号1栋"])
    await drop(page, book(*rows, header=header))
    await page.should_see("1 列拿不准，请确认", retries=20)
    await page.should_see("100% 的值像地址")
    [go] = page.find(marker="go").elements
    assert go.props["disabled"]
    page.find(marker="go").trigger("click")
    page.find(marker="guess True 2").click()
    await page.should_not_see("拿不准", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 2 行", retries=20)
    assert [row["address"] for row in members()] == [row[2] for row in rows]
    page.find(marker="again").click()
    await page.should_see("把文件拖到这里", retries=20)
    await drop(page, book(["003", "韩梅", "成都市成华区建设路5号1栋"], header=header))
    await page.should_see("将新增 1 行", retries=20)
    await page.should_not_see("拿不准")


async def test_what_would_change_is_shown_from_what_to_what(page: User):
    put("member", {"card_no": "001", "name": "王小明"})
    await drop(page, book(["001", "王大明", None, None, None]))
    await page.should_see("王大明", retries=20)
    await page.should_see("王小明")
    page.find(marker="go").click()
    await page.should_see("已更新 1 行", retries=20)


async def test_a_changed_row_is_named_by_its_whole_key(page: User):
    put("store_day", {"day": "2026-11-01", "store": "S1", "sales": 5, "transactions": 1})
    await page.open("/import/store_day")
    await drop(page, book(["2026-11-01", "S1", 7], header=["日期", "门店", "销售额"]), "日销售.xlsx")
    await page.should_see("2026-11-01 · S1", retries=20)


async def test_a_row_that_a_colleague_changed_meanwhile_stops_the_import(page: User):
    [id] = put("member", {"card_no": "001", "name": "王小明"})
    await drop(page, book(["001", "王大明", None, None, None]))
    await page.should_see("王大明", retries=20)
    edit(house().records["member"], [{"id": id, "set": {"name": "同事改的"}}], who=system("王芳"))
    page.find(marker="go").click()
    await page.should_see("第 3 行对应的数据有变化，没有导入", retries=20)
    assert members()[0]["name"] == "同事改的"


async def test_missing_names_of_a_small_list_are_created_when_asked(user: User):
    await sign_in(user)
    await user.open("/import/store")
    await drop(user, book(["S1", "一店", "锦江区"], header=["门店编号", "门店名称", "区域"]), "门店.xlsx")
    await user.should_see("区域里还没有文件中的 1 个名称", retries=20)
    user.find(marker="create them").click()
    await user.should_see("将新建区域 1 个：锦江区", retries=20)
    user.find(marker="go").click()
    await user.should_see("已新增 1 行", retries=20)
    await user.should_see("同时新增了 1 个区域")
    await user.should_see("接下来可以")


async def test_the_same_file_is_recognised(page: User):
    data = book(["001", "王小明", None, None, 7])
    await drop(page, data)
    await page.should_see("新增 1 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 1 行", retries=20)
    page.find(marker="again").click()
    await page.should_see("把文件拖到这里", retries=20)
    await drop(page, data)
    await page.should_see("同一个文件已由", retries=20)
    await page.should_see("没有需要新增或更新的行")


async def test_a_file_that_cannot_be_read_is_refused_with_a_remedy_and_kept_nowhere(page: User, folder):
    await drop(page, b"PK garbage")
    await page.should_see("文件损坏，读不出来", retries=20)
    await page.should_see("把文件拖到这里")
    assert not list((folder / "uploads").glob("*"))
    with reading():
        event = Event.select().where(Event.kind == "import refused").get()
    assert "会员.xlsx" in event.detail


async def test_text_of_a_file_is_only_ever_text(page: User):
    name = "<img src=x onerror=alert(1)>"
    await drop(page, book(["001", name, name, None, name]), f"{name}.xlsx")
    await page.should_see(name, retries=20)
    for element in page.client.elements.values():
        assert "innerHTML" not in element.props


async def test_those_who_may_not_import_find_no_page(user: User):
    hire("bo")
    await sign_in(user, "bo")
    answer = await user.http_client.get("/import/member")
    assert answer.status_code == 404
    assert (await user.http_client.get("/import/nothing")).status_code == 404


async def test_the_page_speaks_english_too(user: User):
    await sign_in(user, lang="en")
    await user.open("/import/member")
    await drop(user, book(["001", "王小明", None, None, "x"]))
    await user.should_see("“x” is not a number", retries=20)
    await user.should_see("All these rows are faulty")


async def post(user: User, data: bytes, name: str = "会员.xlsx", record: str = "member", **form) -> tuple[int, dict]:
    headers = {"Origin": "http://test", "X-Requested-With": "opsdesk", "Accept": "application/json"}
    answer = await user.http_client.post(
        f"/api/v1/{record}/import", files={"file": (name, data)}, data=form, headers=headers
    )
    return answer.status_code, answer.json()


async def test_a_program_tries_a_file_and_then_imports_it(page: User):
    data = book(["001", "王小明", None, "锦江一店", 12], ["002", "李雷", None, "不存在店", 5])
    status, answer = await post(page, data, dry_run="true")
    assert (status, answer["state"], answer["total"], answer["new"], answer["faulty_rows"], answer["batch"]) == (
        200,
        "checked",
        2,
        1,
        1,
        None,
    )
    assert answer["faulty"] == [
        {
            "row": 4,
            "cell": "D4",
            "field": "home_store",
            "column": "入会门店",
            "value": "不存在店",
            "message": "门店里没有“不存在店”",
        }
    ]
    assert (answer["sheet"], answer["mapping"]["可用积分"], answer["unmapped"]) == ("会员台账", "points", [])
    assert (await post(page, data))[1]["state"] == "refused"
    status, answer = await post(page, data, options='{"only_good": true, "op": "a1"}')
    assert (status, answer["state"], answer["new"]) == (200, "applied", 1)
    status, again = await post(page, data, options='{"only_good": true, "op": "a1"}')
    assert (again["state"], again["new"]) == ("nothing", 0)
    assert [(row["card_no"], row["points"]) for row in members()] == [("001", 12)]


RULES_HEADER = ["名称", "每元积分", "开始日期", "结束日期"]
FESTIVAL = ["春节", "1", "2026-02-20", "2026-02-10"]


async def test_the_preview_says_what_the_rules_refuse_before_anything_is_tried(page: User):
    await page.open("/import/points_rule")
    await drop(page, book(["平日", "1", None, None], FESTIVAL, header=RULES_HEADER, title="积分规则"), "规则.xlsx")
    await page.should_see("结束日期不能早于开始日期", retries=20)
    await page.should_see("业务规则不允许下面的行，没有写入任何内容")
    [go] = page.find(marker="go").elements
    assert go.props["disabled"]
    page.find(marker="leave 4").click()
    await page.should_see("已剔除 1 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 1 行", retries=20)


async def test_a_dry_run_over_http_says_what_the_rules_refuse(page: User):
    data = book(FESTIVAL, header=RULES_HEADER, title="积分规则")
    answers = [
        (await post(page, data, record="points_rule", options=f'{{"dry_run": {dry}}}'))[1] for dry in ("true", "false")
    ]
    assert answers[0] == answers[1]
    assert (answers[0]["state"], answers[0]["faulty"][0]["message"]) == ("refused", "结束日期不能早于开始日期")


async def test_what_makes_no_sense_is_answered_with_a_sentence(page: User):
    data = book(["001", "王小明", None, None, 1])
    for form in (
        {"options": "{"},
        {"options": "[1]"},
        {"options": '{"mode": "x"}'},
        {"options": '{"nonsense": 1}'},
        {"mapping": "[]"},
        {"mapping": '{"姓名": "password_hash"}'},
        {"mapping": '{"没有这列": "name"}'},
        {"options": '{"sheet": "x"}'},
        {"options": '{"key": "points"}'},
        {"options": '{"key": ["no_such"]}'},
        {"mapping": '{"姓名": "name", "B": "name", "A": "name"}'},
    ):
        status, answer = await post(page, data, **form)
        assert status in (400, 409), (form, answer)
        assert answer["message"], form
    assert members() == []


async def test_a_mapping_may_leave_a_column_out_or_move_it(page: User):
    data = book(["001", "王小明", "13800000001", "锦江一店", 12])
    status, answer = await post(page, data, mapping='{"手机号": null, "E": null}', options='{"mode": "insert"}')
    assert (status, answer["state"], answer["unmapped"]) == (200, "applied", ["手机号", "可用积分"])
    assert (members()[0]["phone"], members()[0]["points"]) == (None, 0)


async def test_only_those_who_may_import_do_so_by_program(user: User):
    hire("bo")
    await sign_in(user, "bo")
    status, answer = await post(user, book(["001", "王小明", None, None, 1]))
    assert (status, members()) == (404, []), answer


async def test_what_is_wrong_in_many_rows_is_put_right_once(page: User):
    put("store", {"code": "S2", "name": "青羊店"})
    rows = [[f"00{at}", f"顾客{at}", None, "青羊老店", None] for at in range(1, 5)]
    await drop(page, book(*rows, ["005", "李雷", None, "锦江一店", None]))
    await page.should_see("4 行的入会门店“青羊老店”", retries=20)
    await page.should_see("001 · 顾客1")
    [choice] = page.find(marker="all home_store 青羊老店").elements
    choice.choose({"id": 2, "text": "青羊店"})
    page.find(marker="replace home_store 青羊老店").click()
    await page.should_see("已改 4 处", retries=20)
    await page.should_see("新增 5 行")
    page.find(marker="go").click()
    await page.should_see("已新增 5 行", retries=20)
    assert [row["home_store"]["text"] for row in members()] == ["青羊店"] * 4 + ["锦江一店"]


async def test_leaving_a_cell_for_the_button_of_a_group_loses_neither(page: User):
    await drop(
        page,
        book(["001", "甲", None, None, "八百"], ["002", "乙", None, None, "很多"], ["003", "丙", None, None, "很多"]),
    )
    await page.should_see("2 行的可用积分“很多”", retries=20)
    [field] = page.find(marker="fix 3 points").elements
    [all_] = page.find(marker="all points 很多").elements
    field.set_value("800")
    all_.set_value("5")
    page.find(marker="replace points 很多").click()
    page.find(marker="fix 3 points").trigger("blur")
    await page.should_see("已改 3 处", retries=20)
    await page.should_see("新增 3 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 3 行", retries=20)
    assert [row["points"] for row in members()] == [800, 5, 5]


async def test_what_is_chosen_during_a_check_is_done_after_it_and_nothing_is_imported_unseen(page: User, monkeypatch):
    begun, may_end, check = threading.Event(), threading.Event(), State.check

    def slow(*given) -> None:
        begun.set()
        assert may_end.wait(60)
        check(*given)

    await drop(page, book(["001", "王小明", None, None, "八百"], ["002", "李雷", None, None, "5"]))
    await page.should_see("“八百”不是数字", retries=20)
    [field] = page.find(marker="fix 3 points").elements
    [choice] = page.find(marker="column 4").elements
    monkeypatch.setattr(State, "check", slow)
    field.set_value("800")
    page.find(marker="fix 3 points").trigger("blur")
    await until(begun.is_set)
    choice.set_value("")  # and the column of the points is to stay out, says the person before the answer is there
    page.find(marker="go").click()
    await page.should_see("刚才的改动还在检查")
    assert members() == []
    may_end.set()
    await page.should_see("1 列未对应，不会导入")
    page.find(marker="go").click()
    await page.should_see("已新增 2 行")
    assert [row["points"] for row in members()] == [0, 0]


async def test_what_the_check_suggests_is_taken_for_all_rows(page: User):
    put("member", {"card_no": "000777", "name": "王小明"}, {"card_no": "000778", "name": "李雷"})
    await drop(page, book(["777", "王大明", None, None, None], ["778", "李大雷", None, None, None]))
    await page.should_see("全部采用建议（2 处）", retries=20)
    page.find(marker="adopt all").click()
    await page.should_see("更新 2 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已更新 2 行", retries=20)
    assert [(row["card_no"], row["name"]) for row in members()] == [("000777", "王大明"), ("000778", "李大雷")]


async def test_a_csv_says_in_which_encoding_it_was_read_and_takes_another(page: User):
    await drop(page, "会员卡号,姓名\n001,陳大文\n002,王小明\n".encode("gb18030"), "会员.csv")
    await page.should_see("文字读作", retries=20)
    [choice] = page.find(marker="encoding").elements
    assert choice.value == "gb18030"
    choice.set_value("utf-8")
    await page.should_see("文件不是“UTF-8”编码", retries=20)
    [choice] = page.find(marker="encoding").elements
    assert choice.value == "gb18030"
    page.find(marker="go").click()
    await page.should_see("已新增 2 行", retries=20)
    assert [row["name"] for row in members()] == ["陳大文", "王小明"]


async def test_a_csv_that_was_read_wrongly_is_read_anew_in_the_chosen_encoding(page: User):
    rows = "".join(f"00{at},陳大文,備註內容\n" for at in range(1, 5))
    await drop(page, ("card_no,name,note\n" + rows).encode("big5"), "会员.csv")
    await page.should_see("文字读作", retries=20)
    [choice] = page.find(marker="encoding").elements
    choice.set_value("gb18030")
    await page.should_see("朝", retries=40)
    [choice] = page.find(marker="encoding").elements
    choice.set_value("big5")
    await page.should_see("備註內容", retries=40)
    page.find(marker="go").click()
    await page.should_see("已新增 4 行", retries=20)
    assert {row["name"] for row in members()} == {"陳大文"}


async def test_a_csv_too_short_to_tell_its_encoding_is_shown_in_each_and_read_in_the_chosen_one(page: User):
    await drop(page, "card_no,name\n007,辅酶\n".encode("gb18030"), "会员.csv")
    await page.should_see("哪一种读得通", retries=20)
    await page.should_see("辅酶")
    page.find(marker="reading gb18030").click()
    await page.should_see("文字读作", retries=20)
    await page.should_not_see("哪一种读得通")
    page.find(marker="go").click()
    await page.should_see("已新增 1 行", retries=20)
    assert [row["name"] for row in members()] == ["辅酶"]


async def test_a_required_column_that_the_file_lacks_is_filled_for_all_rows(page: User):
    put("store", {"code": "S2", "name": "青羊店"})
    await page.open("/import/store_day")
    rows = (["2026-11-01", 5, 1], ["2026-11-02", 7, 2])
    await drop(page, book(*rows, header=["日期", "销售额", "交易笔数"], title="日销售"), "日销售.xlsx")
    await page.should_see("文件里没有必填的“门店”列，所有行都填", retries=20)
    [choice] = page.find(marker="every store").elements
    choice.choose({"id": 2, "text": "青羊店"})
    page.find(marker="fill store").click()
    await page.should_see("“门店”：所有行都填“青羊店”", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 2 行", retries=20)
    with reading():
        days = Query(house().records["store_day"], system("tests")).rows()
    assert sorted((row["day"], row["store"]["text"]) for row in days) == [
        ("2026-11-01", "青羊店"),
        ("2026-11-02", "青羊店"),
    ]


async def test_whom_the_name_of_the_file_names_fills_the_column_and_can_be_changed(page: User):
    put("store", {"code": "S2", "name": "青羊店"})
    await page.open("/import/store_day")
    await drop(page, book(["2026-11-01", 5], header=["日期", "销售额"], title="日销售"), "日销售_锦江一店.xlsx")
    await page.should_see("“门店”：所有行都填“锦江一店”", retries=20)
    page.find(marker="clear store").click()
    await page.should_see("文件里没有必填的“门店”列，所有行都填", retries=20)


async def test_the_list_of_changes_counts_what_was_imported_apart_from_what_came_of_it(page: User):
    await drop(page, book(["001", "王小明", None, "锦江一店", "1,200"]))
    await page.should_see("新增 1 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 1 行", retries=20)
    with reading():
        [batch] = [batch for batch in batches(house().records, system("tests"), mine=False) if batch["via"] == "import"]
    assert (batch["record"], batch["own"], batch["rows"] > 1) == ("member", 1, True)


async def test_a_file_of_which_no_column_is_recognised_is_no_success(page: User):
    await drop(page, "甲甲,乙乙,丙丙\n1,2,3\n4,5,6\n".encode(), "别的.csv")
    await page.should_see("没有认出任何一列，什么都不会导入", retries=20)
    assert members() == []


async def test_sheets_alike_are_shown_as_one_import_and_go_in_once_somebody_says_so(page: User):
    put("store", {"code": "S2", "name": "青羊店"})
    made, out = Workbook(), BytesIO()
    made.remove(made.active)
    for name in ("锦江一店", "青羊店"):
        sheet = made.create_sheet(name)
        for row in (["日期", "销售额", "交易笔数"], ["2026-11-05", 500, 5]):
            sheet.append(row)
    made.save(out)
    await page.open("/import/store_day")
    await drop(page, out.getvalue(), "日销售.xlsx")
    await page.should_see("把 2 个工作表（锦江一店、青羊店）当作一次导入，表名作为门店", retries=20)
    await page.should_see("先确认上面拿不准的 1 处")
    await page.should_see("（工作表名）")
    page.find(marker="way sheets False").click()
    await page.should_see("门店不能为空", retries=20)
    page.find(marker="way sheets True").click()
    await page.should_see("新增 2 行", retries=20)
    page.find(marker="go").click()
    await page.should_see("已新增 2 行", retries=20)
    with reading():
        rows = Query(house().records["store_day"], system("tests")).rows()
    assert sorted(row["store"]["text"] for row in rows if row["day"] == "2026-11-05") == ["锦江一店", "青羊店"]


def test_what_a_check_has_to_say_of_a_file_is_worked_out_with_it_and_not_while_the_page_is_drawn(
    db, tmp_path, monkeypatch
):
    """All rows are looked through for it, 200,000 perhaps, and the page is drawn where everybody else waits."""
    file, asked, made = tmp_path / "m.csv", [], importing.remarks
    file.write_text("会员卡号,姓名\n1,王小明\n,\n2,李雷\n", encoding="utf-8")
    monkeypatch.setattr(importing, "remarks", lambda *a: (asked.append(a), made(*a))[1])
    state = State(house().records["member"])
    state.read(file, "m.csv", system("tests"), lambda *_: None)
    notes = [note.zh for note in state.remarks()]
    assert notes == [note.zh for note in state.remarks()] and len(asked) == 1
    assert "1 行不导入：第 3 行（空行）" in notes
