"""Sheets of a workbook under the same heads become one table, with the name of each as a column; a person may have them apart."""

from exports.incoming.guessing import apart, propose
from exports.read.reading import read
from models import house
from models.design.tables.from_workbook import bring
from tests.exports.test_tables_from_workbook import workbook
from tests.helpers import people

HEAD = ["姓名", "底薪", "提成"]
MONTHS = {f"{at}月": [HEAD, [f"王{at}", 4000, 100 * at], [f"李{at}", 4200, 50]] for at in range(1, 13)}


def boss():
    return people.who(people.make("gail", "administrator"))


def test_twelve_months_are_one_table_whose_months_are_those_of_the_year_that_the_file_says(db):
    who = boss()
    plans, _ = propose(read(workbook(**MONTHS, 汇总=[HEAD, ["全部", 98400, 8400]]), "2026年工资表.xlsx"), who)
    whole, sums = plans
    assert (len(whole.rows), len(whole.parts), sums.sheet) == (24, 12, "汇总")  # a sheet of sums is none of them
    month = whole.columns[-1]
    assert (whole.zh, month.zh, month.kind, whole.rows[2][1][month.at]) == ("2026年工资表", "月份", "month", "2026-02")
    assert "12 个工作表（1月、2月、3月、4月 等）表头相同" in whole.notes[0].zh
    sums.leave = True
    answer = bring(plans, who=who, file="2026年工资表.xlsx")
    assert answer.state == "applied"
    assert len(house().records[answer.rows[0]["name"]].rows()) == 24


def test_months_without_a_year_and_stores_stay_what_the_sheets_are_called(db):
    who = boss()
    (months,), _ = propose(read(workbook(**MONTHS), "工资表.xlsx"), who)
    assert {row[months.columns[-1].at] for _, row in months.rows} == set(MONTHS)
    stores = {name: [["商品", "数量"], ["钙片", 3], ["鱼油", 5]] for name in ("锦江店", "武侯店", "青羊店")}
    (plan,), _ = propose(read(workbook(**stores), "盘点.xlsx"), who)
    assert (plan.columns[-1].zh, plan.rows[2][1][2]) == ("工作表", "武侯店")


def test_what_can_t_be_read_is_named_by_its_sheet_and_row(db):
    sheets = {name: [["商品", "数量"], *([f"货{at}", at] for at in range(12))] for name in ("锦江店", "武侯店")}
    sheets["武侯店"][5][1] = "很多"
    (plan,), _ = propose(read(workbook(**sheets), "盘点.xlsx"), boss())
    assert [(str(row), said) for row, said in plan.columns[1].unread] == [("武侯店!6", "很多")]


def test_a_person_may_have_them_as_tables_of_their_own(db):
    who = boss()
    plans, _ = propose(read(workbook(**MONTHS, 门店=[["门店名", "电话"], ["锦江店", "13800000001"]]), "工资.xlsx"), who)
    split = apart(plans, plans[0], "工资", who)
    assert [plan.zh for plan in split] == [*MONTHS, "门店（导入）"]  # 门店 is there already
    assert [column.zh for column in split[0].columns] == HEAD and split[0].columns[1].kind == "count"
    assert bring(split, who=who, file="工资.xlsx").state == "applied"


def test_sheets_under_other_heads_and_hidden_ones_are_nobodys_part(db):
    sheets = {"1月": [HEAD, ["王", 1, 2]], "2月": [["姓名", "底薪", "奖金"], ["李", 1, 2]]}
    plans, _ = propose(read(workbook(**sheets), "工资.xlsx"), boss())
    assert [len(plan.parts) for plan in plans] == [0, 0]
