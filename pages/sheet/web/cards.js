/** On a phone: one card a row, the title and a few columns; a tap opens the record. Groups are lines between them, which a tap folds. */

import { BY_COLUMN, withRows } from "./blocks.js";
import { el, icon } from "./dom.js";
import { groupNode, groupOf, turned } from "./groups.js";
import { nodeOf, textOf } from "./kinds.js";

const PAGE = 30;
const ON_CARD = 4;

export class Cards {
  constructor(host, context, calls) {
    Object.assign(this, { host, context, calls });
    this.list = el("div.s-cards", { role: "list" });
    this.more = el("div.s-more", { "aria-hidden": "true" });
    host.append(this.list, this.more);
    this.watch = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.next(),
    );
    this.watch.observe(this.more);
    this.restart();
  }

  restart() {
    this.rows = [];
    this.total = null;
    this.turn = (this.turn ?? 0) + 1;
    this.busy = false;
    this.list.replaceChildren();
    this.next();
  }

  refresh() {
    this.restart();
  }

  async next() {
    if (this.busy || (this.total !== null && this.rows.length >= this.total)) return;
    this.busy = true;
    const { turn } = this;
    const { http, record, query } = this.context;
    query.remember();
    const offset = this.rows.length;
    const started = performance.now();
    try {
      const asked = { offset, limit: PAGE, totals: "later", ...BY_COLUMN, ...query.lines() };
      const answer = withRows(await http.post(`/${record.name}/rows`, asked));
      if (turn !== this.turn) return;
      this.total = answer.total;
      this.rows.push(...answer.rows);
      this.list.append(...answer.rows.map((row) => this.line(row)));
      this.calls.loaded(answer, offset, performance.now() - started);
    } catch (error) {
      if (turn === this.turn) this.calls.failed(error.message);
      return; // it is tried again when the end comes into sight once more, not at once and without end
    } finally {
      if (turn === this.turn) this.busy = false;
    }
    this.again();
  }

  /** An end that is still in sight after a page came calls for the next page. */
  again() {
    this.watch.unobserve(this.more);
    this.watch.observe(this.more);
  }

  line(row) {
    return groupOf(row) ? this.group(row) : this.card(row);
  }

  /** The name of a group with its count, and its sums or means in words. */
  group(row) {
    const { record, words, query } = this.context;
    const group = groupOf(row);
    const values = query.means ? group.means : row;
    const figures = record.fields.filter(({ name, sum }) => sum && (values[name] ?? null) !== null);
    return el(
      "div.s-card-group",
      { role: "listitem", dataset: { id: row.id } },
      el(
        "button.s-card-group-head",
        { type: "button", "aria-expanded": String(group.open), onclick: () => this.fold(group) },
        groupNode(group, record, words),
      ),
      figures.length
        ? el(
            "div.s-soft",
            {},
            [
              query.means ? words.mean : words.sums,
              ...figures.map((field) => `${field.label} ${textOf(field, values[field.name])}`),
            ].join("　"),
          )
        : null,
    );
  }

  fold({ path }) {
    const { query } = this.context;
    query.folds = turned(query.folds, path);
    this.restart();
  }

  foldAll(shut) {
    this.context.query.folds = { shut, but: [] };
    this.restart();
  }

  card(row) {
    const { record } = this.context;
    const title = record.byName[record.title];
    const others = record.columns
      .filter((name) => name !== record.title && record.byName[name])
      .map((name) => record.byName[name]);
    const pills = others.filter((field) => field.kind === "choice" && nodeOf(field, row[field.name])).slice(0, 1);
    const lines = others
      .filter((field) => !pills.includes(field) && textOf(field, row[field.name]) !== "")
      .slice(0, ON_CARD);
    return el(
      "a.s-card",
      { role: "listitem", href: `/r/${record.name}/${row.id}`, dataset: { id: row.id } },
      el(
        "div.s-card-head",
        {},
        el("span.s-card-title", {}, textOf(title, row[record.title]) || `#${row.id}`),
        pills.map((field) => nodeOf(field, row[field.name])),
        icon("right"),
      ),
      el(
        "dl",
        {},
        lines.map((field) =>
          el(
            "div",
            {},
            el("dt", {}, field.label),
            el("dd", {}, nodeOf(field, row[field.name]) ?? textOf(field, row[field.name])),
          ),
        ),
      ),
    );
  }

  row(id) {
    return this.rows.find((row) => row.id === id) ?? null;
  }

  applyRows(rows) {
    for (const row of rows) {
      const at = this.rows.findIndex(({ id }) => id === row.id);
      if (at < 0) continue;
      this.rows[at] = row;
      this.list.children[at].replaceWith(this.card(row));
    }
  }

  destroy() {
    this.watch.disconnect();
    this.turn += 1;
  }
}
