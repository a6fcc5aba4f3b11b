/** The rows that deleting and actions are about: those ticked, or else those of the selected cells. */

import { BLANK } from "./blank.js";
import { groupOf, isGroupId } from "./groups.js";

/** As far as they are at hand. */
export function targets(page) {
  const rows = page.view?.picked?.() ?? [];
  if (rows.length) return rows;
  const byPlace = new Map();
  for (const { top, bottom } of chosenRanges(page)) {
    const known = page.adapter.loaded(top, bottom);
    for (let row = top; row <= bottom; row += 1) byPlace.set(row, known.get(row) ?? {});
  }
  return [...byPlace.values()].filter((row) => !groupOf(row));
}

/** With their ids, and the first of them with what their names are made of. */
export async function chosen(page) {
  const { ticks } = page.view ?? {};
  if (!ticks) return [];
  const ids = ticks.ids.size
    ? ticks.ids
    : new Set((await Promise.all(chosenRanges(page).map((range) => idsOf(page, range)))).flat());
  return ticks.rows([...ids], (id) => page.view.row(id));
}

export function chosenRanges(page) {
  const cell = page.adapter?.active();
  return cell && cell.id !== BLANK ? (page.layer?.selection.ranges() ?? []) : [];
}

async function idsOf(page, range) {
  const known = page.adapter.loaded(range.top, range.bottom);
  if (known.size === range.rows)
    return Array.from({ length: range.rows }, (_, n) => known.get(range.top + n).id).filter((id) => !isGroupId(id));
  return (await page.view.ticks.ask({ ...page.context.query.lines(), offset: range.top, limit: range.rows })).ids;
}
