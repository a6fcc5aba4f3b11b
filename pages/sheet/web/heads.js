/** The menu of a column: a ⋮ in its head while the pointer is there, a right click, or the list of columns. */

import { button, el } from "./dom.js";
import { keyOf, MOST_KEYS } from "./groups.js";
import { menu } from "./popup.js";

const WIDTH = 18;
const EDGE = 4;
const CLEAR = 6;
const middle = ({ left, width }) => left + width / 2;

export class Heads {
  /** `page`: {context, view, adapter, design}. */
  constructor(page, host) {
    Object.assign(this, { page, host, words: page.context.words });
    this.dots = button(this.words.column_menu, {
      glyph: "dots",
      bare: true,
      kind: "s-quiet s-head-menu",
      "aria-haspopup": "menu",
      tabindex: "-1",
      onclick: (event) => this.pressed(event),
    });
    this.dots.addEventListener("pointerdown", (event) => event.stopPropagation());
    this.dots.addEventListener("mousedown", (event) => event.stopPropagation());
    host.addEventListener("mouseover", (event) => this.over(event));
    host.addEventListener("contextmenu", (event) => this.right(event));
    host.addEventListener("mouseleave", () => this.leave());
  }

  nameAt(target) {
    const name = this.page.adapter?.headAt(target);
    return this.page.context.record.byName[name] ? name : null;
  }

  over({ target }) {
    const name = this.nameAt(target);
    if (this.open) return;
    if (name) this.settle(target.closest(".ag-header-cell"));
    else this.leave();
  }

  /** Before the sign of the filter, and only where the name of the column can be pressed as ever; a right click needs no room. */
  settle(head, asked = false) {
    if (this.dots.parentNode === head) return;
    const at = head.getBoundingClientRect();
    const filter = head.querySelector(".ag-header-cell-filter-button")?.getBoundingClientRect();
    const left = head.classList.contains("s-header-right")
      ? at.left + EDGE
      : (filter?.width ? filter.left : at.right - EDGE) - WIDTH;
    const names = [head, ...head.querySelectorAll(".ag-header-cell-label, .ag-header-cell-text")].map((node) =>
      node.getBoundingClientRect(),
    );
    const covers = names.some((rect) => middle(rect) > left - CLEAR && middle(rect) < left + WIDTH + CLEAR);
    if (covers && !asked) return void this.dots.remove();
    this.dots.style.left = `${left - at.left}px`;
    head.append(this.dots);
  }

  leave() {
    if (!this.open) this.dots.remove();
  }

  pressed(event) {
    event.stopPropagation();
    this.show(this.nameAt(this.dots), this.dots);
  }

  right(event) {
    const name = this.nameAt(event.target);
    if (!name) return;
    event.preventDefault();
    this.settle(event.target.closest(".ag-header-cell"), true);
    this.show(name, this.dots);
  }

  /** `anchor`: what the menu hangs on and gives the focus back to. */
  show(name, anchor) {
    this.open = true;
    const popup = menu(anchor, this.items(name), { label: this.words.column_menu });
    const { onclose } = popup;
    popup.onclose = () => {
      onclose?.();
      this.open = false;
      this.leave();
    };
  }

  items(name) {
    const { context, view, design } = this.page;
    const { words } = this;
    const field = context.record.byName[name];
    const pinned = view.isPinned(name);
    const sorts = field.sortable
      ? [
          { label: words.sort_up, run: () => view.sortBy([name]) },
          { label: words.sort_down, run: () => view.sortBy([`-${name}`]) },
        ]
      : [];
    const filters =
      !field.ops || field.ops.length ? [{ label: words.filter_column, run: () => view.openFilter(name) }] : [];
    const own = [
      { label: pinned ? words.unpin : words.pin, run: () => view.pin(name, !pinned) },
      { label: words.fit_width, run: () => view.fit(name) },
      { label: words.hide_column, disabled: name === context.record.title, run: () => view.show(name, false) },
    ];
    return [
      ...sorts,
      ...filters,
      ...this.groups(field),
      ...parted(own),
      ...parted(context.record.design ? design.items(name) : []),
    ];
  }

  /** One more level of groups, or one less. */
  groups({ name, groups }) {
    const { words } = this;
    const { commands, context } = this.page;
    const rest = context.query.group.filter((key) => keyOf(key).name !== name);
    if (rest.length < context.query.group.length)
      return [{ label: words.ungroup_column, run: () => commands.groupBy({ keys: rest }) }];
    if (!groups || rest.length >= MOST_KEYS) return [];
    const key = groups.includes("month") ? `${name}:month` : name;
    return [{ label: words.group_column, run: () => commands.groupBy({ keys: [...rest, key] }) }];
  }

  destroy() {
    this.dots.remove();
  }
}

function parted([first, ...others]) {
  return first ? [{ ...first, parted: true }, ...others] : [];
}

/** A button that opens the same menu where the head is out of reach, as in the list of columns. */
export function menuButton(heads, name, words) {
  const node = button(words.column_menu, {
    glyph: "dots",
    bare: true,
    kind: "s-quiet s-small",
    "aria-haspopup": "menu",
    onclick: (event) => {
      event.preventDefault();
      heads.show(name, node);
    },
  });
  return el("span", {}, node);
}
