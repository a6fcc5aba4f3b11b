/** What calendars and timelines have in common: days in sight, rows by their days, and moving a row to other days through the door. */

import { button, el, fill } from "../dom.js";
import { whyNot } from "../forms.js";
import { addDays, addMonths, today } from "../moments.js";
import { toast } from "../popup.js";
import { Laid } from "./laid.js";

export class Dated extends Laid {
  build() {
    const { words } = this;
    this.scale = this.shape.scale ?? "month";
    this.at = this.context.shownDay ?? today();
    this.name = el("h2.s-days-title", { "aria-live": "polite" });
    this.note = el("span.s-soft.s-days-note", { role: "status" });
    this.beyond = el("span.s-days-beyond");
    const go = (way) => () => this.go(way);
    this.scales = el(
      "div.s-days-go.s-scales",
      { role: "group", "aria-label": words.days_scale },
      this.known.map((scale) =>
        button(words[`scale_${scale}`], {
          kind: "s-small",
          "aria-pressed": String(scale === this.scale),
          onclick: () => this.calls.reshape({ ...this.shape, scale }),
        }),
      ),
    );
    this.bar = el(
      "div.s-days-bar",
      {},
      el(
        "div.s-days-go",
        {},
        button(words.days_back, { glyph: "left", bare: true, onclick: go(-1) }),
        button(words.days_today, { kind: "s-small", onclick: go(0) }),
        button(words.days_on, { glyph: "right", bare: true, onclick: go(1) }),
      ),
      this.name,
      this.note,
      this.beyond,
      el("div.s-gap"),
      this.scales,
    );
    this.body = el("div.s-days", { tabindex: "0" });
    this.host.append(this.bar, this.body);
    this.body.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Where there is nothing in sight the days themselves stay, to go on from. */
  get stands() {
    return true;
  }

  asks() {
    const [first, last] = this.span();
    return { starts: this.shape.starts, ends: this.shape.ends, first, last };
  }

  go(way) {
    this.at = this.context.shownDay = way === 0 ? today() : this.onward(way);
    this.read();
  }

  /** To a day where there are rows. */
  lead(day) {
    this.at = this.context.shownDay = day;
    this.read();
  }

  notes({ message, undated, total, ...sides }) {
    const { words, context } = this;
    this.beyond.replaceChildren(
      ...["before", "after"]
        .filter((side) => sides[side])
        .map((side) => {
          const { n, day } = sides[side];
          const text = fill(words[`days_${side}`], { n: n.toLocaleString("en-US"), day });
          return button(text, { kind: "s-small", onclick: () => this.lead(day) });
        }),
    );
    const left = undated
      ? fill(words.days_undated, { n: undated.toLocaleString("en-US"), field: this.field(this.shape.starts).label })
      : "";
    const nothing = total ? "" : fill(words.days_none, { record: context.record.label });
    this.note.textContent = [message, nothing, left].filter(Boolean).join(" · ");
  }

  month(day) {
    const { words } = this;
    const [year, month] = day.split("-").map(Number);
    return fill(words.month_title, { year, month, name: words.months.split(" ")[month - 1] });
  }

  // Moving -----------------------------------------------------------------------------------------------------------------

  /** Why a row's days can't be changed here; nothing where they can. */
  shut() {
    const field = [this.shape.starts, this.shape.ends]
      .map((name) => name && this.field(name))
      .find((field) => field && !field.editable);
    return field ? fill(this.words.day_locked, { field: field.label, why: field.why ?? "" }) : "";
  }

  async shift(row, days) {
    if (!days) return;
    const why = this.shut();
    if (why) return void toast(why, { kind: "bad" });
    const names = [this.shape.starts, this.shape.ends].filter((name) => name && row[name]);
    const set = Object.fromEntries(names.map((name) => [name, shifted(row[name], days)]));
    const seen = Object.fromEntries(names.map((name) => [name, row[name]]));
    const answer = await this.context.transport.send(() => ({ changes: [{ id: row.id, set, seen }] }));
    if (answer.state !== "applied" && answer.state !== "duplicate") {
      toast(whyNot(answer, this.words), { kind: "bad", seconds: 8 });
      return void this.read();
    }
    this.calls.took(answer);
    const [begins] = this.answer.spans[row.id];
    toast(fill(this.words.day_moved, { row: this.title(row), day: addDays(begins, days) }), { kind: "good" });
    this.again = row.id;
  }

  /** Shift and an arrow moves the row that has the focus, Enter opens it. */
  pressed(event) {
    const node = event.target.closest(".s-event");
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const row = node && this.row(Number(node.dataset.id));
    if (!row || !by) return;
    event.preventDefault();
    if (event.shiftKey) return void this.shift(row, by);
    const all = [...this.body.querySelectorAll(".s-event")];
    all[all.indexOf(node) + (by > 0 ? 1 : -1)]?.focus();
  }

  /** What is drawn anew while a row has the focus leaves it there. */
  keepFocus() {
    this.again ??= this.body.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  }

  /** A row that was moved has the focus again where it is now. */
  refocus() {
    if (this.again) this.body.querySelector(`.s-event[data-id="${this.again}"]`)?.focus();
    this.again = null;
  }

  event(row, text = this.title(row)) {
    return el(
      "a.s-event",
      {
        href: this.href(row),
        draggable: "true",
        title: text,
        dataset: { id: row.id, tone: this.tone(row) },
        "aria-label": `${text}. ${this.answer.spans[row.id].filter((day, at, all) => all.indexOf(day) === at).join(" – ")}. ${this.words.day_keys}`,
      },
      text,
    );
  }
}

export function daysBetween(day, other) {
  return Math.round((Date.parse(`${other}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);
}

/** A day, or a moment, so many days later. */
function shifted(wire, days) {
  if (wire.length === 10) return addDays(wire, days);
  return new Date(Date.parse(wire) + days * 86_400_000).toISOString().replace(/\.000Z$/, "Z");
}

export function monday(day) {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

export function firstOf(day, months = 0) {
  return addMonths(`${day.slice(0, 7)}-01`, months);
}
