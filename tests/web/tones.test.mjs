/** What stands out: the first rule that is met counts, cells before rows, and numbers lie between their ends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Query } from "../../pages/sheet/web/query.js";
import { share, Tones } from "../../pages/sheet/web/tones.js";
import { tab } from "./browser.mjs";

function tones() {
  const made = new Tones();
  made.rules = [
    { filter: {}, tone: "info" },
    { filter: {}, tone: "negative" },
    { filter: {}, tone: "warning", column: "no" },
    { column: "no", show: "bar" },
  ];
  made.take([{ id: 1 }, { id: 2 }], { colours: [[2], [1, 2], [1], []], scales: { no: ["10", "50"] } });
  return made;
}

test("of two rules that colour a row the earlier one counts, and a cell has its own", () => {
  const made = tones();
  assert.deepEqual(
    [made.of(1), made.of(2), made.of(1, "no"), made.of(2, "no"), made.of(3)],
    ["negative", "info", "warning", null, null],
  );
});

test("a row that is told anew loses what it does not meet any more", () => {
  const made = tones();
  made.take([{ id: 1 }], { colours: [[], [], [], []], scales: {} });
  assert.deepEqual([made.of(1), made.of(2), made.scales.no], [null, "info", ["10", "50"]]);
});

test("a number lies between its ends, and what is none has neither bar nor shade", () => {
  assert.deepEqual([share(30, 10, 50), share(10, 10, 50), share(99, 10, 50), share(5, 5, 5)], [0.5, 0, 1, 1]);
  const made = tones();
  assert.match(made.style({ name: "no" }, "25").backgroundImage, /50\.0%/, "a bar begins at nought");
  assert.deepEqual(
    [made.style({ name: "no" }, null), made.style({ name: "name" }, "5")],
    [{ backgroundImage: "" }, { backgroundImage: "" }],
  );
});

test("a view says how it looks; a rule by a column that is gone is left out", () => {
  tab("http://desk/t/member");
  const good = { filter: { no: { ge: 1 } }, tone: "info" };
  const query = new Query({
    name: "member",
    byName: { no: {} },
    view: {
      colours: [good, { filter: { gone: { ge: 1 } }, tone: "info" }, { column: "gone", show: "bar" }],
      height: 9,
    },
  });
  assert.deepEqual(query.looks(), { colours: [good] });
  assert.deepEqual(query.block().colours, [good]);
  assert.equal("colours" in query.lines(), false, "ids are asked for without");
});
