/** Filling: Ctrl+D and Ctrl+R copy the first line over the range, the handle carries a series on; Delete empties. */

import { BLANK } from "../blank.js";
import { ask } from "../dialog.js";
import { el, fill } from "../dom.js";
import { toast } from "../popup.js";
import { cellsOf, Changes } from "./changes.js";
import { MOST } from "./rows.js";
import { goOn } from "./series.js";
import { copyText, emptyOf, typedValue } from "./values.js";

/** More cells than these are not emptied without a question: a whole column is one key away. */
const MANY = 200;

export class Fill {
  /** `parts`: {adapter, selection, rows, batch, editing, explain, edges, context}. */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** `sure(list)`: asked before so many cells are sent; what it answers is whether to go on. */
  async over(range, build, via, sure = () => true) {
    const { words } = this.context;
    if (range.rows > MOST)
      return toast(fill(words.too_many_rows, { most: MOST.toLocaleString("en-US") }), { kind: "bad" });
    const id = this.adapter.isBlank(range.top) ? BLANK : null;
    const open = range.fields.filter((name) => !this.editing.why(name, id));
    if (!open.length)
      return this.explain.why(
        this.selection.active(),
        this.editing.why(this.selection.active().field, id) ?? this.editing.why(range.fields[0], id),
      );
    const rows = await this.rows.need(range).catch((error) => void toast(error.message, { kind: "bad" }));
    if (!rows) return false;
    if (rows.length < range.rows) return toast(words.rows_moved, { kind: "bad" });
    const changes = new Changes();
    build(rows, changes, (name) => open.includes(name));
    const list = changes.list();
    if (!(await sure(list))) return false;
    const sent = this.batch.send(list, via);
    const left = range.fields.filter((name) => !open.includes(name)).map((name) => this.field(name).label);
    if (left.length && changes.rows.size) toast(fill(words.left_locked, { fields: left.join("、") }));
    return sent;
  }

  field(name) {
    return this.context.record.byName[name];
  }

  isOne() {
    return this.selection.isOne();
  }

  isTooMuch() {
    if (this.selection.around().rows <= MOST) return false;
    toast(fill(this.context.words.too_many_rows, { most: MOST.toLocaleString("en-US") }), { kind: "bad" });
    return true;
  }

  /** What was typed in one cell, in all that are selected; to a column of another meaning goes the text. */
  spread(field, { value, text }) {
    const [whole, ranges] = [this.selection.around(), this.selection.ranges()];
    const alike = (other) => other.name === field.name || (other.kind === field.kind && other.link === field.link);
    return this.over(
      whole,
      (rows, changes, isOpen) =>
        this.each(ranges, whole, rows, isOpen, (row, data, name) => {
          const other = this.field(name);
          const same = alike(other) && (other.name === field.name || field.kind !== "choice");
          changes.put(row, data, other, same ? (value ?? emptyOf(other)) : typedValue(other, text), text);
        }),
      "fill",
    );
  }

  /** A double click on the handle: as far as the column beside is filled. */
  async onward(range) {
    const { words } = this.context;
    const end = await this.edges.toFill(range);
    if (end === null || end <= range.bottom) return toast(words.fill_no_end);
    if (!(await this.series(range, { top: range.bottom + 1, bottom: end, fields: range.fields }))) return undefined;
    const n = (end - range.bottom).toLocaleString("en-US");
    return toast(fill(words.filled_down, { n }), { kind: "good" });
  }

  put(changes, row, data, name, value) {
    const field = this.field(name);
    changes.put(row, data, field, value ?? emptyOf(field), copyText(field, value, this.context.words));
  }

  /** Down: the first row over the others, or the row above over a single one; right: the same for columns. */
  copy(direction) {
    const range = this.selection.range();
    if (!range) return;
    if (this.selection.isSplit()) return this.copyEach(direction);
    if (direction === "down")
      return this.copyDown(range.rows === 1 ? { ...range, top: range.top - 1, rows: 2 } : range);
    const all = this.adapter.fields();
    return this.copyRight(
      range.fields.length === 1 ? { ...range, fields: all.slice(range.left - 1, range.left + 1) } : range,
      range,
    );
  }

  /** Several ranges at once: in each of them its first line, or the line before a single one, over the others. */
  copyEach(direction) {
    const [whole, all, down] = [this.selection.around(), this.adapter.fields(), direction === "down"];
    const before = ({ fields: [name] }) => all.slice(Math.max(0, all.indexOf(name) - 1), all.indexOf(name) + 1);
    const ranges = this.selection
      .ranges()
      .map((range) => (down && range.top === range.bottom ? { ...range, top: range.top - 1 } : range))
      .map((range) => (!down && range.fields.length === 1 ? { ...range, fields: before(range) } : range))
      .filter((range) => range.top >= 0 && (down || range.fields.length > 1));
    if (!ranges.length) return null;
    const top = Math.min(...ranges.map((range) => range.top));
    const into = new Set(ranges.flatMap(({ fields }) => (down ? fields : fields.slice(1))));
    const build = (rows, changes, isOpen) => {
      for (const range of ranges) {
        const lines = rows.slice(range.top - top, range.bottom - top + 1);
        const [from, ...to] = range.fields;
        if (down) this.downIn(range.top, lines, changes, range.fields.filter(isOpen));
        else lines.forEach((data, n) => this.rightIn(range.top + n, data, changes, from, to.filter(isOpen)));
      }
    };
    const fields = all.filter((name) => into.has(name));
    return this.over({ ...whole, top, rows: whole.bottom - top + 1, fields }, build, "fill");
  }

