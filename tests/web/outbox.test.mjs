/** Nothing that waits to be sent is held up, lost or sent twice, whatever fails around it. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Failed } from "../../pages/sheet/web/http.js";
import { Outbox } from "../../pages/sheet/web/outbox.js";
import { later, tab, turns } from "./browser.mjs";

const ANNA = { id: 7 };
let reported;

beforeEach(() => {
  reported = tab();
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** A server that does what is said of each post in turn, and takes all others. */
function server(...turnsOut) {
  const posts = [];
  let batch = 0;
  const post = async (path, body) => {
    posts.push(structuredClone({ path, ...body }));
    const said = turnsOut.shift();
    if (said instanceof Error) throw said;
    return said ?? { state: "applied", batch: (batch += 1), rows: [], errors: [] };
  };
  return { post, posts };
}

function opened(http, me = ANNA, record = "member") {
  const outbox = new Outbox(http, record, me);
  outbox.start();
  return outbox;
}

const name = (id, now, before) => () => ({ changes: [{ id, set: { name: now }, seen: { name: before } }] });
const ops = (posts) => posts.map(({ op }) => op);
const names = (posts) => posts.map(({ changes }) => changes[0].set.name);

for (const what of ["answered", "changed", "gone", "another"]) {
  test(`a page that fails in “${what}” holds up nothing of what waits`, async () => {
    const gone = { state: "conflict", errors: [{ index: 0, field: null }] };
    const http = server(gone);
    const outbox = new Outbox(http, "member", ANNA);
    outbox.kept.read();
    outbox.kept.save({ me: 8, record: "member", kind: "change", path: "/member/changes", body: { op: "x" } });
    outbox.calls[what] = () => {
      throw new Error("a fault of the page's own");
    };
    outbox.start();
    const answers = [outbox.send(name(1, "甲", "")), outbox.send(name(2, "乙", "")), outbox.send(name(3, "丙", ""))];
    assert.deepEqual(
      (await Promise.all(answers)).map(({ state }) => state),
      ["gone", "applied", "applied"],
    );
    assert.deepEqual([http.posts.length, outbox.waiting(), Boolean(outbox.running)], [3, 0, false]);
    assert.ok(reported.length > 0, "the fault is told where faults are told");
    assert.equal((await outbox.send(name(4, "丁", ""))).state, "applied", "and the next edit goes out as well");
  });
}

test("an answer that makes no sense is a fault of that change alone", async () => {
  const http = server({ state: "applied", batch: 1, rows: [null] }, { state: "conflict", errors: [null] });
  const outbox = opened(http);
  void outbox.send(name(1, "甲", ""));
  void outbox.send(name(2, "乙", ""));
  void outbox.send(name(3, "丙", ""));
  await turns();
  await later(2000);
  assert.deepEqual([...new Set(names(http.posts))], ["甲", "乙", "丙"]);
  assert.deepEqual([outbox.waiting(), Boolean(outbox.running)], [0, false]);
});

test("what fails before it is sent is tried some times, then answered with what was typed still known", async () => {
  const http = server();
  const outbox = opened(http);
  const bad = outbox.send(
    () => ({ changes: [{ id: 1, set: { name: "甲" } }] }),
    "grid",
    () => {
      throw new TypeError("not a promise");
    },
  );
  const good = outbox.send(name(2, "乙", ""));
  await later(20_000);
  assert.equal((await bad).state, "failed");
  assert.equal((await good).state, "applied");
  assert.deepEqual(names(http.posts), ["乙"]);
});

test("a line that is down is tried again under the same id until it is up, in the order of typing", async () => {
  const down = new Failed("offline", 0);
  const http = server(down, down, down);
  const outbox = opened(http);
  const states = [];
  outbox.calls.changed = () => states.push(outbox.state);
  const both = Promise.all([outbox.send(name(1, "甲", "")), outbox.send(name(2, "乙", ""))]);
  await turns();
  assert.equal(outbox.state, "offline");
  assert.equal(outbox.waiting(), 2);
  await later(8_000);
  await both;
  assert.equal(new Set(ops(http.posts)).size, 2);
  assert.equal(new Set(ops(http.posts.slice(0, 4))).size, 1, "the first stays first");
  assert.ok(states.includes("offline"));
  assert.equal(states.at(-1), "online");
});

test("the line coming back is not waited for", async () => {
  const http = server(new Failed("offline", 0));
  const outbox = opened(http);
  const sent = outbox.send(name(1, "甲", ""));
  await turns();
  window.dispatchEvent(new Event("online"));
  assert.equal((await sent).state, "applied");
});

for (const status of [400, 403, 404, 409, 411, 413, 422]) {
  test(`a refusal with ${status} is final`, async () => {
    const http = server(new Failed("不行", status));
    const outbox = opened(http);
    const said = await outbox.send(name(1, "甲", ""));
    assert.deepEqual([said.state, said.message, http.posts.length, outbox.waiting()], ["refused", "不行", 1, 0]);
  });
}

