/** Excel's keys, while no cell is open. Copying and pasting come as the browser's own events and are not here. */

import { BLANK } from "../blank.js";
import { isGroupId } from "../groups.js";
import { showMoment, today } from "../moments.js";
import { showKeys } from "./keys.js";

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

export class Keyboard {
  /** `parts`: {adapter, selection, editing, explain, commands, fill, clipboard, menu, paint, moves, edges}. */
  constructor(parts) {
    Object.assign(this, parts);
    this.leaving = false;
  }

  /** A key that is ours does nothing else; after Esc the next Tab is the page's, so that keyboards can leave the grid. */
  down(event) {
    const leaving = this.leaving;
    this.leaping = null; // who presses on doesn't wait for a jump
    if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) this.leaving = false;
    if (event.key === "Tab" && leaving) return;
    const cell = this.selection.active();
    if (!cell || !this.run(event, cell)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  run(event, cell) {
    const control = event.ctrlKey || event.metaKey;
    if (ARROWS[event.key] && !event.altKey) return this.arrow(ARROWS[event.key], control, event.shiftKey);
    if (this.travel(event, control)) return true;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const key = `${control ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${letter}`;
    const command = this.commandOf(key, cell);
    if (!command) return control && letter === "s";
    command();
    return true;
  }

  commandOf(key, cell) {
    const table = {
      Enter: () => this.moves.go(cell, { down: 1 }),
      "Shift+Enter": () => this.moves.go(cell, { down: -1 }),
      Tab: () => this.moves.go(cell, { right: 1 }),
      "Shift+Tab": () => this.moves.go(cell, { right: -1 }),
      F2: () => this.editing.open(cell),
      "Shift+F2": () => this.commands.comment(cell),
      "Alt+ArrowDown": () => this.explain.enter() || this.editing.open(cell),
      Delete: () => this.clear(cell),
      Backspace: () => this.clear(cell),
      Escape: () => this.escape(),
      "Ctrl+z": () => this.commands.undo(),
      "Ctrl+y": () => this.commands.redo(),
      "Ctrl+Shift+z": () => this.commands.redo(),
      "Ctrl+d": () => this.fill.copy("down"),
      "Ctrl+r": () => this.fill.copy("right"),
      "Shift+F10": () => this.menu.open(),
      ContextMenu: () => this.menu.open(),
      F1: () => showKeys(this.context.words),
      "Ctrl+/": () => showKeys(this.context.words),
      "Ctrl+Shift+:": () => this.now(cell),
      "Ctrl+;": () => this.editing.open(cell, today()),
      "Ctrl+a": () => this.all(),
      "Ctrl+f": () => this.commands.find(),
      "Ctrl+=": () => this.context.zoom.by(1),
      "Ctrl++": () => this.context.zoom.by(1),
      "Ctrl+Shift++": () => this.context.zoom.by(1),
      "Ctrl+-": () => this.context.zoom.by(-1),
      "Ctrl+0": () => this.context.zoom.by(0),
      "Ctrl+h": () => this.commands.bulk(true),
      "Ctrl+Enter": () => this.commands.beside(cell.id),
      "Shift+ ": () => this.selection.lines(cell.row, cell.row),
      "Ctrl+ ": () => this.selection.columns(cell.field, cell.field),
    };
    if (key === " " && isGroupId(cell.id)) return () => this.editing.open(cell);
    if (key === " " && this.editing.field(cell.field)?.kind === "flag") return () => this.tick(cell);
    if (key === " " && this.commands.hasPanel) return () => this.commands.beside(cell.id);
    return table[key];
  }

  arrow([down, right], control, shift) {
    const from = shift ? this.selection.head() : this.selection.active();
    if (control && right) return this.to(from.row, this.edges.across(from, right), shift);
    if (control) return this.leap(from, down, shift);
    const fields = this.adapter.fields();
    const column = fields.indexOf(from.field) + right;
    return this.to(from.row + down, fields[Math.max(0, Math.min(column, fields.length - 1))], shift);
  }

  /** By what the column holds; where rows that aren't at hand decide, the server says how far. */
  leap(from, down, shift) {
    const row = this.edges.down(from, down);
    if (typeof row === "number") return this.to(row, from.field, shift);
    const mine = (this.leaping = Symbol("leap"));
    row.then((far) => this.leaping === mine && this.to(far, from.field, shift));
    return true;
  }

  /** All cells; pressed again, all rows that search and filter leave are ticked, whatever is loaded of them. */
  all() {
    if (this.selection.isAll()) this.commands.tickAll();
    else this.selection.all();
  }

  travel(event, control) {
    const shift = event.shiftKey;
    const from = shift ? this.selection.head() : this.selection.active();
    const { rows, fields } = this.adapter.size();
    const page = this.adapter.places.page();
    const target = {
      Home: [control ? 0 : from.row, fields[0]],
      End: [control ? rows - 1 : from.row, fields.at(-1)],
      PageDown: [from.row + page, from.field],
      PageUp: [from.row - page, from.field],
    }[event.key];
    return target && !event.altKey ? this.to(target[0], target[1], shift) : false;
  }

  to(row, field, shift) {
    if (shift) this.selection.extend(row, field);
    else this.adapter.activate(row, field);
    return true;
  }

  /** The day and the time where the column takes both, else the time. */
  now(cell) {
    const moment = showMoment(new Date().toISOString());
    this.editing.open(cell, this.editing.field(cell.field)?.kind === "moment" ? moment : moment.slice(11));
  }

  clear(cell) {
    if (this.selection.isOne()) this.editing.clear(cell);
    else this.fill.empty();
  }

  tick(cell) {
    if (this.selection.isOne()) this.editing.open(cell);
    else this.fill.tick(!this.adapter.value(cell.id, cell.field));
  }

  /** One step back at a time: an explanation, a copied block, a range; from then on Tab leaves. */
  escape() {
    this.leaving = true;
    if (this.explain.isOpen()) this.explain.close();
    else if (this.clipboard.kept) this.clipboard.forget();
    else if (this.commands.untickAll()) this.selection.collapse();
    else if (!this.selection.isOne()) this.selection.collapse();
    else this.commands.shutPanel();
  }
}

/** Where Enter and Tab lead: after some Tabs, Enter goes back to the column where they began. */
export class Moves {
  constructor(adapter, selection, blank) {
    Object.assign(this, { adapter, selection, blank });
    this.began = null;
    this.moving = false;
    adapter.onActive(() => {
      if (!this.moving) this.began = null;
    });
  }

  go(cell, move) {
    if (cell.id === BLANK && this.ends(cell, move)) return this.finish(cell);
    if (!move.leaves && this.selection.walk(move)) return undefined;
    this.moving = true;
    const began = this.began;
    if (move.right) this.began ??= cell.field;
    if (move.down > 0 && began && this.adapter.fields().includes(began)) this.adapter.step(cell.row, began, move);
    else this.adapter.step(cell.row, cell.field, move);
    if (move.down) this.began = null;
    this.moving = false;
    return undefined;
  }

  /** Enter on the blank line, or Tab behind its last cell: the new row is complete. */
  ends({ field }, { down, right }) {
    return down > 0 || (right > 0 && field === this.adapter.fields().at(-1));
  }

  async finish(cell) {
    const field = this.began ?? cell.field;
    this.began = null;
    this.adapter.activate(cell.row, this.adapter.fields().includes(field) ? field : cell.field);
    await this.blank.leave(true);
  }
}
