/** AG Grid over the blocks of the API: the one module that speaks to AG Grid, besides columns, filters and theme. */

import * as AgGrid from "nicegui-aggrid";
import { columnDefs } from "./columns.js";
import { sentAlong } from "./first.js";
import { theme } from "./theme.js";

const BLOCK = 100;
// What the grid warns a developer of costs time at each opening.
AgGrid.ModuleRegistry.registerModules(AgGrid.AllCommunityModule.dependsOn.filter(({ moduleName }) => moduleName !== "Validation"));

export class Grid {
  /** `context`: {record, words, query, http, marks, linkNames}; `told`: {loaded, failed, picked, filtered, arranged}. */
  constructor(host, context, told) {
    Object.assign(this, { host, context, told });
    this.total = null;
    this.asked = 0;
    this.api = AgGrid.createGrid(host, this.options());
    this.themeObserver = new MutationObserver(() => this.dress());
    this.themeObserver.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    this.dress();
    context.marks.onChange((id, field) => this.repaint(id, field));
  }

  options() {
    const { words, query } = this.context;
    return {
      theme, rowModelType: "infinite", cacheBlockSize: BLOCK, maxBlocksInCache: 40, maxConcurrentDatasourceRequests: 2,
      infiniteInitialRowCount: 1, rowBuffer: 4, animateRows: false, suppressAnimationFrame: true,
      columnDefs: columnDefs(this.context), defaultColDef: { resizable: true, suppressHeaderMenuButton: true, enableCellChangeFlash: false },
      getRowId: ({ data }) => String(data.id), datasource: { getRows: (params) => this.load(params) },
      initialState: { filter: { filterModel: query.filter } },
      rowSelection: { mode: "multiRow", checkboxes: true, headerCheckbox: false, enableClickSelection: false },
      selectionColumnDef: { width: 36, minWidth: 36, pinned: "left", resizable: false, suppressMovable: true, lockPosition: "left", cellClass: "s-cell-check" },
      localeText: words.grid, alwaysMultiSort: false, suppressColumnMoveAnimation: true, suppressDragLeaveHidesColumns: true,
      suppressNoRowsOverlay: true, loading: false, suppressCellFocus: true, tooltipShowDelay: 500, ensureDomOrder: true, popupParent: document.body,
      onSelectionChanged: () => this.told.picked(this.picked()),
      onFilterChanged: () => this.filtered(),
      onSortChanged: () => this.arranged("sort"),
      onColumnMoved: ({ finished, source }) => finished && source !== "api" && this.arranged("order"),
      onColumnVisible: () => this.arranged("hidden"),
      onColumnResized: ({ finished, source }) => finished && source === "uiColumnResized" && this.arranged("width"),
    };
  }

  async load({ startRow, endRow, sortModel, filterModel, successCallback, failCallback }) {
    const { query, record, http } = this.context;
    const turn = startRow === 0 ? (this.asked += 1) : this.asked;
    query.filter = filterModel ?? {};
    query.sort = sortModel.map(({ colId, sort }) => (sort === "desc" ? `-${colId}` : colId));
    query.remember();
    const body = { offset: startRow, limit: endRow - startRow, ...query.body() };
    const took = (answer, asked) => {
      if (turn === this.asked) this.total = answer.total;
      successCallback(answer.rows, answer.total);
      if (turn === this.asked) this.told.loaded(answer, startRow, performance.now() - asked);
    };
    const sent = startRow === 0 && sentAlong(record.name, body);
    if (sent) return took(sent, 0);
    const started = performance.now();
    try {
      took(await http.post(`/${record.name}/rows`, body), started);
    } catch (error) {
      failCallback();
      if (turn === this.asked) this.told.failed(error.message);
    }
  }

  /** Asks again for everything in sight: rows came or went, or an earlier block failed. */
  refresh() {
    this.api.refreshInfiniteCache();
  }

  /** A new question: search, filter or order changed; what was loaded no longer counts. */
  restart() {
    this.api.deselectAll();
    this.api.purgeInfiniteCache();
  }

  /** Rows as the server has them now; those not loaded here are left to the next block. */
  applyRows(rows) {
    for (const row of rows) this.api.getRowNode(String(row.id))?.setData(row);
  }

  /** One cell, or with ids and no field all cells of these rows. */
  repaint(id, field) {
    const rowNodes = [id].flat().map((one) => this.api.getRowNode(String(one))).filter(Boolean);
    if (rowNodes.length) this.api.refreshCells({ rowNodes, columns: field ? [field] : undefined, force: true });
  }

  row(id) {
    return this.api.getRowNode(String(id))?.data ?? null;
  }

  picked() {
    return this.api.getSelectedNodes().map(({ data }) => data).filter(Boolean);
  }

  unpick() {
    this.api.deselectAll();
  }

  filtered() {
    this.context.query.filter = this.api.getFilterModel();
    this.told.filtered();
  }

  arranged(what) {
    if (what === "sort") this.api.deselectAll();
    this.told.arranged(what, this.view());
  }

  /** How this person keeps the columns, for the server to remember. */
  view() {
    const states = this.api.getColumnState().filter(({ colId }) => this.context.record.byName[colId]);
    const sorted = states.filter(({ sort }) => sort).sort((one, other) => one.sortIndex - other.sortIndex);
    return {
      columns: states.map(({ colId, width, hide }) => ({ name: colId, width, hidden: Boolean(hide) })),
      sort: sorted.map(({ colId, sort }) => (sort === "desc" ? `-${colId}` : colId)),
    };
  }

  visible() {
    return this.view().columns.filter(({ hidden }) => !hidden).map(({ name }) => name);
  }

  show(name, visible) {
    this.api.setColumnsVisible([name], visible);
  }

  /** Back to the columns as declared. */
  resetColumns() {
    const declared = columnDefs({ ...this.context, record: { ...this.context.record, view: null } });
    const state = declared.map(({ colId, width, hide }) => ({ colId, width, hide: hide ?? false }));
    this.api.applyColumnState({ state: [{ colId: AgGrid.SELECTION_COLUMN_ID }, ...state], applyOrder: true });
  }

  async setFilter(name, model) {
    await this.api.setColumnFilterModel(name, model);
    this.api.onFilterChanged();
  }

  clearFilters() {
    this.api.setFilterModel(null);
  }

  dress() {
    this.host.dataset.agThemeMode = document.body.classList.contains("body--dark") ? "dark" : "light";
  }

  destroy() {
    this.themeObserver.disconnect();
    this.api.destroy();
  }
}
