/** The box itself: a field and a list, by keyboard alone; what is typed is looked up while one types. */

import { ask } from "./asking.js";
import { parts } from "./match.js";

const PAUSE = 160;

export class Box {
  constructor(words, person) {
    Object.assign(this, { words, person, at: 0, known: { entries: [], starred: [], recent: [], hits: [], help: [] } });
    this.state = "";
    this.build();
  }

  build() {
    const { words } = this;
    this.input = made("input", "x-input", {
      type: "search",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "x-list",
      "aria-autocomplete": "list",
      "aria-label": words.ask,
      placeholder: words.hint,
      autocomplete: "off",
      spellcheck: "false",
      maxlength: "60",
      enterkeyhint: "go",
    });
    this.list = made("div", "x-list", { id: "x-list", role: "listbox", "aria-label": words.title, tabindex: "-1" });
    this.note = made("div", "x-note", { role: "status" });
    const shut = made("button", "x-shut", { type: "button", "aria-label": words.close, title: words.close });
    shut.append(glyph("close"));
    const line = made("div", "x-line");
    line.append(glyph("search"), this.input, shut);
    const keys = made("div", "x-keys");
    keys.textContent = words.keys;
    this.node = made("dialog", "x-box", { "aria-label": words.ask });
    this.node.append(line, this.list, this.note, keys);
    shut.addEventListener("click", () => this.node.close());
    this.input.addEventListener("input", (event) => !event.isComposing && this.typed());
    this.input.addEventListener("compositionend", () => this.typed());
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    this.node.addEventListener("click", (event) => event.target === this.node && this.node.close());
    this.node.addEventListener("close", () => this.closed());
    this.list.addEventListener("mousemove", (event) => this.pointed(event));
    document.body.append(this.node);
  }

  open() {
    if (this.node.open) return void this.input.select();
    this.before = document.activeElement;
    this.node.showModal();
    this.input.focus();
    this.input.select();
    this.draw();
    void this.fetch();
  }

  closed() {
    this.stop();
    this.before?.focus?.({ preventScroll: true });
  }

  stop() {
    clearTimeout(this.timer);
    this.going?.abort();
    this.going = null;
  }

  /** What can be opened, anew each time: rights and places move on. */
  async fetch() {
    try {
      Object.assign(this.known, await ask("", null, this.person));
      this.state = "";
    } catch {
      this.state = "failed";
    }
    this.draw();
  }

  typed() {
    this.stop();
    Object.assign(this.known, { hits: [], help: [], late: [] });
    this.at = 0;
    this.state = this.text() ? "looking" : "";
    this.draw();
    if (this.text()) this.timer = setTimeout(() => void this.look(this.text()), PAUSE);
  }

  text() {
    return this.input.value.trim();
  }

  /** Part by part, until all was looked through or somebody types on. */
  async look(text) {
    const going = (this.going = new AbortController());
    try {
      for (let after = 0; after !== null;) {
        const answer = await ask("", { text, after }, this.person, going.signal);
        if (going.signal.aborted) return;
        this.known.hits.push(...answer.hits);
        this.known.late.push(...answer.late);
        if (after === 0) this.known.help = answer.help;
        after = answer.next;
        if (after === null) this.state = "";
        this.draw();
      }
    } catch {
      if (going.signal.aborted) return;
      this.state = "failed";
      this.draw();
    }
  }

  draw() {
    const shown = parts(this.known, this.input.value, this.words);
    const chosen = this.rows?.[this.at]?.path;
    this.rows = shown.flatMap(({ rows }) => rows);
    const kept = this.at ? this.rows.findIndex(({ path }) => path === chosen) : 0;
    this.at = Math.max(kept, 0);
    this.list.replaceChildren(...shown.map((part) => this.part(part)));
    this.note.textContent = this.noted();
    this.mark();
  }

  noted() {
    const { words, known, state } = this;
    if (state) return words[state];
    if (known.late?.length) return words.late.replace("{labels}", () => known.late.join("、"));
    if (this.rows.length) return "";
    return this.text() ? words.nothing.replace("{text}", () => this.text()) : words.empty;
  }

  part({ title, rows }) {
    const node = made("div", "x-part", { role: "group", "aria-label": title });
    const head = made("div", "x-head", { "aria-hidden": "true" });
    head.textContent = title;
    node.append(head, ...rows.map((row) => this.row(row)));
    return node;
  }

  row(row) {
    const at = this.rows.indexOf(row);
    const node = made("a", "x-row", { role: "option", id: `x-row-${at}`, href: row.path, tabindex: "-1" });
    const label = made("span", "x-label");
    const hint = made("span", "x-hint");
    [label.textContent, hint.textContent] = [row.label, row.hint];
    node.append(glyph(row.icon), label, hint);
    node.addEventListener("click", (event) => {
      if (!(event.ctrlKey || event.metaKey)) this.node.close();
    });
    return node;
  }

  mark() {
    const nodes = [...this.list.querySelectorAll(".x-row")];
    for (const [at, node] of nodes.entries()) {
      node.setAttribute("aria-selected", String(at === this.at));
      node.classList.toggle("x-here", at === this.at);
    }
    if (nodes[this.at]) this.input.setAttribute("aria-activedescendant", nodes[this.at].id);
    else this.input.removeAttribute("aria-activedescendant");
    nodes[this.at]?.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (event.isComposing) return;
    event.stopPropagation();
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    if (moves[event.key]) {
      event.preventDefault();
      const last = this.rows.length - 1;
      const next = this.at + moves[event.key];
      this.at = next < 0 ? (this.at ? 0 : last) : next > last ? (this.at === last ? 0 : last) : next;
      this.mark();
    } else if (event.key === "Enter" && this.rows[this.at]) {
      event.preventDefault();
      this.go(this.rows[this.at].path, event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.node.close();
    }
  }

  go(path, apart) {
    if (apart) return void window.open(path, "_blank", "noopener");
    this.node.close();
    location.assign(path);
  }

  /** The mouse chooses where it moves, not where the list slides under it. */
  pointed(event) {
    const node = event.target.closest(".x-row");
    const at = node ? Number(node.id.slice("x-row-".length)) : this.at;
    if (at === this.at) return;
    this.at = at;
    this.mark();
  }
}

function made(tag, name, attributes = {}) {
  const node = document.createElement(tag);
  node.className = name;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function glyph(name) {
  const node = made("i", "q-icon notranslate material-icons", { "aria-hidden": "true" });
  node.textContent = name;
  return node;
}
