/** Many rows by one thought: which rows, which column, how; a look at what it does, then one batch. */

import { makeControl } from "./controls/index.js";
import { ask, present } from "./dialog.js";
import { button, composing, el, fill, newId, uuid } from "./dom.js";
import { isGroupId } from "./groups.js";

const PATIENCE = 180_000;
const NUMBERS = ["count", "money", "quantity", "rating", "progress"];
const DAYS = ["day", "moment"];
const TAGS = ["tags", "names"];
const UNREAD = ["files", "pinyin"];
const count = (n) => n.toLocaleString("en-US");

/** What can be done to a column of this kind, in the order in which it is offered. */
export function waysOf(field) {
  const ways = field.kind === "tags" ? ["tag", "untag", "set"] : ["set"];
  if (NUMBERS.includes(field.kind)) ways.push("add", "times");
  if (DAYS.includes(field.kind)) ways.push("add_days");
  if (!field.required) ways.push("clear");
  return [...ways, "replace"];
}

export function changeable(record) {
  return record.fields.filter(
    ({ editable, masked, kind, lines }) => editable && !masked && !lines && !UNREAD.includes(kind),
  );
}

/** The rows one may mean: [{key, label, ask}], the nearest first; `ask` is what the server is told. */
export function rowsMeant({ ticked, selected, total, narrowed, body }, words) {
  const of = (key, ids) => ({ key, label: fill(words[`bulk_${key}`], { n: count(ids.length) }), ask: { ids } });
  const all = narrowed ? "filtered" : "all";
  return [
    ticked.length ? of("ticked", ticked) : null,
    !ticked.length && selected.length > 1 ? of("selected", selected) : null,
    {
      key: all,
      label: fill(words[`bulk_${all}`], { n: count(total ?? 0) }),
      ask: { filter: body.filter, search: body.search },
    },
  ].filter(Boolean);
}

class Asking {
  constructor(page, { replacing }) {
    const { context } = page;
    Object.assign(this, { page, replacing, context, words: context.words, record: context.record });
    this.fields = changeable(this.record);
    this.rows = rowsMeant(this.meant(), this.words);
    this.looked = null;
    this.op = uuid();
  }

  meant() {
    const { page, context } = this;
    const ids = page.targets().map(({ id }) => id);
    const ticked = [...(page.view?.ticks?.ids ?? [])];
    const selected = ids.filter((id) => Number.isInteger(id) && id > 0 && !isGroupId(id));
    return { ticked, selected, total: page.total, narrowed: context.query.isNarrowed(), body: context.query.body() };
  }

  /** The columns of the selected cells, where these are some but not all of the row. */
  columnsHere() {
    const { page, fields } = this;
    const names = new Set((page.chosenRanges() ?? []).flatMap(({ fields: chosen = [] }) => chosen));
    const here = fields.filter(({ name }) => names.has(name));
    return here.length > 1 && here.length < fields.length ? here : [];
  }

  choose(label, options, onchange) {
    const id = newId("s-field");
    const input = el(
      "select.s-input",
      { id, onchange },
      options.map(({ value, label: text }) => el("option", { value }, text)),
    );
    return { input, node: el("div.s-field", {}, el("label", { for: id }, label), input) };
  }

  build() {
    const { words } = this;
    const changed = () => this.again();
    this.which = this.choose(
      words.bulk_rows,
      this.rows.map(({ key, label }) => ({ value: key, label })),
      changed,
    );
    const here = this.columnsHere();
    const single = this.fields.map(({ name, label }) => ({ value: name, label }));
    const many = [
      { value: "*", label: words.bulk_all_columns },
      here.length ? { value: "here", label: fill(words.bulk_columns_here, { n: here.length }) } : null,
    ];
    this.here = here;
    this.column = this.choose(words.bulk_column, [...(this.replacing ? many.filter(Boolean) : []), ...single], () =>
      this.turn(),
    );
    const active = this.page.adapter?.active()?.field;
    if (here.length && this.replacing) this.column.input.value = "here";
    else if (!this.replacing && this.fields.some(({ name }) => name === active)) this.column.input.value = active;
    this.how = this.replacing ? null : this.choose(words.bulk_how, [], () => this.value());
    this.place = el("div.s-form.s-bulk-value");
    this.status = el("div.s-bulk-told", { role: "status" });
    this.turn();
    this.why = this.reason();
    return [el("div.s-form", {}, this.which.node, this.column.node, this.how?.node), this.place, this.why, this.status];
  }

