/**
 * Which rows are ticked: by their ids, whatever the grid has loaded of them. What lies between two ticks, what a filter
 * leaves and which ticked rows still exist is asked of the server, which knows what this person may see.
 */

import { el } from "./dom.js";

export const TICK = "✓";
const SOON = 250;
const CHUNK = 500;
const ROWS_ALONE = { offset: 0, limit: CHUNK, totals: "none" };

export class Ticks {
  /** `calls`: {changed(), failed(sentence)}. */
  constructor({ http, record, query }, calls) {
    Object.assign(this, { http, record, query, calls });
    this.ids = new Set();
    this.out = new Set(); // of the ticked ones, those that search and filter leave out
    this.anchor = null;
    this.byKey = false; // whether all were ticked by a key: the same key takes it back
  }

  ask(body) {
    return this.http.post(`/${this.record.name}/ids`, body);
  }

  changed() {
    for (const id of this.out) if (!this.ids.has(id)) this.out.delete(id);
    this.calls.changed();
  }

  put(ids, on) {
    this.byKey = false;
    for (const id of ids) this.ids[on ? "add" : "delete"](id);
    this.changed();
  }

  clear() {
    this.anchor = null;
    this.put([...this.ids], false);
  }

  /** One row, or with Shift all from the last one to it. */
  async turn(id, row, shift) {
    const on = shift && this.anchor ? this.anchor.on : !this.ids.has(id);
    const ids =
      shift && this.anchor
        ? await this.between(this.anchor, { id, row }).catch((error) => this.calls.failed(error.message))
        : [id];
    this.anchor = { id, row, on };
    this.put(ids ?? [], on);
  }

  /** By their places; where rows came or went since, or the order is another one, by looking for both. */
  async between(anchor, other) {
    const ends = [anchor, other].sort((a, b) => a.row - b.row);
    const { ids } = await this.ask({
      ...this.query.lines(),
      offset: ends[0].row,
      limit: ends[1].row - ends[0].row + 1,
    });
    if (ids[0] === ends[0].id && ids.at(-1) === ends[1].id) return ids;
    const all = (await this.ask(this.query.body())).ids;
    const [from, to] = [all.indexOf(anchor.id), all.indexOf(other.id)].sort((a, b) => a - b);
    return from < 0 ? [other.id] : all.slice(from, to + 1);
  }

  /** What search and filter leave: all of it, or when all of it is ticked, nothing any more. */
  async turnAll(total) {
    this.anchor = null;
    if (this.state(total) === "all") return this.clear();
    const { ids } = await this.ask(this.query.body()).catch((error) => this.calls.failed(error.message) ?? { ids: [] });
    return this.put(ids, true);
  }

  /** What search and filter leave, by key; how many that are. */
  async all() {
    this.anchor = null;
    const { ids } = await this.ask(this.query.body());
    this.put(ids, true);
    this.byKey = true;
    return ids.length;
  }

  state(total) {
    const n = this.ids.size - this.out.size;
    return n > 0 && n >= total ? "all" : this.ids.size ? "some" : "none";
  }

  /** Rows came, went or changed, or the filter did. */
  recheck() {
    if (!this.ids.size || this.timer) return;
    this.timer = setTimeout(() => this.check().catch(() => null), SOON);
  }

  async check() {
    this.timer = null;
    const turn = (this.checking = {});
    const of = [...this.ids];
    const whole = new Set((await this.ask({ filter: this.query.fixed, of })).ids);
    const seen = this.query.isNarrowed() ? new Set((await this.ask({ ...this.query.body(), of })).ids) : whole;
    if (turn !== this.checking) return; // it is looked at anew meanwhile
    for (const id of of) if (!whole.has(id)) this.ids.delete(id);
    this.out = new Set(of.filter((id) => this.ids.has(id) && !seen.has(id)));
    this.calls.changed();
  }

  /** The rows of these ids, by what is at hand; of the first of the others the server tells more. */
  async rows(ids, known) {
    const missing = ids.filter((id) => !known(id)).slice(0, CHUNK);
    const { rows } = missing.length
      ? await this.http.post(`/${this.record.name}/rows`, { ...ROWS_ALONE, filter: { id: { in: missing } } })
      : { rows: [] };
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => known(id) ?? byId.get(id) ?? { id });
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** The column of ticks as AG Grid takes it; the box in its head stands for all that the filter leaves. */
export function tickColumn(ticks, words, isRow) {
  return {
    colId: TICK,
    headerName: "",
    width: 36,
    minWidth: 36,
    pinned: "left",
    lockPosition: "left",
    resizable: false,
    suppressMovable: true,
    sortable: false,
    cellClass: "s-cell-check",
    headerClass: "s-head-check",
    headerComponent: Head,
    headerComponentParams: { label: words.tick_all },
    cellRenderer: ({ data }) =>
      data && isRow(data.id)
        ? el("input.s-check.s-tick", {
            type: "checkbox",
            tabindex: "-1",
            checked: ticks.ids.has(data.id),
            "aria-label": words.tick_row,
          })
        : el("span"),
  };
}

class Head {
  init({ label }) {
    this.node = el("input.s-check.s-tick-all", { type: "checkbox", "aria-label": label, title: label });
  }

  getGui() {
    return this.node;
  }

  refresh() {
    return true;
  }
}
