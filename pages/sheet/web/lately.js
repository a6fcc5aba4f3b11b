/** Who last changed a cell, told where the mouse rests on it; it never stands in the way of a hand. */

import { BLANK } from "./blank.js";
import { el, fill } from "./dom.js";
import { isGroupId } from "./groups.js";
import { showMoment } from "./moments.js";
import { Popup } from "./popup.js";

const REST = 1_200;
const KEPT = 200;

export class Lately {
  constructor(adapter, { http, record, words }, busy) {
    Object.assign(this, { adapter, http, record, words, busy, known: new Map(), turn: 0 });
    this.moved = (event) => this.rest(event);
    this.left = () => this.close();
    adapter.host.addEventListener("mousemove", this.moved);
    for (const name of ["mouseleave", "mousedown", "wheel"]) adapter.host.addEventListener(name, this.left);
    document.addEventListener("keydown", this.left, true);
    adapter.onScroll(this.left);
  }

  rest(event) {
    const cell = this.adapter.cellAt(event.target);
    if (this.at && cell && cell.id === this.at.id && cell.field === this.at.field) return;
    this.close();
    if (!cell || !(cell.id > 0) || cell.id === BLANK || isGroupId(cell.id) || !this.record.byName[cell.field]) return;
    this.at = cell;
    this.timer = setTimeout(() => this.tell(cell), REST);
  }

  async tell(cell) {
    if (this.busy()) return;
    const past = await this.read(cell.id);
    if (this.at !== cell || this.busy()) return;
    const change = past.find(({ cells }) => cells.some(({ field }) => field === cell.field));
    const rect = () => this.adapter.rect(cell.id, cell.field);
    if (!change || !rect()) return;
    const { from, to } = change.cells.find(({ field }) => field === cell.field);
    const { words } = this;
    this.popup = new Popup(
      rect,
      [
        el(
          "div",
          {},
          fill(change.kind === "add" ? words.lately_made : words.lately_by, {
            who: change.who,
            at: showMoment(change.at),
          }),
        ),
        change.kind === "add"
          ? null
          : el("div.s-soft", {}, fill(words.lately_what, { from: from || words.blank, to: to || words.blank })),
      ],
      { kind: "s-lately", role: "tooltip", sticky: true, side: "right" },
    );
  }

  /** A row's past, kept for a moment: the mouse often rests on several cells of one row. */
  async read(id) {
    const kept = this.known.get(id);
    if (kept && performance.now() - kept.at < 5_000) return kept.past;
    const { turn } = this;
    const past = await this.http.get(`/${this.record.name}/${id}/history`).catch(() => []);
    if (this.known.size > KEPT) this.known.clear();
    const list = Array.isArray(past) ? past : (past.changes ?? []);
    if (turn === this.turn) this.known.set(id, { at: performance.now(), past: list });
    return list;
  }

  /** These rows have a newer past than the one that is kept, or just being read. */
  changed(ids) {
    this.turn += 1;
    for (const id of ids) this.known.delete(id);
    if (this.popup && ids.includes(this.at?.id)) this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.at = null;
    this.popup?.close();
    this.popup = null;
  }

  destroy() {
    this.close();
    const { host } = this.adapter;
    host.removeEventListener("mousemove", this.moved);
    for (const name of ["mouseleave", "mousedown", "wheel"]) host.removeEventListener(name, this.left);
    document.removeEventListener("keydown", this.left, true);
  }
}
