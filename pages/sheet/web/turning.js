/** A column turned into another kind: what it costs is shown first, and nothing happens until that is agreed to. */

import { ask } from "./dialog.js";
import { button, el, fill, uuid } from "./dom.js";
import { whyNot } from "./forms.js";

const OF_A_TURN = ["kind", "target", "digits"];
const ASKED_AGAIN = 500; // milliseconds between two looks at how far a large one is

/** Whether a column of values may be given another kind. */
export function mayTurn(column, known) {
  return Boolean(column) && known.turns.includes(column.kind);
}

/** What the dialog of a column says of its kind, where that differs from what it is; else null. */
export function turnOf(column, known, now) {
  if (!mayTurn(column, known)) return null;
  const takes = ["kind", ...known.takes[now.kind].map((name) => (name === "default" ? "usual" : name))];
  const said = Object.fromEntries(takes.filter((name) => name in now).map((name) => [name, now[name] ?? null]));
  const differs = OF_A_TURN.some((name) => takes.includes(name) && (said[name] ?? null) !== (column[name] ?? null));
  return differs ? said : null;
}

/** A value of the dialog as it is kept: nothing is null. */
export const plain = (wire) => (wire === undefined || wire === "" ? null : wire);

/** What the dialog of a column says otherwise than it is. */
export function changed(column, now) {
  const differs = ([name, value]) => plain(value) !== plain(column.told?.[name] ?? column[name]);
  return Object.fromEntries(Object.entries(now).filter(differs));
}

/** What was changed beside the kind and what goes with it: names, hints, who sees it. It is saved once the column is turned. */
export function besides(turned, column, now) {
  const rest = Object.fromEntries(
    Object.entries(now).filter(([name]) => !(name in turned || OF_A_TURN.includes(name))),
  );
  const set = changed(column, rest);
  // Who never gave it an English name doesn't want the old Chinese one to stay there.
  return set.zh && !("en" in set) && column.en === column.zh ? { ...set, en: set.zh } : set;
}

/** Asks for the bill and shows it; answers a sentence where there is none, "" where it stands. `done(answer)` follows the turn. */
export async function turn(context, column, wanted, done) {
  const { http, record, words } = context;
  const path = `/${record.name}/design/${column.name}/turn`;
  const bill = await http.post(path, wanted).catch((error) => error.message);
  if (typeof bill === "string") return bill;
  const stop = button(words.turn_stop, { kind: "s-quiet", onclick: () => http.post(`${path}/stop`, {}) });
  stop.hidden = true;
  const dialog = ask({
    title: fill(words.turn_title, { label: context.record.byName[column.name]?.label ?? column.zh, to: bill.to }),
    words,
    confirm: fill(words.turn_confirm, { to: bill.to }),
    danger: bill.unread > 0,
    wide: true,
    others: [stop],
    body: el("div.s-bill", {}, linesOf(bill, words)),
    submit: async (tell) => {
      if (bill.blocked) return words.turn_blocked;
      stop.hidden = !bill.large;
      const looking = bill.large ? setInterval(() => far(http, path, tell, words), ASKED_AGAIN) : null;
      const answer = await http
        .post(path, { ...wanted, op: uuid(), agreed: bill.unread })
        .catch((error) => ({ state: "failed", message: error.message }))
        .finally(() => clearInterval(looking));
      stop.hidden = true;
      if (answer.state !== "applied" && answer.state !== "duplicate") return whyNot(answer, words);
      done(answer);
      return "";
    },
  });
  dialog.classList.add("s-turn-dialog");
  return "";
}

async function far(http, path, tell, words) {
  const { share } = await http.get(path).catch(() => ({}));
  if (share !== undefined) tell(fill(words.turn_share, { share: Math.round(share * 100) }));
}

function linesOf(bill, words) {
  const list = (title, lines) => (lines.length ? [el("h3", {}, title), el("ul", {}, lines)] : []);
  return [
    el("p", {}, fill(bill.unread ? words.turn_unread : words.turn_all_read, bill)),
    ...list(
      words.turn_examples,
      bill.examples.map(({ title, value, why }) =>
        el("li", {}, el("b", {}, value), ` · ${title}`, why ? el("div.s-soft", {}, why) : null),
      ),
    ),
    ...list(words.turn_options, bill.options.length ? [el("li", {}, bill.options.join("、"))] : []),
    ...list(
      words.turn_depends,
      bill.depends.map(({ where, becomes, stops }) =>
        el("li", {}, `${where}：`, stops ? el("b.s-stops", {}, becomes) : becomes),
      ),
    ),
    ...list(words.turn_gone, bill.gone.length ? [el("li", {}, bill.gone.join("、"))] : []),
    el("p.s-soft", {}, words.turn_back),
  ];
}
