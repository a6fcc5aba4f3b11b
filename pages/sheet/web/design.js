/** Columns made here: the dialog that makes and changes one, taking one away, and the grid following what became of them. */

import { askCheck } from "./check.js";
import { placeRight } from "./columns.js";
import { Declared, listed, usesOf, whereUsed } from "./declared.js";
import { ask } from "./dialog.js";
import { el, fill, uuid } from "./dom.js";
import { Form, overtaken, whyNot } from "./forms.js";
import { FormulaEditor } from "./formula/editor.js";
import { copied } from "./handout.js";
import { OptionList } from "./options.js";
import { toast } from "./popup.js";
import { besides, changed, mayTurn, plain, turn, turnOf } from "./turning.js";

const MAIN = [
  "zh",
  "en",
  "kind",
  "target",
  "through",
  "formula",
  "figure",
  "picks",
  "condition",
  "sorted_by",
  "digits",
  "percent",
  "pattern",
  "required",
  "usual",
];
const MORE = ["hint_zh", "hint_en", "least", "most", "sum", "search", "only_once", "mask", "seen_by", "name"];
const ALWAYS = new Set(["zh", "en", "kind", "hint_zh", "hint_en", "seen_by", "name"]);
const ONCE = new Set(["kind", "target", "digits", "name"]);
const STAYS = new Set(["name"]);
const TURNS = new Set(["kind", "target", "digits"]);
const ONCE_RECKONED = new Set(["kind", "name"]);

/** What of a column stays as it was made. */
function onceOf(column, known) {
  if (mayTurn(column, known)) return STAYS;
  return known.reckoned.includes(column.kind) ? ONCE_RECKONED : ONCE;
}

export class Design {
  /** `page`: {context, view, commands, editing, redraw()}. */
  constructor(page) {
    Object.assign(this, { page, context: page.context, words: page.context.words });
  }

  items(name) {
    const { words } = this;
    return [
      { label: words.insert_left, run: () => this.make(this.before(name)) },
      { label: words.insert_right, run: () => this.make(placeRight(this.context.record, name)) },
      { label: words.edit_column, run: () => this.change(name) },
      { label: words.add_check, run: () => askCheck(this.context, null, (answer) => this.done(answer)) },
      { label: words.whole_design, run: () => location.assign(`/design/${this.context.record.name}`) },
      { label: words.where_used, run: () => whereUsed(this.context, name) },
      { label: words.remove_column, run: () => this.remove(name) },
    ];
  }

  /** What a column stands after that is put on the left of this one. */
  before(name) {
    const { columns } = this.context.record;
    return columns[columns.indexOf(name) - 1] ?? "id";
  }

  /** What can be said of columns, and those that were made, as they are now. */
  async known() {
    const { http, record } = this.context;
    const [described, made] = await Promise.all([http.get("/design_column/sheet"), http.get(`/${record.name}/design`)]);
    const byName = Object.fromEntries(described.fields.map((field) => [field.name, field]));
    return { byName, ...made };
  }

  async make(after = null) {
    const known = await this.known().catch((error) => void toast(error.message, { kind: "bad" }));
    if (known) this.dialog(known, null, after);
  }

  async change(name) {
    const known = await this.known().catch((error) => void toast(error.message, { kind: "bad" }));
    if (!known) return;
    const column = known.columns.find((column) => column.name === name || `${column.name}_py` === name);
    if (column) this.dialog(known, column);
    else new Declared(this).change(name);
  }

