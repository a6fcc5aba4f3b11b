/** The filters in force, in words, each with a way to drop it. */

import { button, el, fill } from "./dom.js";
import { ALL, isGroup, pieces } from "./filters/tree.js";
import { keyOf } from "./groups.js";
import { textOf } from "./kinds.js";
import { addDays, showMoment } from "./moments.js";

const [MANY, FEW] = [12, 3];

export class Chips {
  /** `calls`: {drop(name), part(name, at), build(), clear()}. */
  constructor(context, calls) {
    Object.assign(this, { context, calls });
    this.node = el("div.s-filters", { hidden: true, role: "list", "aria-label": context.words.filters_on });
  }

  draw() {
    const { query, words } = this.context;
    const heads = Object.entries(query.heads).map(([name, model]) => this.chip(name, model));
    const groups = pieces(query.groups).map(([name, at, part]) => this.group(name, at, part));
    const grouping = query.group?.length ? [this.grouping(query)] : [];
    const filters = [...heads, ...groups];
    const clear = button(words.clear_filters, { kind: "s-quiet s-small", onclick: () => this.calls.clear() });
    this.node.hidden = grouping.length + filters.length === 0;
    const back = this.calls.back?.();
    const usual = back ? [button(words.view_back, { kind: "s-quiet s-small s-view-back", onclick: back })] : [];
    this.node.replaceChildren(...grouping, ...filters, ...(filters.length ? [clear] : []), ...usual);
  }

  /** A group is one chip; pressing its words opens the dialog where it was put together. */
  group(name, at, part) {
    const { words } = this.context;
    const sentence = this.sentence(part);
    const drop = button(`${words.clear_filter}：${sentence}`, {
      glyph: "close",
      bare: true,
      kind: "s-chip-drop",
      onclick: () => this.calls.part(name, at),
    });
    return el(
      "span.s-filter-chip.s-filter-group",
      { role: "listitem" },
      el("button.s-filter-open", { type: "button", title: sentence, onclick: () => this.calls.build() }, sentence),
      drop,
    );
  }

  /** By what the rows are grouped, with all groups folded or opened at once. */
  grouping({ group, folds }) {
    const { record, words } = this.context;
    const said = group
      .map(keyOf)
      .map(({ name, step }) => `${record.byName[name].label}${step ? ` ${words[`group_${step}`]}` : ""}`)
      .join(" › ");
    const drop = button(words.group_drop, {
      glyph: "close",
      bare: true,
      kind: "s-chip-drop",
      onclick: () => this.calls.ungroup(),
    });
    const way = folds.shut ? "group_open_all" : "group_shut_all";
    const all = button(words[way], { kind: "s-quiet s-small", onclick: () => this.calls.foldAll(!folds.shut) });
    const open = el(
      "button.s-filter-open",
      { type: "button", title: words.group_rows, onclick: () => this.calls.group() },
      said,
    );
    return el(
      "span.s-grouping",
      { role: "listitem" },
      el("span.s-filter-chip.s-filter-group", {}, el("b", {}, words.group_by), open, drop),
      all,
    );
  }

  /** A filter in words; what stands within a group stands in brackets. */
  sentence(filter, inside = false) {
    const { words, record } = this.context;
    const parts = Object.entries(filter).map(([name, asked]) => {
      if (!isGroup(name)) return `${record.byName[name].label} ${this.condition(name, asked)}`;
      const inner = asked.map((part) => this.sentence(part, asked.length > 1));
      const joined = inner.join(` ${name === ALL ? words.and : words.or} `);
      return inner.length > 1 && (inside || Object.keys(filter).length > 1)
        ? fill(words.bracket, { words: joined })
        : joined;
    });
    const joined = parts.join(` ${words.and} `);
    return inside && parts.length > 1 ? fill(words.bracket, { words: joined }) : joined;
  }

  condition(name, model) {
    const field = this.context.record.byName[name];
    return Object.entries(model)
      .map(([operator, value]) => this.say(field, operator, value))
      .join(` ${this.context.words.and} `);
  }

  chip(name, model) {
    const { record, words } = this.context;
    const field = record.byName[name];
    const drop = button(`${words.clear_filter}：${field.label}`, {
      glyph: "close",
      bare: true,
      kind: "s-chip-drop",
      onclick: () => this.calls.drop(name),
    });
    const sentence = this.condition(name, model);
    return el(
      "span.s-filter-chip",
      { role: "listitem" },
      el("b", {}, field.label),
      el("span", { title: sentence }, sentence),
      drop,
    );
  }

  say(field, operator, value) {
    const { words } = this.context;
    if (operator === "span") return spanSaid(value, words);
    if (operator === "mine")
      return words[`op_${value ? "mine" : "not_mine"}_${field.link}`] ?? words[`op_${value ? "mine" : "not_mine"}`];
    if (operator === "empty") return value ? words.op_empty : words.op_filled;
    if (field.kind === "flag" && operator === "eq") return value ? words.yes : words.no;
    if (operator === "in" || operator === "not_in")
      return fill(words[`say_${operator}`], { value: this.list(field, value) });
    if (field.kind === "moment" && !`${value}`.startsWith("=")) {
      const day = showMoment(value).slice(0, 10);
      return fill(operator === "lt" ? words.say_le : words[`say_${operator}`], {
        value: operator === "lt" ? addDays(day, -1) : day,
      });
    }
    return fill(words[`say_${operator}`] ?? "{value}", { value: this.name(field, value) });
  }

  /** A long list is told by its first ones. */
  list(field, values) {
    const names = values.slice(0, values.length > MANY ? FEW : MANY).map((value) => this.name(field, value));
    const list = names.join("、");
    return values.length > MANY ? fill(this.context.words.list_of_many, { list, n: values.length }) : list;
  }

  name(field, value) {
    if (value === null) return this.context.words.op_empty;
    const other = typeof value === "string" && value.startsWith("=") && this.context.record.byName[value.slice(1)];
    if (other) return other.label;
    if (field.kind !== "link") return textOf(field, value);
    return this.context.linkNames[field.name]?.get(value) ?? `#${value}`;
  }
}

/** What days that move are called: those with a name of their own, or so many back or ahead. */
export function spanSaid(span, words) {
  const [, way, n] = /^days([+-])(\d+)$/.exec(span) ?? [];
  return words[`span_${span}`] ?? (n ? fill(way === "-" ? words.span_back : words.span_ahead, { n }) : span);
}
