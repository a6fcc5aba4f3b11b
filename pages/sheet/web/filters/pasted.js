/** Several values at once: a column copied from a workbook, or a list typed with commas, asks for rows with any of them. */

import { el, fill } from "../dom.js";
import { parseTsv } from "../layer/tsv.js";

export const MOST = 500;

/** The cells of a pasted block, each once; null where it is but one. */
export function severalOf(text) {
  const cells = parseTsv(text.replace(/\u0000/g, ""))
    .flat()
    .map((cell) => cell.trim());
  const texts = [...new Set(cells.filter(Boolean))];
  return cells.length > 1 && texts.length ? texts : null;
}

/** What was typed in one line with commas between; a comma within a number is none. */
export function severalTyped(text) {
  const texts = [...new Set(text.split(/[，、;；\n]|,(?!\d{3}(?!\d))/).map((part) => part.trim()))].filter(Boolean);
  return texts.length > 1 ? texts : null;
}

/** `panel`: {field, context, words, values, tell(model)}; what wasn't there is listed below. */
export class Several {
  constructor(panel) {
    this.panel = panel;
    this.node = el("div.s-filter-note", { role: "status", hidden: true });
  }

  hide() {
    this.node.hidden = true;
  }

  say(...parts) {
    this.node.hidden = false;
    this.node.replaceChildren(...parts);
  }

  /** True where it was several; then the box keeps what it held. */
  pasted(event) {
    const texts = severalOf(event.clipboardData?.getData("text/plain") ?? "");
    if (!texts || !this.panel.offers("in")) return false;
    event.preventDefault();
    event.stopPropagation();
    this.ask(texts);
    return true;
  }

  typed(event) {
    const texts = event.key === "Enter" && this.panel.offers("in") ? severalTyped(event.target.value) : null;
    if (!texts) return;
    event.preventDefault();
    this.ask(texts);
  }

  async ask(texts) {
    const { words, field, context } = this.panel;
    const { http, record, query } = context;
    const n = texts.length;
    if (n > MOST) return this.say(fill(words.several_too_many, { most: MOST, n }));
    const asked = { field: field.name, texts, filter: query.fixed ?? {} };
    const answer = await http.post(`/${record.name}/meant`, asked).catch((error) => void this.say(error.message));
    if (!answer) return undefined;
    if (!answer.values.length) return this.say(fill(words.several_none, { n }));
    this.panel.take(answer.values);
    return this.report(answer, n);
  }

  report({ missing }, n) {
    const { words } = this.panel;
    const lines = [el("div", {}, fill(words.several_meant, { n }))];
    if (missing.length)
      lines.push(
        el("div", {}, fill(words.several_missing, { n: missing.length })),
        el("div.s-missing", {}, missing.join("\n")),
      );
    this.say(...lines);
  }
}