  dialog(known, column, after = null) {
    const { context, words } = this;
    const names = [...MAIN, ...MORE].filter((name) => known.byName[name]);
    const fields = names.map((name) => this.question(known.byName[name], column));
    const form = new Form(fields, context);
    const options = new OptionList(column?.choices ?? [], known.tones, words);
    const rows = Object.fromEntries(form.rows.map((row) => [row.field.name, row]));
    const kind = () => rows.kind.control.read().value ?? column?.kind;
    const editor = new FormulaEditor(rows, context, { kind, column, fit: () => fit() });
    const more = el(
      "details.s-more",
      { open: false },
      el("summary", {}, words.more_settings),
      el(
        "div.s-form",
        {},
        MORE.map((name) => rows[name]?.node),
      ),
    );
    more.addEventListener("toggle", () => more.open && more.scrollIntoView({ block: "start" }));
    rows.kind.node.after(options.node);
    const fit = () => {
      if (!known.takes[kind()]) return; // what is half typed is no kind yet, and nothing moves under the pointer
      const takes = new Set(known.takes[kind()]);
      if (known.reckoned.includes(kind())) for (const name of editor.needless()) takes.delete(name);
      for (const { field, node } of form.rows)
        node.hidden = !ALWAYS.has(field.name) && !takes.has(field.name === "usual" ? "default" : field.name);
      options.node.hidden = !takes.has("choices");
      editor.later();
    };
    for (const happened of ["input", "keyup", "focusout"])
      rows.kind.node.addEventListener(happened, () => setTimeout(fit)); // the list hears of it first
    rows.kind.control.context.onpick = fit;
    if (column) for (const name of onceOf(column, known)) rows[name].control.input.disabled = true;
    fit();
    const dialog = ask({
      title: column
        ? fill(words.edit_column_of, { label: context.record.byName[column.name]?.label ?? column.zh })
        : fill(words.new_column_of, { record: context.record.label }),
      words,
      confirm: column ? words.save : words.add_column,
      body: [form.node, more],
      submit: () => this.send(form, options, known, column, after),
    });
    dialog.classList.add("s-column-dialog");
    dialog.addEventListener("close", () => {
      form.shut();
      editor.shut();
    });
    rows.zh.control.input.focus();
  }

  question(field, column) {
    const given = column
      ? { ...field, default: column.told?.[field.name] ?? column[field.name], required: field.name === "zh" }
      : { ...field, required: field.name === "zh" };
    return { ...given, hint: field.hint ?? this.words[`column_hint_${field.name}`] };
  }

  async send(form, options, known, column, after) {
    const { http, record, words } = this.context;
    if (!form.values()) return words.fill_required;
    const now = Object.fromEntries(
      form.rows
        .filter(({ node, field }) => !node.hidden && !(column && onceOf(column, known).has(field.name)))
        .map(({ field, control }) => [field.name, control.read().value]),
    );
    const turned = column && turnOf(column, known, now);
    if (turned) {
      const choices = options.node.hidden ? [] : options.read();
      const rest = besides(turned, column, now);
      return await turn(this.context, column, { set: turned, choices }, (answer) => this.turned(answer, rest, column));
    }
    if (mayTurn(column, known)) for (const name of TURNS) delete now[name];
    const set = column
      ? changed(column, now)
      : Object.fromEntries(Object.entries(now).filter(([, value]) => plain(value) !== null));
    if (!column && after) set.after = after;
    // Who never gave it an English name doesn't want the old Chinese one to stay there.
    const follows = Boolean(column && set.zh && !("en" in set) && column.en === column.zh);
    if (follows) set.en = set.zh;
    const seen = column ? Object.fromEntries(Object.keys(set).map((name) => [name, plain(column[name])])) : {};
    const body = {
      op: uuid(),
      id: column?.id ?? null,
      set,
      seen,
      choices: options.node.hidden ? [] : options.changes(),
    };
    const answer = await http
      .post(`/${record.name}/design`, body)
      .catch((error) => ({ state: "failed", message: error.message, errors: [] }));
    if (answer.state !== "applied" && answer.state !== "duplicate") {
      const mine = (answer.errors ?? []).filter(({ field }) => field === "choices");
      options.blame(mine.map(({ message }) => message).join("\n"));
      // Of an English name that only followed the Chinese one nobody needs to hear.
      const marked = ({ field }) =>
        field !== "choices" && !(field === "en" && follows && answer.errors.some((other) => other.field === "zh"));
      const loose = form.refused((answer.errors ?? []).filter(marked));
      overtaken(
        answer.errors ?? [],
        column,
        Object.fromEntries(form.rows.map(({ field: { name }, control }) => [name, control])),
      );
      form.node
        .closest("dialog")
        ?.querySelectorAll("details .s-bad")
        .forEach((bad) => (bad.closest("details").open = true));
      return [...loose, ...(answer.errors?.length ? [] : [answer.message])].join("\n") || words.fix_marked;
    }
    this.made = column ? null : (answer.rows?.[0]?.name ?? null);
    this.done(answer);
    return "";
  }

