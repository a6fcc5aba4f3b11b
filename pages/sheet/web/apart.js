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
export function understood({ http, record }, text, fields) {
  return http.post(`/${record.name}/apart`, { text, fields }).catch(() => null);
}

/** Above the fields of a form; with a message in it from the start, these are filled in at once. */
export function messageBox(form, context, message = "") {
  const { words } = context;
  const names = form.rows.map(({ field }) => field.name);
  const said = el("span.s-apart-said", { role: "status" });
  const input = el("textarea.s-input", {
    value: message,
    placeholder: words.apart_hint,
    "aria-label": words.apart_title,
  });
  const run = async () => {
    const { length } = input.value;
    if (length > LONGEST) return void said.replaceChildren(fill(words.apart_long, { most: LONGEST, n: length }));
    const apart = input.value.trim() && (await understood(context, input.value, names));
    if (!apart) return void said.replaceChildren(words.apart_nothing);
    form.take(apart.values, apart.taken);
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
  );
}
