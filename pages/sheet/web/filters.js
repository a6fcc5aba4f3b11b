/** Header filters: each kind has a panel whose model is exactly the operators of the API. */

import { button, el, fill, onTyped } from "./dom.js";
import { makeControl } from "./controls/index.js";
import { pair } from "./controls/day.js";
import { addDays, addMonths, makeMoment, showMoment, today, weekday } from "./moments.js";

const PAUSE = 250;

/** The shape AG Grid asks of a filter; the panels below only fill `body` and tell their model. */
class Panel {
  init(params) {
    const { field, context } = params.colDef.filterParams;
    Object.assign(this, { field, context, words: context.words, changed: params.filterChangedCallback, model: null });
    this.body = el("div.s-filter-body");
    const clear = button(this.words.clear_filter, { kind: "s-quiet", onclick: () => this.clear() });
    this.gui = el("div.s-filter", { role: "group", "aria-label": fill(this.words.filter_of, { field: field.label }) }, el("div.s-filter-title", {}, field.label), this.body, el("div.s-filter-foot", {}, clear));
    this.gui.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Tab") event.stopPropagation();
    });
    this.build();
    this.show();
  }

  get node() {
    return this.gui;
  }

  getGui() {
    return this.gui;
  }

  afterGuiAttached(params) {
    this.hide = params?.hidePopup;
    this.gui.querySelector("input:not([type=radio]), select")?.focus();
  }

  isFilterActive() {
    return this.model !== null;
  }

  doesFilterPass() {
    return true;
  }

  getModel() {
    return this.model;
  }

  setModel(model) {
    this.model = model && Object.keys(model).length ? model : null;
    this.show();
  }

  clear() {
    this.setModel(null);
    this.changed();
  }

  tell(model) {
    const next = model && Object.keys(model).length ? model : null;
    if (JSON.stringify(next) === JSON.stringify(this.model)) return;
    this.model = next;
    this.changed();
  }

  offers(operator) {
    return !this.field.ops || this.field.ops.includes(operator);
  }
}

class TextPanel extends Panel {
  build() {
    const choices = ["contains", "eq", "starts", "ne"].filter((operator) => this.offers(operator));
    const options = choices.map((operator) => el("option", { value: operator }, this.words[`op_${operator}`]));
    if (this.offers("empty")) options.push(el("option", { value: "empty" }, this.words.op_empty), el("option", { value: "filled" }, this.words.op_filled));
    this.operator = el("select.s-input", { "aria-label": this.words.condition, onchange: () => this.read() }, options);
    this.input = el("input.s-input", { type: "text", "aria-label": this.field.label, placeholder: this.words.type_here });
    onTyped(this.input, PAUSE, () => this.read());
    this.body.append(this.operator, this.input);
  }

  read() {
    const operator = this.operator.value;
    this.input.hidden = operator === "empty" || operator === "filled";
    if (this.input.hidden) return this.tell({ empty: operator === "empty" });
    const text = this.input.value.trim();
    return this.tell(text ? { [operator]: text } : null);
  }

  show() {
    const [operator, value] = Object.entries(this.model ?? {})[0] ?? [this.operator.options[0].value, ""];
    this.operator.value = operator === "empty" ? (value ? "empty" : "filled") : operator;
    this.input.hidden = operator === "empty";
    if (!this.input.hidden && document.activeElement !== this.input) this.input.value = value;
  }
}

