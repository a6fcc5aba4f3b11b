"""Automations with a button: an action of their type, for who may edit it, done with the rights of the automation's role."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ...kit.declare.area import Action, Area
from ...kit.declare.record import Record
from ...kit.text import Refused, Text
from ...kit.write.doing import in_one_change
from ...kit.write.writes import Changes
from .body import Automation

DONE = Text("{label}：{n} 行", "{label}: {n} rows")
NONE_FITS = Text("选中的行都不符合“{label}”的条件", "None of the chosen rows meets the condition of “{label}”")


def with_buttons(
    areas: Iterable[Area], automations: list[Automation], known: dict[str, type[Record]]
) -> tuple[Area, ...]:
    """The areas with the buttons on their types."""
    made = [
        action_of(automation, known[automation.record_type])
        for automation in automations
        if automation.kind == "button"
    ]
    return tuple(
        replace(area, actions=(*area.actions, *mine))
        if (mine := [action for action in made if action.on in area.records])
        else area
        for area in areas
    )


def action_of(automation: Automation, record: type[Record]) -> Action:
    return Action(
        _rule(automation, record), automation.label.zh, automation.label.en, on=record, many=True, icon="smart_toy"
    )


def _rule(automation: Automation, record: type[Record]) -> Callable:
    def press(c: Changes, ids: list[int]) -> Text:
        from .acting_as import actor
        from .rows_met import met
        from .setting_off import run

        fitting = met(record, [(automation.filter, actor(automation))], ids)[0]
        wanted = [id for id in ids if id in fitting]
        if not wanted:
            raise Refused(NONE_FITS(label=automation.label))
        return DONE(label=automation.label, n=run(c, automation, record, wanted))

    press.__name__ = f"automation_{automation.id}"
    press.__doc__ = automation.label.en
    done: Any = in_one_change(press)
    return done
