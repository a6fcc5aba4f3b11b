/** Blocks of rows: on their way they are columns, in which each name stands once; here they are rows. */

export const BY_COLUMN = { as: "columns" };

/** An answer with its rows, however they came: lines of groups always come as such. */
export function withRows({ columns, ...answer }) {
  if (!columns) return answer;
  const names = Object.keys(columns);
  const rows = columns.id.map((_, at) => {
    const row = {};
    for (const name of names) row[name] = columns[name][at];
    return row;
  });
  return { ...answer, rows };
}
