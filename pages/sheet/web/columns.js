/** Fields of a record type → AG Grid's column definitions. The only place that knows how a cell is drawn in the grid. */

import { BLANK } from "./blank.js";
import { el, fill, icon } from "./dom.js";
import { filterFor } from "./filters/index.js";
import { groupNode, groupOf, measureNode, numberOf } from "./groups.js";
import { hasNode, nodeOf, textOf } from "./kinds.js";
import { TICK } from "./ticks.js";
import { TONES } from "./tones.js";

const WORDY = new Set(["note", "line", "tags", "names", "link"]);

/** The columns in the order this person keeps them: the saved view first, then what is new since. */
export function ordered(record) {
  const kept = (record.view?.columns ?? []).filter(({ name }) => record.byName[name]);
  const names = kept.map(({ name }) => name);
  const declared = [...record.columns.map((name) => ({ name })), ...beyond(record)];
  const all = [...kept];
  declared.forEach((column, at) => {
    if (!names.includes(column.name)) all.splice(placeOf(all, declared.slice(0, at)), 0, column);
  });
  return all.map((saved) => ({
    field: record.byName[saved.name],
    width: saved.own === false ? undefined : saved.width,
    hidden: saved.hidden ?? false,
    pinned: saved.pinned,
  }));
}

/** What is new since a person arranged the columns stands behind the one that it stands behind by itself. */
function placeOf(all, before) {
  const last = before.at(-1);
  const at = last ? all.findIndex(({ name }) => name === last.name) : -1;
  return at + 1;
}

/** Fields the sheet leaves out of its columns can still be called up by the person. */
function beyond(record) {
  return record.fields.filter(({ name }) => !record.columns.includes(name)).map(({ name }) => ({ name, hidden: true }));
}

/** The columns that take what room is left, in proportion: those of words that aren't frozen. */
function filling(record) {
  const pinned = pinnedNames(record);
  return record.fields.filter(({ name, kind }) => WORDY.has(kind) && !pinned.includes(name)).map(({ name }) => name);
}

/** What a new column stands after that is put on the right of this one: a title that was brought forward from its place has the first of the others there. */
export function placeRight(record, name) {
  return name === record.title && record.columns.indexOf(name) > 1 ? "id" : name;
}

/** The title stays in sight while scrolling; a code that stands before it stays with it. */
export function pinnedNames(record) {
  const at = record.columns.indexOf(record.title);
  return at >= 0 && at <= 1 ? record.columns.slice(0, at + 1) : [record.title];
}

export const EDGES = 24;
/** The id of the line of totals below the rows; AG Grid keeps it under its columns however they are moved, widened or hidden. */
export const TOTALS = "totals";
const WAY = 26;
const LONGEST_NAME = 150;
const BOLD = 1.06; // names stand in bold

/** As wide as declared, and never narrower than its name or what usually stands there, with the way to the record beside it. */
export function widthOf(field, record, measure, zoom = 1) {
  const room = field.sample ? Math.ceil(measure(field.sample)) + EDGES + (field.name === record.title ? WAY : 0) : 0;
  const name = Math.min(LONGEST_NAME * zoom, Math.ceil(measure(field.label) * BOLD) + EDGES);
  return Math.max(Math.round(field.width * zoom), room, name);
}

/** How wide a text is in the font of the grid. */
export function measured(font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return (text) => pen.measureText(text).width;
}

export function columnDefs(context) {
  const { record, query } = context;
  const measure = measured(context.font ?? "13px sans-serif");
  const zoom = context.zoom?.part ?? 1;
  const free = filling(record);
  const pinned = pinnedNames(record);
  const order = query.sort.map((part) => part.replace(/^-/, ""));
  return [
    numberColumn(context),
    ...ordered(record).map(({ field, width, hidden, pinned: own }) => ({
      ...column(field, context),
      width: width ? Math.round(width * zoom) : widthOf(field, record, measure, zoom),
      ...(free.includes(field.name) && !width
        ? { flex: widthOf(field, record, measure, zoom), minWidth: widthOf(field, record, measure, zoom) }
        : {}),
      hide: hidden,
      pinned: (own ?? pinned.includes(field.name)) ? "left" : null,
      sort: order.includes(field.name) ? (query.sort.includes(`-${field.name}`) ? "desc" : "asc") : null,
      sortIndex: order.includes(field.name) ? order.indexOf(field.name) : null,
    })),
  ];
}

function numberColumn({ words, since, query, numbers, record }) {
  const figure = () => (query.means && query.group.length ? words.mean : words.sums);
  const summed = record.fields.some(({ sum }) => sum);
  return {
    colId: "#",
    headerName: "#",
    width: 54,
    minWidth: 44,
    pinned: "left",
    lockPosition: "left",
    suppressMovable: true,
    sortable: false,
    resizable: true,
    cellClass: "s-cell-number-of-row",
    cellClassRules: { "s-since": ({ data }) => Boolean(data) && since.has(data.id) },
    headerClass: "s-header-number-of-row",
    valueGetter: ({ node, data }) =>
      data?.id === TOTALS || (groupOf(data) && summed)
        ? figure()
        : data?.id === BLANK
          ? "＋"
          : groupOf(data)
            ? ""
            : numberOf({ query, numbers }, data?.id, node.rowIndex),
    headerTooltip: words.row_number,
  };
}

