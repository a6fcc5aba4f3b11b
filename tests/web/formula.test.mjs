import assert from "node:assert/strict";
import { test } from "node:test";

import { entriesFor, tokenAt } from "../../pages/sheet/web/formula/token.js";

const COLUMNS = [
  { name: "rent", label: "租金额", other: "Rent", pinyin: "zujine zje" },
  { name: "store", label: "门店", other: "Store", pinyin: "mendian md", link: "store" },
];
const FUNCTIONS = [
  { name: "ROUND", usage: "ROUND(数, 位数)", says: "四舍五入", pinyin: "sishewuru sswr" },
  { name: "ROUNDUP", usage: "ROUNDUP(数, 位数)", says: "远离零进位", pinyin: "yuanlilingjinwei yllljw" },
];

test("what is written at the caret is a column after an open bracket, along its links, or a word", () => {
  assert.deepEqual(tokenAt("=[租"), { path: [], word: "租", from: 1, column: true });
  assert.deepEqual(tokenAt("=1+[门店].[区域].[名"), { path: ["门店", "区域"], word: "名", from: 13, column: true });
  assert.deepEqual(tokenAt("=[门店]."), { path: ["门店"], word: "", from: 6, column: true });
  assert.deepEqual(tokenAt("=1+rou"), { path: [], word: "rou", from: 3, column: false });
  assert.deepEqual(tokenAt("=【租"), { path: [], word: "租", from: 1, column: true });
});

test("inside a text and behind a closed bracket nothing is completed", () => {
  assert.equal(tokenAt('=IF([门店]="[租'), null);
  assert.equal(tokenAt('="他说“rou'), null);
  assert.deepEqual(tokenAt('="他说“好”"&rou').word, "rou");
  assert.equal(tokenAt("=[租金额]"), null);
  assert.equal(tokenAt("=1+"), null);
});

test("columns are found by either label, name and pinyin, functions also by what they do", () => {
  const texts = (typed) => entriesFor(tokenAt(typed), COLUMNS, FUNCTIONS).map(({ text }) => text);
  assert.deepEqual(texts("=[zje"), ["[租金额]"]);
  assert.deepEqual(texts("=[re"), ["[租金额]", "[门店]"]);
  assert.deepEqual(texts("=sswr"), ["ROUND("]);
  assert.deepEqual(texts("=rou"), ["ROUND(", "ROUNDUP("]);
  assert.deepEqual(texts("=四舍"), ["ROUND("]);
  assert.deepEqual(texts("=["), ["[租金额]", "[门店]"]);
});
