/** Sends many cells as one batch: marks them while they wait, and names every bad one when nothing was applied. */

import { BLANK } from "../blank.js";
import { fill } from "../dom.js";
import { toast } from "../popup.js";
import { cellsOf } from "./changes.js";
import { MOST } from "./rows.js";
import { showFaults } from "./preview.js";
import { typedValue } from "./values.js";

const GLOW = 400;
const MOST_BYTES = 20 * 1024 * 1024;

export class Batch {
  /** `calls`: {done(answer), refresh(), go(row, field), explain(id, field)}. */
  constructor(adapter, context, calls) {
    Object.assign(this, { adapter, context, calls });
  }

  /** True once the server has it all; what is meant for the blank line stays there until the person leaves it. */
  async send(all, via = "grid", then = () => {}) {
    const { words, transport } = this.context;
    const list = all.filter((change) => change.id !== BLANK);
    for (const { set, texts } of all.filter(({ id }) => id === BLANK)) this.toBlank(set, texts);
    if (!list.length) {
      then(list);
      return true;
    }
    if (list.length > MOST) return this.refuse(fill(words.too_many_rows, { most: MOST.toLocaleString("en-US") }));
    if (cellsOf(list) > 50000 && sizeOf(list) > MOST_BYTES) return this.refuse(words.too_large);
    const marked = this.mark(list);
    const answer = await transport.send(() => ({ changes: list.map((change) => this.wire(change)) }), via);
    this.calls.done(answer);
    const done = answer.state === "applied" || answer.state === "duplicate";
    this.settle(marked, done);
    if (done && (answer.rows.length < list.length || list.some(({ id }) => id === null))) this.calls.refresh();
    if (done) then(list, answer.rows);
    else if (answer.state !== "gone") this.report(answer, list, via, then);
    return done;
  }

  refuse(sentence) {
    toast(sentence, { kind: "bad" });
    return false;
  }

  toBlank(set, texts) {
    const { blank, record } = this.context;
    for (const [name, value] of Object.entries(set)) blank.put(record.byName[name], value, texts[name]);
  }

  /** New lines on their parent's page belong to it. */
  wire({ id, set, seen }) {
    return id === null ? { id, set: { ...set, ...this.context.query.presets } } : { id, set, seen };
  }

  mark(list) {
    const { marks } = this.context;
    const marked = [];
    for (const change of list) {
      if (change.id === null || this.adapter.rowOf(change.id) === null) continue;
      for (const name of Object.keys(change.set))
        marked.push({ id: change.id, field: name, mark: { state: "pending", typed: change.texts[name] } });
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

  report(answer, list, via, then) {
    const { marks, record, words } = this.context;
    const errors = answer.errors ?? [];
    const place = ({ change, field }) => Object.keys(change.set).indexOf(field);
    const faults = errors.map((error) => ({ ...error, change: list[error.index] ?? list[0] }));
    faults.sort((fault, other) => fault.change.row - other.change.row || place(fault) - place(other));
    for (const { change, field, message, theirs, by } of faults.slice(0, GLOW)) {
      if (!field || change.id === null) continue;
      const state = by || (theirs !== null && theirs !== undefined) ? "conflict" : "refused";
      marks.set(change.id, field, {
        state,
        message,
        theirs,
        by,
        typed: change.texts[field] ?? "",
        value: change.set[field],
      });
    }
    const [only] = faults;
    if (faults.length === 1 && cellsOf(list) === 1 && only.field) return this.calls.explain(only.change.id, only.field);
    const again = () => this.send(list, via, then);
    const over = () => this.over(faults) && again();
    const mend = (inputs) => this.mend(inputs, faults) && again();
    const leave = (bad) => this.leave(bad, list, via, then);
    return showFaults({ answer, faults, record, words, again, over, mend, leave, go: this.calls.go });
  }

  /** Each bad cell with what the person made of it; the whole is sent once more, as one batch. */
  mend(inputs, faults) {
    const { marks, record } = this.context;
    for (const { change, field } of faults) if (field) marks.clear(change.id, field);
    for (const [{ change, field }, input] of inputs) {
      change.set[field] = typedValue(record.byName[field], input.value);
      change.texts[field] = input.value;
    }
    return true;
  }

  /** Without the bad cells; a row that can't be without one of them, or is bad as a whole, is left out whole. */
  leave(bad, list, via, then) {
    const { marks, record, words } = this.context;
    const out = new Set();
    for (const { change, field } of bad) {
      if (field) marks.clear(change.id, field);
      if (!field || !(field in change.set) || (change.id === null && record.byName[field]?.required)) out.add(change);
      else for (const cells of [change.set, change.seen, change.texts]) delete cells[field];
    }
    const rest = list.filter((change) => !out.has(change) && Object.keys(change.set).length);
    if (!rest.length) return toast(words.nothing_left, { kind: "bad" });
    return this.send(rest, via, (sent, came) => {
      then(sent, came);
      toast(fill(words.left_out_bad, { cells: bad.length, rows: sent.length }), { kind: "good", seconds: 10 });
    });
  }

  /** The person has read what colleagues wrote and wants the own values all the same. */
  over(faults) {
    for (const { change, field, theirs } of faults)
      if (field && field in change.seen) change.seen[field] = theirs ?? null;
    return true;
  }
}

function sizeOf(list) {
  return new Blob([JSON.stringify(list.map(({ id, set, seen }) => ({ id, set, seen })))]).size;
}
