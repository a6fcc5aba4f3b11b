"""A column becomes another kind: what it costs is told first, every pair of kinds has an answer, and undo goes back without a loss."""

import pytest

from models import house
from models.design import KINDS, DesignChoice, DesignColumn, DesignView, bills, turning
from models.kit.ask.past import history
from models.kit.ask.query import Query
from models.kit.text import Refused
from models.kit.write.undo import undo
from models.organization import Employee, Region, Store
from tests.helpers import house_before
from tests.helpers.api_asked import Api, op
from tests.helpers.door import change, made, new, raw
from tests.models.test_design import KEPT, VALUES, wired

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, kind, zh="测试列", **more) -> str:
    more |= {"target": "region"} if kind == "link" else {}
    id = made(DesignColumn, who, record_type="store", zh=zh, kind=kind, seen_by="all", **more)
    if kind == "choice":
        new(DesignChoice, who, {"column": id, "zh": "高"}, {"column": id, "zh": "低"})
    return DesignColumn.row(id).name


def bill_of(who, name, kind, **more):
    return bills.bill(Store, name, {"set": {"kind": kind, **more}}, who)


def turned(who, name, kind, agreed=0, **more):
    return bills.turn(Store, name, {"set": {"kind": kind, **more}}, agreed, who=who)


def cells(who, name):
    return [wired(row[name]) for row in Query(Store, who, sort=["code"]).rows()]


TURNS = [name for name in KINDS if KINDS[name].turns]
# What becomes of some values that stand for their kinds (as `VALUES` types them).
READS = {
    "count": {
        "line": "1234",
        "note": "1234",
        "decimal": "1234",
        "money": "1234.00",
        "percent": "1234",
        "choice": "1234",
    },
    "decimal": {
        "line": "3.25",
        "note": "3.25",
        "money": "3.25",
        "percent": "3.25",
        "barcode": "3.25",
        "tags": ["3.25"],
    },
    "money": {"line": "1200.50", "note": "1200.50", "decimal": "1200.5", "percent": "1200.5", "barcode": "1200.50"},
    "percent": {"line": "12.5", "decimal": "12.5", "money": "12.50"},
    "day": {"line": "2026-03-01", "month": "2026-03", "moment": "2026-02-28T16:00:00Z"},
    "moment": {"line": "2026-03-01 08:30", "day": "2026-03-01"},
    "rating": {"line": "3", "count": 3, "progress": 3, "decimal": "3"},
    "progress": {"line": "50", "count": 50, "percent": "50"},
    "flag": {"line": "是", "choice": "是"},
    "link": {"line": "川西", "choice": "川西"},
    "person": {"line": "王店长"},
    "phone": {"line": "13800000000", "count": 13800000000, "barcode": "13800000000"},
    "tags": {"line": "甲、乙"},
    "choice": {"line": "高", "tags": ["高"]},
    "email": {"line": "ann@example.com"},
    "url": {"line": "https://example.com/a?b=1"},
}


@pytest.mark.parametrize("kind", KEPT)
def test_from_each_kind_into_every_other_nothing_is_lost_on_the_way_there_and_back(kind, boss, stores):
    made(Region, boss, name="川西", code="R1")
    made(Employee, boss, name="王店长", staff_no="E1")
    zh = "测试列%" if kind == "percent" else "测试列"
    name, (store, _) = column(boss, kind, zh), stores.values()
    change(Store, boss, store, **{name: VALUES[kind][0]})
    before = cells(boss, name)
    for other in (target for target in TURNS if target != kind):
        more = {"target": "region"} if other == "link" else {"pattern": "N{000}"} if other == "running" else {}
        bill = bill_of(boss, name, other, **more)
        answer = turned(boss, name, other, bill["unread"], **more)
        assert answer.state == "applied", (other, answer)
        after = cells(boss, name)
        assert (after[0] is None or other == "running") == (bill["unread"] == 1) or other == "running", (
            other,
            after,
            bill,
        )
        if other in READS.get(kind, {}):
            shown = Store.fields()[name].show(getattr(Store.row(store), name)) if other == "choice" else after[0]
            assert shown == READS[kind][other], other
        assert history(Store, store, boss)
        back = undo(answer.batch, house().records, who=boss)
        assert back.state == "applied", (other, back)
        assert cells(boss, name) == before, other


