/** Yes or no: a box to tick; a field that may be empty has a third state. */

import { el } from "../dom.js";
import { TextControl } from "./text.js";

export class FlagControl extends TextControl {
  make() {
    return el("input.s-check", { type: "checkbox", onchange: (event) => event.target.removeAttribute("title") });
  }

  dress() {}

  set(wire) {
    this.input.checked = Boolean(wire);
    this.input.indeterminate = wire === null && !this.field.required;
    if (this.input.indeterminate) this.input.title = this.context.words?.not_said ?? "";
  }

  type() {
    this.input.checked = !this.input.checked;
    this.input.indeterminate = false;
    this.input.removeAttribute("title");
  }

  read() {
    const { checked, indeterminate } = this.input;
    return { value: indeterminate ? null : checked, text: checked ? "✓" : "" };
  }
}
