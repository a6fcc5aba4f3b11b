/** A board: a column for each state, choice or person; a card is moved by hand, by keys or by its menu, and only as rules allow. */

import { button, el, fill } from "../dom.js";
import { whyNot } from "../forms.js";
import { menu, toast } from "../popup.js";
import { Laid } from "./laid.js";

const FIRST = 20;
const MOST = 200;

export class Board extends Laid {
  get route() {
    return "board";
  }

  build() {
    this.by = this.field(this.shape.by);
    this.note = el("div.s-shape-note", { role: "status", hidden: true });
    this.node = el("div.s-lanes");
    this.host.append(this.note, this.node);
    this.node.addEventListener("keydown", (event) => this.pressed(event));
  }

  asks() {
    const longest = Math.max(
      FIRST,
      ...[...this.node.querySelectorAll(".s-lane")].map((lane) => lane.querySelectorAll(".s-tile").length),
    );
    return { by: this.shape.by, first: Math.min(longest, MOST), ...(this.shape.picture ? { picture: true } : {}) };
  }

  rowsOf({ columns }) {
    return columns.flatMap(({ rows }) => rows);
  }

  draw({ columns, out }) {
    const { words } = this;
    const focused = document.activeElement?.closest?.(".s-tile")?.dataset.id;
    const places = new Map(
      [...this.node.querySelectorAll(".s-lane")].map((lane) => [
        lane.dataset.key,
        lane.querySelector(".s-lane-cards").scrollTop,
      ]),
    );
    this.note.hidden = !out.columns;
    this.note.textContent = fill(words.board_out, { columns: out.columns, rows: out.rows.toLocaleString("en-US") });
    this.node.replaceChildren(...columns.map((column) => this.lane(column)));
    for (const lane of this.node.querySelectorAll(".s-lane"))
      lane.querySelector(".s-lane-cards").scrollTop = places.get(lane.dataset.key) ?? 0;
    const tiles = [...this.node.querySelectorAll(".s-tile")];
    const again = tiles.find(({ dataset }) => dataset.id === focused);
    if (tiles.length) (again ?? tiles[0]).tabIndex = 0;
    if (focused) again?.focus();
  }

  lane(column) {
    const key = JSON.stringify(column.key);
    const option = this.by.options?.find((choice) => choice.key === column.key);
    const name = option
      ? el("span.s-pill", { dataset: { tone: option.tone ?? "grey" } }, column.label)
      : el("span.s-lane-name", {}, column.label);
    const list = el(
      "div.s-lane-cards",
      { role: "list", "aria-label": column.label },
      column.rows.map((row) => this.tile(row)),
    );
    const lane = el(
      "section.s-lane",
      { dataset: { key }, "aria-label": `${column.label} ${column.count}` },
      el("h2.s-lane-head", {}, name, el("span.s-lane-count", {}, column.count.toLocaleString("en-US"))),
      list,
    );
    if (column.rows.length < column.count) list.append(this.more(column, list));
    if (!column.count) list.append(el("p.s-lane-empty", { role: "listitem" }, this.words.board_lane_empty));
    lane.addEventListener("dragover", (event) => this.over(event, lane));
    lane.addEventListener(
      "dragleave",
      (event) => !lane.contains(event.relatedTarget) && lane.classList.remove("s-over"),
    );
    lane.addEventListener("drop", (event) => this.dropped(event, lane, column.key));
    return lane;
  }

  /** Further cards of one column. */
  more(column, list) {
    const left = column.count - column.rows.length;
    const node = el(
      "div.s-lane-more",
      { role: "listitem" },
      button(fill(this.words.board_more, { n: left.toLocaleString("en-US") }), {
        kind: "s-quiet s-small",
        onclick: () => this.bring(column, list, node),
      }),
    );
    return node;
  }

