/** The dialog of how a view looks: colours by condition, bars and shades for numbers, how high the rows are. */

import { ask } from "./dialog.js";
import { button, el } from "./dom.js";
import { Row } from "./filters/builder.js";
import { closed, opened } from "./filters/tree.js";
import { HEIGHTS, TONES } from "./tones.js";

const NUMBERS = new Set(["count", "money", "quantity", "rating", "progress"]);
const MOST = 12;
const option = (value, label) => el("option", { value }, label);

/** `look`: {colours, height}; `say(filter)`: a filter in words; `submit(look)` answers a sentence where the server won't have it. */
export function askLook(context, look, { now, say, submit }) {
  const { words } = context;
  const rules = [];
  const list = el("div.s-tree-rows");
  const drop = (rule) => {
    rules.splice(rules.indexOf(rule), 1);
    rule.shut();
    rule.node.remove();
  };
  const put = (given) => {
    if (rules.length >= MOST) return;
    const rule = given.show ? new Bar(context, given, drop) : new Rule(context, given, drop, say);
    rules.push(rule);
    list.append(rule.node);
  };
  look.colours.forEach(put);
  const height = el(
    "select.s-input",
    { "aria-label": words.look_height },
    HEIGHTS.map((_, at) => option(at + 1, words[`look_height_${at + 1}`])),
  );
  height.value = look.height;
  const add = (label, given) => button(label, { glyph: "plus", kind: "s-quiet s-small", onclick: () => put(given()) });
  const adding = [
    add(words.look_add_rule, () => ({ filter: {}, tone: "warning" })),
    Object.keys(now).length ? add(words.look_add_filter, () => ({ filter: now, tone: "warning" })) : null,
    add(words.look_add_bar, () => ({ column: "", show: "bar" })),
  ];
  const body = el(
    "div.s-form",
    {},
    el("label.s-field", {}, el("span.s-field-label", {}, words.look_height), height),
    el("div.s-tree", {}, el("span.s-field-label", {}, words.look_colours), list, el("div.s-tree-foot", {}, adding)),
  );
  const dialog = ask({
    title: words.look,
    words,
    confirm: words.done,
    wide: true,
    body,
    submit: () => {
      const fault = rules.reduce((fault, rule) => fault || rule.fault(), "");
      return (
        fault || submit({ colours: rules.map((rule) => rule.read()).filter(Boolean), height: Number(height.value) })
      );
    },
  });
  dialog.classList.add("s-filter-dialog");
  dialog.addEventListener("close", () => rules.forEach((rule) => rule.shut()));
  height.focus();
}

/** A condition and the colour of what meets it; one of several conditions is told in words and stays as it is. */
class Rule {
  constructor(context, { filter, tone, column = null }, drop, say) {
    const { words } = context;
    const root = opened(filter);
    const single = root.parts.length <= 1 && !root.parts[0]?.parts;
    Object.assign(this, {
      context,
      filter,
      row: single ? new Row(context, root.parts[0] ?? null, () => drop(this)) : null,
    });
    this.tone = el(
      "select.s-input",
      { "aria-label": words.look_tone },
      TONES.map((tone) => option(tone, words[`tone_${tone}`])),
    );
    this.tone.value = tone;
    this.target = el(
      "select.s-input",
      { "aria-label": words.look_target },
      option("", words.look_row),
      context.record.fields
        .filter(({ kind, ops }) => kind !== "pinyin" && (!ops || ops.length))
        .map(({ name, label }) => option(name, label)),
    );
    this.target.value = column ?? "";
    const sample = el("span.s-tone-sample", { dataset: { tone } }, words.look_sample);
    this.tone.addEventListener("change", () => (sample.dataset.tone = this.tone.value));
    const asked = single
      ? this.row.node
      : el(
          "div.s-tree-row.s-told",
          {},
          el("span", {}, say(filter)),
          button(words.filter_drop, { glyph: "close", bare: true, kind: "s-quiet s-small", onclick: () => drop(this) }),
        );
    this.node = el("div.s-look-rule", {}, asked, el("div.s-look-as", {}, this.target, this.tone, sample));
  }

  fault() {
    return this.row?.fault() ?? "";
  }

  read() {
    const part = this.row?.read();
    if (this.row && !part) return null;
    const filter = this.row ? closed({ any: false, parts: [part] }) : this.filter;
    return { filter, tone: this.tone.value, ...(this.target.value ? { column: this.target.value } : {}) };
  }

  shut() {
    this.row?.shut();
  }
}

class Bar {
  constructor({ record, words }, { column, show }, drop) {
    this.column = el(
      "select.s-input",
      { "aria-label": words.filter_column_of },
      option("", words.filter_choose),
      record.fields
        .filter(({ kind, ops }) => NUMBERS.has(kind) && (!ops || ops.length))
        .map(({ name, label }) => option(name, label)),
    );
    this.show = el(
      "select.s-input",
      { "aria-label": words.look_show },
      option("bar", words.look_bar),
      option("scale", words.look_scale),
    );
    Object.assign(this.column, { value: column });
    Object.assign(this.show, { value: show });
    this.node = el(
      "div.s-look-rule.s-look-as",
      {},
      this.column,
      this.show,
      button(words.filter_drop, { glyph: "close", bare: true, kind: "s-quiet s-small", onclick: () => drop(this) }),
    );
  }

  fault() {
    return "";
  }

  read() {
    return this.column.value ? { column: this.column.value, show: this.show.value } : null;
  }

  shut() {}
}
