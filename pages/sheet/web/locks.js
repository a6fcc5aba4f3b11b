/** Which cells are locked by freeze rules: asked behind the rows, of types that have such rules. */

import { el, fill } from "./dom.js";
import { ask } from "./dialog.js";

const SOON = 120;
const MOST = 500;

export class Locks {
  /** `drawn(ids)`: these rows look otherwise now. */
  constructor({ http, record }, drawn) {
    Object.assign(this, {
      http,
      record,
      drawn,
      byId: new Map(),
      waiting: new Set(),
      shown: new Set(),
      asked: new Map(),
    });
  }

  /** The rule that locks a cell: {why, mine, columns}; nothing where it is open. */
  of(id, name) {
    return this.byId.get(id)?.find(({ columns }) => columns.includes(name)) ?? null;
  }

  look(ids) {
    for (const id of ids) this.shown.add(id);
    if (!this.record.freezes) return;
    for (const id of ids) if (typeof id === "number" && id > 0) this.waiting.add(id);
    this.timer ??= setTimeout(() => this.ask(), SOON);
  }

  /** The rules are others now. */
  again(freezes) {
    this.record.freezes = freezes;
    const before = [...this.byId.keys()];
    if (!freezes) this.byId.clear();
    if (!freezes && before.length) this.drawn(before);
    this.look([...this.shown]);
  }

  async ask() {
    this.timer = null;
    const ids = [...this.waiting].slice(0, MOST);
    for (const id of ids) this.waiting.delete(id);
    if (!ids.length) return;
    const turn = {};
    for (const id of ids) this.asked.set(id, turn);
    const answer = await this.http.post(`/${this.record.name}/frozen`, { ids }).catch(() => null);
    if (this.waiting.size) this.look([]);
    if (!answer) return;
    // A row that was asked for once more meanwhile waits for that answer.
    const newest = ids.filter((id) => this.asked.get(id) === turn);
    for (const id of newest) this.asked.delete(id);
    const changed = newest.filter((id) => this.take(id, answer));
    if (changed.length) this.drawn(changed);
  }

  take(id, { rules, rows }) {
    const met = rows[id]?.map((at) => rules[at]);
    const before = JSON.stringify(this.byId.get(id));
    if (met) this.byId.set(id, met);
    else this.byId.delete(id);
    return before !== JSON.stringify(met);
  }

  stop() {
    clearTimeout(this.timer);
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
