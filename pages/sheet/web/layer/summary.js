/** Count, sum and average of the selected cells, for the foot of the page. */

import { fill } from "../dom.js";
import { groupOf } from "../groups.js";
import { decimal, thousandths } from "./series.js";

const NUMBERS = new Set(["count", "money", "quantity"]);
const MOST = 5000;
const PAUSE = 200;

export class Summary {
  /** `parts`: {selection, rows, context, show(sentence)}. */
  constructor(parts) {
    Object.assign(this, parts);
    this.selection.onChange(() => this.later());
  }

  later() {
    clearTimeout(this.timer);
    const range = this.selection.around();
    if (!range || this.selection.isOne()) return this.show("");
    this.timer = setTimeout(() => this.tell(range), PAUSE);
    return undefined;
  }

  stop() {
    clearTimeout(this.timer);
  }

  /** Too many rows to read for a sum are still counted. */
  async tell(range) {
    const { words } = this.context;
    const size = this.size(range);
    const same = (this.asked = Symbol("range"));
    const rows = this.rows.ready(range) ?? (range.rows <= MOST ? await this.rows.fetchAhead(range) : null);
    if (this.asked !== same || this.selection.isOne()) return;
    if (!rows) return void this.show(size);
    const { filled, sum, numbers, places } = this.add(range, rows);
    const parts = [size, fill(words.range_count, { n: filled.toLocaleString("en-US") })];
    if (numbers)
      parts.push(
        fill(words.range_sum, { n: grouped(decimal(sum, places)) }),
        fill(words.range_average, { n: grouped(decimal(rounded(sum, numbers), 2)) }),
      );
    this.show(parts.join("　"));
  }

  size(range) {
    const { words } = this.context;
    const ranges = this.selection.ranges();
    if (ranges.length > 1) return fill(words.range_many, { n: ranges.length });
    return fill(words.range_size, { rows: range.rows.toLocaleString("en-US"), columns: range.fields.length });
  }

  /** A cell that lies in two of the ranges counts once. */
  add(range, rows) {
    const fields = range.fields.map((name) => this.context.record.byName[name]);
    const ranges = this.selection.ranges();
    const chosen = (row, name) =>
      ranges.some(({ top, bottom, fields: names }) => row >= top && row <= bottom && names.includes(name));
    const result = { filled: 0, sum: 0n, numbers: 0, places: fields.some(({ kind }) => kind === "money") ? 2 : 3 };
    rows.forEach((row, n) => {
      if (groupOf(row)) return; // its sums are those of rows that are counted themselves
      fields.forEach(({ name, kind }) => chosen(range.top + n, name) && this.cell(row[name], kind, result));
    });
    return result;
  }

  cell(wire, kind, result) {
    if (wire === null || wire === undefined || wire === "") return;
    result.filled += 1;
    const value = NUMBERS.has(kind) ? thousandths(wire) : null;
    if (value === null) return;
    result.sum += value;
    result.numbers += 1;
  }
}

function rounded(sum, n) {
  const half = BigInt(n) * 5n * (sum < 0n ? -1n : 1n);
  return ((sum + half) / (BigInt(n) * 10n)) * 10n;
}

function grouped(text) {
  return text.replace(/^(-?)(\d+)/, (_, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ","));
}
