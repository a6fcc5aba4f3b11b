/** A filter as one field of a form: said in words, and put together in the same dialog as above a grid. */

import { Chips } from "../chips.js";
import { button, el } from "../dom.js";
import { Http } from "../http.js";
import { buildFilter } from "./builder.js";

export class FilterField {
  /** `changed(filter)` hears of each filter that the person makes. */
  constructor(root, { record, words, me, filter, label }, changed) {
    const byName = Object.fromEntries(record.fields.map((field) => [field.name, field]));
    const http = new Http(words, { person: me.id });
    Object.assign(this, { root, filter, label, changed });
    this.context = { record: { ...record, byName }, words, http, linkNames: {} };
    this.chips = new Chips(this.context, {});
    this.draw();
  }

  get asks() {
    return Object.keys(this.filter).length > 0;
  }

  draw() {
    const { words } = this.context;
    const said = this.asks ? this.chips.sentence(this.filter) : "—";
    const clear = this.asks
      ? button(words.clear_filters, { kind: "s-quiet s-small", onclick: () => this.take({}) })
      : null;
    const build = button(words.filter_build, { glyph: "filter", kind: "s-small", onclick: () => this.build() });
    this.root.replaceChildren(
      el(
        "div.s-filters",
        { role: "group", "aria-label": this.label },
        el("b", {}, this.label),
        el("span", {}, said),
        build,
        clear,
      ),
    );
  }

  build() {
    const { http, record } = this.context;
    buildFilter(this.context, this.filter, async (filter) => {
      const fault = await http.post(`/${record.name}/rows`, { filter, offset: 0, limit: 1 }).then(
        () => "",
        (error) => error.message,
      );
      if (!fault) this.take(filter);
      return fault;
    });
  }

  take(filter) {
    this.filter = filter;
    this.changed(filter);
    this.draw();
  }
}
