"""The team's own workbooks go in, in their order, as their truth.json says."""

import json
from decimal import Decimal
from pathlib import Path

import peewee
import pytest

from exports.incoming.importing import run
from exports.read import aside
from exports.read.reading import read
from jobs.importing import import_file
from models import AREAS, accounts, house
from models.kit import Refused, system
from models.kit.server import database
from models.kit.server.beside import Ended, whole
from models.kit.text import Text
from models.kit.write.undo import undo
from models.members import Gift, GiftMovement, Member, MemberTier, PointsEntry, Redemption
from models.members.points import PointsLot
from models.organization import Employee, Product, ProductCategory, Region, Store, Supplier
from tests.helpers import places

FOLDER = Path(__file__).parent.parent / "samples"
ORDER = (
    ("门店清单.xlsx", "store"),
    ("会员等级.xlsx", "member_tier"),
    ("员工花名册.xlsx", "employee"),
    ("供应商与商品.xlsx", "supplier"),
    ("供应商与商品.xlsx", "product"),
    ("会员台账.xlsx", "member"),
    ("积分礼品.xlsx", "gift"),
    ("积分礼品.xlsx", "redemption"),
)
# What truth.json calls a fault → the field it is in, and how the reason reads.
REASONS = {
    "points not a number": ("points", "不是数字"),
    "negative points": ("points", "不能小于 0"),
    "duplicate card": ("card_no", "重复"),
    "unknown tier": ("tier", "会员等级里没有“白金卡”"),
    "unknown store": ("home_store", "门店里没有“不存在店”"),
    "short phone": ("phone", "不是 11 位手机号"),
    "no name": ("name", "姓名不能为空"),
    "no such date": ("joined_on", "没有“2025-02-30”这一天"),
}


def sample(name: str) -> Path:
    return FOLDER / name


@pytest.fixture(scope="module")
def truth():
    return json.loads(sample("truth.json").read_text())


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """Every workbook imported in order into one database: the answers by record type."""
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    database.close()
    database.open(places.begun(path))
    with database.reading():
        accounts.seed_roles(AREAS)
        yield {name: bring(file, name) for file, name in ORDER}
    database.close()


def bring(file: str, name: str, **options):
    asked = {"create_links": True, "only_good": True, **options}
    return run(sample(file), file, house().records[name], system("samples"), None, asked)


def column(record, *names):
    return list(record.select(*(getattr(record, name) for name in names)).tuples())


def test_stores_go_in_and_their_regions_are_created(taken, truth):
    assert (taken["store"].outcome.new, taken["store"].report.faults) == (truth["门店清单.xlsx"]["stores"], [])
    assert (Store.select().count(), Region.select().count()) == (24, 8)
    assert Store.select().where(Store.region.is_null()).count() == 0


def test_tiers_staff_suppliers_and_products_go_in_whole(taken, truth):
    counts = (
        MemberTier.select().count(),
        Employee.select().count(),
        Supplier.select().count(),
        Product.select().count(),
    )
    assert counts == (4, 40, 3, 6)
    assert not any(taken[name].report.faults for name in ("member_tier", "employee", "supplier", "product"))
    assert column(ProductCategory, "name") == [("保健食品",)]
    assert (MemberTier.get(MemberTier.code == "T2").multiplier, MemberTier.get(MemberTier.code == "T2").threshold) == (
        Decimal("1.2"),
        Decimal(3000),
    )


def test_the_good_members_land_and_each_faulty_row_is_named_with_its_reason(taken, truth):
    report, expected = taken["member"].report, truth["会员台账.xlsx"]
    assert (report.total, taken["member"].outcome.new, Member.select().count()) == (3000, expected["good"], 2878)
    assert {
        fault.row: (fault.field, REASONS[why][1] in fault.text.zh)
        for fault in report.faults
        for why in (next(wanted["why"] for wanted in expected["faults"] if wanted["row"] == fault.row),)
    } == {fault["row"]: (REASONS[fault["why"]][0], True) for fault in expected["faults"]}
    assert len(report.faults) == expected["faulty"]


