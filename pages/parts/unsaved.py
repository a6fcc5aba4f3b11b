"""What is half typed in a form outlives a reload, a sign-in and a dead line: kept in this tab, for this person, until it is saved."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.kit.text import Text

from .inputs import Entry
from .pieces import button, call_script, span, tag

LEFT = Text("上次在这里填的 {n} 项没有保存：{names}", "Filled in here before and not saved ({n}): {names}")
TAKE, DROP = Text("恢复", "Restore"), Text("不要了", "Discard")
MOST_NAMES, LONGEST = 5, 200_000
PREFIX = "opsdesk.form."
# Texts are kept as they are typed, also while no line is up; what is chosen is told by the server, which knows it by its id.
TYPED = """(e) => {
  const box = e.target.closest("[data-typed]"), text = e.target.value;
  if (!box || typeof text !== "string" || e.target.type === "file") return;
  const key = %s, kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  kept[box.dataset.typed] = [JSON.parse(box.dataset.base || "null"), text];
  try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch { sessionStorage.removeItem(key); }
}"""
KEEP = """(key, values) => {
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  for (const [name, value] of Object.entries(values)) value ? (kept[name] = value) : delete kept[name];
  try {
    Object.keys(kept).length ? sessionStorage.setItem(key, JSON.stringify(kept)) : sessionStorage.removeItem(key);
  } catch { sessionStorage.removeItem(key); }
}"""
FORGET = """(key) => sessionStorage.removeItem(key)"""
# Whoever signs out leaves nothing behind for the next one at this machine.
LOOK = """(key, id, prefix) => {
  if (!window.opsUnsaved) {
    window.opsUnsaved = true;
    document.addEventListener("submit", (event) => {
      if (!event.target.action.endsWith("/auth/logout")) return;
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
    }, true);
  }
  const text = sessionStorage.getItem(key);
  if (text) getHtmlElement(id)?.dispatchEvent(new CustomEvent("unsaved", { detail: text }));
}"""


class Unsaved:
    """The half-typed values of one form: {field: [what was seen, what stands in the control]} under a name of its own."""

    def __init__(self, body: Element, name: str, seen: Callable[[], dict[str, Any]]):
        self.body, self.key, self.seen = body, PREFIX + name, seen
        self.changed: frozenset[str] = frozenset()
        self.place = tag("div", "o-unsaved")
        self.place.set_visibility(False)
        body.on("input", js_handler=TYPED % json.dumps(self.key))

    def look(self, take: Callable[[dict[str, list]], None], labels: Callable[[], Mapping[str, str]], lang: str) -> None:
        """Ask the browser what was left here; it is offered, and `take` hears what the person wants back."""

        def answered(event: GenericEventArguments) -> None:
            left = read(event.args)
            shown = [label for name, label in labels().items() if name in left]
            if shown:
                self._offer(left, shown, take, lang)

        self.body.on("unsaved", answered, args=["detail"])
        ui.timer(0.05, lambda: call_script(LOOK, self.key, self.body.id, PREFIX), once=True)

    def _offer(
        self, left: dict[str, list], shown: list[str], take: Callable[[dict[str, list]], None], lang: str
    ) -> None:
        def wanted() -> None:
            self.place.set_visibility(False)
            take(left)

        def dropped() -> None:
            self.forget()

        names = "、".join(shown[:MOST_NAMES]) + ("…" if len(shown) > MOST_NAMES else "")
        self.place.clear()
        self.place.set_visibility(True)
        with self.place:
            ui.icon("history")
            span(LEFT(n=len(shown), names=names).say(lang), "o-grow")
            button(TAKE.say(lang), wanted, kind="o-small o-go", mark="take-unsaved")
            button(DROP.say(lang), dropped, kind="o-small", mark="drop-unsaved")

    def keep(self, entries: Mapping[str, Entry]) -> None:
        """What is chosen and not typed, and what was taken back to how it was."""
        seen = self.seen()
        changed = {name: entry for name, entry in entries.items() if entry.changed}
        chosen = {name: [seen.get(name), entry.raw] for name, entry in changed.items() if not entry.typed}
        back = {name: None for name in self.changed if name not in changed}
        self.changed = frozenset(changed)
        if chosen or back:
            call_script(KEEP, self.key, {**chosen, **back})

    def forget(self) -> None:
        self.changed = frozenset()
        self.place.set_visibility(False)
        call_script(FORGET, self.key)


def read(detail: Any) -> dict[str, list]:
    """What the browser says was left; anything else than what this module keeps is nothing."""
    text = detail.get("detail") if isinstance(detail, dict) else detail
    if not isinstance(text, str) or len(text) > LONGEST:
        return {}
    try:
        kept = json.loads(text)
    except ValueError:
        return {}
    pairs = kept.items() if isinstance(kept, dict) else ()
    return {name: pair for name, pair in pairs if isinstance(pair, list) and len(pair) == 2}
