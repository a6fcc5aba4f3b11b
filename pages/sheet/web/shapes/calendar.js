/** A month or a week: weeks begin on Monday and say their number, days off are marked, what doesn't fit is counted. */

import { button, el, fill, icon } from "../dom.js";
import { addDays } from "../moments.js";
import { present } from "../dialog.js";
import { toast } from "../popup.js";
import { Dated, daysBetween, firstOf, monday } from "./dated.js";

const EACH = 6;
const WHOLE_DAY = 500;
const LANE = 24;

export class Calendar extends Dated {
  get route() {
    return "calendar";
  }

  get known() {
    return ["week", "month"];
  }

  build() {
    super.build();
    this.watch = new ResizeObserver(() => this.answer && this.fit());
    this.watch.observe(this.host);
  }

  destroy() {
    super.destroy();
    this.watch.disconnect();
  }

  asks() {
    return { ...super.asks(), each: this.scale === "week" ? 30 : EACH };
  }

  span() {
    if (this.scale === "week") return [monday(this.at), addDays(monday(this.at), 6)];
    const first = monday(firstOf(this.at));
    const weeks = Math.ceil(daysBetween(first, firstOf(this.at, 1)) / 7);
    return [first, addDays(first, weeks * 7 - 1)];
  }

  onward(way) {
    return this.scale === "week" ? addDays(this.at, 7 * way) : firstOf(this.at, way);
  }

  draw(answer) {
    const { words } = this;
    const [first, last] = this.span();
    this.name.textContent = this.scale === "week" ? `${first} – ${last.slice(5)}` : this.month(this.at);
    this.notes(answer);
    const heads = words.weekdays.split(" ").map((name) => el("div.s-weekday", {}, name));
    const weeks = Array.from({ length: answer.days.length / 7 }, (_, at) => answer.days.slice(at * 7, at * 7 + 7));
    this.body.className = "s-days s-month";
    this.body.replaceChildren(
      el("div.s-weekdays", { "aria-hidden": "true" }, el("div"), heads),
      ...weeks.map((days) => this.week(days)),
    );
    this.fit();
    this.refocus();
  }

  /** One week: its number, its days, and above them the rows as bars, in as many lanes as there is room for. */
  week(days) {
    const cells = days.map((day) => this.day(day));
    const bars = el("div.s-week-bars");
    const node = el(
      "div.s-week",
      {},
      el(
        "div.s-week-number",
        { title: fill(this.words.week_number, { n: days[0].week }) },
        fill(this.words.week_short, { n: days[0].week }),
      ),
      cells,
      bars,
    );
    const mine = [...this.rows.values()]
      .map((row) => ({ row, span: this.answer.spans[row.id] }))
      .filter(({ span: [begins, ends] }) => begins <= days[6].day && ends >= days[0].day);
    mine.sort((bar, other) =>
      bar.span[0] < other.span[0]
        ? -1
        : bar.span[0] > other.span[0]
          ? 1
          : daysBetween(...other.span) - daysBetween(...bar.span),
    );
    const lanes = [];
    const placed = mine.map(({ row, span }) => {
      const from = Math.max(0, daysBetween(days[0].day, span[0]));
      const to = Math.min(6, daysBetween(days[0].day, span[1]));
      let lane = lanes.findIndex((until) => until < from);
      if (lane < 0) lane = lanes.length;
      lanes[lane] = to;
      return { row, from, to, lane, before: span[0] < days[0].day, after: span[1] > days[6].day };
    });
    Object.assign(node, { placed, days, bars });
    return node;
  }

