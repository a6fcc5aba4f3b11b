/** The size of the cells goes by steps, stays within its bounds and is the person's own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { STEPS, stepped } from "../../pages/sheet/web/zoom.js";

test("each step leads to the next, and at either end it stays", () => {
  for (let at = 1; at < STEPS.length; at += 1) {
    assert.equal(stepped(STEPS[at - 1], 1), STEPS[at]);
    assert.equal(stepped(STEPS[at], -1), STEPS[at - 1]);
  }
  assert.deepEqual([stepped(200, 1), stepped(50, -1), STEPS[0], STEPS.at(-1)], [200, 50, 50, 200]);
});
