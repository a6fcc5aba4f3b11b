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
  const entries = [];
  for (const column of columns) {
    const rank = fits(token.word, [column.label, column.other, column.name, column.pinyin]);
    if (rank !== null) entries.push({ rank, text: `[${column.label}]`, label: column.label, note: column.note ?? "" });
  }
  if (!token.column) {
    for (const fn of functions) {
      const rank = fits(token.word, [fn.name, fn.says, fn.pinyin]);
      if (rank !== null) entries.push({ rank: rank + 0.5, text: `${fn.name}(`, label: fn.usage, note: fn.says });
    }
  }
  return entries
    .map((entry, at) => [entry.rank, at, entry])
    .sort((entry, other) => entry[0] - other[0] || entry[1] - other[1])
    .slice(0, most)
    .map(([, , entry]) => entry);
}
