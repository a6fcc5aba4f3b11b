/** An empty table says how it can be begun, and by nothing that isn't offered. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { beginnings } from "../../pages/sheet/web/states.js";

const words = {
  empty_note: "You can {first}.",
  empty_or: ", or ",
  empty_column: "make columns",
  empty_usual: "start with a usual set",
  empty_bring: "import",
  empty_add: "add a row",
  empty_note_reader: "Rows will show here.",
};

test("each way that somebody may go is named, and no other", () => {
  for (const starter of [null, "Start"])
    for (const bring of [false, true])
      for (const add of [false, true]) {
        const may = ["see", bring && "import", add && "add"].filter(Boolean);
        const said = beginnings({ may, starter, fields: [] }, words);
        assert.deepEqual(
          [said.includes("usual"), said.includes("import"), said.includes("add"), said === words.empty_note_reader],
          [starter !== null, bring, add, !starter && !bring && !add],
        );
      }
});

test("what has to be there first is said in the place of all of them", () => {
  const record = { may: ["see", "import", "add"], starter: null, fields: [], awaits: "Fill in the ladder first." };
  assert.equal(beginnings(record, words), "Fill in the ladder first.");
});

test("several ways stand in one sentence", () => {
  assert.equal(
    beginnings({ may: ["import", "add"], starter: null, fields: [] }, words),
    "You can import, or add a row.",
  );
});

test("who may make columns hears of them where a table was made here, whatever columns it began with", () => {
  for (const [design, settable, named] of [
    [true, true, true],
    [true, false, false],
    [false, true, false],
  ])
    assert.equal(
      beginnings({ may: [], starter: null, design, settable, fields: [] }, words).includes("columns"),
      named,
    );
});
