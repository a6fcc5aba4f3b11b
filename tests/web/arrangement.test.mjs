/** How somebody arranged the columns is there on the next page, however soon it is asked for. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Arrangement } from "../../pages/sheet/web/arrangement.js";
import { tab } from "./browser.mjs";

const ME = { id: 7 };
const EARLIER = performance.timeOrigin;
const NARROW = { columns: [{ name: "name", width: 60, own: true }], sort: [] };

beforeEach(() => {
  tab();
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

function page(asked, view = null) {
  const record = { name: "member", view };
  const sent = [];
  const http = { put: (path, body) => new Promise((took, failed) => sent.push({ path, body, took, failed })) };
  return { record, sent, arrangement: new Arrangement(http, record, ME, () => {}, asked) };
}

async function kept({ arrangement, sent }) {
  const done = arrangement.keep();
  sent.at(-1).took();
  await done;
}

test("a page that was asked for before the server had it shows what was arranged, whatever the server told it", async () => {
  const first = page(EARLIER);
  first.arrangement.changed(NARROW);
  const asked = performance.timeOrigin + performance.now();
  await kept(first);
  const second = page(asked, { columns: [] });
  assert.deepEqual(second.record.view, NARROW);
});

test("a page that was asked for afterwards shows what the server has, which another machine may have arranged since", async () => {
  const first = page(EARLIER);
  first.arrangement.changed(NARROW);
  await kept(first);
  const elsewhere = { columns: [{ name: "phone" }] };
  const second = page(performance.timeOrigin + performance.now() + 1, elsewhere);
  assert.deepEqual(second.record.view, elsewhere);
  assert.equal(Object.keys(sessionStorage).length, 0);
});

test("what the line didn't carry is sent by the next page, what the server refused is let go", async () => {
  for (const [status, left] of [
    [0, NARROW],
    [409, null],
  ]) {
    const first = page(EARLIER);
    first.arrangement.changed(NARROW);
    const done = first.arrangement.keep();
    first.sent.at(-1).failed({ status });
    await done;
    const second = page(performance.timeOrigin + 1e9);
    assert.deepEqual(second.record.view, left);
  }
});
