"""Design 设计: what is made in the browser, kept as rows like everything else, and built into the house."""

from .. import accounts
from ..kit.declare.access import VERBS, Grant
from ..kit.declare.area import Action, Area, Filler
from ..kit.declare.house import House
from ..kit.declare.job import Job
from ..kit.declare.rules import EVERY_WAY, Rules, Then
from ..kit.server.standing import pinned
from ..kit.text import Text
from . import build as building
from .allowed import may_design
from .automations.rows import DesignAutomation
from .automations.runs import AutomationRun
from .automations.setting_off import set_off
from .automations.turns import run_due
from .boards.rows import Board
from .boards.standing import boards_of
from .checks import DesignCheck, keep_in_sight
from .columns import DesignChoice, DesignColumn
from .fields import DesignField, DesignOption
from .forms import DesignForm, FormAnswer, forms_of, may_form, renew_link
from .freezes import DesignFreeze
from .kinds import KINDS
from .metrics.own import OwnMetric, keep_measured
from .nightly import clear_removed
from .papers import DesignPaper, papers_for
from .quicker import index_at_night, index_soon
from .roles_kept import keep_roles
from .subscriptions.rows import Subscription
from .subscriptions.sending import send_due
from .tables.laying import keep_types
from .tables.sharing import mend_rights, narrow_rights
from .tables.steps import DesignStep
from .tables.types import DesignType
from .views import DesignView, shared_views

AREA = Area(
    "design",
    "设计",
    "Design",
    icon="design_services",
    hint=Text(
        "要建一张表：点菜单最下面的“新建表”。要加一列：打开任意表格，右键点表头，选“在右侧插入列…”。"
        "这里列出所有建过的表、步骤和列，删除的也在这里恢复。",
        "To make a table, choose “New table” at the end of the menu. To add a column, open any table, right-click the head of a column "
        "and choose “Insert a column right…”. All tables, steps and columns made so far are listed here, and removed ones are brought back here.",
    ),
    records=(
        DesignType,
        DesignStep,
        DesignColumn,
        DesignChoice,
        DesignField,
        DesignOption,
        DesignView,
        DesignCheck,
        DesignFreeze,
        OwnMetric,
        DesignForm,
        FormAnswer,
        DesignAutomation,
        AutomationRun,
        Board,
        DesignPaper,
        Subscription,
    ),
    actions=(
        Action(
            renew_link,
            "换新链接",
            "New link",
            on=DesignForm,
            icon="link_off",
            hint=Text(
                "旧链接和贴出去的二维码马上失效",
                "The old link and the QR codes that were put up end at once",
            ),
        ),
    ),
    last=(set_off, narrow_rights),
    rules=(
        (DesignType, Rules(consequences=(Then(keep_types, also=EVERY_WAY),))),
        (accounts.Role, Rules(consequences=(Then(keep_roles, also=EVERY_WAY),))),
        *(
            (record, Rules(consequences=(Then(keep_in_sight, also=EVERY_WAY),)))
            for record in (accounts.Grant, DesignColumn)
        ),
        *(
            (record, Rules(consequences=(Then(keep_measured, also=EVERY_WAY),)))
            for record in (DesignType, DesignColumn, DesignField)
        ),
    ),
    faces=(
        "pages.design",
        "pages.own_metric",
        "pages.forms",
        "pages.automations",
        "pages.boards",
        "pages.subscriptions",
        "pages.papers",
    ),
    demo=(Filler("jobs.demo.designed:fill", late=True),),
    pages=(("/automations", Text("自动化", "Automations")), ("/papers", Text("单据模板", "Paper templates"))),
    jobs=(
        Job(
            "automations",
            run_due,
            at="00:03",
            every=5,
            outside=True,
            limit=600,
            words=("按时运行自动化", "Run automations that are due"),
        ),
        Job(
            "subscriptions",
            send_due,
            at="00:01",
            every=5,
            outside=True,
            limit=600,
            words=("发送到点的订阅", "Send subscriptions that are due"),
        ),
        Job(
            "design_clear",
            clear_removed,
            at="03:50",
            words=("清空删除满 30 天的列和表", "Empty columns and tables removed 30 days ago"),
        ),
        Job(
            "design_indexes",
            index_at_night,
            at="04:10",
            outside=True,
            limit=600,
            words=("为公式和汇总建索引", "Index formulas and roll-ups"),
        ),
        Job(
            "design_indexes_soon",
            index_soon,
            at="00:02",
            every=5,
            outside=True,
            limit=600,
            words=("为新的公式、汇总和视图建索引", "Index new formulas, roll-ups and views"),
        ),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "design_view", "see add edit delete export undo"),
        Grant("operations_manager", "own_metric", "see add edit export undo"),
        Grant("operations_manager", "board", "see add edit delete export undo"),
        Grant("operations_manager", "subscription", "see add edit delete export undo"),
    ),
)


def build(areas: tuple[Area, ...], recipe: str) -> House:
    """The house of these areas as the open database designs it."""
    built = building.build(
        areas,
        recipe,
        DesignType,
        DesignColumn,
        DesignChoice,
        DesignField,
        DesignOption,
        DesignStep,
        DesignCheck,
        OwnMetric,
        DesignAutomation,
        DesignFreeze,
    )
    with pinned(built):
        built.of(boards_of)  # read now, in a thread that may: menus ask for them where nobody may wait for a database
    return built


__all__ = [
    "AREA",
    "KINDS",
    "AutomationRun",
    "Board",
    "DesignAutomation",
    "DesignCheck",
    "DesignChoice",
    "DesignColumn",
    "DesignField",
    "DesignForm",
    "DesignFreeze",
    "DesignOption",
    "DesignPaper",
    "DesignStep",
    "DesignType",
    "DesignView",
    "FormAnswer",
    "OwnMetric",
    "Subscription",
    "build",
    "forms_of",
    "may_design",
    "may_form",
    "mend_rights",
    "papers_for",
    "renew_link",
    "shared_views",
]
