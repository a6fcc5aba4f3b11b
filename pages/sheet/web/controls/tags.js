/** Several words in one cell: each becomes a chip on Enter or comma, Backspace takes the last one back. */

import { button, el } from "../dom.js";
import { TextControl } from "./text.js";

export class TagsControl extends TextControl {
  constructor(field, context) {
    super(field, context);
    this.tags = [];
    this.chips = el("span.s-chips");
    this.node = this.frame();
    this.input.addEventListener("input", (event) => {
      if (!event.isComposing && /[,，;；、]/.test(this.input.value)) this.add();
    });
    if (context.place !== "cell") this.input.addEventListener("blur", () => this.add());
  }

  /** A cell's input must stay where it is: moving it would break off a composition. */
  frame() {
    const { input, box } = this.context;
    if (!input) return el("div.s-tags", { onclick: () => this.input.focus() }, this.chips, this.input);
    input.className = "s-tags-input";
    box.classList.add("s-tags");
    box.prepend(this.chips);
    return box;
  }

  make() {
    return el("input.s-tags-input", { type: "text", autocomplete: "off", "aria-label": this.field.label });
  }

  set(wire) {
    this.tags = [...(wire ?? [])];
    this.draw();
  }

  draw() {
    this.chips.replaceChildren(...this.tags.map((tag) => this.chip(tag)));
  }

  chip(tag) {
    const drop = () => {
      this.tags = this.tags.filter((other) => other !== tag);
      this.draw();
    };
    const label = `${this.context.words.remove} ${tag}`;
    return el(
      "span.s-chip",
      {},
      tag,
      button(label, { glyph: "close", bare: true, kind: "s-chip-drop", tabindex: "-1", onclick: drop }),
    );
  }

  add() {
    const typed = this.input.value
      .split(/[,，;；、]/)
      .map((tag) => tag.trim())
      .filter(Boolean);
    this.input.value = "";
    this.tags = [...new Set([...this.tags, ...typed])];
    this.draw();
  }

  key(event) {
    if (event.key === "Enter" && this.input.value.trim() !== "" && this.context.place !== "cell") {
      this.add();
      return true;
    }
    if (event.key === "Backspace" && this.input.value === "" && this.tags.length) {
      this.tags = this.tags.slice(0, -1);
      this.draw();
      return true;
    }
    return false;
  }

  read() {
    if (this.input.value.trim()) this.add();
    return { value: this.tags.length ? [...this.tags] : null, text: this.tags.join("、") };
  }
}
