/** The options of a column of choices, as a list to fill in: a name, a colour, one below the other. */

import { button, composing, el } from "./dom.js";

export class OptionList {
  /** `choices`: those that are there, as the API tells them; `tones`: [{key, label}]; `stand`: options that stay as they are. */
  constructor(choices, tones, words, stand = []) {
    Object.assign(this, { tones, words, stand });
    this.list = el("div.s-options");
    this.problem = el("div.s-field-problem", { role: "alert", hidden: true });
    const more = button(words.add_option, {
      glyph: "plus",
      kind: "s-small s-quiet",
      onclick: () => this.add().focus(),
    });
    this.node = el(
      "div.s-field.s-wide-field",
      { dataset: { field: "choices" } },
      el("label", {}, words.options, stand.length ? null : el("span.s-must", { "aria-hidden": "true" }, "*")),
      pills(stand),
      this.list,
      more,
      this.problem,
    );
    this.lines = [];
    for (const choice of choices) this.add(choice);
    if (!choices.length && !stand.length) for (const tone of ["info", "positive"]) this.add({ tone });
  }

  /** Returns the input of the new line's name. */
  add(choice = {}) {
    const { words } = this;
    const zh = el("input.s-input", {
      type: "text",
      value: choice.zh ?? "",
      placeholder: words.option_name,
      "aria-label": words.option_name,
      autocomplete: "off",
    });
    const en = el("input.s-input", {
      type: "text",
      value: choice.en ?? "",
      placeholder: words.option_name_en,
      "aria-label": words.option_name_en,
      autocomplete: "off",
    });
    const tone = el(
      "select.s-input.s-tone",
      { "aria-label": words.option_tone },
      this.tones.map(({ key, label }) => el("option", { value: key }, label)),
    );
    tone.value = choice.tone ?? this.fresh();
    const sample = el("span.s-pill", { dataset: { tone: tone.value }, "aria-hidden": "true" }, "●");
    tone.addEventListener("change", () => (sample.dataset.tone = tone.value));
    const line = { id: choice.id ?? null, retired: choice.retired ?? false, was: choice, zh, en, tone };
    const out = button(choice.id ? words.option_retire : words.option_drop, {
      glyph: choice.retired ? "undo" : "close",
      bare: true,
      kind: "s-quiet s-small",
      onclick: () => this.drop(line),
    });
    line.node = el("div.s-option", {}, sample, zh, en, tone, out);
    line.node.classList.toggle("s-retired", line.retired);
    zh.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || composing(event)) return;
      event.preventDefault();
      event.stopPropagation();
      (this.lines[this.lines.indexOf(line) + 1]?.zh ?? this.add()).focus();
    });
    zh.addEventListener("paste", (event) => this.pasted(event, line));
    zh.addEventListener("input", () => (this.problem.hidden = true));
    this.lines.push(line);
    this.list.append(line.node);
    return zh;
  }

  fresh() {
    const used = [...this.stand.map((option) => option.tone), ...this.lines.map((line) => line.tone.value)];
    return unused(
      this.tones.map((tone) => tone.key),
      used,
    );
  }

  /** Several lines at once become several options. */
  pasted(event, line) {
    const names = event.clipboardData
      .getData("text")
      .split(/[\n\t]/)
      .map((name) => name.trim())
      .filter(Boolean);
    if (names.length < 2) return;
    event.preventDefault();
    line.zh.value = names[0];
    for (const name of names.slice(1)) this.add().value = name;
  }

  /** One that rows may hold is only put out of use; a new one goes. */
  drop(line) {
    if (line.id) {
      line.retired = !line.retired;
      line.node.classList.toggle("s-retired", line.retired);
      return;
    }
    line.node.remove();
    this.lines = this.lines.filter((other) => other !== line);
  }

  /** As the API takes them, in their order; what was left empty is none. */
  read() {
    return this.filled().map((line) => ({ id: line.id, set: said(line) }));
  }

  /** The same, of an option that is there what was changed alone, with what stood there: somebody else may be at it, too. */
  changes() {
    return this.filled().map((line) => {
      const set = said(line);
      if (!line.id) return { id: null, set };
      const names = Object.keys(set).filter((name) => set[name] !== (line.was[name] ?? false));
      const part = (of) => Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
      return { id: line.id, set: part(set), seen: part(line.was) };
    });
  }

  filled() {
    return this.lines.filter(({ id, zh }) => id || zh.value.trim());
  }

  blame(sentence) {
    this.problem.textContent = sentence;
    this.problem.hidden = !sentence;
  }
}

/** The colour of one more option: one that none has yet, the plain first one last of all; then each in its turn again. */
export function unused([plain, ...bright], used) {
  const all = [...bright, plain];
  return all.find((tone) => !used.includes(tone)) ?? all[used.length % all.length];
}

function said({ zh, en, tone, retired }) {
  return { zh: zh.value.trim(), ...(en.value.trim() ? { en: en.value.trim() } : {}), tone: tone.value, retired };
}

function pills(stand) {
  return stand.length
    ? el(
        "div.s-standing",
        {},
        stand.map(({ label, tone }) => el("span.s-pill", { dataset: { tone } }, label)),
      )
    : null;
}
