/** Sentences at a cell: why an edit was refused, what a colleague wrote meanwhile, why a cell is locked. */

import { BLANK } from "./blank.js";
import { button, el, fill, icon } from "./dom.js";
import { textOf } from "./kinds.js";
import { Popup } from "./popup.js";

const PAUSE = 500;

export class Explain {
  constructor(adapter, editing, context) {
    Object.assign(this, { adapter, editing, context });
    this.popup = null;
    this.at = null;
    const { host } = adapter;
    host.addEventListener("mouseover", (event) => this.hover(event));
    host.addEventListener("mouseleave", () => this.leave());
    adapter.onActive((cell) => this.focused(cell));
    adapter.onCome((cell) => this.focused(cell));
    adapter.onScroll(() => this.popup?.place());
  }

  close() {
    this.popup?.close();
    this.popup = null;
    this.at = null;
  }

  isOpen() {
    return this.popup !== null;
  }

  show(id, name, content, options) {
    this.close();
    this.at = { id, field: name };
    this.popup = new Popup(() => this.adapter.rect(id, name), content, {
      sticky: true,
      side: "right",
      free: () => this.hand(),
      ...options,
    });
    this.popup.node.addEventListener("keydown", (event) => this.key(event));
  }

  /** Where the person works now: nothing said of one cell may lie over another that is being filled in. */
  hand() {
    const cell = this.adapter.active();
    return cell && cell.id !== null ? this.adapter.rect(cell.id, cell.field) : null;
  }

  key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const { id, field } = this.at;
    this.close();
    this.back(id, field);
  }

  /** To the cell it was about; where its row was scrolled out of reach, the hand stays at the cell it is at. */
  back(id, field) {
    const row = this.adapter.rowOf(id);
    const cell = row === null ? this.adapter.active() : { row, field };
    if (cell) this.adapter.activate(cell.row, cell.field);
  }

  /** Alt+↓ on the grid leads into what is being asked. */
  enter() {
    this.popup?.node.querySelector("button")?.focus();
    return this.popup !== null;
  }

  /** Shows what became of an edit; true when the cell has something to say. */
  mark(id, name) {
    const mark = this.context.marks.get(id, name);
    const build = mark && { refused: this.refused, conflict: this.conflict, failed: this.failed }[mark.state];
    if (!build) return false;
    const field = this.context.record.byName[name];
    this.show(id, name, build.call(this, mark, field, { id, name }), {
      kind: `s-say s-say-${mark.state}`,
      role: "alert",
    });
    return true;
  }

  refused(mark, field, { id, name }) {
    const { words } = this.context;
    const change = () => {
      this.close();
      const row = this.adapter.rowOf(id);
      if (row === null) this.back(id, name);
      else this.editing.open({ row, id, field: name });
    };
    const drop = () => this.drop(id, name);
    return [
      this.head("warn", mark.message),
      this.line(words.you_typed, mark.typed),
      el(
        "div.s-say-foot",
        {},
        button(words.edit_again, { kind: "s-small s-primary", onclick: change }),
        button(words.got_it, { kind: "s-small", onclick: drop }),
        this.keys(),
      ),
    ];
  }

  conflict(mark, field, { id, name }) {
    const { words } = this.context;
    const keep = () => {
      this.close();
      this.editing.again(id, name);
    };
    const sentence = mark.by ? fill(words.conflict_by, { by: mark.by }) : mark.message;
    return [
      this.head("warn", sentence),
      this.line(words.theirs, textOf(field, mark.theirs) || words.blank),
      this.line(words.mine, mark.typed || words.blank),
      el(
        "div.s-say-foot",
        {},
        button(words.keep_mine, { kind: "s-small s-primary", onclick: keep }),
        button(words.take_theirs, { kind: "s-small", onclick: () => this.drop(id, name) }),
        this.keys(),
      ),
    ];
  }

  failed(mark, field, { id, name }) {
    const { words } = this.context;
    const retry = () => {
      this.close();
      this.editing.again(id, name);
    };
    return [
      this.head("warn", fill(words.not_saved, { why: mark.message })),
      this.line(words.you_typed, mark.typed),
      el(
        "div.s-say-foot",
        {},
        button(words.retry, { kind: "s-small s-primary", onclick: retry }),
        button(words.give_up, { kind: "s-small", onclick: () => this.drop(id, name) }),
        this.keys(),
      ),
    ];
  }

  head(glyph, sentence) {
    return el("div.s-say-head", {}, icon(glyph), el("span", {}, sentence));
  }

  line(label, value) {
    return el("div.s-say-line", {}, el("span.s-say-label", {}, label), el("span.s-say-value", {}, value));
  }

  keys() {
    return el("span.s-say-keys", {}, this.context.words.popover_keys);
  }

  drop(id, name) {
    this.close();
    this.context.marks.clear(id, name);
    if (id === BLANK) this.context.blank.put(this.context.record.byName[name], null, "");
    this.back(id, name);
  }

  /** An attempt on a locked cell is answered at once, beside it. */
  why(cell, sentence) {
    this.show(cell.id, cell.field, this.head("lock", sentence), { kind: "s-say s-say-locked", role: "status" });
  }

  focused(cell) {
    if (
      cell &&
      this.at &&
      (cell.id !== this.at.id || cell.field !== this.at.field) &&
      this.popup?.node.classList.contains("s-say-locked")
    )
      this.close();
    if (cell && !this.isOpen()) this.mark(cell.id, cell.field);
    else this.popup?.place();
  }

  hover(event) {
    clearTimeout(this.timer);
    const cell = this.adapter.cellAt(event.target);
    if (!cell || cell.node !== this.tipNode) this.hideTip();
    if (!cell || cell.id === null || this.tip) return;
    this.timer = setTimeout(() => this.showTip(cell), PAUSE);
  }

  showTip(cell) {
    if (this.editing.now || !cell.node.isConnected) return;
    if (this.at?.id === cell.id && this.at?.field === cell.field) return;
    if (!this.isOpen() && this.mark(cell.id, cell.field)) return;
    const why = this.editing.why(cell.field, cell.id) ?? this.context.locks.of(cell.id, cell.field)?.why;
    const text = cell.node.querySelector(".s-text, .s-link, .s-chips");
    const cut = text && text.scrollWidth > text.clientWidth + 1;
    const lines = [
      cut
        ? el(
            "div.s-tip-full",
            {},
            textOf(this.context.record.byName[cell.field], this.adapter.value(cell.id, cell.field)),
          )
        : null,
      why ? this.head("lock", why) : null,
    ].filter(Boolean);
    if (!lines.length) return;
    this.tipNode = cell.node;
    this.tip = new Popup(cell.node, lines, { kind: "s-tip", role: "tooltip" });
    this.because(cell, this.tip);
  }

  /** Why what is reckoned has no result: asked for this one cell, once somebody wonders. */
  async because(cell, tip) {
    const { record, http, words } = this.context;
    if (!record.byName[cell.field]?.reckoned || (this.adapter.value(cell.id, cell.field) ?? null) !== null) return;
    const answer = await http.get(`/${record.name}/why?id=${cell.id}&field=${cell.field}`).catch(() => null);
    if (!answer?.why || this.tip !== tip) return;
    tip.node.append(el("div.s-tip-full", {}, fill(words.formula_empty_because, { why: answer.why })));
    tip.place();
  }

  hideTip() {
    this.tip?.close();
    this.tip = null;
    this.tipNode = null;
  }

  leave() {
    clearTimeout(this.timer);
    this.hideTip();
  }
}