def test_the_bill_names_values_with_their_rows_and_nothing_is_changed_by_it(boss, stores):
    name = column(boss, "line")
    first, second = stores.values()
    change(Store, boss, first, **{name: "12"})
    change(Store, boss, second, **{name: "一打"})
    bill = bill_of(boss, name, "count")
    assert (bill["total"], bill["unread"], bill["large"]) == (2, 1, False)
    assert [(example["id"], example["value"]) for example in bill["examples"]] == [
        (second, "一打")
    ] and "不是数字" in bill["examples"][0]["why"]
    assert cells(boss, name) == ["12", "一打"] and Store.fields()[name].kind == "line"
    refused = turned(boss, name, "count", 0)
    assert refused.state == "refused" and "1 个值" in refused.errors[0].text.zh and cells(boss, name) == ["12", "一打"]


def test_what_depends_on_the_column_is_told_with_what_becomes_of_it(boss, stores):
    name = column(boss, "count", zh="数量")
    made(DesignColumn, boss, record_type="store", zh="两倍", kind="formula", formula="=[数量]*2")
    body = f'{{"columns": [{{"name": "{name}"}}], "sort": [], "filter": {{"code": {{"ne": "x"}}, "and": [{{"{name}": {{"gt": 3}}}}]}}}}'
    view = made(DesignView, boss, record_type="store", name="多的", body=body)
    change(Store, boss, next(iter(stores.values())), **{name: "5"})
    bill = bill_of(boss, name, "tags")
    becomes = {use["where"]: (use["becomes"], use["stops"]) for use in bill["depends"]}
    assert bill["blocked"] and any("两倍" in where and stops for where, (_, stops) in becomes.items())
    assert any("多的" in where and "去掉" in said for where, (said, _) in becomes.items())
    assert turned(boss, name, "tags").state == "refused"
    made_turn = turned(boss, name, "money")
    assert made_turn.state == "applied" and name in DesignView.row(view).body.partition('"filter"')[2]
    undo(made_turn.batch, house().records, who=boss)
    formula = DesignColumn.get(DesignColumn.zh == "两倍").id
    assert change(DesignColumn, boss, formula, formula="=[门店编号]").state == "applied"
    turn = turned(boss, name, "tags")
    assert turn.state == "applied" and name not in DesignView.row(view).body.partition('"filter"')[2]
    assert undo(turn.batch, house().records, who=boss).state == "applied"
    assert name in DesignView.row(view).body.partition('"filter"')[2]


def test_a_dialog_gets_the_bill_and_then_the_turn_and_nobody_else_does(boss, bo, stores):
    name, api = column(boss, "line"), Api(boss, {})
    change(Store, boss, next(iter(stores.values())), **{name: "12"})
    path, asked = f"store/design/{name}/turn", {"set": {"kind": "count"}, "choices": []}
    assert api.json(path, asked)["unread"] == 0 and api.get(path).json() == {}
    api.refused(path, asked | {"agreed": "0", "op": op()})
    done = asked | {"agreed": 0, "op": op()}
    assert api.json(path, done)["state"] == "applied" and api.json(path, done)["state"] == "duplicate"
    assert cells(boss, name) == [12, None] and not api.json(f"{path}/stop", {})["ok"]
    assert Api(bo, {}).get(path).status_code == 404
    Api(bo, {}).refused(path, asked, status=404)


