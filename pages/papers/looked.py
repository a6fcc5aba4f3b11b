"""What a workbook asks for, as people read it: what isn't understood first, then how it would be filled."""

from typing import Any

from models.kit.declare.access import Who

from ..parts.pieces import span, table, tag
from . import words


def result(looked: dict[str, Any], who: Who, *, saved: bool) -> None:
    if looked["unknown"]:
        with tag("div", "o-alert") as alert:
            alert.props["role"] = "alert"
            with tag("div"):
                tag("b", "", words.UNKNOWN.say(who.lang))
                for unknown in looked["unknown"]:
                    tag("div", "", _line(unknown, who)).mark("unknown")
                tag("div", "o-soft", (words.OUT_OF_DATE if saved else words.NOT_SAVED).say(who.lang))
    for repeat in looked["repeats"]:
        rows = str(repeat["first"]) if repeat["first"] == repeat["last"] else f"{repeat['first']}–{repeat['last']}"
        said = words.REPEATED(sheet=repeat["sheet"], rows=rows, label=repeat["label"])
        tag("p", "o-soft", said.say(who.lang))
    if not looked["cells"]:
        tag("p", "o-soft", words.NO_MARKS.say(who.lang))
        return
    if looked["of"]:
        span(words.OF_ROW(title=looked["of"]).say(who.lang), "o-soft")
    heads = [(text.say(who.lang), "") for text in (words.CELL, words.MARK, words.TEXT)]
    several = looked["sheets"] > 1
    lines = []
    for cell in looked["cells"]:
        where = f"{cell['sheet']}!{cell['cell']}" if several else cell["cell"]
        mark = f"{{{{{cell['mark']}}}}}" if cell["mark"] else words.NAMED.say(who.lang)
        lines.append([where, mark, cell["text"]])
    table(heads, lines)


def _line(unknown: dict[str, Any], who: Who) -> str:
    mark = unknown["written"] or f"{{{{{unknown['mark']}}}}}"
    line = words.UNKNOWN_LINE(sheet=unknown["sheet"], cell=unknown["cell"], mark=mark).say(who.lang)
    near = unknown["nearest"]
    return line + (words.NEAREST(name=f"{{{{{near}}}}}").say(who.lang) if near else "")
