/** Rows come first; how many there are, and what their columns come to, follows them in a request of its own. */

export class Counting {
  /** `told({total, sums, waits})`: the figures of what is looked at now. */
  constructor(context, told) {
    Object.assign(this, { context, told });
    this.asked = null;
  }

  /** Asks once for a question, however many of its blocks come meanwhile. */
  async follow() {
    const { http, record, query } = this.context;
    const body = query.body();
    const key = JSON.stringify(body);
    if (key === this.asked) return;
    this.asked = key;
    const answer = await http.post(`/${record.name}/totals`, body).catch(() => null);
    if (this.asked === key) this.asked = null;
    if (answer && key === JSON.stringify(query.body())) this.told(answer);
  }
}
