/** Named ways to look at the grid: one's own, kept beside one's columns, and shared ones, which are rows of 设计. */

import { ask } from "./dialog.js";
import { el, fill, icon, uuid } from "./dom.js";
import { understood } from "./filters/tree.js";
import { fitted } from "./fitted.js";
import { whyNot } from "./forms.js";
import { menu, toast } from "./popup.js";
import { askedNow, isPassing, isUntouched, keptOf } from "./usual.js";
import { toFigure, toOdd, toPast } from "./ways.js";
import { bodyOf, looks, shape } from "./viewed.js";

/** What an address says that wants no view, though the person's role opens the grid with one. */
export const NONE = "none";
const MOST = 20;

export class Views {
  /** Settles what the grid opens with, before anything else asks the record for its columns, order or filter. */
  constructor(record) {
    this.record = record;
    this.mine = record.view?.named ?? [];
    this.usual = { view: record.view ?? null, opens: record.opens ?? {} };
    this.passing = isPassing(new URLSearchParams(location.search), keptOf(this.usual.view, record), record);
    this.put(record.within ? null : this.opening());
  }

  all() {
    const shared = (this.record.views ?? []).map((view) => ({ ...view, key: String(view.id), shared: true }));
    return [...this.mine.map((view) => ({ ...view, shared: false })), ...shared];
  }

  find(key) {
    return this.all().find((view) => view.key === key) ?? null;
  }

  opening() {
    const address = new URLSearchParams(location.search);
    const key = address.get("view");
    this.gone = key !== null && key !== NONE && !this.find(key);
    if (key !== null) return this.find(key);
    const asks = ["q", "filter", "sort"].some((name) => address.has(name));
    return asks ? null : this.usualOne();
  }

  /** The view that the person's role opens the grid with. */
  usualOne() {
    return this.all().find((view) => view.default) ?? null;
  }

  put(view) {
    const { record, usual } = this;
    const known = (names, name = (part) => part) => names.filter((part) => record.byName[name(part)]);
    this.now = view;
    record.chosen = view ? view.key : this.usualOne() && !record.within ? NONE : "";
    record.view = view ? { ...looks(view), columns: known(view.columns ?? [], ({ name }) => name) } : usual.view;
    this.reopen();
    this.partly = Boolean(view && (view.partly || JSON.stringify(record.opens) !== JSON.stringify(view.filter ?? {})));
  }

  /** What is asked before anybody asks for something else, by the columns that are here. */
  reopen() {
    const { record, now, usual } = this;
    record.opens = now ? understood(now.filter ?? {}, record) : usual.opens;
    record.shape = now?.shape ?? null;
    record.kept = now ? null : record.within ? {} : keptOf(usual.view, record);
  }

  // On the page ------------------------------------------------------------------------------------------------------------

  /** `page`: {context, view, toolbar, arrangement, retake()}. */
  stand(page) {
    Object.assign(this, { page, words: page.context.words });
    this.label = el("span.s-view-name");
    this.mark = el("span.s-view-changed", { hidden: true, role: "img" });
    this.node = el(
      "button.s-view",
      { type: "button", "aria-haspopup": "menu", title: this.words.views, onclick: () => this.open() },
      this.label,
      this.mark,
      icon("down", 12),
    );
    this.draw();
    if (this.gone) toast(this.words.view_gone);
    this.warn();
    this.lead();
  }

  warn() {
    if (this.partly) toast(fill(this.words.view_partly, { view: this.now.name }), { seconds: 10 });
  }

  /** What else the address names that isn't here, or not for this person. */
  lead() {
    const parts = this.page.context.query.astray
      .map((name) => this.words[`address_${name}`])
      .join(this.words.board_and);
    if (parts) toast(fill(this.words.address_astray, { parts }), { seconds: 10 });
  }

  draw() {
    if (!this.node) return;
    this.label.textContent = this.now?.name ?? this.words.view_usual;
    this.mark.hidden = this.now ? this.same() : this.isUntouched();
    this.mark.title = this.now ? this.words.view_changed : this.words.view_touched;
    this.mark.ariaLabel = this.mark.title;
  }

  /** Whether the table stands as it opens by itself, where no view was chosen. */
  isUntouched() {
    return Boolean(this.record.within) || isUntouched(this.body(), this.record, this.usual.opens);
  }

  /** Back to how the table opens by itself, at once: own columns, order, filter, groups, colours and layout are given up. */
  back() {
    this.passing = false;
    this.usual.view = { named: this.mine };
    this.page.arrangement.changed(this.usual.view);
    this.choose(null);
  }

  /** Another filter, other groups, laid out as something else: without a view that is kept as it is left. */
  asked() {
    if (!this.now && !this.record.within && !this.passing) this.keep(this.usual.view ?? {});
    this.draw();
  }

  /** How the grid stands now, as a view keeps it; a phone has no columns of its own. */
  body() {
    const { query } = this.page.context;
    const columns = this.page.view?.view?.().columns ?? this.record.view?.columns ?? [];
    return {
      columns: columns.filter(({ name }) => this.record.byName[name]),
      sort: query.sort,
      filter: query.filter,
      shape: query.shape ?? undefined,
      ...query.grouping(),
      ...query.looks(),
    };
  }

