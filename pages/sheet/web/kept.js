/**
 * Where unacknowledged changes wait: this tab's sessionStorage, one entry a change, so that a reload loses nothing
 * and closing the tab leaves nothing behind. What doesn't fit stays in memory, and the badge says so.
 */

const PREFIX = "opsdesk.op.";

export class Kept {
  /** The changes that were waiting, oldest first; an entry nobody can read is dropped. */
  read() {
    const names = this.names().sort();
    this.next = names.length ? Number(names.at(-1).slice(PREFIX.length)) + 1 : 1;
    return names.map((name) => this.entry(name)).filter(Boolean);
  }

  names() {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  }

  entry(name) {
    try {
      const entry = JSON.parse(sessionStorage.getItem(name));
      return entry && typeof entry.path === "string" && entry.body?.op ? { ...entry, name, fits: true } : null;
    } catch {
      return null;
    }
  }

  /** Keeps an entry, or keeps it up to date; `fits` tells whether it would survive a reload. */
  save(entry) {
    entry.name ??= PREFIX + String(this.next++).padStart(9, "0");
    const { me, record, kind, path, body } = entry;
    try {
      sessionStorage.setItem(entry.name, JSON.stringify({ me, record, kind, path, body }));
      entry.fits = true;
    } catch {
      sessionStorage.removeItem(entry.name);
      entry.fits = false;
    }
  }

  drop(entry) {
    sessionStorage.removeItem(entry.name);
  }

  wipe() {
    for (const name of this.names()) sessionStorage.removeItem(name);
  }
}
