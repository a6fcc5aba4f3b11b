/** What the menu of a cell asks and copies. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { tab } from "./browser.mjs";

tab();
const { CellMenu, below, byValue, copied } = await import("../../pages/sheet/web/layer/menu.js");
const all = ["eq", "ne", "in", "not_in", "empty", "contains", "lacks", "ge", "lt"];

for (const [field, value, only, without] of [
  [{ kind: "line" }, "王", { eq: "王" }, { ne: "王" }],
  [{ kind: "money" }, "12.00", { eq: "12.00" }, { ne: "12.00" }],
  [{ kind: "count" }, 0, { eq: 0 }, { ne: 0 }],
  [{ kind: "choice" }, "open", { in: ["open"] }, { not_in: ["open"] }],
  [{ kind: "flag" }, false, { in: [false] }, { not_in: [false] }],
  [{ kind: "link" }, { id: 7, text: "锦江" }, { in: [7] }, { not_in: [7] }],
  [{ kind: "tags" }, ["老客", "团购"], { contains: "老客" }, { lacks: "老客" }],
  [{ kind: "tags" }, [], { empty: true }, { empty: false }],
  [{ kind: "day" }, null, { empty: true }, { empty: false }],
  [{ kind: "moment" }, "2026-11-29T17:30:00Z", { ge: "2026-11-29T16:00:00Z", lt: "2026-11-30T16:00:00Z" }, null],
])
  test(`a ${field.kind} of ${JSON.stringify(value)} is asked for and left out`, () => {
    assert.deepEqual(byValue({ ...field, ops: all }, value), only);
    assert.deepEqual(byValue({ ...field, ops: all }, value, true), without);
  });

test("what the column can't be asked isn't offered", () => {
  assert.equal(byValue({ kind: "line", ops: ["contains"] }, "王"), null);
  assert.equal(byValue({ kind: "line", ops: [] }, null), null);
});

test("opened by key the menu stands under its cell, also where that was scrolled away or its row is on its way", () => {
  const shown = [];
  const nearest = () => ({ left: 40, top: 300, width: 120, height: 32 });
  const adapter = { show: (...cell) => shown.push(cell), places: { nearest }, rect: () => null };
  assert.deepEqual(below({ row: 7, id: null, field: "name" }, adapter), { left: 40, top: 332 });
  assert.deepEqual(shown, [[7, "name"]]);
});

test("a copy of a row leaves out what stands once, what is numbered, kept by rules or masked", () => {
  const fields = [
    { name: "no", kind: "line", auto: "A-", editable: true },
    { name: "card", kind: "line", unique: true, editable: true },
    { name: "phone", kind: "phone", masked: true, editable: true },
    { name: "state", kind: "choice", editable: false },
    { name: "since", kind: "day", editable: false, addable: true },
    { name: "name", kind: "line", editable: true },
    { name: "note", kind: "note", editable: true },
  ];
  const row = {
    id: 1,
    no: "A-1",
    card: "C1",
    phone: "138****",
    state: "open",
    since: "2026-01-01",
    name: "王",
    note: null,
  };
  assert.deepEqual(copied({ fields }, row), { since: "2026-01-01", name: "王" });
});

for (const overview of [true, false])
  test(`a row ${overview ? "leads" : "doesn't lead"} to the page where all of it is gathered`, () => {
    const opened = [];
    const menu = Object.create(CellMenu.prototype);
    const words = { overview: "全景", open_page: "打开记录" };
    menu.context = { words, record: { overview } };
    menu.editing = { field: () => null };
    menu.commands = { openRecord: (...given) => opened.push(given) };
    const item = menu.more({ id: 7, field: "name" }, true).find((each) => each && each.label === "全景");
    item?.run();
    assert.deepEqual(opened, overview ? [[7, "/overview"]] : []);
  });
