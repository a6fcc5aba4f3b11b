"""Checks by formula: laid on declared and made types in the browser, they refuse in their sentence on every fresh way in."""

import pytest
import yaml
from openpyxl import Workbook

from exports.incoming import importing
from jobs.designing import take_over
from models import house
from models.accounts import Grant, Role
from models.design import DesignCheck, DesignChoice, DesignColumn, DesignType
from models.design.bills import bill as bill_of_turn
from models.design.carrying import exported, planned
from models.design.checks import bill
from models.design.outline import outline
from models.design.uses import bearing
from models.kit.ask.query import Query
from models.kit.formula import shown
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import restore, undo
from models.organization import Employee, Store
from tests.helpers import house_before, people
from tests.helpers.door import change, made, new, said

DATES = "退出日期不能早于开业日期，请核对"


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def check(who, formula, zh=DATES, record="store", **more) -> int:
    return made(DesignCheck, who, record_type=record, zh=zh, formula=formula, **more)


def refusal(who, **sets) -> tuple[str, str]:
    answer = new(DesignCheck, who, {"record_type": "store", "zh": "不对", **sets})
    assert answer.state == "refused", answer
    return answer.errors[0].field, answer.errors[0].text.zh


def test_a_check_of_a_declared_type_refuses_in_its_sentence_by_row_and_is_taken_back_like_any_row(boss, stores):
    store, other = stores.values()
    laid = new(DesignCheck, boss, {"record_type": "store", "zh": DATES, "formula": "=[退出日期]>=[开业日期]"})
    assert laid.state == "applied" and DesignCheck.row(laid.rows[0]["id"]).formula == "=[closed_on]>=[opened_on]"
    assert change(Store, boss, store, opened_on="2026-05-01").state == "applied"  # nothing comes of an empty day
    wrong = {"opened_on": "2026-05-01", "closed_on": "2026-04-01"}
    pasted = edit(Store, [{"id": store, "set": {"closed_on": "2026-06-01"}}, {"id": other, "set": wrong}], who=boss)
    assert said(pasted) == [(1, "closed_on", DATES)] and Store.row(store).closed_on is None
    assert said(new(Store, boss, {"code": "S3", "name": "新店", **wrong}))[0][2] == DATES
    assert undo(laid.batch, house().records, who=boss).state == "applied"
    assert change(Store, boss, other, **wrong).state == "applied"


def test_an_option_is_called_otherwise_and_the_checks_and_formulas_that_name_it_follow(boss, stores):
    held = made(DesignColumn, boss, record_type="store", zh="等级", en="Level", kind="choice", name="level")
    high, low = (made(DesignChoice, boss, column=held, zh=zh) for zh in ("高", "低"))
    check(boss, '=OR([等级]<>"高",[开业日期]>=DATE(2020,1,1))', zh="高等级的店应在 2020 年以后开业")
    rank = '=SWITCH([等级],"高",1,"低",2)&IF(“低”=[等级],"！","")'
    made(DesignColumn, boss, record_type="store", zh="排位", en="Rank", kind="formula", name="rank", formula=rank)
    assert change(DesignChoice, boss, high, zh='很"高', en="Very high").state == "applied"
    assert change(DesignChoice, boss, low, zh="高", en="Low").state == "applied"
    store = next(iter(stores.values()))
    assert said(change(Store, boss, store, level='很"高', opened_on="2019-05-01"))[0][2].startswith("高等级的店")
    assert change(Store, boss, store, level="高", opened_on="2019-05-01").state == "applied"
    assert Query(Store, boss).row(store)["rank"] == "2！"
    formula = DesignColumn.rows(DesignColumn.name == "rank")[0].formula
    assert shown(formula, Store) == '=SWITCH([等级],"很""高",1,"高",2)&IF("高"=[等级],"！","")'
    assert shown(formula, Store, "en") == '=SWITCH([Level],"Very high",1,"Low",2)&IF("Low"=[Level],"！","")'
    retired = change(DesignChoice, boss, high, retired=True)
    assert retired.state == "applied" and shown(formula, Store).startswith('=SWITCH([等级],"很""高"')


def test_an_import_names_row_and_cell(boss, stores, tmp_path):
    check(boss, "=[退出日期]>=[开业日期]")
    path = tmp_path / "a.xlsx"
    sheet = Workbook()
    for row in (
        ["门店编号", "门店名称", "开业日期", "退出日期"],
        ["S1", "锦江一店", "2026-01-02", "2026-01-03"],
        ["S9", "青羊店", "2026-01-02", "2025-01-02"],
    ):
        sheet.active.append(row)
    sheet.save(path)
    imported = importing.run(path, path.name, Store, boss, options={}).wire("zh")
    assert imported["state"] == "refused" and not Store.rows(Store.code == "S9"), imported
    (fault,) = imported["faults"] if "faults" in imported else imported["faulty"]
    assert DATES in str(fault) and "3" in str(fault), imported