  same() {
    if (!this.page?.view) return true;
    const here = { ...this.now, ...fitted(this.now, this.record) }; // what it asks by columns that are gone is no change of its own
    const body = this.now.columns?.length ? this.body() : { ...this.body(), columns: [] }; // one kept on a phone says nothing of columns
    return shape({ ...body, ...fitted(body, this.record) }, this.record) === shape(here, this.record);
  }

  /** The person moved, widened, hid or sorted: without a view that is kept at once, in one it waits to be saved. */
  arranged(view) {
    if (this.now) this.record.view = view;
    else this.keep(view);
    this.draw();
  }

  keep(view) {
    const { filter, shape, group, means, shut } = this.usual.view ?? {};
    const stays = this.now || this.passing || this.record.within;
    const left = stays ? { filter, shape, group, means, shut } : askedNow(this.page.context.query, this.usual.opens);
    this.usual.view = { ...view, ...left, named: this.mine };
    this.page.arrangement.changed(this.usual.view);
    if (this.now) this.record.view = looks(this.now);
  }

  open() {
    const { now, words, record } = this;
    const choice = (view) => ({
      label: `${(view?.key ?? "") === (now?.key ?? "") ? "✓" : "\u2003"} ${view ? view.name : words.view_usual}`,
      run: () => this.choose(view),
    });
    const [mine, shared] = [true, false].map((own) =>
      this.all()
        .filter((view) => view.shared !== own)
        .map(choice),
    );
    if (shared.length && mine.length) shared[0].parted = true;
    const changes = now && (!now.shared || (record.share && !(now.locked && !now.mine)));
    const others = this.all().filter((view) => view.key !== now?.key);
    const doings = [
      !now && !this.isUntouched() && { label: words.view_back, parted: true, run: () => this.back() },
      { label: words.look_open, parted: true, run: () => this.page.commands.look() },
      { label: words.view_save_as, run: () => this.saveAs() },
      now && !this.same() && changes && { label: words.view_save, run: () => this.save() },
      now && !this.same() && { label: words.view_reset, run: () => this.choose(this.find(now.key) ?? now) },
      others.length && { label: words.view_take, run: () => this.takeFrom(others) },
      now?.shared &&
        record.share && {
          label: now.locked ? words.view_unlock : words.view_lock,
          disabled: now.locked && !now.mine,
          title: now.locked && !now.mine ? words.view_locked : "",
          run: () => this.lock(!now.locked),
        },
      !record.within && { label: words.view_subscribe, parted: true, run: () => this.subscribe() },
      record.figures && { label: words.view_figure, run: () => toFigure(this.page) },
      changes && { label: words.view_rename, run: () => this.rename() },
      changes && { label: words.view_delete, run: () => this.remove() },
      record.forms && { label: words.forms, parted: true, run: () => location.assign(`/forms/${record.name}`) },
      !record.within && { label: words.stood, parted: true, run: () => toPast(this.page) },
      !record.within && { label: words.odd, run: () => toOdd(this.page) },
      record.trash && { label: words.trash, run: () => location.assign(`/trash/${record.name}`) },
    ];
    menu(this.node, [choice(null), ...mine, ...shared, ...doings.filter(Boolean)], { label: words.views });
  }

  /** To have it sent by the clock: its page takes the view from the server, as it is saved there by then. */
  async subscribe() {
    await this.page.arrangement.settled();
    const view = this.now ? { view: this.now.key } : {};
    location.assign(`/subscriptions/new?${new URLSearchParams({ record: this.record.name, ...view })}`);
  }

  choose(view) {
    this.passing = false;
    this.put(view);
    this.page.retake();
    this.draw();
    this.warn();
  }

  // Saving -----------------------------------------------------------------------------------------------------------------

  saveAs() {
    const { words, record } = this;
    this.name(words.view_save_as, "", record.share, async (name, shared) => {
      if (!shared && this.mine.length >= MOST) return fill(words.view_most, { n: MOST });
      const view = { name, ...this.body() };
      const key = shared
        ? await this.send({ id: null, set: { record_type: record.name, name, body: bodyOf(view) } })
        : uuid();
      if (key instanceof Error) return key.message;
      if (shared) record.views.push({ id: Number(key), ...view });
      else this.mine.push({ key, ...view });
      return this.took(key);
    });
  }

  /** Over what somebody else saved since this was opened nothing is written: neither of the two would know. */
  async save() {
    const body = this.body();
    const theirs = this.now.shared && this.find(this.now.key);
    if (theirs && shape(theirs, this.record) !== shape(this.now, this.record))
      return void toast(fill(this.words.view_overtaken, { view: this.now.name }), { kind: "bad", seconds: 10 });
    const fault = await this.change({ body: bodyOf(body) }, body);
    if (fault) toast(fault, { kind: "bad" });
    else toast(fill(this.words.view_saved, { view: this.now.name }), { kind: "good" });
  }

