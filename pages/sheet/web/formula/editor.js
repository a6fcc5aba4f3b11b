/** The formulas in the dialog of a column: completed while typed, with their kind, first results and the place of a mistake. */

import { el, fill, newId } from "../dom.js";
import { Completion } from "./completion.js";
import { spotted } from "./spot.js";

export const FORMULAS = ["formula", "picks", "condition"];
const ASKED = [...FORMULAS, "target", "through", "figure", "sorted_by", "digits", "percent"];
const PAUSE = 250;

export class FormulaEditor {
  /** `rows`: those of the form, by field; `kind()`: which kind of column it is now; `column`: the one that is changed, if any; `fit()` shows what matters. */
  constructor(rows, context, { kind, column, fit }) {
    Object.assign(this, { rows, context, kind, column, words: context.words, known: {}, asked: 0 });
    this.marks = Object.fromEntries(
      FORMULAS.map((name) => [name, el("div.s-formula-mark", { role: "status", hidden: true })]),
    );
    this.node = el("div.s-formula-results.s-wide-field", { "aria-live": "polite", hidden: true });
    for (const name of FORMULAS) this.dress(name);
    rows.percent.node.after(this.node);
    for (const name of ASKED)
      for (const happened of ["input", "focusout"]) rows[name].node.addEventListener(happened, fit);
    for (const name of ["target", "figure", "percent"]) rows[name].control.context.onpick = fit;
    for (const name of ["through", "sorted_by"]) this.offer(name);
  }

  /** Columns that can be named in a plain field stand below it to be picked. */
  offer(name) {
    const { control, node } = this.rows[name];
    const list = el("datalist", { id: newId("s-columns") });
    node.append(list);
    control.input.setAttribute("list", list.id);
    control.input.addEventListener("focus", async () => {
      const names = await this.namesFor(name);
      list.replaceChildren(...names.map((label) => el("option", { value: label })));
    });
  }

  async namesFor(name) {
    const { record } = this.context;
    if (name === "through" && this.kind() === "lookup")
      return record.fields.filter(({ kind }) => kind === "link").map(({ label }) => label);
    const target = this.value("target");
    const { columns } = target ? await this.terms(target) : { columns: [] };
    return columns.filter(({ link }) => name === "sorted_by" || link === record.name).map(({ label }) => label);
  }

  /** What means nothing to the column as it is now. */
  needless() {
    const kind = this.kind();
    const figure = this.value("figure") ?? (kind === "lookup" ? "first" : "count");
    if (kind === "lookup" && this.value("through")) return new Set(["target", "condition", "figure", "sorted_by"]);
    const unsorted = figure === "first" || figure === "last" ? [] : ["sorted_by"];
    return new Set(kind === "rollup" && figure === "count" ? [...unsorted, "picks", "percent", "digits"] : unsorted);
  }

  dress(name) {
    const { input } = this.rows[name].control;
    input.classList.add("s-formula");
    if (name !== "formula") input.rows = 2;
    input.setAttribute("autocapitalize", "off");
    this.rows[name].node.classList.add("s-wide-field");
    this.rows[name].node.append(this.marks[name]);
    this.completion = new Completion(input, {
      terms: (record) => this.terms(record),
      where: () => this.where(name),
      words: this.words,
    });
  }

  terms(record) {
    const { http } = this.context;
    return (this.known[record] ??= http.get(`/${record}/terms`).catch(() => ({ columns: [], functions: [] })));
  }

  value(name) {
    return this.rows[name].control.read().value ?? null;
  }

  /** Whose columns a formula names, and which row asks. */
  where(name) {
    const { record } = this.context;
    if (name === "formula") return { record: record.name };
    const through = this.kind() === "lookup" ? this.value("through") : null;
    if (!through) return { record: this.value("target"), outer: record.name };
    const link = record.fields.find((field) => field.kind === "link" && [field.name, field.label].includes(through));
    return { record: link?.link ?? null };
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const { context, column, rows } = this;
    const asked = (this.asked += 1);
    const kind = this.kind();
    const now = Object.fromEntries(
      ASKED.filter((name) => !rows[name].node.hidden).map((name) => [name, this.value(name)]),
    );
    const begun = FORMULAS.some((name) => now[name]) || (kind === "rollup" && now.target);
    if (!("through" in now || "formula" in now) || !begun) return this.clear();
    const body = { record: context.record.name, kind, name: column?.name, limit: 10, ...now };
    const answer = await context.http.post("/formula", body).catch(({ message }) => ({ errors: [{ message }] }));
    if (asked === this.asked) this.show(answer, now);
  }

  clear() {
    this.node.hidden = true;
    for (const mark of Object.values(this.marks)) mark.hidden = true;
  }

  show(answer, now) {
    this.clear();
    for (const error of answer.errors) this.blame(error, now);
    if (answer.errors.length) return;
    const { words } = this;
    const line = (row) =>
      el(
        "tr",
        {},
        el("td", {}, row.title ?? `#${row.id}`),
        el("td", {}, row.text || el("span.s-soft", {}, row.why ?? words.formula_nothing)),
      );
    const rows = answer.rows.length
      ? el("table", {}, answer.rows.map(line))
      : el("div.s-soft", {}, words.formula_no_rows);
    this.node.replaceChildren(el("div.s-formula-kind", {}, fill(words.formula_kind, { kind: answer.said })), rows);
    this.node.hidden = false;
  }

  blame(error, now) {
    const text = now[error.field] ?? "";
    const mark = this.marks[error.field];
    if (!mark) {
      this.node.replaceChildren(el("div.s-formula-wrong", {}, error.message));
      this.node.hidden = false;
      return;
    }
    mark.replaceChildren(...spotted(error, text, this.rows[error.field].control.input, this.words));
    mark.hidden = false;
  }

  shut() {
    clearTimeout(this.timer);
    this.asked += 1;
  }
}
