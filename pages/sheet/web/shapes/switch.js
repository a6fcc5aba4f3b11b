/** Beside the title: what the rows are laid out as, and what that kind is told. */

import { el, icon } from "../dom.js";
import { menu } from "../popup.js";
import { DRAWN } from "./index.js";
import { KINDS, possible, SHEET, usual } from "./shape.js";
import { settings } from "./settings.js";

const GLYPHS = {
  sheet: "columns",
  board: "board",
  calendar: "calendar",
  timeline: "timeline",
  cards: "picture",
  pivot: "pivot",
};

export class Switch {
  /** `reshape(shape)`: the rows are laid out so from now on. */
  constructor(context, reshape) {
    Object.assign(this, { context, words: context.words, reshape });
    this.label = el("span");
    this.glyph = el("span.s-kind-glyph");
    this.node = el(
      "button.s-view.s-kind",
      { type: "button", "aria-haspopup": "menu", onclick: () => this.open() },
      this.glyph,
      this.label,
      icon("down", 12),
    );
    this.setting = el(
      "button.s-view.s-bare-view",
      {
        type: "button",
        title: this.words.shape_settings,
        "aria-label": this.words.shape_settings,
        "aria-haspopup": "dialog",
        onclick: () => settings(this.setting, context, reshape),
      },
      icon("tune", 15),
    );
    this.nodes = [this.node, this.setting];
    this.draw();
  }

  get kind() {
    return this.context.query.shape?.kind ?? SHEET;
  }

  draw() {
    const name = this.words[`shape_${this.kind}`];
    this.label.textContent = name;
    this.node.title = this.words.shapes;
    this.node.setAttribute("aria-label", `${this.words.shapes} ${name}`);
    this.glyph.replaceChildren(icon(GLYPHS[this.kind], 14));
    this.setting.hidden = this.kind === SHEET || this.kind === "pivot"; // whose settings stand above the table
  }

  open() {
    const { record } = this.context;
    const kinds = KINDS.filter((kind) => kind === SHEET || DRAWN[kind]);
    const items = kinds.map((kind) => ({
      label: el(
        "span.s-kind-item",
        {},
        icon(GLYPHS[kind]),
        el("span", {}, this.words[`shape_${kind}`]),
        el("span.s-soft", {}, this.hint(kind)),
        kind === this.kind ? icon("check", 14) : null,
      ),
      disabled: !possible(record, kind),
      title: possible(record, kind) ? "" : this.words.shape_none,
      run: () => kind !== this.kind && this.reshape(usual(record, kind)),
    }));
    menu(this.node, items, { label: this.words.shapes });
  }

  /** By which column a kind would be laid out. */
  hint(kind) {
    const { record } = this.context;
    const shape = usual(record, kind);
    const names = shape ? [shape.by, shape.starts, shape.ends, shape.rows?.[0]?.field] : [];
    return names
      .map((name) => record.byName[name]?.label)
      .filter(Boolean)
      .join(" – ");
  }
}
