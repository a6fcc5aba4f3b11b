/** Filters by ticking or picking: choices, flags, links. */

import { makeControl } from "../controls/index.js";
import { button, el, onTyped } from "../dom.js";
import { Panel, swallow } from "./panel.js";

export class ChoicePanel extends Panel {
  build() {
    this.boxes = this.choices().map(({ key, label, also = "" }) => ({
      key,
      label,
      also,
      box: el("input.s-check", { type: "checkbox", onchange: () => this.read() }),
    }));
    const words = this.boxes.map(({ label, also }) => `${label} ${also}`.toLowerCase());
    const rows = this.boxes.map(({ label, box }) => el("label.s-row", {}, box, el("span", {}, label)));
    if (rows.length > 8) {
      const search = el("input.s-input", {
        type: "text",
        placeholder: this.words.search,
        "aria-label": this.words.search,
      });
      onTyped(search, 0, (text) =>
        rows.forEach((row, n) => (row.hidden = !words[n].includes(text.trim().toLowerCase()))),
      );
      this.body.append(search);
    }
    this.body.append(el("div.s-filter-list", {}, rows));
  }

  choices() {
    const empty = this.field.required || !this.offers("empty") ? [] : [{ key: null, label: this.words.op_empty }];
    return [...this.field.options.map(({ key, label, also }) => ({ key, label, also })), ...empty];
  }

  read() {
    const picked = this.boxes.filter(({ box }) => box.checked).map(({ key }) => key);
    if (picked.includes(null)) {
      this.boxes.forEach(({ key, box }) => (box.checked = key === null));
      return this.tell({ empty: true });
    }
    return this.tell(picked.length ? { in: picked } : null);
  }

  show() {
    const picked = this.model?.empty
      ? [null]
      : (this.model?.in ?? (this.model && "eq" in this.model ? [this.model.eq] : []));
    for (const { key, box } of this.boxes) box.checked = picked.includes(key);
  }
}

export class FlagPanel extends ChoicePanel {
  choices() {
    return [
      { key: true, label: this.words.yes },
      { key: false, label: this.words.no },
    ];
  }

  read() {
    const picked = this.boxes.filter(({ box }) => box.checked);
    this.tell(picked.length === 1 ? { eq: picked[0].key } : null);
  }
}

export class LinkPanel extends Panel {
  build() {
    this.chips = el("div.s-chips");
    this.control = makeControl(this.field, {
      words: this.words,
      http: this.context.http,
      place: "filter",
      inline: true,
      onpick: () => this.add(),
    });
    this.control.input.setAttribute("placeholder", this.words.link_hint);
    this.control.input.addEventListener("keydown", (event) => {
      if (!this.control.key(event)) return;
      swallow(event);
      if (event.key === "Enter") this.add();
    });
    this.empty = el("input.s-check", {
      type: "checkbox",
      onchange: () => this.tell(this.empty.checked ? { empty: true } : null),
    });
    this.body.append(this.chips, this.control.node, this.control.list);
    this.control.search("");
    if (this.offers("empty") && !this.field.required)
      this.body.append(el("label.s-row", {}, this.empty, el("span", {}, this.words.op_empty)));
  }

  get names() {
    return (this.context.linkNames[this.field.name] ??= new Map());
  }

  add() {
    const { value } = this.control.read();
    if (!value?.id) return;
    this.names.set(value.id, value.text);
    this.control.set(null);
    this.control.search("");
    this.tell({ in: [...new Set([...(this.model?.in ?? []), value.id])] });
    this.show();
  }

  show() {
    this.empty.checked = Boolean(this.model?.empty);
    const ids = this.model?.in ?? [];
    this.chips.replaceChildren(
      ...ids.map((id) =>
        el(
          "span.s-chip",
          {},
          this.names.get(id) ?? `#${id}`,
          button(this.words.remove, { glyph: "close", bare: true, kind: "s-chip-drop", onclick: () => this.drop(id) }),
        ),
      ),
    );
  }

  drop(id) {
    const rest = (this.model?.in ?? []).filter((other) => other !== id);
    this.tell(rest.length ? { in: rest } : null);
    this.show();
  }
}
