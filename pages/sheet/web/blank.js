/**
 * The blank line below the last row: what is typed there is a row that is to be. It is sent when the person leaves the
 * line, stays there with its faults when it is not accepted, and outlives a reload; left before it is complete, it becomes a
 * draft, and the line is free for the next.
 */

import { fill } from "./dom.js";
import { toast } from "./popup.js";
import { Shelf } from "./shelf.js";

/** The id of the blank line; rows of the database count from one. */
export const BLANK = 0;

export class Blank {
  /** `context`: {record, words, me, query, marks, transport}; `calls`: {drawn(), added(answer), faulty(field)}; filled in by the page. */
  constructor(context) {
    Object.assign(this, { context, calls: {}, start: {} });
    this.away = []; // rows that were sent from here and have no answer yet
    this.key = `opsdesk.blank.${context.me.id}.${context.record.name}`;
    this.cells = this.kept();
    this.shelf = new Shelf(this.key, context.record);
  }

  /** Whether there is such a line at all for this person. */
  get open() {
    return this.context.record.may.includes("add");
  }

  /**
   * What a new row begins with, as the server has it at this moment: what the filter leaves, today, the own store, the usual
   * choices. Of several answers the one to the newest question counts.
   */
  async begin() {
    const { http, record, query } = this.context;
    if (!this.open) return;
    const asked = (this.asked = query.newAddress());
    const { row } = await http.get(asked).catch(() => ({ row: {} }));
    if (asked !== this.asked) return;
    this.start = Object.fromEntries(
      Object.entries(row ?? {}).filter(([name]) => record.byName[name] && this.why(record.byName[name]) === null),
    );
    this.calls.drawn?.();
  }

  /** Another filter, perhaps: the line begins with what that one leaves. */
  follow() {
    if (this.open && this.context.query.newAddress() !== this.asked) return this.begin();
  }

  /** The line as a row of the grid: what was typed so far, and what it begins with where nothing was. */
  row() {
    return { ...this.start, ...this.typed(), id: BLANK };
  }

  typed(cells = this.cells) {
    return Object.fromEntries(Object.entries(cells).map(([name, { value }]) => [name, value]));
  }

  /** Whether a cell shows what the row begins with, not what somebody typed. */
  isGhost(name) {
    return name in this.start && !(name in this.cells);
  }

  /** Nothing was typed; what it begins with alone is no row. */
  isEmpty(cells = this.cells) {
    return Object.values(cells).every(({ value }) => value === null);
  }

  /** What stands in the line and is not on its way: the row that is being typed now. */
  fresh() {
    const sent = new Set(this.away.flatMap((row) => Object.values(row)));
    return Object.fromEntries(Object.entries(this.cells).filter(([, cell]) => !sent.has(cell)));
  }

  /** Why a value can't be given to a new row; null when it can. */
  why(field) {
    const { record, words } = this.context;
    if (!record.may.includes("add")) return words.no_edit_right;
    return (field.addable ?? field.editable) ? null : field.why || words.locked;
  }

  put(field, value, text) {
    const { marks } = this.context;
    marks.clear(BLANK, field.name);
    const empty = value === null || value === undefined || value === "";
    if (empty && field.name in this.start) this.cells[field.name] = { value: null, text: "" };
    else if (empty) delete this.cells[field.name];
    else this.cells[field.name] = { value, text };
    this.keep();
    this.calls.drawn?.();
  }

  /** Required and not there, in this line or in a draft: the fields, in their order. */
  missing(cells = this.fresh()) {
    const { record, query } = this.context;
    const row = { ...this.start, ...this.typed(cells), ...query.presets };
    return record.fields.filter(
      (field) => field.required && this.why(field) === null && (row[field.name] ?? null) === null,
    );
  }

  /**
   * The person is done with the line: it is sent, or what it lacks is said; `stays`: it is gone to, too. Whoever is quicker
   * than the answer types the next row over the one that is on its way, and it is sent behind that one.
   */
  async leave(stays = false) {
    const row = this.fresh();
    if (this.isEmpty(row)) return false;
    const missing = this.missing(row);
    if (missing.length) return this.lacks(missing, stays);
    this.away.push(row);
    this.keep();
    try {
      return this.took(await this.send(row), row);
    } finally {
      this.back(row);
    }
  }

