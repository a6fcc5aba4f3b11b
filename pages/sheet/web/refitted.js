/** The columns became others while a grid was open: it asks by those that are here, and the person hears what fell away or came back. */

import { fill } from "./dom.js";
import { columnsIn } from "./fitted.js";
import { toast } from "./popup.js";

const ON_PHONE = ["filter", "sort"]; // which has no groups, no colours and no shapes

/** Whether the grid asks for other rows now than before. `were`: the columns before, by name; `view`: what it stood as. */
export function refitted({ context, narrow, views }, were, view) {
  const { query, record, words } = context;
  views.reopen();
  const { before, after, parts } = query.refit(view);
  const seen = parts.filter((part) => !narrow || ON_PHONE.includes(part));
  const gone = columnsIn(before, seen).filter((name) => were[name] && !record.byName[name]);
  const back = columnsIn(after, seen).filter((name) => !were[name]);
  if (gone.length) say("asked_went", labels(gone, were), seen, words);
  else if (back.length) say("asked_back", labels(back, record.byName), seen, words);
  return parts.length > 0;
}

function say(sentence, columns, parts, words) {
  const said = { columns, parts: parts.map((part) => words[`address_${part}`]) };
  const joined = Object.entries(said).map(([name, list]) => [name, list.join(words.board_and)]);
  toast(fill(words[sentence], Object.fromEntries(joined)), { seconds: 10 });
}

const labels = (names, byName) => names.map((name) => byName[name].label);
