/** The panel beside the grid: asked for by row, it follows the active one; the server draws it, this side knows where it stands. */

import { BLANK } from "./blank.js";
import { isGroupId } from "./groups.js";

const PAUSE = 250;
const WIDTH = "ops-panel-width";
const EDGE = 8;
const [NARROWEST, WIDEST] = [320, 900];

export class Panel {
  /** `ask({id, tab, about})` reaches the server; without an id it closes. */
  constructor(page, ask) {
    Object.assign(this, { page, ask, id: null });
    this.node = page.root.parentElement?.querySelector(":scope > .o-panel") ?? null;
    this.onDown = (event) => this.grip(event);
    this.node?.addEventListener("pointerdown", this.onDown);
    if (this.node) this.node.opsShut = () => this.close(); // for the browser's way back
    this.widen(Number(localStorage.getItem(WIDTH)) || 420);
  }

  /** There is one where the sheet is a page of its own, and rows have pages. */
  get stands() {
    return Boolean(this.node && this.ask);
  }

  get isOpen() {
    return this.id !== null;
  }

  turn(id, tab) {
    if (this.isOpen && id === this.id && !tab) this.close();
    else this.show(id, tab);
  }

  /** `about`: the column whose cell is to be spoken of. */
  show(id, tab, about) {
    if (!id || id === BLANK || isGroupId(id)) return;
    this.wanted = id;
    this.from = this.active();
    this.ask({ id, ...(tab ? { tab } : {}), ...(about ? { about } : {}) });
  }

  active() {
    return this.page.adapter?.active()?.id ?? null;
  }

  close() {
    clearTimeout(this.timer);
    if (this.isOpen) this.ask({ id: null });
  }

  /** The active row is another one: once the hand rests there. */
  follow(cell) {
    clearTimeout(this.timer);
    const id = cell?.id ?? null;
    if (!this.isOpen || !id || id === this.id) return;
    this.timer = setTimeout(() => this.show(id), PAUSE);
  }

  /**
   * What the server shows now. A panel that closes gives the keyboard back to the cells; who went to another row while the
   * answer was on its way is followed.
   */
  hear(id) {
    const shut = this.isOpen && id === null;
    const inside = this.node?.contains(document.activeElement) || document.activeElement === document.body;
    this.id = id;
    document.querySelector(".o-beside")?.classList.toggle("o-with-panel", this.isOpen);
    document.dispatchEvent(new Event("ops:layers"));
    const cell = this.page.adapter?.active();
    if (shut && inside && cell) this.page.adapter.activate(cell.row, cell.field);
    if (id !== null && id === this.wanted && this.active() !== this.from) this.follow(cell);
  }

  widen(width) {
    this.width = Math.max(NARROWEST, Math.min(width, WIDEST));
    document.documentElement.style.setProperty("--o-panel", `${this.width}px`);
  }

  /** The left edge is pulled; where it was left is where it stands next time. */
  grip(event) {
    const { left } = this.node.getBoundingClientRect();
    if (event.clientX - left > EDGE) return;
    event.preventDefault();
    const [from, width] = [event.clientX, this.width];
    const move = (moved) => this.widen(width + from - moved.clientX);
    const up = () => {
      document.removeEventListener("pointermove", move);
      localStorage.setItem(WIDTH, String(this.width));
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up, { once: true });
  }

  destroy() {
    clearTimeout(this.timer);
    this.node?.removeEventListener("pointerdown", this.onDown);
  }
}
