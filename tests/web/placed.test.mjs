/** Where a column that is inserted stands. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { placeRight } from "../../pages/sheet/web/columns.js";

test("what is put right of a title that was brought forward stands beside it, and not where the title was declared", () => {
  const columns = ["shop", "channel", "title", "budget"];
  assert.equal(placeRight({ title: "title", columns }, "title"), "id");
  assert.equal(placeRight({ title: "title", columns }, "channel"), "channel");
  assert.equal(placeRight({ title: "channel", columns }, "channel"), "channel");
  assert.equal(placeRight({ title: "shop", columns }, "shop"), "shop");
});
