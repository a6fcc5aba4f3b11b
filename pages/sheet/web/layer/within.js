/** Where keys lead inside of what is selected, and how far they jump by what the cells hold. */

/** Enter goes down a column and on to the next one, Tab along a row; behind the last cell it begins again, in the next rectangle. */
export function nextWithin(ranges, { row, field }, { down = 0, right = 0 }) {
  const at = ranges.findLastIndex((box) => row >= box.top && row <= box.bottom && box.fields.includes(field));
  if (at < 0) return null;
  const box = ranges[at];
  const [line, column] = [row - box.top, box.fields.indexOf(field)];
  const place = right ? line * box.fields.length + column + right : column * heightOf(box) + line + down;
  const size = heightOf(box) * box.fields.length;
  if (place >= 0 && place < size) return cellAt(box, place, right);
  const other = ranges[(at + (place < 0 ? -1 : 1) + ranges.length) % ranges.length];
  return cellAt(other, place < 0 ? heightOf(other) * other.fields.length - 1 : 0, right);
}

function heightOf({ top, bottom }) {
  return bottom - top + 1;
}

function cellAt(box, place, alongRows) {
  const [high, wide] = [heightOf(box), box.fields.length];
  const [line, column] = alongRows
    ? [Math.floor(place / wide), place % wide]
    : [place % high, Math.floor(place / high)];
  return { row: box.top + line, field: box.fields[column] };
}

/**
 * Over what is filled to its end, over what is empty to the next filled cell, else to the border. `filled(place)` may
 * not know (undefined): then nobody here knows the answer, null.
 */
export function jump(filled, from, by, count) {
  const last = by > 0 ? count - 1 : 0;
  if (from === last || count < 1) return Math.max(0, Math.min(from, count - 1));
  const [here, next] = [filled(from), filled(from + by)];
  if (here === undefined || next === undefined) return null;
  const running = here && next;
  for (let place = from + by; ; place += by) {
    const now = filled(place);
    if (now === undefined) return null;
    if (running ? !now : now) return running ? place - by : place;
    if (place === last) return place;
  }
}

export function holds(wire) {
  return wire !== null && wire !== undefined && wire !== "" && !(Array.isArray(wire) && wire.length === 0);
}
