/** What all filter panels share. */

import { button, composing, el, fill } from "../dom.js";
import { Several } from "./pasted.js";

export const PAUSE = 250;

export function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** The shape AG Grid asks of a filter; each kind of panel only fills `body` and tells its model. */
export class Panel {
  init(params) {
    // By a function, for AG Grid copies objects it is handed: a name put into a copy would be known to nobody else.
    const { field, context } = params.colDef.filterParams.about();
    Object.assign(this, { field, context, words: context.words, changed: params.filterChangedCallback, model: null });
    this.body = el("div.s-filter-body");
    this.several = new Several(this);
    const clear = button(this.words.clear_filter, { kind: "s-quiet", onclick: () => this.clear() });
    this.gui = el(
      "div.s-filter",
      { role: "group", "aria-label": fill(this.words.filter_of, { field: field.label }) },
      el("div.s-filter-title", {}, field.label),
      this.body,
      this.several.node,
      el("div.s-filter-foot", {}, clear),
    );
    this.gui.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Tab") event.stopPropagation();
    });
    this.body.addEventListener("paste", (event) => this.several.pasted(event), true);
    this.body.addEventListener("keydown", (event) => !composing(event) && this.several.typed(event));
    this.build();
    this.show();
  }

  /** Values that were pasted: [{value, text}]. */
  take(values) {
    const isLink = this.field.kind === "link";
    const names = isLink ? (this.context.linkNames[this.field.name] ??= new Map()) : new Map();
    for (const { value, text } of values) {
      this.values?.known.set(value, text);
      names.set(value, text);
    }
    this.tell({ in: values.map(({ value }) => value) });
    this.show();
  }

  get node() {
    return this.gui;
  }

  getGui() {
    return this.gui;
  }

  afterGuiAttached(params) {
    this.hide = params?.hidePopup;
    this.gui.querySelector("input:not([type=radio]), select")?.focus();
  }

  /** Closed, by Esc or otherwise: the next key is for the active cell, not for the head that the panel hung on. */
  afterGuiDetached() {
    setTimeout(() => this.context.toCell?.());
  }

  isFilterActive() {
    return this.model !== null;
  }

  doesFilterPass() {
    return true;
  }

  getModel() {
    return this.model;
  }

  setModel(model) {
    this.several.hide();
    this.model = model && Object.keys(model).length ? model : null;
    if (this.model?.in && !this.values) this.several.say(fill(this.words.several_here, { n: this.model.in.length }));
    this.show();
  }

  clear() {
    this.setModel(null);
    this.changed();
  }

  tell(model) {
    const next = model && Object.keys(model).length ? model : null;
    if (JSON.stringify(next) === JSON.stringify(this.model)) return;
    this.model = next;
    this.changed();
  }

  offers(operator) {
    return !this.field.ops || this.field.ops.includes(operator);
  }
}
