/** AG Grid over the blocks of the API: the one module that speaks to AG Grid, besides columns, filters and theme. */

import * as AgGrid from "nicegui-aggrid";
import { BLANK } from "./blank.js";
import { BY_COLUMN, withRows } from "./blocks.js";
import { columnDefs } from "./columns.js";
import { sentAlong } from "./first.js";
import { FIXED, rowClasses } from "./same.js";
import { groupOf, turned } from "./groups.js";
import { keepGroupRoom } from "./group_room.js";
import { orderOf, sortedColumns, sortOf, turnedOrder, usualOrder } from "./order.js";
import { themeAt } from "./theme.js";
import { tickColumn, Ticks } from "./ticks.js";
import { withGone } from "./fitted.js";
import { HEIGHTS } from "./tones.js";
import { Totals } from "./totals.js";
import { keptColumns } from "./viewed.js";

// What the grid warns a developer of costs time at each opening.
AgGrid.ModuleRegistry.registerModules(
  AgGrid.AllCommunityModule.dependsOn.filter(({ moduleName }) => moduleName !== "Validation"),
);

export class Grid {
  /** `context`: {record, words, query, http, marks, linkNames}; `calls`: {loaded, failed, picked, filtered, arranged}. */
  constructor(host, context, calls) {
    Object.assign(this, { host, context, calls });
    this.total = null;
    this.asked = 0;
    this.ticks = new Ticks(context, { changed: () => this.ticked(), failed: (sentence) => calls.failed(sentence) });
    const { fontFamily } = getComputedStyle(host);
    context.tones.rules = context.query.look.colours;
    context.tones.clear();
    context.numbers = new Map();
    host.classList.toggle("s-tall", context.query.look.height > 1);
    host.style.setProperty("--s-lines", context.query.look.height);
    this.fontFamily = fontFamily;
    context.font = this.font();
    this.set = new Set((context.record.view?.columns ?? []).filter(({ own }) => own !== false).map(({ name }) => name));
    this.api = AgGrid.createGrid(host, this.options());
    keepGroupRoom(this.api, host, context);
    this.totals = new Totals(this.api, context, { isOwn: (name) => this.set.has(name) });
    this.themeObserver = new MutationObserver(() => this.dress());
    this.themeObserver.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    this.dress();
    context.marks.onChange((id, field) => this.repaint(id, field));
    host.addEventListener("click", (event) => this.tickClicked(event) || this.headClicked(event), true);
    // A pressed box leaves the focus with the cells, and with Shift no text is marked.
    host.addEventListener(
      "mousedown",
      (event) => event.target.closest?.(".s-cell-check, .s-head-check") && event.preventDefault(),
    );
  }

  get zoom() {
    return this.context.zoom?.part ?? 1;
  }

  font() {
    return `500 ${13 * this.zoom}px ${this.fontFamily}`;
  }

  rowHeight() {
    return Math.round(HEIGHTS[this.context.query.look.height - 1] * this.zoom);
  }

  /** Larger or smaller cells: columns that are as wide as the person made them, or as what they hold, go along. */
  rezoom() {
    const own = this.api.getColumnState().filter(({ colId }) => this.set.has(colId));
    const before = this.drawn ?? 1;
    this.drawn = this.zoom;
    this.context.font = this.font();
    this.api.setGridOption("theme", themeAt(this.zoom));
    this.api.setGridOption("rowHeight", this.rowHeight());
    this.api.setGridOption("columnDefs", this.defs(this.context));
    const state = this.defs(this.context).map(({ colId, width, flex }) => ({ colId, width, flex: flex ?? null }));
    const kept = own.map(({ colId, width }) => ({
      colId,
      width: Math.round((width / before) * this.zoom),
      flex: null,
    }));
    this.api.applyColumnState({ state: [...state, ...kept] });
    this.totals.remeasure();
  }

  options() {
    const { words, query } = this.context;
    this.drawn = this.zoom;
    return {
      theme: themeAt(this.zoom),
      rowHeight: this.rowHeight(),
      ...FIXED,
      columnDefs: this.defs(this.context),
      rowClassRules: rowClasses(this.context.tones, this.ticks),
      datasource: { getRows: (params) => this.load(params) },
      initialState: { filter: { filterModel: query.heads } },
      localeText: words.grid,
      popupParent: document.body,
      onFilterChanged: () => this.filtered(),
      onSortChanged: () => this.arranged("sort"),
      onColumnMoved: ({ finished, source }) => finished && source !== "api" && this.arranged("order"),
      onColumnVisible: () => this.arranged("hidden"),
      onColumnResized: ({ finished, source, columns }) =>
        finished && source === "uiColumnResized" && this.widened(columns ?? []),
      onDragStopped: () => (this.draggedAt = performance.now()),
    };
  }

  defs(context) {
    return [tickColumn(this.ticks, context.words, (id) => id > BLANK), ...columnDefs(context)];
  }

