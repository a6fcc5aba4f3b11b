/** What the search box shows for what was typed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { closest, parts } from "../../pages/finding/web/match.js";

const entry = (label, also, kind = "page", hint = "") => ({ label, also, kind, hint, path: `/${label}`, icon: "x" });
const ENTRIES = [
  entry("会员等级", "member tiers huiyuandengji hydj"),
  entry("会员", "members huiyuan hy", "page", "会员管理"),
  entry("门店", "stores mendian md"),
  entry("新增会员", "new: members xinzenghuiyuan xzhy", "action"),
];
const words = { starred: "收藏", recent: "最近", pages: "页面", actions: "操作", help: "帮助", more: "在{label}里" };
const known = (more) => ({ entries: ENTRIES, starred: [], recent: [], hits: [], help: [], ...more });

for (const [typed, labels] of [
  ["会员", ["会员", "会员等级", "新增会员"]],
  ["hy", ["会员等级", "会员"]],
  ["MENDIAN", ["门店"]],
  ["store", ["门店"]],
  ["会员 管理", ["会员"]],
  ["x", ["新增会员"]],
  ["没有", []],
  [" ", []],
])
  test(`“${typed}” means ${labels.join("、") || "nothing"}`, () => {
    const labelled = closest(ENTRIES, typed, 9).map(({ label }) => label);
    assert.deepEqual(labelled.slice(0, labels.length), labels);
    if (!labels.length) assert.deepEqual(labelled, []);
  });

test("an empty box shows where somebody was, and a very number stands before the pages", () => {
  const star = entry("王小明", "", "row", "会员");
  assert.deepEqual(
    parts(known({ starred: [star] }), " ", words).map(({ title }) => title),
    ["收藏"],
  );
  const hit = (label, exact) => ({
    record: "r",
    label,
    icon: "x",
    more: true,
    rows: [{ path: "/r/r/1", label: "甲", exact }],
  });
  const shown = parts(known({ hits: [hit("会员", false), hit("订单", true)], starred: [star] }), "会员", words);
  assert.deepEqual(
    shown.map(({ title }) => title),
    ["订单", "页面", "会员", "操作"],
  );
  assert.equal(shown[0].rows.at(-1).path, "/t/r?q=%E4%BC%9A%E5%91%98");
});

test("what is called so stands before what only mentions it", () => {
  const hit = (label, ...called) => ({
    record: "r",
    label,
    icon: "x",
    rows: called.map((label) => ({ path: "/r/r/1", label })),
  });
  const hits = [
    hit("指标", "会员消费"),
    hit("活动", "重阳在锦江"),
    hit("门店", "成华一店", "锦江一店"),
    hit("区域", "锦江区"),
  ];
  assert.deepEqual(
    parts(known({ hits }), "锦江", words).map(({ title }) => title),
    ["门店", "区域", "活动", "指标"],
  );
});
