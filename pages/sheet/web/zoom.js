/** How large the cells are drawn, from 50 to 200 per cent: by Ctrl with the wheel, plus, minus and 0, or in the foot; kept for the person. */

import { button, fill } from "./dom.js";
import { menu } from "./popup.js";

export const STEPS = [50, 60, 75, 90, 100, 110, 125, 150, 175, 200];

/** The next step up or down from wherever it stands. */
export function stepped(now, by) {
  if (by > 0) return STEPS.find((step) => step > now) ?? STEPS.at(-1);
  return STEPS.findLast((step) => step < now) ?? STEPS[0];
}

export class Zoom {
  /** `changed(part)`: the cells are to be drawn at so many times their size. */
  constructor({ me, words }, changed) {
    Object.assign(this, { words, changed, key: `opsdesk.zoom.${me.id}` });
    this.now = this.kept();
    this.node = button(this.say(), {
      kind: "s-quiet s-small s-wide-only s-zoom",
      title: words.zoom_title,
      "aria-haspopup": "menu",
      onclick: () => this.choose(),
    });
    this.node.setAttribute("aria-label", `${words.zoom} ${this.say()}`);
  }

  get part() {
    return this.now / 100;
  }

  say() {
    return `${this.now}%`;
  }

  kept() {
    try {
      const kept = Number(localStorage.getItem(this.key));
      return STEPS.includes(kept) ? kept : 100;
    } catch {
      return 100;
    }
  }

  to(now) {
    if (now === this.now) return;
    this.now = now;
    try {
      localStorage.setItem(this.key, String(now));
    } catch {
      // without room for it, it lasts as long as the page
    }
    this.node.querySelector("span").textContent = this.say();
    this.node.setAttribute("aria-label", `${this.words.zoom} ${this.say()}`);
    this.changed(this.part);
  }

  by(direction) {
    this.to(direction ? stepped(this.now, direction) : 100);
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (event.deltaY) this.by(event.deltaY < 0 ? 1 : -1);
  }

  choose() {
    const item = (step) => ({
      label: fill(step === this.now ? "{step}% ✓" : "{step}%", { step }),
      run: () => this.to(step),
    });
    menu(this.node, STEPS.toReversed().map(item), { label: this.words.zoom });
  }
}
