/**
 * How this person arranged the columns: kept on the server once the hand rests, one after the other, and beside it in this
 * tab, so that whoever goes on at once to another page finds it there too. A page that was asked for before the server had
 * it may still come with what was before; one that was asked for later knows better than the tab.
 */

const now = () => performance.timeOrigin + performance.now();

export class Arrangement {
  /** `failed(error)` is told when the server didn't take it; `asked`: when this page was asked for. */
  constructor(http, record, me, failed, asked = performance.timeOrigin) {
    Object.assign(this, { http, record, failed, asked, key: `opsdesk.view.${me.id}.${record.name}` });
    const left = this.left();
    if (left) this.changed(left);
  }

  left() {
    try {
      const { view, kept } = JSON.parse(sessionStorage.getItem(this.key));
      if (!kept || kept >= this.asked) return view;
      sessionStorage.removeItem(this.key);
    } catch {
      // nothing is there, or nothing that can be read
    }
    return null;
  }

  changed(view) {
    this.record.view = this.unkept = view;
    this.note({ view });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), 600);
  }

  note(entry) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(entry));
    } catch {
      sessionStorage.removeItem(this.key); // no room: then only a page left within the moment loses it
    }
  }

  /** Whatever was arranged is with the server, or was refused there. */
  async settled() {
    while (this.unkept) {
      await this.keep();
      if (this.keeping) await new Promise((go) => setTimeout(go, 50));
    }
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
    if (!fault) return this.note({ view, kept: now() });
    this.failed(fault);
    if (fault.status !== 0) sessionStorage.removeItem(this.key); // what the line didn't carry is tried again by the next page
  }
}
