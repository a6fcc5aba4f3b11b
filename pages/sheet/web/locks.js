/** Which cells are locked by freeze rules: asked behind the rows, of types that have such rules. */

import { Behind } from "./behind.js";
import { el, fill } from "./dom.js";
import { ask } from "./dialog.js";

export class Locks {
  /** `drawn(ids)`: these rows look otherwise now. */
  constructor({ http, record }, drawn) {
    Object.assign(this, { record, drawn, byId: new Map(), shown: new Set() });
    const ask = (ids) => http.post(`/${record.name}/frozen`, { ids });
    this.behind = new Behind({ soon: 120, ask, take: (id, answer) => this.take(id, answer), drawn });
  }

  /** The rule that locks a cell: {why, mine, columns}; nothing where it is open. */
  of(id, name) {
    return this.byId.get(id)?.find(({ columns }) => columns.includes(name)) ?? null;
  }

  look(ids) {
    for (const id of ids) this.shown.add(id);
    if (this.record.freezes) this.behind.look(ids);
  }

  /** The rules are others now. */
  again(freezes) {
    this.record.freezes = freezes;
    const before = [...this.byId.keys()];
    if (!freezes) this.byId.clear();
    if (!freezes && before.length) this.drawn(before);
    this.look([...this.shown]);
  }

  take(id, { rules, rows }) {
    if (!this.record.freezes) return false; // the last rule went while this was asked
    const met = rows[id]?.map((at) => rules[at]);
    const before = JSON.stringify(this.byId.get(id));
    if (met) this.byId.set(id, met);
    else this.byId.delete(id);
    return before !== JSON.stringify(met);
  }

  stop() {
    this.behind.stop();
  }
}

/** Why what is locked is corrected; nothing where the person would rather leave it. */
export function askReason(words, { errors }) {
  return new Promise((resolve) => {
    let reason = null;
    const input = el("textarea.s-input", { rows: 3, maxLength: 200, "aria-label": words.correct_reason });
    const dialog = ask({
      title: words.correct_title,
      words,
      confirm: words.correct_do,
      body: [
        el("p.s-soft", {}, errors[0]?.message ?? ""),
        errors.length > 1 ? el("p.s-soft", {}, fill(words.correct_more, { n: errors.length - 1 })) : null,
        input,
      ],
      submit: () => {
        reason = input.value.trim() || null;
        return reason ? "" : words.correct_reason;
      },
    });
    dialog.addEventListener("close", () => resolve(reason));
    input.focus();
  });
}
