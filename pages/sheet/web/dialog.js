/** Modal questions: a native dialog keeps the focus inside and closes on Esc by itself. */

import { button, composing, el, icon, keepCaret, newId } from "./dom.js";

/** Shows a dialog; `others`: more buttons between giving up and going on; `submit(told)` answers a sentence to stay open, false to stay without, or nothing to close. */
export function ask({
  title,
  body,
  words,
  confirm,
  danger = false,
  wide = false,
  cancel = words.cancel,
  others = [],
  submit,
}) {
  const heading = newId("s-title");
  const problem = el("div.s-problem", { role: "alert", hidden: true });
  const progress = el("p.s-soft", { role: "status", hidden: true });
  const go = button(confirm, { kind: danger ? "s-danger" : "s-primary" });
  const node = el(
    "dialog.s-dialog",
    { "aria-labelledby": heading },
    el(
      "div.s-dialog-head",
      {},
      el("h2", { id: heading }, title),
      button(words.close, { glyph: "close", bare: true, kind: "s-quiet", onclick: () => node.close() }),
    ),
    el("div.s-dialog-body", {}, body, progress, problem),
    el("div.s-dialog-foot", {}, button(cancel, { onclick: () => node.close() }), others, go),
  );
  node.classList.toggle("s-wide", wide);
  // That something is marked isn't said any longer than something is.
  const pointing = () => {
    const points = [words.fix_marked, words.fill_required].includes(problem.textContent);
    if (points && !node.querySelector(".s-bad")) problem.hidden = true;
  };
  for (const happened of ["input", "change"]) node.addEventListener(happened, pointing);
  // What was typed isn't thrown away by one key.
  let typed = false;
  node.addEventListener("input", () => (typed = true));
  node.addEventListener("cancel", (event) => {
    if (event.target !== node || !typed) return;
    typed = false;
    event.preventDefault();
    problem.replaceChildren(icon("warn"), el("span", {}, words.esc_again));
    problem.hidden = false;
  });
  const run = async () => {
    if (go.disabled) return;
    go.disabled = true;
    problem.hidden = true;
    try {
      const sentence = await submit((text) => {
        progress.textContent = text;
        progress.hidden = false;
      });
      if (sentence === false) return null;
      if (!sentence) return node.close();
      problem.replaceChildren(icon("warn"), el("span", {}, sentence));
      problem.hidden = false;
    } finally {
      progress.hidden = true;
      go.disabled = false;
    }
  };
  go.addEventListener("click", run);
  node.addEventListener("keydown", (event) => {
    if (composing(event) || event.defaultPrevented || event.key !== "Enter") return;
    if (event.target.matches("textarea, button, a")) return;
    event.preventDefault();
    run();
  });
  return present(node);
}

export function present(node) {
  const before = document.activeElement;
  node.addEventListener("close", () => {
    node.remove();
    if (!before?.isConnected) return;
    before.focus();
    keepCaret(before);
  });
  document.body.append(node);
  node.showModal();
  return node;
}
