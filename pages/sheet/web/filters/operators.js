/** What can be asked of a column, by its kind: how it is called, what it needs to be told, and what the server takes. */

import { addDays, makeMoment, showMoment } from "../moments.js";

/** {key, takes: kind of input, make(value) → {operator: value}, read({operator: value}) → value, or undefined where it is something else}. */
const single = (key, takes = "one", op = key) => ({
  key,
  takes,
  make: (value) => ({ [op]: value }),
  read: (asked) => only(asked, op),
});
const fixed = (key, op, value) => ({
  key,
  takes: "none",
  make: () => ({ [op]: value }),
  read: (asked) => (only(asked, op) === value ? true : undefined),
});
const between = {
  key: "between",
  takes: "two",
  make: ([from, to]) => ({ ge: from, le: to }),
  read: (asked) => ("ge" in asked && "le" in asked ? [asked.ge, asked.le] : undefined),
};

function only(asked, op) {
  return Object.keys(asked).length === 1 ? asked[op] : undefined;
}

const EMPTY = [fixed("empty", "empty", true), fixed("filled", "empty", false)];
const WORDS = [single("contains"), single("lacks"), single("eq"), single("ne"), single("starts"), ...EMPTY];
const NUMBERS = [...["eq", "ne", "gt", "ge", "lt", "le"].map((key) => single(key)), between, ...EMPTY];
const DAYS = [
  single("span", "span"),
  single("on", "one", "eq"),
  single("before", "one", "lt"),
  single("after", "one", "gt"),
  between,
  ...EMPTY,
];

/** A day of a moment is a day in Shanghai: from its midnight to the next. */
const dayOf = (wire) => showMoment(wire).slice(0, 10);
const MOMENTS = [
  single("span", "span"),
  {
    key: "on",
    takes: "one",
    make: (day) => ({ ge: makeMoment(day), lt: makeMoment(addDays(day, 1)) }),
    read: (asked) =>
      asked.ge && asked.lt && addDays(dayOf(asked.ge), 1) === dayOf(asked.lt) ? dayOf(asked.ge) : undefined,
  },
  {
    key: "before",
    takes: "one",
    make: (day) => ({ lt: makeMoment(day) }),
    read: (asked) => (only(asked, "lt") ? dayOf(asked.lt) : undefined),
  },
  {
    key: "after",
    takes: "one",
    make: (day) => ({ ge: makeMoment(addDays(day, 1)) }),
    read: (asked) => (only(asked, "ge") ? addDays(dayOf(asked.ge), -1) : undefined),
  },
  {
    key: "between",
    takes: "two",
    make: ([from, to]) => ({ ge: makeMoment(from), lt: makeMoment(addDays(to, 1)) }),
    read: (asked) => (asked.ge && asked.lt ? [dayOf(asked.ge), addDays(dayOf(asked.lt), -1)] : undefined),
  },
  ...EMPTY,
];
const picked = (key, op = key) => ({
  ...single(key, "many", op),
  read: (asked) => only(asked, op) ?? (key === "in" && "eq" in asked ? [asked.eq] : undefined),
});
const PICKS = [picked("in"), picked("not_in"), ...EMPTY];
const LINKS = [
  fixed("mine", "mine", true),
  fixed("not_mine", "mine", false),
  ...PICKS.slice(0, 2),
  single("contains", "text"),
  single("lacks", "text"),
  ...EMPTY,
];
const FLAGS = [fixed("yes", "eq", true), fixed("no", "eq", false), ...EMPTY];
const TAGS = [single("contains", "text"), single("lacks", "text"), ...EMPTY];

const BY_KIND = {
  count: NUMBERS,
  rating: NUMBERS,
  progress: NUMBERS,
  money: NUMBERS,
  quantity: NUMBERS,
  month: NUMBERS,
  day: DAYS,
  moment: MOMENTS,
  choice: PICKS,
  name: PICKS,
  link: LINKS,
  flag: FLAGS,
  tags: TAGS,
  names: TAGS,
};
const NEEDS = {
  between: "ge",
  on: "eq",
  before: "lt",
  after: "gt",
  empty: "empty",
  filled: "empty",
  yes: "eq",
  no: "eq",
  not_mine: "mine",
};

export function operatorsOf(field) {
  return (BY_KIND[field.kind] ?? WORDS).filter(({ key }) => !field.ops || field.ops.includes(NEEDS[key] ?? key));
}

/** The operator that says this, with what it is told; null where none of the column's says it. */
export function readAs(field, asked) {
  for (const operator of operatorsOf(field)) {
    const value = operator.read(asked);
    if (value !== undefined) return { operator, value };
  }
  return null;
}
