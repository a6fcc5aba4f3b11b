/** A button pressed twice before what it opens has come opens it once; afterwards it opens again. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Once } from "../../pages/sheet/web/once.js";

test("pressed again before the form came, it comes once, and pressed later, again", async () => {
  const pressed = new Once();
  const opened = [];
  let come;
  const form = () => new Promise((resolve) => (come = resolve)).then(() => opened.push("form"));
  const first = pressed.run("add", form);
  const second = pressed.run("add", form);
  const other = pressed.run("remove", async () => opened.push("question"));
  await other;
  come();
  await Promise.all([first, second]);
  assert.deepEqual(opened, ["question", "form"]);
  const third = pressed.run("add", form);
  await Promise.resolve();
  come();
  await third;
  assert.deepEqual(opened, ["question", "form", "form"]);
});

test("what failed can be pressed again, and its fault is heard", async () => {
  const pressed = new Once();
  await assert.rejects(
    pressed.run("act", () => {
      throw new Error("no answer");
    }),
    /no answer/,
  );
  assert.equal(await pressed.run("act", () => "done"), "done");
});
