/** Draws range, active cell, copied block and fill target; inside the panes, so that they scroll with the rows. */

import { el } from "../dom.js";

const SHAPES = ["range", "copied", "target", "active"];

export class Paint {
  constructor(adapter, selection, { isLocked }) {
    Object.assign(this, { adapter, selection, isLocked });
    this.copied = null;
    this.target = null;
    this.boards = new Map();
    this.handle = el("div.s-handle", { "aria-hidden": "true" });
    selection.onChange(() => this.draw());
    adapter.onScroll(() => this.draw());
  }

  draw() {
    const anchor = this.adapter.places.anchor();
    const range = this.selection.range();
    const cell = this.selection.active();
    const panes = this.adapter.places.panes();
    const boxes = {
      range,
      copied: this.copied,
      target: this.target,
      active: cell && { top: cell.row, bottom: cell.row, fields: [cell.field] },
    };
    for (const pane of panes) {
      const board = this.board(pane);
      for (const name of SHAPES) this.shape(board[name], pane, anchor, boxes[name]);
      board.active.classList.toggle("s-on-locked", Boolean(cell && this.isLocked(cell.field, cell.row)));
      board.range.hidden ||= this.selection.isOne();
      this.others(board, pane, anchor);
    }
    this.hold(panes, anchor, range);
  }

  /** The rectangles that were chosen before with Ctrl. */
  others(board, pane, anchor) {
    const boxes = this.selection.ranges().slice(0, -1);
    while (board.others.length < boxes.length) {
      board.others.push(el("div", { hidden: true, class: "s-shape s-shape-range" }));
      board.node.append(board.others.at(-1));
    }
    board.others.forEach((node, at) => this.shape(node, pane, anchor, boxes[at]));
  }

  board(pane) {
    let board = this.boards.get(pane.node);
    if (board?.node.isConnected) return board;
    board = Object.fromEntries(
      SHAPES.map((name) => [name, el("div", { hidden: true, class: `s-shape s-shape-${name}` })]),
    );
    board.node = el(
      "div.s-board",
      { "aria-hidden": "true", role: "presentation" },
      ...SHAPES.map((name) => board[name]),
    );
    pane.node.append(board.node);
    board.others = [];
    this.boards.set(pane.node, board);
    return board;
  }

  shape(node, pane, anchor, box) {
    const columns = box ? pane.columns.filter(({ name }) => box.fields.includes(name)) : [];
    const strip = columns.length && anchor ? this.adapter.places.strip(pane, anchor, box.top, box.bottom) : null;
    node.hidden = !strip;
    if (!strip) return;
    const left = columns[0].left;
    Object.assign(node.style, {
      left: `${left}px`,
      top: `${strip.top}px`,
      width: `${columns.at(-1).right - left}px`,
      height: `${strip.height}px`,
    });
    const open = {
      left: columns[0].name !== box.fields[0],
      right: columns.at(-1).name !== box.fields.at(-1),
      top: strip.open,
      bottom: strip.cut,
    };
    node.dataset.open = Object.keys(open)
      .filter((side) => open[side])
      .join(" ");
  }

  /** The small square at the corner, inside the last cell: outside of it the next cell would catch the click. */
  hold(panes, anchor, range) {
    const pane = range && panes.find(({ columns }) => columns.some(({ name }) => name === range.fields.at(-1)));
    const strip = pane && anchor && this.adapter.places.strip(pane, anchor, range.bottom, range.bottom);
    this.handle.hidden =
      !strip ||
      this.selection.isSplit() ||
      range.fields.every((name) => this.isLocked(name, range.top)) ||
      this.adapter.isBlank(range.top);
    if (this.handle.hidden) return;
    const { right } = pane.columns.find(({ name }) => name === range.fields.at(-1));
    Object.assign(this.handle.style, { left: `${right - 8}px`, top: `${strip.top + strip.height - 8}px` });
    this.board(pane).node.append(this.handle);
  }

  show(what, box) {
    this[what] = box;
    this.draw();
  }
}
