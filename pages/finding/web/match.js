/** Which entries are meant by what was typed: by the label, the other language, pinyin and its initials; the closest first. */

const NONE = 9;

/** 0 for the very label, then what begins so, what is read so from its beginning, what holds it; NONE where a word is missing. */
export function distance(entry, text) {
  const label = entry.label.toLowerCase();
  if (label === text) return 0;
  if (label.startsWith(text)) return 1;
  const readings = entry.also.split(" ");
  if (/^[a-z0-9]{2,}$/.test(text) && readings.some((reading) => reading.startsWith(text))) return 2;
  if (label.includes(text)) return 3;
  const whole = `${label} ${entry.also} ${entry.hint.toLowerCase()}`;
  return text.split(" ").every((word) => whole.includes(word)) ? 4 : NONE;
}

export function closest(entries, typed, most, farthest = NONE - 1) {
  const text = typed.trim().toLowerCase().replace(/\s+/g, " ");
  if (!text) return [];
  return entries
    .map((entry, at) => ({ entry, at, far: distance(entry, text) }))
    .filter(({ far }) => far <= farthest)
    .sort((left, right) => left.far - right.far || left.at - right.at)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/** What stands in the list, part by part: `typed` empty shows where somebody was; else what is meant, numbers before names. */
export function parts(known, typed, words) {
  if (!typed.trim())
    return [
      { title: words.starred, rows: known.starred },
      { title: words.recent, rows: known.recent },
    ].filter(({ rows }) => rows.length);
  const kind = (name) => known.entries.filter((entry) => entry.kind === name);
  const mine = [...known.starred, ...known.recent].filter(({ kind: is }) => is !== "page");
  const exact = known.hits.filter(({ rows }) => rows.some((row) => row.exact));
  const others = named(
    known.hits.filter(({ rows }) => !rows.some((row) => row.exact)),
    typed,
  );
  return [
    ...exact.map((hit) => rowsOf(hit, typed, words)),
    { title: words.recent, rows: closest(mine, typed, 3, 3) },
    { title: words.pages, rows: closest(kind("page"), typed, 6) },
    ...others.map((hit) => rowsOf(hit, typed, words)),
    { title: words.actions, rows: closest(kind("action"), typed, 5) },
    { title: words.help, rows: known.help.map((row) => ({ ...row, icon: "help_outline" })) },
  ].filter(({ rows }) => rows.length);
}

/** Who types a name means what is called so, before what only mentions it; what is equally near stays in its order. */
function named(hits, typed) {
  const text = typed.trim().toLowerCase();
  const far = ({ rows }) =>
    Math.min(
      ...rows.map(({ label }) =>
        label.toLowerCase().startsWith(text) ? 0 : label.toLowerCase().includes(text) ? 1 : 2,
      ),
    );
  return hits
    .map((hit, at) => ({ hit, at, far: far(hit) }))
    .sort((left, right) => left.far - right.far || left.at - right.at)
    .map(({ hit }) => hit);
}

function rowsOf(hit, typed, words) {
  const rows = hit.rows.map((row) => ({ ...row, icon: hit.icon }));
  if (hit.more)
    rows.push({
      path: `/t/${hit.record}?q=${encodeURIComponent(typed.trim())}`,
      label: words.more.replace("{label}", () => hit.label),
      hint: "",
      icon: "manage_search",
    });
  return { title: hit.label, rows };
}
