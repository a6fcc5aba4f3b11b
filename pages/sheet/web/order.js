/** In which order rows stand: as the sheet has them by itself, as the heads of the columns say, and what a click on one makes of it. */

const nameOf = (part) => part.replace(/^-/, "");

export function usualOrder(record) {
  return (record.order ?? []).filter((part) => record.byName[nameOf(part)]?.sortable);
}

/** What the columns of a grid say, by their states. */
export function orderOf(states) {
  return states
    .filter(({ sort }) => sort)
    .sort((state, other) => state.sortIndex - other.sortIndex)
    .map(({ colId, sort }) => (sort === "desc" ? `-${colId}` : colId));
}

/** The states of the columns that say an order. */
export function sortedColumns(order) {
  return order.map((part, sortIndex) => ({
    colId: nameOf(part),
    sort: part.startsWith("-") ? "desc" : "asc",
    sortIndex,
  }));
}

/** What an order says of one column. */
export function sortOf(order, name) {
  const at = order.findIndex((part) => nameOf(part) === name);
  return { sort: at < 0 ? null : order[at].startsWith("-") ? "desc" : "asc", sortIndex: at < 0 ? null : at };
}

/** Clicks on a head: one way, the other way, and with the third back to the order the sheet has by itself. */
export function turnedOrder(usual, order, name) {
  const first = usual[0] === name ? `-${name}` : name;
  const second = first === name ? `-${name}` : name;
  const now = JSON.stringify(order);
  if (now === JSON.stringify(usual)) return [first];
  if (now === JSON.stringify([first])) return [second];
  return now === JSON.stringify([second]) ? usual : [first];
}
