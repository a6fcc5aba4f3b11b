/** What was asked for a grid that is no more, as another view was chosen meanwhile, says nothing of the one that stands there now. */

import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";

import { tab, turns } from "./browser.mjs";

/** The grid's own library has no business here: whatever is taken from it is there and does nothing. */
const LIBRARY = `
  const any = new Proxy(() => {}, { get: () => any, apply: () => any });
  export const [AllCommunityModule, ModuleRegistry] = [{ dependsOn: [] }, any];
  export const [themeBalham, colorSchemeVariable, createGrid] = [any, any, any];
`;
registerHooks({
  resolve: (name, context, next) =>
    name === "nicegui-aggrid"
      ? { url: `data:text/javascript,${encodeURIComponent(LIBRARY)}`, shortCircuit: true }
      : next(name, context),
});
tab();
document.getElementById = () => null; // no answer came along with the page
const { Grid } = await import("../../pages/sheet/web/grid.js");

const BLOCK = { startRow: 0, endRow: 100, sortModel: [], filterModel: {}, successCallback() {}, failCallback() {} };

/** A grid whose answers come when the test says so, and what it says to its page. */
function grid() {
  const [answers, said] = [[], []];
  const http = { post: () => new Promise((resolve, reject) => answers.push({ resolve, reject })) };
  const query = { block: () => ({}), remember() {} };
  const context = { query, http, record: { name: "member" }, blank: { open: false }, tones: { take() {} } };
  const calls = { loaded: ({ total }) => said.push(total), failed: (sentence) => said.push(sentence) };
  const parts = { api: { destroy() {} }, themeObserver: { disconnect() {} }, ticks: { stop() {}, recheck() {} } };
  const made = Object.assign(Object.create(Grid.prototype), { context, calls, asked: 0, drawHead() {} }, parts);
  return { made, answers, said };
}

test("how many rows there are is what the grid says that stands there, not one that was laid away", async () => {
  const { made, answers, said } = grid();
  made.load(BLOCK);
  answers[0].resolve({ rows: [], total: 7 });
  await turns();
  made.load(BLOCK);
  made.load(BLOCK);
  made.destroy();
  answers[1].resolve({ rows: [], total: 400 });
  answers[2].reject(new Error("not read"));
  await turns();
  assert.deepEqual(said, [7]);
});
