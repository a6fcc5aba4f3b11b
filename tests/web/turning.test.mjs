import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.mjs";
import { besides, mayTurn, turnOf } from "../../pages/sheet/web/turning.js";

const known = {
  turns: ["line", "count", "decimal"],
  takes: { line: ["default", "mask"], count: ["default", "least"], decimal: ["digits", "default"] },
};

test("a column that stays what it is is not turned", () => {
  assert.equal(turnOf({ kind: "line" }, known, { kind: "line", usual: "甲" }), null);
  assert.equal(turnOf({ kind: "decimal", digits: 2 }, known, { kind: "decimal", digits: 2 }), null);
});

test("another kind takes along what it knows, and nothing else", () => {
  assert.deepEqual(turnOf({ kind: "line" }, known, { kind: "count", usual: "5", least: null, mask: true, zh: "列" }), {
    kind: "count",
    usual: "5",
    least: null,
  });
  assert.deepEqual(turnOf({ kind: "decimal", digits: 2 }, known, { kind: "decimal", digits: 3 }), {
    kind: "decimal",
    digits: 3,
  });
});

test("what is reckoned, or not there yet, is not turned", () => {
  assert.equal(mayTurn({ kind: "formula" }, known), false);
  assert.equal(mayTurn(null, known), false);
  assert.equal(turnOf(null, known, { kind: "line" }), null);
});

test("what was changed beside the kind is kept for after the turn, and nothing that the turn takes along", () => {
  const column = { kind: "decimal", digits: 2, zh: "重量", en: "重量", hint_zh: null, seen_by: "", most: null };
  const now = { kind: "decimal", digits: 3, zh: "净重", en: "重量", hint_zh: "去皮", seen_by: "", most: 100 };
  const turned = { kind: "decimal", digits: 3, most: 100 };
  assert.deepEqual(besides(turned, column, now), { zh: "净重", hint_zh: "去皮", en: "净重" });
  assert.deepEqual(besides(turned, { ...column, en: "Weight" }, { ...now, en: "Weight" }), {
    zh: "净重",
    hint_zh: "去皮",
  });
  assert.deepEqual(besides(turned, column, { ...column, kind: "decimal", digits: 3, most: 100 }), {});
});
