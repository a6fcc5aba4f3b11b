/** Edits of many cells gathered by row, as one batch for the server. */

import { isGroupId } from "../groups.js";
import { sameValue } from "../kinds.js";

export class Changes {
  constructor() {
    this.rows = new Map();
  }

  /** `data`: the row as the person saw it, or null for a row that is to be made; `row`: its line in the grid. */
  put(row, data, field, value, text) {
    if (isGroupId(data?.id)) return; // a line that stands for others is nobody's to change
    const key = data ? data.id : `new ${row}`;
    if (!this.rows.has(key)) this.rows.set(key, { row, id: data?.id ?? null, set: {}, seen: {}, texts: {} });
    const change = this.rows.get(key);
    change.set[field.name] = value;
    change.texts[field.name] = text;
    if (data) change.seen[field.name] = data[field.name] ?? null;
  }

  /** Without the cells that would stay as they are. */
  list() {
    for (const change of this.rows.values()) {
      if (change.id === null) continue;
      for (const name of Object.keys(change.set))
        if (sameValue(change.set[name], change.seen[name])) this.leave(change, name);
    }
    return [...this.rows.values()].filter(({ set }) => Object.keys(set).length);
  }

  leave(change, name) {
    delete change.set[name];
    delete change.seen[name];
    delete change.texts[name];
  }
}

export function cellsOf(list) {
  return list.reduce((sum, { set }) => sum + Object.keys(set).length, 0);
}
