"""Weekly meeting 周会: what a closed week asks to be spoken about, what was said, what was decided, and what figures should reach."""

from ..kit import Area, Due, Grant, Param
from ..kit.access import VERBS
from ..organization import POSTS
from .figures import COUNTED, METRICS
from .meeting import Attention, WeekNote
from .targets import FigureTarget, aims

ALL = frozenset(VERBS)
CLOSING_HOUR = Param(
    "weekly_hour", "周报生成时间（周一几点）", "Hour on Monday at which the week before is closed", 6, "点"
)
# The ten figures a meeting begins with.
COVER = (
    "store_sales", "store_month_reached", "member_sales", "new_members", "online_sales", "key_account_amount", "store_qsc",
    "quality_pass_rate", "complaints_in_time", "delivery_on_time",
)  # fmt: skip

AREA = Area(
    "weekly",
    "周会",
    "Weekly meeting",
    icon="forum",
    records=(Attention, WeekNote, FigureTarget),
    dues=(
        Due("attention_open", Attention, "异常指标待说明", "Figures to explain", due="due_on", owner="owner",
            when={"state": {"eq": "open"}}, ahead=None, icon="trending_down"),
        Due("attention_actions", Attention, "异常指标的改善措施", "Actions on figures", due="due_on", owner="owner",
            when={"state": {"eq": "answered"}}, icon="build"),
    ),
    params=(CLOSING_HOUR,),
    grants=(
        Grant("administrator", "*", ALL),
        Grant("operations_manager", "*", ALL),
        *(Grant(post, "attention", "see edit export", rows="own") for post in POSTS),
        *(Grant(post, "week_note", "see add edit export", rows="own") for post in POSTS),
        *(Grant(post, "figure_target", "see export") for post in POSTS),
        Grant("store_manager", "attention", "see edit", rows="store"),
        Grant("store_manager", "figure_target", "see", rows="store"),
    ),
)  # fmt: skip

__all__ = ["AREA", "CLOSING_HOUR", "COUNTED", "COVER", "METRICS", "Attention", "FigureTarget", "WeekNote", "aims"]
