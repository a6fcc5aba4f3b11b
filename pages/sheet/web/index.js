/** The door of this folder: the page, and its style sheets loaded before anything is drawn. */

import { el } from "./dom.js";

export { SheetPage } from "./page.js";

const sheets = ["./sheet.css", "./together.css"].map((name) => el("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href }));

export const dressed = Promise.all(sheets.map((sheet) => new Promise((resolve) => {
  sheet.addEventListener("load", resolve);
  sheet.addEventListener("error", resolve);
})));

document.head.append(...sheets);
