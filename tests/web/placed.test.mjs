/** Where a column that is inserted stands, and what its cells say until its values come. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isAwaited, placeRight } from "../../pages/sheet/web/columns.js";

test("what is put right of a title that was brought forward stands beside it, and not where the title was declared", () => {
  const columns = ["shop", "channel", "title", "budget"];
  assert.equal(placeRight({ title: "title", columns }, "title"), "id");
  assert.equal(placeRight({ title: "title", columns }, "channel"), "channel");
  assert.equal(placeRight({ title: "channel", columns }, "channel"), "channel");
  assert.equal(placeRight({ title: "shop", columns }, "shop"), "shop");
});

test("a formula that was just made is told to be reckoned until its rows bring it, and an empty result is none", () => {
  const formula = { name: "per_visit", reckoned: true };
  assert.equal(isAwaited(formula, { id: 3, name: "甲" }), true);
  assert.equal(isAwaited(formula, { id: 3, per_visit: null }), false);
  assert.equal(isAwaited({ name: "no" }, { id: 3 }), false, "what is kept comes with its row");
  assert.equal(isAwaited(formula, { id: -2 }), false, "a blank row has nothing to reckon with");
});
