/** In the bar above the grid: what is not saved yet, and whether the server can be reached. */

import { el, fill, icon } from "./dom.js";

const SOON = 250;
const DEAD_LINE = 2_500;

export class Badge {
  constructor(outbox, words) {
    Object.assign(this, { outbox, words, cut: false });
    this.unsaved = el("span.s-unsaved", { hidden: true });
    this.offline = el("span.s-offline", { hidden: true }, icon("warn", 14), el("span", {}));
    this.node = el("div.s-line", { role: "status" }, this.offline, this.unsaved);
  }

  /** An answer that comes at once needs no badge; one that takes longer is announced within the second. */
  draw() {
    this.sign();
    if (!this.outbox.queue.length) {
      clearTimeout(this.timer);
      this.timer = null;
      this.unsaved.hidden = true;
      this.unsaved.textContent = "";
    } else if (this.unsaved.hidden) {
      this.timer ??= setTimeout(() => this.count(), SOON);
    } else this.count();
  }

  count() {
    this.timer = null;
    const n = this.outbox.waiting();
    this.unsaved.hidden = n === 0;
    this.unsaved.textContent = fill(this.words.unsaved, { n: n.toLocaleString("en-US") });
    this.unsaved.title = this.outbox.fits() ? this.words.unsaved_note : this.words.unsaved_too_big;
    this.unsaved.classList.toggle("s-unkept", !this.outbox.fits());
    if (!this.outbox.fits()) this.unsaved.textContent += ` · ${this.words.do_not_reload}`;
  }

  sign() {
    const state = this.outbox.state === "online" && this.cut ? "offline" : this.outbox.state;
    this.offline.hidden = state === "online";
    this.offline.lastChild.textContent =
      { offline: this.words.line_offline, signed_out: this.words.line_signed_out, busy: this.words.line_busy }[state] ??
      "";
    this.offline.title = state === "signed_out" ? this.words.signed_out : this.words.offline_note;
  }

  /** The page's own socket is gone: not worth a word while it comes back by itself. */
  socket(connected) {
    clearTimeout(this.later);
    const put = () => {
      this.cut = !connected;
      this.sign();
    };
    if (connected) put();
    else this.later = setTimeout(put, DEAD_LINE);
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.later);
  }
}
