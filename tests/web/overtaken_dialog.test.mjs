/** A dialog whose values somebody else changed meanwhile. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { overtaken } from "../../pages/sheet/web/forms.js";

test("who was told what others made of it saves his own next time, and takes theirs where he touched nothing", () => {
  const control = (value) => ({ value, read: () => ({ value: value }), set: (theirs) => (value = theirs) });
  const controls = { zh: control("底数"), en: control("基数"), formula: control("=[甲]") };
  const seen = { zh: "基数", en: "基数", formula: "=[a]", told: { formula: "=[甲]" } };
  const by = "陈小波";
  overtaken(
    [
      { field: "zh", theirs: "根数", by },
      { field: "en", theirs: "根数", by },
      { field: "formula", theirs: "=[b]", by },
      { field: "kind", theirs: null, by: null },
    ],
    seen,
    controls,
  );
  assert.deepEqual(seen, { zh: "根数", en: "根数", formula: "=[b]", told: {} });
  assert.deepEqual(
    Object.values(controls).map((each) => each.read().value),
    ["底数", "根数", "=[b]"],
  );
  overtaken([{ field: "zh", theirs: "x", by }], null, controls);
});
