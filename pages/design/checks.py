"""The dialog of a check, which is the grid's own, on a page without one."""

from models.design.outline import Held
from models.kit.declare.record import Record

from ..parts.pieces import call_script
from ..parts.session import viewer
from ..sheet import assets
from ..sheet.words import said

OPEN = """(record, check, words, me, style) => {
  if (!document.querySelector(`link[href="${style}"]`))
    document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href: style}));
  import("ops-sheet").then(({openCheck}) => openCheck({record, check, words, me}));
}"""


def open_check(record: type[Record], check: Held | None) -> None:
    """A new one, or one that is there; who may not keep it is told so by the server when it is sent."""
    who = viewer()
    held = check and {
        "id": check.id,
        "zh": check.label.zh,
        "en": check.label.en,
        "formula": check.formula.say(who.lang),
    }
    named = {"name": record.key(), "label": record.sheet.label.say(who.lang)}
    call_script(OPEN, named, held, said(who.lang), {"id": who.user_id}, assets.style().url)
