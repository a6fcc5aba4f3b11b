/** Filters for text. */

import { el, onTyped } from "../dom.js";
import { PAUSE, Panel } from "./panel.js";

export class TextPanel extends Panel {
  build() {
    const choices = ["contains", "eq", "starts", "ne"].filter((operator) => this.offers(operator));
    const options = choices.map((operator) => el("option", { value: operator }, this.words[`op_${operator}`]));
    if (this.offers("empty"))
      options.push(
        el("option", { value: "empty" }, this.words.op_empty),
        el("option", { value: "filled" }, this.words.op_filled),
      );
    this.operator = el("select.s-input", { "aria-label": this.words.condition, onchange: () => this.read() }, options);
    this.input = el("input.s-input", {
      type: "text",
      "aria-label": this.field.label,
      placeholder: this.words.type_here,
    });
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
