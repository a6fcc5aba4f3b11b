/** Above the grid: search, what can be done with rows, columns, files. */

import { changeable } from "./bulk.js";
import { button, el, fill, icon, onTyped } from "./dom.js";
import { paperChoices } from "./papers.js";
import { menu, Popup } from "./popup.js";
import { watchQueue } from "./queue.js";
import { returningChoice } from "./returning.js";

/** Whether these rows have the values an action asks for, and are not more than it takes. */
const fits = (action, rows) =>
  rows.length > 0 &&
  (action.many || rows.length === 1) &&
  rows.every((row) =>
    Object.entries(action.when ?? {}).every(([name, values]) => !(name in row) || values.includes(row[name])),
  );

export class Toolbar {
  /** `commands`: add, remove, undo, act(action), refresh, search(text), columns(), show(name, on), resetColumns, exportAddress(kind), filters(). */
  constructor(context, commands, views = null) {
    Object.assign(this, { context, commands, views, words: context.words, fitting: null });
    this.node = el(
      "div.s-toolbar",
      { role: "toolbar", "aria-label": context.words.toolbar },
      this.heading(),
      this.searchBox(),
      el("div.s-gap"),
      this.rowButtons(),
      this.fileButtons(),
    );
    this.picked([]);
    this.undoable(0);
  }

  may(verb) {
    return this.context.record.may.includes(verb);
  }

  heading() {
    this.count = el("span.s-count", { "aria-live": "polite" });
    return el("div.s-heading", {}, el("h1", {}, this.context.record.label), this.views, this.count);
  }

  searchBox() {
    const { words, query, record } = this.context;
    if (record.search === false) return null;
    this.input = el("input", {
      type: "search",
      value: query.search,
      placeholder: words.search_hint,
      "aria-label": words.search,
      autocomplete: "off",
    });
    this.input.addEventListener("keydown", (event) => event.stopPropagation());
    onTyped(this.input, 250, (text) => this.commands.search(text.trim()));
    return el("label.s-search", {}, icon("search"), this.input);
  }

  rowButtons() {
    const { words, record } = this.context;
    this.adding = this.may("add")
      ? button(words.new_row, { glyph: "plus", kind: "s-primary", onclick: () => this.commands.add() })
      : null;
    this.removing = this.may("delete")
      ? button(words.remove_rows, { glyph: "trash", kind: "s-sheet-only", onclick: () => this.commands.remove() })
      : null;
    this.undoing = button(words.undo, { glyph: "undo", title: words.undo_title, onclick: () => this.commands.undo() });
    const steps = button(words.steps, {
      glyph: "down",
      bare: true,
      kind: "s-steps-open s-wide-only",
      "aria-haspopup": "menu",
      onclick: () => this.commands.steps(steps),
    });
    const many =
      this.may("edit") && !record.within && changeable(record).length
        ? button(words.bulk, {
            glyph: "edit",
            bare: true,
            kind: "s-sheet-only",
            "aria-haspopup": "menu",
            onclick: () => this.manyMenu(many),
          })
        : null;
    const actions = record.actions ?? [];
    this.several = actions.some(({ many }) => many);
    this.acting =
      actions.length > 2
        ? [{ node: this.actionMenu(actions) }]
        : actions.map((action) => ({
            action,
            node: button(action.label, { glyph: "bolt", onclick: () => this.commands.act(action) }),
          }));
    for (const { node } of this.acting) node.classList.add("s-sheet-only");
    return el(
      "div.s-group",
      {},
      this.adding,
      this.removing,
      many,
      this.acting.map(({ node }) => node),
      ...(["add", "edit", "delete"].some((verb) => this.may(verb)) || actions.length ? [this.undoing, steps] : []),
    );
  }

  manyMenu(anchor) {
    const { words } = this;
    menu(
      anchor,
      [
        { label: `${words.bulk}…`, run: () => this.commands.bulk() },
        { label: `${words.find_replace}…　Ctrl+H`, run: () => this.commands.bulk(true) },
      ],
      { label: words.bulk },
    );
  }

  actionMenu(actions) {
    const node = button(this.words.actions, {
      glyph: "bolt",
      "aria-haspopup": "menu",
      onclick: () =>
        menu(
          node,
          actions.map((action) => this.choice(action)),
          { label: this.words.actions },
        ),
    });
    node.append(icon("down", 12));
    return node;
  }

  /** An action in the menu; it can't be chosen for a row whose state doesn't allow it. */
  choice(action) {
    const disabled = !fits(action, this.rows);
    return {
      label: action.label,
      disabled,
      title: disabled ? this.whyNot(action) : "",
      run: () => this.commands.act(action),
    };
  }

