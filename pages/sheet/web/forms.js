/** Dialogs drawn from fields: a new row, and the questions an action asks. */

import { linesOf, messageBox } from "./apart.js";
import { makeControl } from "./controls/index.js";
import { ask } from "./dialog.js";
import { composing, el, fill, newId } from "./dom.js";
import { toast } from "./popup.js";

export class Form {
  constructor(fields, context) {
    this.words = context.words;
    this.rows = fields.map((field) => this.row(field, context));
    this.node = el(
      "form.s-form",
      { onsubmit: (event) => event.preventDefault(), novalidate: true },
      this.rows.map(({ node }) => node),
    );
    this.node.classList.toggle("s-form-wide", fields.length > 6);
  }

  row(field, context) {
    const control = makeControl(field, {
      words: context.words,
      http: context.http,
      place: "form",
      row: () => this.now(),
    });
    const id = newId("s-field");
    const problem = el("div.s-field-problem", { id: `${id}-problem`, role: "alert", hidden: true });
    if (field.default !== undefined) control.set(field.default);
    if (field.auto) control.input.setAttribute("placeholder", context.words.auto_number);
    control.input.id = id;
    control.input.setAttribute("aria-describedby", problem.id);
    if (field.required) control.input.setAttribute("aria-required", "true");
    const must = field.required ? el("span.s-must", { "aria-hidden": "true" }, "*") : null;
    const node = el(
      "div.s-field",
      { dataset: { kind: field.kind, field: field.name } },
      el("label", { for: id }, field.label, must),
      control.node,
      field.hint ? el("div.s-field-hint", {}, field.hint) : null,
      problem,
    );
    control.input.addEventListener("keydown", (event) => {
      if (!composing(event) && control.key(event)) event.preventDefault();
    });
    for (const happened of ["input", "change"])
      control.input.addEventListener(happened, () => this.excuse(node, problem, control));
    return { field, control, node, problem };
  }

  /** Values as the server says them, each with the words it was taken from; they stand there to be gone over. */
  take(values, taken) {
    for (const { field, control, node, problem } of this.rows) {
      node.querySelector(".s-from")?.remove();
      const known = field.name in values;
      node.classList.toggle("s-taken", known);
      if (!known) continue;
      this.excuse(node, problem, control);
      control.set(values[field.name]);
      node.append(el("div.s-field-hint.s-from", {}, fill(this.words.apart_from, { text: taken[field.name] })));
    }
  }

  /** What is filled in so far, as far as it can be read. */
  now() {
    return Object.fromEntries(this.rows.map(({ field, control }) => [field.name, control.read().value]));
  }

  excuse(node, problem, control) {
    problem.hidden = true;
    node.classList.remove("s-bad");
    control.input.removeAttribute("aria-invalid");
  }

  blame(row, sentence) {
    row.problem.textContent = sentence;
    row.problem.hidden = false;
    row.node.classList.add("s-bad");
    row.control.input.setAttribute("aria-invalid", "true");
  }

  /** What was filled in, or null when something required is missing. */
  values() {
    const values = {};
    let first = null;
    for (const row of this.rows) {
      const { value } = row.control.read();
      this.excuse(row.node, row.problem, row.control);
      if (value !== null && value !== undefined) values[row.field.name] = value;
      else if (row.field.required) {
        this.blame(row, fill(this.words.required, { field: row.field.label }));
        first ??= row;
      }
    }
    first?.control.input.focus();
    return first ? null : values;
  }

  /** Puts each refusal under its field; answers with those that belong to none. */
  refused(errors) {
    const loose = [];
    for (const error of errors) {
      const row = this.rows.find(({ field }) => field.name === error.field);
      if (row) this.blame(row, error.message);
      else loose.push(error.message);
    }
    this.node.querySelector(".s-bad input, .s-bad textarea")?.focus();
    return loose;
  }

  shut() {
    for (const { control } of this.rows) control.close();
  }
}

/**
 * Who was told what somebody else made of a value meanwhile has seen it: saved again, his own counts. What he never touched
 * takes theirs. `seen`: the row as it was opened, which is brought up to date; `controls`: by field.
 */
export function overtaken(errors, seen, controls) {
  for (const { field, theirs, by } of errors) {
    if (!by || !seen || !(field in seen)) continue;
    const before = seen.told?.[field] ?? seen[field] ?? null;
    seen[field] = theirs ?? null;
    if (seen.told) delete seen.told[field];
    const control = controls[field];
    if (control && (control.read().value ?? null) === before) control.set(theirs ?? null);
  }
}

