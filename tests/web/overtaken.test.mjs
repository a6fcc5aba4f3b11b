/** Answers overtake each other on the way: what is asked behind the rows shows what the newest question brought. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Here } from "../../pages/sheet/web/here.js";
import { Lately } from "../../pages/sheet/web/lately.js";
import { Locks } from "../../pages/sheet/web/locks.js";
import { Offers } from "../../pages/sheet/web/offers.js";
import { Talks } from "../../pages/sheet/web/talks.js";
import { Ticks } from "../../pages/sheet/web/ticks.js";
import { later, tab, turns } from "./browser.mjs";

/** A line whose answers come when the test says so: `answers[n](what)`. */
function line() {
  const answers = [];
  const post = () => new Promise((resolve) => answers.push(resolve));
  return { answers, http: { post, get: post } };
}

async function given(answer, what) {
  answer(what);
  await turns();
}

test("who speaks of a row is as the newest answer says, though an older one comes after it", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { answers, http } = line();
  const drawn = [];
  const talks = new Talks({ http, record: { name: "member" } }, (ids) => drawn.push(...ids));
  talks.look([1, 2]);
  await later(250);
  talks.look([1]);
  await later(250);
  await given(answers[1], { rows: {} });
  await given(answers[0], { rows: { 1: { "": 1 }, 2: { "": 3 } } });
  assert.deepEqual([talks.of(1), talks.of(2), drawn], [0, 3, [2]]);
  mock.timers.reset();
});

test("a cell is open as the newest answer says", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { answers, http } = line();
  const locks = new Locks({ http, record: { name: "member", freezes: true } }, () => {});
  for (let n = 0; n < 2; n += 1) {
    locks.look([1]);
    await later(250);
  }
  const rules = [{ why: "已锁定", columns: ["name"] }];
  await given(answers[1], { rules, rows: {} });
  await given(answers[0], { rules, rows: { 1: [0] } });
  assert.equal(locks.of(1, "name"), null);
  mock.timers.reset();
});

test("what an older answer says stands where the newer question failed, and is asked once more with the next", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const answers = [];
  const asked = [];
  const post = (_, { ids }) => {
    asked.push(ids);
    return new Promise((resolve, reject) => answers.push({ resolve, reject }));
  };
  const talks = new Talks({ http: { post }, record: { name: "member" } }, () => {});
  for (let n = 0; n < 2; n += 1) {
    talks.look([1]);
    await later(250);
  }
  answers[1].reject(new Error("no network"));
  await turns();
  answers[0].resolve({ rows: { 1: { "": 4 } } });
  await turns();
  assert.equal(talks.of(1), 4);
  talks.look([2]);
  await later(250);
  assert.deepEqual(asked.at(-1), [1, 2]);
  mock.timers.reset();
});

test("rules that went while locks were asked for lock nothing", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { answers, http } = line();
  const locks = new Locks({ http, record: { name: "member", freezes: true } }, () => {});
  locks.look([1]);
  await later(250);
  locks.again(false);
  await given(answers[0], { rules: [{ why: "已锁定", columns: ["name"] }], rows: { 1: [0] } });
  assert.equal(locks.of(1, "name"), null);
  mock.timers.reset();
});

test("what waits for an action is offered as it was counted last", async () => {
  const { answers, http } = line();
  const drawn = [];
  const offers = Object.assign(Object.create(Offers.prototype), {
    context: { http, record: { name: "user" } },
    actions: [{ offer: { filter: {} } }],
    node: { replaceChildren: (...lines) => drawn.push(lines.length) },
    line: () => "line",
  });
  offers.refresh();
  offers.refresh();
  await given(answers[1], { rows: [], total: 0 });
  await given(answers[0], { rows: [{}], total: 1 });
  assert.deepEqual(drawn, [0]);
});

test("a row that came back is ticked still, though an answer from when it was gone comes late", async () => {
  const { answers, http } = line();
  const query = { fixed: {}, isNarrowed: () => false };
  const ticks = new Ticks({ http, record: { name: "member" }, query }, { changed() {} });
  ticks.put([1, 2], true);
  ticks.check();
  ticks.check();
  await given(answers[1], { ids: [1, 2] });
  await given(answers[0], { ids: [1] });
  assert.deepEqual([...ticks.ids], [1, 2]);
});

test("who last changed a cell is read anew once its row changed, and what was on its way meanwhile isn't kept", async () => {
  tab();
  const { answers, http } = line();
  const host = new EventTarget();
  const adapter = { host, onScroll() {} };
  const lately = new Lately(adapter, { http, record: { name: "member", byName: {} }, words: {} }, () => false);
  const read = async (past) => {
    const reading = lately.read(1);
    await given(answers.at(-1), past);
    return reading;
  };
  assert.deepEqual(await read(["old"]), ["old"]);
  assert.deepEqual(await lately.read(1), ["old"], "kept for a moment");
  lately.changed([1]);
  const reading = lately.read(1);
  lately.changed([1]);
  await given(answers.at(-1), ["half old"]);
  await reading;
  assert.deepEqual(await read(["new"]), ["new"]);
  assert.equal(answers.length, 3);
});

/** Who else is here, for one whose own word to the server takes its time. */
function company() {
  const { answers, http } = line();
  const page = { adapter: null, context: { http, record: { name: "member" }, me: { id: 1 }, words: {} } };
  const here = Object.create(Here.prototype);
  Object.assign(here, { page, tab: "mine", others: new Map(), heard: new Map(), turn: 0, draw() {} });
  return { here, answers, names: () => [...here.others.values()].map(({ name, field = "" }) => name + field).sort() };
}

test("who left while an answer was on its way that still counts him is gone, and who moved on meanwhile stands there", async () => {
  const { here, answers, names } = company();
  here.hear({ tab: "b", name: "bert" });
  here.hear({ tab: "c", name: "cleo" });
  here.send();
  here.hear({ tab: "b", gone: true });
  here.hear({ tab: "c", name: "cleo", field: ".phone" });
  const others = ["bert", "cleo", "dora"].map((name) => ({ tab: name[0], name }));
  await given(answers[0], { others });
  assert.deepEqual(names(), ["cleo.phone", "dora"]);
  here.send();
  await given(answers[1], { others: others.slice(2) });
  assert.deepEqual(names(), ["dora"], "what was heard before the question is in its answer");
});

test("of two answers to where one is, the one to the later question counts", async () => {
  const { here, answers, names } = company();
  here.send();
  here.send();
  await given(answers[1], { others: [] });
  await given(answers[0], { others: [{ tab: "b", name: "bert" }] });
  assert.deepEqual(names(), []);
});
