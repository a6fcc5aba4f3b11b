"""A record type as its grid is told of it: for a page of its own, and for lines on the page of what they belong to."""

from typing import Any

from exports.write.returning import BOUNDS
from models import house
from models.design import (
    DesignColumn,
    DesignForm,
    DesignPaper,
    DesignView,
    OwnMetric,
    may_design,
    may_form,
    papers_for,
    shared_views,
)
from models.design.allowed import is_open
from models.design.metrics.measured import days_of
from models.design.papers import titled
from models.design.tables.setting_up import table_of
from models.kit.ask.trash import has_trash
from models.kit.declare.access import Who, may
from models.kit.declare.describe import describe_record
from models.kit.declare.overview import cards_of
from models.kit.declare.starters import starter_of
from models.kit.server.database import reading
from models.system import view_of

from .parts.columns import sheet_of
from .printing.contents import offered_as, papers_of_type


def described_for(who: Who, name: str) -> dict[str, Any] | None:
    """What GET /records says of one type; None when there is no such type for this person."""
    record = house().records.get(name)
    if record is None or not may(who, "see", record):
        return None
    area = house().area_of(record)
    starter = starter_of(who, record)
    with reading():
        described = describe_record(record, area.actions, who, view_of(who.user_id).get(name))
        views = shared_views(record, who)
        settable = table_of(record, who) is not None
        papers = [{"id": row.id, "name": titled(row).say(who.lang), "of": row.kind} for row in papers_for(record, who)]
    printed = [
        {"id": paper.name, "name": offered_as(paper).say(who.lang), "of": "page"} for paper in papers_of_type(record)
    ]
    papers = [*(printed if may(who, "export", record) else ()), *papers]
    design = may(who, "add", DesignColumn) and may_design(who, record)
    share = may(who, "add", DesignView)
    figures = may(who, "add", OwnMetric) and bool(days_of(record)) and is_open(record)
    forms = may(who, "add", DesignForm) and may_form(who, record)
    templates = may(who, "add", DesignPaper) and may_design(who, record)
    awaits = record.sheet.awaits
    more = {"starter": starter and starter.label.wire(), "design": design, "views": views, "share": share}
    more["awaits"] = awaits and awaits.wire()
    return {
        **described,
        **more,
        "figures": figures,
        "forms": forms,
        "settable": settable,
        "overview": bool(cards_of(record)),
        "trash": has_trash(record, who),
        "papers": papers,
        "templates": templates,
        "returning": BOUNDS if all(may(who, verb, record) for verb in ("export", "import", "edit")) else None,
    }


def lines_of(who: Who, name: str, parent: int, link: str | None = None) -> dict[str, Any] | None:
    """The sheet of lines as it stands on their parent's page: without the column of the parent, new rows belonging to it.

    link: the column that leads to that page, where it isn't that of the parent.
    """
    described = described_for(who, name)
    if described is None:
        return None
    link = link or house().records[name].sheet.parent
    described["fields"] = [field for field in described["fields"] if field["name"] != link]
    described["columns"] = [column for column in described["columns"] if column != link]
    described["order"] = [part for part in described["order"] if part.removeprefix("-") != link]
    described["may"] = [verb for verb in described["may"] if verb not in ("import", "export")]
    described |= {
        "starter": None,
        "design": False,
        "views": [],
        "share": False,
        "figures": False,
        "forms": False,
        "settable": False,
        "trash": False,
        "papers": [],
        "templates": False,
        "returning": None,
    }
    return {**sheet_of(described, who.lang), "within": {"name": link, "id": parent}}
