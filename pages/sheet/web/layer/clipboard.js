/** Copy, cut and paste as the browser's own events bring them: they work on plain http too and need no permission. */

import { isMessage, understood } from "../apart.js";
import { fill } from "../dom.js";
import { toast } from "../popup.js";
import { MOST } from "./rows.js";
import { parseTsv, writeHtml, writeTsv } from "./tsv.js";
import { copyText } from "./values.js";

export class Clipboard {
  /** `parts`: {adapter, selection, rows, paint, paste, editing, explain, context}. */
  constructor(parts) {
    Object.assign(this, parts);
    this.kept = null;
    this.heads = false; // whether the names of the columns go along
  }

  copy(event, cut = false) {
    event.preventDefault();
    const range = this.selection.range();
    const { words } = this.context;
    if (!range) return;
    if (this.selection.isSplit()) return void toast(words.one_range, { kind: "bad" });
    const why = cut && this.cutLocked(range);
    if (why) return void this.explain.why(this.selection.active(), why);
    if (range.rows > MOST)
      return void toast(fill(words.copy_too_many, { most: MOST.toLocaleString("en-US") }), { kind: "bad" });
    const rows = this.rows.ready(range);
    if (rows) return void this.keep(range, this.rows.withOwn(rows), cut, event.clipboardData);
    this.later(range, cut);
  }

  /** A cell that may not be changed can be copied but not cut. */
  cutLocked(range) {
    return range.fields.map((name) => this.editing.why(name)).find(Boolean) ?? null;
  }

  /** Some rows of the selection were not at hand; they are fetched, and written where the browser lets us. */
  async later(range, cut) {
    const { words } = this.context;
    toast(words.copy_fetching);
    const rows = await this.rows.fetchAhead(range);
    if (rows?.length !== range.rows) return toast(words.copy_failed, { kind: "bad" });
    const data = { setData: (kind, text) => (data[kind] = text) };
    this.keep(range, rows, cut, data);
    const item = () =>
      new ClipboardItem(
        Object.fromEntries(["text/plain", "text/html"].map((kind) => [kind, new Blob([data[kind]], { type: kind })])),
      );
    const written = await navigator.clipboard?.write([item()]).then(
      () => true,
      () => false,
    );
    return toast(written ? fill(words.copied_rows, { n: range.rows.toLocaleString("en-US") }) : words.copy_again, {
      kind: "good",
    });
  }

  keep(range, rows, cut, data) {
    const { record, words } = this.context;
    const fields = range.fields.map((name) => record.byName[name]);
    const values = rows.map((row) => fields.map((field) => copyText(field, row[field.name], words)));
    const texts = this.heads ? [fields.map(({ label }) => label), ...values] : values;
    const text = writeTsv(texts);
    data.setData("text/plain", text);
    data.setData(
      "text/html",
      writeHtml(
        texts,
        fields.map(({ kind }) => kind),
      ),
    );
    this.kept = this.heads ? null : { text: flat(text), rows, fields, cut, top: range.top };
    this.paint.show("copied", range);
  }

  take(event) {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    if (text === "" || !this.selection.active()) return;
    if (this.selection.isSplit()) return void toast(this.context.words.one_range, { kind: "bad" });
    if (this.isForNew(text)) return void this.asMessage(text);
    this.put(text);
  }

  /** A message on the blank line, in whatever column but one for long texts, is not meant for that one cell. */
  isForNew(text) {
    const { row, field } = this.selection.active();
    return this.adapter.isBlank(row) && this.editing.field(field)?.kind !== "note" && isMessage(text);
  }

  async asMessage(text) {
    const apart = await understood(this.context, text);
    if (Object.keys(apart?.values ?? {}).length > 1) this.commands.add({}, text);
    else this.put(text);
  }

  put(text) {
    const own = this.kept?.text === flat(text) ? this.kept : null;
    const moved = own?.cut ? { rows: own.rows, fields: own.fields.map(({ name }) => name), top: own.top } : null;
    if (moved) this.forget();
    this.paste.paste(parseTsv(text.replace(/\u0000/g, "")), moved, (r, c, field) => this.known(own, r, c, field));
  }

  /** Between our own cells of one meaning the value itself goes over: two stores may share a name. */
  known(own, r, c, field) {
    const from = own?.fields[c];
    const same =
      from &&
      !from.masked &&
      from.kind === field.kind &&
      from.link === field.link &&
      (from.name === field.name || field.kind !== "choice");
    return same ? (own.rows[r][from.name] ?? undefined) : undefined;
  }

  forget() {
    this.kept = null;
    this.paint.show("copied", null);
  }
}

/** Systems change line breaks on the way. */
function flat(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
}
