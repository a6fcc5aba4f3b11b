/** Days as people shorten them are understood while they are typed as the server understands them (tests/kit/test_shortened.py). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parseDay } from "../../pages/sheet/web/moments.js";

const CASES = JSON.parse(readFileSync(new URL("days.json", import.meta.url), "utf-8"));

test("a shortened day is the day that is meant, or is left to the server to ask about", () => {
  for (const [now, typed, day] of CASES) assert.equal(parseDay(typed, now), day, `${typed} on ${now}`);
});
