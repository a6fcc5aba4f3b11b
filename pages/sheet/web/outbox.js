/**
 * The one place through which every change leaves the page. Each change has an id of its own and waits here until the
 * server has acknowledged it; changes go one after another, and again after whatever went wrong on the way. The id
 * makes that safe: the server applies it once and gives the same answer every time.
 */

import { tellAll, uuid } from "./dom.js";
import { Failed } from "./http.js";
import { Kept } from "./kept.js";

/** Answers that sending again would not change. */
const REFUSALS = new Set([400, 403, 404, 409, 411, 413, 422]);
const NOTHING = { state: "applied", batch: null, rows: [], errors: [] };
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const PATIENCE = 8_000;
/** A fault of the server's own may pass; one that doesn't must not hold up what comes after it. */
const MOST_FAULTS = 5;
const KNOWN_BATCHES = 200;

export class Outbox {
  /** `calls`: {changed(), again(entry, answer), another(n), gone(entry, errors), reason(answer)}; filled in by the page. */
  constructor(http, record, me) {
    Object.assign(this, { http, record, me, calls: {} });
    this.kept = new Kept();
    this.queue = [];
    this.state = "online";
    this.batches = new Map();
    this.idle = [];
    this.nudge = () => this.wake?.();
    window.addEventListener("online", this.nudge);
    document.addEventListener("visibilitychange", this.nudge);
  }

  /** Takes up what an earlier page of this tab left; another person's changes are not ours to send. */
  start() {
    const left = this.kept.read();
    const foreign = left.filter(({ me }) => me !== this.me.id);
    foreign.forEach((entry) => this.kept.drop(entry));
    if (foreign.length) this.tell("another", foreign.length);
    this.queue = left.filter(({ me }) => me === this.me.id);
    this.run();
    return this.queue;
  }

  // What the page calls ---------------------------------------------------------------------------------------------

  /** `name`: where a name was typed before it could be looked up, finds the values of the one change that say what it means. */
  send(build, via = "grid", name = null) {
    const { changes = [], remove = [] } = build();
    if (!changes.length && !remove.length) return Promise.resolve({ ...NOTHING });
    return this.put(
      "change",
      `/${this.record}/changes`,
      { op: uuid(), via, changes: this.chained(changes), delete: remove },
      name,
    );
  }

  undo(batch) {
    return this.put("undo", `/batches/${batch}/undo`, { op: uuid() });
  }

  /** `rows`: an id, or the ids of several rows for an action that takes them. */
  act(name, rows, asks) {
    const on = Array.isArray(rows) ? { ids: rows } : { id: rows };
    return this.put("act", `/actions/${name}`, { op: uuid(), ...on, asks });
  }

  /** A new row and its lines, both or neither. */
  whole(set, lines) {
    return this.put("act", `/${this.record}/with-lines`, { op: uuid(), set, lines });
  }

  /** The usual rows of this table, while it is empty. */
  begin() {
    return this.put("act", `/${this.record}/starter`, { op: uuid() });
  }

  /** Resolves once nothing waits any more. */
  settled() {
    return this.queue.length ? new Promise((resolve) => this.idle.push(resolve)) : Promise.resolve();
  }

  /** How many cells, rows and commands are not with the server yet. */
  waiting() {
    return this.queue.reduce(
      (n, { kind, body }) =>
        n +
        (kind === "change"
          ? body.changes.reduce((m, { id, set }) => m + (id === null ? 1 : Object.keys(set).length), body.delete.length)
          : 1),
      0,
    );
  }

  fits() {
    return this.queue.every(({ fits }) => fits);
  }

  wipe() {
    this.kept.wipe();
    this.queue = [];
    this.changed();
  }

  stop() {
    this.stopped = true;
    window.removeEventListener("online", this.nudge);
    document.removeEventListener("visibilitychange", this.nudge);
    this.nudge();
  }

  // The line ----------------------------------------------------------------------------------------------------------

