/** What was pressed is under way until what it opens is there: pressed again meanwhile, as one does on a slow line, it is one thing. */

export class Once {
  constructor() {
    this.running = new Map();
  }

  /** The promise of what `work` does, or of what is being done under this name already. */
  run(name, work) {
    if (!this.running.has(name))
      this.running.set(
        name,
        Promise.resolve()
          .then(work)
          .finally(() => this.running.delete(name)),
      );
    return this.running.get(name);
  }
}
