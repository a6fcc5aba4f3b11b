/** What the grid's body says when there are no rows to show: reading, nothing yet, nothing found, not read. */

import { button, el, fill, icon } from "./dom.js";

/** What has to be there first, else what somebody can begin an empty table with: exactly what they are offered buttons for. */
export function beginnings(record, words) {
  if (record.awaits) return record.awaits;
  const ways = [
    lacksColumns(record) && words.empty_column,
    record.starter && words.empty_usual,
    record.may.includes("import") && words.empty_bring,
    record.may.includes("add") && words.empty_add,
  ].filter(Boolean);
  return ways.length ? fill(words.empty_note, { first: ways.join(words.empty_or) }) : words.empty_note_reader;
}

/** A table that was made here and holds nothing yet: whoever made it comes to make its columns. */
function lacksColumns(record) {
  return Boolean(record.design && record.settable);
}

/** What else such a table is set up with, each where it is said. */
function waysOn(record, words) {
  if (!lacksColumns(record)) return null;
  const way = (place, label) => el("a.s-way-on", { href: `/design/${record.name}#${place}` }, label);
  return el("div.s-ways-on", {}, el("span.s-soft", {}, words.ways_on), [
    way("steps", words.way_states),
    way("dues", words.way_dues),
    way("rights", words.way_rights),
  ]);
}

export class States {
  /** `commands`: {retry(), clear(), add(), begin(), makeColumn()}. */
  constructor(context, commands) {
    Object.assign(this, { context, commands, words: context.words });
    this.node = el("div.s-states");
    this.banner = el("div.s-banner", { role: "alert", hidden: true });
  }

  reading() {
    const bars = Array.from({ length: 12 }, (_, n) =>
      el("div.s-bone", { style: { width: `${88 - ((n * 13) % 37)}%` } }),
    );
    this.put(el("div.s-reading", { role: "status", "aria-label": this.words.reading }, bars));
  }

  ready() {
    this.put();
    this.banner.hidden = true;
  }

  /** Below the head of the grid, and below the blank line where there is one: an empty grid takes a paste, too. */
  empty() {
    const { blank, record, query } = this.context;
    this.node.classList.toggle("s-below-blank", blank.open);
    const { words } = this;
    if (query.isNarrowed()) {
      return this.put(
        this.message(
          "search",
          words.none_found,
          words.none_found_note,
          button(words.clear_all, { onclick: this.commands.clear }),
        ),
      );
    }
    const adding = record.may.includes("add")
      ? button(words.new_row, { glyph: "plus", kind: "s-primary", onclick: this.commands.add })
      : null;
    const bringing = record.may.includes("import")
      ? el("a.s-button", { href: `/import/${record.name}` }, icon("upload"), el("span", {}, words.import_workbook))
      : null;
    const making = lacksColumns(record)
      ? button(words.new_column, { glyph: "plus", onclick: this.commands.makeColumn })
      : null;
    const usual = record.starter ? button(record.starter, { glyph: "check", onclick: this.commands.begin }) : null;
    return this.put(
      this.message(
        "empty",
        fill(words.empty, { record: record.label }),
        beginnings(record, words),
        making,
        usual,
        bringing,
        adding,
      ),
    );
  }

  /** Nothing could be read: in the middle when there is nothing else, above the rows when some are there. */
  failed(sentence, someRows) {
    const retry = () => button(this.words.retry, { glyph: "refresh", kind: "s-small", onclick: this.commands.retry });
    this.banner.hidden = !someRows;
    if (someRows)
      this.banner.replaceChildren(
        icon("warn"),
        el("span", {}, fill(this.words.block_failed, { why: sentence })),
        retry(),
      );
    else this.put(this.message("warn", this.words.not_read, sentence, retry()));
  }

  message(glyph, sentence, note, ...buttons) {
    const ways = glyph === "empty" ? waysOn(this.context.record, this.words) : null;
    return el(
      "div.s-message",
      { role: "status" },
      icon(glyph, 36),
      el("div.s-message-title", {}, sentence),
      el("div.s-soft", {}, note),
      el("div.s-group", {}, buttons),
      ways,
    );
  }

  put(...nodes) {
    this.node.replaceChildren(...nodes);
    this.node.hidden = nodes.length === 0;
  }
}
