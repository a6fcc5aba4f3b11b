/** One month to pick a day from; weeks begin on Monday. */

import { button, el, fill } from "../dom.js";
import { addDays, addMonths, today, weekday } from "../moments.js";

export class Calendar {
  constructor(words, day, onpick) {
    this.words = words;
    this.onpick = onpick;
    this.title = el("span.s-calendar-title", { "aria-live": "polite" });
    this.grid = el("div.s-calendar-grid");
    const turn = (n) => () => this.show(this.picked, addMonths(this.month, n));
    this.node = el(
      "div.s-calendar",
      {},
      el(
        "div.s-calendar-head",
        {},
        button(words.previous_month, { glyph: "left", bare: true, kind: "s-quiet", tabindex: "-1", onclick: turn(-1) }),
        this.title,
        button(words.next_month, { glyph: "right", bare: true, kind: "s-quiet", tabindex: "-1", onclick: turn(1) }),
      ),
      this.grid,
      el(
        "div.s-calendar-foot",
        {},
        button(words.today, { kind: "s-quiet", tabindex: "-1", onclick: () => onpick(today()) }),
      ),
    );
    this.show(day);
  }

  show(day, month = day ?? today()) {
    this.picked = day;
    this.month = `${month.slice(0, 8)}01`;
    const [year, number] = this.month.split("-").map(Number);
    this.title.textContent = fill(this.words.year_month, { year, month: number });
    const first = addDays(this.month, -weekday(this.month));
    const heads = this.words.weekdays.split(" ").map((name) => el("span.s-calendar-name", {}, name));
    this.grid.replaceChildren(...heads, ...Array.from({ length: 42 }, (_, n) => this.cell(addDays(first, n))));
  }

  cell(day) {
    const node = el(
      "button.s-calendar-day",
      {
        type: "button",
        tabindex: "-1",
        "aria-label": day,
        "aria-pressed": String(day === this.picked),
        onclick: () => this.onpick(day),
      },
      String(Number(day.slice(8))),
    );
    node.classList.toggle("s-other", day.slice(0, 7) !== this.month.slice(0, 7));
    node.classList.toggle("s-today", day === today());
    return node;
  }
}
