"""Reports of the platforms on campaigns load as they are, a campaign is the sum of its days; partners' milestones hold their project."""

from datetime import date
from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models import AREAS
from models.ecommerce import Campaign, CampaignDay, OnlineShop, Partner, PartnerMilestone, PartnerProject
from models.kit.ask.todo import todo
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, put, said
from tests.helpers.steps import hire, refused, take

TAOBAO = """日期,店铺名称,计划名字,展现量,点击量,花费,总成交笔数,总成交金额
2026-11-20,天猫旗舰店,双十一返场,"1,000",50,100.00,5,500.00
2026-11-21,天猫旗舰店,双十一返场,2000,50,200.00,4,400.00
2026-11-21,天猫旗舰店,日常,100,10,30.00,0,0.00
合计,,,3100,110,330.00,9,900.00
"""
DOUYIN = """时间,店铺,计划名称,消耗(元),展示次数,点击次数,成交订单数,成交金额(元)
2026-11-21,抖音旗舰店,直播间引流,88.50,5000,200,6,531.00
"""


@pytest.fixture
def shops(clock, db) -> dict[str, int]:
    clock("2026-11-24 10:00")
    return {name: put(OnlineShop, name=name) for name in ("天猫旗舰店", "抖音旗舰店")}


def load(text: str, folder, encoding: str) -> None:
    path = folder / "推广报表.csv"
    path.write_bytes(text.encode(encoding))
    done = run(path, path.name, CampaignDay, SYSTEM)
    assert done.report.faults == [] and done.outcome.state in ("applied", "nothing")


def test_the_report_of_taobao_s_ads_is_the_campaign_s_sum(shops, tmp_path):
    """100 + 200 of cost for 500 + 400 of sales over 50 + 50 clicks; read again it changes nothing."""
    campaign = put(Campaign, shop=shops["天猫旗舰店"], title="双十一返场", starts_on="2026-11-20", budget=500)
    for _ in range(2):
        load(TAOBAO, tmp_path, "gb18030")
    row = Campaign.row(campaign)
    assert (row.cost, row.impressions, row.clicks, row.orders, row.sales) == (300, 3000, 100, 9, 900)
    assert (row.per_click, row.returned) == (3, 3)
    assert [(day.plan, day.campaign) for day in CampaignDay.rows(order=CampaignDay.id)] == [
        ("双十一返场", campaign),
        ("双十一返场", campaign),
        ("日常", None),
    ]
    why = "“双十一返场”的数字由推广日报合计，不能手填；请改推广日报"
    assert said(change(Campaign, campaign, cost=1)) == why
    last = CampaignDay.rows(CampaignDay.day == date(2026, 11, 21), CampaignDay.campaign == campaign)[0]
    change(CampaignDay, last.id, cost=100)
    assert (Campaign.row(campaign).cost, Campaign.row(campaign).per_click) == (200, 2)
    delete(CampaignDay, last.id)
    assert Campaign.row(campaign).sales == 500


def test_the_report_of_douyin_s_ads_loads_with_its_words_and_units(shops, tmp_path):
    load(DOUYIN, tmp_path, "utf-8-sig")
    row = CampaignDay.rows()[0]
    assert (row.shop, row.day, row.plan) == (shops["抖音旗舰店"], date(2026, 11, 21), "直播间引流")
    assert (row.cost, row.impressions, row.clicks, row.orders, row.sales) == (Decimal("88.50"), 5000, 200, 6, 531)
    assert (row.per_click, row.returned) == (Decimal("0.44"), 6)


def test_a_project_is_done_once_its_milestones_are_and_costs_what_they_cost(shops):
    li = hire("李静", "E1", department="ecommerce")
    partner = put(Partner, name="蓉声传媒")
    project = put(PartnerProject, partner=partner, project="达人短视频", owner=li, ends_on="2026-12-31", budget=9000)
    first = put(PartnerMilestone, project=project, title="脚本定稿", due_on="2026-11-26", budget=2000)
    second = put(PartnerMilestone, project=project, title="成片上线", due_on="2026-12-20", proof=True)
    assert PartnerMilestone.row(first).owner == li
    who = person("Li", "ecommerce", 7, employee_id=li)
    waiting = [item for due, _, items in todo(AREAS, who) if due.name == "partner_milestone" for item in items]
    assert [item.id for item in waiting] == [first]
    take("partner_project_start", project)
    take("partner_milestone_finish", first, result="已定稿", cost=1800)
    assert PartnerProject.row(project).cost == 1800
    assert refused("partner_project_finish", project, result="上线") == "还有 1 个里程碑没有完成：成片上线"
    assert refused("partner_milestone_finish", second, result="已上线") == "请先上传成果文件或照片"
    take("partner_milestone_drop", second, reason="改到明年")
    take("partner_project_finish", project, result="完成")
    assert said(change(PartnerMilestone, first, cost=1)) == "“达人短视频”已完成或终止，里程碑不能再改"


def test_open_milestones_end_with_a_project_that_is_dropped(shops):
    project = put(PartnerProject, partner=put(Partner, name="蓉声传媒"), project="达人短视频", ends_on="2026-12-31")
    done, left = (put(PartnerMilestone, project=project, title=title, due_on="2026-11-26") for title in "一二")
    take("partner_milestone_finish", done, result="已定稿")
    take("partner_project_drop", project, reason="对方停播")
    assert (PartnerMilestone.row(done).state, PartnerMilestone.row(left).state) == ("done", "dropped")
