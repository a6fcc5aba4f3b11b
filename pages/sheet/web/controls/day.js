/** Days and moments: typed in any usual form, or picked from a calendar. */

import { el } from "../dom.js";
import { addDays, addMonths, makeMoment, parseDay, parseMoment, showMoment, today } from "../moments.js";
import { Popup } from "../popup.js";
import { Calendar } from "./calendar.js";
import { TextControl } from "./text.js";

const STEPS = {
  ArrowDown: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -1),
  PageDown: (day) => addMonths(day, 1),
  PageUp: (day) => addMonths(day, -1),
};

export class DayControl extends TextControl {
  constructor(field, context) {
    super(field, context);
    this.input.setAttribute("placeholder", this.pattern);
    this.input.addEventListener("input", () => this.calendar?.show(this.day()));
    if (context.place !== "cell") {
      this.input.addEventListener("click", () => this.unfold());
      this.input.addEventListener("blur", () => this.leave());
    }
  }

  get pattern() {
    return this.context.words?.day_shape ?? "";
  }

  day() {
    return parseDay(this.input.value);
  }

  unfold() {
    if (this.popup) return;
    this.calendar = new Calendar(this.context.words, this.day(), (day) => this.pick(day));
    this.popup = new Popup(this.context.box ?? this.input, this.calendar.node, {
      kind: "s-calendar-pop",
      onclose: () => (this.popup = null),
    });
    this.popup.node.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  pick(day) {
    this.put(day);
    this.popup?.close();
    this.context.onpick?.();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  put(day) {
    this.input.value = day;
  }

  key(event) {
    if (event.key === "Escape" && this.popup && this.context.place !== "cell") {
      this.popup.close();
      return true;
    }
    const step = STEPS[event.key];
    if (!step || event.altKey) return false;
    this.unfold();
    this.put(this.day() ? step(this.day()) : today());
    this.calendar.show(this.day());
    return true;
  }

  leave() {
    setTimeout(() => {
      if (document.activeElement !== this.input) this.popup?.close();
    }, 150);
    this.tidy();
  }

  /** What was understood is written out, so that the person sees it before it is sent. */
  tidy() {
    const day = this.day();
    if (day) this.put(day);
  }

  read() {
    const text = this.input.value.trim();
    if (text === "") return { value: null, text };
    const day = this.day();
    return { value: day ?? text, text: day ?? text };
  }

  close() {
    this.popup?.close();
  }
}

export class MomentControl extends DayControl {
  get pattern() {
    return this.context.words?.moment_shape ?? "";
  }

  write(wire) {
    return wire ? showMoment(wire) : "";
  }

  day() {
    return parseMoment(this.input.value)?.day ?? null;
  }

  put(day) {
    this.input.value = `${day} ${parseMoment(this.input.value)?.time ?? "00:00"}`;
  }

  read() {
    const text = this.input.value.trim();
    if (text === "") return { value: null, text };
    const moment = parseMoment(text);
    return moment
      ? { value: makeMoment(moment.day, moment.time), text: `${moment.day} ${moment.time}` }
      : { value: text, text };
  }
}

/** Two days with a dash between, for filters. */
export function pair(first, second) {
  return el("div.s-pair", {}, first.node, el("span", {}, "–"), second.node);
}
