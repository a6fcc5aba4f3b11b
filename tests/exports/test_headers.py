"""Headers are found under titles, columns by their names; totals and remarks are no records."""

import json
from itertools import islice
from pathlib import Path

import pytest

from exports.incoming.choosing import choose
from exports.incoming.columns import Wanted
from exports.incoming.headers import bare, best_sheet, find_table, likely_header, normal, table_at
from exports.read.reading import read
from exports.read.sheets import Book, SheetRows, Unreadable
from models import house
from models.kit.text import Text

SAMPLES = Path(__file__).parent.parent / "samples"


def wanted(**names: str) -> list[Wanted]:
    """name="中文|English|name|synonyms…", as the fields of a record give them."""
    return [Wanted(name, tuple(labels.split("|"))) for name, labels in names.items()]


STORES = wanted(
    code="编号|Code|code|门店编号|门店编码",
    name="名称|Name|name|门店名称|店名",
    kind="类型|Kind|kind",
    region="区域|Region|region",
    opened_on="开业日期|Opened on|opened_on",
    status="状态|Status|status",
    address="地址|Address|address",
)
TIERS = wanted(
    code="编码|Code|code|等级编码",
    name="名称|Name|name|等级名称",
    level="级别|Level|level",
    least_spend="年消费门槛|Least spend|least_spend",
    multiplier="积分倍数|Multiplier|multiplier",
)
STAFF = wanted(
    number="工号|Number|number|员工编号",
    name="姓名|Name|name",
    post="岗位|Post|post|职位",
    store="门店|Store|store|所属门店",
    joined_on="入职日期|Joined on|joined_on",
    status="状态|Status|status",
)
SUPPLIERS = wanted(
    code="编码|Code|code|供应商编码",
    name="名称|Name|name|供应商名称",
    contact="联系人|Contact|contact",
    phone="电话|Phone|phone",
    licence_until="执照到期|Licence until|licence_until|营业执照到期日",
)
PRODUCTS = wanted(
    code="编码|Code|code|商品编码",
    barcode="条码|Barcode|barcode",
    name="名称|Name|name|商品名称",
    kind="类别|Category|category",
    shelf_days="保质期|Shelf life|shelf_days",
    supplier="供应商|Supplier|supplier",
    price="零售价|Price|price",
)
MEMBERS = wanted(
    card_no="卡号|Card no.|card_no|会员卡号|会员编号",
    name="姓名|Name|name",
    phone="手机|Phone|phone|手机号|联系电话",
    gender="性别|Gender|gender",
    birthday="生日|Birthday|birthday",
    tier="等级|Tier|tier|会员等级",
    home_store="所属门店|Home store|home_store|入会门店",
    joined_on="入会日期|Joined on|joined_on",
    points="积分|Points|points|可用积分",
    note="备注|Note|note",
)
GIFTS = wanted(
    code="编码|Code|code|礼品编码",
    name="名称|Name|name|礼品名称",
    kind="类型|Kind|kind",
    points="兑换积分|Points needed|points",
    cost="单位成本|Unit cost|cost",
    stock="库存|Stock|stock|库存数量",
    until="截止日期|Until|until|结束日期",
)
REDEMPTIONS = wanted(
    number="单号|Number|number|兑换单号",
    day="日期|Day|day|兑换日期",
    member="会员|Member|member|会员卡号",
    gift="礼品|Gift|gift|礼品名称",
    quantity="数量|Quantity|quantity",
    store="门店|Store|store",
)
TESTS = wanted(
    number="报告编号|Number|number",
    product="产品|Product|product|产品名称",
    batch="批号|Batch|batch",
    result="检验结果|Result|result",
)
VISITS = wanted(number="巡店单号|Visit|visit", item="检查项|Item|item", most="满分|Most|most", score="得分|Score|score")
ACCOUNTS = wanted(
    code="客户编号|Code|code", name="客户名称|Name|name", phone="电话|Phone|phone|联系电话", stage="阶段|Stage|stage"
)
DAYS = wanted(
    day="日期|Day|day", visitors="访客数|Visitors|visitors", sales="成交金额|Sales|sales", rank="类目排名|Rank|rank"
)

