/** What a view is laid out as: the kinds that this type can take, and the settings each begins with. */

export const SHEET = "sheet";
export const KINDS = [SHEET, "board", "calendar", "timeline", "cards", "pivot"];
export const NUMBERS = ["count", "money", "quantity", "rating", "progress"];
const BY = ["choice", "link", "flag"];
const DAYS = ["day", "moment"];
const GROUPED = [...DAYS, ...BY, "month", "line", "name", "count", "rating", "progress"];

/** The columns that rows may be laid out by: those that may be asked for, of these kinds. */
export const columnsOf = (record, kinds) =>
  record.columns
    .map((name) => record.byName[name])
    .filter((field) => field && kinds.includes(field.kind) && !field.masked);

export const byColumns = (record) => columnsOf(record, BY);
export const dayColumns = (record) => columnsOf(record, DAYS);
export const groupColumns = (record) => columnsOf(record, GROUPED);
export const numberColumns = (record) => columnsOf(record, NUMBERS);

/** Links to rows of the type itself, by which one may wait for another; such a link needn't be among the grid's columns. */
export const ownLinks = (record) => record.fields.filter(({ link, masked }) => link === record.name && !masked);

/** The settings that a kind begins with: as the type suggests them, else by the first columns that will do; null where none will. */
export function usual(record, kind) {
  if (kind === SHEET) return null;
  return record.shapes?.[kind] ?? BEGIN[kind](record);
}

export function possible(record, kind) {
  return kind === SHEET || usual(record, kind) !== null;
}

const BEGIN = {
  board: (record) => first(byColumns(record), (field) => ({ kind: "board", by: field.name })),
  calendar: (record) => first(dayColumns(record), (field) => ({ kind: "calendar", starts: field.name })),
  timeline: (record) => {
    const [starts, ends] = dayColumns(record);
    return ends && ends.kind === starts.kind ? { kind: "timeline", starts: starts.name, ends: ends.name } : null;
  },
  cards: () => ({ kind: "cards" }),
  pivot: (record) =>
    first(byColumns(record), (field) => ({
      kind: "pivot",
      rows: [{ field: field.name }],
      columns: [],
      measure: { fn: "count" },
    })),
};

function first([field], make) {
  return field ? make(field) : null;
}

/** What an address says of the shape: a kind alone as it begins, `sheet` for none, or all of it. Undefined where it says nothing of sense. */
export function readShape(text, record) {
  if (!text) return undefined;
  if (text === SHEET) return null;
  if (KINDS.includes(text)) return usual(record, text) ?? undefined;
  try {
    const read = JSON.parse(text);
    return read && KINDS.includes(read.kind) && isKnown(read, record) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** The shape as an address says it, beside a view that has one itself (`own`). */
export function writeShape(shape, own, record) {
  if (same(shape, own ?? null)) return "";
  if (!shape) return SHEET;
  return same(shape, usual(record, shape.kind)) ? shape.kind : JSON.stringify(shape);
}

export function same(shape, other) {
  return JSON.stringify(sorted(shape)) === JSON.stringify(sorted(other));
}

/** The same whatever the order its parts were said in. */
export function sorted(value) {
  if (Array.isArray(value) || !value || typeof value !== "object") return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null && part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Whether the columns of a shape are all there still. */
export function isKnown(shape, record) {
  return namesOf(shape).every((name) => record.byName[name]);
}

/** The columns that a shape is laid out by. */
export function namesOf(shape) {
  const sides = [...(shape.rows ?? []), ...(shape.columns ?? [])].map(({ field }) => field);
  return [
    shape.by,
    shape.starts,
    shape.ends,
    shape.group,
    shape.after,
    shape.colour,
    shape.measure?.field,
    ...sides,
  ].filter(Boolean);
}
