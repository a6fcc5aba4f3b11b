/** A pivot: groups down and across, one measure, totals; each number leads to the rows behind it, and a chart shows it. */

import { el, fill } from "../dom.js";
import { textOf } from "../kinds.js";
import { Chart } from "./chart.js";
import { Laid } from "./laid.js";
import { questions } from "./settings.js";

export class Pivot extends Laid {
  get route() {
    return "pivot";
  }

  build() {
    this.bar = el(
      "div.s-pivot-bar",
      {},
      questions(this.context, (shape) => this.calls.reshape(shape)),
    );
    this.note = el("div.s-shape-note", { role: "status", hidden: true });
    this.body = el("div.s-pivot", { tabindex: "0" });
    this.picture = el("div.s-pivot-chart", { hidden: !this.shape.chart });
    this.host.append(this.bar, this.note, el("div.s-pivot-host", {}, this.picture, this.body));
  }

  asks() {
    const { rows, columns, measure } = this.shape;
    return { rows, columns, measure };
  }

  rowsOf() {
    return [];
  }

  /** A number of groups is no number of rows. */
  get stands() {
    return this.answer?.rows.length > 0;
  }

  draw(answer) {
    const { words } = this;
    const { rows, columns, out } = answer;
    answer.whole = answer.total;
    answer.total = answer.count;
    this.note.hidden = !out.rows && !out.columns;
    this.note.textContent = fill(words.pivot_out, out);
    const across = (this.shape.columns ?? []).map(({ field }) => this.field(field).label).join(" / ");
    const corners = (this.shape.rows ?? []).map(({ field }) => el("th", { scope: "col" }, this.field(field).label));
    const heads = columns.map((column) => el("th.s-number", { scope: "col" }, column.label.join(" · ")));
    const measured = this.measured();
    this.body.setAttribute("aria-label", `${this.context.record.label} ${measured}`);
    const head = el(
      "tr",
      {},
      corners,
      heads,
      el("th.s-number.s-total", { scope: "col" }, columns.length ? words.pivot_total : measured),
    );
    const lines = rows.map((row, at) =>
      el(
        "tr",
        {},
        this.heads(row, rows[at - 1]),
        columns.map((column, n) => this.cell(answer.cells[at][n], row.filter, column.filter)),
        this.cell(row.total, row.filter, {}, ".s-total"),
      ),
    );
    const foot = el(
      "tr.s-total",
      {},
      el("th", { scope: "row", colspan: Math.max(1, corners.length) }, words.pivot_total),
      columns.map((column) => this.cell(column.total, {}, column.filter)),
      this.cell(answer.whole, {}, {}),
    );
    this.body.replaceChildren(
      el(
        "table",
        {},
        el("caption", {}, [measured, across].filter(Boolean).join(" · ")),
        el("thead", {}, head),
        el("tbody", {}, lines),
        el("tfoot", {}, foot),
      ),
    );
    this.chart ??= this.shape.chart ? new Chart(this.picture) : null;
    this.chart?.draw(this.shape.chart, answer, measured);
  }

  /** What stands in the same group as the line above is said once. */
  heads(row, above) {
    return row.label.map((text, at) =>
      el(
        "th",
        { scope: "row" },
        above && above.label.slice(0, at + 1).every((label, n) => label === row.label[n]) && at < row.label.length - 1
          ? ""
          : text,
      ),
    );
  }

  measured() {
    const { fn, field } = this.shape.measure ?? { fn: "count" };
    const name = this.words[`measure_${fn}`];
    return field ? `${this.field(field).label} · ${name}` : name;
  }

  cell(value, down, across, kind = "") {
    if (value === null || value === undefined) return el(`td.s-number${kind}`, {}, "");
    const text = textOf({ kind: this.answer.kind }, value);
    return el(
      `td.s-number${kind}`,
      {},
      el("a", { href: this.behind(down, across), title: fill(this.words.pivot_open, { n: text }) }, text),
    );
  }

  /** The rows behind a number, as a filtered sheet of their own address. */
  behind(down, across) {
    const { record, query } = this.context;
    const asked = [down, across].filter((group) => Object.keys(group).length);
    const free = asked.every((group) => Object.keys(group).every((name) => !(name in query.filter)));
    const filter =
      free && !sharing(asked)
        ? Object.assign({}, query.filter, ...asked)
        : { ...query.filter, and: [...(query.filter.and ?? []), ...asked] };
    const address = new URLSearchParams({ view: "none", shape: "sheet", filter: JSON.stringify(filter) });
    if (query.search) address.set("q", query.search);
    return `/t/${record.name}?${address}`;
  }

  exportAddress(kind) {
    if (kind !== "xlsx") return null;
    const { record, query } = this.context;
    const asked = { ...query.body(), ...this.asks(), chart: this.shape.chart };
    return `/api/v1/${record.name}/pivot.xlsx?query=${encodeURIComponent(JSON.stringify(asked))}`;
  }

  destroy() {
    super.destroy();
    this.chart?.destroy();
  }
}

const sharing = ([group, other]) => Boolean(other) && Object.keys(group).some((name) => name in other);
