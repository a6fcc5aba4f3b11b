/**
 * The view without a name: whatever somebody set without saving it (columns, order, filter, groups, colours, what it is laid out as)
 * is there again when the table is opened anew, and one click leads back to how it opens by itself.
 */

import { understood } from "./filters/tree.js";
import { knownKeys } from "./groups.js";
import { usualOrder } from "./order.js";
import { isKnown, same } from "./shapes/shape.js";
import { shape } from "./viewed.js";

/** What an address may ask of a table. */
const ASKED = ["q", "filter", "sort", "group", "shape"];

export const asksNothing = (address) => !ASKED.some((name) => address.has(name));

/** What was left of it, as far as there are columns for it. */
export function keptOf(view, record) {
  const { filter, group, shape: laid } = view ?? {};
  return {
    ...(filter ? { filter: understood(filter, record) } : {}),
    ...(group ? { group: knownKeys(group, record) } : {}),
    ...(laid && isKnown(laid, record) ? { shape: laid } : {}),
  };
}

/** Whether an address shows something else than what was left here: a link is looked at, and leaves what is kept alone. */
export function isPassing(address, kept, record) {
  if (asksNothing(address)) return false;
  if (address.has("q")) return true;
  return !same(filterIn(address, record), kept.filter ?? null);
}

function filterIn(address, record) {
  try {
    return address.has("filter") ? understood(JSON.parse(address.get("filter")), record) : null;
  } catch {
    return {};
  }
}

/** What is kept of how a table is asked now; what it opens with by itself is nothing to keep. */
export function askedNow(query, opens) {
  return {
    filter: same(query.filter, opens) ? undefined : query.filter,
    shape: query.shape ?? undefined,
    group: undefined,
    means: undefined,
    shut: undefined,
    ...query.grouping(),
  };
}

/** Whether a table stands as it opens by itself. */
export function isUntouched(body, record, opens) {
  const columns = body.columns.length ? record.columns.map((name) => ({ name })) : [];
  return shape(body, record) === shape({ columns, sort: usualOrder(record), filter: opens }, record);
}
