/** A box that finds while one types: the options of a choice, or the rows of another record type. */

import { el, newId, onTyped } from "../dom.js";
import { Popup } from "../popup.js";
import { TextControl } from "./text.js";

export class ListControl extends TextControl {
  constructor(field, context) {
    super(field, context);
    this.picked = null;
    this.fitting = [];
    this.at = -1;
    // How often the text changed, and up to which of these times the list is true of it.
    this.strokes = 0;
    this.shown = -1;
    this.input.addEventListener("input", () => (this.strokes += 1));
    this.list = el("div.s-list", { role: "listbox", id: newId("s-list"), "aria-label": field.label });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where one types
    const aria = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(aria)) this.input.setAttribute(name, value);
    this.stop = onTyped(this.input, this.pause, () => this.typed());
    if (context.place !== "cell") {
      this.input.addEventListener("click", () => this.opened());
      this.input.addEventListener("blur", () => setTimeout(() => this.leave(), 150));
    }
  }

  get pause() {
    return 0;
  }

  set(wire) {
    this.picked = this.fromWire(wire);
    this.input.value = this.picked?.text ?? "";
  }

  type(text) {
    this.picked = null;
    this.input.value = text;
    this.search(text);
  }

  begin() {
    this.typed();
  }

  /** The list is walked with them. */
  keeps(key) {
    return key === "ArrowDown" || key === "ArrowUp";
  }

  typed() {
    this.picked = null;
    this.search(this.input.value);
  }

  /** Called when a cell opens on its own value: the whole list is at hand. */
  unfold() {
    this.search("");
  }

  /** What is chosen already is marked, so that whoever types looks for another one; the second click sets the caret. */
  opened() {
    if (!this.popup && this.picked) this.input.select();
    this.search("");
  }

  async search(text) {
    const asked = (this.asked = Symbol("search"));
    const { strokes } = this;
    const fitting = await this.find(text.trim());
    if (asked !== this.asked || !this.input.isConnected) return;
    this.fitting = fitting;
    this.shown = strokes;
    const now = this.fitting.findIndex((option) => option.key === this.picked?.key);
    this.at = now >= 0 ? now : text.trim() && fitting.length ? 0 : -1;
    this.draw();
  }

  draw() {
    const rows = this.fitting.map((option, index) => this.row(option, index));
    this.list.replaceChildren(...(rows.length ? rows : [el("div.s-list-none", {}, this.context.words.nothing_found)]));
    if (!this.popup && this.context.inline) this.popup = { place() {}, close() {} };
    if (!this.popup) {
      this.popup = new Popup(this.context.box ?? this.input, this.list, {
        kind: "s-list-pop",
        minWidth: 180,
        onclose: () => this.folded(),
      });
      this.popup.node.addEventListener("pointerdown", (event) => event.preventDefault());
    }
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
    this.popup.place();
  }

  row(option, index) {
    const label = option.tone
      ? el("span.s-pill", { dataset: { tone: option.tone } }, option.text)
      : el("span", {}, option.text);
    return el(
      "div.s-option",
      { role: "option", id: `${this.list.id}-${index}`, onclick: () => this.pick(option) },
      label,
      option.hint ? el("span.s-hint", {}, option.hint) : null,
    );
  }

  mark() {
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    const row = this.list.children[this.at];
    if (this.at < 0 || !row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    return row.scrollIntoView({ block: "nearest" });
  }

  folded() {
    this.popup = null;
    this.input.setAttribute("aria-expanded", "false");
  }

  pick(option) {
    this.picked = option;
    this.input.value = option.text;
    this.popup?.close();
    this.context.onpick?.();
    this.chosen();
  }

  /** A form hears of what was picked as it does of what is typed. */
  chosen() {
    if (this.context.place === "form") this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && !event.altKey) {
      if (!this.popup) this.search("");
      else this.at = Math.max(0, Math.min(this.fitting.length - 1, this.at + step));
      this.mark();
      return true;
    }
    if (event.key === "Escape" && this.popup && !this.context.inline && this.context.place !== "cell") {
      this.popup.close();
      return true;
    }
    if (event.key === "Enter" || event.key === "Tab") return this.take(event.key === "Enter");
    return false;
  }

  /**
   * The marked option is taken; in a cell the same Enter goes on to commit, in a form it only picks. A list that is still
   * that of an earlier text decides nothing.
   */
  take(enter) {
    const marked = this.popup && this.shown === this.strokes && this.fitting[this.at];
    if (!marked) return false;
    this.picked = marked;
    this.input.value = marked.text;
    this.popup.close();
    this.chosen();
    return enter && this.context.place !== "cell";
  }

  leave() {
    if (document.activeElement !== this.input) this.popup?.close();
  }

  read() {
    const text = this.input.value.trim();
    if (text === "") return { value: null, text: "" };
    const option = this.picked ?? this.exact(text);
    return option ? { value: this.toWire(option), text: option.text } : { value: text, text, name: this.namer?.(text) };
  }

  exact() {
    return null;
  }

  close() {
    this.stop();
    this.popup?.close();
  }
}

export class ChoiceControl extends ListControl {
  get options() {
    return this.field.options.map(({ key, label, tone, also = "", retired = false }) => ({
      key,
      text: label,
      tone,
      also,
      retired,
    }));
  }

  fromWire(wire) {
    return wire === null || wire === undefined
      ? null
      : (this.options.find(({ key }) => key === wire) ?? { key: wire, text: String(wire) });
  }

  toWire(option) {
    return option.key;
  }

  find(text) {
    const wanted = text.toLowerCase();
    return this.options
      .filter((option) => !option.retired)
      .filter(
        (option) =>
          option.text.toLowerCase().includes(wanted) ||
          option.also.includes(wanted) ||
          String(option.key).toLowerCase().startsWith(wanted),
      );
  }

  exact(text) {
    const [only, ...more] = this.find(text);
    return this.options.find((option) => option.text === text) ?? (more.length ? null : (only ?? null));
  }
}

export class LinkControl extends ListControl {
  get pause() {
    return 150;
  }

  fromWire(wire) {
    return wire ? { key: wire.id, text: wire.text } : null;
  }

  toWire(option) {
    return { id: option.key, text: option.text };
  }

  async find(text) {
    try {
      return await this.look(text);
    } catch {
      return [];
    }
  }

  async look(text, options) {
    const asked = this.field.asked ? `&asked=${this.field.asked}` : "";
    const { rows } = await this.context.http.get(
      `/${this.field.link}/look?q=${encodeURIComponent(text)}${asked}`,
      options,
    );
    return rows.map(({ id, text: name, hint }) => ({ key: id, text: name, hint }));
  }

  /** Whoever types faster than the list comes means the only row of that name; between several the server refuses. */
  namer(text) {
    return async (options) => {
      const [only, ...more] = await this.look(text, options);
      return only && !more.length ? this.toWire(only) : null;
    };
  }
}
