"""Many rows changed by one thought: what each manner makes of a value, what refuses, and that it is one batch or none."""

import gc
from datetime import date
from decimal import Decimal

import pytest

from models import house
from models.department import WorkItem
from models.kit.ask.query import BadQuery
from models.kit.write import bulk as bulking
from models.kit.write.bulk import Chosen, bulk
from models.kit.write.history import Batch
from models.kit.write.manner import pattern_of
from models.kit.write.undo import undo
from models.kit.write.writes import Changes
from models.members.people import Member
from models.organization import Product, Store
from tests.helpers.door import made


@pytest.fixture
def products(boss):
    rows = [("P1", "阿胶糕（礼盒）", "98.00"), ("P2", "阿胶糕ABC", "50.01"), ("P3", "蛋白粉", "200.00")]
    return [made(Product, boss, sku=code, name=name, list_price=price) for code, name, price in rows]


def do(record, who, ids=None, *, trial=False, leave_out=False, filter=None, **wanted):
    fields = wanted.pop("fields").split()
    return bulk(
        record,
        Chosen(ids, filter),
        [{"fields": fields, **wanted}],
        who=who,
        trial=trial,
        leave_out=leave_out,
    )


def column(record, name):
    return [getattr(row, name) for row in sorted(record.rows(), key=lambda row: row.id)]


@pytest.mark.parametrize(
    ("how", "value", "prices"),
    [
        ("set", "12", ["12.00", "12.00", "12.00"]),
        ("add", "-0.01", ["97.99", "50.00", "199.99"]),
        ("times", "105%", ["102.90", "52.51", "210.00"]),
        ("times", "0.5", ["49.00", "25.01", "100.00"]),
    ],
)
def test_a_number_is_set_and_reckoned_to_the_cent_for_all_rows_at_once(boss, products, how, value, prices):
    done = do(Product, boss, products, fields="list_price", how=how, value=value)
    assert (done.answer.state, done.changing) == ("applied", 3)
    assert column(Product, "list_price") == [Decimal(price) for price in prices]
    assert undo(done.answer.batch, house().records, who=boss).state == "applied"
    assert column(Product, "list_price") == [Decimal("98.00"), Decimal("50.01"), Decimal("200.00")]


def test_days_move_by_days_and_tags_come_and_go(boss, stores):
    ids = [made(Member, boss, card_no=f"M{n}", name="王", birthday=f"2000-02-2{n}", tags=["老客"]) for n in (8, 9)]
    do(Member, boss, ids, fields="birthday", how="add", value=1)
    assert column(Member, "birthday") == [date(2000, 2, 29), date(2000, 3, 1)]
    do(Member, boss, ids, fields="tags", how="tag", value="老客、团购")
    assert column(Member, "tags") == [["老客", "团购"]] * 2
    do(Member, boss, ids, fields="tags", how="untag", value="老客")
    assert column(Member, "tags") == [["团购"]] * 2
    assert "整天数" in do(Member, boss, ids, fields="birthday", how="add", value="1.5").answer.errors[0].text.zh


def test_a_link_is_set_by_name_and_one_that_isnt_there_changes_nothing(boss, stores):
    ids = [made(Member, boss, card_no=f"M{n}", name="王") for n in range(2)]
    assert do(Member, boss, ids, fields="home_store", how="set", value="锦江一店").answer.state == "applied"
    assert column(Member, "home_store") == [stores["锦江一店"]] * 2
    refused = do(Member, boss, ids, fields="home_store", how="set", value="没有的店").answer
    assert (refused.state, refused.errors[0].text.zh) == ("refused", "门店里没有“没有的店”")


