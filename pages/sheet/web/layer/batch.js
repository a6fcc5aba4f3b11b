/** Sends many cells as one batch: marks them while they wait, and names every bad one when nothing was applied. */

import { fill } from "../dom.js";
import { toast } from "../popup.js";
import { cellsOf } from "./changes.js";
import { MOST } from "./rows.js";
import { showFaults } from "./preview.js";

const GLOW = 400;
const MOST_BYTES = 20 * 1024 * 1024;

export class Batch {
  /** `told`: {done(answer), refresh(), go(row, field), explain(id, field)}. */
  constructor(adapter, context, told) {
    Object.assign(this, { adapter, context, told });
  }

  /** True once the server has it all. */
  async send(list, via = "grid") {
    const { words, transport } = this.context;
    if (!list.length) return true;
    if (list.length > MOST) return this.refuse(fill(words.too_many_rows, { most: MOST.toLocaleString("en-US") }));
    if (cellsOf(list) > 50000 && sizeOf(list) > MOST_BYTES) return this.refuse(words.too_large);
    const marked = this.mark(list);
    const answer = await transport.send(() => ({ changes: list.map((change) => this.wire(change)) }), via);
    this.told.done(answer);
    const done = answer.state === "applied" || answer.state === "duplicate";
    this.settle(marked, done);
    if (done && (answer.rows.length < list.length || list.some(({ id }) => id === null))) this.told.refresh();
    if (!done && answer.state !== "gone") this.report(answer, list, via);
    return done;
  }

  refuse(sentence) {
    toast(sentence, { kind: "bad" });
    return false;
  }

  wire({ id, set, seen }) {
    return id === null ? { id, set } : { id, set, seen };
  }

  mark(list) {
    const { marks } = this.context;
    const marked = [];
    for (const change of list) {
      if (change.id === null || this.adapter.rowOf(change.id) === null) continue;
      for (const name of Object.keys(change.set)) marked.push({ id: change.id, field: name, mark: { state: "pending", typed: change.texts[name] } });
    }
    marks.setMany(marked);
    return marked;
  }

  settle(marked, done) {
    const { marks } = this.context;
    const still = marked.filter(({ id, field, mark }) => marks.get(id, field) === mark);
    if (done && still.length <= GLOW) for (const { id, field } of still) marks.saved(id, field);
    else marks.clearMany(still);
  }

  report(answer, list, via) {
    const { marks, record, words } = this.context;
    const errors = answer.errors ?? [];
    const faults = errors.map((error) => ({ ...error, change: list[error.index] ?? list[0] }));
    for (const { change, field, message, theirs, by } of faults.slice(0, GLOW)) {
      if (!field || change.id === null) continue;
      const state = by || theirs !== null && theirs !== undefined ? "conflict" : "refused";
      marks.set(change.id, field, { state, message, theirs, by, typed: change.texts[field] ?? "", value: change.set[field] });
    }
    const [only] = faults;
    if (faults.length === 1 && cellsOf(list) === 1 && only.field) return this.told.explain(only.change.id, only.field);
    const again = () => this.send(list, via);
    return showFaults({ answer, faults, record, words, again, over: () => this.over(faults, list, via), go: this.told.go });
  }

  /** The person has read what colleagues wrote and wants the own values all the same. */
  over(faults, list, via) {
    for (const { change, field, theirs } of faults) if (field && field in change.seen) change.seen[field] = theirs ?? null;
    return this.send(list, via);
  }
}

function sizeOf(list) {
  return new Blob([JSON.stringify(list.map(({ id, set, seen }) => ({ id, set, seen })))]).size;
}
