import assert from "node:assert/strict";
import { test } from "node:test";

import { changeable, rowsMeant, waysOf } from "../../pages/sheet/web/bulk.js";

const words = { bulk_ticked: "t{n}", bulk_selected: "s{n}", bulk_filtered: "f{n}", bulk_all: "a{n}" };
const about = { ticked: [], selected: [], total: 1234, narrowed: false, body: { filter: { a: 1 }, search: "w" } };

test("what can be done to a column goes by its kind, and what must be filled in isn't cleared", () => {
  assert.deepEqual(waysOf({ kind: "money" }), ["set", "add", "times", "clear", "replace"]);
  assert.deepEqual(waysOf({ kind: "day", required: true }), ["set", "add_days", "replace"]);
  assert.deepEqual(waysOf({ kind: "tags" }), ["tag", "untag", "set", "clear", "replace"]);
});

test("columns that are kept by rules, masked or hold files are not offered", () => {
  const fields = [
    { name: "a", editable: true, kind: "line" },
    { name: "b", editable: false, kind: "line" },
    { name: "c", editable: true, masked: true, kind: "line" },
    { name: "d", editable: true, kind: "files" },
  ];
  assert.deepEqual(
    changeable({ fields }).map(({ name }) => name),
    ["a"],
  );
});

test("ticked rows are meant before selected ones, and all rows last, by the filter that leaves them", () => {
  assert.deepEqual(rowsMeant({ ...about, ticked: [1, 2], selected: [3, 4] }, words), [
    { key: "ticked", label: "t2", ask: { ids: [1, 2] } },
    { key: "all", label: "a1,234", ask: { filter: { a: 1 }, search: "w" } },
  ]);
  assert.deepEqual(
    rowsMeant({ ...about, selected: [3, 4], narrowed: true }, words).map(({ label }) => label),
    ["s2", "f1,234"],
  );
  assert.deepEqual(
    rowsMeant({ ...about, selected: [3] }, words).map(({ key }) => key),
    ["all"],
  );
});
