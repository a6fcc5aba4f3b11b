/** Keys that finish a cell and go on to another. */

const ARROWS = {
  ArrowDown: { down: 1, leaves: true },
  ArrowUp: { down: -1, leaves: true },
  ArrowRight: { right: 1, leaves: true },
  ArrowLeft: { right: -1, leaves: true },
};

/** Where a pressed key leads, or null. While a value is being typed, as against corrected, the arrows lead on, too. */
export function leadsTo(event, typing) {
  const back = event.shiftKey ? -1 : 1;
  if (event.key === "Enter") return { down: back };
  if (event.key === "Tab") return { right: back };
  const plain = !event.shiftKey && !event.ctrlKey && !event.altKey;
  return (typing && plain && ARROWS[event.key]) || null;
}
