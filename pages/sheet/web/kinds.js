/** Kind of field → how its value reads: a text always, and a node where colour or shape helps the eye. */

import { el } from "./dom.js";
import { thumbnails } from "./files.js";
import { showMoment } from "./moments.js";

/** Thousands separators without going through floating point; a masked value passes as it is. */
function grouped(wire) {
  const text = String(wire);
  return /^-?\d+(\.\d+)?$/.test(text)
    ? text.replace(/^(-?)(\d+)/, (_, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ","))
    : text;
}

function money(wire) {
  const text = grouped(typeof wire === "number" ? wire.toFixed(2) : wire);
  return /^-?[\d,.]+$/.test(text) ? text.replace(/^(-?)/, "$1¥") : text;
}

function optionOf(field, wire) {
  return field.options?.find(({ key }) => key === wire);
}

const TEXTS = {
  count: (wire, field) => (field.plain ? String(wire) : grouped(wire)),
  quantity: grouped,
  money,
  moment: showMoment,
  rating: (wire) => (Number.isInteger(wire) ? "★".repeat(wire) : String(wire)),
  progress: (wire) => (Number.isInteger(wire) ? `${wire}%` : String(wire)),
  flag: (wire) => (wire === true ? "✓" : wire === false ? "" : String(wire)),
  choice: (wire, field) => optionOf(field, wire)?.label ?? String(wire),
  link: (wire) => (typeof wire === "object" ? wire.text : String(wire)),
  name: (wire, field) => nameOf(field, wire),
  tags: (wire) => (Array.isArray(wire) ? wire.join("、") : String(wire)),
  files: (wire) => (Array.isArray(wire) ? wire.map(({ name }) => name).join("、") : String(wire)),
  names: (wire, field) => (Array.isArray(wire) ? wire.map((key) => nameOf(field, key)).join("、") : String(wire)),
};

/** What a name of something declared is called, and the word itself where it names nothing. */
export function nameOf(field, wire) {
  return optionOf(field, wire)?.label ?? String(wire);
}

const NODES = {
  flag: (wire) => (typeof wire === "boolean" ? el("span.s-flag", { dataset: { on: wire } }, wire ? "✓" : "") : null),
  choice: (wire, field) => {
    const option = optionOf(field, wire);
    return option ? el("span.s-pill", { dataset: { tone: option.tone ?? "grey" } }, option.label) : null;
  },
  link: (wire, field) =>
    wire?.id ? el("span.s-link", { dataset: { record: field.link, id: wire.id } }, wire.text) : null,
  rating: (wire) =>
    Number.isInteger(wire)
      ? el("span.s-stars", { "aria-label": String(wire) }, el("b", {}, "★".repeat(wire)), "★".repeat(5 - wire))
      : null,
  progress: (wire) =>
    Number.isInteger(wire)
      ? el("span.s-progress", {}, el("i", { style: { width: `${wire}%` } }), el("b", {}, `${wire}%`))
      : null,
  email: (wire) => address(wire, `mailto:${wire}`),
  url: (wire) => address(wire.replace(/^https?:\/\//, ""), wire),
  files: (wire) => (Array.isArray(wire) ? thumbnails(wire) : null),
  tags: (wire) =>
    Array.isArray(wire)
      ? el(
          "span.s-chips",
          {},
          wire.map((tag) => el("span.s-chip", {}, tag)),
        )
      : null,
  names: (wire, field) =>
    Array.isArray(wire)
      ? el(
          "span.s-chips",
          {},
          wire.map((key) => el("span.s-chip", {}, nameOf(field, key))),
        )
      : null,
};

/** A masked address leads nowhere. */
function address(text, href) {
  return href.includes("*")
    ? null
    : el("a.s-text.s-away", { href, target: "_blank", rel: "noopener noreferrer", tabindex: "-1" }, text);
}

export function textOf(field, wire) {
  if (wire === null || wire === undefined) return "";
  return (TEXTS[field.kind] ?? String)(wire, field);
}

/** A node for kinds that are more than text, else null. */
export function nodeOf(field, wire) {
  if (wire === null || wire === undefined) return null;
  return NODES[field.kind]?.(wire, field) ?? null;
}

export function hasNode(field) {
  return field.kind in NODES;
}

export function sameValue(value, other) {
  return JSON.stringify(plain(value)) === JSON.stringify(plain(other));
}

function plain(wire) {
  if (wire === undefined || wire === "") return null;
  return wire && typeof wire === "object" && "id" in wire ? wire.id : wire;
}
