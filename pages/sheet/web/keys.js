/** The keys of the grid while no cell is open; a sheet layer will take them over through the same adapter. */

import { composing } from "./dom.js";

const MOVES = { Enter: { down: 1 }, "Shift+Enter": { down: -1 } };

export class Keys {
  /** `commands`: {undo(), find(), openRecord(id)}. */
  constructor(adapter, editing, explain, commands) {
    Object.assign(this, { adapter, editing, explain, commands });
    adapter.host.addEventListener("keydown", (event) => this.down(event), true);
    adapter.host.addEventListener("dblclick", (event) => this.doubleClick(event));
    adapter.host.addEventListener("click", (event) => this.click(event));
  }

  down(event) {
    if (composing(event) || !event.target.classList?.contains("ag-cell")) return;
    const cell = this.adapter.active();
    if (!cell || !this.run(event, cell)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  run(event, cell) {
    const key = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key}`;
    if (MOVES[key]) return this.done(this.adapter.step(cell.row, cell.field, MOVES[key]));
    const command = {
      F2: () => this.editing.open(cell),
      Delete: () => this.editing.clear(cell),
      Backspace: () => this.editing.clear(cell),
      Escape: () => this.explain.close(),
      "Ctrl+z": () => this.commands.undo(),
      "Ctrl+f": () => this.commands.find(),
      "Ctrl+Enter": () => this.commands.openRecord(cell.id),
      "Alt+ArrowDown": () => this.explain.enter() || this.editing.open(cell),
    }[key];
    if (command) return this.done(command());
    if (event.key === " " && this.isFlag(cell)) return this.done(this.editing.open(cell));
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return false;
    return this.done(this.editing.open(cell, event.key));
  }

  done() {
    return true;
  }

  isFlag(cell) {
    return this.editing.field(cell.field)?.kind === "flag";
  }

  doubleClick(event) {
    const cell = this.adapter.cellAt(event.target);
    if (cell && !event.target.closest("a") && !this.isFlag(cell)) this.editing.open(cell);
  }

  /** A tick is turned by a click on the tick itself, not by a click that only chooses the cell. */
  click(event) {
    const cell = this.adapter.cellAt(event.target);
    if (cell && event.target.closest(".s-flag")) this.editing.open(cell);
  }
}
