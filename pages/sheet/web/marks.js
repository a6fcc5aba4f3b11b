/** What is going on with single cells: pending, saved, refused, conflicting, failed; kept by row id, never by position. */

import { tellAll } from "./dom.js";

export class Marks {
  constructor() {
    this.cells = new Map();
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  get(id, field) {
    return this.cells.get(`${id}|${field}`) ?? null;
  }

  set(id, field, mark) {
    this.cells.set(`${id}|${field}`, mark);
    this.tell(id, field);
  }

  /** Many cells at once, drawn once: [{id, field, mark}]. */
  setMany(cells) {
    for (const { id, field, mark } of cells) this.cells.set(`${id}|${field}`, mark);
    if (cells.length) this.tell([...new Set(cells.map(({ id }) => id))], null);
  }

  clearMany(cells) {
    const gone = cells.filter(({ id, field }) => this.cells.delete(`${id}|${field}`));
    if (gone.length) this.tell([...new Set(gone.map(({ id }) => id))], null);
  }

  clear(id, field) {
    if (this.cells.delete(`${id}|${field}`)) this.tell(id, field);
  }

  /** A short glow that says the server has it. */
  saved(id, field) {
    const mark = { state: "saved" };
    this.set(id, field, mark);
    setTimeout(() => {
      if (this.get(id, field) === mark) this.clear(id, field);
    }, 1200);
  }

  tell(id, field) {
    tellAll(this.listeners, id, field);
  }

  waiting() {
    return [...this.cells.values()].filter(({ state }) => state === "pending").length;
  }
}
