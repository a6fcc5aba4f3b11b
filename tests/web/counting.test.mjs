/** How many rows there are follows the rows, and nothing that was counted before a change stays in the foot. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Counting } from "../../pages/sheet/web/counting.js";
import { turns } from "./browser.mjs";

/** A sheet whose server counts when it is bidden to: `counts[n]` answers question n; `totals`: what the foot says, in order. */
function sheet() {
  const counts = [];
  const totals = [];
  const query = {
    search: "",
    group: [],
    shape: null,
    body: () => ({ search: query.search }),
    lines: () => ({ search: query.search, group: query.group }),
  };
  const post = () => new Promise((resolve, reject) => counts.push(Object.assign(resolve, { fail: reject })));
  const context = { http: { post }, record: { name: "member" }, query };
  const counting = new Counting(context, ({ total }) => totals.push(total));
  const answer = async (n, total) => {
    counts[n]({ total, sums: {} });
    await turns();
  };
  return { counting, query, counts, totals, answer };
}

/** After what was asked for so far. */
const now = () => performance.now() + 1000;

test("one question is asked once, however many blocks of it come", async () => {
  const { counting, counts, totals, answer } = sheet();
  counting.follow();
  counting.follow();
  assert.equal(counts.length, 1);
  await answer(0, 21);
  assert.deepEqual(totals, [21]);
  counting.follow();
  assert.equal(counts.length, 2);
});

test("what was counted before rows came or went is kept back and counted once more", async () => {
  for (const word of ["follow", "came"]) {
    const { counting, counts, totals, answer } = sheet();
    counting.follow();
    counting[word](now());
    assert.equal(counts.length, 1);
    await answer(0, 21);
    assert.deepEqual(totals, []);
    await answer(1, 20);
    assert.deepEqual(totals, [20]);
    assert.equal(counts.length, 2);
  }
});

test("where something changes all the time, every other count is told", async () => {
  const { counting, totals, answer } = sheet();
  counting.follow();
  for (let n = 0; n < 6; n += 1) {
    counting.came(Infinity);
    await answer(n, n);
  }
  assert.deepEqual(totals, [1, 3, 5]);
});

test("an answer to another question, or to rows that are in groups or another shape by now, is not told", async () => {
  const { counting, query, totals, answer } = sheet();
  counting.follow();
  query.search = "王";
  await answer(0, 400);
  assert.deepEqual(totals, []);
  counting.follow();
  query.group = ["status"];
  await answer(1, 7);
  query.group = [];
  counting.follow();
  query.shape = { kind: "board" };
  await answer(2, 7);
  assert.deepEqual(totals, []);
});

test("of a question that is asked again after another one, the first answer counts no more", async () => {
  const { counting, query, totals, answer } = sheet();
  counting.follow();
  query.search = "王";
  counting.follow();
  query.search = "";
  counting.follow();
  await answer(0, 400);
  await answer(1, 7);
  assert.deepEqual(totals, []);
  await answer(2, 399);
  assert.deepEqual(totals, [399]);
});

test("a count that failed is asked for again with the next block", async () => {
  const { counting, counts, totals, answer } = sheet();
  counting.follow();
  counts[0].fail(new Error("503"));
  await turns();
  counting.follow();
  await answer(1, 5);
  assert.deepEqual(totals, [5]);
});
