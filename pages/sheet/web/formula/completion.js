/** Completes a formula while it is typed: columns of this table and of linked ones, functions by their names or what they do. */

import { composing, el, newId } from "../dom.js";
import { Popup } from "../popup.js";
import { entriesFor, tokenAt } from "./token.js";

const THIS = ["本行", "this row", "this"];

export class Completion {
  /** `terms(record)` → what may be named; `where()` → {record, outer}: whose columns stand first, and whose are `[本行]`'s. */
  constructor(input, { terms, where, words }) {
    Object.assign(this, { input, terms, where, words, entries: [], at: 0, asked: 0 });
    this.list = el("div.s-list", { role: "listbox", id: newId("s-formula-list"), "aria-label": words.formula_names });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where one types
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("input", (event) => !event.isComposing && this.look());
    input.addEventListener("compositionend", () => this.look());
    input.addEventListener("keydown", (event) => this.key(event), true);
    input.addEventListener("blur", () => this.close());
  }

  async look() {
    const asked = (this.asked += 1);
    const { input } = this;
    const token =
      input.selectionStart === input.selectionEnd ? tokenAt(input.value.slice(0, input.selectionStart)) : null;
    const place = token && (await this.place(token.path));
    if (asked !== this.asked) return;
    if (!place || !input.isConnected || document.activeElement !== input) return this.close();
    this.token = token;
    this.entries = entriesFor(token, place.columns, place.functions);
    const whole =
      this.entries.length === 1 && this.entries[0].text === input.value.slice(token.from, input.selectionStart);
    if (!this.entries.length || whole) return this.close();
    this.at = 0;
    this.show();
  }

  /** What may be named at the end of a path of links. */
  async place(path) {
    const { record, outer } = this.where();
    let here = record && (await this.terms(record));
    const steps = [...path];
    if (outer && steps.length && THIS.includes(steps[0].toLowerCase())) {
      here = await this.terms(outer);
      steps.shift();
    } else if (outer && here && !steps.length) {
      const [label, other] = document.documentElement.lang.startsWith("en")
        ? ["this row", "本行"]
        : ["本行", "this row"];
      here = {
        ...here,
        columns: [
          ...here.columns,
          { label, name: "this", other, pinyin: "benxing bx", note: this.words.formula_this_note },
        ],
      };
    }
    for (const step of steps) {
      const link = here?.columns.find((one) => [one.label, one.other, one.name].includes(step))?.link;
      here = link ? await this.terms(link) : null;
    }
    return here;
  }

  show() {
    const rows = this.entries.map((entry, at) =>
      el(
        "div.s-formula-entry",
        {
          role: "option",
          id: `${this.list.id}-${at}`,
          "aria-selected": String(at === this.at),
          onclick: () => this.take(entry),
        },
        el("span.s-formula-name", {}, entry.label),
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
    if (step) {
      this.at = (this.at + step + this.entries.length) % this.entries.length;
      this.show();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.altKey && !event.ctrlKey && !event.shiftKey)
      this.take(this.entries[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(entry) {
    const { input, token } = this;
    const rest = input.value.slice(input.selectionStart);
    const behind = token.column && /^[\]】」]/.test(rest) ? 1 : 0;
    input.setRangeText(entry.text, token.from, input.selectionStart + behind, "end");
    this.close();
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.close();
  }
}
