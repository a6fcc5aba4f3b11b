/** The filters in force, in words, each with a way to drop it. */

import { button, el, fill } from "./dom.js";
import { textOf } from "./kinds.js";
import { addDays, showMoment } from "./moments.js";

export class Chips {
  constructor(context, { drop, clear }) {
    Object.assign(this, { context, drop, clear });
    this.node = el("div.s-filters", { hidden: true, role: "list", "aria-label": context.words.filters_on });
  }

  draw() {
    const { query, words } = this.context;
    const names = Object.keys(query.filter);
    this.node.hidden = names.length === 0;
    const chips = names.map((name) => this.chip(name, query.filter[name]));
    this.node.replaceChildren(...chips, button(words.clear_filters, { kind: "s-quiet s-small", onclick: this.clear }));
  }

  chip(name, model) {
    const { record, words } = this.context;
    const field = record.byName[name];
    const sentence = Object.entries(model).map(([operator, value]) => this.say(field, operator, value)).join(` ${words.and} `);
    const drop = button(`${words.clear_filter}：${field.label}`, { glyph: "close", bare: true, kind: "s-chip-drop", onclick: () => this.drop(name) });
    return el("span.s-filter-chip", { role: "listitem" }, el("b", {}, field.label), el("span", {}, sentence), drop);
  }

  say(field, operator, value) {
    const { words } = this.context;
    if (operator === "span") return spanSaid(value, words);
    if (operator === "empty") return value ? words.op_empty : words.op_filled;
    if (field.kind === "flag" && operator === "eq") return value ? words.yes : words.no;
    if (operator === "in" || operator === "not_in") return fill(words[`say_${operator}`], { value: value.map((one) => this.name(field, one)).join("、") });
    if (field.kind === "moment" && !`${value}`.startsWith("=")) {
      const day = showMoment(value).slice(0, 10);
      return fill(operator === "lt" ? words.say_le : words[`say_${operator}`], { value: operator === "lt" ? addDays(day, -1) : day });
    }
    return fill(words[`say_${operator}`] ?? "{value}", { value: this.name(field, value) });
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
