/** The dialog where conditions are put together: groups in one another, of which all or any must hold. */

import { makeControl } from "../controls/index.js";
import { ask } from "../dialog.js";
import { button, el, fill, newId } from "../dom.js";
import { operatorsOf, readAs } from "./operators.js";
import { closed, opened } from "./tree.js";

const DEEPEST = 3;
const SPANS = [
  "today",
  "yesterday",
  "tomorrow",
  "week",
  "last_week",
  "next_week",
  "month",
  "last_month",
  "next_month",
  "quarter",
  "last_quarter",
  "next_quarter",
  "year",
  "last_year",
  "next_year",
];
const COUNTED = /^days([+-])(\d+)$/;
const DRAWN_AS = { moment: "day", rating: "count", progress: "count" };

/** `submit(filter)` answers a sentence where the server won't have it. */
export function buildFilter(context, filter, submit) {
  const { words } = context;
  const root = new Group(context, opened(filter));
  if (!root.rows.length) root.add();
  const dialog = ask({
    title: words.filter_build,
    words,
    confirm: words.filter_apply,
    wide: true,
    body: root.node,
    submit: () => {
      const fault = root.fault();
      return fault || submit(closed(root.read()));
    },
  });
  dialog.classList.add("s-filter-dialog");
  dialog.addEventListener("close", () => root.shut());
  root.rows[0].focus();
}

class Group {
  constructor(context, { any, parts }, drop = null, depth = 1) {
    Object.assign(this, { context, drop, depth, words: context.words, rows: [] });
    const { words } = this;
    const option = (value, label, selected) => el("option", { value, selected }, label);
    this.any = el(
      "select.s-input",
      { "aria-label": words.filter_match },
      option("all", words.filter_all, !any),
      option("any", words.filter_any, any),
    );
    this.list = el("div.s-tree-rows");
    const adding = button(words.filter_add, {
      glyph: "plus",
      kind: "s-quiet s-small",
      onclick: () => this.add().focus(),
    });
    const grouping =
      depth < DEEPEST
        ? button(words.filter_add_group, { glyph: "plus", kind: "s-quiet s-small", onclick: () => this.addGroup() })
        : null;
    const dropping = drop
      ? button(words.filter_drop_group, {
          glyph: "close",
          bare: true,
          kind: "s-quiet s-small",
          onclick: () => drop(this),
        })
      : null;
    this.node = el(
      "div.s-tree",
      { role: "group", "aria-label": words.filter_match },
      el("div.s-tree-head", {}, this.any, dropping),
      this.list,
      el("div.s-tree-foot", {}, adding, grouping),
    );
    for (const part of parts)
      this.put(
        part.parts
          ? new Group(context, part, (child) => this.remove(child), depth + 1)
          : new Row(context, part, (child) => this.remove(child)),
      );
  }

  put(row) {
    this.rows.push(row);
    this.list.append(row.node);
    return row;
  }

  add() {
    return this.put(new Row(this.context, null, (child) => this.remove(child)));
  }

  addGroup() {
    const group = this.put(
      new Group(
        this.context,
        { any: this.any.value === "all", parts: [] },
        (child) => this.remove(child),
        this.depth + 1,
      ),
    );
    group.add().focus();
  }

  remove(row) {
    const at = this.rows.indexOf(row);
    row.shut();
    row.node.remove();
    this.rows.splice(at, 1);
    (this.rows[at] ?? this.rows[at - 1])?.focus();
  }

  focus() {
    this.any.focus();
  }

  fault() {
    return this.rows.reduce((fault, row) => fault || row.fault(), "");
  }

  read() {
    return { any: this.any.value === "any", parts: this.rows.map((row) => row.read()).filter(Boolean) };
  }

  shut() {
    for (const row of this.rows) row.shut();
  }
}

