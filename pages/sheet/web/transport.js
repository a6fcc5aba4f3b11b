/**
 * The one place through which every change leaves the page. An outbox can take the place of this class:
 * it only has to keep send(), undo() and act() and their answers.
 */

import { Failed } from "./http.js";
import { uuid } from "./dom.js";

/** Answers that sending again would not change; anything else may work the next time. */
const REFUSALS = new Set([400, 403, 404, 409, 413]);

export class Transport {
  constructor(http, record) {
    this.http = http;
    this.record = record;
    this.line = Promise.resolve();
  }

  /** Changes go one after another, in the order they were made; `build` is called when its turn comes. */
  send(build, via = "grid") {
    const op = uuid();
    return this.queue(async () => {
      const { changes = [], remove = [] } = build();
      if (!changes.length && !remove.length) return { state: "applied", batch: null, rows: [], errors: [] };
      return this.http.post(`/${this.record}/changes`, { op, via, changes, delete: remove });
    });
  }

  undo(batch) {
    const op = uuid();
    return this.queue(() => this.http.post(`/batches/${batch}/undo`, { op }));
  }

  act(name, id, asks) {
    const op = uuid();
    return this.queue(() => this.http.post(`/actions/${name}`, { op, id, asks }));
  }

  queue(work) {
    const turn = this.line.then(async () => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        if (error.body?.state) return error.body;
        return { state: REFUSALS.has(error.status) ? "refused" : "failed", message: error.message, batch: null, rows: [], errors: [] };
      }
    });
    this.line = turn.catch(() => {});
    return turn;
  }
}
