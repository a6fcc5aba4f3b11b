/** What a grid looks at stands in its address, and an address written by hand breaks nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Query } from "../../pages/sheet/web/query.js";
import { tab } from "./browser.mjs";

const member = (more = {}) => ({
  name: "member",
  order: ["no"],
  byName: { no: {}, name: {}, tier: {}, store: {} },
  ...more,
});

function at(search, record = member()) {
  tab(`http://desk/t/member${search}`);
  return new Query(record);
}

test("without an address a grid opens in its order, with what it opens with", () => {
  assert.deepEqual(at("").body(), { sort: ["no"], filter: {}, search: "" });
  const opening = at("", member({ opens: { tier: { in: ["gold"] } } }));
  assert.deepEqual(opening.body().filter, { tier: { in: ["gold"] } });
  assert.equal(opening.isNarrowed(), false, "as it opens it is not narrowed");
});

test("a saved view's order stands before the type's own", () => {
  assert.deepEqual(at("", member({ view: { sort: ["-name"] } })).sort, ["-name"]);
});

for (const [what, search] of [
  ["not JSON", "?filter={{{"],
  ["null", "?filter=null"],
  ["a number", "?filter=5"],
  ["an unknown field", `?filter=${JSON.stringify({ salary: { ge: 1 } })}`],
  ["no condition", `?filter=${JSON.stringify({ name: "甲", tier: null })}`],
]) {
  test(`a filter that is ${what} is left out`, () => assert.deepEqual(at(search).filter, {}));
}

test("an order by fields nobody knows is the grid's own; known ones stay", () => {
  assert.deepEqual(at("?sort=salary").sort, ["no"]);
  assert.deepEqual(at("?sort=salary,-name").sort, ["-name"]);
});

test("what an address names that isn't here is told part by part", () => {
  assert.deepEqual(at("?view=7&q=x&tab=2").astray, []);
  const right = `?filter=${JSON.stringify({ name: { eq: "甲" } })}&sort=-name,no&group=none&shape=sheet`;
  assert.deepEqual(at(right).astray, []);
  assert.deepEqual(at("?filter={{{&sort=salary,no&group=salary&shape=circle").astray, [
    "filter",
    "sort",
    "group",
    "shape",
  ]);
  assert.deepEqual(at(`?filter=${JSON.stringify({ name: { eq: "甲" }, salary: { ge: 1 } })}`).astray, ["filter"]);
});

test("a new row begins with what the filter leaves of a column, where that is one value and may stand twice", () => {
  const heads = { name: { eq: "甲" }, tier: { in: [3] }, store: { in: [1, 2] }, no: { eq: "M1" } };
  const record = member({ byName: { no: { unique: true }, name: {}, tier: {}, store: {} } });
  const query = at(`?filter=${JSON.stringify(heads)}`, record);
  assert.equal(query.newAddress(), `/member/new?name=${encodeURIComponent("甲")}&tier=3`);
  for (const asked of [{ eq: "=name" }, { eq: "x", ne: "y" }, { in: [null] }, { in: [] }, { ge: 5 }, { empty: true }])
    assert.equal(at(`?filter=${JSON.stringify({ tier: asked })}`).newAddress(), "/member/new", JSON.stringify(asked));
  const either = { or: [{ tier: { eq: 3 } }, { store: { eq: 1 } }] };
  assert.equal(at(`?filter=${JSON.stringify(either)}`).newAddress(), "/member/new");
});

test("what is remembered is found again", () => {
  for (const opens of [{}, { tier: { in: ["gold"] } }]) {
    for (const filter of [{}, { name: { has: "a&b=c#d" } }, { tier: { in: ["gold"] } }]) {
      for (const search of ["", "王 小&明"]) {
        for (const sort of [["no"], ["-name", "no"]]) {
          const query = at("?tab=2", member({ opens }));
          Object.assign(query, { filter, search, sort });
          query.remember();
          assert.deepEqual(new Query(member({ opens })).body(), query.body());
          assert.equal(location.searchParams.get("tab"), "2", "what else stands in the address stays");
        }
      }
    }
  }
});

test("what a grid opens with, dropped, stays dropped after a reload", () => {
  const record = member({ opens: { tier: { in: ["gold"] } } });
  const query = at("", record);
  query.filter = {};
  assert.equal(query.isNarrowed(), true);
  query.remember();
  assert.deepEqual(new Query(record).filter, {});
});

test("a search looks through everything, not only through what the grid opens with", () => {
  assert.deepEqual(at("?q=wxm", member({ opens: { tier: { in: ["gold"] } } })).filter, {});
});

test("lines on their parent's page are those of the parent, whatever the page's address says", () => {
  const query = at("?q=x&sort=-name", member({ within: { name: "store", id: 4 } }));
  query.filter = { store: { in: [9] }, name: { has: "甲" } };
  assert.deepEqual(query.body(), { sort: ["no"], filter: { store: { in: [4] }, name: { has: "甲" } }, search: "" });
  assert.deepEqual(query.presets, { store: 4 });
  query.remember();
  assert.equal(location.search, "?q=x&sort=-name");
});

test("an export asks for what is looked at, in the columns that are shown", () => {
  const query = at("?q=a%26b");
  const asked = new URL(query.exportAddress("xlsx", ["no", "name"]), "http://desk");
  assert.equal(asked.pathname, "/api/v1/member/export.xlsx");
  assert.deepEqual(JSON.parse(asked.searchParams.get("query")), { ...query.body(), columns: ["no", "name"] });
});
