/** Where Enter, Tab, Ctrl and an arrow, and the handle lead: as in Excel, against a model of it, also over rows not at hand. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Edges } from "../../pages/sheet/web/layer/edges.js";
import { Selection } from "../../pages/sheet/web/layer/selection.js";
import { jump, nextWithin } from "../../pages/sheet/web/layer/within.js";
import { dice } from "./browser.mjs";

const BOXES = [
  { top: 1, bottom: 2, fields: ["a", "b", "c"] },
  { top: 5, bottom: 7, fields: ["b"] },
];

function walked(boxes, move, steps, cell = { row: boxes[0].top, field: boxes[0].fields[0] }) {
  const path = [];
  for (let n = 0; n < steps; n += 1) path.push((cell = nextWithin(boxes, cell, move)));
  return path.map(({ row, field }) => `${row}${field}`).join(" ");
}

test("Enter goes down the columns, Tab along the rows, with Shift back, and from one rectangle into the next", () => {
  assert.equal(walked(BOXES, { down: 1 }, 9), "2a 1b 2b 1c 2c 5b 6b 7b 1a");
  assert.equal(walked(BOXES, { right: 1 }, 9), "1b 1c 2a 2b 2c 5b 6b 7b 1a");
  assert.equal(walked(BOXES, { down: -1 }, 3), "7b 6b 5b");
  assert.equal(walked(BOXES, { right: -1 }, 3), "7b 6b 5b");
  assert.equal(nextWithin(BOXES, { row: 9, field: "a" }, { down: 1 }), null);
});

test("a walk through a selection comes to every cell once and leaves the selection as it was", () => {
  const listeners = [];
  const adapter = {
    at: null,
    fields: () => ["a", "b", "c"],
    size: () => ({ rows: 9, lines: 9, fields: ["a", "b", "c"] }),
    active: () => adapter.at,
    onActive: (listener) => listeners.push(listener),
    onRows() {},
    show() {},
    activate(row, field) {
      adapter.at = { row, field, id: row + 1 };
      listeners.forEach((listener) => listener());
    },
  };
  const selection = new Selection(adapter);
  adapter.activate(2, "a");
  assert.equal(selection.walk({ down: 1 }), false);
  selection.extend(4, "b");
  const before = JSON.stringify(selection.ranges());
  const seen = new Set();
  for (let n = 0; n < 6; n += 1) {
    assert.ok(selection.walk({ right: 1 }));
    seen.add(`${adapter.at.row}${adapter.at.field}`);
  }
  assert.equal(seen.size, 6);
  assert.equal(JSON.stringify(selection.ranges()), before);
  assert.equal(selection.isAll(), false);
  selection.all();
  assert.equal(selection.isAll(), true);
  adapter.activate(3, "b");
  assert.ok(selection.isOne());
});

/** Excel's rule, said slowly. */
function model(flags, from) {
  if (from >= flags.length - 1) return flags.length - 1;
  let at = from;
  if (flags[at] && flags[at + 1]) {
    while (at + 1 < flags.length && flags[at + 1]) at += 1;
    return at;
  }
  const next = flags.indexOf(true, from + 1);
  return next < 0 ? flags.length - 1 : next;
}

test("a jump ends where Excel's ends, both ways, and doesn't guess about what isn't at hand", () => {
  const roll = dice(7);
  for (let turn = 0; turn < 300; turn += 1) {
    const flags = Array.from({ length: 1 + roll(9) }, () => roll(2) === 1);
    const from = roll(flags.length);
    const back = flags.length - 1 - model(flags.toReversed(), flags.length - 1 - from);
    assert.equal(
      jump((at) => flags[at], from, 1, flags.length),
      model(flags, from),
      `${flags} from ${from}`,
    );
    assert.equal(
      jump((at) => flags[at], from, -1, flags.length),
      back,
      `${flags} back from ${from}`,
    );
    const known = roll(flags.length + 1);
    const here = jump((at) => (at < known ? flags[at] : undefined), from, 1, flags.length);
    assert.ok(here === null || here === model(flags, from));
  }
});

/** Columns as texts, a row a sign, "." for empty; rows from `known` on aren't at hand. */
function desk(columns, known = Infinity) {
  const names = Object.keys(columns);
  const rows = columns[names[0]].length;
  const asked = [];
  const row = (at) => Object.fromEntries(names.map((name) => [name, columns[name][at] === "." ? null : "x"]));
  const adapter = {
    fields: () => names,
    size: () => ({ rows, lines: rows + 1, fields: names }),
    loaded: (top, bottom) =>
      new Map(
        Array.from({ length: Math.min(rows, known) }, (_, at) => [at, { id: at + 1, ...row(at) }]).filter(
          ([at]) => at >= top && at <= bottom,
        ),
      ),
  };
  const http = {
    post: async (path, body) => {
      asked.push([path, body.field, body.row, body.back]);
      const flags = [...columns[body.field]].map((sign) => sign !== ".");
      return { row: jump((at) => flags[at], body.row, body.back ? -1 : 1, rows) };
    },
  };
  const byName = Object.fromEntries(
    names.map((name) => [name, { name, ops: name === "z" ? ["eq"] : ["eq", "empty"] }]),
  );
  const query = { group: [], body: () => ({}) };
  return { edges: new Edges(adapter, { http, query, record: { name: "member", byName } }), asked };
}

test("the server is asked only where rows that aren't at hand decide", async () => {
  const { edges, asked } = desk({ a: "xx..x..x", z: "xxxxxxxx" }, 5);
  assert.equal(edges.down({ row: 0, field: "a" }, 1), 1);
  assert.equal(edges.down({ row: 1, field: "a" }, 1), 4);
  assert.equal(edges.down({ row: 2, field: "z" }, 1), 7, "nobody may ask what is empty there");
  assert.deepEqual(asked, []);
  assert.equal(await edges.down({ row: 4, field: "a" }, 1), 7);
  assert.deepEqual(asked, [["/member/edge", "a", 4, false]]);
  assert.equal(edges.across({ row: 2, field: "a" }, 1), "z");
  assert.equal(edges.across({ row: 7, field: "z" }, -1), "a", "a row that isn't at hand is crossed whole");
});

test("the handle fills as far as the column beside goes, and not into what is filled", async () => {
  const box = (name, at, row) => ({ top: row, bottom: row, left: at, right: at, fields: [name] });
  assert.equal(await desk({ a: "xxxxx.x", b: "x......" }).edges.toFill(box("b", 1, 0)), 4);
  assert.equal(await desk({ a: "xxxxx.x", b: "x..x..." }).edges.toFill(box("b", 1, 0)), 2);
  assert.equal(await desk({ a: "xxxxx.x", b: "xx....." }).edges.toFill(box("b", 1, 0)), 4, "over what is there");
  assert.equal(await desk({ a: "x......", b: "x......", c: "xx....." }).edges.toFill(box("b", 1, 0)), 1);
  assert.equal(await desk({ a: "x......", b: "x......" }).edges.toFill(box("b", 1, 0)), null);
});