/** One condition: the column, what is asked of it, and what it is held against. */
export class Row {
  constructor(context, part, drop) {
    Object.assign(this, { context, words: context.words, inputs: [] });
    const { record, words } = context;
    const fields = record.fields.filter((field) => operatorsOf(field).length && field.kind !== "pinyin");
    this.column = el(
      "select.s-input.s-tree-column",
      { "aria-label": words.filter_column_of },
      el("option", { value: "" }, words.filter_choose),
      fields.map(({ name, label }) => el("option", { value: name }, label)),
    );
    this.operator = el("select.s-input.s-tree-operator", { "aria-label": words.condition });
    this.value = el("div.s-tree-value");
    this.node = el(
      "div.s-tree-row",
      {},
      this.column,
      this.operator,
      this.value,
      button(words.filter_drop, { glyph: "close", bare: true, kind: "s-quiet s-small", onclick: () => drop(this) }),
    );
    this.column.addEventListener("change", () => this.chosen());
    this.operator.addEventListener("change", () => this.asked());
    this.node.addEventListener("input", () => this.node.classList.remove("s-bad"));
    if (part) this.show(part);
    else this.chosen();
  }

  get field() {
    return this.context.record.byName[this.column.value];
  }

  show({ name, asked }) {
    this.column.value = name;
    const reading = this.field && readAs(this.field, asked);
    this.given = reading ? null : { name, asked }; // what no operator here says stays as it is until it is touched
    this.chosen(reading?.operator.key);
    if (reading) this.fill(reading.value);
    else this.value.replaceChildren(el("span.s-soft", {}, this.words.filter_as_given));
  }

  chosen(key = null) {
    const operators = this.field ? operatorsOf(this.field) : [];
    this.operator.replaceChildren(
      ...operators.map((operator) =>
        el("option", { value: operator.key }, labelOf(this.field, operator.key, this.words)),
      ),
    );
    this.operator.hidden = !operators.length;
    if (key) this.operator.value = key;
    this.asked(Boolean(this.given));
  }

  asked(untouched = false) {
    if (!untouched) this.given = null;
    this.shut();
    this.now = this.field ? operatorsOf(this.field).find(({ key }) => key === this.operator.value) : null;
    this.inputs = this.now ? inputsFor(this.now.takes, this.field, this.context) : [];
    this.value.replaceChildren(...this.inputs.map(({ node }) => node));
  }

  fill(value) {
    const values = this.now.takes === "two" ? value : [value];
    this.inputs.forEach((input, at) => input.set(values[at]));
  }

  values() {
    return this.inputs.map((input) => input.read());
  }

  /** A sentence where something is missing still; a line that nobody began asks for nothing. */
  fault() {
    if (
      !this.field ||
      this.given ||
      !this.values().some((value) => value === null || value === "" || value?.length === 0)
    )
      return "";
    this.node.classList.add("s-bad");
    this.node.querySelector(".s-tree-value input, .s-tree-value select")?.focus();
    return fill(this.words.filter_missing, { field: this.field.label });
  }

  read() {
    if (this.given) return this.given;
    if (!this.field) return null;
    const values = this.values();
    return { name: this.field.name, asked: this.now.make(this.now.takes === "two" ? values : values[0]) };
  }

  focus() {
    this.column.focus();
  }

  shut() {
    for (const input of this.inputs) input.close();
  }
}

function labelOf({ link }, key, words) {
  return words[`op_${key}_${link}`] ?? words[`op_${key}`];
}

function inputsFor(takes, field, context) {
  if (takes === "none") return [];
  if (takes === "span") return [new Span(context.words)];
  if (takes === "many") return [new Many(field, context)];
  const kind = takes === "text" ? "line" : (DRAWN_AS[field.kind] ?? (field.kind === "note" ? "line" : field.kind));
  return Array.from(
    { length: takes === "two" ? 2 : 1 },
    (_, at) => new One({ ...field, kind }, context, takes === "two" ? ["from", "to"][at] : null),
  );
}

