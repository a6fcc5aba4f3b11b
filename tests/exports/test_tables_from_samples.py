"""Each of the team's own workbooks becomes tables in one go: every row is there, kinds are sensible, and names that are known lead there."""

from pathlib import Path

import pytest

from exports.incoming.guessing import propose
from exports.read.reading import read
from models import house
from models.design.tables.from_workbook import bring
from models.kit.ask.query import Query
from models.kit.write.undo import undo
from models.organization import Store
from tests.helpers import house_before
from tests.helpers.door import new

FOLDER = Path(__file__).parent.parent / "samples"
# By file: its tables with their numbers of rows, and of some columns what they are.
TABLES = {
    "会员台账.xlsx": (
        {"会员台账": 3000},
        {"手机号": "phone", "生日": "day", "会员等级": "choice", "入会门店": "link", "累计消费": "money"},
    ),
    "会员等级.xlsx": ({"会员等级（导入）": 4}, {"级别": "count", "年消费门槛(元)": "money", "积分倍数": "decimal"}),
    "供应商与商品.xlsx": (
        {"供应商（导入）": 3, "商品目录": 6},
        {"营业执照到期日": "day", "供应商": "link", "零售价": "money", "条码": "line"},
    ),
    "员工花名册.xlsx": ({"员工花名册": 40}, {"所属门店": "link", "岗位": "choice", "入职日期": "day"}),
    "大客户档案.xlsx": ({"大客户档案": 80}, {"联系电话": "phone", "最近拜访": "day", "阶段": "choice"}),
    "巡店检查表.xlsx": ({"巡店检查明细": 480}, {"门店": "link", "巡店日期": "day", "得分": "count", "关键项": "flag"}),
    "检验报告汇总.xlsx": ({"检验报告汇总": 240}, {"报告日期": "day", "检验结果": "decimal", "单项结论": "choice"}),
    "积分礼品.xlsx": (
        {"礼品目录": 12, "兑换登记": 400},
        {"单位成本": "money", "礼品名称": "link", "门店": "link", "兑换日期": "day"},
    ),
    "网店日报_天猫旗舰店.csv": ({"网店日报_天猫旗舰店": 88}, {"访客数": "count", "成交金额": "money"}),
    "销售指标.xlsx": ({"2026销售指标": 24}, {"门店": "line", "12月": "count"}),
    "门店清单.xlsx": ({"门店清单": 24}, {"类型": "choice", "开业日期": "day", "地址": "line"}),
}


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def plans_of(file: str, who):
    return propose(read((FOLDER / file).read_bytes(), file), who)[0]


@pytest.fixture
def their_stores(boss):
    """The stores of which the other files speak."""
    (plan,) = plans_of("门店清单.xlsx", boss)
    at = {column.zh: column.at for column in plan.columns}
    rows = [{"code": row[at["门店编号"]], "name": row[at["门店名称"]]} for _, row in plan.rows]
    assert new(Store, boss, *rows).state == "applied"


def test_each_file_of_the_team_becomes_tables_in_one_go(boss, their_stores):
    for file, (tables, kinds) in TABLES.items():
        plans = plans_of(file, boss)
        columns = {column.zh: column for plan in plans for column in plan.columns}
        assert {plan.zh: len(plan.rows) for plan in plans} == tables, file
        assert {zh: columns[zh].kind for zh in kinds} == kinds, file
        answer = bring(plans, who=boss, file=file)
        assert answer.state == "applied", (file, answer.errors)
        made = {row["zh"]: house().records[row["name"]] for row in answer.rows}
        assert {zh: Query(record, boss).count() for zh, record in made.items()} == tables, file
        for record in made.values():
            links = {item.label.zh: item for item in record.links().values()}
            filled = [row for row in Query(record, boss).rows(limit=50) if links]
            assert all(row[item.name] for row in filled for zh, item in links.items() if zh in kinds), file
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert made["门店清单"].key() not in house().records
