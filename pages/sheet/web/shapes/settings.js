/** What a shape is told: each question a label and a choice of columns, shown under its button or, of a pivot, above the table. */

import { el } from "../dom.js";
import { Popup } from "../popup.js";
import { byColumns, dayColumns, groupColumns, numberColumns, ownLinks } from "./shape.js";

const GRAINS = ["day", "week", "month", "quarter", "year"];
const FUNCTIONS = ["count", "sum", "mean", "least", "most", "distinct"];
const CHARTS = ["bar", "stack", "line"];
const MOST_ON_CARD = 6;
const DATED = ["day", "moment"];

export function settings(anchor, context, reshape) {
  const popup = new Popup(anchor, el("div"), {
    kind: "s-shape-settings",
    role: "dialog",
    label: context.words.shape_settings,
  });
  const draw = () =>
    popup.node.replaceChildren(
      ...questions(context, (shape) => {
        reshape(shape);
        draw();
      }),
    );
  draw();
  popup.node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    popup.close();
    anchor.focus();
  });
  popup.place();
  popup.node.querySelector("select, input")?.focus();
}

/** The questions of the present kind; each answer makes another shape. */
export function questions(context, reshape) {
  const { shape } = context.query;
  const change = (more) => reshape(clean({ ...context.query.shape, ...more }));
  return ASKED[shape.kind](context, shape, change).filter(Boolean);
}

const ASKED = {
  board: (context, shape, change) => [
    select(context.words.shape_by, named(byColumns(context.record)), shape.by, (by) => change({ by })),
    fields(context, shape, change),
    flag(context.words.shape_picture, shape.picture, (picture) => change({ picture: picture || null })),
  ],
  calendar: (context, shape, change) => [...dated(context, shape, change), colour(context, shape, change)],
  timeline: (context, shape, change) => [
    ...dated(context, shape, change),
    select(context.words.shape_group, [none(context), ...named(byColumns(context.record))], shape.group, (group) =>
      change({ group }),
    ),
    after(context, shape, change),
    colour(context, shape, change),
  ],
  cards: (context, shape, change) => [fields(context, shape, change)],
  pivot: (context, shape, change) => {
    const { words, record } = context;
    const sides = (name, at, label) => side(context, shape, change, name, at, label);
    const { fn = "count", field = null } = shape.measure ?? {};
    const measured = measuredBy(record, fn);
    const put = (measure) =>
      change({
        measure:
          measure.fn === "count"
            ? { fn: "count" }
            : { ...measure, field: measure.field ?? measuredFirst(record, measure.fn) },
      });
    const known = FUNCTIONS.filter(
      (name) => name === "count" || name === "distinct" || measuredBy(record, name).length,
    );
    return [
      sides("rows", 0, words.pivot_rows),
      sides("rows", 1, words.pivot_then),
      sides("columns", 0, words.pivot_columns),
      select(
        words.pivot_measure,
        known.map((key) => [key, words[`measure_${key}`]]),
        fn,
        (key) => put({ fn: key }),
      ),
      fn === "count" ? null : select(words.pivot_of, named(measured), field, (key) => put({ fn, field: key })),
      select(
        words.pivot_chart,
        [["", words.pivot_no_chart], ...CHARTS.map((key) => [key, words[`chart_${key}`]])],
        shape.chart,
        (chart) => change({ chart }),
      ),
    ];
  },
};

/** The columns that a measure can be taken of: what is one number over another doesn't add up. */
export function measuredBy(record, fn) {
  if (fn === "distinct") return groupColumns(record);
  return numberColumns(record).filter(({ ratio }) => fn !== "sum" || !ratio);
}

function measuredFirst(record, fn) {
  const fields = measuredBy(record, fn);
  return fields[0]?.name ?? null;
}

/** One axis of a pivot: its column, and of a day the span it is gathered by. */
function side(context, shape, change, name, at, label) {
  const { record, words } = context;
  const list = shape[name] ?? [];
  const axis = list[at];
  const put = (given) =>
    change({ [name]: [...list.slice(0, at), ...(given ? [given] : []), ...list.slice(at + 1)].filter(Boolean) });
  const may = name === "rows" && at === 0 ? [] : [none(context)];
  const column = select(label, [...may, ...named(groupColumns(record))], axis?.field, (field) =>
    put(
      field ? { field, ...(DATED.includes(record.byName[field].kind) ? { grain: axis?.grain ?? "month" } : {}) } : null,
    ),
  );
  if (!axis || !DATED.includes(record.byName[axis.field]?.kind)) return column;
  const grain = el(
    "select.s-input",
    { "aria-label": words.pivot_grain, onchange: (event) => put({ ...axis, grain: event.target.value }) },
    options(
      GRAINS.map((key) => [key, words[`grain_${key}`]]),
      axis.grain ?? "month",
    ),
  );
  column.append(grain);
  return column;
}

function dated(context, shape, change) {
  const { words, record } = context;
  const days = dayColumns(record);
  const alike = days.filter(({ name, kind }) => kind === record.byName[shape.starts]?.kind && name !== shape.starts);
  return [
    select(words.shape_starts, named(days), shape.starts, (starts) =>
      change({
        starts,
        ends:
          alike.some(({ name }) => name === shape.ends) &&
          record.byName[starts].kind === record.byName[shape.ends]?.kind &&
          starts !== shape.ends
            ? shape.ends
            : null,
      }),
    ),
    select(words.shape_ends, [none(context), ...named(alike)], shape.ends, (ends) => change({ ends })),
  ];
}

function after(context, shape, change) {
  const links = ownLinks(context.record);
  if (!links.length) return null;
  return select(context.words.shape_after, [none(context), ...named(links)], shape.after, (column) =>
    change({ after: column }),
  );
}

function colour(context, shape, change) {
  const choices = byColumns(context.record).filter(({ kind }) => kind === "choice");
  return select(context.words.shape_colour, [none(context), ...named(choices)], shape.colour, (column) =>
    change({ colour: column }),
  );
}

/** Which columns stand on a card, in the order of the grid. */
function fields(context, shape, change) {
  const { record, words } = context;
  const others = record.columns.filter((name) => name !== record.title && name !== shape.by && record.byName[name]);
  const chosen = shape.fields ?? [];
  const boxes = others.map((name) => {
    const on = chosen.includes(name);
    const box = el("input.s-check", {
      type: "checkbox",
      checked: on,
      disabled: !on && chosen.length >= MOST_ON_CARD,
      onchange: () => {
        const next = others.filter((other) => (other === name ? box.checked : chosen.includes(other)));
        change({ fields: next.length ? next : null });
      },
    });
    return el("label.s-row", {}, box, el("span", {}, record.byName[name].label));
  });
  return el("fieldset.s-shape-fields", {}, el("legend", {}, words.shape_fields), el("div.s-filter-list", {}, boxes));
}

function flag(label, on, put) {
  const box = el("input.s-check", { type: "checkbox", checked: Boolean(on), onchange: () => put(box.checked) });
  return el("label.s-row", {}, box, el("span", {}, label));
}

function select(label, choices, value, put) {
  const node = el(
    "select.s-input",
    { "aria-label": label, onchange: (event) => put(event.target.value || null) },
    options(choices, value ?? ""),
  );
  return el("label.s-field", {}, el("span.s-field-label", {}, label), node);
}

function options(choices, value) {
  return choices.map(([key, text]) => el("option", { value: key, selected: key === value }, text));
}

const named = (columns) => columns.map(({ name, label }) => [name, label]);
const none = ({ words }) => ["", words.shape_nothing];
const clean = (shape) =>
  Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== null && value !== undefined && value !== ""),
  );
