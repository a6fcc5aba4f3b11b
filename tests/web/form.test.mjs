/** A form's questions are shown by the same cases that the server is held to. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { holds, remember } from "../../pages/forms/web/form.js";
import { tab } from "./browser.mjs";

const CASES = JSON.parse(readFileSync(new URL("forms.json", import.meta.url), "utf-8"));

for (const [filter, given, shown] of CASES) {
  test(`${JSON.stringify(filter)} of ${JSON.stringify(given)}`, () => assert.equal(holds(filter, given), shown));
}

test("a form that was sent meanwhile keeps nothing for the next one", () => {
  tab("http://desk/f/one");
  remember({ isConnected: false, elements: { op: { value: "o".repeat(20) } }, querySelectorAll: () => [{}] });
  assert.equal(sessionStorage.getItem("ops-form /f/one"), null);
});
