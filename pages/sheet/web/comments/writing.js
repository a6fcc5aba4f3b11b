/** Where a comment is written: words, the names behind an @, pictures; nothing typed is lost when it can't be sent. */

import { button, composing, el, fill, uuid } from "../dom.js";
import { People } from "./people.js";

const LINES = 2;
const TALLEST = 200;

export class Writing {
  /** `send(text, op)` → the answer; `look(q)` → people; `pictures`: whether some may be put on; `cancel()` where it can be given up. */
  constructor({ words, text = "", label, go, send, look, pictures = false, cancel = null }) {
    Object.assign(this, { words, send, files: [], op: uuid() });
    this.input = el("textarea.s-comment-input", { rows: LINES, "aria-label": label, placeholder: label, value: text });
    this.problem = el("div.s-field-problem", { role: "alert", hidden: true });
    this.chosen = el("div.s-comment-chosen");
    this.go = button(go, { kind: "s-primary s-small", onclick: () => this.run() });
    this.people = new People(this.input, look, words.comment_people);
    this.node = el(
      "div.s-comment-writing",
      {},
      this.input,
      this.chosen,
      this.problem,
      el(
        "div.s-comment-foot",
        {},
        pictures ? this.picker() : null,
        el("span.s-soft.s-grow", {}, words.comment_keys),
        cancel ? button(words.cancel, { kind: "s-quiet s-small", onclick: cancel }) : null,
        this.go,
      ),
    );
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    queueMicrotask(() => this.grow());
  }

  picker() {
    const input = el("input", {
      type: "file",
      multiple: true,
      accept: "image/*,application/pdf",
      hidden: true,
      onchange: () => {
        this.files.push(...input.files);
        input.value = "";
        this.showFiles();
      },
    });
    const open = button(this.words.comment_picture, {
      glyph: "picture",
      bare: true,
      kind: "s-quiet s-small",
      onclick: () => input.click(),
    });
    return el("span", {}, open, input);
  }

  showFiles() {
    this.chosen.replaceChildren(
      ...this.files.map((file) =>
        el(
          "span.s-chip",
          {},
          file.name,
          button(fill(this.words.file_off, { name: file.name }), {
            glyph: "close",
            bare: true,
            kind: "s-quiet s-small",
            onclick: () => {
              this.files = this.files.filter((other) => other !== file);
              this.showFiles();
            },
          }),
        ),
      ),
    );
  }

  /** Other words are another comment: only the same ones, sent again, are the same. */
  typed() {
    this.op = uuid();
    this.say("");
    this.grow();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, TALLEST)}px`;
  }

  key(event) {
    if (composing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.run();
    }
  }

  async run() {
    if (this.go.disabled) return;
    if (!this.input.value.trim() && !this.files.length) return this.input.focus();
    this.go.disabled = true;
    try {
      await this.send(this.input.value.trim() || this.words.comment_only_picture, this.op, this.files);
      this.input.value = "";
      this.files = [];
      this.showFiles();
      this.typed();
    } catch (error) {
      this.say(error.message);
    } finally {
      this.go.disabled = false;
    }
  }

  say(sentence) {
    this.problem.textContent = sentence;
    this.problem.hidden = !sentence;
  }
}