  names() {
    const chosen = this.column.input.value;
    if (chosen === "*") return this.fields.map(({ name }) => name);
    return chosen === "here" ? this.here.map(({ name }) => name) : [chosen];
  }

  turn() {
    const field = this.record.byName[this.column.input.value];
    if (this.how) {
      const ways = waysOf(field).map((way) => ({ value: way, label: this.words[`how_${way}`] }));
      this.how.input.replaceChildren(...ways.map(({ value, label }) => el("option", { value }, label)));
    }
    this.value();
  }

  /** What is asked beside the column: a value as its column takes it, a number, or the text that is sought. */
  value() {
    const { words } = this;
    const way = this.how?.input.value ?? "replace";
    this.control?.close();
    this.control = null;
    this.texts = {};
    const field = this.record.byName[this.column.input.value];
    if (way === "replace") this.place.replaceChildren(...this.sought());
    else if (way === "clear") this.place.replaceChildren();
    else if (way === "set" || TAGS.includes(field.kind)) this.place.replaceChildren(this.asColumn(field));
    else this.place.replaceChildren(this.line("value", words.bulk_value, { inputmode: "decimal" }));
    this.again();
  }

  asColumn(field) {
    const { words, context } = this;
    this.control = makeControl(field, { words, http: context.http, place: "form", row: () => ({}) });
    const id = newId("s-field");
    this.control.input.id = id;
    for (const event of ["input", "change"]) this.control.node.addEventListener(event, () => this.again());
    this.control.input.addEventListener("keydown", (event) => {
      if (!composing(event) && this.control?.key(event)) event.preventDefault();
    });
    return el(
      "div.s-field",
      { dataset: { kind: field.kind } },
      el("label", { for: id }, words.bulk_value),
      this.control.node,
    );
  }

  line(name, label, more = {}) {
    const id = newId("s-field");
    this.texts[name] = el("input.s-input", {
      id,
      type: "text",
      autocomplete: "off",
      oninput: () => this.again(),
      ...more,
    });
    return el("div.s-field", {}, el("label", { for: id }, label), this.texts[name]);
  }

  sought() {
    const { words } = this;
    this.ticks = {};
    const boxes = ["whole", "case", "width"].map((name) => {
      this.ticks[name] = el("input.s-check", { type: "checkbox", onchange: () => this.again() });
      return el("label.s-row-label", {}, this.ticks[name], el("span", {}, words[`replace_${name}`]));
    });
    return [
      this.line("find", words.replace_find),
      this.line("value", words.replace_with),
      el("div.s-field.s-bulk-ticks", {}, boxes),
    ];
  }

  /** Shown once a row is locked that this person may correct; the same preview is asked for again with it. */
  reason() {
    const id = newId("s-field");
    this.because = el("input.s-input", { id, type: "text", maxLength: 200, oninput: () => this.again() });
    const label = el("label", { for: id }, this.words.bulk_reason);
    return el("div.s-field.s-bulk-value", { hidden: true }, label, this.because);
  }

  /** Something else is asked now: what was looked at doesn't hold any more. */
  again() {
    if (this.looked && this.looked.asked === this.asked()) return; // a box that is left says so once more
    this.looked = null;
    this.op = uuid();
    this.status.replaceChildren();
    this.call(this.words.bulk_preview);
  }

  wanted() {
    const fields = this.names();
    const way = this.how?.input.value ?? "replace";
    if (way === "replace") {
      const ticks = Object.fromEntries(Object.entries(this.ticks).map(([name, box]) => [name, box.checked]));
      return { fields, how: "replace", find: this.texts.find.value, value: this.texts.value.value, ...ticks };
    }
    const value = this.control ? this.control.read().value : (this.texts.value?.value ?? null);
    return { fields, how: way === "add_days" ? "add" : way, value };
  }

