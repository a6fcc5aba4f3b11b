/** How values go on when they are dragged: numbers and days by their step, texts by counting or by a list, the rest repeats. */

import { addDays, addMonths } from "../moments.js";
import { numerals, ring, roundOf } from "./lists.js";

const NUMBERS = new Set(["count", "money", "quantity", "progress"]);
const DAY = 86_400_000;
const WHOLE = new Set(["count", "progress"]);
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
  if (kind === "moment") return moments(known, back);
  if (kind === "month") return months(known, back);
  return kind === "line" ? texts(known, back) : null;
}

/** Decimal texts, counted in thousandths so that 0.1 + 0.2 stays 0.3. */
function numbers(kind, known) {
  const parts = known.map(thousandths);
  const step = parts.includes(null) ? null : steady(parts);
  if (step === null) return null;
  return (index) => {
    const value = parts.at(-1) + step * BigInt(index + 1);
    return WHOLE.has(kind) ? Number(value / SCALE) : decimal(value, kind === "money" ? 2 : 3);
  };
}

export function thousandths(wire) {
  const match = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(String(wire));
  return match ? BigInt(`${match[1]}${match[2]}${(match[3] ?? "").padEnd(3, "0")}`) : null;
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
  const counts = known.map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  const sameDay = known.every((day) => day.slice(8) === known[0].slice(8));
  const ends = known.every((day) => addDays(day, 1).endsWith("-01"));
  const byMonth = sameDay || ends ? steady(counts) : null;
  if (byMonth) return (index) => (ends ? monthEnd : addMonths)(known.at(-1), byMonth * (index + 1));
  const byDay = steady(known.map((day) => Date.parse(day) / DAY));
  return byDay === null ? null : (index) => addDays(known.at(-1), byDay * (index + 1));
}

/** The last day of the month so many months on. */
function monthEnd(day, n) {
  return addDays(addMonths(`${day.slice(0, 7)}-01`, n + 1), -1);
}

/** One moment goes on at the same time of the next day, several by their step. */
function moments(known, back) {
  const times = known.map((moment) => Date.parse(moment));
  const step = known.length === 1 ? (back ? -DAY : DAY) : steady(times);
  const wire = (time) => new Date(time).toISOString().replace(".000Z", "Z");
  return step === null || times.some(Number.isNaN) ? null : (index) => wire(times.at(-1) + step * (index + 1));
}

function months(known, back) {
  const counts = known.map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)));
  const step = known.length === 1 ? (back ? -1 : 1) : steady(counts);
  return step === null ? null : (index) => addMonths(`${known.at(-1)}-01`, step * (index + 1)).slice(0, 7);
}

/** By a list, by Chinese numerals or by figures; else in turns, each text by its own: 早1, 晚1 go on as 早2, 晚2. */
function texts(known, back) {
  const whole = single(known, back);
  if (whole) return whole;
  for (let turns = 2; turns <= known.length; turns += 1) {
    const lanes = Array.from({ length: turns }, (_, lane) => known.filter((_text, at) => at % turns === lane));
    const rules = known.length % turns ? [] : lanes.map((lane) => single(lane, back));
    if (rules.length && rules.every(Boolean)) return (index) => rules[index % turns](Math.floor(index / turns));
  }
  return null;
}

function single(known, back) {
  return ring(known, back) ?? numerals(known, back) ?? counted(known, back);
}

/** 'VIP0099' goes on to 'VIP0100'; all digits alone are a number and need two to show their step, unless they begin with 0. */
function counted(known, back) {
  const parts = known.map((text) => /^(.*?)(\d{1,15})(\D*)$/s.exec(text));
  if (parts.includes(null) || parts.some(([, head, , tail]) => head !== parts[0][1] || tail !== parts[0][3]))
    return null;
  const bare = parts[0][1] === "" && parts[0][3] === "";
  if (known.length === 1 && bare && !/^0\d{1,7}$/.test(known[0])) return null;
  const values = parts.map(([, , digits]) => BigInt(digits));
  const step = known.length === 1 ? (back ? -1n : 1n) : steady(values);
  if (step === null) return null;
  const [, head, digits, tail] = parts.at(-1);
  const width = parts.some(([, , text]) => text.startsWith("0")) ? digits.length : 0;
  const size = known.every(roundOf) ? BigInt(roundOf(known[0])) : 0n;
  return (index) => {
    const sum = values.at(-1) + step * BigInt(index + 1);
    const value = size ? ((((sum - 1n) % size) + size) % size) + 1n : sum;
    return value < 0n ? known[index % known.length] : `${head}${String(value).padStart(width, "0")}${tail}`;
  };
}
