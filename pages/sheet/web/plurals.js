/** 1 row and 2 rows: what `models/kit/plurals.py` does of sentences that are filled on the server, by the same words. */
export const NOUNS =
  "accounts answers attachments automations batches blocks boxes buyers calls campaigns candidates cells changes characters checks clicks columns comments conditions copies coupons dashboards days decimals deliveries differences digests digits elements faults favourites fields figures files forms groups headers headings hours impressions indexes indicators items levels lines links lots members milestones minutes months names notices openings orders others papers parts pictures places points products promotions questions ranges receipts rectifications reports rows runs scorecards sheets steps stops stores subscriptions suggestions surveys tables targets tasks templates things tickets times tokens values vehicles views visitors weeks codes kinds bills reviews movements actions numbers rules";
export const BEFORE =
  "faulty ticked imported new more selected other earlier masked unsaved usual own old temporary further different closed hidden empty shared colour freeze red penalty recovery corrective ledger daily weekly";
export const VERBS = {
  are: "is",
  "aren't": "isn't",
  were: "was",
  have: "has",
  "haven't": "hasn't",
  "don't": "doesn't",
  hold: "holds",
  differ: "differs",
  fit: "fits",
  refuse: "refuses",
  stay: "stays",
  come: "comes",
  lie: "lies",
  need: "needs",
  keep: "keeps",
  say: "says",
  show: "shows",
  go: "goes",
  miss: "misses",
};

const any = (words) => words.replaceAll(" ", "|");
const verbs = Object.keys(VERBS).sort((a, b) => b.length - a.length);
const PLACE = new RegExp(
  String.raw`\{(\w+)\} ((?:(?:${any(BEFORE)}) )?)(${any(NOUNS)})\b(?!')(?: (${verbs.join("|")})(?!['\w]))?`,
  "g",
);

function singular(noun) {
  if (noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  return noun.slice(0, /(xes|ches|sses)$/.test(noun) ? -2 : -1);
}

/** The sentence as it is said with these numbers: "{n} rows are" with n 1 is "{n} row is". */
export function inNumber(sentence, values) {
  return sentence.replace(PLACE, (whole, name, before, noun, verb) =>
    String(values[name]) === "1" ? `{${name}} ${before}${singular(noun)}${verb ? ` ${VERBS[verb]}` : ""}` : whole,
  );
}