  day({ day, count, off, usual }) {
    const { words } = this;
    const here = day === this.answer.today;
    const other = this.scale === "month" && day.slice(0, 7) !== this.at.slice(0, 7);
    const mark =
      off && usual
        ? el("span.s-day-off", {}, words.day_off)
        : !off && !usual
          ? el("span.s-day-off.s-day-worked", {}, words.day_worked)
          : null;
    const number = button(String(Number(day.slice(8))), {
      kind: "s-quiet s-day-number",
      title: fill(words.day_of, { day, n: count }),
      "aria-label": fill(words.day_of, { day, n: count }),
      onclick: () => this.open(day),
    });
    const adding =
      this.context.record.may.includes("add") && this.field(this.shape.starts).addable
        ? button(fill(words.day_add, { day }), {
            glyph: "plus",
            bare: true,
            kind: "s-quiet s-day-add",
            tabindex: "-1",
            onclick: () =>
              this.calls.begin({
                [this.shape.starts]: this.field(this.shape.starts).kind === "day" ? day : `${day}T01:00:00Z`,
              }),
          })
        : null;
    const cell = el(
      "div.s-day",
      { dataset: { day }, "aria-current": here ? "date" : null },
      el("div.s-day-head", {}, number, mark, adding),
    );
    cell.classList.toggle("s-other-month", other);
    cell.classList.toggle("s-off", off);
    cell.classList.toggle("s-here", here);
    cell.addEventListener("dragover", (event) => {
      if (!this.grabbed) return;
      event.preventDefault();
      cell.classList.add("s-over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("s-over"));
    cell.addEventListener("drop", (event) => this.dropped(event, cell, day));
    return cell;
  }

  /** As many lanes as a week's height has room for; the rest of a day is behind its number. */
  fit() {
    const narrow = matchMedia("(max-width: 640px)").matches;
    for (const week of this.body.querySelectorAll(".s-week")) {
      const room = this.scale === "week" ? 30 : Math.max(1, Math.floor((week.clientHeight - 30) / LANE) - 1);
      const shown = narrow && this.scale === "month" ? [] : week.placed.filter(({ lane }) => lane < room);
      week.bars.replaceChildren(...shown.map((bar) => this.strip(bar)));
      week.days.forEach((day, at) => {
        const seen = shown.filter(({ from, to }) => from <= at && at <= to).length;
        const left = day.count - seen;
        if (left <= 0) return;
        const text = narrow ? String(left) : fill(this.words.day_more, { n: left.toLocaleString("en-US") });
        const node = el(
          "button.s-day-more",
          {
            type: "button",
            "aria-label": fill(this.words.day_of, { day: day.day, n: day.count }),
            style: { gridColumn: String(at + 1), gridRow: String(narrow ? 1 : room + 1) },
            onclick: () => this.open(day.day),
          },
          text,
        );
        week.bars.append(node);
      });
    }
  }

  strip({ row, from, to, lane, before, after }) {
    const node = this.event(row);
    Object.assign(node.style, { gridColumn: `${from + 1} / ${to + 2}`, gridRow: String(lane + 1) });
    node.classList.toggle("s-from-before", before);
    node.classList.toggle("s-goes-on", after);
    node.addEventListener("dragstart", (event) => {
      const box = node.getBoundingClientRect();
      const within = Math.min(
        to - from,
        Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * (to - from + 1))),
      );
      this.grabbed = { row, day: addDays(node.closest(".s-week").days[0].day, from + within) };
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", node.textContent);
      setTimeout(() => this.body.classList.add("s-dragging"));
    });
    node.addEventListener("dragend", () => {
      this.grabbed = null;
      this.body.classList.remove("s-dragging");
    });
    return node;
  }

  dropped(event, cell, day) {
    event.preventDefault();
    cell.classList.remove("s-over");
    this.body.classList.remove("s-dragging");
    if (this.grabbed) this.shift(this.grabbed.row, daysBetween(this.grabbed.day, day));
    this.grabbed = null;
  }

  /** All of one day. */
  async open(day) {
    const { http, record, query } = this.context;
    const asked = { ...query.body(), ...super.asks(), first: day, last: day, each: WHOLE_DAY };
    const answer = await http
      .post(`/${record.name}/calendar`, asked)
      .catch((error) => toast(error.message, { kind: "bad" }));
    if (!answer) return;
    const rows = answer.rows.map((row) =>
      el(
        "a.s-day-row",
        { href: this.href(row) },
        el("i", { dataset: { tone: this.tone(row) } }),
        el("div", {}, el("b", {}, this.title(row)), this.lines(row, { without: [this.shape.starts], most: 2 })),
        icon("right", 14),
      ),
    );
    const close = button(this.words.close, {
      glyph: "close",
      bare: true,
      kind: "s-quiet",
      onclick: () => dialog.close(),
    });
    const title = fill(this.words.day_of, { day, n: answer.total });
    const dialog = el(
      "dialog.s-dialog.s-day-dialog",
      { "aria-label": title },
      el("div.s-dialog-head", {}, el("h2", {}, title), close),
      el(
        "div.s-dialog-body",
        {},
        rows.length ? rows : el("p.s-soft", {}, fill(this.words.days_none, { record: record.label })),
      ),
    );
    present(dialog);
  }
}
