/**
 * The text area that always has the focus. It lies unseen on the active cell, so the operating system leaves the
 * input method on and its candidates stand at the cell; what is typed turns it into the editor, composition and all.
 */

import { composing, el, keepCaret } from "../dom.js";
import { leadsTo } from "./moves.js";

export class Sink {
  /** `calls`: {key(event), typing(), hold(move), forget(), arrived(), entered(), dropped(text), copy(event), cut(event), paste(event)}; `label` names the grid. */
  constructor(adapter, label, calls) {
    Object.assign(this, { adapter, label, calls, composed: false });
    this.renew();
  }

  /** A new one takes the place of one that became an editor; the focus goes over without touching the ground. */
  renew() {
    const before = this.taken;
    Object.assign(this, { taken: null, composed: false });
    this.input = el("textarea.s-input", {
      rows: 1,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      wrap: "off",
      "aria-label": this.label,
      "aria-multiline": "false",
    });
    this.box = el("div.s-sink", {}, this.input);
    this.listen(this.input);
    this.adapter.layer.append(this.box);
    this.place();
    if (before?.contains(document.activeElement)) this.focus();
  }

  listen(input) {
    const idle = (then) => (event) => input === this.input && !this.taken && then(event);
    // Also before the first stroke of a composition, which would else begin nowhere.
    input.addEventListener(
      "keydown",
      idle((event) => !event.isComposing && keepCaret(input)),
    );
    input.addEventListener(
      "keydown",
      idle((event) => !composing(event) && this.key(event)),
    );
    input.addEventListener("focus", () => this.calls.entered());
    input.addEventListener(
      "compositionstart",
      idle(() => {
        this.composed = true;
        this.calls.typing();
      }),
    );
    input.addEventListener("compositionend", () => (this.composed = false));
    input.addEventListener(
      "compositionend",
      idle(() => this.drop()),
    );
    input.addEventListener(
      "input",
      idle((event) => this.typed(event)),
    );
    // What is pasted behind something that waits for its row belongs to that text, as in an open cell.
    for (const name of ["copy", "cut", "paste"])
      input.addEventListener(
        name,
        idle((event) => !this.waiting && this.calls[name](event)),
      );
  }

  /** While the row of a far cell is on its way, keys that lead away from what is being typed for it are kept with it. */
  key(event) {
    if (!this.waiting) return this.calls.key(event);
    const move = leadsTo(event, true);
    if (event.key === "Escape") this.calls.forget();
    else if (move) this.calls.hold(move);
    else return undefined;
    return event.preventDefault();
  }

  typed(event) {
    if (!event.isComposing) this.calls.typing();
    if (!this.taken && !event.isComposing) this.drop();
  }

  /** What was typed where nothing can be written. */
  drop() {
    const text = this.input.value;
    if (this.waiting) return void this.calls.arrived();
    this.input.value = "";
    if (text) this.calls.dropped(text);
  }

  /** Hands the text area over to an editor, with what is being typed in it. */
  take() {
    this.taken = this.box;
    this.waiting = false;
    this.box.className = "s-edit";
    this.box.removeAttribute("style");
    return { box: this.box, input: this.input };
  }

  focus() {
    this.input.focus({ preventScroll: true });
    keepCaret(this.input);
  }

  hasFocus() {
    return document.activeElement === this.input;
  }

  place() {
    const cell = this.adapter.at;
    const at = cell && this.adapter.places.nearest(cell.row, cell.field);
    if (!at || this.taken) return;
    const frame = this.adapter.layer.getBoundingClientRect();
    Object.assign(this.box.style, {
      left: `${at.left - frame.left}px`,
      top: `${at.top - frame.top}px`,
      width: `${at.width}px`,
      height: `${at.height}px`,
    });
    this.point(cell);
  }

  /** A screen reader is told which cell the focus stands for. */
  point({ row, field }) {
    this.input.dataset.row = row;
    this.input.dataset.field = field;
    const node = this.adapter.cellNode(row, field);
    if (!node) return this.input.removeAttribute("aria-activedescendant");
    node.id = `s-cell-${row}-${field}`;
    return this.input.setAttribute("aria-activedescendant", node.id);
  }
}
