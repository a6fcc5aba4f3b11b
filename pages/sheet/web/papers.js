/** The company's own workbooks in the export menu: filled for the chosen rows, or with the list as it stands. */

import { el, fill } from "./dom.js";
import { toast } from "./popup.js";
import { watchQueue } from "./queue.js";

const MOST = 200;

/** What the menu offers; `rows`: how many are chosen now. */
export function paperChoices({ record, words, http }, commands, rows) {
  const fetched = (paper, asked) => {
    el("a", { href: `/api/v1/papers/${paper.id}/file?${new URLSearchParams(asked)}`, download: "" }).click();
    watchQueue(http, words);
  };
  const ofRows = (paper, zip) => async () => {
    const chosen = await commands.chosen();
    if (chosen.length > MOST) return toast(fill(words.papers_most, { n: MOST }), { kind: "bad" });
    if (!chosen.length) return null;
    return fetched(paper, { ids: chosen.map(({ id }) => id).join(","), ...(zip ? { zip: 1 } : {}) });
  };
  const ofList = (paper) => () => {
    const { searchParams } = new URL(commands.exportAddress("xlsx"), location.href);
    return fetched(paper, { query: searchParams.get("query") ?? "{}", view: commands.page.views?.now?.name ?? "" });
  };
  const choices = (record.papers ?? []).flatMap((paper) => {
    if (paper.of === "list") return [{ label: paper.name, run: ofList(paper) }];
    const single = {
      label: rows > 1 ? fill(words.papers_rows, { name: paper.name, n: rows }) : paper.name,
      disabled: rows === 0,
      title: rows === 0 ? words.papers_pick : "",
      run: ofRows(paper, false),
    };
    return rows > 1
      ? [single, { label: fill(words.papers_each, { name: paper.name, n: rows }), run: ofRows(paper, true) }]
      : [single];
  });
  if (record.templates)
    choices.push({ label: words.papers_templates, run: () => location.assign(`/papers?record=${record.name}`) });
  if (choices.length) choices[0].parted = true;
  return choices;
}