  downIn(top, [first, ...rest], changes, names) {
    for (const name of names) rest.forEach((data, n) => this.put(changes, top + 1 + n, data, name, first[name]));
  }

  rightIn(row, data, changes, from, names) {
    for (const name of names) this.across(changes, row, data, from, name);
  }

  copyDown(range) {
    if (range.top < 0) return null;
    return this.over(
      range,
      (rows, changes, isOpen) => this.downIn(range.top, rows, changes, range.fields.filter(isOpen)),
      "fill",
    );
  }

  copyRight(range, asked) {
    if (asked.left === 0 && asked.fields.length === 1) return null;
    const [from, ...to] = range.fields;
    return this.over(
      { ...range, fields: to },
      (rows, changes, isOpen) => {
        rows.forEach((data, n) => this.rightIn(range.top + n, data, changes, from, to.filter(isOpen)));
      },
      "fill",
    );
  }

  /** Into a column of another meaning goes the text, for the server to understand or refuse. */
  across(changes, row, data, from, name, wire = data[from]) {
    const [source, other] = [this.field(from), this.field(name)];
    const same = source.kind === other.kind && source.link === other.link && source.kind !== "choice";
    if (same || wire === null || wire === undefined) return this.put(changes, row, data, name, wire);
    const text = copyText(source, wire, this.context.words);
    return changes.put(row, data, other, text, text);
  }

  /** Many cells are asked about before, and counted afterwards. */
  async empty() {
    const whole = this.selection.around();
    const ranges = this.selection.ranges();
    let said = null;
    const sure = (list) => {
      const [cells, rows] = [cellsOf(list), list.length].map((n) => n.toLocaleString("en-US"));
      if (cellsOf(list) <= MANY) return true;
      said = fill(this.context.words.cleared, { cells });
      return this.isSure(cells, rows);
    };
    const done = await this.over(
      whole,
      (rows, changes, isOpen) =>
        this.each(ranges, whole, rows, isOpen, (row, data, name) => this.put(changes, row, data, name, null)),
      "grid",
      sure,
    );
    if (done && said) toast(said, { kind: "good", seconds: 8 });
    return done;
  }

  /** Every open cell of some ranges, with its row out of `rows`, which are those of the whole around them. */
  each(ranges, whole, rows, isOpen, act) {
    for (const { top, bottom, fields } of ranges) {
      for (const name of fields.filter(isOpen))
        rows.slice(top - whole.top, bottom - whole.top + 1).forEach((data, n) => act(top + n, data, name));
    }
  }

  isSure(cells, rows) {
    const { words } = this.context;
    return new Promise((resolve) => {
      const confirm = () => resolve(true);
      const dialog = ask({
        title: fill(words.clear_title, { cells }),
        words,
        danger: true,
        confirm: fill(words.clear_cells, { cells }),
        body: el("p", {}, fill(words.clear_note, { cells, rows })),
        submit: confirm,
      });
      dialog.addEventListener("close", () => resolve(false));
    });
  }

  tick(value) {
    const whole = this.selection.around();
    const ranges = this.selection.ranges();
    const isFlag = (isOpen) => (name) => isOpen(name) && this.field(name).kind === "flag";
    return this.over(
      whole,
      (rows, changes, isOpen) =>
        this.each(ranges, whole, rows, isFlag(isOpen), (row, data, name) => this.put(changes, row, data, name, value)),
      "grid",
    );
  }

  /** The handle was dragged from `range` to `target`, which lies on one side of it. */
  async series(range, target) {
    const source = await this.rows.need(range).catch((error) => void toast(error.message, { kind: "bad" }));
    if (!source || source.length < range.rows) return false;
    const whole = { top: Math.min(range.top, target.top), bottom: Math.max(range.bottom, target.bottom) };
    const down = target.fields[0] === range.fields[0] && target.fields.length === range.fields.length;
    const build = down ? this.seriesDown(range, target, source) : this.seriesRight(range, target);
    const done = await this.over({ ...target, rows: target.bottom - target.top + 1 }, build, "fill");
    if (!done) return false;
    const all = this.adapter.fields();
    const names = all.filter((name) => range.fields.includes(name) || target.fields.includes(name));
    this.adapter.activate(whole.top, names[0]);
    this.selection.extend(whole.bottom, names.at(-1), { show: false });
    return true;
  }

  seriesDown(range, target, source) {
    const back = target.top < range.top;
    return (rows, changes, isOpen) => {
      for (const name of range.fields.filter(isOpen)) {
        const next = goOn(
          this.field(name).kind,
          source.map((data) => data[name] ?? null),
          rows.length,
          back,
        );
        rows.forEach((data, n) => this.put(changes, target.top + n, data, name, next[back ? rows.length - 1 - n : n]));
      }
    };
  }

  seriesRight(range, target) {
    const back = this.adapter.fields().indexOf(target.fields[0]) < range.left;
    return (rows, changes, isOpen) => {
      const kinds = new Set(range.fields.map((name) => this.field(name).kind));
      rows.forEach((data, n) => {
        const next = goOn(
          kinds.size === 1 ? [...kinds][0] : "mixed",
          range.fields.map((name) => data[name] ?? null),
          target.fields.length,
          back,
        );
        target.fields.forEach((name, at) => {
          const index = back ? target.fields.length - 1 - at : at;
          const from = range.fields.at(back ? -1 - (index % range.fields.length) : index % range.fields.length);
          if (isOpen(name)) this.across(changes, target.top + n, data, from, name, next[index]);
        });
      });
    };
  }
}
