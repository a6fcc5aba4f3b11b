"""How a record came to its state: each move with who, when and why."""

from nicegui import ui

from models.kit.by_lines import spoken
from models.kit.clock import local
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.declare.states import StateMove, state_label
from models.kit.text import Text

from .pieces import card, span, tag

MOVES, BEGAN = Text("流转", "How it got here"), Text("登记", "Entered")


def moves_card(record: type[Record], moves: list[StateMove], who: Who) -> None:
    """The newest first; nothing for record types without states."""
    if not moves:
        return
    tones = {choice.key: choice.tone for choice in record.fields()[record.sheet.state].options}
    labels = {step.name: step.label for step in record.sheet.steps}
    with card(MOVES.say(who.lang), flush=True), tag("ul", "o-todo o-moves"):
        for move in moves:
            with tag("li"):
                ui.icon("trip_origin")
                with tag("div", "o-grow"):
                    with tag("div", "o-line"):
                        span(state_label(record, move.after).say(who.lang), "o-pill").classes(
                            tones.get(move.after, "grey")
                        )
                        span(
                            labels.get(move.step, BEGAN if move.before is None else Text("", "")).say(who.lang),
                            "o-soft",
                        )
                    if move.reason:
                        tag("div", "o-reason", move.reason)
                    tag("div", "o-faint", f"{local(move.at):%Y-%m-%d %H:%M} · {spoken(move.user_name, who.lang)}")