def test_opening_points_are_ledger_lines_and_equal_the_balances(taken):
    brought = {line.values["card_no"]: line.values.get("points", 0) for line in taken["member"].report.new}
    assert dict(column(Member, "card_no", "points")) == brought
    total = peewee.fn.SUM(PointsEntry.points)
    ledger = dict(PointsEntry.select(PointsEntry.member, total).group_by(PointsEntry.member).tuples())
    assert ledger == {id: points for id, points in column(Member, "id", "points") if points}
    assert {kind for (kind,) in column(PointsEntry, "kind")} == {"opening"}
    left = PointsLot.select(peewee.fn.SUM(PointsLot.left)).scalar()
    assert left == sum(brought.values()) > 0


def test_what_members_spent_before_is_kept(taken):
    brought = {line.values["card_no"]: line.values.get("opening_spend") for line in taken["member"].report.new}
    assert dict(column(Member, "card_no", "opening_spend")) == brought
    assert sum(value is not None for value in brought.values()) == 2878


def test_a_remark_of_one_plus_one_stays_text(taken):
    (row, *_) = [row for row in read(sample("会员台账.xlsx")).sheets[0].rows if str(row[-1]) == "=1+1"]
    assert row
    assert Member.select().where(Member.note == "=1+1").count() > 0


def test_gifts_bring_their_stock_as_ledger_lines(taken, truth):
    assert taken["gift"].outcome.new == truth["积分礼品.xlsx"]["gifts"] == 12
    stock = dict(column(Gift, "id", "stock"))
    assert stock == {gift: qty for gift, qty, kind in column(GiftMovement, "gift", "qty", "kind") if kind == "opening"}
    assert GiftMovement.select().count() == 12


def test_past_redemptions_are_kept_and_move_nothing(taken, truth):
    report = taken["redemption"].report
    assert (report.total, taken["redemption"].chosen.table.sheet.name) == (
        truth["积分礼品.xlsx"]["redemptions"],
        "兑换登记",
    )
    assert column(Redemption, "past", "state") == [(True, "issued")] * 384
    assert PointsEntry.select().where(PointsEntry.kind != "opening").count() == 0
    prices = dict(column(Gift, "id", "price"))
    assert all(points == prices[gift] * qty for gift, qty, points in column(Redemption, "gift", "qty", "points"))


def test_a_redemption_of_somebody_who_is_no_member_is_named(taken):
    """12 cards belong to refused rows of the members' workbook or to nobody, 4 lines have none."""
    cards = {card for (card,) in column(Member, "card_no")}
    rows = list(taken["redemption"].chosen.table.rows)
    unknown = {
        number: str(values["member"] or "") for number, values in rows if str(values["member"] or "") not in cards
    }
    faults = taken["redemption"].report.faults
    assert {fault.row: fault.value for fault in faults} == unknown
    assert {fault.field for fault in faults} == {"member"}
    assert (len(unknown), sum(not card for card in unknown.values())) == (16, 4)


def test_importing_the_members_again_changes_nothing(taken, truth):
    again = bring("会员台账.xlsx", "member")
    assert (again.report.unchanged, again.report.new, again.report.changed) == (2878, [], [])
    assert (len(again.report.faulty), again.outcome.state) == (truth["会员台账.xlsx"]["faulty"], "nothing")
    entries = PointsEntry.select().count()
    assert (bring("积分礼品.xlsx", "gift").outcome.state, bring("积分礼品.xlsx", "redemption").outcome.state) == (
        "nothing",
    ) * 2
    assert PointsEntry.select().count() == entries


def test_the_command_says_what_came_of_it(taken):
    said = []
    path = str(sample("会员台账.xlsx"))
    assert import_file(path, "member", None, False, False, system("samples"), said.append) == 1
    assert said[0] == "工作表“会员台账”共 3000 行：新增 0、更新 0、无变化 2878、有误 122"
    assert any(line.startswith("  第 15 行 J15（可用积分）“八百”：“八百”不是数字") for line in said)
    assert import_file(path, "member", None, False, True, system("samples"), said.append) == 1
    assert said[-1] == "试运行结束，没有写入任何内容"
    stores = str(sample("门店清单.xlsx"))
    assert import_file(stores, "store", None, True, False, system("samples"), said.append) == 0


