/** The blocks of a board in their grid: moved and resized with the pointer, or with the arrow keys on a handle. */

const COLUMNS = 12;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function placeOf(block) {
  const style = getComputedStyle(block);
  const [x, y, w, h] = ["--x", "--y", "--w", "--h"].map((name) => Number(style.getPropertyValue(name)));
  return { x: x - 1, y: y - 1, w, h };
}

/** How far it is from one place to the next; null where the blocks stand below each other. */
function steps(grid) {
  const style = getComputedStyle(grid);
  if (style.display !== "grid") return null;
  const gap = parseFloat(style.columnGap);
  return { wide: (grid.clientWidth + gap) / COLUMNS, high: parseFloat(style.gridAutoRows) + gap };
}

function within({ x, y, w, h }) {
  const wide = Math.min(Math.max(w, 2), COLUMNS);
  return { x: Math.min(Math.max(x, 0), COLUMNS - wide), y: Math.max(y, 0), w: wide, h: Math.min(Math.max(h, 1), 24) };
}

/** On a phone, where the blocks stand below each other: dragged past the middle of another, it changes places with it. */
function dragPast(grid, block, start, placed) {
  const others = [...grid.querySelectorAll("[data-block]")].filter((other) => other !== block);
  const top = window.scrollY;
  const mine = block.getBoundingClientRect();
  const middles = others
    .map((other) => {
      const { top: above, height } = other.getBoundingClientRect();
      return { other, middle: above + height / 2, below: above > mine.top };
    })
    .sort((a, b) => a.middle - b.middle);
  let target = null;
  const move = (event) => {
    const down = event.clientY - start.clientY + window.scrollY - top;
    block.style.transform = `translateY(${down}px)`;
    const passed = middles.filter(({ middle, below }) =>
      below ? mine.bottom + down > middle : mine.top + down < middle,
    );
    target?.other.classList.remove("b-passed");
    target = (down > 0 ? passed.filter(({ below }) => below).pop() : passed.find(({ below }) => !below)) ?? null;
    target?.other.classList.add("b-passed");
    nearEdge(event.clientY);
  };
  const end = (kept) => {
    block.style.transform = "";
    block.classList.remove("b-held");
    target?.other.classList.remove("b-passed");
    watching.abort();
    if (!kept || !target) return;
    const { x, y, h } = placeOf(target.other);
    placed({ id: block.dataset.block, ...within({ ...placeOf(block), x, y: target.below ? y + h : y }) });
  };
  const watching = watch(move, end);
  block.classList.add("b-held");
}

/** Whoever drags to the edge of the screen sees what is beyond it. */
function nearEdge(y) {
  const edge = 60;
  if (y < edge) window.scrollBy(0, -12);
  else if (y > window.innerHeight - edge) window.scrollBy(0, 12);
}

function watch(move, end) {
  const watching = new AbortController();
  const { signal } = watching;
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", () => end(true), { signal });
  window.addEventListener("pointercancel", () => end(false), { signal });
  window.addEventListener("keydown", (event) => event.key === "Escape" && end(false), { signal });
  return watching;
}

function drag(grid, block, grip, start, placed) {
  const step = steps(grid);
  if (!step) {
    if (grip === "move") dragPast(grid, block, start, placed);
    return;
  }
  const from = placeOf(block);
  const ghost = grid.appendChild(document.createElement("div"));
  ghost.className = "b-ghost";
  let to = from;
  const show = () => {
    for (const name of ["x", "y"]) ghost.style.setProperty(`--${name}`, to[name] + 1);
    for (const name of ["w", "h"]) ghost.style.setProperty(`--${name}`, to[name]);
  };
  const move = (event) => {
    const [right, down] = [event.clientX - start.clientX, event.clientY - start.clientY + window.scrollY - top];
    const [across, below] = [Math.round(right / step.wide), Math.round(down / step.high)];
    const sized = { ...from, w: Math.min(from.w + across, COLUMNS - from.x), h: from.h + below };
    to = within(grip === "size" ? sized : { ...from, x: from.x + across, y: from.y + below });
    if (grip === "move") block.style.transform = `translate(${right}px, ${down}px)`;
    show();
  };
  const top = window.scrollY;
  const end = (kept) => {
    block.style.transform = "";
    block.classList.remove("b-held");
    ghost.remove();
    watching.abort();
    if (kept && JSON.stringify(to) !== JSON.stringify(from)) placed({ id: block.dataset.block, ...to });
  };
  const watching = watch(move, end);
  block.classList.add("b-held");
  show();
}

function press(event, placed) {
  const by = KEYS[event.key];
  const block = event.target.closest('[data-grip="move"]')?.closest("[data-block]");
  if (!by || !block || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const { x, y, w, h } = placeOf(block);
  const [right, down] = by;
  const to = event.shiftKey
    ? { x, y, w: Math.min(w + right, COLUMNS - x), h: h + down }
    : { x: x + right, y: y + down * (down > 0 ? nextBelow(block) : 1), w, h };
  placed({ id: block.dataset.block, ...within(to), by: "key" });
}

/** One further down is past the block that stands there: it would only rise again. */
function nextBelow(block) {
  const mine = placeOf(block);
  const under = [...block.parentElement.querySelectorAll("[data-block]")]
    .map(placeOf)
    .filter(({ x, y, w }) => y >= mine.y + mine.h && x < mine.x + mine.w && mine.x < x + w)
    .sort((a, b) => a.y - b.y);
  return under.length ? under[0].h : 1;
}

export default {
  template: "<div class='b-grid b-editing'><slot></slot></div>",
  mounted() {
    const grid = this.$el;
    const placed = (detail) => this.$emit("place", detail);
    grid.addEventListener("keydown", (event) => press(event, placed));
    grid.addEventListener("pointerdown", (event) => {
      const handle = event.target.closest("[data-grip]");
      if (!handle || event.button) return;
      event.preventDefault();
      handle.focus?.();
      drag(grid, handle.closest("[data-block]"), handle.dataset.grip, event, placed);
    });
  },
};