test("a fault of the server that doesn't pass ends, and what comes after it is sent", async () => {
  const http = server(...Array.from({ length: 5 }, () => new Failed("出错了", 500)));
  const outbox = opened(http);
  const [first, second] = [outbox.send(name(1, "甲", "")), outbox.send(name(2, "乙", ""))];
  await later(40_000);
  assert.equal((await first).state, "failed");
  assert.equal((await second).state, "applied");
});

test("signed out, everything waits; signed in again by another person, nothing is sent in that name", async () => {
  const http = server(new Failed("请登录", 401), new Failed("请登录", 401, { another: true }));
  const outbox = opened(http);
  const heard = [];
  outbox.calls.another = (n) => heard.push(n);
  void outbox.send(name(1, "甲", ""));
  void outbox.send(name(2, "乙", ""));
  await turns();
  assert.deepEqual([outbox.state, outbox.waiting()], ["signed_out", 2]);
  await later(2_000);
  assert.deepEqual([heard, outbox.waiting(), http.posts.length, Object.keys(sessionStorage).length], [[2], 0, 2, 0]);
});

test("a reload takes up what waited, in its order; another person's changes are dropped and told of", async () => {
  const first = opened(server(new Failed("offline", 0)));
  void first.send(name(1, "甲", ""));
  void first.send(name(2, "乙", ""));
  await turns();
  first.stop();
  const others = new Outbox(server(), "member", { id: 8 });
  const kept = Object.fromEntries(Object.entries(sessionStorage));
  let dropped = 0;
  others.calls.another = (n) => (dropped = n);
  others.start();
  assert.equal(dropped, 2);
  assert.equal(Object.keys(sessionStorage).length, 0);
  Object.assign(sessionStorage, kept);
  const http = server();
  const again = opened(http);
  await again.settled();
  assert.deepEqual(names(http.posts), ["甲", "乙"]);
  assert.deepEqual(
    ops(http.posts),
    Object.values(kept).map((text) => JSON.parse(text).body.op),
  );
});

test("what does not fit into the tab's store is sent all the same, and told of until it is", async () => {
  sessionStorage.full = true;
  const http = server(new Failed("offline", 0));
  const outbox = opened(http);
  const sent = outbox.send(name(1, "甲", ""));
  await turns();
  assert.equal(outbox.fits(), false);
  await later(1_000);
  assert.equal((await sent).state, "applied");
  assert.equal(outbox.fits(), true);
});

test("over an own edit that waits, the value seen is the one it leaves; refused, what it had seen", async () => {
  const http = server(new Failed("不行", 422));
  const outbox = opened(http);
  await Promise.all([
    outbox.send(name(1, "乙", "甲")),
    outbox.send(name(1, "丙", "甲")),
    outbox.send(name(1, "丁", "甲")),
  ]);
  assert.deepEqual(
    http.posts.map(({ changes }) => changes[0].seen.name),
    ["甲", "甲", "丙"],
  );
});

test("a name that was typed for a link counts as the link it became, for what was built on it", async () => {
  const link = { id: 5, title: "西湖店" };
  const http = server({ state: "applied", batch: 1, rows: [{ id: 1, name: link }], errors: [] });
  const outbox = opened(http);
  await Promise.all([outbox.send(name(1, "西湖", null)), outbox.send(name(1, "东门", null))]);
  assert.deepEqual(http.posts[1].changes[0].seen.name, link);
});

test("a name is looked up when its turn has come; what can't be found goes as it was typed", async () => {
  const http = server();
  const outbox = opened(http);
  const lookedUp = outbox.send(name(1, "西湖", null), "grid", async () => ({ name: 5 }));
  const copied = outbox.send(name(2, "西湖", null));
  const unknown = outbox.send(name(3, "没有的店", null), "grid", async () => {
    throw new Failed("没有", 404);
  });
  await Promise.all([lookedUp, copied, unknown]);
  assert.deepEqual(names(http.posts), [5, 5, "没有的店"]);
});

test("nothing to change asks nobody", async () => {
  const http = server();
  assert.equal((await opened(http).send(() => ({}))).state, "applied");
  assert.equal(http.posts.length, 0);
});

test("cells, new rows, rows that go and commands are counted while they wait", async () => {
  const http = { post: () => new Promise(() => {}) };
  const outbox = opened(http);
  void outbox.send(() => ({
    changes: [
      { id: 1, set: { a: 1, b: 2 } },
      { id: null, set: { a: 1, b: 2, c: 3 } },
    ],
    remove: [4, 5],
  }));
  void outbox.undo(3);
  void outbox.act("redeem", [1, 2], {});
  assert.equal(outbox.waiting(), 2 + 1 + 2 + 1 + 1);
});

test("own batches are known, with the rows that came back, the last two hundred of them", async () => {
  const http = server();
  const outbox = opened(http);
  for (let n = 0; n < 203; n += 1) await outbox.send(name(n + 1, "甲", ""));
  assert.deepEqual(
    [outbox.batches.size, outbox.batches.has(3), outbox.batches.has(4), outbox.batches.has(203)],
    [200, false, true, true],
  );
});