def test_what_is_written_after_the_turn_goes_back_with_it_or_holds_it_up(boss, stores):
    name = column(boss, "count")
    first, second = stores.values()
    change(Store, boss, first, **{name: "1"})
    turn = turned(boss, name, "line")
    change(Store, boss, second, **{name: "7"})
    change(Store, boss, first, **{name: "很多"})
    refused = undo(turn.batch, house().records, who=boss)
    assert refused.state == "refused" and "很多" in refused.errors[0].text.zh
    change(Store, boss, first, **{name: "3"})
    back = undo(turn.batch, house().records, who=boss)
    assert back.state == "applied" and cells(boss, name) == [3, 7]
    again = undo(back.batch, house().records, who=boss)
    assert again.state == "applied" and cells(boss, name) == ["3", "7"] and Store.fields()[name].kind == "line"


def test_words_become_options_by_themselves_and_too_many_are_told(boss, stores, monkeypatch):
    name = column(boss, "line")
    first, second = stores.values()
    change(Store, boss, first, **{name: "直营"})
    change(Store, boss, second, **{name: "加盟"})
    assert sorted(bill_of(boss, name, "choice")["options"]) == ["加盟", "直营"]
    assert turned(boss, name, "choice").state == "applied"
    assert sorted(option.zh for option in Store.fields()[name].options) == ["加盟", "直营"]
    assert {Store.fields()[name].show(getattr(Store.row(id), name)) for id in stores.values()} == {"直营", "加盟"}
    monkeypatch.setattr(bills, "MOST_OPTIONS", 1)
    other = column(boss, "line", zh="另一列")
    for id, said in zip(stores.values(), "甲乙", strict=True):
        change(Store, boss, id, **{other: said})
    with pytest.raises(Refused, match="2 different"):
        bill_of(boss, other, "choice")


def test_what_was_sensitive_stays_so_whatever_it_becomes(boss, stores):
    name = column(boss, "phone", mask=True)
    change(Store, boss, next(iter(stores.values())), **{name: "13800000000"})
    assert turned(boss, name, "count").state == "applied" and Store.fields()[name].mask


def test_a_kind_that_has_no_values_of_its_own_neither_turns_nor_is_turned_into(boss, stores):
    name = column(boss, "line")
    for kind in (kind for kind in KINDS if not KINDS[kind].turns):
        with pytest.raises(Refused, match="new column"):
            bill_of(boss, name, kind)
    with pytest.raises(Refused, match="already"):
        bill_of(boss, name, "line")


def test_a_large_column_is_brought_over_beside_the_server_and_what_is_changed_meanwhile_follows(
    boss, stores, monkeypatch
):
    name = column(boss, "line")
    first, second = stores.values()
    change(Store, boss, first, **{name: "1"})
    change(Store, boss, second, **{name: "x"})
    monkeypatch.setattr(bills, "LARGE", 1)
    begin = turning.Turn.begin

    def begun(self, total):
        begin(self, total)
        change(Store, boss, first, **{name: "22"})

    monkeypatch.setattr(turning.Turn, "begin", begun)
    answer = turned(boss, name, "count", 1)
    assert answer.state == "applied", answer
    assert cells(boss, name) == [22, None] and not turning.Turn.under_way
    assert raw("SELECT slot FROM design_column") == [(1,)]


def test_who_turns_a_column_that_another_is_turning_or_has_just_changed_hears_of_it(boss, stores, monkeypatch):
    name = column(boss, "line")
    change(Store, boss, next(iter(stores.values())), **{name: "1"})
    id = DesignColumn.get(DesignColumn.name == name).id
    monkeypatch.setattr(bills, "LARGE", 0)
    monkeypatch.setattr(turning.Turn, "under_way", {id: None})
    busy = turned(boss, name, "count")
    assert busy.state == "refused" and "等它完成" in busy.errors[0].text.zh
    monkeypatch.setattr(bills, "LARGE", 10)
    end = turning.Turn.end

    def ended(self, c, *rest):
        c.update(DesignColumn, id, zh="改了名")
        end(self, c, *rest)

    monkeypatch.setattr(turning.Turn, "end", ended)
    late = turned(boss, name, "count")
    assert late.state == "refused" and "刚才有人改过" in late.errors[0].text.zh and Store.fields()[name].kind == "line"