  async load({ startRow, endRow, sortModel, filterModel, successCallback, failCallback }) {
    const { query, record, http, blank } = this.context;
    const turn = startRow === 0 ? (this.asked += 1) : this.asked;
    query.heads = filterModel ?? {};
    query.sort = sortModel.map(({ colId, sort }) => (sort === "desc" ? `-${colId}` : colId));
    query.remember();
    const body = { offset: startRow, limit: endRow - startRow, totals: "later", ...BY_COLUMN, ...query.block() };
    const took = (came, asked) => {
      const answer = withRows(came);
      this.context.tones.take(answer.rows, answer);
      const { total } = answer;
      for (const [id, number] of Object.entries(answer.numbers ?? {})) this.context.numbers.set(Number(id), number);
      if (turn === this.asked && total !== null) this.counted(answer.count ?? total, body);
      successCallback(this.withBlank(answer, startRow, endRow), total === null ? -1 : total + (blank.open ? 1 : 0));
      if (turn === this.asked) this.calls.loaded(answer, startRow, performance.now() - asked);
    };
    const sent = startRow === 0 && sentAlong(record.name, body);
    if (sent) return took(sent, 0);
    const started = performance.now();
    try {
      took(await http.post(`/${record.name}/rows`, body), started);
    } catch (error) {
      failCallback();
      if (turn === this.asked) this.calls.failed(error.message);
    }
  }

  /** Another question, or another number of rows: some of the ticked ones may be out of sight now, or gone. */
  counted(total, { search, filter }) {
    this.total = total;
    const key = JSON.stringify([total, search, filter]);
    if (key !== this.key) this.ticks.recheck();
    this.key = key;
    this.drawHead();
  }

  /** Below the last row stands a blank one, where new rows are typed and pasted. */
  withBlank({ rows, total }, startRow, endRow) {
    const { blank } = this.context;
    return blank.open && total !== null && total >= startRow && total < endRow ? [...rows, blank.row()] : rows;
  }

  /** How many rows there are became known after the rows themselves. */
  sized(total) {
    this.counted(total, this.context.query.body());
    this.api.setRowCount(total + (this.context.blank.open ? 1 : 0), true);
  }

  /** How many rows there are without the blank one. */
  count() {
    return Math.max(0, this.api.getDisplayedRowCount() - (this.context.blank.open && this.total !== null ? 1 : 0));
  }

  drawBlank() {
    this.api.getRowNode(String(BLANK))?.setData(this.context.blank.row());
  }

  /** Asks again for everything in sight: rows came or went, or an earlier block failed. */
  refresh() {
    this.api.refreshInfiniteCache();
  }

  /** A new question: search, filter or order changed; what was loaded no longer counts. */
  restart() {
    this.api.purgeInfiniteCache();
  }

  /** Rows as the server has them now; those not loaded here are left to the next block. */
  applyRows(rows) {
    for (const row of rows) this.api.getRowNode(String(row.id))?.setData(row);
    this.recolour(rows.map(({ id }) => id));
  }

  /** Rows that changed may meet other conditions now. */
  async recolour(ids) {
    const { query, http, record, tones } = this.context;
    const here = ids.filter((id) => this.row(id)).slice(0, 500);
    if (!query.look.colours.length || !here.length) return;
    const body = { offset: 0, limit: 500, filter: { id: { in: here } }, colours: query.look.colours };
    const answer = await http.post(`/${record.name}/rows`, body).catch(() => null);
    if (!answer) return;
    // The ends of so few rows say nothing of the others.
    tones.take(answer.rows, { colours: answer.colours, scales: {} });
    for (const id of here) this.api.getRowNode(String(id))?.setData({ ...this.row(id) });
  }

  /** One cell, or with ids and no field all cells of these rows. */
  repaint(id, field) {
    const rowNodes = [id]
      .flat()
      .map((key) => this.api.getRowNode(String(key)))
      .filter(Boolean);
    if (rowNodes.length) this.api.refreshCells({ rowNodes, columns: field ? [field] : undefined, force: true });
  }

  /** A group is folded or opened; what stands above it stays where it is. */
  fold(id) {
    const group = groupOf(this.row(id));
    if (!group) return;
    const { query } = this.context;
    query.folds = turned(query.folds, group.path);
    this.refresh();
  }

  foldAll(shut) {
    this.context.query.folds = { shut, but: [] };
    this.restart();
  }

  row(id) {
    return this.api.getRowNode(String(id))?.data ?? null;
  }

  // Ticks ------------------------------------------------------------------------------------------------------------------

  /** The rows that are ticked, with what is at hand of them. */
  picked() {
    return [...this.ticks.ids].map((id) => this.row(id) ?? { id });
  }

  ticked() {
    for (const node of this.host.querySelectorAll(".ag-row[row-id]")) {
      const on = this.ticks.ids.has(Number(node.getAttribute("row-id")));
      node.classList.toggle("s-ticked", on);
      const box = node.querySelector(".s-tick");
      if (box) box.checked = on;
    }
    this.drawHead();
    this.calls.picked();
  }

