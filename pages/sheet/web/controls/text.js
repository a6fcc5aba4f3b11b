/** Inputs for what is simply typed: lines, numbers, phones, long text. */

import { el } from "../dom.js";

/** Every control has node, input, set(wire), type(text), read() → {value, text}, key(event) → consumed, close(). */
export class TextControl {
  constructor(field, context) {
    this.field = field;
    this.context = context;
    this.input = context.input ?? this.make();
    this.node = this.input;
  }

  make() {
    const { field } = this;
    return el("input.s-input", { type: "text", inputmode: field.inputmode, maxlength: field.max_length, autocomplete: "off", spellcheck: "false" });
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

  read() {
    const text = this.input.value.trim();
    return { value: text === "" ? null : text, text };
  }

  key() {
    return false;
  }

  close() {}
}

export class NumberControl extends TextControl {
  make() {
    const input = super.make();
    input.removeAttribute("maxlength");
    input.classList.add("s-number");
    return input;
  }
}

/** Long text: Alt+Enter breaks the line, Enter alone commits in a cell and breaks the line in a form. */
export class NoteControl extends TextControl {
  make() {
    return el("textarea.s-input.s-note", { rows: this.context.place === "cell" ? 6 : 3, maxlength: this.field.max_length, spellcheck: "false" });
  }

  key(event) {
    if (event.key !== "Enter" || !event.altKey) return false;
    this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
    return true;
  }
}
