/** The batches this person made here, newest last, so that 撤销 still works after a reload of the tab. */

const MOST = 50;

export class Batches {
  constructor(record, me) {
    this.key = `opsdesk.batches.${me.id}.${record.name}`;
    this.ids = this.read();
    this.undone = [];
  }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(Number.isInteger) : [];
    } catch {
      return [];
    }
  }

  /** A batch that changed nothing is none: what came before it is the one to take back, or to do again. */
  add({ batch, changed }) {
    if (!Number.isInteger(batch) || changed === 0) return;
    this.undone = [];
    this.put(batch);
  }

  put(id) {
    if (Number.isInteger(id)) this.keep([...this.ids, id].slice(-MOST));
  }

  /** The batch that took another one back: taking that back in turn does it again. */
  tookBack(id) {
    if (Number.isInteger(id)) this.undone.push(id);
  }

  last() {
    return this.ids.at(-1) ?? null;
  }

  drop(id) {
    this.keep(this.ids.filter((other) => other !== id));
  }

  keep(ids) {
    this.ids = ids;
    sessionStorage.setItem(this.key, JSON.stringify(ids));
  }
}
