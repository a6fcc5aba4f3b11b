/** Excel's clipboard text: lines of cells between tabs, quoted where a cell holds a tab, a line break or a quote. */

const QUOTED = /"((?:[^"]|"")*)"(?=\t|\r\n|\n|\r|$)/y;
const PLAIN = /[^\t\r\n]*/y;
const BREAK = /\r\n|\n|\r/y;

/** Text → rows of texts; all rows have the same width. */
export function parseTsv(text) {
  const rows = [[]];
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    const quoted = text[at] === '"' ? take(QUOTED) : null;
    rows.at(-1).push(quoted ? quoted[1].replaceAll('""', '"').replace(/\r\n?/g, "\n") : take(PLAIN)[0]);
    if (at >= text.length) break;
    if (text[at] === "\t") at += 1;
    else if (take(BREAK)) {
      if (at >= text.length) break;
      rows.push([]);
    }
  }
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map((row) => (row.length < width ? [...row, ...Array(width - row.length).fill("")] : row));
}

/** A line break at the end is no line more, so one that would be lost that way gets one of its own: an empty last cell. */
export function writeTsv(rows) {
  const lines = rows.map((row) => row.map(quote).join("\t"));
  return lines.join("\r\n") + (lines.at(-1) === "" ? "\r\n" : "");
}

function quote(text) {
  return /[\t\r\n]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

const NUMBERS = new Set(["count", "money", "quantity"]);

/**
 * The same rows as a table, for programs that paste formatted text; never markup. `kinds`: what each column holds:
 * numbers go as numbers, so that sums come out there, days as days, and all else as text, so that codes keep their zeros.
 */
export function writeHtml(rows, kinds) {
  const lines = rows.map(
    (row) =>
      `<tr>${row.map((text, c) => `<td style="mso-number-format:${format(text, kinds[c])}">${escape(text)}</td>`).join("")}</tr>`,
  );
  return `<meta charset="utf-8"><table>${lines.join("")}</table>`;
}

function format(text, kind) {
  if (NUMBERS.has(kind) && /^-?\d+(\.\d+)?$/.test(text)) return "General";
  return kind === "day" && /^\d{4}-\d\d-\d\d$/.test(text) ? "'yyyy\\-mm\\-dd'" : "'\\@'";
}

const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>" };

function escape(text) {
  return text.replace(/[&<>"\n]/g, (sign) => MARKUP[sign]);
}
