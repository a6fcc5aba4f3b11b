/** A filter as the server takes it: conditions by column, and under `and` and `or` lists of such filters, in one another. */

export const ALL = "and";
export const ANY = "or";
export const isGroup = (name) => name === ALL || name === ANY;

/** The columns that a condition names: its own, and those of the same row that it is held against, as in {gt: "=refunded"}. */
const columnsOf = (name, asked) => [
  name,
  ...Object.values(asked)
    .filter((value) => typeof value === "string" && value.startsWith("="))
    .map((value) => value.slice(1)),
];

/** All columns it names, at any depth. */
export function named(filter) {
  return [
    ...new Set(
      Object.entries(filter).flatMap(([name, asked]) =>
        isGroup(name) ? asked.flatMap(named) : columnsOf(name, asked),
      ),
    ),
  ];
}

/** Every condition in it: [column, {operator: value}]. */
export function leaves(filter) {
  return Object.entries(filter).flatMap(([name, asked]) => (isGroup(name) ? asked.flatMap(leaves) : [[name, asked]]));
}

/**
 * Without what makes no sense here: columns nobody knows, and what is no condition. What is left out counts as met, so
 * that of a group where any condition is enough nothing stays; the server does the same with columns out of sight.
 */
export function understood(filter, record) {
  if (!isObject(filter)) return {};
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, asked]) => {
      if (!isGroup(name))
        return isObject(asked) && columnsOf(name, asked).every((column) => record.byName[column])
          ? [[name, asked]]
          : [];
      if (!Array.isArray(asked)) return [];
      const parts = asked.map((part) => understood(part, record)).filter((part) => Object.keys(part).length);
      return parts.length && (name === ALL || parts.length === asked.length) ? [[name, parts]] : [];
    }),
  );
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands in the heads of columns, and the groups beside it. */
export function split(filter) {
  const [heads, groups] = [{}, {}];
  for (const [name, asked] of Object.entries(filter)) (isGroup(name) ? groups : heads)[name] = asked;
  return { heads, groups };
}

/** For a person to change: {any, parts}, whose parts are such groups again or {name, asked}. */
export function opened(filter) {
  const parts = Object.entries(filter)
    .flatMap(([name, asked]) => {
      if (!isGroup(name)) return [{ name, asked }];
      const inner = asked.map(opened).map((part) => (part.parts.length === 1 ? part.parts[0] : part));
      return name === ALL ? inner : [{ any: true, parts: inner }];
    })
    .map((part) => (part.parts?.length === 1 ? part.parts[0] : part));
  const flat = parts.flatMap((part) => (part.parts && !part.any ? part.parts : [part]));
  return flat.length === 1 && flat[0].parts ? flat[0] : { any: false, parts: flat };
}

/** Back from that; a column that is asked once goes under its name, as where its head asks it. */
export function closed({ any, parts }) {
  const given = parts.filter((part) => !part.parts || part.parts.length);
  if (any && given.length > 1) return { [ANY]: given.map(alone) };
  const [filter, more] = [{}, []];
  for (const part of given) {
    if (!part.parts && !(part.name in filter)) filter[part.name] = part.asked;
    else more.push(alone(part));
  }
  return more.length ? merged(filter, more) : filter;
}

/** One group stands by itself, several under `and`. */
function merged(filter, more) {
  return more.length === 1 && !(Object.keys(more[0])[0] in filter)
    ? { ...filter, ...more[0] }
    : { ...filter, [ALL]: more };
}

function alone(part) {
  return part.parts ? closed(part) : { [part.name]: part.asked };
}

/** Without one of the parts that `pieces` told. */
export function without(groups, name, at) {
  const rest = name === ALL ? groups[name].filter((_, n) => n !== at) : [];
  return Object.fromEntries(Object.entries({ ...groups, [name]: rest }).filter(([, parts]) => parts.length));
}

/** The groups one by one, as each can be dropped: [name, place, the filter it is]. */
export function pieces(groups) {
  return Object.entries(groups).flatMap(([name, parts]) =>
    name === ALL ? parts.map((part, at) => [name, at, part]) : [[name, 0, { [name]: parts }]],
  );
}
