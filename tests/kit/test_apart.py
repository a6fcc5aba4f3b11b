"""A message becomes the fields of a new row: by patterns, by labels and by what the house knows; what is doubtful is left."""

from datetime import date

import pytest

from models import house
from models.key_accounts import GroupOrder, GroupOrderLine, KeyAccount
from models.kit.ask.apart import take_apart
from models.kit.ask.apart.days import days_in
from models.kit.ask.query import BadQuery
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.kit.write.whole import add_whole
from models.members import Member
from models.organization import Product
from models.service import Complaint
from tests.helpers.door import made

MONDAY = date(2026, 11, 30)


@pytest.fixture
def known(clock, stores, boss):
    clock("2026-11-30 10:00")
    goods = [("P001", "阿胶糕（250g）"), ("P002", "蛋白粉"), ("P003", "鱼油软胶囊")]
    rows = [{"id": None, "set": {"sku": code, "name": name}} for code, name in goods]
    products = edit(Product, rows, who=boss)
    assert products.state == "applied", products.errors
    row = {"card_no": "AP1", "name": "张玉兰", "phone": "13812345678", "joined_on": "2026-01-05"}
    members = edit(Member, [{"id": None, "set": row}], who=boss)
    return {"products": {row["sku"]: row["id"] for row in products.rows}, "member": members.rows[0]["id"], **stores}


def test_a_complaint_as_people_write_it(known, boss):
    text = "张姐 138 1234 5678 投诉锦江一店，阿胶糕漏包装，要求赔50元，周五前回复"
    apart = take_apart(Complaint, text, boss)
    values = apart["values"]
    assert (values["customer"], values["phone"], values["compensation"]) == ("张姐", "13812345678", "50.00")
    assert values["store"] == {"id": known["锦江一店"], "text": "锦江一店"}
    assert values["product"]["id"] == known["products"]["P001"]
    assert values["member"]["id"] == known["member"], "by the phone number that stands with her"
    assert apart["taken"]["phone"] == "138 1234 5678"
    assert "漏包装" in values["description"] and "13812345678" not in values["description"]
    assert apart["rest"] == ""
    asked = take_apart(Complaint, text, boss, ["phone", "description"])
    assert sorted(asked["values"]) == ["description", "phone"] and "赔50元" in asked["values"]["description"]


def test_a_new_member_with_labels_and_without(known, boss):
    text = "姓名：王芳\n电话: １３９００００１１１１\n女\n生日 1990年3月5日\n地址：锦江区一环路东五段8号 3栋2单元\n在武侯一店办卡"
    values = take_apart(Member, text, boss)["values"]
    wanted = {
        "name": "王芳",
        "phone": "13900001111",
        "gender": "female",
        "birthday": "1990-03-05",
        "address": "锦江区一环路东五段8号 3栋2单元",
    }
    assert {name: values.get(name) for name in wanted} == wanted
    assert values["home_store"]["text"] == "武侯一店"
    values = take_apart(Member, "李秀英 13900002222 送武侯区人民南路四段11号 要蛋白粉", boss)["values"]
    assert (values["name"], values["phone"], values["address"]) == ("李秀英", "13900002222", "武侯区人民南路四段11号")
    assert values["note"] == "要蛋白粉"


def test_what_could_be_two_things_is_left_and_what_one_may_not_enter_is_not_looked_for(known, boss, bo):
    values = take_apart(Member, "赵六 13900003333 周五来", boss)["values"]
    assert "birthday" not in values and "joined_on" not in values
    assert take_apart(Member, "你好，在吗？", boss) == {"values": {}, "taken": {}, "rest": "你好，在吗？"}
    assert take_apart(Member, "赵六 13900003333", bo)["values"] == {}
    for wrong in (None, 5, "字" * 2001):
        with pytest.raises(BadQuery):
            take_apart(Member, wrong, boss)


@pytest.mark.parametrize(
    "text, day",
    [
        ("今天", "2026-11-30"),
        ("大后天到", "2026-12-03"),
        ("周五前", "2026-12-04"),
        ("星期一", "2026-11-30"),
        ("下周三", "2026-12-09"),
        ("下个周日", "2026-12-13"),
        ("上周五", "2026-11-27"),
        ("三天后", "2026-12-03"),
        ("12天内", "2026-12-12"),
        ("月底", "2026-11-30"),
        ("2026-12-08送", "2026-12-08"),
        ("12月8号", "12月8号"),
    ],
)
def test_days_as_people_speak_of_them(text, day):
    assert [entered for _, _, entered in days_in(text, MONDAY)] == [day]


ORDER = "十里养老院要阿胶糕2盒、蛋白粉两罐，鱼油软胶囊*10 送锦江区一环路东五段8号"


