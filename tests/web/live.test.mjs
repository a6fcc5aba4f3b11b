/** What is asked for after the socket named rows. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Live } from "../../pages/sheet/web/live.js";
import { later } from "./browser.mjs";

/** A grid that shows rows 1 and 2; batch 7 was its own change of row 1. `asked`: the ids of each question. */
function live(more = {}) {
  const asked = [];
  const post = async (_, { filter }) => {
    asked.push(filter.id.in);
    return { rows: filter.id.in.map((id) => ({ id })) };
  };
  const transport = { queue: [], batches: new Map([[7, new Map([[1, {}]])]]), ...more };
  const context = { http: { post }, record: { name: "member" }, transport, query: { names: () => [], group: [] } };
  const view = { row: (id) => ({ id }) };
  const page = { context, view, applyRows() {}, commands: { recount() {} }, refresh() {} };
  return { made: new Live(page), asked };
}

async function questions(say, more) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { made, asked } = live(more);
  await say(made);
  await later(100);
  mock.timers.reset();
  return asked;
}

const OWN = { ids: [1], all: false, batches: [7], mine: true };

test("the word of an own change brings no question, that of a colleague's does", async () => {
  assert.deepEqual(await questions((made) => made.hear(OWN)), []);
  assert.deepEqual(await questions((made) => made.hear({ ...OWN, ids: [2], batches: [8], mine: false })), [[2]]);
});

test("the word of an own change waits a moment for its answer, and brings no question when that comes", async () => {
  const batches = new Map();
  let answer;
  const answered = new Promise((resolve) => (answer = resolve));
  const waiting = { queue: [{}], batches, settled: () => answered };
  const inTime = async (made) => {
    made.hear(OWN);
    await later(500);
    batches.set(7, new Map([[1, {}]]));
    answer();
  };
  assert.deepEqual(await questions(inTime, waiting), []);
  batches.clear();
  const never = { ...waiting, settled: () => new Promise(() => {}) };
  assert.deepEqual(await questions(async (made) => made.hear(OWN) ?? later(1000), never), [[1]]);
});

test("a row whose older answer came last is asked for, though the word of its own change comes in the same moment", async () => {
  const both = [(made) => made.check([1]), (made) => made.hear(OWN)];
  for (const order of [both, both.toReversed()])
    assert.deepEqual(await questions((made) => order.forEach((step) => step(made))), [[1]]);
});