def test_what_comes_back_by_undo_and_restore_is_not_checked(boss, stores):
    store, other = stores.values()
    wrong = {"opened_on": "2026-05-01", "closed_on": "2026-04-01"}
    change(Store, boss, store, **wrong)
    mended = change(Store, boss, store, closed_on="2026-07-01")
    gone = edit(Store, [], who=boss, delete=[other])
    check(boss, "=[退出日期]>=[开业日期]")
    check(boss, '=[门店名称]<>"武侯一店"', "换个名字")
    assert undo(mended.batch, house().records, who=boss).state == "applied"
    assert str(Store.row(store).closed_on) == "2026-04-01"
    assert restore(Store, other, who=boss).state == "applied" and gone.state == "applied"
    assert change(Store, boss, store, address="人民南路").state == "applied"  # a column that the check doesn't read
    assert said(change(Store, boss, store, closed_on="2026-04-02"))[0][2] == DATES


def test_rows_that_break_a_check_are_counted_before_it_is_kept(boss, stores):
    for store, size in zip(stores.values(), (0, 80), strict=True):
        change(Store, boss, store, area_m2=size)
    broken = bill(Store, "=[面积（㎡）]>0", boss)
    assert (broken["broken"], [row["title"] for row in broken["rows"]]) == (1, ["锦江一店"])
    field, why = refusal(boss, formula="=[面积（㎡）]>0")
    assert field == "agreed" and "现有 1 行不符合（锦江一店）" in why
    id = check(boss, "=[面积（㎡）]>0", "面积要大于 0", agreed=1)
    assert said(change(DesignCheck, boss, id, formula="=[面积（㎡）]>100"))[0][1] == "agreed"
    assert change(DesignCheck, boss, id, zh="面积不能是 0").state == "applied"


@pytest.mark.parametrize(
    ("formula", "values", "holds"),
    [
        ("=[月租金]/[面积（㎡）]<100", {"monthly_rent": "900", "area_m2": "0"}, True),
        ("=[月租金]/[面积（㎡）]<100", {"monthly_rent": "900"}, True),
        ("=[月租金]/[面积（㎡）]<100", {"monthly_rent": "900", "area_m2": "3"}, False),
        ('=OR([状态]<>"退出",NOT(ISBLANK([退出日期])))', {"status": "closed"}, False),
        ('=OR([状态]<>"退出",NOT(ISBLANK([退出日期])))', {"status": "closed", "closed_on": "2026-01-01"}, True),
        ('=[地址]<>""', {"address": None}, False),
        ("=IF([月租金]>1000,[面积（㎡）]>10,TRUE)", {"area_m2": "5"}, True),
        ("=[区域].[区域编码]<>[门店编号]", {"code": "S7"}, True),
    ],
)
def test_what_cant_be_computed_refuses_nothing_and_emptiness_can_be_asked_for(boss, stores, formula, values, holds):
    check(boss, formula, "不行", agreed=bill(Store, formula, boss)["broken"])
    answer = new(Store, boss, {"code": "S8", "name": "新店", **values})
    assert (answer.state == "applied") is holds, answer.errors


def test_a_check_that_is_none_is_refused_with_the_place_and_the_remedy(boss, stores):
    made(DesignColumn, boss, record_type="store", zh="人数", kind="rollup", target="employee", through="store")
    for formula, bit in (
        ("=[面积（㎡）]+1", "是”或“否"),
        ("=[没有]>1", "没有“没有”这一列"),
        ("=1<2", "至少要用到本行的一列"),
        ("=[人数]<10", "取决于别的行"),
        ("=[区域].[区域名称]=ME()", "ME()"),
    ):
        assert bit in refusal(boss, formula=formula)[1], formula
        assert bit in bill(Store, formula, boss)["errors"][0]["message"]
    check(boss, "=[面积（㎡）]>1", "不对")
    assert "已存在" in str(
        new(DesignCheck, boss, {"record_type": "store", "zh": "不对", "formula": "=[面积（㎡）]>2"}).errors
    )
    assert refusal(boss, record_type="design_view", formula="=[a]=1")[0] == "record_type"


