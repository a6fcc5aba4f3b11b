/** What is chosen: one rectangle, or with Ctrl several, against what Excel would have chosen after any order of keys and clicks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Fill } from "../../pages/sheet/web/layer/fill.js";
import { Selection } from "../../pages/sheet/web/layer/selection.js";
import { Summary } from "../../pages/sheet/web/layer/summary.js";
import { tab } from "./browser.mjs";

const NAMES = ["a", "b", "c", "d", "e"];
const ROWS = 12;
const words = {
  range_size: "{rows}x{columns}",
  range_many: "{n} ranges",
  range_count: "count {n}",
  range_sum: "sum {n}",
  range_average: "mean {n}",
  range_least: "min {n}",
  range_most: "max {n}",
  range_distinct: "distinct {n}",
};

/** A grid as the selection knows one. */
function grid() {
  const listeners = [];
  const adapter = {
    at: null,
    fields: () => NAMES,
    size: () => ({ rows: ROWS, lines: ROWS + 1 }),
    active: () => adapter.at,
    onActive: (listener) => listeners.push(listener),
    onRows() {},
    show() {},
    isBlank: () => false,
    activate(row, field) {
      adapter.at = { row, field, id: row + 1 };
      listeners.forEach((listener) => listener(adapter.at));
    },
  };
  return { adapter, selection: new Selection(adapter) };
}

const cellsOf = (ranges) =>
  new Set(
    ranges.flatMap(({ top, bottom, fields }) =>
      Array.from({ length: bottom - top + 1 }, (_, n) => fields.map((name) => `${top + n}${name}`)).flat(),
    ),
  );

/** Numbers that look like chance and are the same in every run. */
function chance(seed) {
  let state = seed;
  return (most) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
}

test("Ctrl and a click begin a further rectangle, Shift stretches the last one, a plain click ends them all", () => {
  const { adapter, selection } = grid();
  adapter.activate(1, "a");
  selection.extend(2, "b");
  selection.add(5, "d");
  selection.extend(6, "e");
  assert.deepEqual([...cellsOf(selection.ranges())].sort(), ["1a", "1b", "2a", "2b", "5d", "5e", "6d", "6e"]);
  assert.deepEqual([selection.isOne(), selection.isSplit(), selection.active().row], [false, true, 5]);
  adapter.activate(5, "d");
  assert.deepEqual([selection.isOne(), cellsOf(selection.ranges()).size], [true, 1]);
});

test("any order of clicks, Ctrl, Shift, whole lines and columns chooses what a model of Excel chooses", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const next = chance(seed);
    const { adapter, selection } = grid();
    let model = [];
    const block = ([row, field], [to, other]) => {
      const [first, two] = [NAMES.indexOf(field), NAMES.indexOf(other)].sort((x, y) => x - y);
      return { top: Math.min(row, to), bottom: Math.max(row, to), fields: NAMES.slice(first, two + 1) };
    };
    for (let step = 0; step < 12; step += 1) {
      const [row, field] = [next(ROWS), NAMES[next(NAMES.length)]];
      const kind = model.length ? next(7) : 0;
      if (kind < 2) {
        adapter.activate(row, field);
        model = [
          [
            [row, field],
            [row, field],
          ],
        ];
      } else if (kind < 4) {
        selection.add(row, field);
        model.push([
          [row, field],
          [row, field],
        ]);
      } else if (kind === 4) {
        selection.extend(row, field);
        model.at(-1)[1] = [row, field];
      } else if (kind === 5) {
        selection.lines(row, row);
        model = [
          [
            [row, NAMES[0]],
            [row, NAMES.at(-1)],
          ],
        ];
      } else {
        selection.collapse();
        const at = selection.active();
        model = [
          [
            [at.row, at.field],
            [at.row, at.field],
          ],
        ];
      }
      assert.deepEqual(
        cellsOf(selection.ranges()),
        cellsOf(model.map((corners) => block(...corners))),
        `seed ${seed}, step ${step}`,
      );
      assert.equal(selection.isSplit(), model.length > 1, `seed ${seed}, step ${step}`);
    }
  }
});

test("rows that come in above move all rectangles with their rows", () => {
  const { adapter, selection } = grid();
  adapter.rowOf = (id) => id + 1; // two more lie above
  adapter.shift = (row) => (adapter.at = { ...adapter.at, row, id: adapter.at.id });
  adapter.activate(1, "a");
  selection.add(4, "c");
  adapter.at = { ...adapter.at, id: 99 };
  selection.follow();
  assert.deepEqual([...cellsOf(selection.ranges())], ["3a", "6c"]);
});

test("the foot counts a cell that lies in two rectangles once", async () => {
  tab();
  const { adapter, selection } = grid();
  const rows = Array.from({ length: ROWS }, (_, row) => ({ a: row, b: row * 10, c: null, d: "x", e: 1 }));
  const said = [];
  const byName = Object.fromEntries(NAMES.map((name) => [name, { name, kind: name === "d" ? "line" : "count" }]));
  const ready = ({ top, bottom }) => rows.slice(top, bottom + 1);
  const summary = new Summary({
    selection,
    rows: { ready },
    context: { words, record: { byName } },
    show: (text) => said.push(text),
  });
  adapter.activate(1, "a");
  selection.extend(2, "b");
  selection.add(2, "b");
  selection.extend(3, "b");
  await summary.tell(selection.around());
  summary.stop();
  assert.equal(said.at(-1), "2 ranges　count 5　sum 63　mean 12.60　min 1　max 30　distinct 5");
});

test("Delete empties what is chosen and nothing between, as one step", async () => {
  tab();
  const { adapter, selection } = grid();
  const rows = Array.from({ length: ROWS }, (_, row) => ({ id: row + 1, a: "x", b: "x", c: "x", d: "x", e: "x" }));
  const sent = [];
  const byName = Object.fromEntries(NAMES.map((name) => [name, { name, kind: "line", label: name }]));
  const fill = new Fill({
    adapter,
    selection,
    rows: { need: async ({ top, bottom }) => rows.slice(top, bottom + 1) },
    editing: { why: () => null },
    explain: {},
    batch: { send: (list) => (sent.push(list.map(({ id, set }) => [id, Object.keys(set).sort()])), true) },
    context: { words: {}, record: { byName } },
  });
  adapter.activate(1, "a");
  selection.extend(2, "b");
  selection.add(5, "c");
  await fill.empty();
  assert.deepEqual(sent, [
    [
      [2, ["a", "b"]],
      [3, ["a", "b"]],
      [6, ["c"]],
    ],
  ]);
});
