/** Words that follow one another and begin again: weekdays, months, quarters, stems, and Chinese numerals behind 第. */

const RINGS = [
  ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
  ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期天"],
  ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  ["礼拜一", "礼拜二", "礼拜三", "礼拜四", "礼拜五", "礼拜六", "礼拜天"],
  ["日", "一", "二", "三", "四", "五", "六"],
  ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
  ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"],
  ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "腊月"],
  ["一季度", "二季度", "三季度", "四季度"],
  ["第一季度", "第二季度", "第三季度", "第四季度"],
  ["第一季", "第二季", "第三季", "第四季"],
  ["春", "夏", "秋", "冬"],
  ["春季", "夏季", "秋季", "冬季"],
  ["上旬", "中旬", "下旬"],
  ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"],
  ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"],
  ["鼠", "牛", "虎", "兔", "龙", "蛇", "马", "羊", "猴", "鸡", "狗", "猪"],
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  "January February March April May June July August September October November December".split(" "),
];
/** Counted in figures, these begin again: 12月 → 1月, Q4 → Q1. */
const ROUNDS = [
  { shape: /^(\d{1,2})(月|月份)$/, size: 12 },
  { shape: /^(Q)([1-4])$/i, size: 4 },
  { shape: /^(第?)([1-4])(季度|季)$/, size: 4 },
];
const DIGITS = "零一二三四五六七八九";
const STEP = /^(第?)([一二三四五六七八九十]{1,3})(.*)$/su;

/** (index) → the word so many steps behind the last one; null where these words follow no list by an even step. */
export function ring(known, back) {
  for (const words of RINGS) {
    const places = known.map((word) => words.findIndex((each) => each.toLowerCase() === word.toLowerCase()));
    if (places.includes(-1)) continue;
    const step = evenRound(places, words.length, back);
    if (step === null) continue;
    return (index) => as(known.at(-1), words[round(places.at(-1) + step * (index + 1), words.length)]);
  }
  return null;
}

/** 第一 → 第二, 一、 → 二、: Chinese numerals up to 九十九, with what stands around them. */
export function numerals(known, back) {
  const parts = known.map((text) => STEP.exec(text));
  if (parts.includes(null) || parts.some((part) => part[1] !== parts[0][1] || part[3] !== parts[0][3])) return null;
  const [, head, , tail] = parts[0];
  if (!head && !/^[、.．，,)）号类级期班组楼层区店队轮批项点章节条款]/u.test(tail)) return null;
  const values = parts.map((part) => valueOf(part[2]));
  const step = values.includes(null) ? null : even(values, back);
  if (step === null) return null;
  return (index) => {
    const value = values.at(-1) + step * (index + 1);
    return value > 0 && value < 100 ? `${head}${numeral(value)}${tail}` : known[index % known.length];
  };
}

/** Where figures begin again, by (head, tail): how many there are in a round; 0 where they go on. */
export function roundOf(text) {
  return ROUNDS.find(({ shape }) => shape.test(text))?.size ?? 0;
}

function even(values, back) {
  if (values.length === 1) return back ? -1 : 1;
  const steps = values.slice(1).map((value, at) => value - values[at]);
  return steps.every((step) => step === steps[0]) ? steps[0] : null;
}

/** The even step of places on a ring; forwards where both ways would do. */
function evenRound(places, size, back) {
  if (places.length === 1) return back ? -1 : 1;
  const steps = places.slice(1).map((place, at) => round(place - places[at], size));
  return steps.every((step) => step === steps[0]) ? steps[0] : null;
}

function round(place, size) {
  return ((place % size) + size) % size;
}

/** In the case in which the person wrote it. */
function as(written, word) {
  if (written === written.toUpperCase() && written !== written.toLowerCase()) return word.toUpperCase();
  return written === written.toLowerCase() ? word.toLowerCase() : word;
}

function valueOf(text) {
  const [tens, ones] = text.includes("十") ? text.split("十") : ["0", text];
  const of = (part, empty) => (part === "" ? empty : part === "0" ? 0 : DIGITS.indexOf(part));
  const [ten, unit] = [of(tens, 1), of(ones, 0)];
  return ten < 0 || unit < 0 || text.split("十").length > 2 ? null : ten * 10 + unit;
}

function numeral(value) {
  const [ten, unit] = [Math.floor(value / 10), value % 10];
  return `${ten > 1 ? DIGITS[ten] : ""}${ten ? "十" : ""}${unit ? DIGITS[unit] : ""}`;
}