  drawHead() {
    const box = this.host.querySelector(".s-tick-all");
    if (!box) return;
    const state = this.ticks.state(this.total ?? 0);
    box.checked = state === "all";
    box.indeterminate = state === "some";
  }

  tickClicked(event) {
    const place = event.target.closest?.(".s-cell-check, .s-head-check");
    if (!place) return false;
    event.stopPropagation();
    const row = place.closest(".ag-row");
    const id = Number(row?.getAttribute("row-id"));
    if (!row) this.ticks.turnAll(this.total ?? 0);
    else if (this.row(id) && id !== BLANK) this.ticks.turn(id, Number(row.getAttribute("row-index")), event.shiftKey);
    return true;
  }

  filtered() {
    this.context.query.heads = this.api.getFilterModel();
    this.calls.filtered();
  }

  arranged(what) {
    if (what === "sort" && !this.sorted().length) return this.sortBy(this.usualOrder());
    if (what === "hidden" || what === "order") this.totals?.fit();
    return this.calls.arranged(what, this.view());
  }

  widened(columns) {
    for (const column of columns) this.set.add(column.getColId());
    this.arranged("width");
  }

  // Order ------------------------------------------------------------------------------------------------------------------

  usualOrder() {
    return usualOrder(this.context.record);
  }

  sorted() {
    return orderOf(this.api.getColumnState());
  }

  sortBy(order) {
    if (JSON.stringify(order) === JSON.stringify(this.sorted())) return;
    this.api.applyColumnState({ state: sortedColumns(order), defaultState: { sort: null } });
  }

  turn(name) {
    this.sortBy(turnedOrder(this.usualOrder(), this.sorted(), name));
  }

  headClicked(event) {
    const head = event.target.closest?.(".ag-header-cell-label")?.closest(".ag-header-cell");
    const field = head && this.context.record.byName[head.getAttribute("col-id")];
    if (!field?.sortable || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.stopPropagation();
    if (performance.now() - (this.draggedAt ?? -1000) > 200) this.turn(field.name);
  }

  /** How this person keeps the columns, for the server to remember. */
  view() {
    const { record } = this.context;
    const shown = keptColumns(this.api.getColumnState(), record, this.set, this.drawn);
    const columns = withGone(shown, record.view?.columns ?? [], record);
    return { columns, sort: this.sorted(), ...this.context.query.looks() };
  }

  visible() {
    return this.view()
      .columns.filter(({ name, hidden }) => !hidden && this.context.record.byName[name])
      .map(({ name }) => name);
  }

  show(name, visible) {
    this.api.setColumnsVisible([name], visible);
  }

  /** Back to the columns as declared: which, where, how wide, and the order of the rows. */
  resetColumns() {
    this.set.clear();
    const declared = this.defs({ ...this.context, record: { ...this.context.record, view: null } });
    const order = this.usualOrder();
    const state = declared.map(({ colId, width, flex, hide }) => ({
      colId,
      width,
      flex: flex ?? null,
      hide: hide ?? false,
      ...sortOf(order, colId),
    }));
    this.api.applyColumnState({ state, applyOrder: true });
    this.arranged("order");
  }

  isPinned(name) {
    return this.api.getColumn(name)?.isPinned() ?? false;
  }

  pin(name, on) {
    this.api.setColumnsPinned([name], on ? "left" : null);
    this.arranged("pin");
  }

  fit(name) {
    this.api.autoSizeColumns([name]);
    this.set.add(name);
    this.arranged("width");
  }

  openFilter(name) {
    this.api.ensureColumnVisible(name);
    this.api.showColumnFilter(name);
  }

  /** A column that was just made stands at the end of a wide table, out of sight. */
  reveal(name) {
    this.api.ensureColumnVisible(name);
  }

  /** The type has other columns now: those that stay keep their place and width, and rows are asked for what is new in them. */
  redraw() {
    this.api.setGridOption("columnDefs", this.defs(this.context));
    this.api.refreshCells({ force: true });
    this.refresh();
  }

  async setFilter(name, model) {
    await this.api.setColumnFilterModel(name, model);
    this.api.onFilterChanged();
  }

  /** What is asked in the heads of columns; what else there is to ask is in the question already. */
  setFilters(heads) {
    const same = JSON.stringify(heads) === JSON.stringify(this.api.getFilterModel());
    if (same) this.restart();
    else this.api.setFilterModel(heads);
  }

  dress() {
    this.host.dataset.agThemeMode = document.body.classList.contains("body--dark") ? "dark" : "light";
  }

  destroy() {
    this.asked += 1; // what is still on its way was asked for another grid than the one that stands here now
    this.themeObserver.disconnect();
    this.ticks.stop();
    this.api.destroy();
  }
}
