/** How values go on when they are dragged. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decimal, goOn, thousandths } from "../../pages/sheet/web/layer/series.js";
import { dice } from "./browser.mjs";

const CASES = [
  ["count", [1], 3, [1, 1, 1]],
  ["count", [1, 2], 3, [3, 4, 5]],
  ["count", [10, 7], 3, [4, 1, -2]],
  ["count", [1, 2, 4], 4, [1, 2, 4, 1]],
  ["count", [1, null], 3, [1, null, 1]],
  ["money", ["0.10", "0.20"], 2, ["0.30", "0.40"]],
  ["money", ["1", "0.5"], 3, ["0.00", "-0.50", "-1.00"]],
  ["money", ["99999999999999.99", "100000000000000.00"], 1, ["100000000000000.01"]],
  ["quantity", ["0.125", "0.25"], 3, ["0.375", "0.5", "0.625"]],
  ["quantity", ["1", "1.0005"], 2, ["1", "1.0005"]],
  ["day", ["2026-02-27"], 3, ["2026-02-28", "2026-03-01", "2026-03-02"]],
  ["day", ["2028-02-28"], 2, ["2028-02-29", "2028-03-01"]],
  ["day", ["2026-01-05", "2026-01-12"], 2, ["2026-01-19", "2026-01-26"]],
  ["day", ["2026-01-31", "2026-02-28"], 1, ["2026-03-28"]],
  ["day", ["2025-11-15", "2025-12-15"], 2, ["2026-01-15", "2026-02-15"]],
  ["day", ["2026-10-31", "2026-12-31"], 2, ["2027-02-28", "2027-04-30"]],
  ["day", ["2026-01-01", "2026-01-03", "2026-01-04"], 1, ["2026-01-01"]],
  ["line", ["VIP0099"], 2, ["VIP0100", "VIP0101"]],
  ["line", ["第9排", "第11排"], 2, ["第13排", "第15排"]],
  ["line", ["A-01-3", "A-01-5"], 1, ["A-01-7"]],
  ["line", ["007"], 2, ["007", "007"]],
  ["line", ["007", "008"], 2, ["009", "010"]],
  ["line", ["A1", "B2"], 3, ["A1", "B2", "A1"]],
  ["line", ["王小明"], 2, ["王小明", "王小明"]],
  ["choice", ["open", "done"], 3, ["open", "done", "open"]],
];

for (const [kind, known, n, next] of CASES) {
  test(`${kind}: ${JSON.stringify(known)} goes on as ${JSON.stringify(next)}`, () =>
    assert.deepEqual(goOn(kind, known, n), next));
}

test("upwards a series goes back by the same step", () => {
  assert.deepEqual(goOn("count", [5, 6], 3, true), [4, 3, 2]);
  assert.deepEqual(goOn("day", ["2026-03-01"], 2, true), ["2026-02-28", "2026-02-27"]);
  assert.deepEqual(goOn("line", ["VIP0100"], 2, true), ["VIP0099", "VIP0098"]);
  assert.deepEqual(goOn("line", ["VIP1"], 3, true), ["VIP0", "VIP1", "VIP1"], "no number below nought");
});

test("any even series goes on so that the whole is even, both ways", () => {
  const roll = dice();
  for (let n = 0; n < 300; n += 1) {
    const [start, step, places] = [BigInt(roll(2_000_000) - 1_000_000), BigInt(roll(20_000) - 10_000), roll(2) ? 2 : 3];
    const unit = places === 2 ? 10n : 1n;
    const whole = Array.from({ length: 6 }, (_, at) => decimal((start + step * BigInt(at)) * unit, places));
    const kind = places === 2 ? "money" : "quantity";
    assert.deepEqual(goOn(kind, whole.slice(0, 2), 4), whole.slice(2));
    assert.deepEqual(goOn(kind, whole.slice(4), 4, true), whole.slice(0, 4).reverse());
    for (const text of whole) assert.equal(decimal(thousandths(text), places), text);
  }
});
