/** Papers in the export menu: printed for the chosen rows, or the company's own workbooks filled for them or with the list. */

import { el, fill } from "./dom.js";
import { toast } from "./popup.js";
import { watchQueue } from "./queue.js";

const MOST = 200,
  MOST_PRINTED = 100;

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
  const printed = (paper) => async () => {
    const chosen = await commands.chosen();
    if (chosen.length > MOST_PRINTED) return toast(fill(words.papers_most, { n: MOST_PRINTED }), { kind: "bad" });
    if (!chosen.length) return null;
    const asked = new URLSearchParams({ ids: chosen.map(({ id }) => id).join(","), paper: paper.id });
    return window.open(`/print/${record.name}?${asked}`, "_blank");
  };
  const ofList = (paper) => () => {
    const { searchParams } = new URL(commands.exportAddress("xlsx"), location.href);
    return fetched(paper, { query: searchParams.get("query") ?? "{}", view: commands.page.views?.now?.name ?? "" });
  };
  const choices = (record.papers ?? []).flatMap((paper) => {
    if (paper.of === "page")
      return [
        {
          label: fill(words.papers_print, { name: paper.name, n: rows }),
          disabled: rows === 0,
          title: rows === 0 ? words.papers_pick : "",
          run: printed(paper),
        },
      ];
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