  async bring(column, list, node) {
    const { http, record, query } = this.context;
    const { turn } = this;
    const asked = { ...query.body(), ...this.asks(), first: FIRST, only: column.key, offset: column.rows.length };
    const answer = await http
      .post(`/${record.name}/board`, asked)
      .catch((error) => toast(error.message, { kind: "bad" }));
    const [further] = answer?.columns ?? [];
    if (!further || turn !== this.turn) return;
    column.rows.push(...further.rows);
    for (const row of further.rows) this.rows.set(row.id, row);
    const tiles = further.rows.map((row) => this.tile(row));
    node.replaceWith(...tiles, ...(column.rows.length < column.count ? [this.more(column, list)] : []));
    tiles[0]?.focus();
  }

  tile(row) {
    const picture = this.answer.pictures?.[row.id];
    const tile = el(
      "article.s-tile",
      {
        role: "listitem",
        tabindex: "-1",
        draggable: "true",
        dataset: { id: row.id },
        "aria-label": `${this.title(row)}. ${this.words.board_keys}`,
      },
      picture ? el("img", { src: `/api/v1/files/${picture[0]}/small`, loading: "lazy", alt: "" }) : null,
      el(
        "div.s-tile-head",
        {},
        el("a", { href: this.href(row), draggable: "false", tabindex: "-1" }, this.title(row)),
        this.menuButton(row),
      ),
      this.lines(row, { without: [this.by.name] }),
    );
    tile.addEventListener("dragstart", (event) => {
      this.dragged = row.id;
      event.dataTransfer.setData("text/plain", this.title(row));
      event.dataTransfer.effectAllowed = "move";
      tile.classList.add("s-dragged");
      this.mark(row);
    });
    tile.addEventListener("dragend", () => {
      this.dragged = null;
      tile.classList.remove("s-dragged");
      for (const lane of this.node.querySelectorAll(".s-lane"))
        lane.classList.remove("s-over", "s-open-to", "s-shut-to");
    });
    return tile;
  }

  menuButton(row) {
    const node = button(this.words.board_move, {
      glyph: "dots",
      bare: true,
      kind: "s-quiet s-small s-tile-menu",
      "aria-haspopup": "menu",
      tabindex: "-1",
      onclick: () => this.moveMenu(row, node),
    });
    return node;
  }

  // Moving -----------------------------------------------------------------------------------------------------------------

  /** The steps that lead from this row's value to others; null where the column is filled in like any cell. */
  steps() {
    const leading = (this.context.record.actions ?? []).filter(({ leads }) => leads?.field === this.by.name);
    return leading.length || !this.by.editable ? leading : null;
  }

  waysTo(row, key) {
    return (
      this.steps()?.filter(
        ({ leads, when }) => leads.to === key && (when[this.by.name] ?? []).includes(valueOf(row[this.by.name])),
      ) ?? []
    );
  }

  opens(row, key) {
    return valueOf(row[this.by.name]) !== key && (this.steps() === null || this.waysTo(row, key).length > 0);
  }

  /** While a card is in hand the columns show where it may go. */
  mark(row) {
    for (const lane of this.node.querySelectorAll(".s-lane")) {
      const key = JSON.parse(lane.dataset.key);
      lane.classList.toggle("s-open-to", this.opens(row, key));
      lane.classList.toggle("s-shut-to", !this.opens(row, key) && key !== valueOf(row[this.by.name]));
    }
  }

  over(event, lane) {
    if (!this.dragged) return;
    event.preventDefault();
    lane.classList.add("s-over");
  }

  dropped(event, lane, key) {
    event.preventDefault();
    const row = this.row(this.dragged);
    if (row) this.move(row, key, lane);
  }

  /** A step with all that it demands, or an edit through the door; what isn't possible leaves the card where it is and says why. */
  move(row, key, anchor) {
    if (valueOf(row[this.by.name]) === key) return;
    if (this.steps() === null) return void this.put(row, key);
    const ways = this.waysTo(row, key);
    if (ways.length === 1) return void this.calls.act(ways[0], [row]);
    if (ways.length)
      return void menu(
        anchor,
        ways.map((action) => ({ label: action.label, run: () => this.calls.act(action, [row]) })),
        { label: this.words.board_move },
      );
    toast(this.whyNot(row, key), { kind: "bad", seconds: 8 });
  }

