/** A message becomes the fields of a new row: taken apart by the server, shown with the words each came from, then gone over. */

import { button, el, fill } from "./dom.js";

const PHONE = /(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g;
const [SHORTEST, LONGEST] = [15, 2000];

/** Whether a pasted text is something that somebody wrote, not cells of a list. */
export function isMessage(text) {
  const plain = text.trim();
  if (plain.length < SHORTEST || plain.length > LONGEST || plain.includes("\t")) return false;
  const phones = plain.match(PHONE) ?? [];
  const lines = plain.split(/\r?\n/).filter((line) => line.trim());
  const labelled = lines.filter((line) => /^[^:：]{1,12}[:：]\s*\S/.test(line)).length;
  if (lines.length > 1) return labelled > 1 && labelled >= lines.length - 2;
  return phones.length > 0 && phones.length < 3 && /[\u4e00-\u9fff]{2}/.test(plain);
}

/** `fields`: the names of those that are asked for; without them all that this person may enter. */
export function understood({ http, record }, text, fields, lines = false) {
  return http.post(`/${record.name}/apart`, { text, fields, lines }).catch(() => null);
}

/** The lines as they stand after correction: what was emptied or taken out isn't there. */
export function linesOf(lines) {
  const rows = (lines?.rows ?? []).filter(({ out }) => !out).map(({ values }) => plain(values));
  return rows.length ? { record: lines.record, rows } : null;
}

function plain(values) {
  const entries = Object.entries(values).map(([name, value]) => [name, value?.id ?? value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== "" && value !== null));
}

/** What was ordered and how much of it, to be gone over: each amount may be changed, each line taken out. */
function lineList(lines, words) {
  const row = (line) => {
    const things = Object.values(line.values).find((value) => value?.text);
    const node = el("div.s-apart-line", {});
    const amount = el("input.s-input", {
      value: line.values[lines.amount] ?? "",
      inputmode: "decimal",
      "aria-label": fill(words.apart_amount, { text: things?.text ?? "" }),
    });
    amount.addEventListener("input", () => (line.values[lines.amount] = amount.value.trim()));
    const out = () => {
      line.out = true;
      node.remove();
    };
    node.append(
      el("span.s-apart-thing", {}, things?.text ?? ""),
      amount,
      el("span.s-soft", {}, fill(words.apart_from, { text: line.taken })),
      button(words.apart_out, { kind: "s-small", onclick: out }),
    );
    return node;
  };
  return [el("div.s-soft", {}, fill(words.apart_lines, { n: lines.rows.length })), ...lines.rows.map(row)];
}

/** Above the fields of a form; with a message in it from the start, these are filled in at once. `keep`: takes its lines. */
export function messageBox(form, context, message = "", keep = null) {
  const { words } = context;
  const names = form.rows.map(({ field }) => field.name);
  const said = el("span.s-apart-said", { role: "status" });
  const input = el("textarea.s-input", {
    value: message,
    placeholder: words.apart_hint,
    "aria-label": words.apart_title,
  });
  const listed = el("div.s-apart-lines");
  const run = async () => {
    const { length } = input.value;
    if (length > LONGEST) return void said.replaceChildren(fill(words.apart_long, { most: LONGEST, n: length }));
    const apart = input.value.trim() && (await understood(context, input.value, names, Boolean(keep)));
    if (!apart) return void said.replaceChildren(words.apart_nothing);
    form.take(apart.values, apart.taken);
    keep?.(apart.lines ?? null);
    listed.replaceChildren(...(apart.lines ? lineList(apart.lines, words) : []));
    const n = form.rows.filter(({ field }) => field.name in apart.values).length;
    const parts = [n ? fill(words.apart_done, { n }) : words.apart_nothing];
    if (n && apart.rest) parts.push(fill(words.apart_rest, { text: apart.rest }));
    said.replaceChildren(parts.join("　"));
  };
  input.addEventListener("paste", () => setTimeout(run));
  if (message) run();
  return el(
    "details.s-apart",
    { open: Boolean(message) },
    el("summary", {}, words.apart_title),
    input,
    el("div.s-apart-foot", {}, button(words.apart_do, { kind: "s-small", onclick: run }), said),
    listed,
  );
}
