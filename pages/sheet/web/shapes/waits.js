/** The ways between bars of a timeline: from the end of a row to the beginning of the one that waits for it. */

const OUT = 6; // how far a way goes straight on before it turns
const TIP = 4;

/** As an SVG path, with its tip. `from` and `to`: {left, right, middle} of the two bars. */
export function way(from, to) {
  const tip = `l-${TIP} -${TIP}m${TIP} ${TIP}l-${TIP} ${TIP}`;
  const end = to.left - 1;
  if (end >= from.right + 2 * OUT) return `M${from.right} ${from.middle}h${OUT}V${to.middle}H${end}${tip}`;
  // The one that waits begins too early: the way goes around between the two bars.
  const between = to.middle + (to.middle > from.middle ? -14 : 14);
  return `M${from.right} ${from.middle}h${OUT}V${between}H${end - 2 * OUT}V${to.middle}H${end}${tip}`;
}

/** Whether a row begins before the one that it waits for has ended. */
export function isEarly(span, first) {
  return Boolean(span && first) && span[0] < first[1];
}

/** An overlay with all ways; `pairs`: [[bar that ends first, bar that waits, whether that is too early]]. */
export function ways(pairs, under) {
  const place = under.getBoundingClientRect();
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "s-track-waits");
  svg.setAttribute("aria-hidden", "true");
  for (const [first, then, early] of pairs) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", way(box(first, place), box(then, place)));
    path.classList.toggle("s-early", early);
    svg.append(path);
  }
  under.append(svg);
}

function box(bar, place) {
  const { left, right, top, bottom } = bar.getBoundingClientRect();
  return {
    left: Math.round(left - place.left),
    right: Math.round(right - place.left),
    middle: Math.round((top + bottom) / 2 - place.top),
  };
}