  back(row) {
    this.away = this.away.filter((other) => other !== row);
  }

  lacks(missing, stays) {
    const { words } = this.context;
    const fields = missing.map(({ label }) => label).join("、");
    toast(fill(stays ? words.blank_lacks : words.blank_kept, { fields }), { kind: stays ? "bad" : "info" });
    if (stays) this.calls.faulty?.(missing[0].name);
    else this.lay();
    return false;
  }

  /** The line as it is becomes a draft. */
  lay() {
    this.shelf.put(this.fresh());
    this.clear();
  }

  /** A draft is gone on with in the line; what stood there becomes one in turn. */
  resume(at) {
    const cells = this.shelf.take(at);
    const here = this.fresh();
    if (!this.isEmpty(here)) this.shelf.put(here);
    this.clear();
    this.cells = cells;
    this.keep();
    this.calls.drawn?.();
    const first = this.missing()[0]?.name ?? Object.keys(cells)[0];
    this.calls.resumed?.(first);
  }

  send(cells) {
    const { transport, query } = this.context;
    const set = { ...this.start, ...this.typed(cells), ...query.presets };
    return transport.send(() => ({ changes: [{ id: null, set, seen: {} }] }));
  }

  took(answer, sent) {
    this.back(sent);
    const done = answer.state === "applied" || answer.state === "duplicate";
    const since = Object.fromEntries(Object.entries(this.cells).filter(([name, cell]) => cell !== sent[name]));
    const whole = Object.entries(sent).every(([name, cell]) => this.cells[name] === cell);
    const stands = whole && Object.keys(since).length === 0;
    if (done || !stands) this.clear(since);
    if (done) {
      this.calls.added?.(answer);
      this.begin();
    } else if (stands) this.blame(answer);
    else this.aside(answer, sent);
    return done;
  }

  /** Refused when the line is another row's already: a draft, as one row is not mixed with another. */
  aside(answer, sent) {
    this.shelf.put(sent);
    this.sayWhy((answer.errors ?? []).map(({ message }) => message).join("\n") || this.messageOf(answer));
  }

  blame(answer) {
    this.keep();
    const errors = answer.errors ?? [];
    for (const { field, message } of errors.filter(({ field }) => field)) {
      this.context.marks.set(BLANK, field, {
        state: "refused",
        message,
        typed: this.cells[field]?.text ?? "",
        value: this.cells[field]?.value,
      });
    }
    const loose = errors.filter(({ field }) => !field).map(({ message }) => message);
    const why = loose.join("\n") || (errors.length ? "" : this.messageOf(answer));
    if (why) this.sayWhy(why);
    const first = errors.find(({ field }) => field);
    if (first) this.calls.faulty?.(first.field);
  }

  messageOf(answer) {
    return answer.message ?? this.context.words.server_failed;
  }

  sayWhy(why) {
    toast(fill(this.context.words.not_saved, { why }), { kind: "bad" });
  }

  /** The line holds these cells and nothing else. */
  clear(cells = {}) {
    for (const name of Object.keys(this.context.record.byName)) this.context.marks.clear(BLANK, name);
    this.cells = cells;
    this.keep();
    this.calls.drawn?.();
  }

  // A reload ---------------------------------------------------------------------------------------------------------------

  kept() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
      return Object.fromEntries(Object.entries(kept ?? {}).filter(([name]) => this.context.record.byName[name]));
    } catch {
      return {};
    }
  }

  /** What is on its way is kept there, and would be sent twice if it stood in the line again. */
  keep() {
    const cells = this.fresh();
    try {
      if (Object.keys(cells).length === 0) sessionStorage.removeItem(this.key);
      else sessionStorage.setItem(this.key, JSON.stringify(cells));
    } catch {
      sessionStorage.removeItem(this.key);
    }
  }
}
