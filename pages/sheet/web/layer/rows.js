/** The rows of a range, wherever they are: those in the grid's cache at once, the others from the server. */

import { BY_COLUMN, withRows } from "../blocks.js";

export const STEP = 500;
export const MOST = 20000;

export class Rows {
  constructor(adapter, context) {
    Object.assign(this, { adapter, context });
    this.ahead = null;
    adapter.onRows(() => (this.ahead = null));
  }

  /** All rows at hand, or null when some would have to be asked for. */
  ready({ top, bottom }) {
    const { ahead } = this;
    if (ahead?.rows && ahead.top <= top && ahead.bottom >= bottom)
      return ahead.rows.slice(top - ahead.top, bottom - ahead.top + 1);
    const known = this.adapter.loaded(top, bottom);
    return known.size === bottom - top + 1 ? Array.from({ length: known.size }, (_, n) => known.get(top + n)) : null;
  }

  /** Answers with every row from top to bottom; rows that no longer exist are missing at the end. */
  async need({ top, bottom }, progress = () => {}) {
    const known = this.adapter.loaded(top, bottom);
    const asked = this.gaps(top, bottom, known);
    const all = asked.length;
    const fetchers = [0, 1].map(async () => {
      for (let gap = asked.shift(); gap; gap = asked.shift()) {
        const rows = await this.ask(gap);
        rows.forEach((row, n) => known.set(gap.offset + n, row));
        progress((all - asked.length) / all);
      }
    });
    await Promise.all(fetchers);
    return this.withOwn(Array.from({ length: bottom - top + 1 }, (_, n) => known.get(top + n)).filter(Boolean));
  }

  /** As the person sees them: with the own changes that still wait, for those are what is copied and filled. */
  withOwn(rows) {
    const own = this.context.transport.own();
    return own.size ? rows.map((row) => (own.has(row.id) ? { ...row, ...own.get(row.id) } : row)) : rows;
  }

  gaps(top, bottom, known) {
    const gaps = [];
    for (let row = top; row <= bottom; row += 1) {
      if (known.has(row)) continue;
      gaps.push({ offset: row, limit: Math.min(STEP, bottom - row + 1) });
      row += STEP - 1;
    }
    return gaps;
  }

  async ask({ offset, limit }) {
    const { http, record, query } = this.context;
    const asked = { offset, limit, totals: "none", ...BY_COLUMN, ...query.lines() };
    return withRows(await http.post(`/${record.name}/rows`, asked)).rows;
  }

  /** Copying must answer at once, so what a large selection needs is fetched while the hand still moves to the keys. */
  async fetchAhead(range) {
    const wanted = (this.ahead = { top: range.top, bottom: range.bottom, rows: null });
    const rows = await this.need(range).catch(() => null);
    if (this.ahead === wanted && rows?.length === range.rows) wanted.rows = rows;
    return rows;
  }
}
