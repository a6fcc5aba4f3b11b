/** Ticking the values of a column: which question that is, and which ticks a question is. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { modelOf, ticksOf } from "../../pages/sheet/web/filters/values.js";
import { textOf } from "../../pages/sheet/web/kinds.js";

const lists = () => true;
const flag = (operator) => ["eq", "ne", "empty"].includes(operator);
const all = [true, false, null];

for (const model of [null, { in: [1, 2] }, { not_in: [1, null] }, { in: ["a"] }, { empty: true }, { empty: false }]) {
  test(`${JSON.stringify(model)} is ticked and asked again`, () =>
    assert.deepEqual(modelOf(ticksOf(model), lists), model));
}

test("one value by itself, and a row of another table, are ticks, too", () => {
  assert.deepEqual(ticksOf({ eq: "a" }), { but: false, keys: ["a"] });
  assert.deepEqual(ticksOf({ in: [{ id: 3, text: "丙" }] }), { but: false, keys: [3] });
  assert.equal(ticksOf({ ge: 1, le: 2 }), null);
  assert.equal(ticksOf({ contains: "a" }), null);
});

for (const [ticks, model] of [
  [{ but: false, keys: [true] }, { eq: true }],
  [{ but: true, keys: [true] }, { ne: true }],
  [{ but: false, keys: [true, false] }, { empty: false }],
  [{ but: true, keys: [true, false] }, { empty: true }],
  [{ but: false, keys: [false, null] }, { ne: true }],
  [{ but: true, keys: [false, null] }, { eq: true }],
  [{ but: false, keys: [true, false, null] }, null],
  [{ but: false, keys: [] }, null],
]) {
  test(`a column of yes and no with ${JSON.stringify(ticks)} asks ${JSON.stringify(model)}`, () =>
    assert.deepEqual(modelOf(ticks, flag, all), model));
}

test("a number has separators, and a year has none", () => {
  assert.deepEqual([textOf({ kind: "count" }, 2026), textOf({ kind: "count", plain: true }, 2026)], ["2,026", "2026"]);
});
