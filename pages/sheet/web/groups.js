/** Lines that stand for a group of rows: they are rows to the grid, and nobody's to change. */

import { ask } from "./dialog.js";
import { button, el, fill, icon } from "./dom.js";
import { textOf } from "./kinds.js";

/** No column can be called so. */
export const MARK = ":group";
export const MOST_KEYS = 3;

export const groupOf = (row) => row?.[MARK] ?? null;
export const isGroupId = (id) => typeof id === "string" && id.startsWith("g:");

/** `-joined_on:month` as {name, step, down}. */
export function keyOf(text) {
  const [, down, name, step] = /^(-?)([^:]+):?(.*)$/.exec(text) ?? [];
  return { name, step: step ?? "", down: down === "-" };
}

export function written({ name, step, down }) {
  return `${down ? "-" : ""}${name}${step ? `:${step}` : ""}`;
}

/** Those of the keys that this record can be grouped by, one for a column. */
export function knownKeys(keys, record) {
  const names = new Set();
  const fits = (text) => {
    const { name, step } = keyOf(String(text));
    const steps = record.byName[name]?.groups;
    if (!steps || names.has(name) || (step && !steps.includes(step))) return false;
    names.add(name);
    return true;
  };
  return (Array.isArray(keys) ? keys : []).filter(fits).slice(0, MOST_KEYS);
}

/** Which groups are folded: all or none by themselves, and those that are otherwise. */
export function turned({ shut, but }, path) {
  const key = JSON.stringify(path);
  const rest = but.filter((path) => JSON.stringify(path) !== key);
  return { shut, but: rest.length < but.length ? rest : [...but, path] };
}

/** The line's words: an arrow, what the rows have in common, and how many they are. */
export function groupNode(group, record, words) {
  const field = record.byName[group.by];
  const text = group.text ?? words.blank;
  return el(
    "span.s-group-line",
    { style: { paddingLeft: `${(group.path.length - 1) * 18}px` }, dataset: { open: group.open } },
    icon(group.open ? "down" : "right", 14),
    el("b", { title: `${field?.label ?? group.by}：${text}` }, text),
    el("span.s-group-count", {}, fill(words.total, { n: group.count.toLocaleString("en-US") })),
  );
}

/** A sum or a mean under its column; on hovering both. */
export function measureNode(group, field, sum, means, words) {
  if (sum === undefined || !field.sum) return el("span");
  const mean = group.means[field.name] ?? null;
  const [whole, each] = [textOf(field, sum), mean === null ? words.blank : textOf(field, mean)];
  if (field.ratio) return el("span.s-text", { title: `${words.ratio} ${whole}` }, sum === null ? "" : whole);
  return el(
    "span.s-text",
    { title: `${words.sums} ${whole}\n${words.mean} ${each}` },
    means ? (mean === null ? "" : each) : whole,
  );
}

/** A group in words, for who hears it read. */
export function groupSaid(group, record, words) {
  const state = group.open ? words.group_open : words.group_shut;
  return fill(words.say_group, {
    field: record.byName[group.by]?.label ?? "",
    text: group.text ?? words.blank,
    n: group.count,
    state,
  });
}

/** The dialog: up to three columns, in which steps and which way, and what stands under the summed columns. */
export function askGroups(context, { keys, means, shut }, submit) {
  const { words, record } = context;
  const fields = record.fields.filter(({ groups, kind }) => groups && kind !== "pinyin");
  const option = (value, label) => el("option", { value }, label);
  const rows = Array.from({ length: MOST_KEYS }, (_, at) => {
    const now = keys[at] ? keyOf(keys[at]) : { name: "", step: "", down: false };
    const column = el(
      "select.s-input",
      { "aria-label": fill(words.group_level, { n: at + 1 }) },
      option("", words.group_none),
      fields.map(({ name, label }) => option(name, label)),
    );
    const step = el("select.s-input", { "aria-label": words.group_step });
    const way = el(
      "select.s-input",
      { "aria-label": words.group_way },
      option("", words.sort_up),
      option("-", words.sort_down),
    );
    column.value = now.name;
    way.value = now.down ? "-" : "";
    const fit = (given = "") => {
      const steps = record.byName[column.value]?.groups ?? [];
      step.replaceChildren(...steps.map((name) => option(name, words[`group_${name}`])));
      step.value = steps.includes(given) ? given : steps.includes("month") ? "month" : "";
      step.hidden = !steps.length;
      way.hidden = !column.value;
    };
    column.addEventListener("change", () => fit());
    fit(now.step || "day");
    if (!now.step && column.value === "") step.hidden = true;
    return {
      node: el("div.s-group-row", {}, column, step, way),
      read: () =>
        column.value
          ? written({ name: column.value, step: step.hidden ? "" : step.value, down: way.value === "-" })
          : null,
    };
  });
  const measure = el(
    "select.s-input",
    { "aria-label": words.group_measure },
    option("", words.sums),
    option("mean", words.mean),
  );
  measure.value = means ? "mean" : "";
  const folded = el("input.s-check", { type: "checkbox", checked: shut });
  const sums = record.fields.some(({ sum }) => sum)
    ? el("label.s-field", {}, el("span.s-field-label", {}, words.group_measure), measure)
    : null;
  const body = el(
    "div.s-form",
    {},
    rows.map(({ node }) => node),
    sums,
    el("label.s-row-label", {}, folded, el("span", {}, words.group_start_shut)),
  );
  const read = () => knownKeys(rows.map(({ read: readRow }) => readRow()).filter(Boolean), record);
  const none = keys.length
    ? button(words.group_drop, {
        onclick: () => body.closest("dialog").close() ?? submit({ keys: [], means: false, shut: false }),
      })
    : null;
  ask({
    title: words.group_rows,
    words,
    confirm: words.group_apply,
    body,
    others: none,
    submit: () => submit({ keys: read(), means: measure.value === "mean", shut: folded.checked }),
  });
}

/** Which of all rows one is, from 1 on: lines of groups don't count, so its place among the lines says it only where there are none. */
export function numberOf({ query, numbers }, id, at) {
  return (query?.group?.length ? numbers?.get(id) : undefined) ?? at + 1;
}
