/**
 * How this person arranged the columns: kept on the server once the hand rests, one after the other, and beside it in this
 * tab until that is answered, so that whoever goes on at once to another page finds it there too.
 */

export class Arrangement {
  /** `failed(error)` is told when the server didn't take it. */
  constructor(http, record, me, failed) {
    Object.assign(this, { http, record, failed, key: `opsdesk.view.${me.id}.${record.name}` });
    const left = this.left();
    if (left) this.changed(left);
  }

  left() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  changed(view) {
    this.record.view = this.unkept = view;
    try {
      sessionStorage.setItem(this.key, JSON.stringify(view));
    } catch {
      sessionStorage.removeItem(this.key); // no room: then only a page left within the moment loses it
    }
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), 600);
  }

  async keep() {
    clearTimeout(this.waiting);
    if (!this.unkept || this.keeping) return;
    const view = this.unkept;
    this.keeping = true;
    const fault = await this.http.put(`/${this.record.name}/view`, view, { keepalive: true }).then(
      () => null,
      (error) => error,
    );
    this.keeping = false;
    if (this.unkept !== view) return this.keep();
    this.unkept = null;
    if (fault) this.failed(fault);
    if (fault?.status !== 0) sessionStorage.removeItem(this.key); // what the line didn't carry is tried again by the next page
  }
}
