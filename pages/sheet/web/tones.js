/** What stands out in the grid: rows and cells in colour by condition, numbers as bars or shades. The server says which. */

export const TONES = ["positive", "warning", "negative", "info", "grey"];
export const HEIGHTS = [32, 54, 76, 120];
const FAINTEST = 4;
const STRONGEST = 42;

export class Tones {
  constructor() {
    this.rules = [];
    this.clear();
  }

  clear() {
    this.byId = new Map();
    this.scales = {};
  }

  /** Of the rows of one answer, which of the rules each meets. */
  take(rows, { colours, scales }) {
    if (!colours) return;
    this.scales = { ...this.scales, ...scales };
    for (const { id } of rows) this.byId.delete(id);
    colours.forEach((ids, rule) => {
      for (const id of ids) this.byId.set(id, [...(this.byId.get(id) ?? []), rule]);
    });
  }

  /** The first rule that colours the cell, or the row where no column is named. */
  of(id, column = null) {
    const met = this.byId.get(id)?.find((rule) => (this.rules[rule]?.column ?? null) === column);
    return met === undefined ? null : this.rules[met].tone;
  }

  /** The style of a number that is drawn as a bar or a shade; nothing where none is asked for. */
  style(field, wire) {
    const show = this.rules.find((rule) => rule.show && rule.column === field.name)?.show;
    const [least, most] = (this.scales[field.name] ?? []).map(Number);
    if (!show || wire === null || wire === undefined || Number.isNaN(Number(wire)) || !(most >= least))
      return { backgroundImage: "" };
    return { backgroundImage: drawn(show, share(Number(wire), show === "bar" ? Math.min(0, least) : least, most)) };
  }
}

/** Where a number lies between two others, from 0 to 1. */
export function share(value, least, most) {
  return most > least ? Math.max(0, Math.min(1, (value - least) / (most - least))) : 1;
}

function drawn(show, part) {
  const tone = (strength) => `color-mix(in srgb, var(--s-accent) ${strength}%, transparent)`;
  if (show === "bar")
    return `linear-gradient(to right, ${tone(22)} ${(part * 100).toFixed(1)}%, transparent ${(part * 100).toFixed(1)}%)`;
  const even = tone(Math.round(FAINTEST + part * (STRONGEST - FAINTEST)));
  return `linear-gradient(${even}, ${even})`;
}
