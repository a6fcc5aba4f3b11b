/** What is being looked at: search, filter and order, kept in the address so that a link shows the same grid. */

import { understood, named, split } from "./filters/tree.js";

export class Query {
  constructor(record) {
    this.record = record;
    // Lines on their parent's page: only these rows, new ones belong there too, and the address is the page's, not the grid's.
    const { within } = record;
    this.fixed = within ? { [within.name]: { in: [within.id] } } : {};
    this.presets = within ? { [within.name]: within.id } : {};
    const address = new URLSearchParams(within ? "" : location.search);
    this.search = address.get("q") ?? "";
    this.opens = within ? {} : record.opens ?? {};
    this.filter = address.has("filter") || this.search ? readFilter(address.get("filter"), record) : { ...this.opens };
    this.chosen = record.chosen ?? "";
    this.sort = readSort(address.get("sort"), record) ?? known(record.view?.sort ?? record.order ?? [], record);
  }

  /** All that is asked: in the heads of columns, and in groups of conditions beside them. */
  get filter() {
    return { ...this.heads, ...this.groups };
  }

  set filter(filter) {
    Object.assign(this, split(filter));
  }

  /** The columns that decide which rows are here and in which order. */
  names() {
    return [...named(this.filter), ...this.sort.map((part) => part.replace(/^-/, ""))];
  }

  /** As the record opens now: another view was chosen. */
  restart(record) {
    this.named(record);
    this.search = "";
    this.filter = { ...this.opens };
    this.sort = known(record.view?.sort ?? record.order ?? [], record);
    this.remember();
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
    setOrDrop(address, "sort", same(this.sort, this.usualSort()) ? "" : this.sort.join(","));
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  usualSort() {
    return (this.chosen && this.record.view?.sort) || this.record.order;
  }

  /** What the address says of the filter: nothing where it is as the grid opens, {} where what it opens with was dropped. */
  asked() {
    const text = JSON.stringify(this.filter);
    return text === JSON.stringify(this.search ? {} : this.opens) ? "" : text;
  }

  exportAddress(kind, columns) {
    const query = JSON.stringify({ ...this.body(), columns });
    return `/api/v1/${this.record.name}/export.${kind}?query=${encodeURIComponent(query)}`;
  }
}

function setOrDrop(address, name, value) {
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
}

function same(one, other) {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
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

function readSort(text, record) {
  if (!text) return null;
  const parts = known(text.split(","), record);
  return parts.length ? parts : null;
}

function known(parts, record) {
  return parts.filter((part) => record.byName[part.replace(/^-/, "")]);
}
