/** What the toolbar, the keys and the chips can do; each is one short story. */

import { Back } from "./back.js";
import { isDone } from "./batches.js";
import { askBulk, changeable } from "./bulk.js";
import { el, fill, button } from "./dom.js";
import { buildFilter } from "./filters/builder.js";
import { standalone } from "./filters/index.js";
import { without } from "./filters/tree.js";
import { confirmDelete, newRow, runAction, whyNot } from "./forms.js";
import { askGroups, isGroupId } from "./groups.js";
import { askLook } from "./look.js";
import { handOut } from "./handout.js";
import { menuButton } from "./heads.js";
import { Once } from "./once.js";
import { toast } from "./popup.js";
import { showSteps } from "./steps.js";
import { unlisted } from "./unlisted.js";

export class Commands {
  constructor(page) {
    this.page = page;
    this.context = page.context;
    this.words = page.context.words;
    this.pressed = new Once();
    this.way = new Back(this);
  }

  get view() {
    return this.page.view;
  }

  /** Every answer to a change comes through here, whoever asked. */
  took(answer) {
    const { page } = this;
    page.applyRows(answer.rows ?? []);
    if (!isDone(answer)) return;
    page.batches.add(answer);
    page.toolbar.undoable(page.batches.ids.length);
    page.offers.refresh();
    this.recount();
  }