TRUTH = json.loads((SAMPLES / "truth.json").read_text())
FILES = [
    ("门店清单.xlsx", "门店清单", STORES, TRUTH["门店清单.xlsx"]["stores"]),
    ("会员等级.xlsx", "会员等级", TIERS, TRUTH["会员等级.xlsx"]["tiers"]),
    ("员工花名册.xlsx", "员工花名册", STAFF, TRUTH["员工花名册.xlsx"]["employees"]),
    ("供应商与商品.xlsx", "供应商", SUPPLIERS, TRUTH["供应商与商品.xlsx"]["suppliers"]),
    ("供应商与商品.xlsx", "商品目录", PRODUCTS, TRUTH["供应商与商品.xlsx"]["products"]),
    ("会员台账.xlsx", "会员台账", MEMBERS, TRUTH["会员台账.xlsx"]["data_rows"]),
    ("积分礼品.xlsx", "礼品目录", GIFTS, TRUTH["积分礼品.xlsx"]["gifts"]),
    ("积分礼品.xlsx", "兑换登记", REDEMPTIONS, TRUTH["积分礼品.xlsx"]["redemptions"]),
    ("检验报告汇总.xlsx", "检验报告汇总", TESTS, TRUTH["检验报告汇总.xlsx"]["reports"]),
    ("巡店检查表.xlsx", "巡店检查明细", VISITS, TRUTH["巡店检查表.xlsx"]["rows"]),
    ("大客户档案.xlsx", "大客户档案", ACCOUNTS, TRUTH["大客户档案.xlsx"]["accounts"]),
    ("网店日报_天猫旗舰店.csv", "网店日报_天猫旗舰店", DAYS, TRUTH["网店日报_天猫旗舰店.csv"]["rows"]),
]


def table(*rows: list, wants=MEMBERS, name="Sheet1"):
    return find_table(SheetRows(name, [list(row) for row in rows]), wants)


HEADER = ["卡号", "姓名", "手机", "积分"]
ROW = ["81747332737", "陶云", "15030848028", 1481]


@pytest.mark.parametrize(("file", "sheet", "wants", "count"), FILES, ids=[f"{file[0]}-{file[1]}" for file in FILES])
def test_samples_of_the_team_are_found_whole(file, sheet, wants, count):
    parsed = best_sheet(read(SAMPLES / file), wants)
    assert parsed.sheet.name == sheet
    assert parsed.missing == []
    assert sum(1 for _ in parsed.rows) == count


def test_the_members_ledger_leaves_out_serials_and_the_total_and_keeps_row_numbers():
    parsed = best_sheet(read(SAMPLES / "会员台账.xlsx"), MEMBERS)
    assert [column.label for column in parsed.unmapped] == ["累计消费"]
    assert [(row, kind.zh) for row, kind in parsed.skipped.items()] == [(3017, "合计行")]
    number, values = next(parsed.rows)
    assert (number, values["name"], parsed.cell(number, "points")) == (4, "陶云", "J4")


def test_a_file_in_english_or_with_field_names_maps_alike():
    english = table(["Card No.", "NAME", " phone ", "Points"], ROW)
    fields = table(["card_no", "name", "phone", "points"], ROW)
    assert english.mapping == fields.mapping == {"card_no": 0, "name": 1, "phone": 2, "points": 3}


def test_width_blanks_brackets_units_and_stars_do_not_matter():
    assert normal("＊会员 卡号：") == normal("*会员卡号") == "会员卡号"
    assert bare("年消费门槛(元)") == bare("年消费门槛（元）") == bare("年消费门槛/元") == "年消费门槛"
    assert table(["*卡　号", "姓 名（必填）", "手机【11位】", "积分/分"], ROW).missing == table(HEADER, ROW).missing


def test_a_unit_that_changes_the_amount_is_left_for_a_person_to_map():
    parsed = table(["名称", "年消费门槛(万元)", "级别"], ["金卡", 1, 2], wants=TIERS)
    assert [column.label for column in parsed.unmapped] == ["年消费门槛(万元)"]


def test_exact_labels_win_over_synonyms():
    parsed = table(["会员编号", "卡号", "姓名"], ["A1", "B2", "王"])
    assert parsed.mapping["card_no"] == 1
    assert [column.label for column in parsed.unmapped] == ["会员编号"]


