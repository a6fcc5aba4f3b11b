/**
 * What is asked of a grid by columns that are gone falls away, and comes back with them. `asked` is {sort, filter, group,
 * colours, shape} everywhere here, as a view keeps it.
 */

import { named, understood } from "./filters/tree.js";
import { keyOf, knownKeys } from "./groups.js";
import { usualOrder } from "./order.js";
import { isKnown, namesOf, same } from "./shapes/shape.js";

export const PARTS = ["filter", "sort", "group", "colours", "shape"];

const nameOf = (part) => part.replace(/^-/, "");

/** Whether a rule for colours goes by columns that are here. */
export function fits({ filter = {}, column = null }, record) {
  return (column === null || Boolean(record.byName[column])) && same(understood(filter, record), filter);
}

/** What a view asks, with what it leaves unsaid. */
export function askedIn({ sort = [], filter = {}, group = [], colours = [], shape = null }) {
  return { sort, filter, group, colours, shape };
}

/** What of it can be asked of this record; without any order left the rows stand in their usual one. */
export function fitted(asked, record) {
  const { sort, filter, group, colours, shape } = askedIn(asked);
  const kept = sort.filter((part) => record.byName[nameOf(part)]);
  return {
    sort: kept.length ? kept : usualOrder(record),
    filter: understood(filter, record),
    group: knownKeys(group, record),
    colours: colours.filter((rule) => fits(rule, record)),
    shape: shape && isKnown(shape, record) ? shape : null,
  };
}

/** The parts in which two of them differ. */
export function differing(asked, other) {
  return PARTS.filter((part) => !same(asked[part], other[part]));
}

/** The columns that these parts go by. */
export function columnsIn(asked, parts) {
  const names = {
    filter: ({ filter }) => named(filter),
    sort: ({ sort }) => sort.map(nameOf),
    group: ({ group }) => group.map((key) => keyOf(key).name),
    colours: ({ colours }) =>
      colours.flatMap(({ filter = {}, column = null }) => [...named(filter), ...(column ? [column] : [])]),
    shape: ({ shape }) => (shape ? namesOf(shape) : []),
  };
  return [...new Set(parts.flatMap((part) => names[part](asked)))];
}

/** What was asked before some of it fell away; where something else was asked in its place since, that stands. */
export function wanted(asked, fallen) {
  if (!fallen) return asked;
  const { before, after } = fallen;
  const [filter, back] = [{ ...asked.filter }, { ...asked }];
  for (const name of Object.keys(before.filter))
    if (!same(before.filter[name], after.filter[name]) && same(asked.filter[name], after.filter[name]))
      filter[name] = before.filter[name];
  for (const part of PARTS) if (same(asked[part], after[part])) back[part] = before[part];
  return { ...back, filter };
}

/** The columns of a grid with those that are gone, each where it stood: with one that comes back comes how it was shown. */
export function withGone(columns, before, record) {
  const all = [...columns];
  before.forEach((column, at) => {
    if (!record.byName[column.name]) all.splice(Math.min(at, all.length), 0, column);
  });
  return all;
}
