/** What may stand at the caret of a text, offered below it: arrows move, Enter or Tab takes, Esc closes. */

import { composing, el, newId } from "./dom.js";
import { Popup } from "./popup.js";

export class Suggesting {
  /** Who extends it fills `entries` ({label, note}) in `look()`, and knows in `take(entry)` what to do with one. */
  constructor(input, label) {
    Object.assign(this, { input, entries: [], at: 0, asked: 0 });
    this.list = el("div.s-list", { role: "listbox", id: newId("s-suggested"), "aria-label": label });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where one types
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("input", (event) => !event.isComposing && this.look());
    input.addEventListener("compositionend", () => this.look());
    input.addEventListener("keydown", (event) => this.key(event), true);
    input.addEventListener("blur", () => this.close());
  }

  show() {
    const rows = this.entries.map((entry, at) =>
      el(
        "div.s-suggested",
        {
          role: "option",
          id: `${this.list.id}-${at}`,
          "aria-selected": String(at === this.at),
          onclick: () => this.take(entry),
        },
        el("span", {}, entry.label),
        entry.note ? el("span.s-soft", {}, entry.note) : null,
      ),
    );
    this.list.replaceChildren(...rows);
    this.popup ??= new Popup(this.input, this.list, {
      kind: "s-list-pop",
      minWidth: 220,
      onclose: () => (this.popup = null),
    });
    this.popup.place();
    this.input.setAttribute("aria-controls", this.list.id); // names a list only while it is there
    this.input.setAttribute("aria-activedescendant", rows[this.at].id);
    rows[this.at].scrollIntoView({ block: "nearest" });
  }

  close() {
    this.popup?.close();
    for (const name of ["aria-activedescendant", "aria-controls"]) this.input.removeAttribute(name);
  }

  key(event) {
    if (!this.popup || composing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const bare = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (step) {
      this.at = (this.at + step + this.entries.length) % this.entries.length;
      this.show();
    } else if ((event.key === "Enter" || event.key === "Tab") && bare) this.take(this.entries[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