def test_a_label_two_columns_could_claim_is_left_for_a_person():
    wants = wanted(
        mobile="手机|Mobile|mobile|电话", office="座机|Office|office|电话", name="姓名|Name|name", no="工号|No|no"
    )
    parsed = table(["姓名", "电话", "工号"], ["王", "1", "2"], wants=wants)
    assert [column.label for column in parsed.unmapped] == ["电话"]


@pytest.mark.parametrize("label", [":x", "x; drop table", "__class__", "id", "编号2", "姓名2", "[姓名", "${name}"])
def test_an_unknown_header_never_becomes_a_field(label):
    parsed = table([*HEADER, label], [*ROW, "?"], wants=[*MEMBERS, Wanted("x", ("甲", "X", "x"))])
    assert set(parsed.mapping) == {"card_no", "name", "phone", "points"}
    assert [column.label for column in parsed.unmapped] == [label]


def test_a_repeated_header_cell_is_taken_once():
    parsed = table(["卡号", "姓名", "备注", "备注"], ["1", "王", "甲", "乙"])
    assert parsed.mapping["note"] == 2
    assert [(column.label, column.letter) for column in parsed.unmapped] == [("备注", "D")]


def test_titles_blanks_and_logos_above_do_not_hide_the_header():
    parsed = table(["2026年会员台账", None, None], [], [None, "制表：会员客服部"], [None] * 4, HEADER, ROW)
    assert (parsed.top, parsed.header) == (5, 5)
    assert [number for number, _ in parsed.rows] == [6]


def test_a_table_that_begins_in_column_c_is_found():
    parsed = table([], [None, None, *HEADER], [None, None, *ROW])
    assert parsed.mapping["card_no"] == 2
    assert next(parsed.rows)[1]["points"] == 1481


def test_two_header_rows_are_read_as_one():
    upper = ["序号", "会员", None, "联系", None, "备注"]
    lower = [None, "卡号", "姓名", "电话", "地址", None]
    wants = [
        *MEMBERS[:2],
        *MEMBERS[9:],
        Wanted("phone", ("联系电话", "Phone", "phone")),
        Wanted("flat", ("住址", "", "")),
    ]
    parsed = table(["会员台账"], upper, lower, [1, "81", "陶云", "150", "成都", "好"], wants=wants)
    assert (parsed.top, parsed.header) == (2, 3)
    assert parsed.mapping == {"card_no": 1, "name": 2, "phone": 3, "note": 5}
    assert [column.label for column in parsed.unmapped] == ["联系地址"]
    assert list(parsed.rows) == [(4, {"card_no": "81", "name": "陶云", "phone": "150", "note": "好"})]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", None, None, 1481],
        ["合 计：", None, None, Unreadable(Text("公式", "formula"), "=SUM(D2:D9)")],
        [None, "小计", None, 12],
        ["锦江区小计", None, None, "1,481.00"],
        ["总计（3人）", 1, 2, 3],
        ["平均", None, None, 3.5],
        ["Total", None, None, 5],
        ["Grand total:", None, None, 5],
        ["本月累计", None, None, 5],
        ["总人数", 2, None, None],
        ["∑", None, None, 5],
    ],
)
def test_totals_are_no_records(row):
    parsed = table(HEADER, ROW, row)
    assert [number for number, _ in parsed.rows] == [2]
    assert parsed.skipped[3].zh == "合计行"


@pytest.mark.parametrize("row", [["小计算器", None, None, 500], ["81", "合计", "150", 1], ["总部", "王小明", "138", 1]])
def test_a_record_that_only_sounds_like_a_total_is_kept(row):
    assert [number for number, _ in table(HEADER, row).rows] == [2]


def test_headers_repeated_on_every_printed_page_and_remarks_below_are_left_out():
    parsed = table(
        HEADER,
        ROW,
        HEADER,
        ROW,
        [],
        ["制表人：王小明", None, "审核：李"],
        ["备注：手机号为11位"],
        ["第1页/共3页"],
        [None, None, None, "单位：元"],
        ["*会员为当月新增"],
        ["（完）"],
    )
    assert [number for number, _ in parsed.rows] == [2, 4]
    assert [kind.zh for kind in parsed.skipped.values()] == ["重复的表头", *["表下的说明"] * 6]


