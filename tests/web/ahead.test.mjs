/** What is typed ahead of a row that is still on its way: no text runs into the next, and each goes where its keys led. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Adapter } from "../../pages/sheet/web/adapter.js";
import { Ahead } from "../../pages/sheet/web/layer/ahead.js";
import { Layer } from "../../pages/sheet/web/layer/index.js";
import { leadsTo } from "../../pages/sheet/web/layer/moves.js";
import { Sink } from "../../pages/sheet/web/layer/sink.js";
import { dice, tab } from "./browser.mjs";

/** A column of cells of which only some rows are here; what is typed with the hand goes into it. */
function column(here) {
  const cells = {};
  const state = { row: 0, input: "", open: false, waiting: false };
  const hand = {
    text: () => state.input,
    put: (text) => (state.input = text),
    open: () => (here.has(state.row) ? (state.open = true) : (state.waiting = true)),
    waits: () => state.waiting,
    commit: ({ down = 0 }) => {
      if (state.open) cells[state.row] = state.input;
      Object.assign(state, { row: state.row + down, input: "", open: false });
    },
  };
  const ahead = new Ahead(hand);
  const type = (text) => {
    state.input += text;
    if (!state.open) hand.open();
  };
  const press = (move) => (state.waiting ? ahead.hold(move) : hand.commit(move));
  const come = (...rows) => {
    rows.forEach((row) => here.add(row));
    if (!state.waiting || !here.has(state.row)) return;
    state.waiting = false;
    ahead.play();
  };
  return { state, cells, ahead, type, press, come };
}

const DOWN = { down: 1 };

test("texts typed before their row came don't run together, and the last one stays open", () => {
  const { state, cells, type, press, come } = column(new Set());
  type("5");
  press(DOWN);
  type("6");
  press(DOWN);
  press(DOWN);
  type("8");
  assert.deepEqual(cells, {});
  come(0, 1, 2, 3, 4);
  assert.deepEqual([cells, state.row, state.input, state.open], [{ 0: "5", 1: "6" }, 3, "8", true]);
});

test("rows that are still not here keep their texts waiting", () => {
  const { state, cells, type, press, come } = column(new Set());
  for (const text of ["a", "b", "c"]) {
    type(text);
    press(DOWN);
  }
  come(0);
  assert.deepEqual([cells, state.waiting], [{ 0: "a" }, true]);
  come(2);
  assert.deepEqual(cells, { 0: "a" });
  come(1);
  assert.deepEqual([cells, state.row, state.input, state.waiting], [{ 0: "a", 1: "b", 2: "c" }, 3, "", false]);
});

test("Esc forgets all that was typed ahead", () => {
  const { state, cells, ahead, type, press, come } = column(new Set());
  type("a");
  press(DOWN);
  type("b");
  state.waiting = false;
  ahead.forget();
  come(0, 1);
  assert.deepEqual([cells, state.input, ahead.left], [{}, "", []]);
});

test("in whatever order rows come, the cells hold what was typed in them", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const roll = dice(seed);
    const rows = 2 + roll(8);
    const { state, cells, type, press, come } = column(new Set());
    const wanted = {};
    const late = Array.from({ length: rows + 1 }, (_, row) => row).sort(() => roll(3) - 1);
    for (let row = 0; row < rows; row += 1) {
      if (roll(3)) type((wanted[row] = `${row}:${roll(1000)}`));
      press(DOWN);
      if (late.length && roll(2)) come(late.pop());
    }
    while (late.length) come(late.pop());
    come();
    assert.deepEqual([cells, state.row], [wanted, rows], `seed ${seed}`);
  }
});

test("arrows lead on while something is typed, and only then", () => {
  const key = (name, more = {}) => ({ key: name, shiftKey: false, ctrlKey: false, altKey: false, ...more });
  assert.deepEqual(leadsTo(key("Enter", { shiftKey: true }), false), { down: -1 });
  assert.deepEqual(leadsTo(key("Tab"), false), { right: 1 });
  assert.deepEqual(leadsTo(key("ArrowUp"), true), { down: -1, leaves: true });
  assert.equal(leadsTo(key("ArrowUp"), false), null);
  assert.equal(leadsTo(key("ArrowUp", { shiftKey: true }), true), null);
  assert.equal(leadsTo(key("a"), true), null);
});

