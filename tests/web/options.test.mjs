/** The options of a column of choices, while they are made. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { tab } from "./browser.mjs";

tab();
const { unused } = await import("../../pages/sheet/web/options.js");
const TONES = ["neutral", "info", "positive", "warning", "negative"];

test("one more option gets a colour that none has yet, and grey only after all others", () => {
  assert.equal(unused(TONES, ["info", "positive"]), "warning");
  assert.equal(unused(TONES, ["positive", "warning"]), "info", "one that was given back");
  assert.equal(unused(TONES, ["info", "positive", "warning", "negative"]), "neutral");
});

test("where all are in use they come round again", () => {
  const used = [];
  for (let at = 0; at < 10; at += 1) used.push(unused(TONES, used));
  assert.deepEqual(used.slice(0, 5), used.slice(5));
});
