/** The mouse: choosing cells, dragging ranges over the frozen edge, whole lines and columns, the fill handle. */

const EDGE = 14;
const FAST = 48;

export class Mouse {
  /** `parts`: {adapter, selection, editing, sink(), paint, fill}. */
  constructor(parts) {
    Object.assign(this, parts);
    const { host } = this.adapter;
    this.drag = null;
    host.addEventListener("mousedown", (event) => this.down(event), true);
    host.addEventListener("click", (event) => this.click(event), true);
    host.addEventListener("dblclick", (event) => this.doubleClick(event));
    this.onMove = (event) => this.move(event);
    this.onUp = (event) => this.up(event);
  }

  down(event) {
    if (event.button !== 0 && event.button !== 2) return;
    if (event.target === this.paint.handle) return this.onHandle(event);
    const cell = this.adapter.cellAt(event.target);
    if (this.adapter.headAt(event.target)) return this.pressHead();
    const numbers = cell && this.adapter.isRowNumber(cell.field);
    if (!cell || (!numbers && !this.editing.field(cell.field))) return;
    if (event.button === 2 && this.covers(cell)) return;
    // A pressed cell must not take the focus from the sink, nor begin a text selection.
    event.preventDefault();
    if (this.editing.now) this.editing.commit();
    if (numbers) this.startLines(event, cell);
    else if (event.shiftKey && this.selection.active())
      this.start(event, { kind: "range" }, () => this.selection.extend(cell.row, cell.field));
    else if ((event.ctrlKey || event.metaKey) && event.button === 0)
      this.start(event, { kind: "range" }, () => this.selection.add(cell.row, cell.field));
    else this.start(event, { kind: "range" }, () => this.adapter.activate(cell.row, cell.field));
    this.sink().focus();
  }

  /** Pressed twice it fills by itself, dragged as far as it is dragged. */
  onHandle(event) {
    const range = this.selection.range();
    this.start(event, { kind: "fill", range });
    if (event.detail === 2) this.fill.onward(range);
  }

  /** A head that was sorted by, moved or widened with the mouse keeps no focus: the next key is for the active cell. */
  pressHead() {
    const back = () => document.activeElement?.closest(".ag-header") && this.adapter.at && this.sink().focus();
    window.addEventListener("mouseup", () => setTimeout(back), { once: true });
  }

  covers({ row, field }) {
    return this.selection
      .ranges()
      .some(({ top, bottom, fields }) => row >= top && row <= bottom && fields.includes(field));
  }

  startLines(event, { row }) {
    const from = event.shiftKey ? (this.selection.active()?.row ?? row) : row;
    this.start(event, { kind: "lines", from }, () => this.selection.lines(from, row));
  }

  start(event, drag, first = () => {}) {
    event.preventDefault();
    event.stopPropagation();
    first();
    if (event.button !== 0) return;
    this.drag = { ...drag, x: event.clientX, y: event.clientY };
    window.addEventListener("mousemove", this.onMove);
    window.addEventListener("mouseup", this.onUp);
  }

  move(event) {
    if (!(event.buttons & 1)) return this.up(event);
    const { drag } = this;
    const far = Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) > 3;
    if (!drag.moved && !far) return;
    Object.assign(drag, { moved: true, x: event.clientX, y: event.clientY });
    this.reach();
    if (!this.rolling && this.push()) this.roll();
  }

  reach() {
    const { drag } = this;
    const at = this.adapter.places.under(drag.x, drag.y);
    if (!at) return;
    if (drag.kind === "lines") this.selection.lines(drag.from, at.row);
    else if (drag.kind === "fill")
      this.paint.show("target", (drag.target = beside(drag.range, at, this.adapter.fields())));
    else this.selection.extend(at.row, at.field, { show: false });
  }

  /** How far to scroll while the pointer is at or over the edge; null when it is well inside. */
  push() {
    const { x, y } = this.drag;
    const body = this.adapter.places.body();
    const middle = this.adapter.places.middle();
    const anchored = this.selection.active();
    const leftEdge = anchored && this.adapter.places.isFrozen(anchored.field) ? -Infinity : middle.left;
    const step = (over) => Math.min(FAST, 4 + Math.round(over / 2));
    const down =
      y > body.bottom - EDGE ? step(y - body.bottom + EDGE) : y < body.top + EDGE ? -step(body.top + EDGE - y) : 0;
    const right = x > middle.right - EDGE ? step(x - middle.right + EDGE) : x < leftEdge ? -step(leftEdge - x) : 0;
    return down || right ? [right, down] : null;
  }

  roll() {
    const by = this.drag && this.push();
    this.rolling = Boolean(by);
    if (!by) return;
    this.adapter.places.scroll(...by);
    this.reach();
    requestAnimationFrame(() => this.roll());
  }

  up() {
    const { drag } = this;
    this.drag = null;
    window.removeEventListener("mousemove", this.onMove);
    window.removeEventListener("mouseup", this.onUp);
    if (drag?.kind !== "fill") return;
    this.paint.show("target", null);
    if (drag.target) this.fill.series(drag.range, drag.target);
  }

  /** A head sorts when clicked; with Ctrl it selects its column, with Ctrl and Shift all up to it. */
  click(event) {
    const name = this.adapter.headAt(event.target);
    if (name && (event.ctrlKey || event.metaKey) && this.editing.field(name)) {
      event.preventDefault();
      event.stopPropagation();
      this.selection.columns(event.shiftKey ? (this.selection.active()?.field ?? name) : name, name);
      return this.sink().focus();
    }
    const cell = this.adapter.cellAt(event.target);
    // A tick is turned by a click on the tick itself, not by a click that only chooses the cell.
    if (cell && event.target.closest(".s-group-line .s-icon")) return this.editing.open(cell);
    return cell && event.target.closest(".s-flag") && !event.shiftKey ? this.editing.open(cell) : undefined;
  }

  doubleClick(event) {
    if (event.target === this.paint.handle) return;
    const cell = this.adapter.cellAt(event.target);
    if (cell && !event.target.closest("a") && this.editing.field(cell.field)?.kind !== "flag") this.editing.open(cell);
  }
}

/** The block between a range and the cell the handle was dragged to: down or up, right or left, whichever is further. */
function beside(range, { row, field }, all) {
  const at = all.indexOf(field);
  const vertical = row > range.bottom ? row - range.bottom : row < range.top ? row - range.top : 0;
  const horizontal = at > range.right ? at - range.right : at < range.left ? at - range.left : 0;
  if (!vertical && !horizontal) return null;
  if (Math.abs(vertical) >= Math.abs(horizontal)) {
    return vertical > 0
      ? { top: range.bottom + 1, bottom: row, fields: range.fields }
      : { top: row, bottom: range.top - 1, fields: range.fields };
  }
  const fields = horizontal > 0 ? all.slice(range.right + 1, at + 1) : all.slice(at, range.left);
  return { top: range.top, bottom: range.bottom, fields };
}
