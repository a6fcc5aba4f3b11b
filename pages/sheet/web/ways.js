/** Ways from a table to pages that ask the same of it in their own manner; they take it from the address. */

/** Likely doubles and unusual values among the rows that are filtered here. */
export function toOdd({ context }) {
  const { filter, search } = context.query.body();
  const given = Object.entries({ filter: JSON.stringify(filter), q: search }).filter(
    ([, value]) => value && value !== "{}",
  );
  location.assign(`/odd/${context.record.name}?${new URLSearchParams(given)}`);
}

/** The rows that are filtered here as a figure of the week. */
export function toFigure({ context }) {
  const { filter } = context.query;
  const asked = Object.keys(filter ?? {}).length ? { filter: JSON.stringify(filter) } : {};
  location.assign(`/figure/new?${new URLSearchParams({ record: context.record.name, ...asked })}`);
}

/** The same question, asked of the past. */
export function toPast({ context, commands }) {
  const { sort, filter, search } = context.query.body();
  const columns = commands.view?.visible?.() ?? context.record.columns;
  const asked = { filter: JSON.stringify(filter), sort: sort.join(","), q: search, columns: columns.join(",") };
  const given = Object.entries(asked).filter(([, value]) => value && value !== "{}");
  location.assign(`/stood/${context.record.name}?${new URLSearchParams(given)}`);
}
