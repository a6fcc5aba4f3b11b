/** What the menu of exports says of a file to edit and bring back, before it is made. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { tab } from "./browser.mjs";

tab();
const { returningChoice } = await import("../../pages/sheet/web/returning.js");
const words = { export_returning: "to edit", export_returning_most: "{n} at most, {fitting} now" };
const bounds = { rows: 200_000, cells: 3_000_000, spare: 2000 };
const run = () => {};
const offered = (columns, fitting, returning = bounds) => returningChoice({ returning }, words, columns, fitting, run);

test("a list that can come back is offered, also while nobody knows how long it is", () => {
  for (const fitting of [null, 0, 105_142]) assert.deepEqual(offered(27, fitting), [{ label: "to edit", run }]);
});

test("one that is too long is said to be, by its rows and by its columns", () => {
  assert.deepEqual(offered(27, 105_143), [{ label: "105,142 at most, 105,143 now", disabled: true }]);
  assert.deepEqual(offered(3, 198_001), [{ label: "198,000 at most, 198,001 now", disabled: true }]);
});

test("who may not bring it back is not asked", () => assert.deepEqual(offered(3, 1, null), []));
