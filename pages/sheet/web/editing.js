/** Editing a cell: opens the control of its kind over it, sends what was entered, and shows what became of it. */

import { BLANK } from "./blank.js";
import { composing, fill } from "./dom.js";
import { openFiles } from "./files.js";
import { makeControl } from "./controls/index.js";
import { isGroupId } from "./groups.js";
import { sameValue } from "./kinds.js";
import { leadsTo } from "./layer/moves.js";

export class Editing {
  /** `context`: {record, words, http, marks, transport}; `calls`: {done(answer), refused(id, field), why(cell, sentence), opened(), finished()}. */
  constructor(adapter, context, calls) {
    Object.assign(this, { adapter, context, calls });
    this.now = null;
    this.sink = null;
    this.over = null; // who writes over all that is selected: {isOne(), isTooMuch(), spread(field, read)}
    this.move = (cell, move) => adapter.step(cell.row, cell.field, move);
    adapter.onScroll(() => this.place());
  }

  field(name) {
    return this.context.record.byName[name];
  }

  /** Why this cell can't be edited, in words; null when it can. */
  why(name, id = null) {
    const field = this.field(name);
    if (!field) return null;
    if (id === BLANK) return this.context.blank.why(field);
    const { record, words } = this.context;
    if (isGroupId(id)) return words.group_locked;
    if (!record.may.includes("edit")) return words.no_edit_right;
    const lock = id === null ? null : this.context.locks.of(id, name);
    if (lock && !lock.mine) return lock.why;
    if (field.editable) return null;
    return field.why || (field.masked ? words.masked_why : words.locked);
  }

  /** Opens the cell: on its own value, or on a text to begin with. */
  open(cell, text = null) {
    if (isGroupId(cell.id)) return void this.calls.fold(cell.id);
    const field = this.may(cell);
    if (!field) return;
    if (field.kind === "flag") return void this.toggle(cell);
    this.adapter.show(cell.row, cell.field);
    this.show(cell, field, text !== null);
    this.fillIn(this.now.control, field, text, this.now.stored);
  }

  /** Opens around what is being typed: the text is in the sink already, perhaps half a composition of it. */
  openTyped(cell) {
    const field = this.may(cell);
    if (!field) return;
    this.show(cell, field, true);
    this.now.control.begin();
  }

  /** The field of a cell that may be opened; else the person hears why not. */
  may(cell) {
    if (this.now) this.commit();
    const field = this.field(cell.field);
    if (!field || cell.id === null) return null;
    this.calls.opened();
    if (field.kind === "files" && !field.masked && cell.id !== BLANK && this.context.record.may.includes("edit")) {
      openFiles(this.context, field, cell.id, this.adapter.value(cell.id, cell.field));
      return null;
    }
    const why = this.why(cell.field, cell.id);
    if (why) this.calls.why(cell, why);
    return why ? null : field;
  }

  /** The sink becomes the input of the cell, where it is and with what it holds. */
  show(cell, field, typing) {
    const { words, http, marks } = this.context;
    const { box, input } = this.sink.take();
    box.dataset.kind = field.kind;
    const control = makeControl(field, {
      words,
      http,
      place: "cell",
      box,
      input,
      row: () => this.adapter.data(cell.id) ?? {},
      onpick: () => this.commit({ down: 1 }),
    });
    input.setAttribute("aria-label", field.label);
    const stored = this.adapter.value(cell.id, field.name);
    this.now = { cell, field, control, box, typing, stored, mine: marks.get(cell.id, field.name)?.state === "pending" };
    this.place();
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("focusout", (event) => this.leave(event));
    if (document.activeElement !== input) input.focus({ preventScroll: true });
  }

  fillIn(control, field, typed, stored) {
    const mark = this.context.marks.get(this.now.cell.id, field.name);
    if (typed !== null) return control.type(typed);
    control.set(stored);
    if (mark?.state === "refused" || mark?.state === "failed") control.type(mark.typed);
    else control.unfold?.();
    return toEnd(control.input);
  }

  /** A tick needs no editor: one key or click turns it over. */
  toggle(cell) {
    const stored = this.adapter.value(cell.id, cell.field);
    this.send(cell, this.field(cell.field), !stored, stored ? "" : "✓", stored);
  }

  place() {
    if (!this.now) return;
    const { box, cell, field } = this.now;
    const at = this.adapter.rect(cell.id, field.name);
    // Hidden, it would lose the focus and with it a composition; out of sight it only turns clear.
    box.style.opacity = at ? "" : "0";
    if (!at) return;
    const frame = this.adapter.layer.getBoundingClientRect();
    const width = Math.max(at.width, { note: 320, moment: 160, tags: 220, names: 260, link: 180 }[field.kind] ?? 0);
    Object.assign(box.style, {
      left: `${Math.min(at.left - frame.left, frame.width - width - 3)}px`,
      top: `${at.top - frame.top}px`,
      width: `${width}px`,
      minHeight: `${at.height}px`,
    });
  }

