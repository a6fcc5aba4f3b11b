/** A check of a table: a sentence and the formula that must hold. How many rows break it is told before it is kept. */

import { ask } from "./dialog.js";
import { el, fill, uuid } from "./dom.js";
import { Completion } from "./formula/completion.js";
import { spotted } from "./formula/spot.js";
import { Form } from "./forms.js";
import { Http } from "./http.js";
import { toast } from "./popup.js";

const ASKED = ["formula", "zh", "en"];
const PAUSE = 250;

/** Where there is no grid: the page is drawn anew once the check is kept. */
export function openCheck({ record, check, words, me }) {
  const context = { record, words, http: new Http(words, { person: me.id }) };
  return askCheck(context, check, () => location.reload());
}

/** `context`: {http, record, words}; `check`: one that is there, {id, zh, en, formula}; `done(answer)` once it is kept. */
export async function askCheck(context, check, done) {
  const { http } = context;
  const described = await http.get("/design_check/sheet").catch((error) => void toast(error.message, { kind: "bad" }));
  if (described) new CheckDialog(context, described, check, done);
}

class CheckDialog {
  constructor(context, described, check, done) {
    const { words, record } = context;
    Object.assign(this, { context, words, check, done, asked: 0, bill: null, terms: {} });
    const byName = Object.fromEntries(described.fields.map((field) => [field.name, field]));
    this.form = new Form(
      ASKED.map((name) => this.question(byName[name])),
      context,
    );
    this.rows = Object.fromEntries(this.form.rows.map((row) => [row.field.name, row]));
    this.mark = el("div.s-formula-mark", { role: "status", hidden: true });
    this.node = el("div.s-check-bill", { "aria-live": "polite", hidden: true });
    this.dress();
    const dialog = ask({
      title: fill(words.check_of, { record: record.label }),
      words,
      confirm: check ? words.save : words.add_column,
      body: [this.form.node, this.node],
      submit: () => this.send(),
    });
    dialog.classList.add("s-column-dialog");
    dialog.addEventListener("close", () => {
      this.asked += 1;
      clearTimeout(this.timer);
      this.form.shut();
    });
    this.input.focus();
    if (check) this.look();
  }

  question(field) {
    const hint = field.name === "formula" ? this.words.check_hint : field.hint;
    return { ...field, hint, required: field.name !== "en", default: this.check?.[field.name] };
  }

  get input() {
    return this.rows.formula.control.input;
  }

  get formula() {
    return this.rows.formula.control.read().value ?? "";
  }

  dress() {
    const { node } = this.rows.formula;
    this.input.classList.add("s-formula");
    this.input.setAttribute("autocapitalize", "off");
    node.classList.add("s-wide-field");
    node.append(this.mark);
    this.rows.zh.node.classList.add("s-wide-field");
    const { http, record } = this.context;
    const terms = (name) =>
      (this.terms[name] ??= http.get(`/${name}/terms`).catch(() => ({ columns: [], functions: [] })));
    this.completion = new Completion(this.input, { terms, where: () => ({ record: record.name }), words: this.words });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
  }

  /** What the check would be now; answers with it, or nothing where there is none yet. */
  async look() {
    const asked = (this.asked += 1);
    const { http, record } = this.context;
    const { formula } = this;
    const bill = formula
      ? await http.post(`/${record.name}/checks/bill`, { formula }).catch((error) => {
          this.mark.replaceChildren(el("div.s-formula-wrong", {}, error.message));
          this.mark.hidden = false;
          return null;
        })
      : null;
    if (asked !== this.asked) return this.bill;
    this.bill = bill && { ...bill, formula };
    if (bill || !formula) this.show(formula);
    return this.bill;
  }

  show(formula) {
    const { bill, words, record } = { ...this, record: this.context.record };
    const [error] = bill?.errors ?? [];
    this.mark.hidden = !error;
    if (error) this.mark.replaceChildren(...spotted(error, formula, this.input, words));
    this.node.hidden = !bill || Boolean(error);
    if (this.node.hidden) return;
    const reads = el(
      "div.s-soft",
      {},
      fill(words.check_reads, {
        columns: bill.reads.join(document.documentElement.lang.startsWith("en") ? ", " : "、"),
      }),
    );
    if (!bill.broken) return void this.node.replaceChildren(el("div", {}, words.check_none_broken), reads);
    this.agreed = el("input.s-check", { type: "checkbox" });
    const line = ({ id, title }) =>
      el("li", {}, el("a", { href: `/r/${record.name}/${id}`, target: "_blank", rel: "noopener" }, title));
    this.node.replaceChildren(
      el("div.s-formula-wrong", {}, fill(words.check_broken, { n: bill.broken.toLocaleString("en-US") })),
      el(
        "ul.s-reasons",
        {},
        bill.rows.map(line),
        bill.broken > bill.rows.length ? el("li.s-soft", {}, words.check_more) : null,
      ),
      el("label.s-row-label", {}, this.agreed, el("span", {}, words.check_agree)),
      reads,
    );
  }

  async send() {
    const { words, context, form, check } = this;
    if (!form.values()) return words.fill_required;
    clearTimeout(this.timer);
    const bill = this.bill?.formula === this.formula ? this.bill : await this.look();
    if (bill?.errors.length) return words.fix_marked;
    if (bill?.broken && !this.agreed?.checked) return words.check_agree_first;
    const now = Object.fromEntries(ASKED.map((name) => [name, this.rows[name].control.read().value ?? null]));
    const set = check
      ? Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== (check[name] ?? null)))
      : { ...now, record_type: context.record.name };
    // In English as in Chinese unless it says otherwise.
    if (!now.en || (check && now.en === check.en && check.en === check.zh)) set.en = now.zh;
    if ("formula" in set) set.agreed = bill?.broken || null;
    const changes = [{ id: check?.id ?? null, set, seen: {} }];
    const answer = await context.http
      .post("/design_check/changes", { op: uuid(), via: "form", changes })
      .catch((error) => ({ state: "failed", message: error.message, errors: [] }));
    if (answer.state === "applied" || answer.state === "duplicate") {
      this.done({ ...answer, message: words.check_kept });
      return "";
    }
    const errors = answer.errors ?? [];
    const loose = form.refused(errors);
    return [...loose, ...(errors.length ? [] : [answer.message])].join("\n") || words.fix_marked;
  }
}
