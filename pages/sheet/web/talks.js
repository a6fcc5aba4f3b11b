/** Which rows and cells are spoken of: asked behind the rows, which never wait for it. */

const SOON = 200;
const MOST = 500;

export class Talks {
  /** `drawn(ids)`: these rows look otherwise now. */
  constructor({ http, record }, drawn) {
    Object.assign(this, { http, record, drawn, byId: new Map(), waiting: new Set(), asked: new Map() });
  }

  /** How many comments wait on a cell, or on the row where no column is named. */
  of(id, name = "") {
    return this.byId.get(id)?.[name] ?? 0;
  }

  look(ids) {
    for (const id of ids) if (typeof id === "number" && id > 0) this.waiting.add(id);
    this.timer ??= setTimeout(() => this.ask(), SOON);
  }

  async ask() {
    this.timer = null;
    const ids = [...this.waiting].slice(0, MOST);
    for (const id of ids) this.waiting.delete(id);
    if (!ids.length) return;
    const turn = {};
    for (const id of ids) this.asked.set(id, turn);
    const answer = await this.http.post(`/${this.record.name}/commented`, { ids }).catch(() => null);
    if (this.waiting.size) this.look([]);
    if (!answer) return;
    // A row that was asked for once more meanwhile waits for that answer.
    const newest = ids.filter((id) => this.asked.get(id) === turn);
    for (const id of newest) this.asked.delete(id);
    const changed = newest.filter((id) => this.take(id, answer.rows[id]));
    if (changed.length) this.drawn(changed);
  }

  take(id, counts) {
    const before = JSON.stringify(this.byId.get(id));
    if (counts) this.byId.set(id, counts);
    else this.byId.delete(id);
    return before !== JSON.stringify(counts);
  }

  stop() {
    clearTimeout(this.timer);
  }
}
