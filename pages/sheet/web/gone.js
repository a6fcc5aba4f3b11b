/** A row was deleted while somebody typed in it: says so, and what was typed is offered again. */

import { button, el } from "./dom.js";
import { copyText } from "./drafts.js";
import { textOf } from "./kinds.js";

/** `entry`: the change that found its rows deleted; `rows`: what was last seen of them, by id; `add(values)` makes a row. */
export function rowGone(entry, { record, words }, rows, add) {
  const typed = entry.body.changes.flatMap(({ set }) => Object.entries(set)).filter(([name]) => record.byName[name]);
  const lines = typed
    .slice(0, 20)
    .map(([name, value]) =>
      el(
        "div.s-say-line",
        {},
        el("span.s-say-label", {}, record.byName[name].label),
        el("span.s-say-value", {}, textOf(record.byName[name], value) || words.blank),
      ),
    );
  const all = typed.map(([name, value]) => textOf(record.byName[name], value)).join("\t");
  const copy = button(words.copy, { kind: "s-small s-primary", onclick: () => copyText(all, words) });
  const again =
    add && entry.body.changes.length === 1
      ? button(words.as_new_row, { kind: "s-small", onclick: () => anew() })
      : null;
  const node = el(
    "dialog.s-dialog.s-gone",
    { "aria-label": words.row_gone },
    el("div.s-dialog-head", {}, el("h2", {}, words.row_gone)),
    el("div.s-dialog-body", {}, el("p", {}, words.row_gone_note), lines),
    el("div.s-dialog-foot", {}, button(words.close, { kind: "s-small", onclick: () => node.close() }), again, copy),
  );
  const anew = () => {
    node.close();
    const [{ id, set }] = entry.body.changes;
    add(values(record, rows.get(id), set));
  };
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
}

/** What was last seen of the row, with what was typed in it: only what a new row may be given. */
function values(record, row, set) {
  const free = record.fields
    .filter(({ editable, addable, masked }) => (addable ?? editable) && !masked)
    .map(({ name }) => name);
  return Object.fromEntries(
    free
      .map((name) => [name, name in set ? set[name] : row?.[name]])
      .filter(([, value]) => value !== null && value !== undefined),
  );
}
