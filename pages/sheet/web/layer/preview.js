/** What is asked before a large or doubtful paste, and what is said when a batch was not accepted. */

import { ask } from "../dialog.js";
import { button, el, fill, icon } from "../dom.js";

const SHOWN = 200;

export function count(n) {
  return n.toLocaleString("en-US");
}

function table(heads, rows) {
  return el(
    "div.s-preview-scroll",
    {},
    el(
      "table.s-preview",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          heads.map((head) => el("th", { scope: "col" }, head)),
        ),
      ),
      el("tbody", {}, rows),
    ),
  );
}

/** `plan`: {rows, fields, added, beyond, locked, text(r, c)}; resolves when the work is done or given up. */
export function askPaste(plan, { record, words, run }) {
  const left = el("input.s-check", { type: "checkbox", checked: true });
  const bar = el("progress.s-progress", { max: 1, "aria-label": words.paste_working });
  const working = el("div.s-working", { role: "status", hidden: true }, el("span", {}, words.paste_working), bar);
  const body = el(
    "div",
    {},
    lines(plan, words),
    locked(plan, record, words, left),
    sample(plan, record, words),
    working,
  );
  const progress = (part) => (part === null ? bar.removeAttribute("value") : (bar.value = part));
  const dialog = ask({
    title: fill(words.paste_title, { rows: count(plan.rows), columns: plan.fields.length }),
    body,
    words,
    wide: true,
    confirm: words.paste,
    submit: async () => {
      if (plan.locked.length && !left.checked) return words.paste_locked_stop;
      working.hidden = false;
      const sentence = await run(progress);
      working.hidden = true;
      return sentence;
    },
  });
  dialog.querySelector(".s-primary").focus();
  return dialog;
}

function lines(plan, words) {
  const said = [
    plan.rows > plan.added ? fill(words.paste_over, { n: count(plan.rows - plan.added) }) : "",
    plan.added ? fill(words.paste_added, { n: count(plan.added) }) : "",
    plan.beyond ? fill(words.paste_beyond, { n: plan.beyond }) : "",
    words.paste_all_or_nothing,
  ];
  return el(
    "ul.s-lines",
    {},
    said.filter(Boolean).map((line) => el("li", {}, line)),
  );
}

function locked(plan, record, words, left) {
  if (!plan.locked.length) return null;
  const reasons = plan.locked.map(({ name, why }) => el("li", {}, el("b", {}, record.byName[name].label), `：${why}`));
  return el(
    "div.s-locked-note",
    {},
    el("div.s-say-head", {}, icon("lock"), el("span", {}, words.paste_locked)),
    el("ul.s-lines", {}, reasons),
    el("label.s-row", {}, left, el("span", {}, words.paste_leave_out)),
  );
}

function sample(plan, record, words) {
  const shown = Math.min(5, plan.rows);
  const rows = Array.from({ length: shown }, (_, r) =>
    el(
      "tr",
      {},
      plan.fields.map((name, c) => el("td", {}, plan.text(r, c).slice(0, 60))),
    ),
  );
  const more = plan.rows > shown ? el("div.s-soft", {}, fill(words.paste_more, { n: count(plan.rows - shown) })) : null;
  return [
    table(
      plan.fields.map((name) => record.byName[name].label),
      rows,
    ),
    more,
  ];
}

/** Nothing was applied: every bad cell with its line, column, what was in it and why, to be mended there or left out. */
export function showFaults(refused) {
  const { answer, faults, words } = refused;
  const conflicts =
    faults.length > 0 &&
    faults.every(
      ({ field, change, theirs, by }) =>
        field && change.id !== null && (by || (theirs !== undefined && theirs !== null)),
    );
  if (conflicts) return present(refused, { confirm: words.overwrite, submit: refused.over });
  if (answer.state === "failed") return present(refused, { confirm: words.retry, submit: refused.again });
  if (!faults.length) return present(refused, { confirm: words.got_it_close });
  const inputs = new Map();
  const leave = button(fill(words.leave_out_bad, { n: count(faults.length) }), {
    onclick: () => dialog.close() || refused.leave(faults),
  });
  const dialog = present(refused, {
    confirm: words.mended,
    inputs,
    cancel: words.got_it_close,
    others: [leave],
    submit: () => refused.mend(inputs),
  });
  return dialog;
}

function present(
  { answer, faults, record, words, go },
  { confirm, inputs = null, cancel = words.cancel, others = [], submit = null },
) {
  const title = faults.length
    ? fill(words.faults_title, { n: count(faults.length) })
    : fill(words.not_saved, { why: answer.message ?? words.server_failed });
  const rows = faults.slice(0, SHOWN).map((fault) =>
    faultRow(fault, record, inputs, (row, field) => {
      dialog.close();
      go(row, field);
    }),
  );
  const more =
    faults.length > SHOWN ? el("p.s-soft", {}, fill(words.faults_more, { n: count(faults.length - SHOWN) })) : null;
  const list = rows.length ? table([words.row, words.column, words.content, words.reason], rows) : null;
  const dialog = ask({
    title,
    body: el("div", {}, el("p.s-soft", {}, words.nothing_applied), list, more),
    words,
    wide: true,
    confirm,
    cancel,
    others,
    submit: async () => void submit?.(),
  });
  dialog.classList.add("s-faults");
  // With nothing left to decide there is one way out, not two.
  if (!submit) dialog.querySelector(".s-dialog-foot .s-button").remove();
  (dialog.querySelector("td input") ?? dialog.querySelector(".s-primary")).focus();
  return dialog;
}

/** What was in the cell can be mended where it stands; a fault of a whole row has no cell. */
function faultRow(fault, record, inputs, go) {
  const { change, field, message } = fault;
  const known = record.byName[field];
  const line = count(change.row + 1);
  const text = change.texts[field] ?? "";
  const where =
    change.id === null
      ? el("span", {}, line)
      : button(line, { kind: "s-quiet s-small", onclick: () => go(change.row, field ?? Object.keys(change.set)[0]) });
  const input =
    inputs && known ? el("input.s-input", { type: "text", value: text, "aria-label": `${line} ${known.label}` }) : null;
  if (input) inputs.set(fault, input);
  return el(
    "tr",
    {},
    el("td", {}, where),
    el("td", {}, known?.label ?? "—"),
    el("td.s-fault-text", {}, input ?? text.slice(0, 80)),
    el("td", {}, message),
  );
}
