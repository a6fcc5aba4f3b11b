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
  ["day", ["2026-01-31", "2026-02-28"], 3, ["2026-03-31", "2026-04-30", "2026-05-31"]],
  ["day", ["2027-11-30", "2027-12-31"], 3, ["2028-01-31", "2028-02-29", "2028-03-31"]],
  ["day", ["2026-01-28", "2026-02-28"], 1, ["2026-03-28"]],
  ["day", ["2026-02-28"], 2, ["2026-03-01", "2026-03-02"]],
  ["moment", ["2026-11-30T01:30:00Z"], 2, ["2026-12-01T01:30:00Z", "2026-12-02T01:30:00Z"]],
  ["moment", ["2026-11-30T01:00:00Z", "2026-11-30T01:20:00Z"], 2, ["2026-11-30T01:40:00Z", "2026-11-30T02:00:00Z"]],
  ["month", ["2026-11"], 3, ["2026-12", "2027-01", "2027-02"]],
  ["month", ["2026-03", "2026-06"], 3, ["2026-09", "2026-12", "2027-03"]],
  ["progress", [10, 20], 2, [30, 40]],
  ["day", ["2025-11-15", "2025-12-15"], 2, ["2026-01-15", "2026-02-15"]],
  ["day", ["2026-10-31", "2026-12-31"], 2, ["2027-02-28", "2027-04-30"]],
  ["day", ["2026-01-01", "2026-01-03", "2026-01-04"], 1, ["2026-01-01"]],
  ["line", ["VIP0099"], 2, ["VIP0100", "VIP0101"]],
  ["line", ["第9排", "第11排"], 2, ["第13排", "第15排"]],
  ["line", ["A10", "A9"], 2, ["A8", "A7"]],
  ["line", ["A-01-3", "A-01-5"], 1, ["A-01-7"]],
  ["line", ["007"], 2, ["008", "009"]],
  ["line", ["13812345678"], 2, ["13812345678", "13812345678"]],
  ["line", ["007", "008"], 2, ["009", "010"]],
  ["line", ["A1", "B2"], 3, ["A2", "B3", "A3"]],
  ["line", ["早1", "晚1", "早2", "晚2"], 3, ["早3", "晚3", "早4"]],
  ["line", ["周五"], 4, ["周六", "周日", "周一", "周二"]],
  ["line", ["周一", "周三"], 3, ["周五", "周日", "周二"]],
  ["line", ["星期天"], 2, ["星期一", "星期二"]],
  ["line", ["星期六"], 1, ["星期日"]],
  ["line", ["MON"], 2, ["TUE", "WED"]],
  ["line", ["november"], 2, ["december", "january"]],
  ["line", ["十一月"], 2, ["十二月", "一月"]],
  ["line", ["11月"], 3, ["12月", "1月", "2月"]],
  ["line", ["Q3"], 3, ["Q4", "Q1", "Q2"]],
  ["line", ["第三季度", "第四季度"], 2, ["第一季度", "第二季度"]],
  ["line", ["壬"], 3, ["癸", "甲", "乙"]],
  ["line", ["甲", "丙"], 2, ["戊", "庚"]],
  ["line", ["第九期"], 3, ["第十期", "第十一期", "第十二期"]],
  ["line", ["第十九名", "第二十名"], 2, ["第二十一名", "第二十二名"]],
  ["line", ["一、", "二、"], 2, ["三、", "四、"]],
  ["line", ["第九十九届"], 1, ["第九十九届"]],
  ["line", ["五谷杂粮粉"], 2, ["五谷杂粮粉", "五谷杂粮粉"]],
  ["line", ["一诺"], 1, ["一诺"]],
  ["line", ["2026年第3季度"], 1, ["2026年第4季度"]],
  ["line", ["SKU-0012-红"], 2, ["SKU-0013-红", "SKU-0014-红"]],
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
  assert.deepEqual(goOn("line", ["周二"], 3, true), ["周一", "周日", "周六"]);
  assert.deepEqual(goOn("line", ["1月"], 2, true), ["12月", "11月"]);
  assert.deepEqual(goOn("day", ["2026-02-28", "2026-03-31"], 2, true), ["2026-01-31", "2025-12-31"]);
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
