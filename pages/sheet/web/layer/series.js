/** How values go on when they are dragged: numbers and days by their step, texts with a number by counting, the rest repeats. */

import { addDays, addMonths } from "../moments.js";

const NUMBERS = new Set(["count", "money", "quantity"]);
const SCALE = 1000n;

/** The next `n` values after `wires` for this kind of field; `back`: they go before the first one instead. */
export function goOn(kind, wires, n, back = false) {
  const known = back ? [...wires].reverse() : wires;
  const next = rule(kind, known, back) ?? ((index) => known[index % known.length]);
  return Array.from({ length: n }, (_, index) => next(index));
}

function rule(kind, known, back) {
  if (known.some((wire) => wire === null || wire === undefined)) return null;
  if (NUMBERS.has(kind)) return known.length > 1 ? numbers(kind, known) : null;
  if (kind === "day") return days(known, back);
  return kind === "line" ? counted(known, back) : null;
}

/** Decimal texts, counted in thousandths so that 0.1 + 0.2 stays 0.3. */
function numbers(kind, known) {
  const parts = known.map(thousandths);
  const step = parts.includes(null) ? null : steady(parts);
  if (step === null) return null;
  return (index) => {
    const value = parts.at(-1) + step * BigInt(index + 1);
    return kind === "count" ? Number(value / SCALE) : decimal(value, kind === "money" ? 2 : 3);
  };
}

export function thousandths(wire) {
  const found = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(String(wire));
  return found ? BigInt(`${found[1]}${found[2]}${(found[3] ?? "").padEnd(3, "0")}`) : null;
}

export function decimal(value, places) {
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value).padStart(4, "0");
  const fraction = digits.slice(-3, places === 3 ? undefined : places - 3);
  const text = `${sign}${digits.slice(0, -3)}.${fraction}`;
  return places === 3 ? text.replace(/\.?0+$/, "") : text;
}

function steady(parts) {
  const steps = parts.slice(1).map((part, index) => part - parts[index]);
  return steps.every((step) => step === steps[0]) ? steps[0] : null;
}

function days(known, back) {
  const sign = back ? -1 : 1;
  if (known.length === 1) return (index) => addDays(known[0], sign * (index + 1));
  const months = known.map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  const sameDay = known.every((day) => day.slice(8) === known[0].slice(8));
  const byMonth = sameDay ? steady(months) : null;
  if (byMonth) return (index) => addMonths(known.at(-1), byMonth * (index + 1));
  const byDay = steady(known.map((day) => Date.parse(day) / 86400000));
  return byDay === null ? null : (index) => addDays(known.at(-1), byDay * (index + 1));
}

/** 'VIP0099' goes on to 'VIP0100'; all digits alone are a number and need two to show their step. */
function counted(known, back) {
  const parts = known.map((text) => /^(.*?)(\d{1,15})(\D*)$/s.exec(text));
  if (parts.includes(null) || parts.some(([, head, , tail]) => head !== parts[0][1] || tail !== parts[0][3]))
    return null;
  if (known.length === 1 && parts[0][1] === "" && parts[0][3] === "") return null;
  const values = parts.map(([, , digits]) => BigInt(digits));
  const step = known.length === 1 ? (back ? -1n : 1n) : steady(values);
  if (step === null) return null;
  const [, head, digits, tail] = parts.at(-1);
  return (index) => {
    const value = values.at(-1) + step * BigInt(index + 1);
    return value < 0n ? known[index % known.length] : `${head}${String(value).padStart(digits.length, "0")}${tail}`;
  };
}
