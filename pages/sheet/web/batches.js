/** The batches this person made here, newest last, so that 撤销 still works after a reload of the tab. */

const MOST = 50;

export class Batches {
  constructor(record, me) {
    this.key = `opsdesk.batches.${me.id}.${record.name}`;
    this.ids = this.read(this.key);
    this.undone = this.read(`${this.key}.undone`);
  }

  read(key) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(Number.isInteger) : [];
    } catch {
      return [];
    }
  }

  /** A batch that changed nothing is none: what came before it is the one to take back, or to do again. */
  add({ batch, changed }) {
    if (!Number.isInteger(batch) || changed === 0 || this.ids.includes(batch)) return;
    this.keepUndone([]);
    this.put(batch);
  }

  put(id) {
    if (Number.isInteger(id)) this.keep([...this.ids, id].slice(-MOST));
  }

  /** The batch that took another one back: taking that back in turn does it again. */
  tookBack(id) {
    if (Number.isInteger(id)) this.keepUndone([...this.undone, id]);
  }

  /** The one to do again next; it is none any more. */
  takeUndone() {
    const id = this.undone.at(-1) ?? null;
    this.keepUndone(this.undone.slice(0, -1));
    return id;
  }

  dropUndone(id) {
    this.keepUndone(this.undone.filter((other) => other !== id));
  }

  keepUndone(ids) {
    this.undone = ids.slice(-MOST);
    sessionStorage.setItem(`${this.key}.undone`, JSON.stringify(this.undone));
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

/** Whether the server did what was asked of it: now, or at an earlier try whose answer was lost on the way. */
export const isDone = ({ state }) => state === "applied" || state === "duplicate";
