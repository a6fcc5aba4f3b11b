/** The names of linked rows that a filter asks for: one that came with an address holds only their ids. */

import { leaves } from "./tree.js";

/** Into `linkNames`; answers whether there were any. */
export async function nameLinks({ query, record, http, linkNames }) {
  const asked = leaves(query.filter)
    .map(([name, model]) => [name, model.in ?? model.not_in])
    .filter(([name, ids]) => record.byName[name].kind === "link" && ids?.length);
  for (const [name, ids] of asked) {
    const { rows } = await http
      .get(`/${record.byName[name].link}/look?ids=${ids.filter((id) => id !== null).join(",")}`)
      .catch(() => ({ rows: [] }));
    linkNames[name] = new Map([...(linkNames[name] ?? []), ...rows.map(({ id, text }) => [id, text])]);
  }
  return asked.length > 0;
}
