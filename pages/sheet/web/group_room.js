/** How far the name of a group may reach: from its first column over the frozen ones' edge to the first sum under a column. */

import { shownColumns } from "./columns.js";

const ROOM = "--s-group-room";
const MOVED = ["bodyScroll", "columnResized", "columnMoved", "columnVisible", "columnPinned", "gridSizeChanged"];

/** Kept on the grid's node as a length, for its style to go by, for as long as the grid stands. */
export function keepGroupRoom(api, host, context) {
  const measure = () => {
    if (!context.query.group.length || !host.clientWidth) return;
    host.style.setProperty(ROOM, `${groupRoom(places(api, context.record), host.clientWidth)}px`);
  };
  for (const name of MOVED) api.addEventListener(name, measure);
  api.addEventListener("firstDataRendered", measure);
  measure();
}

/** The columns as they lie in the window, from the left; those that aren't frozen move under those that are. */
function places(api, record) {
  const columns = shownColumns(api);
  const edge = api
    .getAllDisplayedColumns()
    .reduce((sum, column) => sum + (column.isPinned() ? column.getActualWidth() : 0), 0);
  const { left: scrolled } = api.getHorizontalPixelRange();
  return columns.map((column) => ({
    left: column.isPinned() ? column.getLeft() : edge + column.getLeft() - scrolled,
    frozen: Boolean(column.isPinned()),
    sum: Boolean(record.byName[column.getColId()]?.sum),
    edge,
  }));
}

/** Up to the first sum behind the first column; a sum that has moved under the frozen columns is met at their edge. */
export function groupRoom([first, ...others], width) {
  const start = first?.left ?? 0;
  const sum = others.find(({ sum }) => sum);
  if (!sum) return Math.max(0, width - start);
  return Math.max(0, Math.min(width, sum.frozen || !first.frozen ? sum.left : Math.max(sum.left, sum.edge)) - start);
}
