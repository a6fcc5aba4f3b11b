/** A polite voice for screen readers: the active cell with its column, row, value and state; the size of a range. */

import { el, fill } from "../dom.js";
import { groupOf, groupSaid, numberOf } from "../groups.js";

export class Speak {
  /** `parts`: {adapter, selection, editing, context}. */
  constructor(parts) {
    Object.assign(this, parts);
    this.node = el("div.s-unseen", { "aria-live": "polite", "aria-atomic": "true", dataset: { voice: "cell" } });
    this.adapter.layer.append(this.node);
    this.selection.onChange(() => this.later());
    this.adapter.onCome(() => this.later());
    this.context.marks.onChange((id, field) => this.changed(id, field));
  }

  changed(id, field) {
    const cell = this.adapter.active();
    if (cell && cell.id === id && cell.field === field) this.later();
  }

  /** Only where the person comes to rest is read out. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(), 120);
  }

  say() {
    const sentence = this.sentence();
    if (this.node.textContent !== sentence) this.node.textContent = sentence;
  }

  sentence() {
    const { words, record, textOf } = this.context;
    const cell = this.selection.active();
    if (!cell) return "";
    if (!this.selection.isOne()) {
      const range = this.selection.range();
      if (this.selection.isSplit()) return fill(words.range_many, { n: this.selection.ranges().length });
      return fill(words.say_range, { rows: range.rows.toLocaleString("en-US"), columns: range.fields.length });
    }
    const group = groupOf(this.adapter.data(cell.id));
    if (group) return groupSaid(group, record, words);
    const field = record.byName[cell.field];
    const wire = cell.id === null ? null : this.adapter.value(cell.id, cell.field);
    const value = typeof wire === "boolean" ? (wire ? words.yes : words.no) : textOf(field, wire);
    return [
      fill(words.say_cell, {
        row: numberOf(this.context, cell.id, cell.row),
        column: field.label,
        value: value || words.blank,
      }),
      this.state(cell, field),
    ]
      .filter(Boolean)
      .join("，");
  }

  state(cell, field) {
    const { words, marks } = this.context;
    const mark = cell.id === null ? null : marks.get(cell.id, cell.field);
    if (mark) return mark.message ?? words[`state_${mark.state}`] ?? "";
    const masked =
      field.masked && cell.id !== null && this.adapter.value(cell.id, cell.field) ? words.state_masked : "";
    return masked || this.editing.describe(cell);
  }

  stop() {
    clearTimeout(this.timer);
  }
}
