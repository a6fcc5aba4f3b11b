"""Weekly meeting 周会: what a closed week asks to be spoken about, what was said, what was decided, and what figures should reach."""

from ..kit import Area, Due, Grant, Job
from ..kit.declare.access import VERBS
from ..organization import POSTS
from .hours import CLOSING_HOUR, MONTH_CLOSING_DAY, book_hour, closing_hour, month_closing_day
from .meeting import Attention, WeekNote
from .overview import OVERVIEWS
from .page import WeekPage
from .targets import FigureTarget, aims

ALL = frozenset(VERBS)
# The ten figures a meeting begins with.
COVER = (
    "store_sales",
    "store_month_reached",
    "member_sales",
    "new_members",
    "online_sales",
    "key_account_amount",
    "store_qsc",
    "quality_pass_rate",
    "complaints_in_time",
    "delivery_on_time",
)

AREA = Area(
    "weekly",
    "周会",
    "Weekly meeting",
    icon="forum",
    overviews=OVERVIEWS,
    records=(Attention, WeekNote, WeekPage, FigureTarget),
    dues=(
        Due(
            "attention_open",
            Attention,
            "异常指标待说明",
            "Figures to explain",
            due="due_on",
            owner="owner",
            when={"state": {"eq": "open"}},
            ahead=None,
            icon="trending_down",
        ),
        Due(
            "attention_actions",
            Attention,
            "异常指标的改善措施",
            "Actions on figures",
            due="due_on",
            owner="owner",
            when={"state": {"eq": "answered"}},
            icon="build",
        ),
    ),
    params=(CLOSING_HOUR, MONTH_CLOSING_DAY),
    jobs=(
        Job(
            "weekly_again",
            "jobs.weekly:look_again",
            at="03:10",
            words=("复查已关账的周", "Look at closed weeks again"),
            catch_up=False,
            aside="exports.weeks.closing:count_again",
            limit=3600,
        ),
        Job(
            "weekly",
            "jobs.weekly:close_week",
            at=closing_hour,
            words=("周报关账", "Close the week"),
            weekly=True,
            aside="exports.weeks.closing:count",
            limit=3600,
        ),
        Job(
            "months",
            "jobs.weekly:close_months",
            at="06:40",
            words=("月度关账与复查", "Close the month and look at closed ones"),
            catch_up=False,
            aside="exports.weeks.months:count_months",
            limit=3600,
        ),
        Job(
            "weekly_books",
            "jobs.weekly:write_books",
            at=book_hour,
            words=("生成周会工作簿", "Write the meeting's workbook"),
            outside=True,
            catch_up=False,
            limit=900,
        ),
    ),
    grants=(
        Grant("administrator", "*", ALL),
        Grant("operations_manager", "*", ALL),
        *(Grant(post, "attention", "see edit export", rows="own") for post in POSTS),
        *(Grant(post, "week_note", "see add edit export", rows="own") for post in POSTS),
        *(Grant(post, "figure_target", "see export") for post in POSTS),
        Grant("store_manager", "attention", "see edit", rows="store"),
        Grant("store_manager", "figure_target", "see", rows="store"),
        Grant("store_manager", "week_page", "see add edit delete", rows="store"),
    ),
)

__all__ = [
    "AREA",
    "CLOSING_HOUR",
    "COVER",
    "Attention",
    "FigureTarget",
    "WeekNote",
    "WeekPage",
    "aims",
    "month_closing_day",
]