def test_a_dry_run_says_what_the_rules_would_refuse(taken, tmp_path):
    (tmp_path / "rules.csv").write_text("名称,开始日期,结束日期\n春节,2026-02-20,2026-02-10\n", encoding="utf-8")
    lines = {}
    for dry in (True, False):
        said = lines[dry] = []
        path = str(tmp_path / "rules.csv")
        assert import_file(path, "points_rule", None, False, dry, system("samples"), said.append) == 1
    assert lines[True][:-1] == lines[False][:-1]
    assert "  第 2 行 C2（结束日期）“2026-02-10”：结束日期不能早于开始日期" in lines[True]
    assert lines[True][-1] == "试运行结束，没有写入任何内容"


def test_a_value_that_no_column_of_the_file_gives_is_named_by_what_it_is_called(taken, tmp_path):
    (tmp_path / "nameless.csv").write_text("会员卡号,手机号\nM1,13800000000\n", encoding="utf-8")
    said = []
    assert import_file(str(tmp_path / "nameless.csv"), "member", None, False, True, system("samples"), said.append) == 1
    assert "  第 2 行（姓名）：姓名不能为空" in said


def test_a_second_column_of_the_same_name_is_said_to_be_one(taken, tmp_path):
    (tmp_path / "regions.csv").write_text("区域编码,区域名称,区域名称,天气\nR9,城东,城西,晴\n", encoding="utf-8")
    said = []
    import_file(str(tmp_path / "regions.csv"), "region", None, False, True, system("samples"), said.append)
    assert "  未导入的列 C“区域名称”：与 B 列同名，只导入 B 列" in said
    assert "  未导入的列 D“天气”：不认识" in said


def test_taking_the_members_back_takes_their_points_back(taken):
    """Last of all: redemptions first, since they point to members."""
    for name in ("redemption", "member"):
        answer = undo(taken[name].outcome.batch, house().records, who=system("samples"))
        assert answer.state == "applied", answer.errors[:3]
    assert (Member.select().count(), Redemption.select().count()) == (0, 0)
    assert PointsEntry.select(peewee.fn.SUM(PointsEntry.points)).scalar() == 0
    assert PointsLot.select(peewee.fn.SUM(PointsLot.left)).scalar() == 0


def test_a_file_read_in_a_process_of_its_own_is_the_same_file(monkeypatch):
    path = sample("会员台账.xlsx")
    monkeypatch.setattr(aside, "LARGE", 0)
    assert aside.read_aside(path, path.name) == read(path, path.name)


def test_a_file_that_is_not_read_in_time_is_given_up_and_the_server_is_blamed_not_the_file(monkeypatch):
    path = sample("会员台账.xlsx")
    monkeypatch.setattr(aside, "LARGE", 0)
    with pytest.raises(Refused, match="server is busy"):
        aside.read_aside(path, path.name, seconds=0)


@pytest.mark.parametrize("cause", ["work", "memory"])
def test_a_file_that_takes_too_much_is_to_be_split(monkeypatch, cause):
    def ended(*said, **limits):
        assert limits["work"] == 60 < limits["limit"], "others' work doesn't count against a file"
        raise Ended(Text("停", "Ended"), cause)

    monkeypatch.setattr(aside, "LARGE", 0)
    monkeypatch.setattr(aside, "whole", ended)
    with pytest.raises(Refused, match="too complex.*60 s of work"):
        aside.read_aside(sample("会员台账.xlsx"), "会员台账.xlsx")


def test_a_process_that_only_reads_a_file_loads_no_area_and_no_database(tmp_path):
    task = tmp_path / "loaded.py"
    task.write_text(
        "import sys\n\ndef answer(argument, tell):\n    import exports.read.packing\n"
        "    return [name for name in ('peewee', 'psycopg', 'models.members', 'models.kit.fields') if name in sys.modules]\n"
    )
    assert whole(f"{task}:answer", None, alone=True)[1] == []
