/** The door of this folder; pages/sheet/bundle.py puts everything behind it into one file. */

export { openCheck } from "./check.js";
export { columnDefs, titledCell } from "./columns.js";
export { Comments } from "./comments/index.js";
export { copied, handOut } from "./handout.js";
export { FilterField } from "./filters/field.js";
export { SheetPage } from "./page.js";