/** `send(values)` answers as the API does; `done(answer)` is called when it was applied. */
function questions({
  title,
  fields,
  confirm,
  intro,
  danger,
  before,
  extra = null,
  leaves = null,
  context,
  send,
  done,
}) {
  const { words } = context;
  const form = new Form(fields, context);
  const ahead = leaves && aheadOf(form, leaves);
  const submit = async (tell) => {
    const values = form.values();
    if (!values) return words.fill_required;
    const answer = await send(values, tell);
    if (answer.state === "applied" || answer.state === "duplicate") {
      done(answer);
      return "";
    }
    const errors = answer.errors ?? [];
    if (!fields.length && !extra && !ahead) {
      // there is nothing here to put right
      toast(whyNot(answer, words), { kind: "bad" });
      return "";
    }
    const loose = form.refused(errors);
    return loose.join("\n") || answer.message || (errors.length ? words.fix_marked : words.server_failed);
  };
  const dialog = ask({
    title,
    words,
    confirm,
    danger,
    submit,
    wide: fields.length > 6,
    body: [intro ? el("p.s-intro", {}, intro) : null, before?.(form), form.node, ahead, extra].filter(Boolean),
  });
  dialog.addEventListener("close", () => form.shut());
  // What gets its number by itself is not what one begins with, nor what is filled in already.
  const first =
    form.rows.find(({ field }) => !field.auto && (field.default === undefined || field.default === null)) ??
    form.rows[0];
  first?.control.input.focus();
}

/** What would be left, as `leaves(values)` answers, as often as an answer changes; the newest answers count. */
function aheadOf(form, leaves) {
  const node = el("div.s-ahead", { "aria-live": "polite" });
  let turn = 0;
  const say = async () => {
    const mine = ++turn;
    const left = await leaves(form.now()).catch(() => []);
    if (mine === turn)
      node.replaceChildren(...left.map(({ text, short }) => el(short ? "span.s-short" : "span", {}, text)));
  };
  let waiting = null;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, 250);
  };
  for (const kind of ["input", "change"]) form.node.addEventListener(kind, later);
  say();
  return node;
}

/**
 * With today, the own store and the usual choices filled in, as the server has them at this moment; `message`: a text that
 * is taken apart into the fields.
 */
export async function newRow(context, done, given = {}, message = "") {
  const { http, record, words, transport, query } = context;
  const usual = (await http.get(query.newAddress()).catch(() => null))?.row ?? {};
  const start = { ...usual, ...given };
  const free = record.fields.filter(
    ({ name, editable, addable, later, kind }) =>
      (addable ?? editable) && !later && kind !== "pinyin" && !(name in query.presets),
  );
  const fields = free.map((field) => (field.name in start ? { ...field, default: start[field.name] } : field));
  let lines = null;
  questions({
    title: fill(words.new_row_of, { record: record.label }),
    fields,
    confirm: words.save,
    before: (form) => messageBox(form, context, message, (said) => (lines = said)),
    context,
    done,
    send: (values) => {
      const [set, whole] = [{ ...values, ...query.presets }, linesOf(lines)];
      return whole
        ? transport.whole(set, whole)
        : transport.send(() => ({ changes: [{ id: null, set, seen: {} }] }), "form");
    },
  });
}

function leavesOf(action, { id }, { http }) {
  return async (asks) => (await http.post(`/actions/${action.name}/leaves`, { id, asks })).left;
}

/** The files of a row inside a dialog: what is there, and a button that also opens a phone's camera. */
function photosOf(row, { http, record, words }) {
  const path = `/${record.name}/${row.id}/files`;
  const names = el("div.s-soft");
  const problem = el("div.s-field-problem", { role: "alert", hidden: true });
  const input = el("input", {
    type: "file",
    multiple: true,
    accept: "image/*,application/pdf",
    "aria-label": words.add_photo,
  });
  const draw = (files) => names.replaceChildren(...files.map(({ name }) => el("div", {}, name)));
  const list = () =>
    http
      .get(path)
      .then(({ files }) => draw(files))
      .catch(() => null);
  input.addEventListener("change", async () => {
    problem.hidden = true;
    for (const file of input.files) {
      await http.upload(path, file).catch((error) => {
        problem.textContent = error.message;
        problem.hidden = false;
      });
    }
    input.value = "";
    await list();
  });
  list();
  return el("div.s-field.s-photos", {}, el("label", {}, words.add_photo), names, input, problem);
}

