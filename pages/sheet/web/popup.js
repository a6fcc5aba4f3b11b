/** Small panels anchored at a cell, a button or an input: lists, calendars, menus, explanations. */

import { el } from "./dom.js";

const GAP = 4;
const open = new Set();

export class Popup {
  /**
   * `anchor`: an element, or a function that answers with a rectangle (null while it is out of sight).
   * `free`: one that answers with a rectangle a panel at the side doesn't lie over, or null.
   */
  constructor(
    anchor,
    content,
    {
      kind = "",
      role = null,
      label = null,
      onclose = null,
      sticky = false,
      side = "below",
      minWidth = 0,
      free = () => null,
    } = {},
  ) {
    this.anchor = anchor;
    this.free = free;
    this.side = side;
    this.sticky = sticky;
    this.onclose = onclose;
    // AG Grid closes its filter panel on clicks outside it, unless they land in something with this class.
    this.node = el(
      "div.s-pop.ag-custom-component-popup",
      { role, "aria-label": label, style: { minWidth: `${minWidth}px` } },
      content,
    );
    if (kind) this.node.classList.add(...kind.split(" "));
    this.outside = (event) => this.maybeClose(event);
    this.follow = () => this.place();
    this.node.opsShut = () => this.close();
    host(anchor).append(this.node);
    document.addEventListener("pointerdown", this.outside, true);
    window.addEventListener("scroll", this.follow, true);
    window.addEventListener("resize", this.follow);
    open.add(this);
    this.place();
  }

  rect() {
    return typeof this.anchor === "function" ? this.anchor() : this.anchor.getBoundingClientRect();
  }

  place() {
    const at = this.rect();
    this.node.style.visibility = at ? "" : "hidden";
    if (!at) return;
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const { innerWidth, innerHeight } = window;
    const spot = this.side === "right" ? around(at, { width, height }, this.free()) : below(at, height, innerHeight);
    const left = this.side === "end" ? at.right - width : spot.left;
    this.node.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
    this.node.style.top = `${Math.max(GAP, Math.min(spot.top, innerHeight - height - GAP))}px`;
  }

  holds(target) {
    if (this.node.contains(target)) return true;
    return this.anchor instanceof Element && this.anchor.contains(target);
  }

  maybeClose(event) {
    if (this.sticky || this.holds(event.target)) return;
    if (
      [...open].some(
        (other) =>
          other !== this &&
          other.anchor instanceof Node &&
          this.node.contains(other.anchor) &&
          other.node.contains(event.target),
      )
    )
      return;
    this.close();
  }

  close() {
    if (!open.delete(this)) return;
    this.node.remove();
    document.removeEventListener("pointerdown", this.outside, true);
    window.removeEventListener("scroll", this.follow, true);
    window.removeEventListener("resize", this.follow);
    this.onclose?.();
  }
}

/** A modal dialog hides everything outside it, so its panels must live inside. */
function host(anchor) {
  return (anchor instanceof Element && anchor.closest("dialog")) || document.body;
}

function below(at, height, room) {
  const fits = at.bottom + GAP + height <= room || at.top < height + GAP;
  return { left: at.left, top: fits ? at.bottom + GAP : at.top - height - GAP };
}

/** At the right of the cell, below, left or above: the first place that leaves the cell itself and `free` uncovered. */
function around(at, { width, height }, free) {
  const left = Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP));
  const top = Math.max(GAP, Math.min(at.top, window.innerHeight - height - GAP));
  const spots = [
    { left: at.right + GAP, top },
    { left, top: at.bottom + GAP },
    { left: at.left - width - GAP, top },
    { left, top: at.top - height - GAP },
  ];
  const roomy = spots.filter(
    (spot) =>
      spot.left > 0 && spot.top > 0 && spot.left + width < window.innerWidth && spot.top + height < window.innerHeight,
  );
  const covers = (spot) =>
    free &&
    spot.left < free.right &&
    spot.left + width > free.left &&
    spot.top < free.bottom &&
    spot.top + height > free.top;
  return roomy.find((spot) => !covers(spot)) ?? roomy[0] ?? spots[0];
}

/** A menu under a button: arrows move, Enter picks, Esc closes and gives the focus back. */
export function menu(anchor, items, { label } = {}) {
  const rows = items.map((item) =>
    el(
      item.parted ? "button.s-menu-item.s-parted" : "button.s-menu-item",
      { type: "button", role: "menuitem", disabled: item.disabled, title: item.title, onclick: () => pick(item) },
      item.label,
    ),
  );
  const popup = new Popup(anchor, rows, {
    kind: "s-menu",
    role: "menu",
    label,
    onclose: () => anchor.setAttribute("aria-expanded", "false"),
  });
  const pick = (item) => {
    popup.close();
    item.run();
  };
  anchor.setAttribute("aria-expanded", "true");
  popup.node.addEventListener("keydown", (event) => walk(event, rows, popup, anchor));
  rows.find((row) => !row.disabled)?.focus();
  return popup;
}

function walk(event, rows, popup, anchor) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const usable = rows.filter((row) => !row.disabled);
    usable[(usable.indexOf(document.activeElement) + step + usable.length) % usable.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    popup.close();
    anchor.focus();
  }
}

/** A short message at the foot of the page; it never takes the focus. */
export function toast(message, { kind = "info", action = null, seconds = 5 } = {}) {
  document.querySelector(".s-toast")?.remove();
  const node = el("div.s-toast", { role: kind === "bad" ? "alert" : "status" }, el("span", {}, message));
  node.classList.add(`s-toast-${kind}`);
  if (action?.href) node.append(el("a", { href: action.href }, action.label));
  document.body.append(node);
  setTimeout(() => node.remove(), (kind === "bad" ? seconds * 2 : seconds) * 1000);
}
