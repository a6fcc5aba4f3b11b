/** What waits for an action, told above the rows with the button that does it: accounts nobody can enter yet. */

import { button, el, fill, icon } from "./dom.js";

const MOST = 500; // as many rows as an action takes at once

export class Offers {
  /** `run(action, rows)` asks and does it. */
  constructor(context, run) {
    Object.assign(this, { context, run });
    this.actions = (context.record.actions ?? []).filter(({ offer }) => offer);
    this.node = el("div.s-offers", { hidden: true });
  }

  /** Counted again whenever rows came or changed. */
  async refresh() {
    if (!this.actions.length) return;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const { http, record } = this.context;
    const answers = await Promise.all(
      this.actions.map((action) =>
        http
          .post(`/${record.name}/rows`, { offset: 0, limit: MOST, filter: action.offer.filter, sort: record.order })
          .catch(() => ({ rows: [], total: 0 })),
      ),
    );
    if (turn !== this.turn) return;
    const lines = this.actions.flatMap((action, at) => (answers[at].total ? [this.line(action, answers[at])] : []));
    this.node.replaceChildren(...lines);
    this.node.hidden = !lines.length;
  }

  line(action, { rows, total }) {
    return el(
      "div.s-offer",
      { role: "status" },
      icon("warn"),
      el("span", {}, fill(action.offer.text, { n: total })),
      button(action.label, { kind: "s-small s-primary", onclick: () => this.run(action, rows) }),
    );
  }
}
