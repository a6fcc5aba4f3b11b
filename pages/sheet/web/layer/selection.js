/** What is selected: the active cell and, around it or from it, a rectangle of rows and fields; with Ctrl, further ones before it. */

import { tellAll } from "../dom.js";
import { nextWithin } from "./within.js";

export class Selection {
  constructor(adapter) {
    this.adapter = adapter;
    this.corners = null;
    this.others = []; // the corners of those that were chosen before with Ctrl
    this.listeners = [];
    this.held = null;
    this.walking = false; // the active cell moves, what is selected stays
    adapter.onActive(() => {
      if (!this.walking) Object.assign(this, { corners: null, others: [] });
      this.remember();
      this.tell();
    });
    adapter.onRows(() => this.follow());
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  tell() {
    tellAll(this.listeners);
  }

  active() {
    const cell = this.adapter.active();
    return cell && this.adapter.fields().includes(cell.field) ? cell : null;
  }

  /** {top, bottom, left, right, fields}: rows by position, fields by name; a single cell is a range of one. */
  range() {
    const cell = this.active();
    if (!cell) return null;
    const all = this.adapter.fields();
    const [from, to] = this.corners ?? [cell, cell];
    const [start, other] = [all.indexOf(from.field), all.indexOf(to.field)];
    if (start < 0 || other < 0) return this.box(cell, cell, all);
    return this.box(from, to, all);
  }

  /** All rectangles that are chosen, the one of the active cell last. */
  ranges() {
    const last = this.range();
    const all = this.adapter.fields();
    const kept = this.others.filter((corners) => corners.every(({ field }) => all.includes(field)));
    return last ? [...kept.map(([from, to]) => this.box(from, to, all)), last] : [];
  }

  isSplit() {
    return this.others.length > 0;
  }

  /** One rectangle around all: what lies between them is in it, but not chosen. */
  around() {
    const ranges = this.ranges();
    if (ranges.length < 2) return ranges[0] ?? null;
    const [top, bottom] = [
      Math.min(...ranges.map((range) => range.top)),
      Math.max(...ranges.map((range) => range.bottom)),
    ];
    const chosen = new Set(ranges.flatMap(({ fields }) => fields));
    return {
      ...ranges.at(-1),
      top,
      bottom,
      rows: bottom - top + 1,
      fields: this.adapter.fields().filter((name) => chosen.has(name)),
    };
  }

  /** A further rectangle begins here, and those that are chosen stay. */
  add(row, field) {
    const cell = this.active();
    const others = cell
      ? [...this.others, this.corners ?? [cell, cell].map((corner) => ({ row: corner.row, field: corner.field }))]
      : [];
    this.adapter.activate(row, field);
    this.others = others;
    this.tell();
  }

  box(from, to, all) {
    const { rows, lines } = this.adapter.size();
    const [left, right] = [all.indexOf(from.field), all.indexOf(to.field)].sort((a, b) => a - b);
    const [high, low] = [from.row, to.row].sort((a, b) => a - b);
    // The blank line below is never part of a range of rows, it is one by itself.
    const top = Math.max(0, Math.min(high, lines - 1));
    const bottom = Math.max(top, Math.min(low, rows - 1));
    return { top, bottom, left, right, fields: all.slice(left, right + 1), rows: bottom - top + 1 };
  }

  isOne() {
    const range = this.range();
    if (this.isSplit()) return false;
    return !range || (range.rows === 1 && range.fields.length === 1);
  }

  /** The corner that moves with Shift. */
  head() {
    return this.corners?.[1] ?? this.active();
  }

  extend(row, field, { show = true } = {}) {
    const cell = this.active();
    if (!cell) return this.adapter.activate(row, field);
    const at = Math.max(0, Math.min(row, this.adapter.size().rows - 1));
    this.corners = [this.corners?.[0] ?? { row: cell.row, field: cell.field }, { row: at, field }];
    if (show) this.adapter.show(at, field);
    return this.tell();
  }

  /** Whole lines from one row to another; the active cell is the first of them. */
  lines(from, to) {
    this.others = [];
    const fields = this.adapter.fields();
    if (this.active()?.row !== from || this.adapter.at.field !== fields[0]) this.adapter.activate(from, fields[0]);
    this.corners = [
      { row: from, field: fields[0] },
      { row: to, field: fields.at(-1) },
    ];
    this.tell();
  }

  columns(from, to) {
    this.others = [];
    const row = this.active()?.row ?? this.adapter.places.anchor()?.first ?? 0;
    if (this.active()?.field !== from) this.adapter.activate(row, from);
    this.corners = [
      { row: 0, field: from },
      { row: this.adapter.size().rows - 1, field: to },
    ];
    this.tell();
  }

  all() {
    const fields = this.adapter.fields();
    this.columns(this.active()?.field ?? fields[0], fields[0]);
    this.corners = [
      { row: 0, field: fields[0] },
      { row: this.adapter.size().rows - 1, field: fields.at(-1) },
    ];
    this.tell();
  }

  /** Whether every cell of every row is in it. */
  isAll() {
    const range = this.range();
    const { rows, fields } = this.adapter.size();
    return Boolean(range) && !this.isSplit() && range.rows === rows && range.fields.length === fields.length;
  }

  /** Enter and Tab stay inside of what is selected; false where that is but one cell. */
  walk(move) {
    const cell = this.active();
    const to = cell && !this.isOne() ? nextWithin(this.ranges(), cell, move) : null;
    if (!to) return false;
    this.corners ??= [cell, cell].map(({ row, field }) => ({ row, field }));
    this.walking = true;
    this.adapter.activate(to.row, to.field);
    this.walking = false;
    return true;
  }

  collapse() {
    this.corners = null;
    this.others = [];
    this.tell();
  }

  /** The record under the active cell keeps it when rows above come or go. */
  remember() {
    const cell = this.adapter.active();
    this.held = cell && cell.id !== null ? cell.id : null;
  }

  follow() {
    const cell = this.adapter.active();
    if (cell && this.held !== null && cell.id !== this.held) this.shift(cell);
    else if (this.held === null) this.remember();
    this.tell();
  }

  shift(cell) {
    const row = this.adapter.rowOf(this.held);
    if (row === null) return void (cell.id !== null && this.remember());
    const by = row - cell.row;
    this.adapter.shift(row);
    const moved = (corners) => corners.map((corner) => ({ ...corner, row: Math.max(0, corner.row + by) }));
    if (this.corners) this.corners = moved(this.corners);
    this.others = this.others.map(moved);
  }
}