@pytest.mark.parametrize(
    ("find", "put", "how", "names"),
    [
        ("阿胶糕", "阿胶块", {}, ["阿胶块（礼盒）", "阿胶块ABC", "蛋白粉"]),
        ("abc", "", {}, ["阿胶糕（礼盒）", "阿胶糕", "蛋白粉"]),
        ("abc", "", {"case": True}, ["阿胶糕（礼盒）", "阿胶糕ABC", "蛋白粉"]),
        ("(礼盒)", "", {}, ["阿胶糕", "阿胶糕ABC", "蛋白粉"]),
        ("(礼盒)", "", {"width": True}, ["阿胶糕（礼盒）", "阿胶糕ABC", "蛋白粉"]),
        ("蛋白", "大豆蛋白", {"whole": True}, ["阿胶糕（礼盒）", "阿胶糕ABC", "蛋白粉"]),
        ("蛋白粉", r"\1 .*$", {"whole": True}, ["阿胶糕（礼盒）", "阿胶糕ABC", r"\1 .*$"]),
        (".", "x", {}, ["阿胶糕（礼盒）", "阿胶糕ABC", "蛋白粉"]),
    ],
)
def test_text_is_found_as_it_is_and_replaced_as_asked(boss, products, find, put, how, names):
    do(Product, boss, products, fields="name", how="replace", find=find, value=put, **how)
    assert column(Product, "name") == names


def test_replacing_reaches_choices_links_and_numbers_by_what_people_read(boss, stores):
    id = made(Member, boss, card_no="M1", name="王", home_store="锦江一店", gender="女")
    do(Member, boss, [id], fields="gender", how="replace", find="女", value="男")
    do(Member, boss, [id], fields="home_store", how="replace", find="锦江", value="武侯")
    row = Member.row(id)
    assert (row.gender, row.home_store) == ("male", stores["武侯一店"])


def test_a_cell_that_cannot_take_the_new_text_leaves_the_rows_other_cells_alone(boss, stores):
    id = made(Member, boss, card_no="M1", name="女王", gender="女")
    done = do(Member, boss, [id], leave_out=True, fields="name gender", how="replace", find="女", value="大")
    assert (done.answer.state, done.changing, done.left, Member.row(id).name) == ("applied", 1, 1, "大王")
    assert [(row["field"], row["label"]) for row in done.refused] == [("gender", "性别")]
    assert [(row["field"], row["to"]) for row in done.samples] == [("name", "大王")]


def test_a_trial_says_what_would_be_and_keeps_nothing(boss, products):
    made(Product, boss, sku="P9", name="蛋白粉2", list_price="1.00")
    before = Batch.select().count()
    done = do(Product, boss, filter={}, trial=True, fields="list_price", how="add", value="-99")
    assert (done.answer.state, done.asked, done.changing, done.tried) == ("checked", 4, 1, 1)
    assert [(row["title"], row["from"], row["to"]) for row in done.samples] == [("蛋白粉", "200.00", "101.00")]
    assert [row["title"] for row in done.refused] == ["阿胶糕（礼盒）", "阿胶糕ABC", "蛋白粉2"]
    assert Batch.select().count() == before
    assert column(Product, "list_price")[2] == Decimal("200.00")


def test_rows_that_refuse_stop_the_whole_or_are_left_out_and_told(boss, products):
    stopped = do(Product, boss, products, fields="list_price", how="add", value="-99")
    assert stopped.answer.state == "refused"
    assert stopped.answer.errors[0].text.zh.startswith("“阿胶糕（礼盒）”：")
    assert column(Product, "list_price")[2] == Decimal("200.00")
    done = do(Product, boss, products, leave_out=True, fields="list_price", how="add", value="-99")
    assert (done.answer.state, done.changing, len(done.refused)) == ("applied", 1, 2)
    assert column(Product, "list_price") == [Decimal("98.00"), Decimal("50.01"), Decimal("101.00")]


def test_a_rule_that_stops_at_its_first_row_is_asked_of_each(boss, stores):
    """Store codes can't be shared: the first row that gets the code stands, each other is told."""
    ids = [made(Store, boss, code=f"T{n}", name=f"测试{n}店") for n in range(9)]
    done = do(Store, boss, ids, leave_out=True, fields="code", how="set", value="ZZ")
    assert (done.answer.state, done.changing) == ("applied", 1)
    assert sorted(row["id"] for row in done.refused) == ids[1:]


