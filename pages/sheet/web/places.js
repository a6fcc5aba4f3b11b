/** Where things lie in the drawn grid: the panes that scroll as one, cells under a point, how far the body can scroll. */

const PANES = [
  [".ag-pinned-left-cols-container", "getDisplayedLeftColumns"],
  [".ag-center-cols-container", "getDisplayedCenterColumns"],
];

export class Places {
  constructor(api, host) {
    Object.assign(this, { api, host });
  }

  find(selector) {
    return this.host.querySelector(selector);
  }

  /** The parts of the body left and right of the frozen edge: {node, columns: [{name, left, right}]}, from left to right. */
  panes() {
    return PANES.map(([selector, columns]) => ({
      node: this.find(selector),
      columns: this.api[columns]().map(span),
    })).filter(({ node }) => node);
  }

  /** A drawn row to measure from: of a million rows only some are drawn, and where they stand is the grid's own affair. */
  anchor() {
    const rows = [...this.host.querySelectorAll(".ag-center-cols-container > .ag-row")];
    if (!rows.length) return null;
    const numbers = rows.map((row) => Number(row.getAttribute("row-index")));
    const at = rows[0].getBoundingClientRect();
    return { row: numbers[0], top: at.top, height: at.height, first: Math.min(...numbers), last: Math.max(...numbers) };
  }

  /** The rows of a range as a strip inside a pane, cut off a little beyond what is drawn. */
  strip(pane, anchor, top, bottom) {
    const from = Math.max(top, anchor.first - 2);
    const to = Math.min(bottom, anchor.last + 2);
    if (from > to) return null;
    const origin = anchor.top - pane.node.getBoundingClientRect().top;
    return {
      top: origin + (from - anchor.row) * anchor.height,
      height: (to - from + 1) * anchor.height,
      open: from > top,
      cut: to < bottom,
    };
  }

  body() {
    return this.find(".ag-body-viewport").getBoundingClientRect();
  }

  middle() {
    return this.find(".ag-center-cols-viewport").getBoundingClientRect();
  }

  /** Where a cell lies or would lie, moved to the nearest edge when it is out of sight. */
  nearest(row, field) {
    const anchor = this.anchor();
    const pane = this.panes().find(({ columns }) => columns.some(({ name }) => name === field));
    if (!anchor || !pane) return null;
    const { left, right } = pane.columns.find(({ name }) => name === field);
    const body = this.body();
    const origin = pane.node.getBoundingClientRect().left;
    const y = anchor.top + (row - anchor.row) * anchor.height;
    return {
      left: Math.max(body.left, Math.min(origin + left, body.right - 40)),
      top: Math.max(body.top, Math.min(y, body.bottom - anchor.height)),
      width: right - left,
      height: anchor.height,
    };
  }

  /** The cell nearest to a point of the window. */
  under(x, y) {
    const anchor = this.anchor();
    if (!anchor) return null;
    const body = this.body();
    const inside = Math.max(body.top + 1, Math.min(y, body.bottom - 1));
    const row = Math.max(
      0,
      Math.min(anchor.row + Math.floor((inside - anchor.top) / anchor.height), this.api.getDisplayedRowCount() - 1),
    );
    return { row, field: this.columnUnder(x) };
  }

  columnUnder(x) {
    const middle = this.middle();
    const inside = Math.min(x, middle.right - 1);
    const [frozen, moving] = [this.panes()[0], this.panes().at(-1)];
    const pane = inside < middle.left ? frozen : moving;
    const at = inside - pane.node.getBoundingClientRect().left;
    const known = pane.columns.filter(({ name }) => !name.startsWith("ag-") && name !== "#");
    return (known.find(({ right }) => at < right) ?? known.at(-1) ?? moving.columns[0]).name;
  }

  isFrozen(field) {
    return this.api.getDisplayedLeftColumns().some((column) => column.getColId() === field);
  }

  /** Rows that fit into the body. */
  page() {
    const anchor = this.anchor();
    return anchor ? Math.max(1, Math.floor(this.body().height / anchor.height) - 1) : 1;
  }

  scroll(right, down) {
    this.find(".ag-body-viewport").scrollTop += down;
    this.find(".ag-center-cols-viewport").scrollLeft += right;
  }
}

function span(column) {
  return { name: column.getColId(), left: column.getLeft(), right: column.getLeft() + column.getActualWidth() };
}
