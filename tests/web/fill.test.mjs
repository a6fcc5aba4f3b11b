/** Filling and emptying: which cells are written, with what, and which are left alone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Fill } from "../../pages/sheet/web/layer/fill.js";
import { tab } from "./browser.mjs";

const FIELDS = [
  { name: "no", kind: "line", label: "编号" },
  { name: "qty", kind: "count", label: "数量" },
  { name: "price", kind: "money", label: "单价" },
  { name: "day", kind: "day", label: "日期" },
  { name: "gift", kind: "flag", label: "赠品", required: true },
];

/** A sheet of these rows; what is sent is kept as [id, {field: value}]. */
function sheet(rows, locked = []) {
  tab();
  const sent = [];
  const names = FIELDS.map(({ name }) => name);
  const parts = {
    adapter: { isBlank: () => false, fields: () => names, activate() {} },
    selection: {
      range: () => parts.at,
      ranges: () => [parts.at],
      around: () => parts.at,
      isSplit: () => false,
      extend() {},
      active: () => ({ field: names[0] }),
    },
    rows: { need: async ({ top, bottom }) => rows.slice(top, bottom + 1) },
    batch: { send: async (list, via) => (sent.push(...list.map(({ id, set }) => [id, set])), (parts.via = via), true) },
    editing: { why: (name) => (locked.includes(name) ? "锁定" : null) },
    explain: { why: (_, why) => ((parts.why = why), undefined) },
    context: {
      words: { yes: "是", no: "否" },
      record: { byName: Object.fromEntries(FIELDS.map((field) => [field.name, field])) },
    },
  };
  const box = (top, bottom, ...fields) => ({
    top,
    bottom,
    left: names.indexOf(fields[0]),
    fields,
    rows: bottom - top + 1,
  });
  return { fill: new Fill(parts), parts, sent, box };
}

const row = (id, more = {}) => ({
  id,
  no: `A${id}`,
  qty: id,
  price: `${id}.00`,
  day: "2026-01-01",
  gift: false,
  ...more,
});

test("down: the first row stands in all others, and in none that says so already", async () => {
  const { fill, parts, sent, box } = sheet([row(1), row(2), row(3, { qty: 1 }), row(4)]);
  parts.at = box(0, 3, "qty");
  await fill.copy("down");
  assert.deepEqual(sent, [
    [2, { qty: 1 }],
    [4, { qty: 1 }],
  ]);
  assert.equal(parts.via, "fill");
});

test("down in one row: the row above", async () => {
  const { fill, parts, sent, box } = sheet([row(1), row(2)]);
  parts.at = box(1, 1, "no", "qty");
  await fill.copy("down");
  assert.deepEqual(sent, [[2, { no: "A1", qty: 1 }]]);
  parts.at = box(0, 0, "qty");
  assert.equal(await fill.copy("down"), null, "above the first row is nothing");
});

test("several ranges at once: each is filled from its own first line, a single one from the line before it", async () => {
  const { fill, parts, sent, box } = sheet([row(1), row(2), row(3), row(4), row(5)]);
  const choose = (...ranges) => {
    parts.selection.isSplit = () => true;
    parts.selection.ranges = () => ranges;
    parts.at = ranges.at(-1);
    parts.selection.around = () => box(0, 4, "no", "qty", "price");
  };
  choose(box(0, 1, "qty"), box(3, 4, "price"), box(3, 3, "qty"));
  await fill.copy("down");
  assert.deepEqual(sent.splice(0), [
    [2, { qty: 1 }],
    [5, { price: "4.00" }],
    [4, { qty: 3 }],
  ]);
  choose(box(0, 0, "no", "qty"), box(2, 2, "qty"), box(4, 4, "no"));
  await fill.copy("right");
  assert.deepEqual(sent, [
    [1, { qty: "A1" }],
    [3, { qty: "A3" }],
  ]);
});

test("right: into a column of another kind goes the text, for the server to understand or refuse", async () => {
  const { fill, parts, sent, box } = sheet([row(1)]);
  parts.at = box(0, 0, "no", "qty");
  await fill.copy("right");
  assert.deepEqual(sent, [[1, { qty: "A1" }]]);
});

test("right at the first column: nothing stands left of it", async () => {
  const { fill, parts, sent, box } = sheet([row(1)]);
  parts.at = box(0, 0, "no");
  assert.equal(await fill.copy("right"), null);
  assert.deepEqual(sent, []);
});

test("the handle carries a series on downwards, and backwards upwards", async () => {
  const down = sheet([row(1), row(2), row(9), row(10)]);
  await down.fill.series(down.box(0, 1, "qty"), down.box(2, 3, "qty"));
  assert.deepEqual(
    down.sent.map(([, set]) => set.qty),
    [3, 4],
  );
  const up = sheet([row(8), row(9), row(5), row(6)]);
  await up.fill.series(up.box(2, 3, "qty"), up.box(0, 1, "qty"));
  assert.deepEqual(
    up.sent,
    [
      [8, { qty: 3 }],
      [9, { qty: 4 }],
    ],
    "the one nearest to the source is the next",
  );
});

test("each column goes on by its own kind", async () => {
  const { fill, sent, box } = sheet([row(1), row(2, { day: "2026-01-08" }), row(3)]);
  await fill.series(box(0, 1, "no", "qty", "day"), box(2, 2, "no", "qty", "day"));
  assert.deepEqual(sent, [[3, { day: "2026-01-15" }]], "what says A3 and 3 already is not sent");
});

test("dragged to the right a series goes on where the columns are of one kind", async () => {
  const { fill, sent, box } = sheet([row(7)]);
  await fill.series(box(0, 0, "qty"), box(0, 0, "price"));
  assert.deepEqual(sent, [[7, { price: "7" }]]);
});

test("locked columns are left as they are; with nothing else the reason is told", async () => {
  const { fill, parts, sent, box } = sheet([row(1), row(2)], ["qty"]);
  parts.at = box(0, 1, "qty");
  await fill.copy("down");
  assert.deepEqual([sent, parts.why], [[], "锁定"]);
});

test("emptied is null, and no for a tick that must say one of two", async () => {
  const { fill, parts, sent, box } = sheet([row(1, { gift: true, price: null })]);
  parts.at = box(0, 0, "qty", "price", "gift");
  await fill.empty();
  assert.deepEqual(sent, [[1, { qty: null, gift: false }]]);
});

test("a tick goes into the ticks of the range and into nothing else", async () => {
  const { fill, parts, sent, box } = sheet([row(1), row(2, { gift: true })]);
  parts.at = box(0, 1, "qty", "gift");
  await fill.tick(true);
  assert.deepEqual(sent, [[1, { gift: true }]]);
});