def test_only_columns_and_rows_that_are_ones_own_are_changed(boss, chen, bo, stores):
    own, other = (made(Member, boss, card_no=f"M{code}", name="王", home_store=code) for code in ("S1", "S2"))
    assert do(Member, bo, [own], fields="name", how="set", value="李").answer.state == "refused"
    assert do(Member, chen, [own], fields="phone", how="clear").answer.state == "refused"  # masked for him
    done = do(Member, chen, [own, other], leave_out=True, fields="name", how="set", value="李")
    assert [row["id"] for row in done.refused] == [other]
    assert column(Member, "name") == ["李", "王"]
    assert do(Member, chen, filter={}, fields="name", how="set", value="张").asked == 1


def test_a_row_out_of_sight_is_refused_by_its_number_like_one_that_never_was(boss, chen, stores):
    other = made(WorkItem, boss, title="另一家店的事", store="S2")
    done = do(WorkItem, chen, [other, 999], trial=True, leave_out=True, fields="title", how="set", value="改")
    assert [row["title"] for row in done.refused] == [f"#{other}", "#999"]


def test_a_column_that_clashes_with_rows_out_of_sight_is_changed_row_by_row(boss, chen, stores):
    """Otherwise a bulk change that leaves rows out would tell which of many values are taken there."""
    own, _ = (made(Member, boss, card_no=f"M{code}", name="王", home_store=code) for code in ("S1", "S2"))
    for trial in (True, False):
        answer = do(Member, chen, [own], trial=trial, fields="card_no", how="set", value="MS2").answer
        assert (answer.state, answer.errors[0].text.zh[-11:]) == ("refused", "不能批量修改，请逐行修改"[-11:])


def test_what_is_asked_wrongly_is_said(boss, products):
    for wanted in ({}, {"how": "eval", "fields": ["name"]}, {"how": "set", "fields": "name"}, []):
        with pytest.raises(BadQuery):
            bulk(Product, Chosen(products), [wanted], who=boss)
    for wanted in (
        {"fields": "sku", "how": "clear"},
        {"fields": "name", "how": "add", "value": 1},
        {"fields": "nonsense", "how": "clear"},
        {"fields": "", "how": "clear"},
        {"fields": "name", "how": "replace", "find": ""},
        {"fields": "list_price", "how": "times", "value": "viel"},
    ):
        assert do(Product, boss, products, **wanted).answer.state == "refused", wanted


def test_more_rows_than_a_change_may_have_are_refused_in_words(boss, products, monkeypatch):
    monkeypatch.setattr(bulking, "MOST", 2)
    for asked in ({"ids": products}, {"filter": {}}):
        done = do(Product, boss, fields="list_price", how="clear", **asked)
        assert done.answer.errors[0].text.zh.startswith("一次最多改 2 行，现在是 3 行")


def test_a_pattern_takes_no_part_of_a_text_for_a_command():
    assert pattern_of("a+b", case=True, width=True).sub("x", "aab a+b") == "aab x"
    assert pattern_of("ß", case=False, width=False).search("STRASSE")


def test_one_op_is_applied_once(boss, products):
    wanted = [{"fields": ["list_price"], "how": "add", "value": 1}]
    assert bulk(Product, Chosen(products), wanted, who=boss, op="o1").answer.state == "applied"
    assert bulk(Product, Chosen(products), wanted, who=boss, op="o1").answer.state == "duplicate"
    assert column(Product, "list_price")[0] == Decimal("99.00")


def test_what_a_large_change_and_its_undo_keep_is_not_looked_through_while_it_becomes_more(boss, products, monkeypatch):
    """A fifth of their time; it is looked through again behind them, also behind one that is refused."""
    seen, within = [], bulking.within
    monkeypatch.setattr(bulking, "within", lambda *a: (seen.append(gc.isenabled()), within(*a))[1])
    done = do(Product, boss, products, fields="list_price", how="set", value="12")
    assert (seen, gc.isenabled()) == ([False], True)
    assert do(Product, boss, products, fields="name", how="clear").answer.state == "refused" and gc.isenabled()
    original = Changes.alter
    monkeypatch.setattr(Changes, "alter", lambda *a, **k: (seen.append(gc.isenabled()), original(*a, **k))[1])
    assert undo(done.answer.batch, house().records, who=boss).state == "applied"
    assert not any(seen) and len(seen) > 1 and gc.isenabled()
