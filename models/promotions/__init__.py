"""Promotions 促销: planned, agreed to, set up in the stores, and held against what would have been sold anyway."""

from ..kit import Action, Area, Chart, DayField, Due, Filler, Grant, Job, Metric, NoteField, Text
from ..kit.declare.access import VERBS
from ..kit.declare.occasions import Occasion
from ..kit.declare.rules import Rules
from ..organization import POSTS
from . import nightly, week
from .campaigns import Promotion, PromotionProduct, PromotionStore
from .festivals import Festival, feast_days, festivals_on
from .overview import OVERVIEWS
from .results import PARAMS, PromotionResult, promotions_on
from .results import take_coupons as take_coupons
from .tasks import TASKS_END, CompetitorNote, PromotionTask, set_up_stores

AREA = Area(
    "promotions",
    "促销",
    "Promotions",
    icon="local_offer",
    overviews=OVERVIEWS,
    records=(Promotion, PromotionStore, PromotionProduct, PromotionTask, PromotionResult, CompetitorNote, Festival),
    actions=(
        Action(
            set_up_stores,
            "布置门店",
            "Set up the stores",
            on=Promotion,
            icon="storefront",
            when={"state": ("approved", "running")},
            asks={
                "items": NoteField("布置事项（每行一项）", "Items, one per line"),
                "due_on": DayField("完成期限", "Due on"),
            },
        ),
    ),
    metrics=(
        Metric(
            week.promotions_running,
            "进行中的促销",
            "Promotions running",
            better="neither",
            rows=(Promotion, week.running_in),
            words=Text("已批准、活动期与本周重叠的促销", "Approved ones whose days meet the week"),
        ),
        Metric(
            week.STARTING,
            "本周开始的促销",
            "Promotions starting",
            name="promotions_starting",
            better="neither",
            words=Text("开始日期在本周、已批准的促销", "Approved ones that start in the week"),
        ),
        Metric(
            week.FINISHED,
            "本周结束的促销",
            "Promotions finished",
            name="promotions_finished",
            better="neither",
            words=Text("结束日期在本周、已结束的促销", "Ended in the week"),
        ),
        Metric(
            week.SALES,
            "促销销售额",
            "Promotion sales",
            name="promotion_sales",
            unit="money",
            words=Text(
                "本周结束的促销，参加门店活动期间的销售额",
                "Of promotions that ended in the week, in their stores and days",
            ),
        ),
        Metric(
            week.REACHED,
            "促销目标达成率",
            "Target reached",
            name="promotion_target_reached",
            unit="percent",
            goal=100,
            words=Text(
                "本周结束且有销售目标的促销，销售额 ÷ 目标",
                "Sales against target of those that ended in the week and had one",
            ),
        ),
        Metric(
            week.COST,
            "促销费用",
            "Promotion cost",
            name="promotion_cost",
            unit="money",
            better="neither",
            words=Text(
                "本周结束的促销，让利、用券、赠品、物料和人工之和",
                "Discounts, coupons, gifts, media and labour of promotions that ended in the week",
            ),
        ),
        Metric(
            week.COST_SHARE,
            "促销预算使用率",
            "Promotion budget used",
            name="promotion_budget_used",
            unit="percent",
            better="lower",
            goal=100,
            words=Text(
                "本周结束且有预算的促销，费用 ÷ 预算", "Cost against budget of those that ended in the week and had one"
            ),
        ),
        Metric(
            week.UPLIFT,
            "促销增量销售",
            "Promotion uplift",
            name="promotion_uplift",
            unit="money",
            words=Text(
                "本周结束的促销，销售额－基线；基线为前四周同星期、不含促销和节假日",
                "Sales less baseline (ordinary same weekdays of four weeks before) of promotions that ended in the week",
            ),
        ),
        Metric(
            week.UPLIFT_RATE,
            "促销增幅",
            "Uplift in per cent",
            name="promotion_uplift_rate",
            unit="percent",
            words=Text(
                "本周结束的促销，增量 ÷ 基线，不含没有销售额的门店",
                "Uplift against baseline, stores without sales left out",
            ),
        ),
        Metric(
            week.ROI,
            "促销投入产出",
            "Promotion ROI",
            name="promotion_roi",
            unit="score",
            words=Text(
                "（增量毛利－费用）÷费用，本周结束的促销中已算出增量毛利的门店",
                "(Extra gross profit − cost) ÷ cost, of promotions that ended in the week, where the profit is known",
            ),
        ),
        Metric(
            week.NEW_MEMBERS,
            "促销新增会员",
            "New members by promotions",
            name="promotion_new_members",
            words=Text("本周结束的促销，活动期间入会", "Joined during promotions that ended in the week"),
        ),
        Metric(
            week.TASKS_DONE,
            "门店布置完成率",
            "Stores set up",
            name="promotion_tasks_done",
            unit="percent",
            goal=100,
            words=Text("本周到期的布置事项中已完成的", "Of the tasks due in the week"),
        ),
        Metric(
            week.COMPETITORS,
            "竞品动态",
            "Competitor notes",
            name="competitor_notes",
            words=Text("本周记录", "Noted in the week"),
        ),
    ),
    dues=(
        Due(
            "promotions_to_approve",
            Promotion,
            "促销待审批",
            "Promotions to approve",
            when={"state": {"eq": "submitted"}},
            due=None,
            verb="approve",
            ahead=None,
            icon="approval",
        ),
        Due(
            "promotions_to_submit",
            Promotion,
            "促销待提交",
            "Promotions to submit",
            when={"state": {"eq": "draft"}},
            due="starts_on",
            owner="owner",
            ahead=14,
            icon="local_offer",
        ),
        Due(
            "promotions_to_review",
            Promotion,
            "促销待复盘",
            "Promotions to review",
            when={"state": {"eq": "finished"}},
            due="ends_on",
            owner="owner",
            ahead=None,
            icon="rate_review",
        ),
        Due(
            "promotion_tasks",
            PromotionTask,
            "门店布置",
            "Stores to set up",
            when={"state": {"eq": "todo"}},
            due="due_on",
            owner="owner",
            heir=True,
            ahead=7,
            icon="storefront",
        ),
        Due(
            "promotion_tasks_to_check",
            PromotionTask,
            "布置待确认",
            "Set-ups to check",
            when={"state": {"eq": "done"}},
            due="done_on",
            verb="approve",
            ahead=None,
            icon="verified",
        ),
    ),
    charts=(
        Chart(
            week.over_time,
            "促销销售：基线与增量（13 周）",
            "Sales of promotions: baseline and uplift, 13 weeks",
            kind="stack",
            unit="money",
        ),
        Chart(week.returns_by_kind, "各类促销的投入产出（一年）", "ROI by kind, one year", kind="bar", unit="score"),
        Chart(
            week.best_stores,
            "增量最多的门店（13 周）",
            "Stores with the most uplift, 13 weeks",
            kind="bar",
            unit="money",
        ),
    ),
    params=PARAMS,
    rules=((Promotion, Rules(consequences=(TASKS_END,))),),
    jobs=(
        Job("promotions", nightly.move, at="01:05", words=("促销按日期开始和结束", "Promotions begin and end")),
        Job(
            "promotion_results",
            nightly.take_results,
            at="10:30",
            words=("促销成果取数", "Promotion results"),
            catch_up=False,
        ),
    ),
    demo=(Filler("jobs.demo.promotions:fill", after=("stores",)),),
    occasions=(
        Occasion(Festival, festivals_on, by_calendar=True, like=feast_days),
        Occasion(Promotion, promotions_on),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS),
        Grant("members_service", "*", "see export"),
        Grant("ecommerce", "promotion promotion_store promotion_product competitor_note", "see add edit export"),
        Grant("store_management", "*", frozenset(VERBS)),
        Grant("store_manager", "promotion", "see", hidden={"budget", "cost", "below_cost", "below_cost_reason"}),
        Grant("store_manager", "promotion_product", "see", hidden={"below_cost"}),
        Grant("store_manager", "promotion_store", "see", rows="store"),
        Grant("store_manager", "festival", "see"),
        Grant("store_manager", "promotion_task", "see edit", rows="store"),
        Grant("store_manager", "promotion_result", "see", rows="store", hidden={"margin", "gross_profit", "roi"}),
        Grant("store_manager", "competitor_note", "see add edit", rows="store"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)