  whyNot(row, key) {
    const { words } = this;
    const called = (value) => this.answer.columns.find((column) => column.key === value)?.label ?? "";
    const onward = this.steps().filter(({ when }) => (when[this.by.name] ?? []).includes(valueOf(row[this.by.name])));
    if (!this.steps().length) return this.by.why ?? words.board_fixed;
    const from = { row: this.title(row), from: called(valueOf(row[this.by.name])), to: called(key) };
    if (!onward.length) return fill(words.board_no_way, from);
    return fill(words.board_other_way, {
      ...from,
      ways: onward.map(({ label, leads }) => `${label} → ${called(leads.to)}`).join(words.board_and),
    });
  }

  async put(row, key) {
    const { transport } = this.context;
    const { name } = this.by;
    const answer = await transport.send(() => ({
      changes: [{ id: row.id, set: { [name]: key }, seen: { [name]: valueOf(row[name]) } }],
    }));
    if (answer.state !== "applied" && answer.state !== "duplicate") {
      toast(whyNot(answer, this.words), { kind: "bad" });
      return void this.read();
    }
    this.calls.took(answer);
  }

  moveMenu(row, anchor) {
    const { words } = this;
    const now = valueOf(row[this.by.name]);
    const steps = this.steps()?.filter(({ when }) => (when[this.by.name] ?? []).includes(now));
    const called = (key) => this.answer.columns.find((column) => column.key === key)?.label ?? "";
    const choices = steps
      ? steps.map((action) => ({
          label: `${action.label} → ${called(action.leads.to)}`,
          run: () => this.calls.act(action, [row]),
        }))
      : this.answer.columns
          .filter(({ key }) => key !== now)
          .map(({ key, label }) => ({ label, run: () => this.put(row, key) }));
    const nothing = choices.length
      ? []
      : [
          {
            label: steps?.length === 0 && this.by.why ? this.by.why : words.board_fixed,
            disabled: true,
            run: () => null,
          },
        ];
    menu(
      anchor,
      [...choices, ...nothing, { label: words.open_record, parted: true, run: () => location.assign(this.href(row)) }],
      { label: words.board_move },
    );
  }

  // Keys -------------------------------------------------------------------------------------------------------------------

  pressed(event) {
    const tile = event.target.closest(".s-tile");
    if (!tile || event.target !== tile || event.ctrlKey || event.metaKey) return;
    const row = this.row(Number(tile.dataset.id));
    const go = {
      ArrowDown: () => this.step(tile, 0, 1),
      ArrowUp: () => this.step(tile, 0, -1),
      ArrowRight: () => this.step(tile, 1, 0),
      ArrowLeft: () => this.step(tile, -1, 0),
      Enter: () => location.assign(this.href(row)),
      " ": () => this.moveMenu(row, tile),
      m: () => this.moveMenu(row, tile),
    }[event.key];
    if (!go) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey && event.key.startsWith("Arrow"))
      this.shift(row, tile, { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0);
    else go();
  }

  /** To the next column on that side that has a card; within a column up and down. */
  step(tile, right, down) {
    const lanes = [...this.node.querySelectorAll(".s-lane")].map((lane) => [...lane.querySelectorAll(".s-tile")]);
    const at = lanes.findIndex((tiles) => tiles.includes(tile));
    const place = lanes[at].indexOf(tile);
    let next = lanes[at][place + down];
    for (
      let lane = at + right;
      right &&
      lane >= 0 &&
      lane < lanes.length &&
      (next = lanes[lane][Math.min(place, lanes[lane].length - 1)]) === undefined;
      lane += right
    );
    if (!next) return;
    tile.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  /** Shift and an arrow moves the card itself to the column beside. */
  shift(row, tile, by) {
    const columns = this.answer.columns;
    const at = columns.findIndex(({ key }) => key === valueOf(row[this.by.name]));
    const target = columns[at + by];
    if (by && target) this.move(row, target.key, tile);
  }
}

/** A link is compared by its id. */
function valueOf(wire) {
  return wire && typeof wire === "object" ? wire.id : (wire ?? null);
}
