/** Count, sum, average, ends and distinct values of the selected cells, for the foot of the page. */

import { fill } from "../dom.js";
import { groupOf } from "../groups.js";
import { decimal, thousandths } from "./series.js";

const NUMBERS = new Set(["count", "money", "quantity"]);
const DATED = new Set(["day", "month", "moment"]);
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
    const result = this.add(range, rows);
    const parts = [
      this.size(range, rows.filter((row) => groupOf(row)).length),
      fill(words.range_count, { n: result.filled.toLocaleString("en-US") }),
    ];
    this.show([...parts, ...this.reckoned(result), ...this.ends(result), ...this.distinct(result)].join("　"));
  }

  reckoned({ numbers, sum, places }) {
    const { words } = this.context;
    if (!numbers) return [];
    return [
      fill(words.range_sum, { n: grouped(decimal(sum, places)) }),
      fill(words.range_average, { n: grouped(decimal(rounded(sum, numbers), 2)) }),
    ];
  }

  /** Of numbers, or where there are none of days. */
  ends({ numbers, least, most, places, dates }) {
    const { words, textOf } = this.context;
    if (numbers > 1)
      return [
        fill(words.range_least, { n: grouped(decimal(least, places)) }),
        fill(words.range_most, { n: grouped(decimal(most, places)) }),
      ];
    if (numbers || dates.length < 2) return [];
    const texts = dates.sort((a, b) => (a.wire < b.wire ? -1 : 1)).map(({ field, wire }) => textOf(field, wire));
    return [fill(words.range_first, { n: texts[0] }), fill(words.range_last, { n: texts.at(-1) })];
  }

  distinct({ filled, values }) {
    return filled > 1 ? [fill(this.context.words.range_distinct, { n: values.size.toLocaleString("en-US") })] : [];
  }

  /** heads: the lines of groups among the rows, which are none. */
  size(range, heads = 0) {
    const { words } = this.context;
    const ranges = this.selection.ranges();
    if (ranges.length > 1) return fill(words.range_many, { n: ranges.length });
    return fill(words.range_size, { rows: (range.rows - heads).toLocaleString("en-US"), columns: range.fields.length });
  }

  /** A cell that lies in two of the ranges counts once. */
  add(range, rows) {
    const fields = range.fields.map((name) => this.context.record.byName[name]);
    const ranges = this.selection.ranges();
    const chosen = (row, name) =>
      ranges.some(({ top, bottom, fields: names }) => row >= top && row <= bottom && names.includes(name));
    const places = fields.some(({ kind }) => kind === "money") ? 2 : 3;
    const result = { filled: 0, sum: 0n, numbers: 0, places, values: new Set(), dates: [] };
    rows.forEach((row, n) => {
      if (groupOf(row)) return; // its sums are those of rows that are counted themselves
      fields.forEach((field) => chosen(range.top + n, field.name) && this.cell(row[field.name], field, result));
    });
    return result;
  }

  cell(wire, field, result) {
    if (wire === null || wire === undefined || wire === "") return;
    result.filled += 1;
    result.values.add(JSON.stringify(wire?.id ?? wire));
    if (DATED.has(field.kind)) result.dates.push({ field, wire });
    const value = NUMBERS.has(field.kind) ? thousandths(wire) : null;
    if (value === null) return;
    if (!result.numbers || value < result.least) result.least = value;
    if (!result.numbers || value > result.most) result.most = value;
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