  key(event) {
    event.stopPropagation();
    if (composing(event) || !this.now) return;
    const { control } = this.now;
    const move = leadsTo(event, this.now.typing);
    if (!(move?.leaves && !control.keeps(event.key)) && control.key(event)) return void event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.commitOver();
    else if (move) this.commit(move);
    else if (event.key === "Escape") this.cancel();
    else if (event.key === "F2") this.now.typing = false;
    else return;
    event.preventDefault();
  }

  /** A click elsewhere keeps what was entered, as in Excel; another window does not end the edit. */
  leave(event) {
    if (!this.now || !document.hasFocus()) return;
    const next = event.relatedTarget;
    if (next && (this.now.box.contains(next) || next.closest?.(".s-pop"))) return;
    setTimeout(() => {
      if (this.now && !this.now.box.contains(document.activeElement)) this.commit();
    });
  }

  cancel() {
    const { cell } = this.now;
    this.finish();
    this.move(cell, {});
  }

  /** Ctrl+Enter: what was entered goes into all that is selected, and the cell stays the active one. */
  commitOver() {
    const { cell, field, control } = this.now;
    if (!this.over || this.over.isOne()) return this.commit({});
    if (this.over.isTooMuch()) return undefined;
    const read = control.read();
    this.finish();
    this.move(cell, {});
    return this.over.spread(field, read);
  }

  shut() {
    const { control, box } = this.now;
    this.now = null;
    control.close();
    this.sink.renew();
    box.remove();
  }

  /** Shut by the person: the text is on its way or given up, and no later page needs to offer it. */
  finish() {
    this.shut();
    this.calls.finished();
  }

  commit(move = null) {
    const { cell, field, control, stored, mine } = this.now;
    const { value, text, name } = control.read();
    this.finish();
    const mark = this.context.marks.get(cell.id, field.name);
    if (!sameValue(value, stored) || mine) this.send(cell, field, value, text, stored, mine, name);
    else if (mark && mark.state !== "saved") this.context.marks.clear(cell.id, field.name);
    if (move) this.move(cell, move);
  }

  clear(cell) {
    const field = this.field(cell.field);
    const why = this.why(cell.field, cell.id);
    if (!field || cell.id === null) return;
    this.calls.opened();
    if (why) return void this.calls.why(cell, why);
    const { marks } = this.context;
    const stored = this.adapter.value(cell.id, field.name);
    if (stored !== null || marks.get(cell.id, field.name)?.state === "pending")
      this.send(cell, field, field.kind === "flag" ? false : null, "", stored);
  }

  /** `seen` is the value the person saw; over an own edit still under way it is what that edit leaves behind. */
  async send(cell, field, value, text, seen, mine = false, name = null) {
    const { blank, marks, transport, words } = this.context;
    if (cell.id === BLANK) return void blank.put(field, value, text);
    const mark = { state: "pending", typed: text };
    marks.set(cell.id, field.name, mark);
    const answer = await transport.send(
      () => ({
        changes: [
          {
            id: cell.id,
            set: { [field.name]: value },
            seen: { [field.name]: mine ? this.adapter.value(cell.id, field.name) : seen },
          },
        ],
      }),
      "grid",
      name && ((options) => name(options).then((ids) => ids && { [field.name]: ids })),
    );
    this.calls.done(answer);
    if (marks.get(cell.id, field.name) !== mark) return;
    if (answer.state === "applied" || answer.state === "duplicate") return void marks.saved(cell.id, field.name);
    if (answer.state === "gone") return void marks.clear(cell.id, field.name);
    const error = answer.errors?.find((fault) => fault.field === field.name) ?? answer.errors?.[0] ?? {};
    marks.set(cell.id, field.name, {
      ...error,
      state: answer.state,
      typed: text,
      value,
      message: error.message ?? answer.message ?? words.server_failed,
    });
    this.calls.refused(cell.id, field.name);
  }

  /** The person chose between the own value and a colleague's, or to try once more. */
  again(id, name) {
    const mark = this.context.marks.get(id, name);
    const seen = mark.state === "conflict" ? (mark.theirs ?? null) : this.adapter.value(id, name);
    this.send({ id, field: name }, this.field(name), mark.value, mark.typed, seen);
  }

  /** What a screen reader and the foot of the page say about a cell. */
  describe(cell) {
    const field = cell && this.field(cell.field);
    if (!field) return "";
    const mark = this.context.marks.get(cell.id, cell.field);
    if (mark?.message) return mark.message;
    const why = this.why(cell.field, cell.id);
    return why ? fill(this.context.words.locked_because, { why }) : "";
  }
}

/** What is opened is gone on with, as in Excel: whoever wants to replace it types over the closed cell. */
function toEnd(input) {
  if (input.type === "checkbox") return;
  input.setSelectionRange(input.value.length, input.value.length);
  input.scrollTop = input.scrollHeight;
}
