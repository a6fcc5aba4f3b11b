"""Ways to read a file otherwise than row by row, each with the question whether it is to be read so."""

from typing import Any

from nicegui import ui

from models.kit.declare.access import Who

from ..parts.pieces import button, span, tag
from . import words


def proposals(page: Any, who: Who) -> None:
    """A line each; what was answered can be answered otherwise."""
    for proposal in page.state.chosen.proposals:
        with tag("div", "i-note i-way").mark(f"way {proposal.kind}"):
            ui.icon("help_outline" if not proposal.answered else "check" if proposal.taken else "block")
            span(proposal.text.say(who.lang))
            for text, taken in ((words.READ_SO, True), (words.NOT_READ_SO, False)):
                if not proposal.answered or proposal.taken != taken:
                    made = button(
                        text.say(who.lang),
                        lambda kind=proposal.kind, taken=taken: page.arrange(kind, taken),
                        kind="o-small",
                        mark=f"way {proposal.kind} {taken}",
                    )
                    made.props["aria-label"] = f"{text.say(who.lang)}: {proposal.text.say(who.lang)}"
