/** Rows that were entered and that the filter leaves out are counted, so that nobody enters them again. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { unlisted } from "../../pages/sheet/web/unlisted.js";

const asked = [];
const context = (query, ids) => ({
  http: {
    post: async (path, body) => {
      asked.push([path, body]);
      if (!ids) throw new Error("away");
      return { ids };
    },
  },
  record: { name: "task" },
  query: {
    search: "",
    filter: {},
    body: () => ({ sort: ["no"], search: "", filter: { area: { in: ["quality"] }, at: 3 } }),
    ...query,
  },
});
const rows = [{ id: 7 }, { id: 8 }, { id: 9 }];

test("those that search or filter leave out are counted as the server tells them apart", async () => {
  assert.equal(await unlisted(context({ filter: { area: { in: ["quality"] } } }, [8]), rows), 2);
  assert.deepEqual(asked.pop(), [
    "/task/ids",
    { filter: { area: { in: ["quality"] }, at: 3 }, search: "", of: [7, 8, 9] },
  ]);
  assert.equal(await unlisted(context({ search: "x" }, [7, 8, 9]), rows), 0);
});

test("where nothing is left out nothing is asked, and where the server is away nothing is said", async () => {
  asked.length = 0;
  assert.equal(await unlisted(context({}, []), rows), 0);
  assert.equal(await unlisted(context({ search: "x" }, []), []), 0);
  assert.deepEqual(asked, []);
  assert.equal(await unlisted(context({ search: "x" }), rows), 0);
});