  /** Sums and totals follow the edits, a moment later and once for many. */
  recount() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => {
      const { page } = this;
      const { record, query } = this.context;
      if (query.group.length) this.view.refresh();
      else if (!page.shape && record.fields.some(({ sum }) => sum)) page.counting.follow(performance.now());
    }, 700);
  }

  /** `values`: what the new row starts with where it is added in a place that says so. */
  add(values = {}, message = "") {
    return this.pressed.run("add", () => newRow(this.context, (answer) => this.added(answer), values, message));
  }

  /** An empty table is begun with the usual rows; they are one batch, so that one undo takes them back. */
  async begin() {
    const answer = await this.context.transport.begin();
    if (answer.state !== "applied" && answer.state !== "duplicate")
      return toast(whyNot(answer, this.words), { kind: "bad" });
    this.took(answer);
    this.again();
    return toast(answer.message, { kind: "good", seconds: 8 });
  }

  /** A new row is there, wherever the order and the filter put it. */
  async added(answer) {
    this.took(answer);
    this.view.refresh();
    const id = answer.rows?.[0]?.id;
    const action = id ? { label: this.words.open_record, href: `/r/${this.context.record.name}/${id}` } : null;
    const hidden = await unlisted(this.context, answer.rows ?? []);
    toast(hidden ? this.words.added_unlisted : this.words.added, { kind: "good", action, seconds: 8 });
  }

  /** Nothing is done to rows that could not be read. */
  async chosen() {
    return this.page.chosen().catch((error) => toast(error.message, { kind: "bad" }) && []);
  }

  /** All rows that search and filter leave, as the server counts them; how many of them can be ticked is limited. */
  async tickAll() {
    const { page, words } = this;
    const { ticks } = this.view;
    if (!ticks) return;
    const n = await ticks.all().catch((error) => void toast(error.message, { kind: "bad" }));
    if (n === undefined) return;
    const numbers = { n: n.toLocaleString("en-US"), all: (page.total ?? n).toLocaleString("en-US") };
    toast(fill(n < (page.total ?? n) ? words.all_ticked_part : words.all_ticked, numbers));
  }

  /** What the key ticked it takes back; true if there was anything. */
  untickAll() {
    const { ticks } = this.view;
    if (!ticks?.byKey) return false;
    ticks.clear();
    return true;
  }

  /** Said wherever ticked rows are acted on that the filter hides. */
  unseen() {
    const out = this.view.ticks?.out.size ?? 0;
    return out ? fill(this.words.some_unseen, { n: out.toLocaleString("en-US") }) : "";
  }

  remove() {
    return this.pressed.run("remove", () => this.askRemove());
  }

  async askRemove() {
    const rows = await this.chosen();
    if (!rows.length) return;
    const send = () => this.context.transport.send(() => ({ remove: rows.map(({ id }) => id) }));
    confirmDelete(rows, this.unseen(), this.context, send, (answer) => {
      this.took(answer);
      this.view.ticks.put(
        rows.map(({ id }) => id),
        false,
      );
      this.view.refresh();
      toast(fill(this.words.deleted, { n: rows.length }), { kind: "good" });
    });
  }

  /** Ticked, selected or all rows that the filter leaves, changed as one batch; `replacing`: text sought and replaced in them. */
  bulk(replacing = false) {
    if (this.mayBulk) askBulk(this.page, { replacing });
    else toast(this.words.bulk_nothing_here, { kind: "bad" });
  }

  get mayBulk() {
    const { record } = this.context;
    return record.may.includes("edit") && !record.within && !this.view?.exportAddress && changeable(record).length > 0;
  }

  bulkDone(answer) {
    const left = answer.left ?? 0;
    this.took({ ...answer, rows: [] });
    this.view.refresh();
    const said = left ? this.words.bulk_done_left : this.words.bulk_done;
    const numbers = { n: (answer.changing ?? 0).toLocaleString("en-US"), left: left.toLocaleString("en-US") };
    // Of what was done at a try whose answer was lost, the server doesn't say again how many rows it were.
    const sentence = answer.state === "duplicate" ? this.words.done_before : fill(said, numbers);
    toast(sentence, { kind: "good", seconds: 8 });
  }

  undo() {
    return this.way.undo();
  }

  redo() {
    return this.way.redo();
  }

  steps(anchor) {
    return showSteps(anchor, this.page);
  }

  goBack(steps, again = false) {
    return this.way.goBack(steps, again);
  }

  /** `given`: the rows where it isn't about those that are chosen in the grid. Pressed for other rows it is another thing. */
  async act(action, given = null) {
    const rows = given ?? (await this.pressed.run(`rows of ${action.name}`, () => this.chosen()));
    return this.pressed.run(`${action.name} ${rows.map(({ id }) => id)}`, () => this.askAct(action, rows, given));
  }

  async askAct(action, rows, given) {
    if (!rows.length || (rows.length > 1 && !action.many)) return;
    const { context, words } = this;
    await runAction(action, rows, given ? "" : this.unseen(), context, (answer) => {
      this.took(answer);
      if (answer.part) return;
      if (answer.handout) handOut(answer.handout, words);
      else if (answer.state === "duplicate") toast(words.done_before);
      else toast(answer.message || fill(words.action_done, { action: action.label }), { kind: "good" });
    });
  }

  refresh() {
    this.page.states.banner.hidden = true;
    if (this.page.total) this.view.refresh();
    else this.again();
  }

  again() {
    this.page.total = null;
    this.page.states.reading();
    this.view.restart();
  }

  search(text) {
    if (text === this.context.query.search) return;
    this.context.query.search = text;
    this.view.restart();
  }

  find() {
    this.page.toolbar.find();
  }

  openRecord(id, part = "") {
    if (id && !isGroupId(id)) location.assign(`/r/${this.context.record.name}/${id}${part}`);
  }

  get hasPanel() {
    return this.page.panel.stands;
  }

  /** The row's form, comments and past beside the grid; where there is no place for them, its page. */
  beside(id, tab) {
    if (this.hasPanel) this.page.panel.turn(id, tab);
    else this.openRecord(id);
  }

  /** What people say of a cell, with the next words about it. */
  comment({ id, field }) {
    if (this.hasPanel) this.page.panel.show(id, "comments", field);
    else this.openRecord(id);
  }

  shutPanel() {
    this.page.panel.close();
  }

  async filter(name, model) {
    const { query } = this.context;
    if (this.view.setFilter) await this.view.setFilter(name, model);
    const rest = Object.fromEntries(Object.entries(query.heads).filter(([other]) => other !== name));
    query.heads = model ? { ...rest, [name]: model } : rest;
    if (!this.view.setFilter) this.view.restart();
    this.page.filtered();
  }

  /** Everything that is asked, at once. */
  setFilter(filter) {
    const { query } = this.context;
    query.filter = filter;
    if (this.view.setFilters) this.view.setFilters(query.heads);
    else this.view.restart();
    this.page.filtered();
    this.page.nameLinks();
  }

  dropPart(name, at) {
    const { query } = this.context;
    this.setFilter({ ...query.heads, ...without(query.groups, name, at) });
  }

  /** The server reads it first: what it won't have is said in the dialog, and the grid stays as it is. */
  buildFilter() {
    const { http, record, query } = this.context;
    buildFilter(this.context, query.filter, async (filter) => {
      const asked = { ...query.body(), filter: { ...filter, ...query.fixed }, offset: 0, limit: 1 };
      const fault = await http.post(`/${record.name}/rows`, asked).then(
        () => "",
        (error) => error.message,
      );
      if (!fault) this.setFilter(filter);
      return fault;
    });
  }

  /** Rows in groups, by the columns that the person chose; the way they are folded begins anew. */
  groupBy({ keys, means = this.context.query.means, shut = false }) {
    this.context.query.groupBy({ group: keys, means, shut });
    this.view.restart();
    this.page.filtered();
  }

  group() {
    const { query } = this.context;
    askGroups(this.context, { keys: query.group, means: query.means, shut: query.folds.shut }, (asked) =>
      this.groupBy(asked),
    );
  }

  /** How the view looks; rules that the server won't have are said in the dialog. */
  look() {
    const { http, record, query } = this.context;
    const submit = async (look) => {
      const asked = { ...query.body(), offset: 0, limit: 1, ...(look.colours.length ? { colours: look.colours } : {}) };
      const fault = await http.post(`/${record.name}/rows`, asked).then(
        () => "",
        (error) => error.message,
      );
      if (!fault) this.page.relook(look);
      return fault;
    };
    askLook(this.context, query.look, { now: query.filter, say: (filter) => this.page.chips.sentence(filter), submit });
  }

  clearFilters() {
    this.setFilter({});
  }

  clearAll() {
    this.context.query.search = "";
    this.page.toolbar.put("");
    this.clearFilters();
  }

  /** The phone's way to the filters: one sheet with a fold for each column. */
  filters() {
    const { record, query } = this.context;
    const folds = record.columns
      .map((name) => record.byName[name])
      .filter(({ ops }) => !ops || ops.length)
      .map((field) => {
        const panel = standalone(field, this.context, query.heads[field.name], (model) =>
          this.filter(field.name, model),
        );
        return el("details.s-fold", { open: Boolean(query.heads[field.name]) }, el("summary", {}, field.label), panel);
      });
    for (const fold of folds)
      fold.addEventListener("toggle", () => fold.open && fold.querySelector(".s-filter").panel?.values?.load());
    const dialog = el(
      "dialog.s-dialog.s-filter-sheet",
      { "aria-label": this.words.filter },
      el("div.s-dialog-body", {}, folds),
      el(
        "div.s-dialog-foot",
        {},
        button(this.words.filter_build, { onclick: () => dialog.close() ?? this.buildFilter() }),
        button(this.words.done, { kind: "s-primary", onclick: () => dialog.close() }),
      ),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  columns() {
    return this.view.view().columns;
  }

  show(name, visible) {
    this.view.show(name, visible);
  }

  resetColumns() {
    this.view.resetColumns();
  }

  menuOf(name) {
    return menuButton(this.page.heads, name, this.words);
  }

  makeColumn() {
    this.page.design.make();
  }

  exportAddress(kind, more) {
    const { query, record } = this.context;
    return this.view.exportAddress?.(kind) ?? query.exportAddress(kind, this.view.visible?.() ?? record.columns, more);
  }

  /** The list as it stands, for the printer. */
  printAddress() {
    const { query, record } = this.context;
    const asked = query.exportAddress("print", this.view.visible?.() ?? record.columns).split("?query=")[1];
    const view = this.page.views?.now?.name ?? "";
    return `/print/${record.name}/list?query=${asked}${view ? `&view=${encodeURIComponent(view)}` : ""}`;
  }

  stop() {
    clearTimeout(this.counting);
  }
}
