/** The values of a column, each with how many rows have it, to be ticked: only these, or all but these. */

import { button, el, fill, onTyped } from "../dom.js";

const PAUSE = 200;

/** What a panel asks of its column → which values are ticked, and whether they are the ones left out; null where it asks otherwise. */
export function ticksOf(model) {
  if (!model) return { but: false, keys: [] };
  const [[op, value], ...more] = Object.entries(model);
  if (more.length) return null;
  if (op === "in" || op === "not_in") return { but: op === "not_in", keys: value.map(keyOf) };
  if (op === "eq" || op === "ne") return { but: op === "ne", keys: [keyOf(value)] };
  if (op === "empty") return { but: !value, keys: [null] };
  return null;
}

/** And back; a column that knows no lists, as a tick does not, is asked for one value or for all but one. */
export function modelOf({ but, keys }, offers, all = []) {
  if (!keys.length) return null;
  if (keys.length === 1 && keys[0] === null) return { empty: !but };
  if (offers("in")) return { [but ? "not_in" : "in"]: keys };
  if (keys.length === 1) return { [but ? "ne" : "eq"]: keys[0] };
  const rest = all.filter((key) => !keys.includes(key));
  return rest.length === 1 ? modelOf({ but: !but, keys: rest }, offers, all) : null;
}

const keyOf = (value) => value?.id ?? value;

export class ValueList {
  /** `calls`: {choose(model)}; `search`: whether it has a box of its own to find values in; `all`: the values there are at most. */
  constructor(field, context, calls, { search = true, hint = "", all = null } = {}) {
    Object.assign(this, {
      field,
      context,
      calls,
      all,
      words: context.words,
      ticked: { but: false, keys: [] },
      known: new Map(),
      fitting: [],
      boxes: [],
    });
    const { words } = this;
    const way = (but) =>
      button(but ? words.values_but : words.values_only, {
        kind: "s-small",
        "aria-pressed": "false",
        onclick: () => this.turn(but),
      });
    this.ways = [way(false), way(true)];
    this.list = el("div.s-filter-list.s-values");
    this.note = el("div.s-soft.s-values-note", { role: "status", hidden: true });
    this.input = search
      ? el("input.s-input", {
          type: "text",
          placeholder: hint || words.search,
          "aria-label": hint || words.search,
          autocomplete: "off",
        })
      : null;
    if (this.input) onTyped(this.input, PAUSE, (text) => this.load(text));
    this.node = el(
      "div.s-value-list",
      {},
      this.input,
      el("div.s-ways", { role: "group" }, this.ways),
      this.list,
      this.note,
    );
    this.draw();
  }

  offers(operator) {
    return !this.field.ops || this.field.ops.includes(operator);
  }

  /** Asked with all that is asked beside this column; what can't be listed goes without a list. */
  async load(text = "") {
    const { http, record, query } = this.context;
    const asked = (this.asked = Symbol("values"));
    const heads = Object.fromEntries(Object.entries(query.heads ?? {}).filter(([name]) => name !== this.field.name));
    const filter = { ...heads, ...query.groups, ...query.fixed };
    const answer = await http
      .post(`/${record.name}/values`, { field: this.field.name, q: text.trim(), filter, search: query.search })
      .catch(() => null);
    if (asked !== this.asked) return;
    this.node.classList.toggle("s-unlisted", !answer && !this.all);
    this.fitting = this.among(answer?.values, text);
    for (const { value, text: label } of this.fitting) this.known.set(value, label);
    this.note.hidden = !answer?.more && !answer?.partly;
    this.note.textContent = answer?.partly ? this.words.values_partly : this.words.values_more;
    this.draw();
  }

  /** Options stand in their own order, those that no row has last but one: the empty one. */
  among(values, text) {
    if (!this.all) return values ?? [];
    const counts = new Map((values ?? []).map((entry) => [entry.value, entry]));
    const wanted = text.trim().toLowerCase();
    const fits = ({ key, label, also = "" }) =>
      counts.has(key) || !wanted || `${label} ${also}`.toLowerCase().includes(wanted);
    const options = this.all
      .filter(fits)
      .map(({ key, label }) => ({ value: key, text: label, count: values ? (counts.get(key)?.count ?? 0) : null }));
    return [...options, ...(values ?? []).filter(({ value }) => !options.some((option) => option.value === value))];
  }

  /** What was asked for before, also where it is out of sight now. */
  show(model) {
    this.ticked = ticksOf(model) ?? { but: false, keys: [] };
    this.draw();
  }

  label(key) {
    if (key === null) return this.words.op_empty;
    return (
      this.known.get(key) ??
      this.all?.find((option) => option.key === key)?.label ??
      this.context.linkNames[this.field.name]?.get(key) ??
      String(key)
    );
  }

  draw() {
    const { keys, but } = this.ticked;
    this.ways.forEach((node, at) => node.setAttribute("aria-pressed", String(Boolean(at) === but)));
    const away = keys
      .filter((key) => !this.fitting.some(({ value }) => value === key))
      .map((value) => ({ value, count: null }));
    const held = this.boxes.find(({ box }) => box === document.activeElement);
    this.boxes = [...away, ...this.fitting].map((entry) => this.row(entry));
    this.list.replaceChildren(
      ...(this.boxes.length
        ? this.boxes.map(({ node }) => node)
        : [el("div.s-list-none", {}, this.words.nothing_found)]),
    );
    // Whoever ticks by key goes on where he was, also when the list is another one by then.
    if (held) (this.boxes.find(({ value }) => value === held.value) ?? this.boxes[0])?.box.focus();
  }

  row({ value, count }) {
    const box = el("input.s-check", {
      type: "checkbox",
      checked: this.ticked.keys.includes(value),
      onchange: () => this.turnOne(value, box.checked),
    });
    const times =
      count === null
        ? null
        : el("span.s-times", { title: fill(this.words.values_rows, { n: count }) }, count.toLocaleString("en-US"));
    return {
      value,
      box,
      node: el("label.s-row", {}, box, el("span", { title: this.label(value) }, this.label(value)), times),
    };
  }

  turnOne(value, on) {
    const { but, keys } = this.ticked;
    this.ticked = { but, keys: on ? [...keys, value] : keys.filter((key) => key !== value) };
    this.tell();
  }

  turn(but) {
    this.ticked = { ...this.ticked, but };
    this.tell();
  }

  tell() {
    if (this.field.kind === "link") {
      const names = (this.context.linkNames[this.field.name] ??= new Map());
      for (const key of this.ticked.keys) if (this.known.get(key)) names.set(key, this.known.get(key));
    }
    this.draw();
    this.calls.choose(
      modelOf(
        this.ticked,
        (operator) => this.offers(operator),
        this.all?.map(({ key }) => key),
      ),
    );
  }
}
