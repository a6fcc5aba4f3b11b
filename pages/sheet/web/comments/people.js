/** Completes a name behind an @: whoever sees the row, found by letters of the name or of its pinyin. */

import { Suggesting } from "../suggesting.js";

const BEHIND = /(?:^|[^\w.@])@([^\s@]{0,20})$/;

export class People extends Suggesting {
  /** `look(q)` → [{name, hint}]. */
  constructor(input, look, label) {
    super(input, label);
    this.ask = look;
  }

  /** What stands between the @ and the caret; null where there is none. */
  typed() {
    const { input } = this;
    if (input.selectionStart !== input.selectionEnd) return null;
    return BEHIND.exec(input.value.slice(0, input.selectionStart))?.[1] ?? null;
  }

  async look() {
    const asked = (this.asked += 1);
    const text = this.typed();
    const people = text === null ? [] : await this.ask(text).catch(() => []);
    if (asked !== this.asked) return;
    this.entries = people.map(({ name, hint }) => ({ label: name, note: hint }));
    if (!people.length || document.activeElement !== this.input) return this.close();
    this.at = 0;
    this.show();
  }

  take({ label }) {
    const { input } = this;
    const caret = input.selectionStart;
    input.setRangeText(`${label} `, caret - this.typed().length, caret, "end");
    this.asked += 1;
    this.close();
  }
}
