/**
 * Answers overtake each other on the way. The rows that came lately are kept for a while, so that the answer to an
 * earlier question can't bring back what stood there before.
 */

const LATELY = 60_000;

export class Fresh {
  constructor() {
    this.rows = new Map();
  }

  keep(rows) {
    const at = performance.now();
    for (const row of rows) {
      this.rows.delete(row.id);
      this.rows.set(row.id, { row, at });
    }
    for (const [id, kept] of this.rows) {
      if (kept.at > at - LATELY) break;
      this.rows.delete(id);
    }
  }

  /** Those of these rows that came once more after the question for them was asked, by id. */
  since(rows, asked) {
    const later = rows.map(({ id }) => this.rows.get(id)).filter((kept) => kept?.at > asked);
    return new Map(later.map(({ row }) => [row.id, row]));
  }
}
