"""Nobody loses what he filled in by leaving a page: each page that holds something to lose asks before it goes."""

import re
from pathlib import Path

from pages.parts.leaving import Unkept

PAGES = Path(__file__).parents[2] / "pages"
CONTROL = re.compile(r"\bui\.(input|textarea|number|select|checkbox)\(|\bEntry\(\"?\w+\"?, |tag\(\"(input|textarea)\"")
LEFT = re.compile(r"\bUnkept\(|\bwarn\(")
AT_ONCE = {  # where nothing waits to be saved, and why
    "design": "its dialogs are left by a button of theirs",
    "finding": "what is searched for is no work",
    "odd": "what is looked at, and merged by a dialog",
    "routes": "a tick shows or hides a line",
    "stood": "which moment is looked at",
    "store_visit": "each answer is saved as one leaves its box",
    "survey_links": "it opens a link",
    "todo_piles": "what is ticked is done by the button beside it",
    "trace": "what is looked for",
    "trash": "which rows are looked at and brought back",
    "weekly": "which week is looked at; what is written is saved in dialogs",
}


def parts_of_pages() -> dict[str, str]:
    """The source of each page by its module or folder."""
    sources: dict[str, str] = {}
    for path in sorted(PAGES.rglob("*.py")):
        name = path.relative_to(PAGES).parts[0].removesuffix(".py")
        if name not in ("parts", "sheet", "api", "guard"):
            sources[name] = sources.get(name, "") + path.read_text(encoding="utf-8")
    return sources


def test_each_page_with_something_to_fill_in_asks_before_it_is_left_or_says_why_it_need_not():
    filled = {name for name, source in parts_of_pages().items() if CONTROL.search(source)}
    asks = {name for name, source in parts_of_pages().items() if LEFT.search(source)}
    assert filled - asks == AT_ONCE.keys(), "see pages/parts/leaving.py"
    assert {"tables", "subscriptions", "own_metric", "papers", "importing", "boards", "forms", "automations"} <= asks


def test_who_leaves_is_asked_while_something_differs_from_what_was_kept(monkeypatch):
    said: list[tuple[bool, str]] = []
    # Whoever simulates a person may import the pages anew: what counts is the module that this class is of.
    monkeypatch.setitem(Unkept.look.__globals__, "warn", lambda unsaved, what="": said.append((unsaved, what)))
    given = {"name": ""}
    unkept = Unkept(lambda: dict(given), "table")
    unkept.look()
    assert said == [], "as it was found there is nothing to lose"
    for text in ("A", "AB", "", "C"):
        given["name"] = text
        unkept.look()
    assert said == [(True, "table"), (False, "table"), (True, "table")], "once for each turn, not with each key"
    unkept.done()
    unkept.look()
    assert said[-1] == (False, "table") and len(said) == 4
