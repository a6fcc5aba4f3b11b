/** What is half typed in an open cell outlives a reload: kept in this tab for this person, offered once, then forgotten. */

import { button, el, fill, icon } from "./dom.js";
import { copied } from "./handout.js";
import { toast } from "./popup.js";

const LOOK_EVERY = 300;
const FOUND_WITHIN = 3_000;

export class Drafts {
  /** `page`: {context, body, editing, adapter}; what is open is asked of `editing.now`. */
  constructor(page) {
    this.page = page;
    const { record, me, words } = page.context;
    Object.assign(this, { words, key: `opsdesk.draft.${me.id}.${record.name}` });
    this.onInput = (event) => this.typed(event.target);
    page.body.addEventListener("input", this.onInput, true);
  }

  typed(input) {
    const { editing } = this.page;
    if (!editing?.now || typeof input.value !== "string" || input.closest("dialog")) return;
    const { cell, field } = editing.now;
    this.keep({ id: cell.id, row: cell.row, field: field.name, text: input.value });
    this.timer ??= setInterval(() => this.look(), LOOK_EVERY);
  }

  /** Once the cell is shut its text is in the outbox, or was given up: either way it is no draft any more. */
  look() {
    if (this.page.editing?.now) return;
    clearInterval(this.timer);
    this.timer = null;
    sessionStorage.removeItem(this.key);
  }

  keep(draft) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(draft));
    } catch {
      sessionStorage.removeItem(this.key);
    }
  }

  open() {
    return this.timer !== undefined && this.timer !== null && Boolean(this.page.editing?.now);
  }

  left() {
    try {
      const draft = JSON.parse(sessionStorage.getItem(this.key));
      return draft && Number.isInteger(draft.id) && this.page.context.record.byName[draft.field] && draft.text
        ? draft
        : null;
    } catch {
      return null;
    }
  }

  /** After a reload: what had been typed, and what to do with it. */
  offer() {
    const draft = this.left();
    if (!draft || this.node) return;
    const { byName } = this.page.context.record;
    const say = el(
      "span",
      {},
      fill(this.words.draft_left, {
        field: byName[draft.field].label,
        text: draft.text.length > 60 ? `${draft.text.slice(0, 60)}…` : draft.text,
      }),
    );
    const go = button(this.words.draft_go_on, { kind: "s-small s-primary", onclick: () => this.goOn(draft) });
    const copy = button(this.words.copy, { kind: "s-small", onclick: () => copyText(draft.text, this.words) });
    const drop = button(this.words.give_up, { kind: "s-small", onclick: () => this.shut() });
    this.node = el("div.s-draft", { role: "alert" }, icon("warn"), say, go, copy, drop);
    this.page.body.before(this.node);
    this.page.fit?.();
  }

  async goOn(draft) {
    const { adapter, editing } = this.page;
    const row = adapter && (await this.find(draft));
    if (row === null || row === undefined || !editing) return void toast(this.words.draft_row_away, { kind: "bad" });
    this.shut();
    adapter.activate(row, draft.field);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    editing.open({ row, id: draft.id, field: draft.field }, draft.text);
    this.typed({ value: draft.text, closest: () => null });
  }

  /** The row where it is now, or where it was before: its block may have to come first. */
  async find({ id, row }) {
    const { adapter } = this.page;
    const until = performance.now() + FOUND_WITHIN;
    if (adapter.rowOf(id) === null && row < adapter.size().rows) adapter.activate(row, adapter.fields()[0]);
    while (adapter.rowOf(id) === null && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return adapter.rowOf(id);
  }

  shut() {
    sessionStorage.removeItem(this.key);
    this.node?.remove();
    this.node = null;
  }

  wipe() {
    for (const name of Object.keys(sessionStorage))
      if (/^opsdesk\.(draft|blank)\./.test(name)) sessionStorage.removeItem(name);
    this.node?.remove();
    this.node = null;
  }

  stop() {
    clearInterval(this.timer);
    this.page.body.removeEventListener("input", this.onInput, true);
  }
}

export async function copyText(text, words) {
  const done = await copied(text);
  toast(done ? words.copied : words.copy_failed, done ? {} : { kind: "bad" });
}
