/** What is being written at the caret of a formula: a column along its path of links, or a word that may be a function. */

/** `text` up to the caret → {path: ["门店", …], word, from, column} or null. */
export function tokenAt(text) {
  const plain = text
    .replace(/[【「]/g, "[")
    .replace(/[】」]/g, "]")
    .replace(/。/g, ".");
  const outside = plain.replace(/\[[^[\]]*\]/g, "").replace(/"[^"]*"|“[^”"]*[”"]/g, "");
  if (/["“]/.test(outside)) return null; // inside a text
  const column = /((?:\[[^[\]]*\]\s*\.\s*)*)\[([^[\]]*)$/.exec(plain);
  if (column) {
    const path = [...column[1].matchAll(/\[([^[\]]*)\]/g)].map((step) => step[1].trim());
    return { path, word: column[2].trim(), from: text.length - column[2].length - 1, column: true };
  }
  const after = /((?:\[[^[\]]*\]\s*\.\s*)+)$/.exec(plain);
  if (after) {
    const path = [...after[1].matchAll(/\[([^[\]]*)\]/g)].map((step) => step[1].trim());
    return { path, word: "", from: text.length, column: true };
  }
  const word = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(plain);
  return word ? { path: [], word: word[0], from: text.length - word[0].length, column: false } : null;
}

/** How well something that is called so is what was typed: 0 best, null not at all. */
function fits(word, called) {
  if (!word) return 2;
  const typed = word.toLowerCase();
  const ranks = called
    .filter(Boolean)
    .map((name) => name.toLowerCase())
    .map((name) =>
      name.startsWith(typed)
        ? 0
        : name.split(" ").some((part) => part.startsWith(typed))
          ? 1
          : name.includes(typed)
            ? 2
            : 9,
    );
  const best = Math.min(9, ...ranks);
  return best === 9 ? null : best;
}

/** The entries for a word, the best first: columns written as `[label]`, functions as `NAME(`. */
export function entriesFor(token, columns, functions, most = 8) {
  const found = [];
  for (const one of columns) {
    const rank = fits(token.word, [one.label, one.other, one.name, one.pinyin]);
    if (rank !== null) found.push({ rank, text: `[${one.label}]`, label: one.label, note: one.note ?? "" });
  }
  if (!token.column) {
    for (const one of functions) {
      const rank = fits(token.word, [one.name, one.says, one.pinyin]);
      if (rank !== null) found.push({ rank: rank + 0.5, text: `${one.name}(`, label: one.usage, note: one.says });
    }
  }
  return found
    .map((one, at) => [one.rank, at, one])
    .sort((one, other) => one[0] - other[0] || one[1] - other[1])
    .slice(0, most)
    .map(([, , one]) => one);
}
