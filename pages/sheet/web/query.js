/** What is being looked at: search, filter and order, kept in the address so that a link shows the same grid. */

import { readShape, writeShape } from "./shapes/shape.js";
import { askedIn, differing, fits, fitted, wanted } from "./fitted.js";
import { understood, named, split } from "./filters/tree.js";
import { keyOf, knownKeys } from "./groups.js";
import { asksNothing } from "./usual.js";
import { HEIGHTS } from "./tones.js";

const MOST_SORTS = 6;

export class Query {
  constructor(record) {
    this.record = record;
    // Lines on their parent's page: only these rows, new ones belong there too, and the address is the page's, not the grid's.
    const { within } = record;
    this.fixed = within ? { [within.name]: { in: [within.id] } } : {};
    this.presets = within ? { [within.name]: within.id } : {};
    const address = new URLSearchParams(within ? "" : location.search);
    this.search = address.get("q") ?? "";
    this.opens = within ? {} : (record.opens ?? {});
    this.astray = within ? [] : astray(address, record);
    const left = asksNothing(address) ? leftIn(record) : { shape: record.kept ? null : record.shape };
    this.filter =
      address.has("filter") || this.search
        ? readFilter(address.get("filter"), record)
        : { ...(left.filter ?? this.opens) };
    this.chosen = record.chosen ?? "";
    this.lookLike((within ? null : record.view) ?? {});
    this.groupBy(
      within
        ? {}
        : { ...record.view, group: address.has("group") ? address.get("group").split(",") : groupsOf(record, left) },
    );
    const shape = readShape(address.get("shape"), record);
    this.shape = within ? null : shape === undefined ? (left.shape ?? null) : shape;
    this.sort = readSort(address.get("sort"), record) ?? known(record.view?.sort ?? record.order ?? [], record);
  }

  /** All that is asked: in the heads of columns, and in groups of conditions beside them. */
  get filter() {
    return { ...this.heads, ...this.groups };
  }

  set filter(filter) {
    Object.assign(this, split(filter));
  }

  /** What a filter leaves of a column where that is one value only: a row that is to be seen here has it. */
  single() {
    return Object.fromEntries(
      Object.entries(this.heads).flatMap(([name, { eq, in: among, ...more }]) => {
        const value = Array.isArray(among) && among.length === 1 && eq === undefined ? among[0] : eq;
        const alone = Object.keys(more).length === 0 && (among === undefined || value === among[0]);
        const { unique, auto } = this.record.byName[name] ?? { unique: true };
        return alone && !unique && !auto && (value ?? null) !== null && !`${value}`.startsWith("=")
          ? [[name, value]]
          : [];
      }),
    );
  }

  /** The address where the server tells what a new row begins with, here. */
  newAddress() {
    const asked = new URLSearchParams(this.single()).toString();
    return `/${this.record.name}/new${asked ? `?${asked}` : ""}`;
  }

  /** The columns that decide which rows are here and in which order. */
  names() {
    return [
      ...named(this.filter),
      ...this.group.map((key) => keyOf(key).name),
      ...this.sort.map((part) => part.replace(/^-/, "")),
    ];
  }

  /** As the record opens now: another view was chosen. */
  restart(record) {
    this.fallen = null;
    this.named(record);
    this.search = "";
    const left = leftIn(record);
    this.filter = { ...(left.filter ?? this.opens) };
    this.sort = known(record.view?.sort ?? record.order ?? [], record);
    this.groupBy({ ...record.view, group: groupsOf(record, left) });
    this.shape = left.shape ?? null;
    this.lookLike(record.view ?? {});
    this.remember();
  }

  /** In which groups the rows stand; a view says which, whether their means are told, and whether they are folded at first. */
  groupBy({ group = [], means = false, shut = false }) {
    this.group = knownKeys(group, this.record);
    this.means = Boolean(means);
    this.folds = { shut: Boolean(shut), but: [] };
  }

  /** How the rows look: coloured by which rules, and how high. */
  lookLike({ colours = [], height = 1 }) {
    this.look = {
      colours: (Array.isArray(colours) ? colours : []).filter((rule) => fits(rule, this.record)),
      height: HEIGHTS[height - 1] ? height : 1,
    };
  }

  /** All that goes by columns. */
  stands() {
    const { sort, filter, group, shape, look } = this;
    return { sort, filter, group, colours: look.colours, shape };
  }

  /**
   * The record has other columns: what went by one that is gone falls away, and what fell away comes back with its column.
   * `view`: what the grid stood as, which it goes on standing as. Answers {before, after, parts}: what differs now.
   */
  refit(view = null) {
    const before = this.stands();
    const full = view ? askedIn(view) : wanted(before, this.fallen);
    const after = fitted(full, this.record);
    const { sort, filter, group, colours, shape } = after;
    Object.assign(this, { sort, filter, group, shape, look: { ...this.look, colours } });
    if (!this.record.within) this.opens = this.record.opens ?? {};
    this.folds = { ...this.folds, but: [] };
    this.fallen = differing(full, after).length ? { before: full, after } : null;
    return { before, after, parts: differing(before, after) };
  }

