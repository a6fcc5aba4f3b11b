"""Boards that come along: the start pages of the manager and of the store managers, for an administrator to copy and change."""

from dataclasses import dataclass
from typing import Any

from ...kit.text import Text
from .body import Block, Body, block_of


@dataclass(frozen=True)
class Starter:
    """One of them. home_for: whose start page it is as long as no board of the house's own is."""

    name: str
    label: Text
    hint: Text
    home_for: str | None
    body: Body


def _blocks(*said: tuple[str, tuple[int, int, int, int], dict[str, Any]]) -> Body:
    return Body((), tuple(_checked(at, kind, place, settings) for at, (kind, place, settings) in enumerate(said, 1)))


def _checked(at: int, kind: str, place: tuple[int, int, int, int], settings: dict[str, Any]) -> Block:
    """A mistake here shows when the program starts."""
    return block_of({"id": f"b{at}", "kind": kind, "at": [*place], **settings})


def _card(figure: str, week: str = "closed") -> dict[str, Any]:
    return {"figure": figure, "week": week}


MANAGER = _blocks(
    ("todos", (0, 0, 12, 5), {"rows": 5}),
    ("shortcuts", (0, 5, 12, 1), {}),
    ("card", (0, 6, 3, 2), _card("store_sales")),
    ("card", (3, 6, 3, 2), _card("online_sales")),
    ("card", (6, 6, 3, 2), _card("complaints_in_time")),
    ("card", (9, 6, 3, 2), _card("delivery_on_time")),
    ("chart", (0, 8, 6, 5), {"draw": "line", "figures": ["store_sales", "online_sales"], "weeks": 12}),
    ("chart", (6, 8, 6, 5), {"draw": "line", "figures": ["new_members", "complaints_received"], "weeks": 12}),
    ("chart", (0, 13, 12, 5), {"draw": "map", "figures": ["store_sales"]}),
    ("figures", (0, 18, 12, 6), {"area": "*"}),
    ("areas", (0, 24, 12, 5), {}),
    ("changes", (0, 29, 12, 4), {"rows": 8}),
)
DAYS = {
    "title": {"zh": "最近七天的指标", "en": "Targets of the last seven days"},
    "record": "day_target",
    "rows": 7,
    "within": {"field": "day", "days": "days-7"},
}
STORE = _blocks(
    ("todos", (0, 0, 12, 5), {"rows": 5}),
    ("shortcuts", (0, 5, 12, 1), {}),
    ("list", (0, 6, 8, 4), DAYS),
    ("card", (8, 6, 4, 2), _card("store_month_reached", "running")),
    ("card", (8, 8, 4, 2), _card("store_sales", "running")),
    ("figures", (0, 10, 12, 4), {"area": "own"}),
    ("chart", (0, 14, 6, 5), {"draw": "line", "figures": ["store_sales"], "weeks": 12}),
    ("chart", (6, 14, 6, 5), {"draw": "line", "figures": ["store_week_reached"], "weeks": 12}),
    ("figures", (0, 19, 12, 3), {"area": "*"}),
    ("areas", (0, 22, 12, 5), {}),
    ("changes", (0, 27, 12, 4), {"rows": 8}),
)
EMPTY = _blocks(
    ("card", (0, 0, 3, 3), _card("store_sales")),
    ("chart", (3, 0, 9, 6), {"draw": "line", "figures": ["store_sales"], "weeks": 12}),
    ("todos", (0, 6, 6, 6), {"rows": 5}),
    ("list", (6, 6, 6, 6), {"record": "complaint", "rows": 8}),
)
STARTERS = (
    Starter(
        "manager",
        Text("运营经理首页", "Start page of the manager"),
        Text(
            "待办、上周要紧的指标、走势、各店销售、各板块指标",
            "To-dos, last week's main figures, trends, sales by store, all areas",
        ),
        "operations_manager",
        MANAGER,
    ),
    Starter(
        "store",
        Text("店长首页", "Start page of a store manager"),
        Text(
            "待办、常用操作、最近七天的日指标、本店指标和走势",
            "To-dos, what is done daily, targets of the last days, the own store's figures and trends",
        ),
        "store_manager",
        STORE,
    ),
    Starter(
        "sales",
        Text("销售和投诉", "Sales and complaints"),
        Text("一张卡、一幅走势、待办和投诉列表，从这里改起", "A figure, a trend, to-dos and complaints, to begin with"),
        None,
        EMPTY,
    ),
)
__all__ = ["STARTERS", "Starter"]
