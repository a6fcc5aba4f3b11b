/** The keys of the grid on one page: F1, or Ctrl and the slash. */

import { present } from "../dialog.js";
import { button, el, fill } from "../dom.js";

const PARTS = {
  moving: { arrows: "← ↑ → ↓", enter: "Enter", page: "PgUp PgDn", home: "Home End", leave: "Esc" },
  selecting: {
    shift: "Shift+← ↑ → ↓",
    within: "Enter Tab",
    all: "Ctrl+A",
    all_rows: "Ctrl+A A",
    line: "Shift+{space}",
    more: "Ctrl+{click}",
  },
  editing: {
    f2: "F2",
    list: "Alt+↓",
    delete: "Delete",
    today: "Ctrl+;",
    over: "Ctrl+Enter",
    down: "Ctrl+D",
    clip: "Ctrl+C X V",
    undo: "Ctrl+Z",
  },
  rows: {
    find: "Ctrl+F",
    replace: "Ctrl+H",
    panel: "Ctrl+Enter",
    comment: "Shift+F2",
    menu: "Shift+F10",
    zoom: "Ctrl++ - 0",
    this: "F1",
  },
};

export function showKeys(words) {
  const parts = Object.entries(PARTS).map(([part, keys]) =>
    el(
      "section",
      {},
      el("h3", {}, words[`keys_${part}`]),
      el(
        "dl.s-keys",
        {},
        Object.entries(keys).flatMap(([name, key]) => [
          el("dt", {}, el("kbd", {}, fill(key, { space: words.keys_space, click: words.keys_click }))),
          el("dd", {}, words[`key_${name}`]),
        ]),
      ),
    ),
  );
  const node = el(
    "dialog.s-dialog.s-wide",
    { "aria-label": words.keys_title },
    el("div.s-dialog-head", {}, el("h2", {}, words.keys_title)),
    el("div.s-dialog-body.s-keys-page", {}, parts),
    el("div.s-dialog-foot", {}, button(words.close, { kind: "s-primary", onclick: () => node.close() })),
  );
  return present(node);
}
