/** Wire values ↔ the texts that travel by clipboard: what people see, except that numbers and days stay plain. */

import { sameValue, textOf } from "../kinds.js";
import { makeMoment, parseMoment } from "../moments.js";

const PLAIN = new Set(["count", "money", "quantity"]);
const YES = new Set(["1", "y", "yes", "true", "t", "是", "有", "对", "√", "✓"]);
const NO = new Set(["0", "n", "no", "false", "f", "否", "无", "×", "✗"]);

export function copyText(field, wire, words) {
  if (wire === null || wire === undefined) return "";
  if (PLAIN.has(field.kind)) return String(wire);
  if (typeof wire === "boolean") return wire ? words.yes : words.no;
  return textOf(field, wire);
}

/** What is sent for a pasted text: as it is, for the server understands people; only moments mean the office's clock. */
export function typedValue(field, text) {
  if (text.trim() === "") return emptyOf(field);
  const moment = field.kind === "moment" ? parseMoment(text) : null;
  return moment ? makeMoment(moment.day, moment.time) : text;
}

export function emptyOf(field) {
  return field.kind === "flag" && field.required ? false : null;
}

/** True when a text says what stands there already. */
export function saysTheSame(field, text, wire, words) {
  if (text.trim() === "") return wire === null || wire === undefined || wire === "";
  return (
    text === copyText(field, wire, words) || text === textOf(field, wire) || sameValue(typedValue(field, text), wire)
  );
}

/** A word typed on a tick: yes, no, or neither. */
export function flagOf(text) {
  const word = text.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}
