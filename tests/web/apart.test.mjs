/** Which pasted texts are messages, and which are cells. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isMessage, linesOf } from "../../pages/sheet/web/apart.js";

test("what somebody wrote is a message", () => {
  for (const text of [
    "张姐 13812345678 要阿胶糕2盒蛋白粉1罐 送锦江区一环路东五段8号 周五前",
    "李女士，138 1234 5678，投诉锦江一店漏包装",
    "收件人：王芳\n电话：13900001111\n地址：锦江区一环路东五段8号",
  ])
    assert.ok(isMessage(text), text);
});

test("cells of a list are none, nor is a line without a number to call", () => {
  for (const text of [
    "王小明",
    "13812345678",
    "13812345678\n13912345678\n13712345678",
    "王小明\t13812345678\t锦江一店\t2026-03-01",
    "张三 13812345678 李四 13912345678 王五 13712345678",
    "这是一条很长的备注，里面没有什么可以填的内容",
    "一\n二\n三\n四\n五\n六\n七\n八\n九\n十",
    "",
  ])
    assert.equal(isMessage(text), false, text);
});

test("lines go along as they were corrected, without those that were taken out", () => {
  const rows = [
    { values: { product: { id: 3, text: "阿胶糕" }, qty: "2" }, taken: "阿胶糕2盒" },
    { values: { product: { id: 4, text: "蛋白粉" }, qty: "" }, taken: "蛋白粉" },
    { values: { product: { id: 5, text: "钙片" }, qty: "1" }, taken: "钙片1瓶", out: true },
  ];
  assert.deepEqual(linesOf({ record: "group_order_line", amount: "qty", rows }), {
    record: "group_order_line",
    rows: [{ product: 3, qty: "2" }, { product: 4 }],
  });
  assert.equal(linesOf({ record: "x", amount: "qty", rows: [{ values: {}, out: true }] }), null);
  assert.equal(linesOf(null), null);
});
