/** What of mine waits for its turn at heavy work: told at the foot of the page while it waits, and taken out of the line on demand. */

import { button, el } from "./dom.js";

const EVERY = 1000;
const TRIES = 5;

let watching = false;

/** Looks until nothing waits any more, or until it has seen for some seconds that nothing does. */
export async function watchQueue(http, words, { every = EVERY, tries = TRIES } = {}) {
  if (watching) return;
  watching = true;
  const bar = new Bar(http, words);
  try {
    for (let idle = 0; idle < tries;) {
      await new Promise((done) => setTimeout(done, every));
      const { queue } = await http.get("/queue").catch(() => ({ queue: [] }));
      bar.show(queue);
      if (queue.length === 0) idle = bar.seen ? tries : idle + 1;
    }
  } finally {
    watching = false;
    bar.remove();
  }
}

class Bar {
  constructor(http, words) {
    Object.assign(this, { http, words, seen: false });
    this.node = el("div.s-queue", { role: "status" });
  }

  show(queue) {
    this.seen ||= queue.length > 0;
    this.node.replaceChildren(...queue.map((entry) => this.line(entry)));
    if (queue.length > 0 && !this.node.isConnected)
      (document.querySelector(".s-sheet") ?? document.body).append(this.node);
  }

  line({ number, what, said }) {
    const giveUp = button(this.words.cancel, {
      onclick: async () => {
        giveUp.disabled = true;
        await this.http.ask("DELETE", `/queue/${number}`).catch(() => null);
      },
    });
    return el("div.s-queue-line", {}, el("span", {}, what ? `${what} · ${said}` : said), giveUp);
  }

  remove() {
    this.node.remove();
  }
}
