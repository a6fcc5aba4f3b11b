/** The panel beside the grid stands where the person is, whatever he did while the server drew it. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Panel } from "../../pages/sheet/web/panel.js";
import { later, tab } from "./browser.mjs";

/** A panel over rows that are gone to by `at`; `asked`: the rows that the server was asked for. */
function panel() {
  tab();
  globalThis.localStorage = { getItem: () => null };
  const style = { setProperty() {} };
  Object.assign(globalThis.document, { querySelector: () => null, documentElement: { style }, body: {} });
  const place = { id: 1 };
  const asked = [];
  const page = { root: {}, adapter: { active: () => ({ row: place.id, field: "name", id: place.id }) } };
  const made = new Panel(page, ({ id }) => asked.push(id));
  const at = (id) => {
    place.id = id;
    made.follow(page.adapter.active());
  };
  return { made, asked, at };
}

test("who goes on to another row before the panel stands is followed there", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { made, asked, at } = panel();
  made.turn(1);
  at(2);
  made.hear(1);
  await later(500);
  assert.deepEqual(asked, [1, 2]);
  made.hear(2);
  await later(500);
  assert.deepEqual(asked, [1, 2]);
  mock.timers.reset();
});

test("a panel that was opened for another row than the active one stays there, and so does one that holds unsaved changes", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { made, asked, at } = panel();
  made.show(5, "comments");
  made.hear(5);
  await later(500);
  assert.deepEqual(asked, [5]);
  at(6);
  await later(500);
  made.hear(5);
  await later(500);
  assert.deepEqual(asked, [5, 6]);
  mock.timers.reset();
});
