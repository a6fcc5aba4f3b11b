/** Filters in groups: what stays of one that names what isn't there, and what a dialog makes of it and gives back. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Chips } from "../../pages/sheet/web/chips.js";
import { operatorsOf, readAs } from "../../pages/sheet/web/filters/operators.js";
import {
  closed,
  leaves,
  named,
  opened,
  pieces,
  split,
  understood,
  without,
} from "../../pages/sheet/web/filters/tree.js";
import { dice, tab } from "./browser.mjs";

tab();
const record = {
  byName: Object.fromEntries([..."abcd"].map((name) => [name, { name, label: name.toUpperCase(), kind: "line" }])),
};
const eq = (name) => ({ [name]: { eq: 1 } });

test("the columns of a tree are named at any depth, with those they are held against", () => {
  const tree = { a: { gt: "=b" }, or: [eq("c"), { and: [eq("d"), { e: { lt: "=f" } }] }] };
  assert.deepEqual(named(tree), ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(
    leaves(tree).map(([name]) => name),
    ["a", "c", "d", "e"],
  );
});

for (const [what, filter, left] of [
  ["a column nobody knows", { x: { eq: 1 }, a: { eq: 1 } }, eq("a")],
  ["one in a group of which all must hold", { and: [eq("x"), eq("b")] }, { and: [eq("b")] }],
  ["one in a group of which any may hold", { or: [eq("x"), eq("b")] }, {}],
  ["a group that is no list", { or: eq("a"), and: "x" }, {}],
  ["what is no filter", [eq("a")], {}],
  ["nothing", null, {}],
]) {
  test(`of a filter with ${what} stays what makes sense`, () => assert.deepEqual(understood(filter, record), left));
}

test("a filter opens in the dialog and closes to what means the same", () => {
  for (const filter of [
    {},
    eq("a"),
    { ...eq("a"), or: [eq("b"), eq("c")] },
    { or: [eq("a"), { ...eq("b"), ...eq("c") }] },
    { and: [eq("a"), { a: { ne: 2 } }] },
  ]) {
    assert.ok(alike(closed(opened(filter)), filter), JSON.stringify(closed(opened(filter))));
  }
  assert.deepEqual(
    closed({
      any: false,
      parts: [
        { name: "a", asked: { ge: 1 } },
        { name: "a", asked: { le: 3 } },
      ],
    }),
    { a: { ge: 1 }, and: [{ a: { le: 3 } }] },
  );
  assert.deepEqual(
    closed({
      any: true,
      parts: [
        { name: "a", asked: { eq: 1 } },
        { any: false, parts: [] },
      ],
    }),
    eq("a"),
  );
});

test("any tree means the same after the dialog had it", () => {
  const roll = dice(7);
  for (let n = 0; n < 300; n += 1) {
    const filter = grow(roll, 3);
    assert.ok(alike(closed(opened(filter)), filter), JSON.stringify([filter, closed(opened(filter))]));
  }
});

/** Two filters are alike if the same of all rows that differ in anything they ask fit them. */
function alike(shape, other) {
  for (let bits = 0; bits < 16; bits += 1) if (holds(shape, bits) !== holds(other, bits)) return false;
  return true;
}

function holds(filter, bits) {
  return Object.entries(filter).every(([name, asked]) => {
    if (name === "or") return asked.length === 0 || asked.some((part) => holds(part, bits));
    if (name === "and") return asked.every((part) => holds(part, bits));
    return Boolean(bits & (1 << "abcd".indexOf(name))) === "eq" in asked;
  });
}

function grow(roll, deep) {
  const leaf = () => ({ ["abcd"[roll(4)]]: roll(2) ? { eq: 1 } : { ne: 1 } });
  if (!deep || roll(3) === 0) return leaf();
  return {
    ...(roll(2) ? leaf() : {}),
    [roll(2) ? "or" : "and"]: Array.from({ length: 1 + roll(3) }, () => grow(roll, deep - 1)),
  };
}

test("each part that stands beside the columns can be dropped by itself", () => {
  const { heads, groups } = split({ ...eq("a"), or: [eq("b"), eq("c")], and: [eq("d"), eq("b")] });
  assert.deepEqual(heads, eq("a"));
  assert.deepEqual(
    pieces(groups).map(([name, at]) => `${name}${at}`),
    ["or0", "and0", "and1"],
  );
  assert.deepEqual(without(groups, "and", 0), { or: groups.or, and: [eq("b")] });
  assert.deepEqual(without({ and: [eq("d")] }, "and", 0), {});
});

test("what an operator makes it reads again, for every kind of column", () => {
  const given = {
    none: true,
    one: "2026-03-01",
    text: "甲",
    two: ["2026-03-01", "2026-03-09"],
    span: "week",
    many: ["x", "y"],
  };
  for (const kind of ["line", "count", "day", "moment", "month", "choice", "link", "flag", "tags"]) {
    for (const operator of operatorsOf({ kind })) {
      const reading = readAs({ kind }, operator.make(given[operator.takes]));
      assert.equal(reading?.operator.key, operator.key, `${kind} ${operator.key}`);
      assert.deepEqual(reading.value, given[operator.takes], `${kind} ${operator.key}`);
    }
  }
});

test("a group is told in words, what stands in it in brackets", () => {
  const words = { and: "且", or: "或", bracket: "（{words}）", say_eq: "是 {value}", say_ge: "≥ {value}" };
  const say = (filter) =>
    Chips.prototype.sentence.call(
      Object.assign(Object.create(Chips.prototype), { context: { words, record } }),
      filter,
    );
  assert.equal(say({ or: [eq("a"), { ...eq("b"), ...eq("c") }] }), "A 是 1 或 （B 是 1 且 C 是 1）");
  assert.equal(
    say({ ...eq("a"), or: [eq("b"), { and: [eq("c"), eq("d")] }] }),
    "A 是 1 且 （B 是 1 或 （C 是 1 且 D 是 1））",
  );
});
