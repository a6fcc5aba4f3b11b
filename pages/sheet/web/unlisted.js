/** Rows that came just now and that search or filter leave out: whoever entered them is told, lest they be entered again. */

/** How many of these rows are not in what is looked at; 0 where nothing is left out or that can't be asked. */
export async function unlisted({ http, record, query }, rows) {
  if (!rows.length || !(query.search || Object.keys(query.filter).length)) return 0;
  const { filter, search } = query.body();
  const of = rows.map(({ id }) => id);
  const answer = await http.post(`/${record.name}/ids`, { filter, search, of }).catch(() => null);
  return answer ? of.length - answer.ids.length : 0;
}
