/** Sums over the whole filter in a line of their own below the rows, each under its column. */

import { EDGES, measured, TOTALS } from "./columns.js";
import { textOf } from "./kinds.js";

export class Totals {
  /** `calls`: {isOwn(name)}: whether the person made this column as wide as it is. */
  constructor(api, context, calls) {
    Object.assign(this, { api, context, calls });
    this.row = {};
    this.remeasure();
  }

  /** In the size in which the cells are drawn now. */
  remeasure() {
    this.measure = measured(this.context.font.replace(/^\d+/, "600"));
    this.fit();
  }

  /**
   * A sum of nothing is 0; without a summed column there is no such line. Below groups that tell their means stands the mean of all
   * rows, and of nothing there is none.
   */
  show(sums, means = {}) {
    const { byName } = this.context.record;
    const known = Object.entries(sums ?? {}).filter(([name]) => byName[name]);
    const { query } = this.context;
    const none = ([name, sum]) => sum ?? (byName[name].ratio ? null : 0);
    const figure = query.means && query.group.length ? ([name]) => means[name] ?? null : none;
    this.row = Object.fromEntries(known.map((entry) => [entry[0], figure(entry)]));
    this.api.setGridOption("pinnedBottomRowData", known.length ? [{ ...this.row, id: TOTALS }] : []);
    this.fit();
  }

  /** A total is longer than what it adds up; a column makes room for it unless the person has set its width. */
  fit() {
    const { byName } = this.context.record;
    const wanted = Object.entries(this.row).map(([name, value]) => ({
      key: name,
      newWidth: Math.ceil(this.measure(textOf(byName[name], value))) + EDGES,
    }));
    const narrow = wanted.filter(
      ({ key, newWidth }) =>
        !this.calls.isOwn(key) && newWidth > (this.api.getColumn(key)?.getActualWidth() ?? Infinity),
    );
    if (narrow.length) this.api.setColumnWidths(narrow);
  }
}
