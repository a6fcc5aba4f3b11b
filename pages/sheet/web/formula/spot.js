/** A formula once more with its mistake marked, and what to do about it; a click goes there. */

import { el } from "../dom.js";

/** `error`: {at, end, message} in the `text` that stands in `input`. Answers the nodes to show. */
export function spotted(error, text, input, words) {
  if (!text) return [el("div.s-field-hint", {}, error.message)];
  const end = Math.min(error.end, text.length);
  const go = () => {
    input.focus();
    input.setSelectionRange(Math.min(error.at, text.length), end);
  };
  const spot = el(
    "button.s-formula-spot",
    { type: "button", title: words.formula_go, onclick: go },
    text.slice(0, error.at),
    el("mark", {}, text.slice(error.at, end) || "␣"),
    text.slice(end),
  );
  return [spot, el("div.s-formula-wrong", {}, error.message)];
}
