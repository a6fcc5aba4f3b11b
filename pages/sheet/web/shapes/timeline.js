/** Bars from a first to a last day, in groups, over weeks, months or quarters; a bar is moved by hand or by keys. */

import { el, fill } from "../dom.js";
import { textOf } from "../kinds.js";
import { addDays, addMonths } from "../moments.js";
import { Dated, daysBetween, firstOf, monday } from "./dated.js";
import { isEarly, ways } from "./waits.js";

const WIDTH = { week: 38, month: 15, quarter: 5 };
const LANE = 28;

export class Timeline extends Dated {
  get route() {
    return "timeline";
  }

  get known() {
    return ["week", "month", "quarter"];
  }

  build() {
    super.build();
    this.group = this.shape.group;
    this.body.addEventListener("pointerdown", (event) => this.grab(event));
    this.body.addEventListener("click", (event) => this.pulled && event.preventDefault(), true);
  }

  asks() {
    return { ...super.asks(), group: this.shape.group };
  }

  span() {
    if (this.scale === "week") return [monday(addDays(this.at, -7)), addDays(monday(this.at), 34)];
    if (this.scale === "month") return [firstOf(this.at, -1), addDays(firstOf(this.at, 3), -1)];
    return [firstOf(this.at, -3), addDays(firstOf(this.at, 10), -1)];
  }

  onward(way) {
    return this.scale === "week"
      ? addDays(this.at, 14 * way)
      : addMonths(this.at, way * (this.scale === "month" ? 1 : 3));
  }

  draw(answer) {
    const [first, last] = this.span();
    this.name.textContent = `${first} – ${last}`;
    this.notes(answer);
    this.first = first;
    this.day = WIDTH[this.scale];
    const wide = answer.days.length * this.day;
    const places = [this.body.scrollLeft, this.body.scrollTop];
    const again = this.body.className === "s-days s-timeline" && this.drawn === first;
    this.body.className = "s-days s-timeline";
    const here = daysBetween(first, answer.today);
    const line =
      here >= 0 && here < answer.days.length
        ? el("div.s-track-today", { title: this.words.days_today, style: { left: `${(here + 0.5) * this.day}px` } })
        : null;
    const groups = this.groups().map(([name, rows]) => this.lane(name, rows, wide));
    const field = this.group && this.field(this.group);
    this.body.replaceChildren(
      el(
        "div.s-track-head",
        {},
        el("div.s-track-name", {}, field?.label ?? ""),
        el("div.s-track-ticks", { style: { width: `${wide}px` } }, this.ruler(answer.days)),
      ),
      el(
        "div.s-track-body",
        {},
        groups,
        el("div.s-track.s-rest", {}, el("div.s-track-name")),
        el("div.s-track-under", { style: { width: `${wide}px` } }, this.shades(answer.days), line),
      ),
    );
    [this.body.scrollLeft, this.body.scrollTop] = again
      ? places
      : [Math.max(0, here * this.day - this.body.clientWidth / 3), 0];
    this.drawn = first;
    this.drawWays();
    this.refocus();
  }

  /** What a row waits for, where the timeline goes by that: {id, text}. */
  waitsFor(row) {
    return (this.shape.after && row[this.shape.after]) || null;
  }

  drawWays() {
    const bars = new Map([...this.body.querySelectorAll(".s-event")].map((bar) => [Number(bar.dataset.id), bar]));
    const pairs = [...this.rows.values()]
      .map((row) => [bars.get(this.waitsFor(row)?.id), bars.get(row.id), this.isEarly(row)])
      .filter(([first, then]) => first && then);
    if (pairs.length) ways(pairs, this.body.querySelector(".s-track-under"));
  }

  isEarly(row) {
    const { spans } = this.answer;
    return isEarly(spans[row.id], spans[this.waitsFor(row)?.id]);
  }

  /** What it waits for is told as well, and whether it begins before that has ended. */
  event(row, text) {
    const bar = super.event(row, text);
    const first = this.waitsFor(row);
    if (!first) return bar;
    const early = this.isEarly(row);
    const day = early ? this.answer.spans[first.id][1] : "";
    const said = fill(early ? this.words.line_early : this.words.line_waits, { row: first.text, day });
    bar.title = `${text}\n${said}`;
    bar.setAttribute("aria-label", `${bar.getAttribute("aria-label")}. ${said}`);
    bar.classList.toggle("s-early", early);
    return bar;
  }

