/** The file that is edited and brought back, as the menu of exports offers it. */

import { fill } from "./dom.js";

const plain = (n) => n.toLocaleString("en-US");

/** `record.returning`: the bounds of such a file for who may have one; `fitting`: how many rows fit, null while nobody knows. */
export function returningChoice({ returning }, words, columns, fitting, run) {
  if (!returning) return [];
  const most = Math.min(returning.rows, Math.floor(returning.cells / (columns + 1))) - returning.spare;
  if (fitting === null || fitting <= most) return [{ label: words.export_returning, run }];
  return [{ label: fill(words.export_returning_most, { n: plain(most), fitting: plain(fitting) }), disabled: true }];
}
