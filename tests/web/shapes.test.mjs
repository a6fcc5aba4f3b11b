/** What rows are laid out as: kept in the address beside a view, begun as a type suggests, and dropped where it isn't known. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Query } from "../../pages/sheet/web/query.js";
import { ownLinks, readShape, usual, writeShape } from "../../pages/sheet/web/shapes/shape.js";
import { isEarly, way } from "../../pages/sheet/web/shapes/waits.js";
import { Views } from "../../pages/sheet/web/views.js";
import { tab } from "./browser.mjs";

const fields = {
  state: { name: "state", kind: "choice" },
  day: { name: "day", kind: "day" },
  phone: { name: "phone", kind: "day", masked: true },
};
const board = { kind: "board", by: "state" };
const record = (more = {}) => ({
  name: "visit",
  order: [],
  columns: Object.keys(fields),
  byName: fields,
  shapes: { board },
  views: [{ id: 7, name: "看板", columns: [], sort: [], filter: {}, shape: board }],
  ...more,
});

test("a kind begins as the type suggests it, else by the first column that will do, and not by a masked one", () => {
  assert.deepEqual(usual(record(), "board"), board);
  assert.deepEqual(usual(record(), "calendar"), { kind: "calendar", starts: "day" });
  assert.equal(usual(record(), "timeline"), null);
  assert.equal(usual(record({ columns: [] }), "calendar"), null);
});

test("an address names a kind alone where it is as it begins, and all of it where it is not", () => {
  assert.equal(writeShape({ by: "state", kind: "board" }, null, record()), "board");
  const other = { kind: "board", by: "state", fields: ["day"] };
  assert.deepEqual(readShape(writeShape(other, null, record()), record()), other);
  assert.equal(writeShape(null, board, record()), "sheet", "beside a view that is a board a sheet is said");
  assert.equal(writeShape(board, board, record()), "");
});

test("an address that says nothing of sense, or a column that is gone, says nothing", () => {
  for (const text of [
    "",
    "tree",
    "{",
    '{"kind":"tree"}',
    '{"kind":"board","by":"gone"}',
    '{"kind":"pivot","rows":[{"field":"gone"}]}',
    "null",
    "5",
  ])
    assert.equal(readShape(text, record()), undefined, text);
  assert.equal(readShape("sheet", record()), null);
});

test("a view opens as it is laid out, and the address beside it stands before the view's", () => {
  const at = (search) => {
    tab(`http://desk/t/visit${search}`);
    const known = record();
    const views = new Views(known);
    return { views, query: new Query(known) };
  };
  assert.deepEqual(at("?view=7").query.shape, board);
  assert.equal(at("?view=7&shape=sheet").query.shape, null);
  assert.equal(at("").query.shape, null);
  assert.deepEqual(at("?shape=calendar").query.shape, { kind: "calendar", starts: "day" });
});

test("a way leads from the end of a bar to the beginning of the one that waits, and around where that begins too early", () => {
  const from = { left: 0, right: 100, middle: 20 };
  assert.equal(way(from, { left: 160, right: 200, middle: 60 }), "M100 20h6V60H159l-4 -4m4 4l-4 4");
  assert.equal(way(from, { left: 50, right: 90, middle: 60 }), "M100 20h6V46H37V60H49l-4 -4m4 4l-4 4");
  assert.equal(
    way({ ...from, middle: 60 }, { left: 50, right: 90, middle: 20 }),
    "M100 60h6V34H37V20H49l-4 -4m4 4l-4 4",
  );
});

test("who begins on the day on which the other ends isn't early, and of one out of sight nobody knows", () => {
  assert.equal(isEarly(["2026-11-05", "2026-11-06"], ["2026-11-01", "2026-11-05"]), false);
  assert.equal(isEarly(["2026-11-04", "2026-11-06"], ["2026-11-01", "2026-11-05"]), true);
  assert.equal(isEarly(["2026-11-04", "2026-11-06"], undefined), false);
});

test("a row may wait by a link to its own type alone, and an address with one that is gone says nothing", () => {
  const link = { name: "after", kind: "link", link: "visit" };
  const store = { name: "store", kind: "link", link: "store" };
  const known = record({ fields: [link, store], byName: { ...fields, after: link } });
  assert.deepEqual(
    ownLinks(known).map(({ name }) => name),
    ["after"],
  );
  const shape = { kind: "timeline", starts: "day", after: "after" };
  assert.deepEqual(readShape(JSON.stringify(shape), known), shape);
  assert.equal(readShape(JSON.stringify({ ...shape, after: "gone" }), known), undefined);
});
