/** What is shown once and kept nowhere: stays until it is closed, to be copied or printed as slips of paper. */

import { button, el, fill } from "./dom.js";
import { present } from "./dialog.js";

/** `given`: {title, note, columns, rows, steps} of an answer; the last column is the secret one. */
export function handOut(answer, words) {
  const given = { ...answer, rows: answer.rows.map((row) => [...row.slice(0, -1), whole(row.at(-1))]) };
  const status = el("div.s-soft", { role: "status" });
  const copy = async (text, said) => {
    status.textContent = (await copied(text)) ? said : words.copy_failed;
  };
  const lines = given.rows.map((row) =>
    el(
      "tr",
      {},
      row.map((value, at) => el("td", {}, at === row.length - 1 ? el("code.s-secret", {}, value) : value)),
      el(
        "td",
        {},
        button(words.copy, {
          kind: "s-small",
          "aria-label": `${words.copy} ${row[0]}`,
          onclick: () => copy(row.at(-1), fill(words.copied_of, { name: row[0] })),
        }),
      ),
    ),
  );
  const table = el(
    "table.s-handout",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        given.columns.map((name) => el("th", {}, name)),
        el("th", {}),
      ),
    ),
    el("tbody", {}, lines),
  );
  const all = [given.columns, ...given.rows].map((row) => row.join("\t")).join("\n");
  const node = el(
    "dialog.s-dialog.s-wide.s-hand",
    { "aria-label": given.title },
    el("div.s-dialog-head", {}, el("h2", {}, given.title)),
    el("div.s-dialog-body", {}, el("p.s-soft", {}, given.note), table, status),
    el(
      "div.s-dialog-foot",
      {},
      button(words.copy_all, { onclick: () => copy(all, words.copied) }),
      button(words.print_slips, { kind: "s-primary", onclick: () => print(given, words) }),
      button(words.close_handout, { onclick: () => node.close() }),
    ),
  );
  node.addEventListener("cancel", (event) => event.preventDefault()); // Esc must not take away what can't be shown again
  return present(node);
}

/** A path of ours as the address to be sent: the server need not know how people reach it. */
function whole(text) {
  return text.startsWith("/") ? location.origin + text : text;
}

/** The clipboard of the browser belongs to safe origins; an office server is often plain http. */
export async function copied(text) {
  try {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // the older way is left
  }
  const area = el("textarea", {
    value: text,
    readOnly: true,
    "aria-hidden": "true",
    style: { position: "fixed", opacity: "0" },
  });
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** One slip for each row, with lines to cut along; nothing else of the page goes to the paper. */
function print(given, words) {
  const slips = given.rows.map((row) =>
    el(
      "section.s-slip",
      {},
      el("h3", {}, document.title.split(" · ").at(-1)),
      el(
        "dl",
        {},
        el("dt", {}, words.address),
        el("dd", {}, location.origin),
        row.flatMap((value, at) => [
          el("dt", {}, given.columns[at]),
          el("dd", {}, at === row.length - 1 ? el("code", {}, value) : value),
        ]),
      ),
      el(
        "ul",
        {},
        given.steps.map((step) => el("li", {}, step)),
      ),
    ),
  );
  const paper = el("div.s-slips", { "aria-hidden": "true" }, slips);
  document.querySelector(".s-slips")?.remove();
  document.body.append(paper);
  document.documentElement.classList.add("s-printing");
  window.addEventListener(
    "afterprint",
    () => {
      document.documentElement.classList.remove("s-printing");
      paper.remove();
    },
    { once: true },
  );
  window.print();
}
