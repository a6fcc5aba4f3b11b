/** What is the same of every grid, and how its rows are marked. */

import { groupOf } from "./groups.js";
import { TONES } from "./tones.js";

const BLOCK = 100;

export const FIXED = {
  rowModelType: "infinite",
  cacheBlockSize: BLOCK,
  maxBlocksInCache: 40,
  maxConcurrentDatasourceRequests: 2,
  infiniteInitialRowCount: 1,
  rowBuffer: 4,
  animateRows: false,
  suppressAnimationFrame: true,
  defaultColDef: { resizable: true, suppressHeaderMenuButton: true, enableCellChangeFlash: false },
  getRowId: ({ data }) => String(data.id),
  alwaysMultiSort: false,
  suppressColumnMoveAnimation: true,
  suppressDragLeaveHidesColumns: true,
  suppressNoRowsOverlay: true,
  loading: false,
  suppressCellFocus: true,
  tooltipShowDelay: 500,
  ensureDomOrder: true,
};

export const rowClasses = (tones, ticks) => ({
  "s-group-row-line": ({ data }) => Boolean(groupOf(data)),
  ...Object.fromEntries(
    TONES.map((tone) => [`s-row-${tone}`, ({ data }) => Boolean(data) && tones.of(data.id) === tone]),
  ),
  "s-group-top": ({ data }) => groupOf(data)?.path.length === 1,
  "s-ticked": ({ data }) => Boolean(data && ticks.ids.has(data.id)),
});
