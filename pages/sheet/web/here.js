/** Who else looks at this grid, and at which cell: small initials in the bar, a coloured frame with a name at the cell. */

import { el, fill } from "./dom.js";

const EVERY = 300;
const COLOURS = 6;
const MOST_SHOWN = 5;

export class Here {
  /** `tab`: the name the server gave this page; without one there is nobody to tell. */
  constructor(page, tab) {
    Object.assign(this, { page, tab });
    this.others = new Map();
    this.heard = new Map(); // when others said where they are, or went, by tab
    this.turn = 0;
    this.frames = new Map();
    this.node = el("div.s-people", { role: "group", "aria-label": page.context.words.who_else });
  }

  /** A grid was laid out: follow its active cell and draw on its layer. */
  laid(adapter) {
    this.frames.clear();
    adapter.onActive(() => this.say());
    adapter.onCome?.(() => this.say());
    adapter.onScroll(() => this.place());
    adapter.onRows?.(() => this.place());
    this.say();
  }

  /** Where I am; said at once, then not more often than three times a second, and lost when it can't be said. */
  say() {
    if (!this.tab || this.timer) return;
    const rest = Math.max(0, (this.saidAt ?? -EVERY) + EVERY - performance.now());
    this.timer = setTimeout(() => this.send(), rest);
  }

  async send() {
    this.timer = null;
    this.saidAt = performance.now();
    const [turn, asked] = [(this.turn += 1), this.saidAt];
    const cell = this.page.adapter?.active() ?? null;
    const { http, record } = this.page.context;
    const answer = await http
      .post(
        `/${record.name}/here`,
        { tab: this.tab, id: cell?.id ?? null, field: cell?.id ? cell.field : null },
        { timeout: 4_000 },
      )
      .catch(() => null);
    if (!answer || this.stopped || turn !== this.turn) return;
    this.took(answer.others, asked);
    this.draw();
  }

  /** The answer may be older than what was heard while it was on its way: of those who spoke meanwhile, that counts. */
  took(others, asked) {
    const spoke = (tab) => this.heard.get(tab) >= asked;
    const before = [...this.others].filter(([tab]) => spoke(tab));
    const said = others.filter(({ tab }) => tab !== this.tab && !spoke(tab)).map((seat) => [seat.tab, seat]);
    this.others = new Map([...said, ...before]);
    for (const [tab, at] of this.heard) if (at < asked) this.heard.delete(tab);
  }

  hear(seat) {
    if (seat.tab === this.tab) return;
    this.heard.set(seat.tab, performance.now());
    if (seat.gone) this.others.delete(seat.tab);
    else this.others.set(seat.tab, seat);
    this.draw();
  }

  draw() {
    const { me, words } = this.page.context;
    const people = [
      ...new Map(
        [...this.others.values()].filter(({ user }) => user !== me.id).map((seat) => [seat.user, seat]),
      ).values(),
    ];
    const shown = people
      .slice(0, MOST_SHOWN)
      .map(({ user, name }) =>
        el(
          "span.s-person",
          { title: fill(words.is_here, { name }), dataset: { colour: user % COLOURS } },
          initials(name),
        ),
      );
    const more =
      people.length > MOST_SHOWN
        ? el(
            "span.s-person",
            {
              title: people
                .slice(MOST_SHOWN)
                .map(({ name }) => name)
                .join("、"),
            },
            `+${people.length - MOST_SHOWN}`,
          )
        : null;
    this.node.replaceChildren(...shown, ...(more ? [more] : []));
    this.place();
  }

  place() {
    const { adapter, context } = this.page;
    if (!adapter) return;
    for (const [tab, frame] of this.frames) if (!this.others.has(tab)) this.drop(tab, frame);
    for (const seat of this.others.values()) {
      if (seat.user === context.me.id) continue;
      const at = seat.id !== null && seat.field ? adapter.rect(seat.id, seat.field) : null;
      if (at) this.frame(seat, at, adapter.layer);
      else this.drop(seat.tab, this.frames.get(seat.tab));
    }
  }

  frame({ tab, user, name, id, field }, at, layer) {
    let node = this.frames.get(tab);
    if (!node?.isConnected) {
      node = el(
        "div.s-elsewhere",
        { "aria-hidden": "true", dataset: { colour: user % COLOURS } },
        el("span", {}, name),
      );
      layer.append(node);
      this.frames.set(tab, node);
    }
    const base = layer.getBoundingClientRect();
    Object.assign(node.dataset, { id, field });
    Object.assign(node.style, {
      left: `${at.left - base.left}px`,
      top: `${at.top - base.top}px`,
      width: `${at.width}px`,
      height: `${at.height}px`,
    });
  }

  drop(tab, frame) {
    frame?.remove();
    this.frames.delete(tab);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const [tab, frame] of this.frames) this.drop(tab, frame);
  }
}

/** 王小明 → 小明, Chen Yu → CY. */
function initials(name) {
  if (/[\u3400-\u9fff]/.test(name)) return name.slice(-2);
  return name
    .split(/\s+/)
    .map((part) => part[0])
    .join("")
    .slice(0, 2)
    .toUpperCase();
}
