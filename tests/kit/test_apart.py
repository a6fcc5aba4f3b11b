"""A message becomes the fields of a new row: by patterns, by labels and by what the house knows; what is doubtful is left."""

from datetime import date

import pytest

from models.kit.ask.apart import take_apart
from models.kit.ask.apart.days import days_in
from models.kit.ask.query import BadQuery
from models.kit.write.edits import edit
from models.members import Member
from models.organization import Product
from models.service import Complaint

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
