/** The door of this folder: the page, and its style sheet loaded before anything is drawn. */

import { el } from "./dom.js";

export { SheetPage } from "./page.js";

const sheet = el("link", { rel: "stylesheet", href: new URL("./sheet.css", import.meta.url).href });

export const dressed = new Promise((resolve) => {
  sheet.addEventListener("load", resolve);
  sheet.addEventListener("error", resolve);
});

document.head.append(sheet);
