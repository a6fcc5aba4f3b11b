/** The list beside 撤销: what this person did here, each step under its name, to be taken back or done again up to any of them. */

import { el, fill } from "./dom.js";
import { showMoment, today } from "./moments.js";
import { menu, toast } from "./popup.js";

/** As many of a list as lie before the chosen one, itself included. */
export function upTo(steps, step) {
  return steps.slice(0, steps.indexOf(step) + 1);
}

function when(at) {
  const text = showMoment(at);
  return text.startsWith(today()) ? text.slice(11) : text.slice(5, 10);
}

function line(step, word) {
  return el("span.s-step", {}, el("span.s-soft", {}, when(step.at)), el("span", {}, fill(word, { name: step.name })));
}

/** Pointed at, a step marks all that go with it. */
function marked(popup, rows) {
  const mark = ({ target }) => {
    const row = target.closest?.(".s-menu-item");
    const group = rows.find((steps) => steps.includes(row)) ?? [];
    for (const other of rows.flat()) other.classList.toggle("s-along", upTo(group, row).includes(other));
  };
  popup.node.addEventListener("pointerover", mark);
  popup.node.addEventListener("focusin", mark);
  mark({ target: document.activeElement });
}

export async function showSteps(anchor, { context, commands }) {
  const { http, record, words, transport } = context;
  await transport.settled();
  const lists = await http.get(`/${record.name}/steps`).catch((error) => void toast(error.message, { kind: "bad" }));
  if (!lists) return;
  const { undo, redo } = lists;
  if (!undo.length && !redo.length) return void toast(words.no_steps);
  const item = (step, again) => ({
    label: line(step, again ? words.step_redo : words.step_undo),
    parted: again && step === redo[0] && undo.length > 0,
    run: () => commands.goBack(upTo(again ? redo : undo, step), again),
  });
  const items = [...undo.map((step) => item(step, false)), ...redo.map((step) => item(step, true))];
  const popup = menu(anchor, items, { label: words.steps });
  popup.node.classList.add("s-steps");
  const rows = [...popup.node.querySelectorAll(".s-menu-item")];
  marked(popup, [rows.slice(0, undo.length), rows.slice(undo.length)]);
}
