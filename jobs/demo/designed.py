"""What the demo company made in the browser: shared views, forms, automations and figures of its own."""

import json
from datetime import timedelta
from typing import Any

from models.design import DesignAutomation, DesignForm, DesignView, OwnMetric
from models.design.automations.templates import TEMPLATES
from models.kit import Changes
from models.kit.clock import today, week_of

from .company import Company

WEEKS = 8  # so far back its own figures are counted
ON = ("birthdays", "complaint_half", "big_order", "licence", "rectification_late", "large_refund")
VIEWS = (
    (
        "complaint",
        "未办结投诉",
        "Open complaints",
        ("no", "store", "category", "handler", "state"),
        {"state": {"in": ["new", "assigned", "working", "reopened"]}},
    ),
    ("store", "在营门店", "Open stores", ("code", "name", "region", "manager", "phone"), {"status": {"in": ["open"]}}),
    ("work_item", "未完成任务", "Open items", ("no", "title", "owner", "due_on", "state"), {"state": {"in": ["open"]}}),
)
FORMS = (
    ("complaint", "会员意见", "What members say", True, ("description",)),
    ("work_item", "给运营部提问题", "Ask the department", False, ("title",)),
)
FIGURES = (
    ("巡店场次", "Visits counted", "store_visit", "visited_on", "store"),
    ("报销笔数", "Costs counted", "expense", "spent_on", None),
)


def fill(c: Changes, company: Company) -> None:
    for record, name, name_en, columns, asked in VIEWS:
        body = {"columns": [{"name": column} for column in columns], "sort": [], "filter": asked}
        c.create(DesignView, record_type=record, name=name, name_en=name_en, body=_json(body))
    for record, name, name_en, public, fields in FORMS:
        body = {"parts": [{"fields": [{"name": field, "required": True} for field in fields]}]}
        c.create(DesignForm, record_type=record, name=name, name_en=name_en, open=True, public=public, body=_json(body))
    for template in TEMPLATES:
        c.create(
            DesignAutomation,
            zh=template.label.zh,
            en=template.label.en,
            record_type=template.record_type,
            role=template.role,
            active=template.name in ON,
            body=_json(template.body),
        )
    since = week_of(today()).monday - timedelta(weeks=WEEKS)
    for zh, en, record, day, place in FIGURES:
        c.create(OwnMetric, zh=zh, en=en, record_type=record, day=day, place=place, since=since, marks=False)


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)
