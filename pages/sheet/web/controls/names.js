/** Several things chosen from a list, found by label or pinyin: each becomes a chip. What there is depends on another cell of the row. */

import { button, el } from "../dom.js";
import { nameOf } from "../kinds.js";
import { ListControl } from "./list.js";

export class NamesControl extends ListControl {
  constructor(field, context) {
    super(field, context);
    this.keys = [];
    this.chips = el("span.s-chips");
    this.node = this.frame();
  }

  /** A cell's input must stay where it is: moving it would break off a composition. */
  frame() {
    const { input, box } = this.context;
    this.input.className = "s-tags-input";
    if (!input) return el("div.s-tags", { onclick: () => this.input.focus() }, this.chips, this.input);
    box.classList.add("s-tags");
    box.prepend(this.chips);
    return box;
  }

  set(wire) {
    this.put([...(wire ?? [])]);
  }

  put(keys) {
    this.keys = keys;
    this.input.value = "";
    this.chips.replaceChildren(...keys.map((key) => this.chip(key)));
  }

  chip(key) {
    const label = nameOf(this.field, key);
    const drop = () => this.put(this.keys.filter((other) => other !== key));
    return el(
      "span.s-chip",
      {},
      label,
      button(`${this.context.words.remove} ${label}`, {
        glyph: "close",
        bare: true,
        kind: "s-chip-drop",
        tabindex: "-1",
        onclick: drop,
      }),
    );
  }

  find(text) {
    const owner = this.context.row?.()[this.field.within];
    const wanted = text.toLowerCase();
    const mine = this.field.options.filter(({ key }) => key.startsWith(`${owner}.`) && !this.keys.includes(key));
    return mine
      .filter(({ label, also = "" }) => label.toLowerCase().includes(wanted) || also.includes(wanted))
      .map(({ key, label }) => ({ key, text: label }));
  }

  /** One is taken and the list stays, for the next one. */
  pick({ key }) {
    this.put([...this.keys, key]);
    this.strokes += 1;
    this.search("");
  }

  /** All there is to choose from is here: whoever types faster than the list is drawn means what would have stood first in it. */
  take() {
    const text = this.input.value.trim();
    const marked = this.shown === this.strokes ? this.popup && this.fitting[this.at] : text && this.find(text)[0];
    if (marked) this.pick(marked);
    return Boolean(marked);
  }

  key(event) {
    if (event.key !== "Backspace" || this.input.value !== "" || !this.keys.length) return super.key(event);
    this.put(this.keys.slice(0, -1));
    return true;
  }

  /** What is still typed is sent too: the server understands labels, and says what there is where it doesn't. */
  read() {
    const typed = this.input.value
      .split(/[,，;；、]/)
      .map((word) => word.trim())
      .filter(Boolean);
    const all = [...this.keys, ...typed];
    return { value: all.length ? all : null, text: all.map((key) => nameOf(this.field, key)).join("、") };
  }
}