/** An adapter over rows that come by and by: 400 rows and the blank line below them. */
function far() {
  const rows = new Map();
  const listeners = {};
  const api = {
    addEventListener: (name, listener) => (listeners[name] ??= []).push(listener),
    getAllDisplayedColumns: () => [{ getColId: () => "name" }],
    getDisplayedRowCount: () => 401,
    getDisplayedRowAtIndex: (row) => (rows.has(row) ? { data: { id: rows.get(row) } } : undefined),
    ensureIndexVisible() {},
    ensureColumnVisible() {},
  };
  const adapter = new Adapter({ api, count: () => 400, context: { record: { byName: { name: {} } } } }, {}, {});
  const come = (row, id) => {
    rows.set(row, id);
    listeners.modelUpdated.forEach((listener) => listener());
  };
  return { adapter, come };
}

test("the blank line is known by where it stands before its block has come", () => {
  const { adapter, come } = far();
  assert.deepEqual([adapter.isBlank(400), adapter.isBlank(399), adapter.idAt(400)], [true, false, null]);
  come(400, 0);
  come(399, 7);
  assert.deepEqual([adapter.isBlank(400), adapter.isBlank(399)], [true, false]);
});

test("what is said of the active cell is said once its row is here, and once only", () => {
  const { adapter, come } = far();
  const said = [];
  adapter.onCome((cell) => said.push(cell.id));
  adapter.activate(120, "name");
  come(5, 6);
  come(120, 121);
  come(121, 122);
  adapter.activate(121, "name");
  come(122, 123);
  assert.deepEqual(said, [121]);
});

/** The layer over one cell whose row comes when the test says so: `field` tells its kind, and whether it is locked. */
function cell(field, held = null) {
  tab();
  const node = () => ({ classList: { add() {} }, append() {}, setAttribute() {}, remove() {}, dataset: {} });
  Object.assign(document, { querySelector: () => null, createElement: node, body: { append() {} } });
  const [at, opened, dropped] = [{ row: 5, id: null, field: "name" }, [], []];
  const layer = Object.create(Layer.prototype);
  const calls = { arrived: () => layer.arrived(), typing: () => layer.typing(), dropped: (text) => dropped.push(text) };
  const sink = Object.assign(Object.create(Sink.prototype), { calls, input: { value: "" }, taken: null, place() {} });
  const openTyped = ({ id }) => {
    if (!field.locked) sink.taken = opened.push([id, sink.input.value]);
  };
  const editing = { now: null, field: () => field, openTyped };
  const selection = { held, active: () => at };
  Object.assign(layer, { sink, editing, selection, adapter: { show() {} }, words: { draft_row_gone: "gone" } });
  layer.ahead = new Ahead(layer.hand());
  const type = (text) => {
    sink.input.value += text;
    sink.typed({ isComposing: false });
  };
  const come = (id) => {
    at.id = id;
    layer.arrived();
  };
  return { sink, layer, opened, dropped, type, come };
}

test("what is typed before its row came opens the cell when it is there", () => {
  const { sink, opened, dropped, type, come } = cell({ kind: "line" });
  type("a");
  type("b");
  come(7);
  assert.deepEqual([opened, dropped, sink.waiting], [[[7, "ab"]], [], false]);
});

test("what a locked cell or a tick doesn't take stays in no text that is typed after it", () => {
  for (const field of [{ kind: "line", locked: true }, { kind: "flag" }]) {
    const { sink, opened, dropped, type, come } = cell(field);
    type("是");
    come(7);
    assert.deepEqual([opened, dropped, sink.input.value], [[], ["是"], ""]);
  }
});

test("where another row stands in its place by now, nothing is written into that one", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [id, wanted] of [
    [7, [[7, "a"]]],
    [8, []],
  ]) {
    const { sink, opened, type, come } = cell({ kind: "line" }, 7);
    type("a");
    come(id);
    assert.deepEqual([opened, sink.waiting, sink.input.value], [wanted, false, wanted.length ? "a" : ""]);
  }
});
