"""Whoever tries a formula learns by it nothing that the grid keeps from him: neither a value, nor an order, nor a name."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from models.design import DesignColumn
from models.design.trying import tried
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.access import Who
from models.organization import Employee, Store
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import made

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def hired(boss, stores):
    """Two of one store, the first by name not the first by telephone."""
    store = next(iter(stores.values()))
    for no, name, phone in (("Y901", "阿甲", "13900000009"), ("Y902", "白乙", "13900000001")):
        made(Employee, boss, staff_no=no, name=name, phone=phone, store=store, position="clerk")
    return store


def without(who: Who, record, hidden=(), masked=()) -> Who:
    grant = who.grants[record.key()]
    kept_from = replace(grant, hidden=grant.hidden | set(hidden), masked=grant.masked | set(masked))
    return replace(who, grants=MappingProxyType({**who.grants, record.key(): kept_from}))


@pytest.fixture
def reader() -> Who:
    """Sees every store and everybody in full."""
    who = person("Rui", "operations_manager", 31)
    assert who.grants["employee"].rows == who.grants["store"].rows == "all"
    return who


def said(record, who: Who, **asked) -> list[str]:
    return [error["message"] for error in tried(record, asked, who)["errors"]]


FIRST = {"kind": "rollup", "target": "employee", "figure": "first", "picks": "=[姓名]"}


@pytest.mark.parametrize("closed", ("hidden", "masked"))
def test_nobody_learns_an_order_by_a_column_that_is_kept_from_him(boss, reader, hired, closed):
    kept_from = without(reader, Employee, **{closed: {"phone"}})
    asked = {**FIRST, "sorted_by": "phone", "ids": [hired]}
    assert tried(Store, asked, reader)["values"] == ["白乙"]
    answer = tried(Store, asked, kept_from)
    assert answer["errors"] and answer["values"] == answer["rows"] == []
    by_phone = made(DesignColumn, boss, record_type="store", zh="头一个", **FIRST, sorted_by="phone", seen_by="all")
    name = DesignColumn.row(by_phone).name
    assert Query(Store, reader).row(hired)[name] == "白乙"
    assert name not in Query(Store, kept_from).row(hired)


def test_a_linked_row_is_not_called_by_a_name_that_is_kept_from_who_asks(reader, hired, boss):
    made(DesignColumn, boss, record_type="store", zh="店里谁", kind="link", target="employee", seen_by="all")
    kept_from = without(reader, Employee, masked={"name"})
    for formula in ("=[店里谁]", '=[店里谁]&"!"', '=[店里谁]="白乙"'):
        assert said(Store, reader, formula=formula) == []
        assert said(Store, kept_from, formula=formula)


def test_a_column_that_is_hidden_and_one_that_is_not_there_answer_alike(reader, stores):
    kept_from = without(reader, Employee, hidden={"id_number", "store"})
    for there, absent in (
        ({"formula": "=[身份证号]"}, {"formula": "=[无此之列]"}),
        ({"formula": "=身份证号"}, {"formula": "=无此之列"}),
        ({"formula": "=[身份证号]+1"}, {"formula": "=[无此之列]+1"}),
        ({"formula": "=[身份证]"}, {"formula": "=[无此列]"}),
        (
            {"kind": "lookup", "through": "store", "picks": "=[门店名称]"},
            {"kind": "lookup", "through": "stxre", "picks": "=[门店名称]"},
        ),
    ):
        unseen, other = said(Employee, kept_from, **there), said(Employee, kept_from, **absent)
        word, instead = ("身份证号", "无此之列") if "formula" in there else ("store", "stxre")
        assert len(unseen) == 1 and unseen[0].replace(word, instead).replace("身份证", "无此列") == other[0]
    on_stores = {**FIRST, "picks": "=[姓名]"}
    assert said(Store, kept_from, **on_stores, through="store") == ["员工没有“store”这一列"]
    assert "没有关联到" in said(Store, kept_from, **on_stores)[0]


def test_a_type_that_is_not_seen_and_one_that_is_not_there_answer_alike(reader, stores):
    kept_from = replace(reader, grants=MappingProxyType({"store": reader.grants["store"]}))
    for kind in ("rollup", "lookup"):
        there, absent = (
            said(Store, kept_from, kind=kind, target=target, figure="count", condition="=[x]=[本行].[门店编码]")
            for target in ("employee", "nothing")
        )
        assert there == absent == ["请选择从哪张表取"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"formula": "=1/0"}, "除数是 0"),
        ({"formula": "=999999999999*9999999*999999999999"}, "太大"),
        ({"formula": "=DATE(2026,1,-10^15)"}, "1900 年到 9999 年"),
        (
            {"kind": "rollup", "target": "employee", "figure": "most", "picks": "[工龄]", "condition": "=1=2"},
            "没有符合",
        ),
        ({"formula": '=""'}, None),
        ({"formula": '=IF([name]="100%?","x","")'}, None),
    ],
)
def test_a_result_that_is_empty_says_why_while_the_formula_is_written(reader, stores, asked, why):
    for row in tried(Store, asked, reader)["rows"]:
        assert row["text"] == "" and (row.get("why") is None if why is None else why in row["why"])


@pytest.mark.parametrize("length", [2_100, 4_100, 60_000])
def test_a_formula_that_is_too_long_says_so_however_long_it_is(reader, stores, length):
    assert "2000 个字符" in said(Store, reader, formula="=" + "1+" * (length // 2) + "1")[0]


@pytest.mark.parametrize("kind", [[], {}, [["formula"]], 1, None, "line"])
def test_what_is_no_kind_of_a_column_is_a_wrong_question(reader, stores, kind):
    with pytest.raises(BadQuery):
        tried(Store, {"kind": kind, "formula": "=1"}, reader)