  /** In the order of the options, else by name; what has no group last. */
  groups() {
    const field = this.group && this.field(this.group);
    if (!field) return [["", [...this.rows.values()]]];
    const groups = new Map();
    for (const row of this.rows.values()) {
      const name = textOf(field, row[this.group]);
      groups.set(name, [...(groups.get(name) ?? []), row]);
    }
    const place = new Map((field.options ?? []).map(({ label }, at) => [label, at]));
    return [...groups].sort(
      ([name], [other]) =>
        (name === "") - (other === "") ||
        (place.get(name) ?? 0) - (place.get(other) ?? 0) ||
        name.localeCompare(other, "zh"),
    );
  }

  lane(name, rows, wide) {
    const ends = [];
    const bars = rows.map((row) => {
      const [begins, finishes] = this.answer.spans[row.id];
      const from = daysBetween(this.first, begins);
      const to = daysBetween(this.first, finishes);
      const left = Math.max(0, from);
      const text = this.title(row);
      const width = (Math.min(this.answer.days.length - 1, to) - left + 1) * this.day - 2;
      // A name that is wider than its bar stands beside it, and takes the room there.
      const until = left * this.day + Math.max(width, 14 + text.length * 12);
      let at = ends.findIndex((end) => end <= left * this.day);
      if (at < 0) at = ends.length;
      ends[at] = until + 6;
      const bar = this.event(row, text);
      bar.replaceChildren(el("span", {}, text));
      Object.assign(bar.style, {
        left: `${left * this.day + 1}px`,
        width: `${Math.max(8, width)}px`,
        top: `${at * LANE + 3}px`,
      });
      bar.draggable = false;
      bar.classList.toggle("s-from-before", from < 0);
      return bar;
    });
    const height = Math.max(1, ends.length) * LANE + 4;
    return el(
      "section.s-track",
      { "aria-label": name || this.words.line_group_none, style: { height: `${height}px` } },
      el(
        "div.s-track-name",
        {},
        this.group ? name || this.words.line_group_none : "",
        this.group ? el("span.s-soft", {}, String(rows.length)) : null,
      ),
      el("div.s-track-bars", { style: { width: `${wide}px` } }, bars),
    );
  }

  /** Weeks or months along the top, and below them days where there is room for a number. */
  ruler(days) {
    const names = days.map(({ day, week }, at) => {
      const starts = this.scale === "week" ? week !== null : day.endsWith("-01");
      if (!starts && at > 0) return null;
      const text =
        this.scale === "week"
          ? `${day.slice(5)} · ${fill(this.words.week_short, { n: week ?? "" })}`
          : this.scale === "month"
            ? this.month(day)
            : day.slice(0, 7);
      return el("span.s-track-tick", { style: { left: `${at * this.day}px` } }, text);
    });
    const small =
      this.scale === "quarter"
        ? []
        : days.map(({ day, week }, at) =>
            this.scale === "week" || week !== null
              ? el(
                  "span.s-track-small",
                  { style: { left: `${at * this.day}px`, width: `${this.day * (this.scale === "week" ? 1 : 3)}px` } },
                  String(Number(day.slice(8))),
                )
              : null,
          );
    return [...names, ...small].filter(Boolean);
  }

  shades(days) {
    if (this.scale === "quarter")
      return days
        .map(({ day }, at) =>
          day.endsWith("-01") ? el("i.s-track-month", { style: { left: `${at * this.day}px` } }) : null,
        )
        .filter(Boolean);
    return days
      .map(({ off }, at) => (off ? el("i", { style: { left: `${at * this.day}px`, width: `${this.day}px` } }) : null))
      .filter(Boolean);
  }

  // Pulling a bar ------------------------------------------------------------------------------------------------------------

  grab(event) {
    const bar = event.target.closest(".s-event");
    this.pulled = false;
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    const row = this.row(Number(bar.dataset.id));
    const from = event.clientX;
    const by = (moved) => Math.round((moved.clientX - from) / this.day);
    const pull = (moved) => {
      if (Math.abs(moved.clientX - from) < 4 && !this.pulled) return;
      this.pulled = true;
      bar.style.transform = `translateX(${by(moved) * this.day}px)`;
      bar.classList.add("s-pulled");
    };
    const stop = (moved) => {
      window.removeEventListener("pointermove", pull);
      window.removeEventListener("pointerup", stop);
      bar.classList.remove("s-pulled");
      if (!this.pulled) return;
      if (this.shut() || !by(moved)) bar.style.transform = "";
      this.shift(row, by(moved));
    };
    window.addEventListener("pointermove", pull);
    window.addEventListener("pointerup", stop);
  }
}
