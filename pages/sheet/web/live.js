/**
 * What colleagues, imports and jobs change shows here at once: the socket names the rows, this page asks for what it
 * may see of them. Rows in sight are replaced in place; rows that come or go are read again in the background.
 */

const SOON = 25;
const SETTLE = 120;
const OWN_ANSWER = 600;
const REREAD_SOON = 200;
const REREAD_GAP = 2_000;
const STANDS = 30_000;
const CHUNK = 500;
const MOST_LOST = 500;
const ROWS_ALONE = { offset: 0, limit: CHUNK, totals: "none" };

export class Live {
  /** `page`: {context, view, adapter, body, commands, applyRows(rows), refresh()}. */
  constructor(page) {
    this.page = page;
    this.ids = new Set();
    this.unsure = new Set();
    this.batches = [];
    this.all = false;
    this.lost = new Map();
    this.rereadAt = -REREAD_GAP;
  }

  get context() {
    return this.page.context;
  }

  hear({ ids, all, batches, mine }) {
    ids.forEach((id) => this.ids.add(id));
    this.batches.push(...batches);
    this.all ||= all;
    this.mine ||= mine;
    this.later(SOON);
  }

  /** Of these rows an older answer came after a newer one: asked for in any case, though the change was one's own. */
  check(ids) {
    for (const id of ids) {
      this.ids.add(id);
      this.unsure.add(id);
    }
    this.later(SOON);
  }

  later(ms) {
    this.timer ??= setTimeout(() => this.turn(), ms);
  }

  /** The word of an own change may come before its answer; a moment's patience saves asking for the same rows again. */
  async turn() {
    const { transport } = this.context;
    if (this.mine && transport.queue.length) await Promise.race([transport.settled(), pause(OWN_ANSWER)]);
    const { batches, all, unsure } = this;
    const ids = [...this.ids];
    Object.assign(this, { ids: new Set(), unsure: new Set(), batches: [], all: false, mine: false });
    const known = batches.length ? batches.map((batch) => transport.batches.get(batch)) : [];
    const own = known.length > 0 && known.every(Boolean);
    const asked = own ? ids.filter((id) => unsure.has(id) || !known.some((rows) => rows.has(id))) : ids;
    if (asked.length || (all && !(own && ids.length))) await this.bring(asked, all).catch(() => this.reread());
    this.timer = null;
    if (this.ids.size || this.all) this.later(SETTLE);
  }

  async bring(ids, all) {
    const { view } = this.page;
    if (!view) return;
    const here = new Map(ids.map((id) => [id, view.row(id)]).filter(([, row]) => row));
    const asked = performance.now();
    const rows = await this.fetch([...here.keys()]);
    const moved = rows.some((row) => this.moves(here.get(row.id), row));
    this.page.applyRows(rows, asked);
    this.page.commands.recount();
    const changed = rows.length < here.size || here.size < ids.length;
    this.keep(here, rows);
    if (all || moved || changed) this.reread();
  }

  /** Rows that went away while they were in sight, as they were last seen: somebody may just be typing in one. */
  keep(here, rows) {
    for (const { id } of rows) here.delete(id);
    for (const [id, row] of here) this.lost.set(id, row);
    for (const id of [...this.lost.keys()].slice(0, Math.max(0, this.lost.size - MOST_LOST))) this.lost.delete(id);
  }

  async fetch(ids) {
    const { http, record } = this.context;
    const rows = [];
    for (let at = 0; at < ids.length; at += CHUNK) {
      const some = ids.slice(at, at + CHUNK);
      rows.push(...(await http.post(`/${record.name}/rows`, { ...ROWS_ALONE, filter: { id: { in: some } } })).rows);
    }
    return rows;
  }

  /** Whether a row's place, or its being here at all, may have changed. */
  moves(before, after) {
    const { query } = this.context;
    if (query.search || query.group.length) return true; // in groups each change moves a count or a sum
    return query.names().some((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after[name]));
  }

  /** At once after a rest, and not more often than every other second while a lot goes on. */
  reread() {
    if (this.rereading || (this.page.narrow && this.page.body.firstChild.scrollTop > 0)) return;
    const wait = Math.max(REREAD_SOON, this.rereadAt + REREAD_GAP - performance.now());
    this.rereading = setTimeout(() => {
      this.rereading = null;
      this.rereadAt = performance.now();
      this.anchor = this.first();
      this.page.refresh();
    }, wait);
  }

  // The rows under the person's eyes stay where they are -------------------------------------------------------------------

  body() {
    return this.page.body.querySelector(".ag-body-viewport");
  }

  first() {
    const body = this.body();
    const { adapter } = this.page;
    if (!body || !adapter || body.scrollTop <= 0) return null;
    const top = body.getBoundingClientRect().top;
    const rows = [...body.querySelectorAll(".ag-center-cols-container > .ag-row")];
    const node = rows
      .filter((row) => row.getBoundingClientRect().bottom > top)
      .sort((upper, other) => upper.getBoundingClientRect().top - other.getBoundingClientRect().top)[0];
    const row = node && Number(node.getAttribute("row-index"));
    return node && adapter.idAt(row) !== null
      ? { id: adapter.idAt(row), row, height: node.offsetHeight, until: performance.now() + STANDS }
      : null;
  }

  /** A block came: rows that came or went above must not push away what is being read. */
  loaded() {
    const { anchor } = this;
    if (!anchor || performance.now() > anchor.until) return;
    const row = this.page.adapter?.rowOf(anchor.id) ?? null;
    if (row === null || row === anchor.row) return;
    this.body().scrollTop += (row - anchor.row) * anchor.height;
    anchor.row = row;
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.rereading);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