  fileButtons() {
    const { words, record } = this.context;
    const bringing = this.may("import")
      ? el("a.s-button", { href: `/import/${record.name}` }, icon("upload"), el("span", {}, words.import))
      : null;
    const taking = this.may("export")
      ? button(words.export, { glyph: "download", "aria-haspopup": "menu", onclick: () => this.exportMenu(taking) })
      : null;
    this.filtering = button(words.filter, {
      glyph: "filter",
      kind: "s-narrow-only",
      onclick: () => this.commands.filters(),
    });
    const building = button(words.filter, {
      glyph: "filter",
      kind: "s-wide-only",
      "aria-haspopup": "dialog",
      onclick: () => this.commands.buildFilter(),
    });
    const grouping = button(words.group_rows, {
      glyph: "rows",
      kind: "s-flat-only",
      "aria-haspopup": "dialog",
      onclick: () => this.commands.group(),
    });
    const columns = button(words.columns, {
      glyph: "columns",
      kind: "s-wide-only",
      "aria-haspopup": "dialog",
      onclick: () => this.chooser(columns),
    });
    const make = record.design
      ? button(words.new_column, { glyph: "plus", kind: "s-narrow-only", onclick: () => this.commands.makeColumn() })
      : null;
    return el(
      "div.s-group",
      {},
      bringing,
      taking,
      this.filtering,
      building,
      grouping,
      columns,
      make,
      button(words.refresh, { glyph: "refresh", bare: true, onclick: () => this.commands.refresh() }),
    );
  }

  exportMenu(anchor) {
    const get = (kind, more) => () => {
      // What isn't to be had after all fails as a download does; the page with its rows stays.
      el("a", { href: this.commands.exportAddress(kind, more), download: "" }).click();
      watchQueue(this.context.http, this.words);
    };
    const { record } = this.context;
    const columns = (this.commands.view.visible?.() ?? record.columns).length;
    menu(
      anchor,
      [
        { label: this.words.export_xlsx, run: get("xlsx") },
        // What is drawn of many rows at once has no row to speak of.
        ...(this.commands.view.exportAddress
          ? []
          : [
              { label: this.words.export_talks, run: get("xlsx", { comments: true }) },
              ...returningChoice(record, this.words, columns, this.fitting, get("xlsx", { returning: true })),
            ]),
        { label: this.words.export_csv, run: get("csv") },
        { label: this.words.print_list, run: () => window.open(this.commands.printAddress(), "_blank", "noopener") },
        ...paperChoices(this.context, this.commands, this.rows.length),
      ],
      { label: this.words.export },
    );
  }

  chooser(anchor) {
    const { words, record } = this.context;
    const rows = this.commands.columns().map(({ name, hidden }) => {
      const box = el("input.s-check", {
        type: "checkbox",
        checked: !hidden,
        disabled: name === record.title,
        onchange: () => this.commands.show(name, box.checked),
      });
      return el(
        "div.s-row",
        {},
        el("label.s-row-label", {}, box, el("span", {}, record.byName[name].label)),
        this.commands.menuOf(name),
      );
    });
    const search = el("input.s-input", { type: "text", placeholder: words.search, "aria-label": words.search });
    onTyped(search, 0, (text) =>
      rows.forEach((row) => (row.hidden = !row.textContent.toLowerCase().includes(text.trim().toLowerCase()))),
    );
    const reset = () => {
      this.commands.resetColumns();
      popup.close();
    };
    const make = record.design
      ? button(words.new_column, {
          glyph: "plus",
          kind: "s-quiet s-small",
          onclick: () => {
            popup.close();
            this.commands.makeColumn();
          },
        })
      : null;
    const content = [
      search,
      el("div.s-filter-list", {}, rows),
      make,
      el(
        "div.s-filter-foot",
        {},
        el("span.s-soft", {}, words.columns_note),
        button(words.reset_columns, { kind: "s-quiet", onclick: reset }),
      ),
    ];
    const popup = new Popup(anchor, content.filter(Boolean), {
      kind: "s-chooser",
      role: "dialog",
      label: words.columns,
      side: "end",
    });
    popup.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      popup.close();
      anchor.focus();
    });
    search.focus();
  }

  total(n) {
    this.fitting = n;
    this.count.textContent = n === null ? "" : fill(this.words.total, { n: n.toLocaleString("en-US") });
  }

  /** `about`: the rows that deleting and actions are about, those that are ticked or those of the selected cells. */
  picked(about) {
    if (this.removing) this.removing.disabled = about.length === 0;
    this.rows = about;
    for (const { action, node } of this.acting) {
      const open = action ? fits(action, about) : about.length === 1 || (about.length > 1 && this.several);
      node.disabled = !open;
      node.title = open ? "" : this.whyNot(action);
    }
  }

  whyNot(action) {
    if (!this.rows.length) return this.words.pick_one;
    return this.rows.length > 1 && !action?.many ? this.words.only_one : this.words.not_now;
  }

  undoable(n) {
    this.undoing.disabled = n === 0;
  }

  find() {
    this.input?.focus();
    this.input?.select();
  }

  put(text) {
    if (this.input) this.input.value = text;
  }
}
