/** Filters for text. */

import { el, onTyped } from "../dom.js";
import { PAUSE, Panel } from "./panel.js";
import { ValueList } from "./values.js";

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
    this.values = new ValueList(this.field, this.context, { choose: (model) => this.chose(model) }, { search: false });
    onTyped(this.input, PAUSE, (text) => this.values.load(text));
    this.body.append(this.operator, this.input, this.values.node);
  }

  afterGuiAttached(params) {
    super.afterGuiAttached(params);
    this.values.load(this.input.hidden ? "" : this.input.value);
  }

  /** Values were ticked: that is asked now, and what was typed only found them. */
  chose(model) {
    this.input.value = "";
    this.tell(model);
  }

  read() {
    const operator = this.operator.value;
    this.input.hidden = operator === "empty" || operator === "filled";
    const text = this.input.value.trim();
    this.tell(this.input.hidden ? { empty: operator === "empty" } : text ? { [operator]: text } : null);
    this.values.show(null);
  }

  show() {
    const [first, given] = Object.entries(this.model ?? {})[0] ?? [];
    const listed = first === "in" || first === "not_in";
    this.values.show(listed ? this.model : null);
    const [operator, value] = first && !listed ? [first, given] : [this.operator.options[0].value, ""];
    this.operator.value = operator === "empty" ? (value ? "empty" : "filled") : operator;
    this.input.hidden = operator === "empty";
    if (!this.input.hidden && document.activeElement !== this.input) this.input.value = value;
  }
}
