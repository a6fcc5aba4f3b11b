/** Cards with pictures: the first picture of each row, read as it comes into sight, its name and a few columns. */

import { el, fill, icon } from "../dom.js";
import { Laid } from "./laid.js";

const PAGE = 40;

export class Gallery extends Laid {
  get route() {
    return "cards";
  }

  build() {
    this.list = el("div.s-gallery", { role: "list" });
    this.end = el("div.s-more", { "aria-hidden": "true" });
    this.host.append(el("div.s-gallery-host", {}, this.list, this.end));
    this.watch = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.next(),
    );
  }

  asks() {
    return { offset: 0, limit: Math.min(500, Math.max(PAGE, this.list.children.length)) };
  }

  draw({ rows, pictures }) {
    this.list.replaceChildren(...rows.map((row) => this.card(row, pictures[row.id])));
    this.sight();
  }

  sight() {
    this.watch.unobserve(this.end);
    if (this.rows.size < this.answer.total) this.watch.observe(this.end);
  }

  async next() {
    if (this.busy || !this.answer || this.rows.size >= this.answer.total) return;
    this.busy = true;
    const { turn } = this;
    const { http, record, query } = this.context;
    try {
      const answer = await http.post(`/${record.name}/cards`, { ...query.body(), offset: this.rows.size, limit: PAGE });
      if (turn !== this.turn) return;
      for (const row of answer.rows) this.rows.set(row.id, row);
      this.list.append(...answer.rows.map((row) => this.card(row, answer.pictures[row.id])));
    } catch (error) {
      if (turn === this.turn) this.calls.failed(error.message);
    } finally {
      this.busy = false;
    }
    if (turn === this.turn) this.sight();
  }

  card(row, picture) {
    const name = this.title(row);
    const { words } = this;
    const shown = picture
      ? el(
          "div.s-picture",
          {},
          el("img", { src: `/api/v1/files/${picture[0]}/small`, loading: "lazy", alt: "" }),
          picture[1] > 1
            ? el("span.s-picture-count", { title: fill(words.cards_pictures, { n: picture[1] }) }, String(picture[1]))
            : null,
        )
      : el("div.s-picture.s-no-picture", {}, icon("picture", 30), el("span", {}, words.cards_no_picture));
    return el(
      "a.s-gallery-card",
      { role: "listitem", href: this.href(row), dataset: { id: row.id } },
      shown,
      el("div.s-gallery-text", {}, el("b", {}, name), this.lines(row, { most: 3 })),
    );
  }

  destroy() {
    super.destroy();
    this.watch.disconnect();
  }
}
