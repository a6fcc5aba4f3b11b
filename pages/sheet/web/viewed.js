/** What a view holds: as it is kept, and what makes two of them look different. */

import { pinnedNames } from "./columns.js";
import { sorted } from "./shapes/shape.js";

/** What a view holds beside its name. */
export const looks = ({ columns, sort, filter, shape, group, means, shut, colours, height }) =>
  JSON.parse(JSON.stringify({ columns, sort, filter, shape, group, means, shut, colours, height }));

export const bodyOf = (view) => JSON.stringify(looks(view));

/** What makes two views look different: which columns, in which order, how wide by the person's own hand, what is asked, laid out as what. */
export function shape(
  {
    columns = [],
    sort = [],
    filter = {},
    shape: laid = null,
    group = [],
    means = false,
    shut = false,
    colours = [],
    height = 1,
  },
  record,
) {
  const seen = columns.filter(({ name, hidden }) => !hidden && record.byName[name]);
  return JSON.stringify([
    seen.map(({ name, width, own, pinned }) => [name, own ? width : null, pinned ?? null]),
    sort,
    filter,
    group,
    means,
    shut,
    colours,
    height,
    sorted(laid),
  ]);
}

/** The columns of a grid as a view keeps them; `own`: the names of those that the person made as wide as they are. */
export function keptColumns(states, record, own, zoom) {
  return states
    .filter(({ colId }) => record.byName[colId])
    .map(({ colId, width, hide, pinned }) => ({
      name: colId,
      width: Math.round(width / zoom),
      own: own.has(colId), // only such a width counts later: the others follow what the column holds
      hidden: Boolean(hide),
      ...frozen(record, colId, pinned),
    }));
}

/** Whether it is frozen counts only where that isn't so by itself. */
function frozen(record, name, pinned) {
  return Boolean(pinned) === pinnedNames(record).includes(name) ? {} : { pinned: Boolean(pinned) };
}