def test_a_row_with_nothing_but_its_serial_number_is_blank():
    parsed = table(["序号", *HEADER], [1, *ROW], [2, None, None, None, None])
    assert [number for number, _ in parsed.rows] == [2]
    assert parsed.unmapped == []


def test_sheets_of_notes_and_hidden_sheets_come_last():
    rows = [HEADER, ROW]
    notes, hidden, plain = (
        SheetRows("填写说明", rows),
        SheetRows("旧", rows, hidden=True),
        SheetRows("会员", rows),
    )
    assert best_sheet(Book("xlsx", [notes, hidden, plain]), MEMBERS).sheet is plain
    assert best_sheet(Book("xlsx", [notes]), MEMBERS).sheet is notes


def test_a_sheet_without_our_columns_has_no_table_until_a_person_points_at_one():
    sheet = SheetRows("S", [["报表"], ["甲", "乙", "丙"], ["1", "2", "3"]])
    assert find_table(sheet, MEMBERS) is None
    assert best_sheet(Book("csv", [sheet]), MEMBERS) is None
    assert likely_header(sheet) == 2
    parsed = table_at(sheet, 2, MEMBERS).remapped({0: "card_no", 1: "name", 2: ":x"})
    assert list(parsed.rows) == [(3, {"card_no": "1", "name": "2"})]


def test_a_person_may_move_a_column_to_another_field():
    parsed = table(HEADER, ROW).remapped({0: None, 1: "card_no"})
    assert parsed.mapping == {"card_no": 1, "phone": 2, "points": 3}


def test_rows_shorter_than_the_header_end_in_nothing():
    assert list(islice(table(HEADER, ["81"]).rows, 1)) == [
        (2, {"card_no": "81", "name": None, "phone": None, "points": None})
    ]


WRITTEN = {
    "product": "商品货号=sku 国际条码=barcode 商品条码=barcode 商品规格值=spec"
    " 规格型号=spec 市场价=list_price 零售价格=list_price 零售单价=list_price"
    " 销售价格（元）=list_price 零售价万=list_price 零售价（万）=list_price 市场价/万=list_price 售价RMB万=list_price 售价w=list_price"
    " 3.零售价=list_price ①规格=spec 规格▼=spec （4）条码=barcode"
    " 成本单价=cost 进货价=cost 商品分类=category 品类=category 供货商=supplier"
    " 供应商名称=supplier 计量单位=unit 商品状态=status 单价= 价格= 数量=",
    "employee": "入职时间=hired_on 入职日=hired_on 离职时间=left_on 所在部门=department 部门名称=department 所在门店=store 门店名称=store"
    " 联系方式=phone 手机号码=phone 员工手机=phone 身份证号码=id_number 员工姓名=name 员工编码=staff_no 岗位名称=position 紧急联系电话= 合同编号=",
    "member": "会员性别=gender 会员生日=birthday 会员手机号=phone 联系方式=phone 电话号码=phone 注册时间=joined_on 入会时间=joined_on 会员标签=tags"
    " 会员卡号码=card_no 归属门店=home_store 家庭住址=address 会员备注=note 会员来源=channel 紧急联系电话= 身份证号=",
    "work_item": "责任人=owner 负责人姓名=owner 工作内容=title 任务名称=title 所属门店=store 截止时间=due_on 提出时间=raised_on 完成进度=",
    "supplier": "供应商代码=code 供应商名称=name 联系人姓名=contact 联系方式=phone 统一社会信用代码=business_licence",
    "expense": "总金额=amount 报销金额=amount 费用日期=spent_on 所在部门=department 费用类别=category 经办人姓名=owner",
    "online_order": "快递单号=tracking_no 订单编号=order_no 付款日期=paid_at 发货日期=shipped_at 订单备注=note 总金额= 收件人= 收货人= 联系电话=",
    "complaint": "门店名称=store 商品名称=product 受理日期=received_at 客户电话= 责任人=handler 问题分类=category 会员编号=",
    "store_day": "门店名称=store 销售日=day 销售金额=sales 销售额万=sales 销售额（万元）=sales",
    "key_account": "客户名称=name 客户编码=code 联系人姓名=contact 联系手机=phone 责任人=owner 详细地址=",
}


