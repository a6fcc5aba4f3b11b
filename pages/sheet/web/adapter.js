/**
 * What a layer over the grid may ask of it: cells by row and field, where they lie, which one is active.
 * It says nothing of business or of AG Grid; a layer written against it survives a change of grid.
 */

export class Adapter {
  /** `host`: the element the grid lives in; `layer`: the empty element above it where a layer may draw. */
  constructor(grid, host, layer) {
    Object.assign(this, { grid, api: grid.api, host, layer });
  }

  size() {
    return { rows: this.api.getDisplayedRowCount(), fields: this.fields() };
  }

  /** Names of the fields shown, from left to right. */
  fields() {
    const known = this.grid.context.record.byName;
    return this.api.getAllDisplayedColumns().map((column) => column.getColId()).filter((name) => known[name]);
  }

  /** The active cell, or null: {row: position, id, field}. */
  active() {
    const focused = this.api.getFocusedCell();
    if (!focused || focused.rowPinned) return null;
    return { row: focused.rowIndex, id: this.idAt(focused.rowIndex), field: focused.column.getColId() };
  }

  activate(row, field) {
    const last = this.api.getDisplayedRowCount() - 1;
    const at = Math.max(0, Math.min(row, last));
    this.api.ensureIndexVisible(at);
    this.api.ensureColumnVisible(field);
    this.api.setFocusedCell(at, field);
  }

  /** One cell further: down, up, right or left, over the end of a line into the next. */
  step(row, field, { down = 0, right = 0 }) {
    const fields = this.fields();
    const at = fields.indexOf(field) + right;
    const line = at < 0 ? -1 : at >= fields.length ? 1 : 0;
    const target = row + down + line;
    if (target < 0 || (line && target >= this.size().rows)) return this.activate(row, field);
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

  cellNode(row, field) {
    return this.host.querySelector(`.ag-row[row-index="${row}"] [col-id="${CSS.escape(field)}"]`);
  }

  /** Where a cell lies in the window; null when it is not drawn or scrolled out of the grid's body. */
  rect(id, field) {
    const row = this.rowOf(id);
    const at = row === null ? null : this.cellNode(row, field)?.getBoundingClientRect();
    const body = this.host.querySelector(".ag-body")?.getBoundingClientRect();
    return at && body && at.bottom > body.top && at.top < body.bottom && at.right > body.left && at.left < body.right ? at : null;
  }

  /** The cell a node of the page belongs to. */
  cellAt(target) {
    const cell = target.closest?.(".ag-cell");
    if (!cell || !this.host.contains(cell)) return null;
    const row = Number(cell.closest(".ag-row").getAttribute("row-index"));
    return { row, id: this.idAt(row), field: cell.getAttribute("col-id"), node: cell };
  }

  onActive(listener) {
    this.api.addEventListener("cellFocused", () => listener(this.active()));
  }

  onScroll(listener) {
    for (const name of ["bodyScroll", "columnResized", "displayedColumnsChanged", "viewportChanged"]) this.api.addEventListener(name, listener);
  }
}
