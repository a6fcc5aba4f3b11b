/** Building the page out of nodes: data is only ever text here, never markup. */
import { inNumber } from "./plurals.js";

/** el('button.primary', {title, onclick}, child, 'text') → an element; null children are left out. */
export function el(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) put(node, key, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function put(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "style") Object.assign(node.style, value);
  else if (key === "dataset") Object.assign(node.dataset, value);
  else if (key in PROPERTIES) node[key] = value;
  else node.setAttribute(key, value === true ? "" : String(value));
}

const PROPERTIES = { value: 1, checked: 1, disabled: 1, indeterminate: 1, hidden: 1, textContent: 1, readOnly: 1 };

/** The icons that are drawn here, by name; a test holds that no other is asked for. */
export const ICONS = {
  dots: "M12 5.5v.1M12 12v.1M12 18.5v.1",
  plus: "M12 5v14M5 12h14",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v6M14 11v6",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  columns: "M4 5h16v14H4zM10 5v14M15 5v14",
  rows: "M4 6h16M8 12h12M8 18h12M4 12v6",
  refresh: "M20 11a8 8 0 1 0-2.3 5.7M20 5v6h-6",
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5",
  close: "M6 6l12 12M18 6L6 18",
  open: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  filter: "M4 5h16l-6 8v6l-4-2v-4z",
  down: "M6 9l6 6 6-6",
  left: "M15 6l-6 6 6 6",
  right: "M9 6l6 6-6 6",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  hourglass: "M7 4h10M7 20h10M8 4c0 5 8 5 8 16M16 4c0 5-8 5-8 16",
  warn: "M12 4l9 16H3zM12 10v5M12 17.6v.4",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  board: "M4 5h4v14H4zM10 5h4v9h-4zM16 5h4v12h-4z",
  timeline: "M4 6h9M8 12h12M6 18h8",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.1",
  pivot: "M4 5h16v14H4zM4 10h16M10 5v14M13 13l3 3M16 13l-3 3",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  tune: "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h11M19 17h1M17 15v4",
  empty: "M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9",
};

export function icon(name, size = 16) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    "aria-hidden": "true",
    class: `s-icon s-icon-${name}`,
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A toolbar button: an icon, its words, and the same words for a screen reader. */
export function button(label, { glyph, onclick, kind = "", title, disabled, bare, ...rest } = {}) {
  const node = el(`button.s-button`, {
    type: "button",
    onclick,
    title: title ?? (bare ? label : null),
    disabled,
    "aria-label": label,
    ...rest,
  });
  if (kind) node.classList.add(...kind.split(" "));
  if (glyph) node.append(icon(glyph));
  node.classList.toggle("s-bare", Boolean(bare));
  if (!bare) node.append(el("span", {}, label));
  return node;
}

/** Sentences come with places in braces: fill(words.total, {n: 3}). */
export function fill(sentence, values = {}) {
  return inNumber(sentence, values).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** True for the keys that belong to an input method and to nobody else. */
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * What is typed arrives where the caret is, not where the focus is: a browser leaves the focus in a text field and takes
 * the caret out of it when what held the caret meanwhile goes from the page, as a dialog does that closes.
 */
export function keepCaret(input) {
  const { anchorNode, anchorOffset } = document.getSelection() ?? {};
  if (document.activeElement !== input || anchorNode?.childNodes[anchorOffset] === input) return;
  const { selectionStart, selectionEnd, selectionDirection } = input;
  if (typeof selectionStart === "number") input.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
}

/** Calls back with the text of an input once the person pauses, never with half-typed pinyin. */
export function onTyped(input, wait, callback) {
  let timer = 0;
  let busy = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(input.value), wait);
  };
  input.addEventListener("compositionstart", () => {
    busy = true;
    clearTimeout(timer);
  });
  input.addEventListener("compositionend", () => {
    busy = false;
    later();
  });
  input.addEventListener("input", (event) => {
    if (!busy && !event.isComposing) later();
  });
  return () => clearTimeout(timer);
}

/** Everybody is told: one who fails is reported, and neither keeps the word from the others nor stops the one who tells. */
export function tellAll(listeners, ...said) {
  for (const listener of listeners) {
    try {
      listener?.(...said);
    } catch (error) {
      reportError(error);
    }
  }
}

let counter = 0;
export function newId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** crypto.randomUUID exists only on https and localhost; an office server is often plain http. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
