/** Filters from … to …: numbers, days, moments. */

import { makeControl } from "../controls/index.js";
import { pair } from "../controls/day.js";
import { button, el, onTyped } from "../dom.js";
import { addDays, addMonths, makeMoment, showMoment, today, weekday } from "../moments.js";
import { PAUSE, Panel, swallow } from "./panel.js";

/** From … to …, or empty; days and moments add the spans people ask for most. */
export class RangePanel extends Panel {
  build() {
    const context = { words: this.words, http: this.context.http, place: "filter" };
    this.ends = ["from", "to"].map((end) => {
      const control = makeControl(this.inputField(), context);
      control.input.setAttribute("aria-label", this.words[end]);
      control.input.addEventListener("keydown", (event) => {
        if (control.key(event)) swallow(event);
      });
      onTyped(control.input, PAUSE, () => this.read());
      control.input.addEventListener("change", () => this.read());
      return control;
    });
    this.empty = el("input.s-check", { type: "checkbox", onchange: () => this.read() });
    this.body.append(pair(...this.ends));
    const spans = this.spans();
    if (spans.length) this.body.append(el("div.s-spans", {}, spans.map(([name, from, to]) => button(this.words[name], { kind: "s-small", onclick: () => this.put(from, to) }))));
    if (this.offers("empty")) this.body.append(el("label.s-row", {}, this.empty, el("span", {}, this.words.op_empty)));
  }

  inputField() {
    return this.field;
  }

  spans() {
    return [];
  }

  put(from, to) {
    this.ends[0].set(from);
    this.ends[1].set(to);
    this.empty.checked = false;
    this.read();
  }

  read() {
    if (this.empty.checked) return this.tell({ empty: true });
    const [from, to] = this.ends.map((control) => control.read().value);
    return this.tell({ ...(from ? this.lower(from) : {}), ...(to ? this.upper(to) : {}) });
  }

  lower(value) {
    return { ge: this.number(value) };
  }

  upper(value) {
    return { le: this.number(value) };
  }

  number(value) {
    return String(value).replace(/[,，¥￥\s]/g, "");
  }

  show() {
    const model = this.model ?? {};
    this.empty.checked = Boolean(model.empty);
    const values = [model.ge ?? model.gt ?? model.eq, model.le ?? model.lt ?? model.eq];
    this.ends.forEach((control, index) => {
      if (document.activeElement !== control.input) control.set(this.shown(values[index], index) ?? null);
    });
  }

  shown(value) {
    return value;
  }
}

export class DayPanel extends RangePanel {
  inputField() {
    return { ...this.field, kind: "day" };
  }

  number(value) {
    return value;
  }

  spans() {
    const now = today();
    const monday = addDays(now, -weekday(now));
    const first = `${now.slice(0, 8)}01`;
    const last = addMonths(first, -1);
    return [
      ["span_today", now, now], ["span_week", monday, addDays(monday, 6)], ["span_last_week", addDays(monday, -7), addDays(monday, -1)],
      ["span_month", first, addDays(addMonths(first, 1), -1)], ["span_last_month", last, addDays(first, -1)], ["span_year", `${now.slice(0, 4)}-01-01`, `${now.slice(0, 4)}-12-31`],
    ];
  }
}

/** A day of a moment is a day in Shanghai: from its midnight to the next. */
export class MomentPanel extends DayPanel {
  lower(value) {
    return { ge: makeMoment(value) };
  }

  upper(value) {
    return { lt: makeMoment(addDays(value, 1)) };
  }

  shown(value, index) {
    if (!value) return null;
    const day = showMoment(value).slice(0, 10);
    return index === 1 && this.model.lt ? addDays(day, -1) : day;
  }
}
