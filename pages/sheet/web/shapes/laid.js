/** What every shape has in common with the grid: it reads anew, it knows its rows, it takes rows that changed. */

import { el } from "../dom.js";
import { nodeOf, textOf } from "../kinds.js";

const SOON = 120;

export class Laid {
  /** `calls`: {loaded, failed, act(action, rows), took(answer), reshape(shape)}. */
  constructor(host, context, calls) {
    Object.assign(this, { host, context, calls, words: context.words, shape: context.query.shape });
    this.rows = new Map();
    this.turn = 0;
    this.build();
    this.read();
  }

  restart() {
    this.read();
  }

  refresh() {
    this.read();
  }

  /** Asks and draws; of several questions under way the last one counts. */
  async read() {
    clearTimeout(this.soon);
    const turn = (this.turn += 1);
    const { http, record, query } = this.context;
    query.remember();
    const started = performance.now();
    try {
      const answer = await http.post(`/${record.name}/${this.route}`, { ...query.body(), ...this.asks() });
      if (turn !== this.turn) return;
      this.answer = answer;
      this.rows = new Map(this.rowsOf(answer).map((row) => [row.id, row]));
      this.keepFocus?.();
      this.draw(answer);
      this.calls.loaded(
        { rows: [...this.rows.values()], total: answer.total, sums: {}, stands: this.stands },
        0,
        performance.now() - started,
      );
    } catch (error) {
      if (turn === this.turn) this.calls.failed(error.message);
    }
  }

  rowsOf(answer) {
    return answer.rows;
  }

  row(id) {
    return this.rows.get(id) ?? null;
  }

  /** Rows that changed may stand elsewhere now: what is shown is read anew, a moment later and once for many. */
  applyRows(rows) {
    if (!rows.length) return;
    for (const row of rows) if (this.rows.has(row.id)) this.rows.set(row.id, row);
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.read(), SOON);
  }

  destroy() {
    clearTimeout(this.soon);
    this.turn += 1;
  }

  // What a row is called ---------------------------------------------------------------------------------------------------

  field(name) {
    return this.context.record.byName[name];
  }

  /** The title; where that is a day or a running number, whose it is says more and comes first. */
  title(row) {
    const { record } = this.context;
    const title = record.byName[record.title];
    const text = title ? textOf(title, row[record.title]) : "";
    const beside = record.columns
      .map((name) => record.byName[name])
      .find((field) => field?.kind === "link" && field.name !== record.title && field.name !== this.group);
    const more =
      beside && (!title || ["day", "moment", "month"].includes(title.kind) || /^[A-Z]{1,4}-?\d/.test(text))
        ? textOf(beside, row[beside.name])
        : "";
    return [more, text].filter(Boolean).join(" · ") || `#${row.id}`;
  }

  tone(row) {
    const field = this.shape.colour && this.field(this.shape.colour);
    return field?.options?.find(({ key }) => key === row[field.name])?.tone ?? "info";
  }

  href(row) {
    return `/r/${this.context.record.name}/${row.id}`;
  }

  /** The columns on a card: those of the shape, else the first few of the grid that hold something. */
  lines(row, { without = [], most = 3 } = {}) {
    const { record } = this.context;
    const chosen = this.shape.fields;
    const fields = (chosen ?? record.columns)
      .filter((name) => name !== record.title && !without.includes(name))
      .map((name) => record.byName[name])
      .filter(Boolean);
    const filled = fields.filter((field) => textOf(field, row[field.name]) !== "");
    const shown = chosen ? filled : filled.slice(0, most);
    if (!shown.length) return null;
    return el(
      "dl",
      {},
      shown.map((field) =>
        el(
          "div",
          {},
          el("dt", {}, field.label),
          el("dd", {}, nodeOf(field, row[field.name]) ?? textOf(field, row[field.name])),
        ),
      ),
    );
  }
}
