/** A form's questions are shown by the same cases that the server is held to. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fill, shelf } from "../../pages/forms/web/draft.js";
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

const DAY = 24 * 3_600_000;

for (const path of ["/f/one", "/s/one"]) {
  test(`what is half filled in at ${path} is kept for thirty days`, () => {
    tab(`http://desk${path}`);
    shelf.write({ typed: [["q1", "好"]], at: 0 });
    assert.deepEqual(shelf.read(29 * DAY).typed, [["q1", "好"]]);
    assert.equal(shelf.read(31 * DAY), null);
    assert.deepEqual(Object.keys(sessionStorage), []);
  });
}

test("a page drops what is too old of others, and nothing that isn't a form's", () => {
  tab("http://desk/f/one");
  shelf.write({ typed: [], at: 0 });
  sessionStorage.setItem("opsdesk.draft.1.member", "{}");
  location = new URL("http://desk/s/two");
  shelf.write({ typed: [["q7", "5"]], at: 40 * DAY });
  assert.deepEqual(shelf.read(41 * DAY).typed, [["q7", "5"]]);
  assert.deepEqual(Object.keys(sessionStorage), ["opsdesk.draft.1.member", "ops-form /s/two"]);
});

test("forms of people who are signed in keep nothing", () => {
  tab("http://desk/form/1");
  shelf.write({ typed: [["q-name", "王"]], at: 0 });
  assert.equal(shelf.read(0), null);
});

test("what was kept is put back into its questions", () => {
  const field = (type, name, value) => ({ type, name, value, checked: false });
  const elements = [
    field("radio", "q1", "4"),
    field("radio", "q1", "5"),
    field("checkbox", "q2", "鱼油"),
    field("textarea", "q3", ""),
    field("hidden", "op", "o"),
  ];
  const typed = [
    ["q1", "5"],
    ["q2", "鱼油"],
    ["q3", "很好"],
  ];
  fill({ elements }, { typed });
  assert.deepEqual(
    [elements.map((part) => part.checked), elements[3].value, elements[4].value],
    [[false, true, true, false, false], "很好", "o"],
  );
});
