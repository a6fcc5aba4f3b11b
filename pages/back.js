// The browser's way back closes what lies on top of a page before it leaves the page: each such layer has an entry of its
// own in the history, written when it opens, while the hand is still on it. Entries whose layer closed otherwise are walked over.
(() => {
  if (window.opsBack) return;
  window.opsBack = true;
  const SETTLES = 600;
  const hand = matchMedia("(pointer: coarse), (max-width: 640px)");
  const typed = new WeakSet();
  const depth = () => history.state?.ops ?? 0;
  let [last, address, hash] = [depth(), location.href, location.hash];

  function escape() {
    for (const kind of ["keydown", "keyup"])
      window.dispatchEvent(new KeyboardEvent(kind, { key: "Escape", code: "Escape", keyCode: 27, bubbles: true }));
  }

  /** A dialog in which something is typed says so itself, and stays. */
  function dismiss(node) {
    if (node.dispatchEvent(new Event("cancel", { cancelable: true }))) node.close();
  }

  /** What lies on the page, the topmost last. Small panels and menus count where a hand closes things by going back. */
  function layers() {
    const lying = [];
    if (hand.matches && document.body.classList.contains("o-side-open"))
      lying.push({ shut: () => document.body.classList.remove("o-side-open") });
    const panel = document.querySelector(".o-with-panel > .o-panel");
    if (panel?.opsShut) lying.push({ shut: panel.opsShut });
    for (const node of document.body.children) {
      if (node.id.startsWith("q-portal--dialog")) lying.push({ shut: escape, held: typed.has(node) });
      else if (hand.matches && node.id.startsWith("q-portal--menu")) lying.push({ shut: escape });
      else if (hand.matches && node.matches(".s-menu, .s-chooser, .s-shape-settings"))
        lying.push({ shut: node.opsShut });
    }
    for (const node of document.querySelectorAll("dialog[open]")) lying.push({ shut: () => dismiss(node) });
    return lying;
  }

  function keepUp() {
    address = location.href;
    const wanted = layers().length;
    while (depth() < wanted) history.pushState({ ...history.state, ops: depth() + 1 }, "", address);
    last = depth();
  }

  function went() {
    const [open, now, before] = [layers(), depth(), last];
    last = now;
    if (location.hash !== hash) {
      hash = location.hash;
      return;
    }
    if (open.length <= now) {
      if (now < before) history.back();
      return;
    }
    if (location.href !== address) history.replaceState(history.state, "", address);
    const going = open.slice(now).reverse();
    for (const { shut } of going) shut();
    if (going.some(({ held }) => held) || document.querySelectorAll("dialog[open]").length === open.length) keepUp();
    else setTimeout(keepUp, SETTLES);
  }

  document.addEventListener("input", ({ target }) => {
    const portal = target.closest?.("[id^=q-portal--dialog]");
    if (portal) typed.add(portal);
  });
  document.addEventListener("ops:layers", keepUp);
  window.addEventListener("popstate", went);
  new MutationObserver(keepUp).observe(document.body, {
    childList: true,
    attributes: true,
    attributeFilter: ["class"],
  });
  keepUp();
})();
