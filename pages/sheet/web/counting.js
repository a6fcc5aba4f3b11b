/** Rows come first; how many there are, and what their columns come to, follows them in a request of its own. */

export class Counting {
  /** `told({total, sums, waits})`: the figures of what is looked at now. */
  constructor(context, calls) {
    Object.assign(this, { context, calls });
    this.asked = null;
    this.turn = 0;
  }

  /**
   * Rows were asked for, or changed, at `since`: what has been counted since before then may be of rows that are no more. It is
   * kept back and counted once more, but not twice in a row, so that figures come also where somebody always changes something.
   */
  came(since) {
    this.again ||= this.key() === this.asked && since > this.began;
  }

  /** Asks once for a question, however many of its blocks come meanwhile. */
  async follow(since = 0, kept = false) {
    const { http, record, query } = this.context;
    const key = this.key();
    if (key === this.asked) return this.came(since);
    const turn = (this.turn += 1);
    Object.assign(this, { asked: key, began: performance.now(), again: false });
    const answer = await http.post(`/${record.name}/totals`, query.body()).catch(() => null);
    if (turn !== this.turn) return;
    this.asked = null;
    if (answer && key === this.key() && (kept || !this.again)) this.calls(answer);
    if (this.again) await this.follow(0, !kept);
  }

  /** Rows in groups and other shapes are counted otherwise. */
  key() {
    const { query } = this.context;
    return JSON.stringify([query.lines(), query.shape]);
  }
}
