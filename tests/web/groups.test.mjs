/** Groups of rows: what an address and a view say of them, which are folded, and in which order a file comes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { groupRoom } from "../../pages/sheet/web/group_room.js";
import { isGroupId, keyOf, knownKeys, MARK, numberOf, turned, written } from "../../pages/sheet/web/groups.js";
import { Changes } from "../../pages/sheet/web/layer/changes.js";
import { Query } from "../../pages/sheet/web/query.js";
import { tab } from "./browser.mjs";

const DAYS = ["day", "week", "month", "quarter", "year"];
const fields = {
  no: { groups: [] },
  store: { groups: [] },
  day: { groups: DAYS },
  tier: { groups: [] },
  note: { groups: null },
};
const record = (more = {}) => ({ name: "member", order: ["no"], byName: fields, ...more });

function at(search, more) {
  tab(`http://desk/t/member${search}`);
  return new Query(record(more));
}

test("a key is read and written the same", () => {
  for (const text of ["store", "-store", "day:month", "-day:week"]) assert.equal(written(keyOf(text)), text);
});

test("of keys only those stay that the record can be grouped by, each column once and three at most", () => {
  assert.deepEqual(knownKeys(["note", "gone", "store", "-store", "day:hour", "day:month", "tier", "no"], record()), [
    "store",
    "day:month",
    "tier",
  ]);
  assert.deepEqual(knownKeys("store", record()), []);
});

test("the address says the groups, and lines are asked for in them", () => {
  const query = at("?group=store,day:month");
  assert.deepEqual(query.lines().group, ["store", "day:month"]);
  assert.deepEqual(query.lines().folds, { shut: false, but: [] });
  assert.equal("group" in query.body(), false, "ids and sums are of rows");
  query.groupBy({});
  query.remember();
  assert.equal(location.search, "");
});

test("a view says its groups, and an address that wants none of them says so", () => {
  const query = at("?view=7", { chosen: "7", view: { group: ["store"], means: true, shut: true } });
  assert.deepEqual([query.group, query.means, query.folds.shut], [["store"], true, true]);
  assert.deepEqual(query.grouping(), { group: ["store"], means: true, shut: true });
  query.groupBy({});
  query.remember();
  assert.equal(new URLSearchParams(location.search).get("group"), "none");
  assert.deepEqual(at("?view=7&group=none", { chosen: "7", view: { group: ["store"] } }).group, []);
});

test("a file's rows stand in the order of the groups, without lines for them", () => {
  const query = at("?group=-store,day:month&sort=-store,no");
  const asked = JSON.parse(new URL(query.exportAddress("xlsx", ["no"]), "http://desk").searchParams.get("query"));
  assert.deepEqual(asked.sort, ["-store", "day", "no"]);
  assert.equal("group" in asked, false);
});

test("a group is turned and turned back, whichever way all the others are", () => {
  const once = turned({ shut: true, but: [[1]] }, [2, "2026-01"]);
  assert.deepEqual(once, { shut: true, but: [[1], [2, "2026-01"]] });
  assert.deepEqual(turned(once, [1]), { shut: true, but: [[2, "2026-01"]] });
});

test("nothing is written into the line of a group", () => {
  const changes = new Changes();
  changes.put(0, { id: "g:[1]", [MARK]: { path: [1] } }, { name: "no" }, 5, "5");
  changes.put(1, { id: 3, no: 4 }, { name: "no" }, 5, "5");
  assert.deepEqual(
    changes.list().map(({ id }) => id),
    [3],
  );
  assert.deepEqual(
    [isGroupId("g:[1]"), isGroupId(3), isGroupId("totals"), isGroupId(null)],
    [true, false, false, false],
  );
});

test("the name of a group reaches over the frozen columns to the first sum, and a sum that scrolled under them ends it at their edge", () => {
  const at = (left, more = {}) => ({ left, edge: 200, frozen: false, sum: false, ...more });
  const [title, sum] = [at(90, { frozen: true }), at(500, { sum: true })];
  assert.equal(groupRoom([title, at(200), sum, at(600)], 1000), 410);
  assert.equal(groupRoom([title, at(-300), { ...sum, left: 150 }], 1000), 110);
  assert.equal(groupRoom([title, at(200)], 1000), 910);
  assert.equal(groupRoom([title, at(150, { frozen: true, sum: true }), sum], 1000), 60);
  assert.equal(groupRoom([at(-50), { ...sum, left: 100 }], 1000), 150, "what isn't frozen scrolls along");
});

test("rows are numbered without the lines of groups, and by their places again once there are no groups", () => {
  const numbers = new Map([[7, 12]]);
  assert.equal(numberOf({ query: { group: ["store"] }, numbers }, 7, 20), 12);
  assert.equal(numberOf({ query: { group: [] }, numbers }, 7, 0), 1);
  assert.equal(numberOf({}, 7, 4), 5, "in a layer that knows no groups");
});