class One {
  constructor(field, context, end) {
    this.control = makeControl(field, { words: context.words, http: context.http, place: "filter" });
    this.node = this.control.node;
    this.control.input.setAttribute("aria-label", end ? `${field.label} ${context.words[end]}` : field.label);
    if (end) this.control.input.placeholder = context.words[end];
    this.control.input.addEventListener("keydown", (event) => this.control.key(event) && event.preventDefault());
  }

  set(wire) {
    this.control.set(wire);
  }

  read() {
    const { value } = this.control.read();
    return typeof value === "number" ? String(value) : (value ?? null);
  }

  close() {
    this.control.close();
  }
}

/** Days that move with the calendar: those with a name, and so many back or ahead. */
class Span {
  constructor(words) {
    const option = (value, label) => el("option", { value }, label);
    const named = SPANS.map((span) => option(span, words[`span_${span}`]));
    this.which = el(
      "select.s-input",
      { "aria-label": words.op_span, onchange: () => this.fit() },
      named,
      option("days-", words.span_last_n),
      option("days+", words.span_next_n),
    );
    this.n = el("input.s-input.s-number", {
      type: "number",
      min: 1,
      max: 3660,
      value: 7,
      "aria-label": words.span_days,
    });
    this.node = el("div.s-pair", {}, this.which, this.n);
    this.fit();
  }

  fit() {
    this.n.hidden = !this.which.value.startsWith("days");
  }

  set(span) {
    const [, way, n] = COUNTED.exec(span) ?? [];
    this.which.value = way ? `days${way}` : span;
    if (n) this.n.value = n;
    this.fit();
  }

  read() {
    if (this.n.hidden) return this.which.value;
    const n = Number(this.n.value);
    return Number.isInteger(n) && n >= 1 && n <= 3660 ? `${this.which.value}${n}` : null;
  }

  close() {}
}

/** Several of the options, or several rows of another table. */
class Many {
  constructor(field, context) {
    Object.assign(this, { field, context, picked: [] });
    this.chips = el("span.s-chips");
    this.control = makeControl(
      { ...field, options: field.options },
      { words: context.words, http: context.http, place: "filter", onpick: () => this.add() },
    );
    this.control.input.setAttribute("aria-label", field.label);
    this.control.input.id ||= newId("s-many");
    this.control.input.addEventListener("keydown", (event) => {
      if (!this.control.key(event)) return;
      event.preventDefault();
      if (event.key === "Enter") this.add();
    });
    this.node = el("div.s-tags", { onclick: () => this.control.input.focus() }, this.chips, this.control.node);
  }

  add() {
    const { value } = this.control.read();
    if (value === null || value === undefined) return;
    const key = value?.id ?? value;
    if (this.field.kind === "link" && !value.id) return;
    if (value?.id) (this.context.linkNames[this.field.name] ??= new Map()).set(value.id, value.text);
    this.control.set(null);
    this.set([...new Set([...this.picked, key])]);
    this.node.dispatchEvent(new Event("input", { bubbles: true }));
  }

  name(key) {
    const { words, linkNames } = this.context;
    if (key === null) return words.op_empty;
    if (this.field.kind === "link") return linkNames[this.field.name]?.get(key) ?? `#${key}`;
    return this.field.options.find((option) => option.key === key)?.label ?? String(key);
  }

  set(keys) {
    this.picked = keys.map((key) => key?.id ?? key);
    const drop = (key) =>
      button(`${this.context.words.remove} ${this.name(key)}`, {
        glyph: "close",
        bare: true,
        kind: "s-chip-drop",
        onclick: () => this.set(this.picked.filter((other) => other !== key)),
      });
    this.chips.replaceChildren(...this.picked.map((key) => el("span.s-chip", {}, this.name(key), drop(key))));
  }

  read() {
    if (this.control.input.value.trim()) this.add();
    return this.picked;
  }

  close() {
    this.control.close();
  }
}