/** From … to …, or empty; days and moments add the spans people ask for most. */
class RangePanel extends Panel {
  build() {
    const context = { words: this.words, http: this.context.http, place: "filter" };
    this.ends = ["from", "to"].map((end) => {
      const control = makeControl(this.inputField(), context);
      control.input.setAttribute("aria-label", this.words[end]);
      control.input.addEventListener("keydown", (event) => {
        if (control.key(event)) event.preventDefault();
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

class DayPanel extends RangePanel {
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
class MomentPanel extends DayPanel {
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

class ChoicePanel extends Panel {
  build() {
    this.boxes = this.choices().map(({ key, label }) => ({ key, label, box: el("input.s-check", { type: "checkbox", onchange: () => this.read() }) }));
    const rows = this.boxes.map(({ label, box }) => el("label.s-row", {}, box, el("span", {}, label)));
    if (rows.length > 8) {
      const search = el("input.s-input", { type: "text", placeholder: this.words.search, "aria-label": this.words.search });
      onTyped(search, 0, (text) => rows.forEach((row) => (row.hidden = !row.textContent.toLowerCase().includes(text.trim().toLowerCase()))));
      this.body.append(search);
    }
    this.body.append(el("div.s-filter-list", {}, rows));
  }

  choices() {
    const empty = this.field.required || !this.offers("empty") ? [] : [{ key: null, label: this.words.op_empty }];
    return [...this.field.options.map(({ key, label }) => ({ key, label })), ...empty];
  }

  read() {
    const picked = this.boxes.filter(({ box }) => box.checked).map(({ key }) => key);
    if (picked.includes(null)) {
      this.boxes.forEach(({ key, box }) => (box.checked = key === null));
      return this.tell({ empty: true });
    }
    return this.tell(picked.length ? { in: picked } : null);
  }

  show() {
    const picked = this.model?.empty ? [null] : this.model?.in ?? (this.model && "eq" in this.model ? [this.model.eq] : []);
    for (const { key, box } of this.boxes) box.checked = picked.includes(key);
  }
}

class FlagPanel extends ChoicePanel {
  choices() {
    return [{ key: true, label: this.words.yes }, { key: false, label: this.words.no }];
  }

  read() {
    const picked = this.boxes.filter(({ box }) => box.checked);
    this.tell(picked.length === 1 ? { eq: picked[0].key } : null);
  }
}

class LinkPanel extends Panel {
  build() {
    this.names = (this.context.linkNames[this.field.name] ??= new Map());
    this.chips = el("div.s-chips");
    this.control = makeControl(this.field, { words: this.words, http: this.context.http, place: "filter", onpick: () => this.add() });
    this.control.input.setAttribute("placeholder", this.words.link_hint);
    this.control.input.addEventListener("keydown", (event) => {
      if (!this.control.key(event)) return;
      event.preventDefault();
      if (event.key === "Enter") this.add();
    });
    this.empty = el("input.s-check", { type: "checkbox", onchange: () => this.tell(this.empty.checked ? { empty: true } : null) });
    this.body.append(this.chips, this.control.node);
    if (this.offers("empty") && !this.field.required) this.body.append(el("label.s-row", {}, this.empty, el("span", {}, this.words.op_empty)));
  }

  add() {
    const { value } = this.control.read();
    if (!value?.id) return;
    this.names.set(value.id, value.text);
    this.control.set(null);
    this.tell({ in: [...new Set([...(this.model?.in ?? []), value.id])] });
    this.show();
  }

  show() {
    this.empty.checked = Boolean(this.model?.empty);
    const ids = this.model?.in ?? [];
    this.chips.replaceChildren(...ids.map((id) => el("span.s-chip", {}, this.names.get(id) ?? `#${id}`, button(this.words.remove, { glyph: "close", bare: true, kind: "s-chip-drop", onclick: () => this.drop(id) }))));
  }

  drop(id) {
    const rest = (this.model?.in ?? []).filter((other) => other !== id);
    this.tell(rest.length ? { in: rest } : null);
    this.show();
  }
}

const PANELS = {
  count: RangePanel, money: RangePanel, quantity: RangePanel, day: DayPanel, moment: MomentPanel,
  choice: ChoicePanel, flag: FlagPanel, link: LinkPanel,
};

export function filterFor(field) {
  return field.ops && field.ops.length === 0 ? false : PANELS[field.kind] ?? TextPanel;
}

/** The same panel outside the grid, for cards on a phone. */
export function standalone(field, context, model, changed) {
  const panel = new (filterFor(field))();
  panel.init({ colDef: { filterParams: { field, context } }, filterChangedCallback: () => changed(panel.getModel()) });
  panel.setModel(model ?? null);
  return panel.getGui();
}
