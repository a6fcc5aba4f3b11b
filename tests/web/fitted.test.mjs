/** Columns go and come back while a grid is open: what was asked by them goes and comes back with them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { withGone } from "../../pages/sheet/web/fitted.js";
import { Query } from "../../pages/sheet/web/query.js";
import { refitted } from "../../pages/sheet/web/refitted.js";
import { Views } from "../../pages/sheet/web/views.js";
import { tab } from "./browser.mjs";

const FIELDS = Object.fromEntries(
  ["no", "tier", "wish", "day"].map((name) => [name, { name, label: name, groups: [], sortable: true }]),
);
const without = (name) => Object.fromEntries(Object.entries(FIELDS).filter(([other]) => other !== name));
const BOARD = { kind: "board", by: "wish" };
const ASKED = {
  filter: { tier: { in: [1] } },
  sort: ["-tier"],
  group: ["tier"],
  colours: [{ column: "tier", tone: "info", filter: { tier: { eq: 1 } } }],
  shape: null,
};
// Every place where a question can name a column, and what is left of the question without it.
const SIBLINGS = {
  "a condition": [{ filter: { tier: { in: [1] }, wish: { in: [2] } } }, ["filter"]],
  "a condition against it": [{ filter: { tier: { in: [1] }, no: { gt: "=wish" } } }, ["filter"]],
  "a condition in a group": [
    { filter: { tier: { in: [1] }, or: [{ no: { eq: 1 } }, { wish: { eq: 2 } }] } },
    ["filter"],
  ],
  "the order": [{ sort: ["wish", "-tier"] }, ["sort"]],
  "the groups": [{ group: ["tier", "wish"] }, ["group"]],
  "a coloured column": [{ colours: [...ASKED.colours, { column: "wish", tone: "grey", filter: {} }] }, ["colours"]],
  "a rule for colours": [
    { colours: [...ASKED.colours, { column: null, tone: "grey", filter: { wish: { eq: 1 } } }] },
    ["colours"],
  ],
  "a board": [{ shape: BOARD }, ["shape"]],
  "a calendar": [{ shape: { kind: "calendar", starts: "wish" } }, ["shape"]],
  "a timeline": [{ shape: { kind: "timeline", starts: "day", ends: "wish" } }, ["shape"]],
  "the axis of a pivot": [
    { shape: { kind: "pivot", rows: [{ field: "wish" }], columns: [], measure: { fn: "count" } } },
    ["shape"],
  ],
  "the sums of a pivot": [
    { shape: { kind: "pivot", rows: [{ field: "tier" }], columns: [], measure: { fn: "sum", field: "wish" } } },
    ["shape"],
  ],
};

function opened(view = null) {
  tab();
  const record = {
    name: "member",
    order: ["no"],
    byName: FIELDS,
    views: view ? [{ id: 7, name: "看法", columns: [], ...view }] : [],
  };
  if (view) location.searchParams.set("view", "7");
  const views = new Views(record);
  return { record, views, query: new Query(record) };
}

function asked(query, more) {
  const { colours, ...rest } = { ...ASKED, ...more };
  Object.assign(query, rest);
  query.lookLike({ colours });
}

for (const [what, [more, parts]] of Object.entries(SIBLINGS)) {
  test(`${what} falls away with its column and comes back with it, and the rest stays`, () => {
    const { record, query } = opened();
    asked(query, more);
    const before = query.stands();
    record.byName = without("wish");
    assert.deepEqual(query.refit().parts, parts);
    assert.deepEqual(query.stands(), ASKED);
    record.byName = FIELDS;
    assert.deepEqual(query.refit().parts, parts);
    assert.deepEqual(query.stands(), before);
    assert.deepEqual(query.refit().parts, []);
  });

  test(`whoever has a shared view open that ${what} makes sees it go and come back, and has changed nothing`, () => {
    const view = { ...ASKED, ...more };
    const { record, query, views } = opened(view);
    const before = query.stands();
    const page = { context: { record, query, words: {} }, narrow: false, views, view: {} };
    Object.assign(views, { page, toasted: true });
    const stood = () => views.same();
    assert.equal(stood(), true);
    record.byName = without("wish");
    query.refit(views.now);
    assert.equal(stood(), true, "what fell away is no change of one's own");
    record.byName = FIELDS;
    query.refit(views.now);
    assert.deepEqual(query.stands(), before);
    assert.equal(stood(), true);
  });
}

test("what was asked in the meantime stands, and only the rest comes back", () => {
  const { record, query } = opened();
  asked(query, { filter: { wish: { eq: 2 } }, sort: ["wish"], group: ["wish"] });
  record.byName = without("wish");
  query.refit();
  assert.deepEqual([query.sort, query.group], [["no"], []], "without any order left it is the usual one");
  Object.assign(query, { filter: { tier: { eq: 3 } }, group: ["day"] });
  record.byName = FIELDS;
  query.refit();
  assert.deepEqual(query.filter, { tier: { eq: 3 }, wish: { eq: 2 } });
  assert.deepEqual([query.sort, query.group], [["wish"], ["day"]]);
});

test("another view that was chosen in the meantime stays as it is", () => {
  const { record, query } = opened();
  asked(query, { group: ["wish"] });
  record.byName = without("wish");
  query.refit();
  query.restart(record);
  record.byName = FIELDS;
  assert.deepEqual(query.refit().parts, []);
});

test("a column that nobody asks by goes without asking for the rows anew", () => {
  const { record, query, views } = opened();
  asked(query, {});
  record.byName = without("day");
  assert.equal(refitted({ context: { record, query, words: {} }, narrow: false, views }, FIELDS, null), false);
});

test("a column that is gone keeps its place, width and freezing among those of the grid", () => {
  const kept = [{ name: "no" }, { name: "wish", pinned: true, width: 90 }, { name: "tier" }];
  const shown = [{ name: "no" }, { name: "tier" }];
  assert.deepEqual(withGone(shown, kept, { byName: without("wish") }), kept);
  assert.deepEqual(withGone(shown, kept, { byName: FIELDS }), shown);
});