def test_things_and_how_many_of_them_become_lines_of_an_order(known, boss):
    account = made(KeyAccount, boss, name="十里养老院")
    apart = take_apart(GroupOrder, ORDER, boss, lines=True)
    assert apart["values"]["account"]["id"] == account
    assert apart["values"]["deliver_to"] == "锦江区一环路东五段8号"
    said = [(line["values"]["product"]["id"], line["values"]["qty"], line["taken"]) for line in apart["lines"]["rows"]]
    sku = known["products"]
    assert said == [
        (sku["P001"], "2", "阿胶糕2盒"),
        (sku["P002"], "2", "蛋白粉两罐"),
        (sku["P003"], "10", "鱼油软胶囊*10"),
    ]
    assert (apart["lines"]["record"], apart["lines"]["amount"]) == ("group_order_line", "qty")
    assert apart["rest"] == "" and "note" not in apart["values"]


@pytest.mark.parametrize(
    "text, lines",
    [
        ("3盒阿胶糕和蛋白粉", [("P001", "3"), ("P002", None)]),
        ("阿胶糕要2盒，5罐蛋白粉", [("P001", "2"), ("P002", "5")]),
        ("2盒阿胶糕 3罐蛋白粉", [("P001", "2"), ("P002", "3")]),
        ("来两盒阿胶糕，3罐蛋白粉，鱼油软胶囊5瓶", [("P001", "2"), ("P002", "3"), ("P003", "5")]),
        ("一共3件 阿胶糕2盒 蛋白粉1罐", [("P001", "2"), ("P002", "1")]),
        ("阿胶糕 x3 蛋白粉 x 4", [("P001", "3"), ("P002", "4")]),
        ("阿胶糕不错", []),
    ],
)
def test_how_many_stands_behind_or_before_and_things_alone_are_no_lines(known, boss, text, lines):
    apart = take_apart(GroupOrder, text, boss, lines=True)
    sku = {id: code for code, id in known["products"].items()}
    rows = apart.get("lines", {"rows": []})["rows"]
    assert [(sku[line["values"]["product"]["id"]], line["values"].get("qty")) for line in rows] == lines


def test_what_has_no_lines_or_was_not_asked_for_them_keeps_its_words(known, boss, bo):
    assert "lines" not in take_apart(Complaint, "张姐 13812345678 要阿胶糕2盒", boss, lines=True)
    assert "lines" not in take_apart(GroupOrder, ORDER, boss)
    assert "lines" not in take_apart(GroupOrder, ORDER, bo, lines=True)


def test_an_order_is_saved_with_its_lines_or_not_at_all(known, boss):
    account = made(KeyAccount, boss, name="十里养老院")
    sku = known["products"]
    rows = [{"product": sku["P001"], "qty": "2"}, {"product": sku["P002"], "qty": "2"}]

    def add(lines, **more):
        return add_whole(GroupOrder, {"account": account}, GroupOrderLine, lines, who=boss, **more)

    done = add(rows, op="w")
    assert done.state == "applied" and add(rows, op="w").state == "duplicate"
    (order,) = GroupOrder.rows()
    assert [(row.order, row.qty) for row in GroupOrderLine.rows()] == [(order.id, 2), (order.id, 2)]
    bad = add([*rows, {"product": sku["P003"], "qty": "x"}], op="v")
    assert bad.state == "refused" and bad.errors[0].text.zh.startswith("明细第 3 行：")
    assert GroupOrder.select().count() == 1
    assert undo(done.batch, house().records, who=boss).state == "applied"
    assert (GroupOrder.select().count(), GroupOrderLine.select().count()) == (0, 0)
    wrong = add_whole(GroupOrder, {"account": account}, Member, [], who=boss, op="u")
    assert wrong.state == "refused"


@pytest.mark.parametrize(
    ("record", "text", "wanted"),
    [
        ("complaint", "姓名 陈建国\n☎ 028-86661234\n想换货", {"customer": "陈建国", "phone": "02886661234"}),
        ("complaint", "快递摔坏了，收货人刘敏13700137000", {"customer": "刘敏", "phone": "13700137000"}),
        ("complaint", "联系人林主任13812340000，漏包装", {"customer": "林主任"}),
        ("complaint", "刚有个阿姨来店里说结块了，电话18980001234", {"customer": None, "phone": "18980001234"}),
        ("complaint", "希望明天下午3点前给答复", {"received_at": None}),
        ("complaint", "明天下午3点打来的", {"received_at": "2026-12-01T07:00:00Z"}),
        ("member", "王桂花 女 手机135-4808-1122", {"name": "王桂花", "gender": "female", "phone": "13548081122"}),
        ("expense", "打车花了86.5，发票号 12345678", {"amount": "86.50", "invoice_no": "12345678"}),
        ("expense", "差旅费 收款人 刘洋 用途 参加糖酒会", {"payee": "刘洋", "purpose": "参加糖酒会"}),
        ("work_item", "12月15日前把价签补齐", {"due_on": "2026-12-15"}),
        ("store_day", "锦江一店 11月29日 新增会员3 进店时间3点", {"new_members": 3}),
    ],
)
def test_messages_without_colons_say_who_how_much_and_until_when(known, boss, record, text, wanted):
    values = take_apart(house().records[record], text, boss)["values"]
    assert {name: values.get(name) for name in wanted} == wanted
