/** Filters from … to …: numbers, days, moments. */

import { makeControl } from "../controls/index.js";
import { pair } from "../controls/day.js";
import { button, el, onTyped } from "../dom.js";
import { addDays, makeMoment, showMoment } from "../moments.js";
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
    if (spans.length)
      this.body.append(
        el(
          "div.s-spans",
          {},
          spans.map((name) => this.span(name)),
        ),
      );
    if (this.offers("empty")) this.body.append(el("label.s-row", {}, this.empty, el("span", {}, this.words.op_empty)));
  }

  inputField() {
    return this.field;
  }

  spans() {
    return [];
  }

  /** Days that move with the calendar, so that a view or a link asks for them anew each day. */
  span(name) {
    const node = button(this.words[`span_${name}`], {
      kind: "s-small",
      "aria-pressed": "false",
      onclick: () => this.put(this.model?.span === name ? null : name),
    });
    node.dataset.span = name;
    return node;
  }

  put(span) {
    for (const end of this.ends) end.set(null);
    this.empty.checked = false;
    this.tell(span ? { span } : {});
    this.show();
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
    for (const node of this.body.querySelectorAll("[data-span]"))
      node.setAttribute("aria-pressed", String(node.dataset.span === model.span));
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
    return this.offers("span")
      ? ["today", "week", "last_week", "next_week", "month", "last_month", "year", "days-7", "days-30", "days+30"]
      : [];
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
