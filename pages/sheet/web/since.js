/** What others changed since this person last looked at the list: a dot at the row, and those rows alone on demand. */

import { button, fill } from "./dom.js";

export class Since {
  /** `calls`: {drawn(ids), narrowed()}. */
  constructor(context, calls) {
    Object.assign(this, { context, calls, ids: new Set(), asked: null, only: false });
    this.node = button("", {
      kind: "s-small s-since-only",
      title: context.words.since_only,
      "aria-pressed": "false",
      onclick: () => this.narrow(!this.only),
    });
    this.node.hidden = true;
  }

  has(id) {
    return this.ids.has(id);
  }

  /** Asked behind the first rows, once for each view that is looked at. */
  async begin() {
    const { http, record, query } = this.context;
    const view = String(query.chosen ?? "").slice(0, 60);
    if (record.within || this.asked === view) return;
    this.asked = view;
    const answer = await http.post(`/${record.name}/looked`, { view }).catch(() => null);
    if (!answer || this.asked !== view) return;
    const before = this.ids;
    this.ids = new Set(answer.ids);
    this.draw();
    const drawn = [...new Set([...before, ...this.ids])];
    if (drawn.length) this.calls.drawn(drawn);
  }

  draw() {
    const { words } = this.context;
    this.node.hidden = this.ids.size === 0 && !this.only;
    this.node.lastChild.textContent = fill(words.since_changed, { n: this.ids.size.toLocaleString("en-US") });
    this.node.setAttribute("aria-label", this.node.lastChild.textContent);
    this.node.setAttribute("aria-pressed", String(this.only));
  }

  /** Those rows alone, within whatever else is asked for. */
  narrow(only) {
    const { query } = this.context;
    this.only = only;
    query.fixed = only ? { id: { in: [...this.ids] } } : {};
    this.draw();
    this.calls.narrowed();
  }
}
