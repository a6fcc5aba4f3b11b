/** Below the grid: sums over the whole filter, how many rows are ticked, and what there is to know about the active cell. */

import { el, fill, icon } from "./dom.js";
import { textOf } from "./kinds.js";

const AGAIN = 10_000; // so often it is asked how far what is waited for has come

export class Footer {
  constructor(context) {
    this.context = context;
    this.sums = el("div.s-sums");
    this.selected = el("span.s-selected", { "aria-live": "polite" });
    this.range = el("span.s-range-sums");
    this.about = el("span.s-about");
    this.waits = el("span.s-waits", { role: "status" });
    this.node = el(
      "div.s-footer",
      { role: "contentinfo" },
      this.selected,
      this.sums,
      this.waits,
      el("div.s-gap"),
      this.about,
      this.range,
      context.zoom?.node,
    );
  }

  showSums(sums, waits) {
    const { record, words } = this.context;
    this.showWaits(waits ?? []);
    const known = Object.entries(sums ?? {}).filter(([name]) => record.byName[name]);
    const parts = known.map(([name, value]) =>
      el(
        "span.s-sum",
        {},
        el("span.s-sum-label", {}, record.byName[name].label),
        el("b", {}, textOf(record.byName[name], value) || (record.byName[name].ratio ? "—" : "0")),
      ),
    );
    this.sums.replaceChildren(...(parts.length ? [el("span.s-soft", {}, words.sums), ...parts] : []));
  }

  /** What is still being made ready for this order or filter; asked again until nothing is. */
  showWaits(waits) {
    clearTimeout(this.asking);
    this.waits.replaceChildren(...(waits.length ? [icon("hourglass", 13), el("span", {}, waits.join(" · "))] : []));
    if (waits.length) this.asking = setTimeout(() => this.askAgain(), AGAIN);
  }

  async askAgain() {
    const { http, record, query } = this.context;
    const asked = { offset: 0, limit: 1, ...query.body() };
    const answer = await http.post(`/${record.name}/rows`, asked).catch(() => null);
    if (answer) this.showWaits(answer.waits ?? []);
  }

  /** How many are ticked, and how many of them search and filter leave out. */
  showPicked(n, out) {
    const { words } = this.context;
    const numbers = { n: n.toLocaleString("en-US"), out: out.toLocaleString("en-US") };
    this.selected.textContent = n ? fill(out ? words.selected_unseen : words.selected, numbers) : "";
  }

  /** Of the selected cells: how many, their sum and average. */
  showRange(sentence) {
    this.range.textContent = sentence;
  }

  showAbout(sentence) {
    this.about.replaceChildren(...(sentence ? [icon("lock", 13), el("span", {}, sentence)] : []));
  }
}
