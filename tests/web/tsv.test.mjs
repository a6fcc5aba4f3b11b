/** The clipboard's text: what Excel writes is read, what is written is read again as it was. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseTsv, writeHtml, writeTsv } from "../../pages/sheet/web/layer/tsv.js";
import { dice } from "./browser.mjs";

const CASES = [
  ["", [[""]]],
  ["甲", [["甲"]]],
  [
    "甲\t乙\r\n丙\t丁\r\n",
    [
      ["甲", "乙"],
      ["丙", "丁"],
    ],
  ],
  [
    "甲\t乙\n丙",
    [
      ["甲", "乙"],
      ["丙", ""],
    ],
  ],
  ["甲\r乙", [["甲"], ["乙"]]],
  [
    "\t\n\t",
    [
      ["", ""],
      ["", ""],
    ],
  ],
  ['"两\r\n行"\t乙', [["两\n行", "乙"]]],
  ['"他说""好"""', [['他说"好"']]],
  ['5" 管\t乙', [['5" 管', "乙"]]],
  ['"没有收尾\t乙', [['"没有收尾', "乙"]]],
  ['"引号"后面\t乙', [['"引号"后面', "乙"]]],
  ["甲\n\n乙", [["甲"], [""], ["乙"]]],
];

for (const [text, rows] of CASES) test(`${JSON.stringify(text)} is read`, () => assert.deepEqual(parseTsv(text), rows));

test("whatever cells hold, they come back from the clipboard as they were", () => {
  const roll = dice();
  const signs = ["\t", "\n", '"', '""', "甲", "0", "=1+1", " ", "", "é", "🙂"];
  for (let n = 0; n < 500; n += 1) {
    const [tall, broad] = [roll(4) + 1, roll(4) + 1];
    const rows = Array.from({ length: tall }, () =>
      Array.from({ length: broad }, () => Array.from({ length: roll(5) }, () => signs[roll(signs.length)]).join("")),
    );
    assert.deepEqual(parseTsv(writeTsv(rows)), rows);
  }
});

test("a copied column whose last cell is empty empties the last cell where it is pasted", () => {
  assert.equal(writeTsv([["甲"], [""]]), "甲\r\n\r\n");
  assert.deepEqual(parseTsv(writeTsv([["甲"], [""]])), [["甲"], [""]]);
  assert.deepEqual(parseTsv(writeTsv([[""]])), [[""]]);
  assert.equal(writeTsv([["甲"]]), "甲", "one value alone comes without a line break");
});

test("as a table numbers are numbers, days are days, and all else stays text, never markup", () => {
  const html = writeHtml([["12.50", "2026-11-28", "007", '<b>&"\n']], ["money", "day", "line", "line"]);
  const formats = [...html.matchAll(/mso-number-format:([^"]+)"/g)].map(([, format]) => format);
  assert.deepEqual(formats, ["General", "'yyyy\\-mm\\-dd'", "'\\@'", "'\\@'"]);
  assert.ok(html.includes("&lt;b&gt;&amp;&quot;<br>"));
});

test("what only looks like a number in a column of numbers stays text", () => {
  assert.ok(writeHtml([["约 12"]], ["money"]).includes("'\\@'"));
});
