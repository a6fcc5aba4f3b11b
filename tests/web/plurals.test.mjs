/** One row is one row, and the words are those of the server. */
import assert from "node:assert";
import { readFileSync } from "node:fs";
import test from "node:test";
import { BEFORE, inNumber, NOUNS, VERBS } from "../../pages/sheet/web/plurals.js";

test("a sentence is said in the number that its value has", () => {
  assert.equal(inNumber("{n} rows are locked", { n: 1 }), "{n} row is locked");
  assert.equal(inNumber("{n} rows are locked", { n: 21 }), "{n} rows are locked");
  assert.equal(
    inNumber("{rows} rows by {columns} columns", { rows: 3, columns: "1" }),
    "{rows} rows by {columns} column",
  );
  assert.equal(inNumber("共 {n} 行", { n: 1 }), "共 {n} 行");
});

test("the words are those that the server knows", () => {
  const source = readFileSync(new URL("../../models/kit/plurals.py", import.meta.url), "utf8");
  const listed = (name) =>
    source
      .match(new RegExp(`_${name} = """([^"]+)"""`))[1]
      .trim()
      .split(/\s+/);
  assert.deepEqual(NOUNS.split(" "), listed("NOUNS"));
  assert.deepEqual(BEFORE.split(" "), listed("BEFORE"));
  for (const verb of Object.keys(VERBS)) assert.ok(source.includes(verb), verb);
});
