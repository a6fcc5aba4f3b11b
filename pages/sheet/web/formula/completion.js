/** Completes a formula while it is typed: columns of this table and of linked ones, functions by their names or what they do. */

import { Suggesting } from "../suggesting.js";
import { entriesFor, tokenAt } from "./token.js";

const THIS = ["本行", "this row", "this"];

export class Completion extends Suggesting {
  /** `terms(record)` → what may be named; `where()` → {record, outer}: whose columns stand first, and whose are `[本行]`'s. */
  constructor(input, { terms, where, words }) {
    super(input, words.formula_names);
    Object.assign(this, { terms, where, words });
  }

  async look() {
    const asked = (this.asked += 1);
    const { input } = this;
    const token =
      input.selectionStart === input.selectionEnd ? tokenAt(input.value.slice(0, input.selectionStart)) : null;
    const place = token && (await this.place(token.path));
    if (asked !== this.asked) return;
    if (!place || !input.isConnected || document.activeElement !== input) return this.close();
    this.token = token;
    this.entries = entriesFor(token, place.columns, place.functions);
    const whole =
      this.entries.length === 1 && this.entries[0].text === input.value.slice(token.from, input.selectionStart);
    if (!this.entries.length || whole) return this.close();
    this.at = 0;
    this.show();
  }

  /** What may be named at the end of a path of links. */
  async place(path) {
    const { record, outer } = this.where();
    let here = record && (await this.terms(record));
    const steps = [...path];
    if (outer && steps.length && THIS.includes(steps[0].toLowerCase())) {
      here = await this.terms(outer);
      steps.shift();
    } else if (outer && here && !steps.length) {
      const [label, other] = document.documentElement.lang.startsWith("en")
        ? ["this row", "本行"]
        : ["本行", "this row"];
      here = {
        ...here,
        columns: [
          ...here.columns,
          { label, name: "this", other, pinyin: "benxing bx", note: this.words.formula_this_note },
        ],
      };
    }
    for (const step of steps) {
      const link = here?.columns.find((column) => [column.label, column.other, column.name].includes(step))?.link;
      here = link ? await this.terms(link) : null;
    }
    return here;
  }

  take(entry) {
    const { input, token } = this;
    const rest = input.value.slice(input.selectionStart);
    const behind = token.column && /^[\]】」]/.test(rest) ? 1 : 0;
    input.setRangeText(entry.text, token.from, input.selectionStart + behind, "end");
    this.close();
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.close();
  }
}