  /** What a view keeps of that. */
  looks() {
    const { colours, height } = this.look;
    return { ...(colours.length ? { colours } : {}), ...(height > 1 ? { height } : {}) };
  }

  /** The body where a block is asked for, with what stands out in it. */
  block() {
    return this.look.colours.length ? { ...this.lines(), colours: this.look.colours } : this.lines();
  }

  /** What a view keeps of that. */
  grouping() {
    return this.group.length
      ? { group: this.group, ...(this.means ? { means: true } : {}), ...(this.folds.shut ? { shut: true } : {}) }
      : {};
  }

  /** The body where lines are asked for: groups are lines, too. */
  lines() {
    return this.group.length ? { ...this.body(), group: this.group, folds: this.folds } : this.body();
  }

  /** What is looked at has a name now, or another one. */
  named(record) {
    this.opens = record.opens ?? {};
    this.chosen = record.chosen ?? "";
    this.remember();
  }

  isNarrowed() {
    return this.search !== "" || JSON.stringify(this.filter) !== JSON.stringify(this.opens);
  }

  /** The body every reading route understands. */
  body() {
    return { sort: this.sort, filter: { ...this.filter, ...this.fixed }, search: this.search };
  }

  remember() {
    if (this.record.within) return;
    const address = new URL(location.href);
    setOrDrop(address, "q", this.search);
    setOrDrop(address, "filter", this.asked());
    setOrDrop(address, "view", this.chosen);
    const kept = (this.chosen && this.record.view?.group) || [];
    setOrDrop(address, "group", same(this.group, kept) ? "" : this.group.join(",") || "none");
    setOrDrop(address, "shape", writeShape(this.shape, this.record.shape, this.record));
    setOrDrop(address, "sort", same(this.sort, this.usualSort()) ? "" : this.sort.join(","));
    if (address.href === location.href) return;
    history.replaceState(history.state, "", address);
    globalThis.document?.dispatchEvent(new Event("ops:layers")); // the way back goes on from the address as it is now
  }

  usualSort() {
    return (this.chosen && this.record.view?.sort) || this.record.order;
  }

  /** What the address says of the filter: nothing where it is as the grid opens, {} where what it opens with was dropped. */
  asked() {
    const text = JSON.stringify(this.filter);
    return text === JSON.stringify(this.search ? {} : this.opens) ? "" : text;
  }

  exportAddress(kind, columns, more = {}) {
    // A file has no lines for groups, which would come back as rows: its rows stand in the order of the groups.
    const keys = this.group.map(keyOf);
    const rest = this.sort.filter((part) => !keys.some(({ name }) => name === part.replace(/^-/, "")));
    const sort = [...keys.map(({ name, down }) => `${down ? "-" : ""}${name}`), ...rest].slice(0, MOST_SORTS);
    const { colours } = this.look;
    const query = JSON.stringify({ ...this.body(), sort, columns, ...(colours.length ? { colours } : {}), ...more });
    return `/api/v1/${this.record.name}/export.${kind}?query=${encodeURIComponent(query)}`;
  }
}

/** What a table is asked when nobody asks anything else: as a view has it, or without one as it was left. */
const leftIn = (record) => record.kept ?? { shape: record.shape };

/** A view says its groups; without one those count that were left. */
const groupsOf = (record, left) => (record.kept ? left.group : record.view?.group);

function setOrDrop(address, name, value) {
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
}

function same(list, other) {
  return JSON.stringify(list ?? []) === JSON.stringify(other ?? []);
}

/** A filter in an address was perhaps written by hand: what this record does not know is left out. */
function readFilter(text, record) {
  if (!text) return {};
  try {
    return understood(JSON.parse(text), record);
  } catch {
    return {};
  }
}

/** The parts of an address that name what isn't here: they are left out, and the person is told. */
function astray(address, record) {
  const parts = {
    filter: (text) => !same(readFilter(text, record), parsed(text)),
    sort: (text) => known(text.split(","), record).length < text.split(",").length,
    group: (text) => text !== "none" && knownKeys(text.split(","), record).length < text.split(",").length,
    shape: (text) => readShape(text, record) === undefined,
  };
  return Object.keys(parts).filter((name) => address.get(name) && parts[name](address.get(name)));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readSort(text, record) {
  if (!text) return null;
  const parts = known(text.split(","), record);
  return parts.length ? parts : null;
}

function known(parts, record) {
  return parts.filter((part) => record.byName[part.replace(/^-/, "")]);
}
