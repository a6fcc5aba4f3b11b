/** A grid with all that belongs to it: the cells' layer and editing, why a cell is as it is, the heads, what changed lately. */

import { Adapter } from "./adapter.js";
import { Editing } from "./editing.js";
import { Explain } from "./explain.js";
import { Grid } from "./grid.js";
import { Heads } from "./heads.js";
import { Lately } from "./lately.js";
import { Layer } from "./layer/index.js";

export function layGrid(page, host, layer, calls) {
  const { context } = page;
  page.view = new Grid(host, context, calls);
  page.adapter = new Adapter(page.view, host, layer);
  page.editing = new Editing(page.adapter, context, {
    done: (answer) => page.commands.took(answer),
    refused: (id, name) => page.explain.mark(id, name),
    why: (cell, sentence) => page.explain.why(cell, sentence),
    opened: () => page.explain.close(),
    finished: () => page.together.drafts.look(),
    fold: (id) => page.view.fold(id),
  });
  page.explain = new Explain(page.adapter, page.editing, context);
  page.layer = new Layer(page);
  page.heads = new Heads(page, host);
  page.layer.selection.onChange(() => page.picked());
  page.context.blank.calls = {
    drawn: () => page.view?.drawBlank?.(),
    added: (answer) => page.commands.added(answer),
    faulty: (name) => page.toBlank(name),
    resumed: (name) => page.adapter?.activate(Infinity, name),
  };
  page.lately = new Lately(
    page.adapter,
    context,
    () => page.explain.isOpen() || page.editing.now || document.querySelector(".s-pop, dialog[open]"),
  );
  for (const when of ["onActive", "onCome"]) page.adapter[when]((cell) => about(page, cell));
}

/** What is said of the active cell, and beside it of its row. */
function about(page, cell) {
  page.footer.showAbout(page.editing.describe(cell));
  page.panel?.follow(cell);
}