  /** What the next press does, for the eye and the ear. */
  call(text) {
    this.go?.querySelector("span").replaceChildren(text);
    this.go?.setAttribute("aria-label", text);
  }

  asked() {
    return JSON.stringify([this.which.input.value, this.wanted(), this.because.value]);
  }

  async submit() {
    const { words, record, context } = this;
    const chosen = this.rows.find(({ key }) => key === this.which.input.value);
    const why = this.because.value.trim();
    const asked = { ...chosen.ask, do: [this.wanted()], leave_out: true, ...(why ? { reason: why } : {}) };
    const trial = !this.looked;
    if (!trial && !this.looked.changing) return words.bulk_none;
    const more = trial ? { trial } : { op: this.op };
    const answer = await context.http
      .post(`/${record.name}/bulk`, { ...asked, ...more }, { timeout: PATIENCE })
      .catch((error) => ({ state: "failed", message: error.message }));
    if (answer.state === "checked") return this.tell(answer);
    if (answer.state === "applied" || answer.state === "duplicate") return this.done(answer);
    return answer.errors?.map(({ message }) => message).join("\n") || answer.message || words.server_failed;
  }

  /** What would become of it; the next press does it. */
  tell(answer) {
    const { words } = this;
    const { asked, changing, tried, refused, more, samples } = answer;
    if (answer.needs_reason) this.why.hidden = false;
    this.looked = more ? null : { asked: this.asked(), changing };
    const refusing = fill(more ? words.bulk_refusing_more : words.bulk_refusing, { n: count(answer.left) });
    this.status.replaceChildren(
      el("p.s-intro", {}, fill(words.bulk_will, { asked: count(asked), n: count(changing) })),
      changesTable(samples),
      tried < changing && !more ? el("p.s-soft", {}, fill(words.bulk_tried, { n: count(tried) })) : "",
      refused.length ? el("p.s-out-of-sight", {}, refusing) : "",
      refusals(refused),
    );
    if (this.looked && changing) this.call(fill(words.bulk_go, { n: count(changing) }));
    return false;
  }

  done(answer) {
    const { words, page } = this;
    page.commands.bulkDone(answer);
    if (answer.refused?.length) {
      const title = fill(words.bulk_left_title, { n: count(answer.left) });
      const close = button(words.close, { kind: "s-primary", onclick: () => node.close() });
      const node = el(
        "dialog.s-dialog",
        { "aria-label": title },
        el("div.s-dialog-head", {}, el("h2", {}, title)),
        el("div.s-dialog-body", {}, refusals(answer.refused)),
        el("div.s-dialog-foot", {}, close),
      );
      setTimeout(() => present(node));
    }
    return "";
  }

  open() {
    const { words, record } = this;
    const name = this.replacing ? words.find_replace_of : words.bulk_of;
    const body = this.build();
    const dialog = ask({
      title: fill(name, { record: record.label }),
      words,
      confirm: words.bulk_preview,
      wide: true,
      body,
      submit: () => this.submit(),
    });
    dialog.classList.add("s-bulk");
    this.go = dialog.querySelector(".s-dialog-foot .s-primary");
    dialog.addEventListener("close", () => this.control?.close());
    (this.texts.find ?? this.control?.input ?? this.which.input).focus();
  }
}

function changesTable(samples) {
  const rows = samples
    .slice(0, 50)
    .map(({ title, label, from, to }) =>
      el(
        "tr",
        {},
        el("td", {}, title),
        el("td.s-soft", {}, label),
        el("td", {}, from || "—"),
        el("td", {}, "→"),
        el("td", {}, to || "—"),
      ),
    );
  return rows.length ? el("div.s-bulk-list", {}, el("table", {}, el("tbody", {}, rows))) : "";
}

function refusals(refused) {
  const lines = refused.map(({ title, label, message }) =>
    el("li", {}, `${title}${label ? ` · ${label}` : ""}：${message}`),
  );
  return lines.length ? el("ul.s-reasons.s-bulk-list", {}, lines) : "";
}

export function askBulk(page, { replacing = false } = {}) {
  new Asking(page, { replacing }).open();
}
