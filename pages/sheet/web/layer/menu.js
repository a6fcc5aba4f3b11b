/** What a right click on a cell offers, or Shift+F10: the clipboard, the row, the column by this value, its past. */

import { el } from "../dom.js";
import { newRow } from "../forms.js";
import { isGroupId } from "../groups.js";
import { addDays, makeMoment, showMoment } from "../moments.js";
import { menu, toast } from "../popup.js";

const ONE_OF = new Set(["link", "choice", "flag", "name"]);
const NEVER_TWICE = new Set(["files", "pinyin"]);

/** The condition that leaves rows with this value, or those without it; null where the column can't be asked so. */
export function byValue(field, value, without = false) {
  const ops = new Set(field.ops ?? []);
  const can = (asked) => (Object.keys(asked).every((op) => ops.has(op)) ? asked : null);
  const blank = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  if (blank) return can({ empty: !without });
  if (field.kind === "moment") {
    const day = showMoment(value).slice(0, 10);
    return without ? null : can({ ge: makeMoment(day), lt: makeMoment(addDays(day, 1)) });
  }
  if (Array.isArray(value)) return can(without ? { lacks: value[0] } : { contains: value[0] });
  const key = field.kind === "link" ? value.id : value;
  if (ONE_OF.has(field.kind)) return can(without ? { not_in: [key] } : { in: [key] });
  return can(without ? { ne: key } : { eq: key });
}

/** What a copy of a row begins with: all but its numbers, what may stand once only, and what rules keep. */
export function copied(record, row) {
  const kept = record.fields.filter(
    ({ name, kind, auto, unique, masked, editable, addable }) =>
      !auto && !unique && !masked && (addable ?? editable) && !NEVER_TWICE.has(kind) && (row[name] ?? null) !== null,
  );
  return Object.fromEntries(kept.map(({ name }) => [name, row[name]]));
}

/** Under the cell, which may have been scrolled out of sight, or be of a row that is still on its way. */
export function below({ row, field }, adapter) {
  adapter.show(row, field);
  const { left, top, height } = adapter.places.nearest(row, field);
  return { left, top: top + height };
}

export class CellMenu {
  /** `parts`: {adapter, selection, editing, explain, commands, fill, clipboard, context, sink()}; `view()`: the grid. */
  constructor(parts) {
    Object.assign(this, parts);
    this.adapter.host.addEventListener("contextmenu", (event) => this.right(event));
  }

  right(event) {
    const cell = this.adapter.cellAt(event.target);
    if (!cell || !(this.adapter.isRowNumber(cell.field) || this.editing.field(cell.field))) return;
    event.preventDefault();
    this.open({ left: event.clientX, top: event.clientY });
  }

  /** At the active cell where no place is given. */
  open(place = null) {
    const cell = this.selection.active();
    if (!cell) return;
    if (this.editing.now) this.editing.commit();
    const { left, top } = place ?? below(cell, this.adapter);
    const anchor = el("span.s-menu-place", { style: { left: `${left}px`, top: `${top}px` } });
    document.body.append(anchor);
    const popup = menu(anchor, this.items(cell), { label: this.context.words.cell_menu });
    const { onclose } = popup;
    popup.onclose = () => {
      onclose?.();
      anchor.remove();
      if (document.activeElement === document.body) this.sink().focus();
    };
  }

  items(cell) {
    const real = cell.id > 0 && !isGroupId(cell.id);
    const groups = [
      this.clips(cell),
      real ? this.rowItems(cell) : [],
      real ? this.columnItems(cell) : [],
      this.more(cell, real),
    ];
    return groups
      .map((items) => items.filter(Boolean))
      .filter((items) => items.length)
      .flatMap(([first, ...others], at) => [at ? { ...first, parted: true } : first, ...others]);
  }

  clips(cell) {
    const { words, record } = this.context;
    const open = record.may.includes("edit") && !isGroupId(cell.id);
    return [
      open && { label: `${words.cut}　Ctrl+X`, run: () => this.event("cut") },
      { label: `${words.copy_cells}　Ctrl+C`, run: () => this.event("copy") },
      { label: words.copy_heads, run: () => this.withHeads() },
      open && { label: `${words.paste}　Ctrl+V`, run: () => this.paste() },
    ];
  }

  rowItems(cell) {
    const { words, record } = this.context;
    const may = (verb) => record.may.includes(verb);
    const row = this.adapter.loaded(cell.row, cell.row).get(cell.row);
    return [
      may("add") && { label: words.new_row, run: () => this.commands.add() },
      may("add") && row && { label: words.duplicate_row, run: () => this.duplicate(row) },
      may("delete") && { label: words.remove_rows, run: () => this.commands.remove() },
      may("edit") && { label: `${words.fill_down}　Ctrl+D`, run: () => this.fill.copy("down") },
    ];
  }

  columnItems({ id, field: name }) {
    const { words } = this.context;
    const field = this.editing.field(name);
    if (!field) return [];
    const value = this.adapter.value(id, name);
    const known = !(field.masked && value);
    const [only, without] = known ? [byValue(field, value), byValue(field, value, true)] : [null, null];
    const view = this.view();
    return [
      only && { label: words.filter_by_value, run: () => this.commands.filter(name, only) },
      without && { label: words.filter_without, run: () => this.commands.filter(name, without) },
      field.sortable && { label: words.sort_up, run: () => view.sortBy([name]) },
      field.sortable && { label: words.sort_down, run: () => view.sortBy([`-${name}`]) },
    ];
  }

  more(cell, real) {
    const { words, record } = this.context;
    const why = this.editing.field(cell.field) && this.editing.why(cell.field, cell.id);
    return [
      real && { label: words.row_history, run: () => this.commands.beside(cell.id, "history") },
      real && { label: `${words.comment_cell}　Shift+F2`, run: () => this.commands.comment(cell) },
      real && { label: words.open_page, run: () => this.commands.openRecord(cell.id) },
      real && record.overview && { label: words.overview, run: () => this.commands.openRecord(cell.id, "/overview") },
      why && { label: words.why_locked, run: () => this.explain.why(cell, why) },
    ];
  }

  duplicate(row) {
    newRow(this.context, (answer) => this.commands.added(answer), copied(this.context.record, row));
  }

  /** The browser's own event, as from the keys: it needs no permission. */
  event(kind) {
    this.sink().focus();
    document.execCommand(kind);
  }

  withHeads() {
    this.clipboard.heads = true;
    try {
      this.event("copy");
    } finally {
      this.clipboard.heads = false;
    }
  }

  /** A page may read the clipboard only where the person and the browser let it; the keys always can. */
  async paste() {
    this.sink().focus();
    const text = await (navigator.clipboard?.readText?.() ?? Promise.reject(new Error("http"))).catch(() => null);
    if (text === null) return void toast(this.context.words.paste_by_key, { seconds: 8 });
    this.clipboard.take({ preventDefault() {}, clipboardData: { getData: () => text } });
  }
}