  /** The column has its new kind: what else was changed in the same dialog is saved, too. */
  async turned(answer, set, column) {
    this.done(answer);
    if (!Object.keys(set).length) return;
    const { http, record, words } = this.context;
    const seen = Object.fromEntries(Object.keys(set).map((name) => [name, plain(column[name])]));
    const rest = await http
      .post(`/${record.name}/design`, { op: uuid(), id: column.id, set, seen, choices: [] })
      .catch((error) => ({ state: "failed", message: error.message }));
    if (rest.state === "applied" || rest.state === "duplicate") this.done(rest);
    else toast(whyNot(rest, words), { kind: "bad" });
  }

  async remove(name) {
    const known = await this.known().catch((error) => void toast(error.message, { kind: "bad" }));
    if (!known) return;
    const column = known.columns.find((column) => column.name === name || `${column.name}_py` === name);
    if (!column) return void toast(this.words.column_declared);
    const used = await usesOf(this.context, column.name);
    if (!used) return;
    const { words, http } = this.context;
    ask({
      title: fill(words.remove_column_of, { label: this.context.record.byName[column.name]?.label ?? column.zh }),
      words,
      danger: true,
      confirm: words.remove_column,
      body: [el("p", {}, words.remove_column_note), ...missed(used, words)],
      submit: async () => {
        const answer = await http
          .post("/actions/design_column_remove", { op: uuid(), id: column.id })
          .catch((error) => ({ state: "failed", message: error.message }));
        if (answer.state !== "applied" && answer.state !== "duplicate") return whyNot(answer, words);
        this.done(answer);
        return "";
      },
    });
  }

  done(answer) {
    this.page.commands.took({ ...answer, rows: [] });
    toast(answer.message, { kind: "good" });
    this.follow();
  }

  /** The columns are others now: the grid takes them over, and who is just typing goes on. */
  async follow() {
    if (this.following) return void (this.again = true);
    this.following = true;
    const { http, record } = this.context;
    const sheet = await http.get(`/${record.name}/sheet`).catch(() => null);
    this.following = false;
    if (sheet) this.take(sheet);
    if (this.again) {
      this.again = false;
      this.follow();
    }
  }

  take(sheet) {
    const { record } = this.context;
    const own = record.within?.name;
    const { views } = this.page;
    const stood = views.now && views.same();
    this.page.views.take(sheet.views ?? []);
    this.context.locks.again(sheet.freezes ?? false);
    const fields = sheet.fields.filter(({ name }) => name !== own);
    if (
      JSON.stringify(fields) === JSON.stringify(record.fields) &&
      JSON.stringify(sheet.columns.filter((name) => name !== own)) === JSON.stringify(record.columns)
    )
      return;
    views.renew(stood);
    this.rescue(fields);
    const [byName, were] = [Object.fromEntries(fields.map((field) => [field.name, field])), record.byName];
    const { order, shapes } = sheet;
    Object.assign(record, { fields, byName, order, shapes, columns: sheet.columns.filter((name) => name !== own) });
    this.page.redraw(were, stood ? views.now : null);
    if (!byName[this.made]) return;
    this.page.view?.reveal?.(this.made);
    this.made = null;
  }

  /** Whoever types in a column that is gone keeps the text. */
  rescue(fields) {
    const { editing } = this.page;
    const open = editing?.now;
    if (!open || fields.some(({ name }) => name === open.field.name)) return;
    const { text } = open.control.read();
    editing.cancel();
    if (!text) return void toast(fill(this.words.column_went, { field: open.field.label }), { kind: "bad" });
    copied(text);
    toast(fill(this.words.column_went_text, { field: open.field.label, text }), { kind: "bad", seconds: 10 });
  }
}

/** What would miss a column: first what can't be without it, and has to be changed before it goes. */
function missed({ uses, bears }, words) {
  const others = uses.filter((sentence) => !bears.includes(sentence));
  return [
    bears.length ? el("p", {}, words.remove_column_bears) : null,
    bears.length ? listed(bears) : null,
    others.length ? el("p", {}, words.remove_column_uses) : null,
    others.length ? listed(others) : null,
  ].filter(Boolean);
}
