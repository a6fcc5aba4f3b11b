/** The door of this folder; pages/sheet/bundle.py puts everything behind it into one file. */

export { SheetPage } from "./page.js";
