/**
 * What is typed ahead of its row: a cell far off is active before its row has come, and the hand doesn't wait. Each text
 * stays with the key that left it, so that none runs into the next; when the row is here they go where they would have gone.
 */

export class Ahead {
  /** `hand`: {text(), put(text), open(), commit(move), waits()}: what is in the text area, and the keys as they would be pressed. */
  constructor(hand) {
    Object.assign(this, { hand, left: [] });
  }

  /** A key that leads on, pressed before the row came. */
  hold(move) {
    this.left.push({ text: this.hand.text(), move });
    this.hand.put("");
  }

  forget() {
    this.left = [];
    this.hand.put("");
  }

  /** The row came: texts and keys in their order, as far as rows are here; the rest waits on. */
  play() {
    const { hand } = this;
    const parts = [...this.left, { text: hand.text(), move: null }];
    this.left = [];
    while (parts.length) {
      const { text, move } = parts[0];
      hand.put(text);
      if (text !== "") hand.open();
      if (hand.waits()) return this.keep(parts);
      parts.shift();
      if (move) hand.commit(move);
    }
    return undefined;
  }

  keep(parts) {
    this.left = parts.slice(0, -1);
    this.hand.put(parts.at(-1).text);
  }
}
