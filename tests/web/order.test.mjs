/** In which order rows stand: what the columns say and what clicks on a head make of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { orderOf, sortedColumns, sortOf, turnedOrder, usualOrder } from "../../pages/sheet/web/order.js";

test("what the columns of a grid say of an order is the order that was put to them", () => {
  for (const order of [[], ["name"], ["-day", "name"], ["no", "-day", "name"]]) {
    const states = sortedColumns(order).toReversed();
    assert.deepEqual(orderOf([...states, { colId: "note", sort: null }]), order);
    for (const { colId, sort, sortIndex } of states) assert.deepEqual(sortOf(order, colId), { sort, sortIndex });
    assert.deepEqual(sortOf(order, "note"), { sort: null, sortIndex: null });
  }
});

test("the usual order leaves out what can't be sorted by", () => {
  const byName = { day: { sortable: true }, total: { sortable: false } };
  assert.deepEqual(usualOrder({ order: ["-day", "total", "gone"], byName }), ["-day"]);
  assert.deepEqual(usualOrder({ byName }), []);
});

test("three clicks on a head lead one way, the other way and back to the usual order", () => {
  const three = (usual, name) =>
    [1, 2, 3].reduce((orders) => [...orders, turnedOrder(usual, orders.at(-1), name)], [usual]).slice(1);
  assert.deepEqual(three(["-day", "no"], "name"), [["name"], ["-name"], ["-day", "no"]]);
  assert.deepEqual(three(["day"], "day"), [["-day"], ["day"], ["-day"]]);
  assert.deepEqual(turnedOrder(["day"], ["name"], "no"), ["no"]);
});
