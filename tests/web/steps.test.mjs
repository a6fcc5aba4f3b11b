/** What is taken back with a step, what stays to be done again after a reload, and which values a pasted block asks for. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Batches } from "../../pages/sheet/web/batches.js";
import { Commands } from "../../pages/sheet/web/commands.js";
import { severalOf, severalTyped } from "../../pages/sheet/web/filters/pasted.js";
import { upTo } from "../../pages/sheet/web/steps.js";
import { tab, turns } from "./browser.mjs";

const me = { id: 1 };
const record = { name: "member" };

test("a step goes with all that were done after it", () => {
  const steps = [{ id: 9 }, { id: 7 }, { id: 4 }];
  assert.deepEqual(
    upTo(steps, steps[1]).map(({ id }) => id),
    [9, 7],
  );
  assert.deepEqual(upTo(steps, steps[0]), [steps[0]]);
});

test("what was taken back can be done again after a reload, until something new is done", () => {
  tab();
  const before = new Batches(record, me);
  before.add({ batch: 5, changed: 1 });
  before.drop(5);
  before.tookBack(6);
  const after = new Batches(record, me);
  assert.deepEqual([after.ids, after.undone], [[], [6]]);
  assert.equal(after.takeUndone(), 6);
  assert.equal(new Batches(record, me).takeUndone(), null);
  after.tookBack(8);
  after.add({ batch: 9, changed: 2 });
  assert.deepEqual(new Batches(record, me).undone, []);
});

/** A page whose server answers as the test says, when it says so. */
function desk() {
  tab();
  mock.timers.enable({ apis: ["setTimeout"] }); // a word at the foot of the page goes by itself
  const node = { append() {}, setAttribute() {}, classList: { add() {} }, remove() {} };
  globalThis.document = { querySelector: () => null, createElement: () => node, body: node };
  const batches = new Batches(record, me);
  const asked = [];
  const transport = {
    settled: () => Promise.resolve(),
    undo: (batch) => new Promise((answer) => asked.push({ batch, answer })),
  };
  const commands = new Commands({
    context: { record, words: { steps_undone: "已撤销 {n} 步" }, transport },
    batches,
    toolbar: { undoable() {} },
    offers: { refresh() {} },
    applyRows() {},
    refresh() {},
  });
  commands.recount = () => null;
  return { batches, asked, commands };
}

test("who does again what is just being taken back waits for it, however early its rows are seen", async () => {
  const { batches, asked, commands } = desk();
  batches.add({ batch: 5, changed: 1 });
  const done = [commands.undo(), commands.redo(), commands.undo()];
  for (const [batch, own] of [
    [5, 6],
    [6, 7],
    [7, 8],
  ]) {
    await turns();
    assert.equal(asked.at(-1).batch, batch);
    asked.at(-1).answer({ state: "applied", batch: own, rows: [], errors: [] });
  }
  await Promise.all(done);
  assert.deepEqual([asked.length, batches.ids, batches.undone], [3, [], [8]]);
  mock.timers.reset();
});

test("what the server did at a try whose answer was lost can be taken back and done again like anything else", async () => {
  const { batches, asked, commands } = desk();
  commands.took({ state: "applied", batch: 4, rows: [] });
  commands.took({ state: "duplicate", batch: 5, rows: [] });
  commands.took({ state: "duplicate", batch: 5, rows: [] }); // as the last word of an action on many rows comes once more
  assert.deepEqual(batches.ids, [4, 5]);
  const done = [commands.undo(), commands.redo()];
  for (const [batch, own] of [
    [5, 6],
    [6, 7],
  ]) {
    await turns();
    assert.equal(asked.at(-1).batch, batch);
    asked.at(-1).answer({ state: "duplicate", batch: own, rows: [], errors: [] });
  }
  await Promise.all(done);
  assert.deepEqual([batches.ids, batches.undone], [[4, 7], []]);
  const back = commands.goBack([{ id: 7, name: "粘贴" }]);
  await turns();
  asked.at(-1).answer({ state: "duplicate", batch: 8, rows: [], errors: [] });
  await back;
  assert.deepEqual([batches.ids, batches.undone], [[4], [8]]);
  mock.timers.reset();
});

test("a button pressed twice does one thing, and pressed for another row before the first answer came, a second", async () => {
  tab();
  const page = { context: { words: {}, transport: {} }, view: {} };
  let row = 1;
  page.chosen = async () => [{ id: row }];
  const commands = new Commands(page);
  const [sent, come] = [[], []];
  page.context.transport.act = (name, id) => (sent.push(id), new Promise((answer) => come.push(answer)));
  commands.took = () => null;
  const action = { name: "stop", at_once: true, asks: [] };
  const answers = [commands.act(action), commands.act(action)];
  await turns();
  row = 2;
  answers.push(commands.act(action), commands.act(action, [{ id: 2 }]));
  await turns();
  assert.deepEqual(sent, [1, 2]);
  for (const answer of come) answer({ state: "applied", part: true });
  await Promise.all(answers);
});

test("a block of cells is several values, a line of text is one", () => {
  assert.deepEqual(severalOf("13800000001\r\n13800000002\r\n13800000001\r\n"), ["13800000001", "13800000002"]);
  assert.deepEqual(severalOf("A\tB\n\t C "), ["A", "B", "C"]);
  assert.equal(severalOf("王小明"), null);
  assert.equal(severalOf("a, b"), null);
  assert.equal(severalOf("\n\n"), null);
});

test("typed with commas between it is several, but not a comma in a number", () => {
  assert.deepEqual(severalTyped("王一，李二、张三; 赵四"), ["王一", "李二", "张三", "赵四"]);
  assert.deepEqual(severalTyped("12,A7,1,000"), ["12", "A7", "1,000"]);
  assert.equal(severalTyped("1,234"), null);
  assert.equal(severalTyped("王一，"), null);
});
