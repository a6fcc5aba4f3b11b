"""A board with a block of every kind, over rows of which some are not for everybody."""

from typing import Any

SAID: list[tuple[str, int, int, dict[str, Any]]] = [
    ("card", 3, 2, {"figure": "store_sales"}),
    ("card", 3, 2, {"figure": "new_members", "week": "running"}),
    ("chart", 6, 5, {"draw": "line", "figures": ["store_sales", "new_members"]}),
    ("chart", 6, 5, {"draw": "stack", "figures": ["store_sales", "online_sales"]}),
    ("chart", 6, 5, {"draw": "map", "figures": ["store_sales"]}),
    ("chart", 6, 5, {"draw": "gauge", "figures": ["store_week_reached"]}),
    ("chart", 6, 5, {"draw": "bar", "record": "store_visit", "by": [{"field": "store"}]}),
    ("chart", 6, 5, {"draw": "map", "record": "complaint", "by": [{"field": "store"}]}),
    ("chart", 6, 5, {"draw": "funnel", "record": "complaint", "by": [{"field": "state"}]}),
    ("chart", 6, 5, {"draw": "heat", "record": "rectification", "by": [{"field": "store"}, {"field": "state"}]}),
    (
        "chart",
        6,
        5,
        {
            "draw": "pie",
            "record": "member",
            "by": [{"field": "home_store"}],
            "measure": {"fn": "sum", "field": "points"},
        },
    ),
    *(("list", 6, 5, {"record": name}) for name in ("member", "complaint", "employee", "expense", "opportunity")),
    ("figures", 12, 4, {"area": "*"}),
    ("figures", 12, 4, {"area": "own"}),
    ("todos", 6, 4, {}),
    (
        "text",
        6,
        2,
        {"title": {"zh": "提醒", "en": "Mind"}, "text": {"zh": "周一 9:00 例会", "en": "Meeting on Monday, 9:00"}},
    ),
    ("buttons", 6, 1, {"buttons": [{"do": "new", "record": "complaint"}, {"do": "page", "path": "/todo"}]}),
    ("shortcuts", 6, 1, {}),
    ("areas", 12, 4, {}),
    ("changes", 12, 4, {}),
]


def blocks() -> list[dict[str, Any]]:
    """All of them below each other."""
    made, row = [], 0
    for at, (kind, wide, high, settings) in enumerate(SAID, 1):
        made.append({"id": f"b{at}", "kind": kind, "at": [0, row, wide, high], **settings})
        row += high
    return made
