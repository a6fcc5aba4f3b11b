/** What is asked of rows behind them: some at a time, soon, and never from an older answer where a newer one came. */

const MOST = 500;

export class Behind {
  /** `ask(ids)` answers or fails; `take(id, answer)` says whether the row looks otherwise now; `drawn(ids)` hears which do. */
  constructor({ soon, ask, take, drawn }) {
    Object.assign(this, { soon, ask, take, drawn, waiting: new Set(), turn: 0, came: new Map() });
  }

  look(ids) {
    for (const id of ids) if (typeof id === "number" && id > 0) this.waiting.add(id);
    this.timer ??= setTimeout(() => this.send(), this.soon);
  }

  async send() {
    this.timer = null;
    const ids = [...this.waiting].slice(0, MOST);
    for (const id of ids) this.waiting.delete(id);
    if (!ids.length) return;
    const turn = (this.turn += 1);
    const answer = await this.ask(ids).catch(() => null);
    if (this.waiting.size) this.look([]);
    // Not known: asked along with whatever is asked next.
    if (!answer) for (const id of ids) if (!(this.came.get(id) > turn)) this.waiting.add(id);
    if (!answer) return;
    const newest = ids.filter((id) => !(this.came.get(id) > turn));
    for (const id of newest) this.came.set(id, turn);
    const changed = newest.filter((id) => this.take(id, answer));
    if (changed.length) this.drawn(changed);
  }

  stop() {
    clearTimeout(this.timer);
  }
}