  put(kind, path, body, name = null) {
    const entry = { me: this.me.id, record: this.record, kind, path, body, lookUp: name };
    this.kept.save(entry);
    this.queue.push(entry);
    this.changed();
    return new Promise((resolve) => {
      entry.resolve = resolve;
      this.run();
    });
  }

  /** Whatever goes wrong with one change, the line goes on with the next; nothing waits behind a fault of our own. */
  async run() {
    if (this.running) return;
    this.running = true;
    try {
      let wait = FIRST_WAIT;
      while (this.queue.length && !this.stopped) {
        const [entry] = this.queue;
        const answer = await this.attempt(entry);
        if (this.queue[0] !== entry) continue;
        if (answer) {
          wait = FIRST_WAIT;
          this.finish(entry, answer);
        } else {
          await this.pause(wait * (0.8 + 0.4 * Math.random()));
          wait = Math.min(wait * 2, LONGEST_WAIT);
        }
      }
    } finally {
      this.running = false;
    }
  }

  /** One try: the server's answer, or nothing when it has to be tried again. */
  async attempt(entry) {
    this.since = performance.now();
    try {
      if (entry.lookUp) await this.name(entry);
      entry.weight ??= JSON.stringify(entry.body).length;
      const answer = await this.http.post(entry.path, entry.body, { timeout: PATIENCE + entry.weight / 20 });
      this.turn("online");
      return answer?.asks === "reason" ? await this.correct(entry, answer) : answer;
    } catch (error) {
      if (error instanceof Failed) return this.judge(entry, error);
      reportError(error);
      return this.fault(entry, error.message);
    }
  }

  /** What is locked is corrected with a reason: the same change once more, under a name of its own. */
  async correct(entry, answer) {
    const reason = entry.body.reason ? null : await this.calls.reason?.(answer);
    if (!reason) return answer;
    entry.body = { ...entry.body, op: uuid(), reason };
    this.kept.save(entry);
    return this.attempt(entry);
  }

  /** A fault that may pass; one that doesn't ends in an answer that keeps what was typed and says why. */
  fault(entry, message) {
    entry.faults = (entry.faults ?? 0) + 1;
    return entry.faults >= MOST_FAULTS ? { state: "failed", batch: null, rows: [], errors: [], message } : null;
  }

  /** Only the look-up of the first in line is ever under way, so nothing overtakes it; what can't be found goes as it was typed. */
  async name(entry) {
    const ids = await entry.lookUp({ timeout: PATIENCE }).catch((error) => {
      if (error instanceof Failed && !REFUSALS.has(error.status)) throw error;
      if (!(error instanceof Failed)) reportError(error);
      return null;
    });
    entry.lookUp = null;
    const typed = { ...entry.body.changes[0].set };
    for (const [field, value] of Object.entries(ids ?? {})) this.mean(entry.record, field, typed[field], value);
  }

  /** What was typed, and what was copied or built on it meanwhile, is now known by its id. */
  mean(record, field, typed, value) {
    for (const entry of this.queue.filter((queued) => queued.kind === "change" && queued.record === record)) {
      for (const { set, seen } of entry.body.changes)
        for (const values of [set, seen ?? {}]) if (values[field] === typed) values[field] = value;
      this.kept.save(entry);
    }
  }

  judge(entry, { status, body, message }) {
    if (body?.state) return body;
    const failed = { batch: null, rows: [], errors: [], message };
    if (REFUSALS.has(status)) return { ...failed, state: "refused" };
    if (status === 401 && body?.another) return void this.hand();
    const given = status === 500 ? this.fault(entry, message) : null;
    if (given) return given;
    this.turn(status === 401 ? "signed_out" : status === 0 ? "offline" : "busy");
    return null;
  }

  /** Somebody else has signed in meanwhile: what the person before typed must not go out in that name. */
  hand() {
    const n = this.queue.length;
    this.wipe();
    this.tell("another", n);
  }

  pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  finish(entry, answer) {
    this.queue.shift();
    this.kept.drop(entry);
    const done = answer.state === "applied" || answer.state === "duplicate";
    tellAll([
      () => done && this.know(entry, answer),
      () => entry.kind === "change" && this.rebase(entry, done ? (answer.rows ?? []) : null),
    ]);
    this.changed();
    const said = this.meant(entry, answer);
    if (said.state === "gone") this.tell("gone", entry);
    if (entry.resolve) entry.resolve(said);
    this.tell("answered", entry, said, !entry.resolve);
    if (!this.queue.length) this.idle.splice(0).forEach((resolve) => resolve());
  }

  /** Where every row has gone there is no cell to mend; an answer that can't be made sense of stays what it is. */
  meant(entry, answer) {
    try {
      const lost = entry.kind === "change" && answer.state === "conflict" && allGone(entry.body, answer.errors ?? []);
      return lost ? { ...answer, state: "gone" } : answer;
    } catch (error) {
      reportError(error);
      return answer;
    }
  }

  /** Which rows an own batch has brought back already: they need not be asked for again. */
  know(entry, { batch, rows }) {
    if (!Number.isInteger(batch)) return;
    this.batches.set(batch, new Set(entry.record === this.record ? (rows ?? []).map(({ id }) => id) : []));
    if (this.batches.size > KNOWN_BATCHES) this.batches.delete(this.batches.keys().next().value);
  }

  changed() {
    this.tell("changed");
  }

  /** What the page makes of it must not hold up what still waits to be sent. */
  tell(what, ...said) {
    tellAll([this.calls[what]], ...said);
  }

  turn(state) {
    if (state === this.state) return;
    this.state = state;
    this.changed();
  }

  // What a person saw when several own edits of a cell are under way -----------------------------------------------------

  /** Over an own edit that still waits, the value seen is the one that edit leaves behind. */
  chained(changes) {
    const own = this.own();
    if (!own.size) return changes;
    return changes.map(({ id, set, seen = {}, ...rest }) => {
      const last = own.get(id) ?? {};
      const again = Object.keys(set).filter((name) => name in last);
      return { id, set, seen: { ...seen, ...Object.fromEntries(again.map((name) => [name, last[name]])) }, ...rest };
    });
  }

  /** What the own changes that wait leave behind, by row: {field: value}. */
  own() {
    const rows = new Map();
    for (const { record, kind, body } of this.queue) {
      if (kind !== "change" || record !== this.record) continue;
      for (const { id, set } of body.changes) if (id !== null) rows.set(id, { ...rows.get(id), ...set });
    }
    return rows;
  }

  /**
   * Later edits were built on this one. When it was refused they stand on what it had seen; when it was taken, a name
   * that was typed for a link has become that link. Nothing behind the first in line has been sent, so it may change.
   */
  rebase(entry, rows) {
    const base = new Map();
    const byId = new Map((rows ?? []).map((row) => [row.id, row]));
    for (const { id, set, seen } of entry.body.changes) {
      for (const name of Object.keys(set)) {
        if (!rows && name in (seen ?? {})) base.set(`${id}|${name}`, seen[name]);
        else if (rows && typeof set[name] === "string" && byId.get(id)?.[name]?.id)
          base.set(`${id}|${name}`, byId.get(id)[name]);
      }
    }
    for (const later of base.size ? this.queue : []) {
      if (later.kind === "change" && later.record === entry.record && this.rest(later, base)) this.kept.save(later);
    }
  }

  rest(later, base) {
    const before = base.size;
    for (const { id, set, seen } of later.body.changes) {
      for (const name of Object.keys(set)) {
        const cell = `${id}|${name}`;
        if (base.has(cell) && name in (seen ?? {})) seen[name] = base.get(cell);
        base.delete(cell);
      }
    }
    return base.size < before;
  }
}

/** Every row this change is about has been deleted meanwhile: a fault of the row, not of one of its cells. */
function allGone({ changes, delete: remove }, errors) {
  const gone = new Set(errors.filter(({ field }) => field === null).map(({ index }) => index));
  return changes.length > 0 && !remove.length && changes.every(({ id }, index) => id !== null && gone.has(index));
}