function column(field, context) {
  const { marks, record, words } = context;
  const markOf = ({ data }) => (data ? marks.get(data.id, field.name) : null);
  const rules = Object.fromEntries(
    ["pending", "saved", "refused", "conflict", "failed"].map((state) => [
      `s-${state}`,
      (params) => markOf(params)?.state === state,
    ]),
  );
  const locked = !field.editable || !record.may.includes("edit");
  return {
    colId: field.name,
    field: field.name,
    headerName: field.label,
    minWidth: 60,
    headerTooltip:
      [field.hint, locked && field.why ? fill(words.locked_because, { why: field.why }) : ""]
        .filter(Boolean)
        .join("\n") || undefined,
    headerClass: [field.align === "right" ? "s-header-right" : "", locked ? "s-header-locked" : ""],
    sortable: field.sortable,
    filter: filterFor(field),
    filterParams: { about: () => ({ field, context }) },
    cellClass: [`s-kind-${field.kind}`, field.align === "right" ? "s-right" : "", locked ? "s-locked" : ""],
    cellClassRules: {
      ...rules,
      ...Object.fromEntries(
        TONES.map((tone) => [
          `s-cell-${tone}`,
          ({ data }) => Boolean(data) && context.tones.of(data.id, field.name) === tone,
        ]),
      ),
      "s-blank": ({ data }) => data?.id === BLANK,
      "s-group-head": (params) => Boolean(groupOf(params.data)) && isFirst(params),
      "s-ghost": ({ data }) => data?.id === BLANK && context.blank.isGhost(field.name),
      "s-blank-locked": ({ data }) => data?.id === BLANK && context.blank.why(field) !== null,
      "s-talked": ({ data }) =>
        Boolean(data) &&
        context.talks.of(data.id, field.name) + (field.name === record.title ? context.talks.of(data.id) : 0) > 0,
      "s-frozen": ({ data }) => Boolean(data) && context.locks.of(data.id, field.name) !== null,
      "s-masked": ({ data }) => Boolean(data && field.masked && data[field.name]),
    },
    cellStyle: ({ data, value }) => context.tones.style(field, typeof data?.id === "number" ? value : null),
    colSpan: (params) => (groupOf(params.data) && isFirst(params) ? room(params, record) : 1),
    equals: (value, other) => JSON.stringify(value) === JSON.stringify(other),
    valueFormatter: ({ value }) => textOf(field, value),
    cellRenderer: renderer(field, context, markOf),
  };
}

/** A cell is a node with text in it, or a text alone; a pending cell shows what was typed. */
function renderer(field, context, markOf) {
  const { record, words } = context;
  const title = field.name === record.title;
  return (params) => {
    if (!params.data) return el("span.s-bone");
    if (params.data.id === TOTALS) return total(textOf(field, params.value), field.ratio ? words.ratio : "");
    const group = groupOf(params.data);
    if (group && isFirst(params)) return groupNode(group, record, words);
    if (group) return measureNode(group, field, params.data[field.name], context.query.means, words);
    if (isAwaited(field, params.data)) return el("span.s-soft.s-reckoning", {}, words.reckoning);
    const mark = markOf(params);
    const typed = mark?.state === "pending" ? mark.typed : null;
    const inside = typed === null && hasNode(field) ? nodeOf(field, params.value) : null;
    const shown = inside ?? el("span.s-text", {}, typed ?? textOf(field, params.value));
    if (params.data.id === BLANK)
      return title && context.blank.isEmpty() && !context.blank.isGhost(field.name)
        ? el("span.s-blank-hint", {}, words.blank_row)
        : shown;
    return title ? titled(shown, record, params.data.id, words) : shown;
  };
}

/** A column that was just made is reckoned while its rows stand here without it: that it is empty isn't known yet. */
export const isAwaited = (field, row) => Boolean(field.reckoned) && row.id > 0 && !(field.name in row);

/** A group is told from the first column on, as far as no sum stands in the way. */
function isFirst({ api, column }) {
  return shownColumns(api)[0] === column;
}

/** The columns with values in them, from the left. */
export function shownColumns(api) {
  return api.getAllDisplayedColumns().filter((column) => column.getColId() !== "#" && column.getColId() !== TICK);
}

function room({ api }, record) {
  const [first, ...others] = shownColumns(api);
  const free = others.findIndex(
    (column) => column.isPinned() !== first.isPinned() || record.byName[column.getColId()]?.sum,
  );
  return 1 + Math.min(free < 0 ? others.length : free, 3);
}

/** Whole on hovering, too, where somebody made the column narrower than its total. */
function total(text, said) {
  return el("span.s-text", text ? { title: `${said} ${text}`.trim() } : {}, text);
}

/** A title as it stands in its cell. */
export function titledCell(text, record, words = {}) {
  return titled(el("span.s-text", {}, text), record, 0, words);
}

function titled(shown, record, id, words) {
  const way = el(
    "a.s-open",
    { href: `/r/${record.name}/${id}`, tabindex: "-1", "aria-label": words.open_record, title: words.open_record },
    icon("open", 14),
  );
  return el("span.s-titled", {}, shown, way);
}
