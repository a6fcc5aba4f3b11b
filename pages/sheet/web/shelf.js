/** New rows that are not complete yet: kept in this tab for this person, each with what it lacks, until they are or are thrown away. */

import { button, el, fill, icon } from "./dom.js";

const MOST = 50;

/** What a draft is called: by its title, or else by the first of what was typed. */
export function nameOf(cells, record) {
  const texts = [record.title, ...record.columns].map((name) => cells[name]?.text).filter(Boolean);
  return texts[0] ?? "…";
}

export class Shelf {
  /** `calls`: {changed()}: the drafts are others than before. */
  constructor(key, record, calls = {}) {
    Object.assign(this, { key: `${key}.drafts`, record, calls });
    this.drafts = this.kept();
  }

  put(cells) {
    this.keep([...this.drafts, cells].slice(-MOST));
  }

  /** The draft in this place, which is none any more. */
  take(at) {
    const cells = this.drafts[at];
    this.keep(this.drafts.filter((_, other) => other !== at));
    return cells;
  }

  kept() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
      const known = (cells) =>
        Object.fromEntries(Object.entries(cells ?? {}).filter(([name]) => this.record.byName[name]));
      return Array.isArray(kept) ? kept.map(known).filter((cells) => Object.keys(cells).length) : [];
    } catch {
      return [];
    }
  }

  keep(drafts) {
    this.drafts = drafts;
    try {
      if (drafts.length) sessionStorage.setItem(this.key, JSON.stringify(drafts));
      else sessionStorage.removeItem(this.key);
    } catch {
      // no room for it: they last as long as the page
    }
    this.calls.changed?.();
  }
}

/** Between the rows and the foot: each draft with what it lacks; pressed, it is gone on with. */
export class ShelfLine {
  constructor({ blank, record, words }) {
    Object.assign(this, { blank, record, words });
    this.node = el("div.s-shelf", { role: "group", "aria-label": words.shelf, hidden: true });
    blank.shelf.calls.changed = () => this.draw();
    this.draw();
  }

  draw() {
    const { drafts } = this.blank.shelf;
    this.node.hidden = drafts.length === 0;
    const head = el("b", {}, icon("edit", 13), el("span", {}, fill(this.words.shelf_n, { n: drafts.length })));
    this.node.replaceChildren(head, ...drafts.map((cells, at) => this.draft(cells, at)));
  }

  draft(cells, at) {
    const { words, blank, record } = this;
    const name = nameOf(cells, record);
    const lacks = blank.missing(cells).map(({ label }) => label);
    const why = lacks.length ? fill(words.shelf_lacks, { fields: lacks.join("、") }) : words.shelf_complete;
    return el(
      "span.s-draft-chip",
      {},
      el(
        "button.s-draft-open",
        { type: "button", title: words.shelf_go_on, onclick: () => blank.resume(at) },
        el("b", {}, name),
        el("span", {}, why),
      ),
      button(fill(words.shelf_drop, { name }), {
        glyph: "close",
        bare: true,
        kind: "s-chip-drop",
        onclick: () => blank.shelf.take(at),
      }),
    );
  }
}