@pytest.mark.parametrize("key", WRITTEN)
def test_what_teams_write_over_their_columns_is_understood_and_what_could_be_two_things_is_asked(key, boss):
    record = house().records[key]
    items = record.arriving()
    for header, meant in (pair.split("=") for pair in WRITTEN[key].split()):
        known, *_, other = (item.label.zh for name, item in items.items() if name not in (meant, "row_id"))
        head = [known, header, other]
        book = Book("xlsx", [SheetRows("甲", [head, ["1", "2", "3"]])])
        column = next(c for c in choose(record, boss, book).table.columns if c.label == header)
        asked = column.guess is not None and not column.guess.sure
        assert (None if asked else column.name) == (meant or None), header


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["示例：A0001", "张三", "13800000000", None], "示例行"),
        (["例：A0001", "张三", "13800000000", 5], "示例行"),
        (["样例", "张三", "13800000000", None], "示例行"),
        (["A0001（示例）", "张三", None, None], "示例行"),
        (["【示例】", "张三", None, None], "示例行"),
        (["Example", "John", "1", None], "示例行"),
        (["如：A1", "张三", None, None], "示例行"),
        (["必填，不可重复", "必填", "11位手机号", "选填"], "填写说明"),
        (["文本", "文本", "文本", "数字"], "填写说明"),
        (["varchar(20)", "varchar(50)", "char(11)", "int"], "填写说明"),
        (["Card no.", "Name", "Phone", "Points"], "重复的表头"),
        (["card_no", "name", "phone", "points"], "重复的表头"),
        (["(1)", "(2)", "(3)", "(4)"], "列号"),
        ([1, 2, 3, 4], "列号"),
        (["A", "B", "C", "D"], "列号"),
        (["①", "②", "③", "④"], "列号"),
        (["例外", "例行检查", None, None], None),
        (["示例门店", "张三", None, None], None),
        (["系统升级", "自动备份", None, None], None),
        (["日期核对", "金额核对", None, None], None),
        (["1", "2", None, None], None),
        (["A", "C", "B", "D"], None),
        (["G1", "王一", "13800000000", 5], None),
    ],
)
def test_what_only_helps_to_fill_a_table_in_is_no_record_and_is_told(row, kind):
    parsed = table(HEADER, row, ["G9", "王", "13800000001", 3])
    assert [number for number, _ in parsed.rows] == ([2, 3] if kind is None else [3])
    assert [why.zh for why in parsed.skipped.values()] == ([] if kind is None else [kind])


def test_far_below_a_header_nothing_is_taken_for_help():
    parsed = table(
        HEADER,
        *([f"G{at}", "王", "13800000001", at] for at in range(6)),
        ["A", "B", "C", "D"],
        ["例", "王", None, None],
    )
    assert parsed.skipped == {}


@pytest.mark.parametrize(
    ("header", "named"), [("单位", False), ("单位（个/台）", False), ("单位名称", True), ("客户单位名称", True)]
)
def test_what_goods_are_counted_in_is_no_customers_name(header, named):
    customers = wanted(
        name="客户名称|Account|name|单位名称|客户单位名称", note="备注|Note|note", phone="电话|Phone|phone"
    )
    parsed = find_table(SheetRows("客户", [[header, "备注", "电话"], ["个", "带支架", "02885551234"]]), customers)
    assert ("name" in parsed.names) is named


def test_three_header_rows_are_read_as_one_and_a_group_ends_where_the_next_begins():
    sheet = SheetRows(
        "台账",
        [
            ["会员台账", None, None, None, None, None],
            ["基本信息", None, None, "会员情况", None, None],
            ["卡号", "个人", None, "等级", "积分", "备注"],
            [None, "姓名", "手机号", None, None, None],
            ["001", "王小明", "13800000001", "金卡", 10, None],
        ],
    )
    table = find_table(sheet, MEMBERS)
    assert (table.top, table.header) == (2, 4) or (table.top, table.header) == (3, 4)
    assert {"card_no", "name", "phone", "tier", "points", "note"} <= set(table.mapping)
    assert [number for number, _ in table.rows] == [5]
    double = SheetRows(
        "表", [["会员", None, "门店", None], ["卡号", "姓名", "入会门店", "入会日期"], ["1", "甲", "乙", None]]
    )
    assert find_table(double, MEMBERS).mapping["home_store"] == 2
