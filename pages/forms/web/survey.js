/** A survey on a phone: what is half filled in outlives a reload, and is forgotten once it was sent. */

import { fill, offer, shelf, typedIn } from "./draft.js";

/** A page without questions says thanks; one that came back with its faults has everything that was typed. */
export function start() {
  const form = document.querySelector("form[data-words]");
  if (!form) {
    shelf.write(null);
    return;
  }
  const keep = () => {
    const typed = typedIn(form);
    shelf.write(typed.length > 0 ? { typed, at: Date.now() } : null);
  };
  const draft = "returned" in form.dataset ? null : shelf.read();
  if (draft) {
    fill(form, draft);
    offer(form, JSON.parse(form.dataset.words));
  } else if ("returned" in form.dataset) keep();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

if (typeof document !== "undefined") start();
