/** Inputs for what is simply typed: lines, numbers, phones, long text. */

import { el } from "../dom.js";

/** Every control has node, input, set(wire), type(text), read() → {value, text}, key(event) → consumed, close(). */
export class TextControl {
  constructor(field, context) {
    this.field = field;
    this.context = context;
    this.input = context.input ?? this.make();
    this.node = this.input;
    this.dress();
  }

  make() {
    return el("input.s-input", { type: "text", autocomplete: "off", spellcheck: "false" });
  }

  /**
   * The input may be one that was typed into before its cell was opened. It takes texts of any length: a browser that
   * stops at a limit cuts what is pasted without a word, while the server says how much is too much and the text stays.
   */
  dress() {
    const { inputmode } = this.field;
    if (inputmode) this.input.setAttribute("inputmode", inputmode);
    else this.input.removeAttribute("inputmode");
  }

  set(wire) {
    this.input.value = this.write(wire);
  }

  write(wire) {
    return wire === null || wire === undefined ? "" : String(wire);
  }

  type(text) {
    this.input.value = text;
  }

  /** The text came before the control: half a composition, or a first letter. */
  begin() {}

  read() {
    const text = this.line(this.input.value).trim();
    return { value: text === "" ? null : text, text };
  }

  line(text) {
    return text.replace(/\s*\n\s*/g, " ");
  }

  key() {
    return false;
  }

  /** Arrow keys this control needs for itself even while a value is being typed. */
  keeps() {
    return false;
  }

  close() {}
}

export class NumberControl extends TextControl {
  dress() {
    super.dress();
    this.input.classList.add("s-number");
  }
}

/** Long text: Alt+Enter breaks the line, Enter alone commits in a cell and breaks the line in a form. */
export class NoteControl extends TextControl {
  make() {
    return el("textarea.s-input", { spellcheck: "false" });
  }

  dress() {
    super.dress();
    this.input.rows = this.context.place === "cell" ? 6 : 3;
    this.input.removeAttribute("wrap");
    this.input.classList.add("s-note");
  }

  line(text) {
    return text;
  }

  key(event) {
    if (event.key !== "Enter" || !event.altKey) return false;
    this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
    return true;
  }
}
