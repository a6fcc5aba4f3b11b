/** The dialog of a column whose settings somebody else changed while it was open. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Design } from "../../pages/sheet/web/design.js";
import { tab } from "./browser.mjs";

const NAMES = ["zh", "en", "hint_zh"];

/** The API with one column, as it holds a change against what was seen. */
function desk(stands) {
  const sent = [];
  const post = async (_, { set, seen }) => {
    sent.push(set);
    const stale = Object.keys(seen).filter((name) => (stands[name] ?? null) !== seen[name]);
    const errors = stale.map((field) => ({ field, message: field, theirs: stands[field], by: "陈小波" }));
    if (stale.length) return { state: "conflict", errors };
    Object.assign(stands, set);
    return { state: "applied", rows: [] };
  };
  tab();
  return { sent, context: { http: { post }, record: { name: "member" }, words: { fix_marked: "!" } } };
}

/** A dialog in which these values stand; `blamed`: the fields that were marked. */
function form(values) {
  const blamed = [];
  const control = (name) => ({
    read: () => ({ value: values[name] ?? "" }),
    set: (value) => (values[name] = value),
  });
  const rows = NAMES.map((name) => ({ node: { hidden: false }, field: { name }, control: control(name) }));
  const refused = (errors) => (blamed.push(...errors.map(({ field }) => field)), []);
  return { blamed, rows, refused, values: () => values, node: { closest: () => null } };
}

test("of a renamed column that met another name the name alone is marked, and saved again it stands in both languages", async () => {
  const opened = { id: 3, name: "wish", kind: "line", zh: "意向", en: "意向", hint_zh: null };
  const stands = { ...opened, zh: "回访意向", en: "回访意向", hint_zh: "别人写的" };
  const { sent, context } = desk(stands);
  const design = Object.assign(Object.create(Design.prototype), { context, words: context.words, done() {} });
  const known = { columns: [], reckoned: [], turns: [], takes: {} };
  const [mine, options] = [form({ zh: "购买意向", en: "意向" }), { node: { hidden: true }, blame() {} }];
  assert.notEqual(await design.send(mine, options, known, opened, null), "");
  assert.deepEqual(mine.blamed, ["zh"]);
  assert.equal(await design.send(mine, options, known, opened, null), "");
  assert.deepEqual([stands.zh, stands.en, stands.hint_zh], ["购买意向", "购买意向", "别人写的"]);
  assert.deepEqual(sent.at(-1), { zh: "购买意向", en: "购买意向" }, "what wasn't touched isn't sent");
});
