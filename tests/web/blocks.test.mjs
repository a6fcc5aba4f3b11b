import assert from "node:assert/strict";
import { test } from "node:test";
import { withRows } from "../../pages/sheet/web/blocks.js";

test("columns are rows again, each with its own values under every name", () => {
  const columns = { id: [7, 9], name: ["王小", null], store: [{ id: 1, text: "锦江店" }, null] };
  const answer = withRows({ columns, total: 2, sums: {}, counting: true });
  const rows = [
    { id: 7, name: "王小", store: { id: 1, text: "锦江店" } },
    { id: 9, name: null, store: null },
  ];
  assert.deepEqual(answer, { rows, total: 2, sums: {}, counting: true });
});

test("an answer without rows has none, and lines of groups stay as they came", () => {
  assert.deepEqual(withRows({ columns: { id: [], name: [] }, total: 0 }), { rows: [], total: 0 });
  const grouped = { rows: [{ id: "g1", count: 3 }], total: 1, count: 3 };
  assert.deepEqual(withRows(grouped), grouped);
});
