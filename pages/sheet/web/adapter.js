/**
 * What a layer over the grid may ask of it: cells by row and field, where they lie, which one is active.
 * It says nothing of business or of AG Grid; a layer written against it survives a change of grid.
 */

import { BLANK } from "./blank.js";
import { tellAll } from "./dom.js";
import { Places } from "./places.js";

export class Adapter {
  /** `host`: the element the grid lives in; `layer`: the empty element above it where a layer may draw. */
  constructor(grid, host, layer) {
    Object.assign(this, { grid, api: grid.api, host, layer });
    this.places = new Places(grid.api, host);
    this.at = null;
    this.listeners = [];
    this.comers = [];
    this.shown = this.fields();
    this.api.addEventListener("displayedColumnsChanged", () => this.keepShown());
    this.onRows(() => this.came());
  }

  /** `rows`: those of the database; `lines`: with the blank one below them, if there is one. */
  size() {
    return { rows: this.grid.count(), lines: this.api.getDisplayedRowCount(), fields: this.fields() };
  }

  /** By where it stands, too: the blank line comes with a block of rows, and the hand is there before it. */
  isBlank(row) {
    const { rows, lines } = this.size();
    return this.idAt(row) === BLANK || (this.idAt(row) === null && row === rows && lines > rows);
  }

  /** Names of the fields shown, from left to right. */
  fields() {
    const known = this.grid.context.record.byName;
    return this.api
      .getAllDisplayedColumns()
      .map((column) => column.getColId())
      .filter((name) => known[name]);
  }

  /** The active cell, or null: {row: position, id, field}. */
  active() {
    if (!this.at || this.at.row >= this.api.getDisplayedRowCount()) return null;
    return { row: this.at.row, id: this.idAt(this.at.row), field: this.at.field };
  }

  activate(row, field) {
    const last = this.api.getDisplayedRowCount() - 1;
    if (last < 0) return;
    const at = Math.max(0, Math.min(row, last));
    this.show(at, field);
    this.at = { row: at, field };
    this.due = this.idAt(at) === null;
    tellAll(this.listeners, this.active());
  }

  /** The active cell's row was on its way when the cell became active, and is here now. */
  came() {
    const cell = this.due ? this.active() : null;
    if (!cell || cell.id === null) return;
    this.due = false;
    tellAll(this.comers, cell);
  }

  /** The same record stands in another line now; nobody needs to hear of it. */
  shift(row) {
    this.at.row = row;
  }

  /** The column of the active cell was hidden: what stands in its place now takes over, in silence, as whoever hides it is elsewhere. */
  keepShown() {
    const [before, now] = [this.shown, this.fields()];
    this.shown = now;
    if (!this.at || !now.length || now.includes(this.at.field)) return;
    this.at.field = before.slice(before.indexOf(this.at.field)).find((name) => now.includes(name)) ?? now.at(-1);
  }

  /** Scrolls until the cell can be seen. */
  show(row, field) {
    this.api.ensureIndexVisible(row);
    if (field) this.api.ensureColumnVisible(field);
  }

  /** One cell further: down, up, right or left, over the end of a line into the next. */
  step(row, field, { down = 0, right = 0 }) {
    const fields = this.fields();
    const at = fields.indexOf(field) + right;
    const line = at < 0 ? -1 : at >= fields.length ? 1 : 0;
    const target = row + down + line;
    if (target < 0 || (line && target >= this.size().lines)) return this.activate(row, field);
    return this.activate(target, fields[(at + fields.length) % fields.length]);
  }

  idAt(row) {
    return this.api.getDisplayedRowAtIndex(row)?.data?.id ?? null;
  }

  rowOf(id) {
    return this.api.getRowNode(String(id))?.rowIndex ?? null;
  }

  data(id) {
    return this.grid.row(id);
  }

  value(id, field) {
    return this.grid.row(id)?.[field] ?? null;
  }

  /** Rows at hand between two positions, by position; asks for nothing, as reading a far row would load its block. */
  loaded(top, bottom) {
    const rows = new Map();
    this.api.forEachNode(({ rowIndex, data }) => {
      if (data && rowIndex >= top && rowIndex <= bottom) rows.set(rowIndex, data);
    });
    return rows;
  }

  cellNode(row, field) {
    return this.host.querySelector(`.ag-row[row-index="${row}"] [col-id="${CSS.escape(field)}"]`);
  }

  /** Where a cell lies in the window; null when it is not drawn or scrolled out of the grid's body. */
  rect(id, field) {
    const row = this.rowOf(id);
    const at = row === null ? null : this.cellNode(row, field)?.getBoundingClientRect();
    const body = this.host.querySelector(".ag-body")?.getBoundingClientRect();
    return at && body && at.bottom > body.top && at.top < body.bottom && at.right > body.left && at.left < body.right
      ? at
      : null;
  }

  /** The cell of a row that a node of the page belongs to; the line of totals is none. */
  cellAt(target) {
    const cell = target.closest?.(".ag-cell");
    if (!cell || !this.host.contains(cell) || cell.closest(".ag-floating-bottom")) return null;
    const row = Number(cell.closest(".ag-row").getAttribute("row-index"));
    return { row, id: this.idAt(row), field: cell.getAttribute("col-id"), node: cell };
  }

  /** The column whose head a node of the page belongs to. */
  headAt(target) {
    const head = target.closest?.(".ag-header-cell");
    return head && this.host.contains(head) ? head.getAttribute("col-id") : null;
  }

  isRowNumber(field) {
    return field === "#";
  }

  onActive(listener) {
    this.listeners.push(listener);
  }

  /** Called with the active cell when its row comes after the cell became active: what is said of a row is said then. */
  onCome(listener) {
    this.comers.push(listener);
  }

  onScroll(listener) {
    for (const name of ["bodyScroll", "columnResized", "displayedColumnsChanged", "viewportChanged"])
      this.api.addEventListener(name, listener);
  }

  /** Rows were read, came or went. */
  onRows(listener) {
    for (const name of ["modelUpdated", "rowDataUpdated"]) this.api.addEventListener(name, listener);
  }
}
