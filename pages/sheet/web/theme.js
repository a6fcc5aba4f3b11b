/** AG Grid dressed in the variables of sheet.css, so that light and dark are one switch. */

import * as AgGrid from "nicegui-aggrid";

export const ROW_HEIGHT = 32;

const theme = AgGrid.themeBalham.withPart(AgGrid.colorSchemeVariable).withParams({
  fontFamily: "inherit",
  fontSize: 13,
  headerFontSize: 12.5,
  headerFontWeight: 600,
  rowHeight: ROW_HEIGHT,
  headerHeight: 36,
  spacing: 4,
  cellHorizontalPadding: 10,
  backgroundColor: "var(--s-surface)",
  foregroundColor: "var(--s-ink)",
  cellTextColor: "var(--s-ink)",
  headerBackgroundColor: "var(--s-head)",
  headerTextColor: "var(--s-ink-2)",
  oddRowBackgroundColor: "var(--s-surface)",
  rowHoverColor: "var(--s-hover)",
  selectedRowBackgroundColor: "var(--s-picked)",
  borderColor: "var(--s-line)",
  rowBorder: "1px solid var(--s-line-soft)",
  columnBorder: "1px solid var(--s-line-soft)",
  pinnedColumnBorder: "1px solid var(--s-line)",
  headerColumnBorder: "1px solid var(--s-line-soft)",
  headerColumnResizeHandleColor: "transparent",
  accentColor: "var(--s-accent)",
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  iconSize: 14,
});

/** The same, drawn at so many times its size. */
export function themeAt(part) {
  const sizes = { fontSize: 13, headerFontSize: 12.5, rowHeight: ROW_HEIGHT, headerHeight: 36, iconSize: 14 };
  return theme.withParams(Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, size * part])));
}