  /** Only who locked it changes it from then on. */
  async lock(on) {
    const fault = await this.change({ locked: on }, { locked: on, mine: on });
    if (fault) toast(fault, { kind: "bad" });
    else toast(fill(this.words[on ? "view_is_locked" : "view_is_unlocked"], { view: this.now.name }), { kind: "good" });
  }

  /** The settings of another view stand here now, and are kept once this one is saved. */
  takeFrom(others) {
    const { words, record } = this;
    const which = el(
      "select.s-input",
      { "aria-label": words.view_name },
      others.map(({ key, name }) => el("option", { value: key }, name)),
    );
    ask({
      title: bare(words.view_take),
      words,
      confirm: words.view_take_confirm,
      body: el(
        "div.s-form",
        {},
        el("label.s-field", {}, el("span.s-field-label", {}, words.view_name), which),
        el("p.s-soft", {}, words.view_take_note),
      ),
      submit: () => {
        const { now } = this;
        this.put(this.find(which.value));
        Object.assign(this, { now });
        record.chosen = now ? now.key : this.usualOne() ? NONE : "";
        this.page.retake();
        if (!now) this.keep({ ...record.view });
        this.draw();
        return "";
      },
    });
  }

  rename() {
    this.name(this.words.view_rename, this.now.name, false, (name) => this.change({ name }, { name }));
  }

  /** Answers a sentence where it could not be. */
  async change(set, here) {
    const { key, shared } = this.now;
    if (shared) {
      const done = await this.send({ id: Number(key), set });
      if (done instanceof Error) return done.message;
    }
    Object.assign(
      (shared ? this.record.views : this.mine).find((view) => String(view.key ?? view.id) === key),
      here,
    );
    return this.took(key);
  }

  remove() {
    const { words, now, record } = this;
    ask({
      title: fill(words.view_delete_title, { view: now.name }),
      words,
      danger: true,
      confirm: bare(words.view_delete),
      body: el("p", {}, now.shared ? words.view_delete_shared : words.view_delete_own),
      submit: async () => {
        if (now.shared) {
          const done = await this.send(null, [Number(now.key)]);
          if (done instanceof Error) return done.message;
          record.views = record.views.filter(({ id }) => String(id) !== now.key);
        } else {
          this.mine = this.mine.filter(({ key }) => key !== now.key);
          this.keep(this.usual.view ?? {});
        }
        this.choose(null);
        return "";
      },
    });
  }

  /** The view is as it was saved now, and the grid stands as it does. */
  took(key) {
    const view = this.find(key);
    this.now = view;
    Object.assign(this.record, { chosen: key, opens: view.filter, shape: view.shape ?? null });
    if (!view.shared) this.keep(this.usual.view ?? {});
    this.page.context.query.named(this.record);
    this.draw();
    return "";
  }

  /** The id of the view that was written, as text; an Error with the sentence where it was refused. */
  async send(change, gone = []) {
    const { http } = this.page.context;
    const body = { op: uuid(), changes: change ? [change] : [], delete: gone };
    const answer = await http
      .post("/design_view/changes", body)
      .catch((error) => ({ state: "failed", message: error.message }));
    if (answer.state !== "applied" && answer.state !== "duplicate") return new Error(whyNot(answer, this.words));
    return String(answer.rows?.[0]?.id ?? "");
  }

  name(title, text, sharing, submit) {
    const { words } = this;
    const input = el("input.s-input", { type: "text", value: text, maxlength: 40, "aria-label": words.view_name });
    const box = el("input.s-check", { type: "checkbox" });
    const taken = (name, shared) =>
      this.all().some((view) => view.name === name && view.name !== text && view.shared === shared);
    const holds = text ? null : el("p.s-soft", {}, words.view_holds); // not where it is only renamed
    const share = sharing
      ? [el("label.s-row-label", {}, box, el("span", {}, words.view_share)), el("p.s-soft", {}, words.view_share_note)]
      : null;
    ask({
      title: bare(title),
      words,
      confirm: words.save,
      body: el(
        "div.s-form",
        {},
        el("label.s-field", {}, el("span.s-field-label", {}, words.view_name), input),
        holds,
        share,
      ),
      submit: async () => {
        const name = input.value.trim();
        if (!name) return fill(words.required, { field: words.view_name });
        if (taken(name, box.checked)) return fill(words.view_taken, { view: name });
        return submit(name, box.checked);
      },
    });
    input.select();
  }

  /** What others shared, changed or removed since. */
  take(views) {
    this.record.views = views;
    this.draw();
  }

  /** Columns came or went: what is looked at is kept by the columns there are. Until then a view that somebody else saved anew
   *  stays as it was opened, as with it every look of one's own would be a change that overwrites his. */
  renew(stood) {
    if (!this.now?.shared) return;
    this.now = this.find(this.now.key) ?? this.now;
    if (stood) this.record.view = looks(this.now); // what somebody arranged here himself stays as he has it
  }
}

/** What opens a dialog ends in dots; its title and its last button do not. */
const bare = (label) => label.replace(/…$/, "");
