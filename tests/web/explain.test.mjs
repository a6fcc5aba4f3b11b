/** A sentence at a cell leads back to that cell, and where its row was scrolled out of reach, to where the hand is. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Explain } from "../../pages/sheet/web/explain.js";

/** What is said of a cell of row 7 while the hand is at `at`; `row`: where that row stands now, if it is at hand. */
function said(row, at) {
  const [went, cleared] = [[], []];
  const adapter = { rowOf: () => row, active: () => at, activate: (...cell) => went.push(cell) };
  const context = { marks: { clear: (...cell) => cleared.push(cell) } };
  const explain = Object.assign(Object.create(Explain.prototype), { adapter, context, popup: null });
  explain.at = { id: 7, field: "name" };
  return { explain, went, cleared };
}

const escape = { key: "Escape", preventDefault() {}, stopPropagation() {} };

for (const [row, at, wanted] of [
  [3, { row: 3, field: "name" }, [[3, "name"]]],
  [null, { row: 41_000, field: "phone" }, [[41_000, "phone"]]],
  [null, null, []],
])
  test(`from a row at ${row} with the hand at ${at?.row} it goes to ${JSON.stringify(wanted)}`, () => {
    const { explain, went } = said(row, at);
    explain.key(escape);
    assert.deepEqual(went, wanted);
    const { explain: other, went: after, cleared } = said(row, at);
    other.drop(7, "name");
    assert.deepEqual([after, cleared], [wanted, [[7, "name"]]]);
  });
