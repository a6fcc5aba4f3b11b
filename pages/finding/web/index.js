/** The search box, the star of the page, and where somebody is: what every page has. */

import { Box } from "./box.js";
import { ask } from "./asking.js";

const OPENED_AFTER = 1200; // whoever only passes by wasn't there

const WRITTEN = "input, textarea, select, [contenteditable]";

export const begun = begin();

function begin() {
  const known = { box: null, pressed: false };
  document.addEventListener("keydown", (event) => pressed(event, known), true);
  document.addEventListener("keydown", help);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".x-open")) open(known);
    const star = event.target.closest?.(".x-star");
    if (star) void turn(star);
  });
  // Where somebody else is looked as leaves no trace, and a form that is sent may make this page somebody else's.
  const timer = setTimeout(() => void arrive(), OPENED_AFTER);
  document.addEventListener("submit", () => clearTimeout(timer), true);
  return true;
}

/** Ctrl+K before anybody else hears of it; a page without a header has no box. Ctrl+P prints what the page says it prints. */
function pressed(event, known) {
  const key = event.key?.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !field()) return;
  if (key === "p") return print(event);
  if (key !== "k") return;
  event.preventDefault();
  event.stopPropagation();
  open(known);
}

/** F1, or ? where nothing is being typed: what the guide says of this page, beside it. In a grid F1 is its keys. */
function help(event) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  const asked = event.key === "F1" || (event.key === "?" && !event.target.closest?.(WRITTEN));
  const leads = document.querySelector('a.o-top-button[href^="/help"]');
  if (!plain || !asked || event.defaultPrevented || !leads) return;
  event.preventDefault();
  window.open(leads.href, "_blank", "noopener");
}

/** A grid shows the rows on the screen alone, and a record its form: paper has a page of its own. */
function print(event) {
  const row = /^\/r\/(\w+)\/(\d+)(\/form)?$/.exec(location.pathname);
  const address = row ? `/print/${row[1]}?ids=${row[2]}` : window.opsPrint?.();
  if (!address) return;
  event.preventDefault();
  event.stopPropagation();
  window.open(address, "_blank", "noopener");
}

function field() {
  return document.querySelector(".x-open");
}

function open(known) {
  known.box ??= new Box(JSON.parse(field().dataset.words), field().dataset.person);
  known.box.open();
}

async function arrive() {
  const star = document.querySelector(".x-star");
  if (!star || document.visibilityState === "hidden" || document.querySelector(".o-looking")) return;
  const answer = await ask("/opened", { path: here() }, person()).catch(() => null);
  if (answer?.known) show(star, answer.starred);
}

async function turn(star) {
  const on = star.getAttribute("aria-pressed") !== "true";
  const answer = await ask("/star", { path: here(), on }, person()).catch(() => null);
  if (answer?.known) show(star, answer.starred);
}

function show(star, on) {
  const words = JSON.parse(field().dataset.words);
  star.hidden = false;
  star.setAttribute("aria-pressed", String(on));
  for (const name of ["title", "aria-label"]) star.setAttribute(name, on ? words.unstar : words.star);
  star.querySelector("i").textContent = on ? "star" : "star_border";
}

function here() {
  return location.pathname + location.search.slice(0, 1500);
}

function person() {
  return field()?.dataset.person;
}
