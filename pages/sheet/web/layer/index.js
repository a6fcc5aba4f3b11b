/**
 * The sheet layer: one text area that always has the focus, keys, ranges, clipboard and fill as in Excel.
 * It speaks to the grid through the adapter alone and to the server through context.transport alone.
 */

import { BLANK } from "../blank.js";
import { toast } from "../popup.js";
import { Ahead } from "./ahead.js";
import { Batch } from "./batch.js";
import { Clipboard } from "./clipboard.js";
import { Edges } from "./edges.js";
import { Fill } from "./fill.js";
import { Keyboard, Moves } from "./keyboard.js";
import { CellMenu } from "./menu.js";
import { Mouse } from "./mouse.js";
import { Paint } from "./paint.js";
import { Paste } from "./paste.js";
import { Rows } from "./rows.js";
import { Selection } from "./selection.js";
import { Sink } from "./sink.js";
import { Speak } from "./speak.js";
import { Summary } from "./summary.js";
import { flagOf } from "./values.js";

export class Layer {
  /** `page`: {adapter, editing, explain, commands, footer, context, view} of the sheet page. */
  constructor({ adapter, editing, explain, commands, footer, context, view }) {
    Object.assign(this, { adapter, editing, explain, words: context.words });
    this.blank = context.blank;
    this.selection = new Selection(adapter);
    this.moves = new Moves(adapter, this.selection, context.blank);
    this.edges = new Edges(adapter, context);
    this.rows = new Rows(adapter, context);
    this.paint = new Paint(adapter, this.selection, {
      isLocked: (name, row) => Boolean(editing.why(name, adapter.isBlank(row) ? BLANK : adapter.idAt(row))),
    });
    this.batch = new Batch(adapter, context, {
      done: (answer) => commands.took(answer),
      refresh: () => commands.refresh(),
      explain: (id, field) => explain.mark(id, field),
      go: (row, field) => adapter.activate(row, field),
    });
    const parts = { ...this, context, commands, sink: () => this.sink };
    this.fill = new Fill(parts);
    this.paste = new Paste(parts);
    this.clipboard = new Clipboard({ ...parts, paste: this.paste });
    this.menu = new CellMenu({ ...parts, view: () => view, fill: this.fill, clipboard: this.clipboard });
    this.keyboard = new Keyboard({ ...parts, fill: this.fill, clipboard: this.clipboard, menu: this.menu });
    this.mouse = new Mouse({ ...parts, fill: this.fill });
    this.summary = new Summary({ ...parts, show: (sentence) => footer.showRange(sentence) });
    this.speak = new Speak(parts);
    this.openSink(context);
  }

  openSink(context) {
    const { words, record } = context;
    const { adapter, editing, keyboard, clipboard } = this;
    this.sink = new Sink(adapter, words.sheet_of.replace("{record}", record.label), {
      key: (event) => keyboard.down(event),
      typing: () => this.typing(),
      hold: (move) => this.ahead.hold(move),
      forget: () => this.forget(),
      arrived: () => this.arrived(),
      entered: () => this.enter(),
      dropped: (text) => this.dropped(text),
      copy: (event) => clipboard.copy(event),
      cut: (event) => clipboard.copy(event, true),
      paste: (event) => clipboard.take(event),
    });
    this.ahead = new Ahead(this.hand());
    editing.sink = this.sink;
    editing.move = (cell, move) => this.moves.go(cell, move);
    editing.over = this.fill;
    context.toCell = () => document.activeElement?.closest(".ag-header") && adapter.at && this.sink.focus();
    adapter.onActive((cell) => this.leftBlank(cell));
    adapter.onActive(() => this.settle());
    adapter.onActive((cell) => this.away(cell));
    adapter.onScroll(() => this.sink.place());
    adapter.onRows(() => this.arrived());
    this.onFocus = () => setTimeout(() => this.keepFocus());
    document.addEventListener("focusout", this.onFocus);
  }

  /** Whoever goes on to another line is done with the new row. */
  leftBlank(cell) {
    const was = this.onBlank;
    this.onBlank = Boolean(cell) && this.adapter.isBlank(cell.row);
    if (was && !this.onBlank) this.blank.leave();
  }

  /** The active cell moved: the text area goes with it, and the candidates of the input method with that. */
  settle() {
    this.sink.place();
    if (!this.editing.now) this.sink.focus();
  }

  /** Somebody came by Tab before any cell was chosen. */
  enter() {
    const fields = this.adapter.fields();
    if (!this.adapter.at && this.adapter.size().rows && fields.length)
      this.adapter.activate(this.adapter.places.anchor()?.first ?? 0, fields[0]);
  }

  /** Focus that fell to nobody, as when a closed panel had it, comes back to the active cell. */
  keepFocus() {
    if (
      document.activeElement !== document.body ||
      !this.adapter.at ||
      !document.hasFocus() ||
      document.querySelector("dialog[open]")
    )
      return;
    if (!this.editing.now) this.sink.focus();
  }

  /** The first letter or the first stroke of a composition: the cell opens around what is being typed. */
  typing() {
    const cell = this.selection.active();
    if (!cell) return;
    this.adapter.show(cell.row, cell.field);
    if (cell.id === null) {
      const { held } = this.selection;
      return void Object.assign(this.sink, { waiting: true, awaited: { ...cell, held } });
    }
    if (this.editing.field(cell.field)?.kind === "flag") return;
    this.editing.openTyped(cell);
  }

  /** Text that no cell took: on a tick it may say yes or no. */
  dropped(text) {
    const cell = this.selection.active();
    if (!cell || this.editing.field(cell.field)?.kind !== "flag") return;
    const said = flagOf(text);
    const why = this.editing.why(cell.field);
    if (why) this.explain.why(cell, why);
    else if (said !== null && said !== this.adapter.value(cell.id, cell.field)) this.editing.open(cell);
  }

  /**
   * The row under a cell that had scrolled out of the cache is here again, and typing waits for it. Where another row stands
   * in its place by now, nothing is written; what no cell takes doesn't run into what is typed next.
   */
  arrived() {
    const { sink } = this;
    sink.place();
    const id = this.selection.active()?.id ?? null;
    if (!sink.waiting || sink.composed || id === null) return;
    if (sink.awaited.held !== null && sink.awaited.held !== id) return void this.lose();
    sink.waiting = false;
    this.ahead.play();
    if (!sink.waiting && !sink.taken) sink.drop();
  }

  /** A click elsewhere, before the row came that something was typed for: in no other cell does it land. */
  away(cell) {
    const { waiting, awaited } = this.sink;
    if (waiting && (cell?.row !== awaited.row || cell.field !== awaited.field)) this.lose();
  }

  lose() {
    this.forget();
    toast(this.words.draft_row_gone, { kind: "bad" });
  }

  /** Esc, while a row is on its way: nothing was typed for it. */
  forget() {
    this.sink.waiting = false;
    this.ahead.forget();
  }

  /** The text area and the keys as what was typed ahead of its row is typed with. */
  hand() {
    const { sink, editing, moves } = this;
    return {
      text: () => sink.input.value,
      put: (text) => (sink.input.value = text),
      open: () => this.typing(),
      waits: () => Boolean(sink.waiting),
      commit: (move) => {
        if (editing.now) return editing.commit(move);
        sink.drop();
        return moves.go(this.selection.active(), move);
      },
    };
  }

  destroy() {
    document.removeEventListener("focusout", this.onFocus);
    this.summary.stop();
    this.speak.stop();
  }
}
