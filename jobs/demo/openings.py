"""Stores that open, and the meetings held on them."""

from datetime import timedelta
from decimal import Decimal

from models.kit import Changes, Row
from models.kit.clock import today
from models.organization import Store
from models.stores import (
    MeetingAction,
    MeetingMinute,
    OpeningTask,
    OpeningTemplate,
    OpeningTemplateItem,
    OpeningTemplateLine,
    StoreOpening,
)
from models.stores.starters import OPENED_WITH

from . import store_words as words
from .company import Company


def open_stores(c: Changes, world: Company) -> None:
    people = world.staff[None]
    opening = _opening(c, world, _template(c))
    _work_off(c, world, OpeningTask.rows(OpeningTask.opening == opening.id))
    weekly = c.create(
        MeetingMinute,
        title="天府社区店筹备第 2 次周会",
        subject="opening",
        opening=opening.id,
        recorder=people[0].id,
        held_on=today() - timedelta(days=4),
        content="逐项核对进度，招牌制作要提前下单",
    )
    c.create(
        MeetingAction,
        meeting=weekly.id,
        task="确认招牌到货日期",
        owner=people[0].id,
        due_on=today() + timedelta(days=2),
    )


def _template(c: Changes) -> Row:
    template = c.create(OpeningTemplate, name="社区店标准筹备", kind="own")
    c.add(
        OpeningTemplateLine,
        [
            {
                "template": template.id,
                "phase": phase,
                "task": task,
                "department": department,
                "days_before": before,
                "days_takes": takes,
                "legal": legal,
                "proof": legal,
                "budget": Decimal(budget),
            }
            for phase, task, department, before, takes, legal, budget in words.OPENING
        ],
    )
    c.add(
        OpeningTemplateItem,
        [
            {
                "template": template.id,
                "kind": kind,
                "text": text,
                "qty": Decimal(qty),
                "unit": unit,
                "days_before": days,
                "required": must,
            }
            for (kind, must), items in OPENED_WITH.items()
            for text, qty, unit, days in items
        ],
    )
    return template


def _opening(c: Changes, world: Company, template: Row) -> Row:
    store = c.create(
        Store,
        code="S901",
        name="天府社区店",
        kind="own",
        status="preparing",
        region=world.stores[0].region,
        address="成都市天府新区湖畔路88号",
    )
    return c.create(
        StoreOpening,
        name="天府社区店筹备",
        store=store.id,
        template=template.id,
        opening_on=today() + timedelta(days=26),
        leader=world.staff[None][0].id,
    )


def _work_off(c: Changes, world: Company, tasks: list[Row]) -> None:
    """Everybody has a task; what was due is done but for the last, and what is due now is being done."""
    dice, last = world.dice, today()
    c.alter(OpeningTask, {task.id: {"owner": dice.choice(world.staff[None]).id} for task in tasks})
    past = [task for task in tasks if task.due_on < last]
    c.alter(
        OpeningTask,
        {
            task.id: {
                "state": "done",
                "done_on": task.due_on,
                "cost": (task.budget or 0) * Decimal(str(dice.choice((0.9, 1, 1.08)))),
            }
            for task in past
            if task.id != past[-1].id
        },
    )
    c.alter(OpeningTask, {task.id: {"state": "doing"} for task in tasks if task.starts_on <= last <= task.due_on})


def meet(c: Changes, world: Company) -> None:
    dice, last, people = world.dice, today(), world.staff[None]
    minutes = c.add(
        MeetingMinute,
        [
            {
                "title": f"运营部周例会（第 {world.weeks + 1 - at} 次）",
                "subject": "department",
                "held_on": last - timedelta(days=last.weekday() + 7 * at),
                "recorder": people[0].id,
                "attendees": [employee.name for employee in people[:5]],
                "content": words.MEETING,
                "agenda": "上周指标、巡店整改、促销安排",
            }
            for at in reversed(range(world.weeks))
        ],
    )
    rows = []
    for minute in minutes:
        for task in dice.sample(words.ACTIONS, 2):
            due, late = (
                minute.held_on + timedelta(days=dice.randrange(4, 12)),
                timedelta(days=dice.choice((0, 0, 0, 2, 9))),
            )
            done = due < last - timedelta(days=7) or dice.random() < 0.5
            rows.append(
                {
                    "meeting": minute.id,
                    "task": task,
                    "owner": dice.choice(people).id,
                    "due_on": due,
                    "state": "done" if done else "open",
                    "done_on": min(due + late, last) if done else None,
                    "result": "已完成" if done else None,
                }
            )
    c.add(MeetingAction, rows)
