/** Which rows and cells are spoken of: asked behind the rows, which never wait for it. */

import { Behind } from "./behind.js";

export class Talks {
  /** `drawn(ids)`: these rows look otherwise now. */
  constructor({ http, record }, drawn) {
    this.byId = new Map();
    const ask = (ids) => http.post(`/${record.name}/commented`, { ids });
    const take = (id, { rows }) => this.take(id, rows[id]);
    this.behind = new Behind({ soon: 200, ask, take, drawn });
  }

  /** How many comments wait on a cell, or on the row where no column is named. */
  of(id, name = "") {
    return this.byId.get(id)?.[name] ?? 0;
  }

  look(ids) {
    this.behind.look(ids);
  }

  take(id, counts) {
    const before = JSON.stringify(this.byId.get(id));
    if (counts) this.byId.set(id, counts);
    else this.byId.delete(id);
    return before !== JSON.stringify(counts);
  }

  stop() {
    this.behind.stop();
  }
}