def test_a_check_reads_only_what_everybody_sees_who_may_change_the_rows_and_rights_stay_so(boss, stores):
    assert "看不全“手机号”" in refusal(boss, record_type="member", formula='=LEFT([手机号],1)="1"')[1]
    check(boss, "=[离职日期]>=[入职日期]", "离职不能早于入职", "employee")
    grant = next(
        row
        for row in Grant.rows(Grant.record_type == "employee")
        if row.can_edit and Role.row(row.role).code != "administrator"
    )
    answer = change(Grant, boss, grant.id, hidden=["employee.hired_on"])
    assert answer.state == "refused" and "一次次试出" in answer.errors[0].text.zh
    assert (
        change(
            Grant,
            boss,
            grant.id,
            hidden=["employee.hired_on"],
            can_edit=False,
            can_add=False,
            can_import=False,
            can_approve=False,
        ).state
        == "applied"
    )


def test_a_row_that_leads_out_of_sight_is_refused_whatever_comes_of_the_check(boss, stores):
    near, far = stores.values()
    table = made(DesignType, boss, zh="借用", en="Loan", area="stores", per_store=True, seen_by="all", edited_by="all")
    assert table
    made(DesignColumn, boss, record_type="loan", zh="借自", name="lender", kind="link", target="store", seen_by="all")
    made(DesignColumn, boss, record_type="loan", zh="数量", name="amount", kind="count", seen_by="all")
    loan, chen = house().records["loan"], people.who(people.make("chen", "store_manager", store=near))
    change(Store, boss, far, area_m2=50)
    change(Store, boss, near, area_m2=50)
    check(boss, "=[数量]<=[借自].[面积（㎡）]", "不能多于对方的面积", "loan")
    id = made(loan, boss, name="梯子", store=near, lender=far, amount=3)
    out = [said(change(loan, chen, id, amount=amount))[0][2] for amount in (4, 49, 51)]
    assert len(set(out)) == 1 and "看不到" in out[0]
    own = made(loan, chen, name="凳子", store=near, lender=near, amount=3)
    assert said(change(loan, chen, own, amount=51))[0][2] == "不能多于对方的面积"


def test_a_column_that_a_check_reads_stays_and_keeps_its_kind_and_says_who_needs_it(boss, stores):
    id = made(DesignColumn, boss, record_type="store", zh="人手", name="hands", kind="count", seen_by="all")
    check(boss, "=[人手]<=20", "人手最多 20")
    check(boss, "=[退出日期]>=[开业日期]")
    (held, _) = outline(Store, boss).checks
    assert (held.formula.zh, [label.zh for label in held.reads]) == ("=[人手]<=20", ["人手"])
    assert "检查“人手最多 20”要用它" in bearing(Store, "hands").zh and "检查" in bearing(Store, "closed_on").zh
    gone = act(house().actions["design_column_remove"], who=boss, id=id)
    assert gone.state == "refused" and "检查“人手最多 20”" in gone.errors[0].text.zh
    turned = bill_of_turn(Store, "hands", {"set": {"kind": "line"}}, boss)
    assert turned["blocked"], turned["depends"]


def test_checks_go_into_the_file_of_the_design_and_come_into_another_house(boss, stores, tmp_path):
    id = check(boss, "=[退出日期]>=[开业日期]")
    written = exported()
    assert yaml.safe_load(written)["checks"]["store"] == {DATES: {"en": DATES, "formula": "=[closed_on]>=[opened_on]"}}
    assert planned(written).sentences == []
    edit(DesignCheck, [], who=boss, delete=[id])
    change(Store, boss, next(iter(stores.values())), opened_on="2026-05-01", closed_on="2026-04-01")
    (added, counted) = [sentence.zh for sentence in planned(written).sentences]
    assert added.endswith("新增") and "现有 1 行不符合" in counted
    path = tmp_path / "design.yaml"
    path.write_text(written, encoding="utf-8")
    assert take_over(path, False, lambda _: None) == 0
    assert exported() == written and DesignCheck.rows()[0].agreed == 1


def test_who_may_not_change_all_of_a_type_lays_no_check_on_it_and_steps_are_checked_too(boss, stores):
    seller = people.who(people.make("seller", "key_account_seller"))
    assert (
        new(DesignCheck, seller, {"record_type": "store", "zh": "a", "formula": "=[面积（㎡）]>1"}).state == "refused"
    )
    check(boss, '=OR([状态]<>"离职",[离职日期]>=[入职日期])', "离职不能早于入职", "employee")
    id = made(Employee, boss, staff_no="E1", name="小王", hired_on="2026-01-01", left_on="2025-12-31")
    assert said(change(Employee, boss, id, status="left")) == [(0, "status", "离职不能早于入职")]
