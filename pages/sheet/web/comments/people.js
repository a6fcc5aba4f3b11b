/** Completes a name behind an @: whoever sees the row, found by letters of the name or of its pinyin. */

import { composing, el, newId } from "../dom.js";
import { Popup } from "../popup.js";

const BEHIND = /(?:^|[^\w.@])@([^\s@]{0,20})$/;
const MOST_KEPT = 100;

export class People {
  /** `look(q)` → [{name, hint}]. */
  constructor(input, look, label) {
    Object.assign(this, { input, look, people: [], at: 0, asked: 0, known: new Map() });
    this.list = el("div.s-list", { role: "listbox", id: newId("s-people"), "aria-label": label });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where one types
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("input", (event) => !event.isComposing && this.find());
    input.addEventListener("compositionend", () => this.find());
    input.addEventListener("keydown", (event) => this.key(event), true);
    input.addEventListener("blur", () => this.close());
  }

  /** What stands between the @ and the caret; null where there is none. */
  typed() {
    const { input } = this;
    if (input.selectionStart !== input.selectionEnd) return null;
    return BEHIND.exec(input.value.slice(0, input.selectionStart))?.[1] ?? null;
  }

  async find() {
    const asked = (this.asked += 1);
    const text = this.typed();
    const people = text === null ? [] : await this.read(text);
    if (asked !== this.asked) return;
    this.people = people;
    if (!people.length || document.activeElement !== this.input) return this.close();
    this.at = 0;
    this.show();
  }

  async read(text) {
    if (!this.known.has(text)) {
      const people = await this.look(text).catch(() => null);
      if (!people) return [];
      if (this.known.size > MOST_KEPT) this.known.clear();
      this.known.set(text, people);
    }
    return this.known.get(text);
  }

  show() {
    const rows = this.people.map((person, at) =>
      el(
        "div.s-formula-entry",
        {
          role: "option",
          id: `${this.list.id}-${at}`,
          "aria-selected": String(at === this.at),
          onclick: () => this.take(person),
        },
        el("span", {}, person.name),
        el("span.s-soft", {}, person.hint),
      ),
    );
    this.list.replaceChildren(...rows);
    this.popup ??= new Popup(this.input, this.list, {
      kind: "s-list-pop",
      minWidth: 200,
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
    if (step) {
      this.at = (this.at + step + this.people.length) % this.people.length;
      this.show();
    } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab")
      this.take(this.people[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(person) {
    const { input } = this;
    const caret = input.selectionStart;
    input.setRangeText(`${person.name} `, caret - this.typed().length, caret, "end");
    this.asked += 1;
    this.close();
  }
}
