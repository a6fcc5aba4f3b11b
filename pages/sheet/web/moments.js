/** Days and moments: written as yyyy-mm-dd, read the way people type them; moments are shown in Shanghai time. */

const SHANGHAI = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const OFFSET = 8 * 3600 * 1000;
const NEAR = {
  今天: 0,
  今日: 0,
  today: 0,
  昨天: -1,
  昨日: -1,
  yesterday: -1,
  前天: -2,
  明天: 1,
  明日: 1,
  tomorrow: 1,
  后天: 2,
};

const NEAR_DAYS = 150; // as near as this, the day of another year may be meant
const SHORT_YEARS = 2 * 366; // further away, 05-11-26 may be a 5 November

export function today() {
  return new Date(Date.now() + OFFSET).toISOString().slice(0, 10);
}

export function addDays(day, n) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

export function addMonths(day, n) {
  const [year, month, date] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return makeDay(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(date, last));
}

/** 0 = Monday … 6 = Sunday, as the business counts its week. */
export function weekday(day) {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function showMoment(wire) {
  const date = new Date(wire);
  if (Number.isNaN(date.getTime())) return String(wire);
  const part = Object.fromEntries(SHANGHAI.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
}

/** '2026-03-01' and '08:00' in Shanghai → the moment in UTC. */
export function makeMoment(day, time = "00:00") {
  return new Date(`${day}T${time}:00+08:00`).toISOString().replace(".000Z", "Z");
}

export function narrow(text) {
  return text
    .replace(/[！-～]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .trim();
}

/**
 * Any usual form of a day → 'yyyy-mm-dd'; what cannot be a day, or may be one of two years, → null: the server says why.
 * models/kit/shortened.py completes days by the same rules.
 */
export function parseDay(typed, now = today()) {
  const text = narrow(typed).replace(/\s+/g, "").toLowerCase();
  if (text in NEAR) return addDays(now, NEAR[text]);
  const [thisYear, thisMonth] = now.split("-").map(Number);
  const full = text.match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/) ?? text.match(/^(\d{4})(\d{2})(\d{2})$/);
  if (full) return makeDay(Number(full[1]), Number(full[2]), Number(full[3]));
  const two = text.match(/^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/);
  if (two) return within(makeDay(2000 + Number(two[1]), Number(two[2]), Number(two[3])), now, SHORT_YEARS);
  const short = text.match(/^(\d{1,2})[-/.月](\d{1,2})[日号]?$/);
  if (short) return ofThisYear(thisYear, Number(short[1]), Number(short[2]), now);
  const only = text.match(/^(\d{1,2})[日号]$/);
  return only ? makeDay(thisYear, thisMonth, Number(only[1])) : null;
}

/** This year's day, unless the same day of the year before or after is as near that it may be meant, too. */
function ofThisYear(year, month, date, now) {
  const day = makeDay(year, month, date);
  const near = [year - 1, year + 1].map((other) => within(makeDay(other, month, date), now, NEAR_DAYS)).find(Boolean);
  return near && !within(day, now, NEAR_DAYS) ? (day ? null : near) : day;
}

function within(day, now, days) {
  return day && Math.abs(new Date(day) - new Date(now)) <= days * 86_400_000 ? day : null;
}

/** A day with or without a time, such as 3月1日 8:30 → {day, time}. */
export function parseMoment(typed) {
  const text = narrow(typed);
  const match = text.match(/^(.*?)[\sT]*(上午|下午|晚上)?(\d{1,2})[:点时](\d{1,2})?(?::\d{1,2})?分?$/);
  if (!match || !match[1].trim()) {
    const day = parseDay(text);
    return day && { day, time: "00:00" };
  }
  const day = parseDay(match[1]);
  const late = match[2] && match[2] !== "上午" && Number(match[3]) < 12 ? 12 : 0;
  const hour = Number(match[3]) + late;
  const minute = Number(match[4] ?? 0);
  if (!day || hour > 23 || minute > 59) return null;
  return { day, time: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` };
}

function makeDay(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}
