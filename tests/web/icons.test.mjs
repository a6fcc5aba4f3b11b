/** Every icon that a script asks for is one that is drawn: an unknown name would be an empty drawing and a fault in the console. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { ICONS } from "../../pages/sheet/web/dom.js";

const WEB = new URL("../../pages/sheet/web/", import.meta.url);
const ASKED = /\b(?:icon|this\.message|this\.head)\(([^()]*)|\bglyph: ([^,}\n]+)|\bGLYPHS = \{([^}]*)\}/g;

function asked() {
  const names = new Map();
  for (const file of readdirSync(WEB, { recursive: true }).filter((name) => name.endsWith(".js")))
    for (const [, first, second, third] of readFileSync(new URL(file, WEB), "utf-8").matchAll(ASKED)) {
      const said = (first ?? second ?? third)
        .split(",")
        .slice(0, third ? undefined : 1)
        .join(",");
      for (const [, name] of said.matchAll(/"(\w+)"/g)) names.set(name, file);
    }
  return names;
}

test("every icon that is asked for is drawn", () => {
  const names = asked();
  assert.ok(names.size > 20, "the ways in which icons are asked for are still these");
  assert.deepEqual(
    [...names].filter(([name]) => !(name in ICONS)),
    [],
  );
});
