/** How far content goes in a column, over rows that are at hand and, through the server, over those that are not. */

import { isGroupId } from "../groups.js";
import { holds, jump } from "./within.js";

export class Edges {
  constructor(adapter, context) {
    Object.assign(this, { adapter, context });
  }

  /** Along a row; a row that isn't at hand is crossed whole. */
  across({ row, field }, by) {
    const fields = this.adapter.fields();
    const data = this.adapter.loaded(row, row).get(row);
    const end = by > 0 ? fields.length - 1 : 0;
    const filled = (at) => holds(data[fields[at]]);
    return fields[data && !isGroupId(data.id) ? jump(filled, fields.indexOf(field), by, fields.length) : end];
  }

  /** The row, or a promise of it where the server must say. */
  down({ row, field }, by) {
    const { rows } = this.adapter.size();
    const end = by > 0 ? Math.max(0, rows - 1) : 0;
    const known = this.adapter.loaded(0, Infinity);
    if (this.isFull(field) || isGroupId(known.get(row)?.id)) return end;
    const filled = (at) => (known.has(at) ? holds(known.get(at)[field]) : undefined);
    const at = row >= rows ? this.fromBelow(filled, rows, by) : jump(filled, row, by, rows);
    return at ?? this.ask(Math.min(row, rows - 1), field, by).catch(() => end);
  }

  /** Up from the blank line: the last row, or what is filled above it. */
  fromBelow(filled, rows, by) {
    if (by > 0 || rows < 1 || filled(rows - 1)) return Math.max(0, rows - 1);
    return jump(filled, rows - 1, by, rows);
  }

  /** Nothing can be empty there, or nobody may ask what is; groups are lines of another kind. */
  isFull(name) {
    const { record, query } = this.context;
    const field = record.byName[name];
    return query.group.length > 0 || field.required || (field.ops && !field.ops.includes("empty"));
  }

  async ask(row, field, by) {
    const { http, record, query } = this.context;
    return (await http.post(`/${record.name}/edge`, { ...query.body(), field, row, back: by < 0 })).row;
  }

  /** Where a column's run of filled cells below a row ends; null where the next one is empty. */
  async runBelow(row, field) {
    const { rows } = this.adapter.size();
    const known = this.adapter.loaded(row + 1, row + 2);
    if (row + 1 >= rows || !holds(known.get(row + 1)?.[field])) return null;
    if (row + 2 >= rows || !holds(known.get(row + 2)?.[field])) return row + 1;
    return this.down({ row: row + 1, field }, 1);
  }

  /** How far the handle fills by itself: as far as the column beside it is filled, but not into what is filled already. */
  async toFill({ bottom, left, right, fields }) {
    const all = this.adapter.fields();
    const beside = [all[left - 1], all[right + 1]].filter(Boolean);
    let end = null;
    for (const name of beside) end ??= await this.runBelow(bottom, name);
    if (end === null) return null;
    const below = this.adapter.loaded(bottom + 1, bottom + 1).get(bottom + 1);
    for (const name of fields.filter((field) => below && !holds(below[field]))) {
      const next = await this.down({ row: bottom + 1, field: name }, 1);
      const known = this.adapter.loaded(next, next).get(next);
      if (next <= end && (!known || holds(known[name]))) end = next - 1;
    }
    return end;
  }
}