/** `unseen`: the sentence on rows among them that are out of sight, if there are any. */
export async function runAction(action, rows, unseen, context, done) {
  const { words, transport } = context;
  const single = (values) => transport.act(action.name, rows[0].id, values);
  const waiting = rows.map(({ id }) => id);
  const several = (values, tell) =>
    inParts(waiting, (ids) => transport.act(action.name, ids, values), words, tell, done);
  const send = action.many ? several : single;
  if (action.at_once && rows.length === 1 && !unseen) {
    const answer = await send({});
    if (answer.state === "applied" || answer.state === "duplicate") done(answer);
    else toast(whyNot(answer, words), { kind: "bad" });
    return;
  }
  const name = named(rows, context);
  const sure = fill(words.sure_action, { action: action.label, row: name });
  const known =
    rows.length === 1 ? (action.tells ?? []).map((field) => context.record.byName[field]).filter(Boolean) : [];
  const shown = known.map((field) => `${field.label} ${context.textOf(field, rows[0][field.name])}`).join(" · ");
  // What may have been filled in already stands there to be gone over.
  const asks = action.asks.map((field) =>
    field.own && rows.length === 1 ? { ...field, default: rows[0][field.name] ?? field.default } : field,
  );
  questions({
    title: `${action.label} · ${name}`,
    fields: asks,
    confirm: action.label,
    context,
    done,
    danger: action.danger,
    intro: [shown, action.hint || (action.asks.length || action.photos ? "" : sure), unseen].filter(Boolean).join(" "),
    extra: action.photos && rows.length === 1 ? photosOf(rows[0], context) : null,
    leaves: action.leaves && rows.length === 1 ? leavesOf(action, rows[0], context) : null,
    send,
  });
}

const PART = 500; // as many rows as the server takes at once

/**
 * Some hundred rows after the other. What was done before a part was refused stays done, is told, and is taken off
 * `waiting`, so that trying again goes on with the rest; `done` hears of every part.
 */
export async function inParts(waiting, send, words, tell, done) {
  const all = waiting.length;
  let answer = null;
  while (waiting.length) {
    const so = {
      done: (all - waiting.length).toLocaleString("en-US"),
      left: waiting.length.toLocaleString("en-US"),
      all: all.toLocaleString("en-US"),
    };
    if (all > PART) tell?.(fill(words.act_progress, so));
    const next = await send(waiting.slice(0, PART));
    if (next.state !== "applied" && next.state !== "duplicate") {
      if (!answer) return next;
      if (answer.handout) done({ ...answer, state: "duplicate" });
      return { ...next, errors: [], message: fill(words.act_partly, { ...so, why: whyNot(next, words) }) };
    }
    waiting.splice(0, PART);
    if (waiting.length) done({ ...next, part: true });
    answer = joined(answer, next);
  }
  return answer;
}

/** Two answers as one: what is shown once must not be lost with the part it came in. */
function joined(before, other) {
  const handout =
    before?.handout && other.handout
      ? { ...other.handout, rows: [...before.handout.rows, ...other.handout.rows] }
      : (other.handout ?? before?.handout);
  return { ...other, handout };
}

export function whyNot(answer, words) {
  return answer.errors?.map(({ message }) => message).join("\n") || answer.message || words.server_failed;
}

/** The first few rows by name, and how many more. */
function named(rows, { record, words, textOf }) {
  // Where the title is a day or a number, whose it is says more: the first link beside it goes along.
  const beside = record.columns
    .map((name) => record.byName[name])
    .find((field) => field?.kind === "link" && field.name !== record.title);
  const called = (row) =>
    [record.byName[record.title], beside]
      .filter(Boolean)
      .map((field) => textOf(field, row[field.name]))
      .filter(Boolean)
      .join(" · ");
  const names = rows.slice(0, 5).map((row) => called(row) || `#${row.id}`);
  return (
    names.join("、") + (rows.length > 5 ? fill(words.and_more, { n: (rows.length - 5).toLocaleString("en-US") }) : "")
  );
}

export function confirmDelete(rows, unseen, context, send, done) {
  const { record, words } = context;
  ask({
    title: fill(words.delete_title, { n: rows.length.toLocaleString("en-US"), record: record.label }),
    words,
    danger: true,
    confirm: fill(words.delete_n, { n: rows.length.toLocaleString("en-US") }),
    body: [
      el("p", {}, named(rows, context)),
      unseen ? el("p.s-out-of-sight", {}, unseen) : null,
      el("p.s-soft", {}, words.delete_note),
    ].filter(Boolean),
    submit: async () => {
      const answer = await send();
      if (answer.state === "applied" || answer.state === "duplicate") {
        done(answer);
        return "";
      }
      return whyNot(answer, words);
    },
  });
}
