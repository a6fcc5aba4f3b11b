/** Pasting: where the block goes, what it would do, and the one batch it becomes. */

import { BLANK } from "../blank.js";
import { fill } from "../dom.js";
import { groupOf } from "../groups.js";
import { toast } from "../popup.js";
import { unlisted } from "../unlisted.js";
import { Changes } from "./changes.js";
import { askPaste } from "./preview.js";
import { emptyOf, saysTheSame, typedValue } from "./values.js";

const QUIET = 500;

export class Paste {
  /** `parts`: {adapter, selection, rows, batch, editing, context, explain}. */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** `block`: rows of texts; `moved`: what was cut for it, if anything; `wire(r, c, field)`: a value known from our own copy. */
  async paste(block, moved = null, wire = () => undefined) {
    const { record, words } = this.context;
    const plan = this.plan(block, wire);
    if (!plan) return;
    if (plan.added && !record.may.includes("add"))
      return void toast(fill(words.paste_no_adding, { n: plan.added }), { kind: "bad" });
    if (plan.locked.length === plan.fields.length)
      return void this.explain.why(this.selection.active(), plan.locked[0].why);
    if (plan.added === 1 && plan.rows === 1 && !moved) return void this.intoBlank(plan);
    const run = (progress) => this.run(plan, moved, progress);
    if (plan.rows > QUIET || plan.locked.length || plan.beyond) return void askPaste(plan, { record, words, run });
    const sentence = await run(() => {});
    if (sentence) toast(sentence, { kind: "bad" });
  }

  /** One value fills the range, a block that fits is repeated over it, else the block lies where it begins. */
  plan(block, wire) {
    const range = this.selection.range();
    if (!range) return null;
    const all = this.adapter.size();
    const [tall, broad] = [block.length, block[0].length];
    const repeats = range.rows % tall === 0 && range.fields.length % broad === 0;
    const rows = repeats ? range.rows : tall;
    const wanted = repeats ? range.fields.length : broad;
    const fields = all.fields.slice(range.left, range.left + wanted);
    const added = Math.min(rows, Math.max(0, range.top + rows - all.rows));
    const whyNot = (name) =>
      (added < rows && this.editing.why(name)) || (added && this.editing.why(name, BLANK)) || null;
    const locked = fields.map((name) => ({ name, why: whyNot(name) })).filter(({ why }) => why);
    return {
      top: range.top,
      rows,
      fields,
      locked,
      beyond: wanted - fields.length,
      added,
      text: (r, c) => block[r % tall][c % broad],
      wire: (r, c, field) => wire(r % tall, c % broad, field),
    };
  }

  async run(plan, moved, progress) {
    const { words } = this.context;
    const kept = plan.rows - plan.added;
    const present = kept
      ? await this.rows.need({ top: plan.top, bottom: plan.top + kept - 1 }, progress).catch((error) => error)
      : [];
    if (present instanceof Error) return present.message;
    if (present.length < kept) return words.rows_moved;
    if (present.some(groupOf)) return words.paste_over_group;
    progress(null);
    const changes = new Changes();
    if (moved) this.empty(moved, changes);
    for (let r = 0; r < plan.rows; r += 1) this.line(plan, r, r < kept ? present[r] : null, changes);
    const list = changes.list();
    await this.batch.send(list, "paste", (sent, came) => this.tell(plan, sent, came));
    return null;
  }

  /** One line into the blank one is as if it were typed; with all a row needs it is one at once. */
  async intoBlank(plan) {
    const { blank } = this.context;
    const changes = new Changes();
    this.line(plan, 0, null, changes);
    for (const { set, texts } of changes.list()) this.batch.toBlank(set, texts);
    if (blank.missing().length === 0) await blank.leave(true);
  }

  line(plan, r, data, changes) {
    const { record, words } = this.context;
    const shut = (name) => Boolean(this.editing.why(name, data ? null : BLANK));
    plan.fields.forEach((name, c) => {
      const field = record.byName[name];
      const text = plan.text(r, c);
      if (shut(name) || (data ? this.unchanged(changes, data, field, text, words) : text.trim() === "")) return;
      changes.put(plan.top + r, data, field, plan.wire(r, c, field) ?? typedValue(field, text), text);
    });
  }

  unchanged(changes, data, field, text, words) {
    return (
      !changes.rows.get(data.id)?.set.hasOwnProperty(field.name) && saysTheSame(field, text, data[field.name], words)
    );
  }

  /** What was cut is emptied in the same batch, so that moving is one step back as well. */
  empty({ rows, fields, top }, changes) {
    for (const name of fields.filter((field) => !this.editing.why(field))) {
      const field = this.context.record.byName[name];
      rows.forEach((data, n) => changes.put(top + n, data, field, emptyOf(field), ""));
    }
  }

  /** In words what became of it: how many rows are changed now, how many are new, and how many of these the filter hides. */
  async tell(plan, list, came = []) {
    const { words } = this.context;
    const said = { added: list.filter(({ id }) => id === null).length, changed: list.filter(({ id }) => id).length };
    const sentence =
      said.added && said.changed
        ? words.pasted_both
        : said.added
          ? words.pasted_added
          : said.changed
            ? words.pasted
            : words.pasted_same;
    this.mark(plan);
    const known = new Set(list.map(({ id }) => id));
    const hidden = said.added
      ? await unlisted(
          this.context,
          came.filter(({ id }) => !known.has(id)),
        )
      : 0;
    const numbers = { added: said.added.toLocaleString("en-US"), changed: said.changed.toLocaleString("en-US") };
    const rest = hidden ? fill(words.pasted_unlisted, { n: hidden.toLocaleString("en-US") }) : "";
    toast(fill(sentence, numbers) + rest, { kind: "good", seconds: hidden ? 10 : 5 });
  }

  /** What was pasted over is selected; new rows stand where the order wants them, so the blank line is gone on with. */
  mark({ top, rows, added, fields }) {
    if (added === rows) return this.adapter.activate(Infinity, fields[0]);
    this.adapter.activate(top, fields[0]);
    return this.selection.extend(top + rows - added - 1, fields.at(-1), { show: false });
  }
}
