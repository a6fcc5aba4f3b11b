/** Built-in columns: the dialog that sets one, with what can't be set and why, and the list of where a column is used. */

import { ask, present } from "./dialog.js";
import { button, el, fill, newId, uuid } from "./dom.js";
import { Form, overtaken } from "./forms.js";
import { OptionList } from "./options.js";
import { toast } from "./popup.js";

const MAIN = ["zh", "en", "required", "usual", "aside"];
const MORE = ["hint_zh", "hint_en", "least", "most", "longest"];
const plain = (wire) => (wire === undefined || wire === "" ? null : wire);

export class Declared {
  /** `design`: the grid's Design, {context, done(answer)}. */
  constructor(design) {
    Object.assign(this, { design, context: design.context, words: design.context.words });
  }

  async change(name) {
    const { http, record } = this.context;
    const asked = [http.get("/design_field/sheet"), http.get(`/${record.name}/design/${name}`)];
    const [described, column] = await Promise.all(asked).catch((error) => [
      null,
      toast(error.message, { kind: "bad" }),
    ]);
    if (described) this.dialog(Object.fromEntries(described.fields.map((field) => [field.name, field])), column);
  }

  dialog(byName, column) {
    const { context, words } = this;
    const { label } = context.record.byName[column.name];
    const names = [...MAIN, ...MORE].filter((name) => byName[name] && !column.refused[name]);
    const form = new Form(
      names.map((name) => this.question(byName[name], column)),
      context,
    );
    const rows = Object.fromEntries(form.rows.map((row) => [row.field.name, row]));
    for (const lang of ["zh", "en"]) rows[lang]?.control.input.setAttribute("placeholder", column.declared[lang]);
    const options = column.open ? new OptionList(column.choices, column.tones, words, column.stand) : null;
    const closed = column.closed ? el("p.s-soft", {}, column.closed) : null;
    const why = [
      ...new Set(
        Object.entries(column.refused)
          .filter(([name]) => byName[name] && MAIN.includes(name))
          .map(([, sentence]) => sentence),
      ),
    ];
    const more = MORE.filter((name) => rows[name]);
    const further = el(
      "details.s-more",
      { open: false },
      el("summary", {}, words.more_settings),
      el(
        "div.s-form",
        {},
        more.map((name) => rows[name].node),
      ),
    );
    further.addEventListener("toggle", () => further.open && further.scrollIntoView({ block: "start" }));
    const fixed = why.length
      ? el(
          "details.s-more",
          { open: false },
          el("summary", {}, words.what_stays),
          el(
            "ul.s-reasons",
            {},
            why.map((sentence) => el("li", {}, sentence)),
          ),
        )
      : null;
    const body = [form.node, options?.node, closed, further, fixed].filter(Boolean);
    const dialog = ask({
      title: fill(words.edit_column_of, { label }),
      words,
      confirm: words.save,
      body,
      submit: () => this.send(form, options, column),
    });
    dialog.classList.add("s-column-dialog");
    dialog.addEventListener("close", () => form.shut());
    rows.zh?.control.input.focus();
  }

  question(field, { row }) {
    return { ...field, default: row ? row[field.name] : undefined, required: false };
  }

  async send(form, options, column) {
    const { http, record, words } = this.context;
    if (!form.values()) return words.fill_required;
    const was = column.row ?? {};
    const now = form.rows.map(({ field, control }) => [field.name, control.read().value]);
    const differs = now.filter(([name, value]) => (plain(value) ?? false) !== (plain(was[name]) ?? false));
    const set = Object.fromEntries(differs);
    const seen = column.row ? Object.fromEntries(differs.map(([name]) => [name, plain(was[name])])) : {};
    const body = { op: uuid(), set, seen, choices: options?.changes() ?? [] };
    const answer = await http
      .post(`/${record.name}/design/${column.name}`, body)
      .catch((error) => ({ state: "failed", message: error.message, errors: [] }));
    if (answer.state === "applied" || answer.state === "duplicate") {
      this.design.done(answer);
      return "";
    }
    const errors = answer.errors ?? [];
    options?.blame(
      errors
        .filter(({ field }) => field === "choices")
        .map(({ message }) => message)
        .join("\n"),
    );
    const loose = form.refused(errors.filter(({ field }) => field !== "choices" || !options));
    overtaken(errors, column.row, Object.fromEntries(form.rows.map(({ field: { name }, control }) => [name, control])));
    form.node
      .closest("dialog")
      ?.querySelectorAll("details .s-bad")
      .forEach((bad) => (bad.closest("details").open = true));
    return [...loose, ...(errors.length ? [] : [answer.message])].join("\n") || words.fix_marked;
  }
}

/** Where a column is used, as the server tells it; undefined where it didn't answer, which the person has heard. */
export function usesOf({ http, record }, name) {
  return http.get(`/${record.name}/uses/${name}`).catch((error) => void toast(error.message, { kind: "bad" }));
}

export const listed = (sentences) =>
  el(
    "ul.s-reasons",
    {},
    sentences.map((sentence) => el("li", {}, sentence)),
  );

/** What would miss a column. */
export async function whereUsed(context, name) {
  const { words } = context;
  const answer = await usesOf(context, name);
  if (!answer) return;
  const list = answer.uses.length ? listed(answer.uses) : el("p", {}, words.used_nowhere);
  const heading = newId("s-title");
  const node = el(
    "dialog.s-dialog",
    { "aria-labelledby": heading },
    el("div.s-dialog-head", {}, el("h2", { id: heading }, fill(words.where_used_of, { label: answer.label }))),
    el("div.s-dialog-body", {}, list),
    el("div.s-dialog-foot", {}, button(words.close, { kind: "s-primary", onclick: () => node.close() })),
  );
  present(node);
}
