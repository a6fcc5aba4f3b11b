/**
 * What is half filled in on a page from outside stays in this tab: a phone that goes to its camera may load the page anew. Of
 * forms for people who are signed in nothing is kept: the next one at this browser may be somebody else.
 */

const BEGIN = "ops-form ";
const FOR_STRANGERS = ["/f/", "/s/"];
const KEPT_DAYS = 30;

export const shelf = {
  key: () => `${BEGIN}${location.pathname}`,
  /** What is there of this page; what is too old, of this page or another, is dropped. */
  read(now = Date.now()) {
    try {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(BEGIN) && !isFresh(sessionStorage.getItem(key), now)) sessionStorage.removeItem(key);
      }
      return JSON.parse(sessionStorage.getItem(this.key()));
    } catch {
      return null;
    }
  },
  write(draft) {
    try {
      const outside = FOR_STRANGERS.some((path) => location.pathname.startsWith(path));
      if (draft && outside) sessionStorage.setItem(this.key(), JSON.stringify(draft));
      else sessionStorage.removeItem(this.key());
    } catch {
      // a browser that stores nothing sends forms all the same
    }
  },
};

function isFresh(text, now) {
  try {
    return now - JSON.parse(text).at < KEPT_DAYS * 24 * 3_600_000;
  } catch {
    return false;
  }
}

export function typedIn(form) {
  return [...new FormData(form)].filter(([name, value]) => name.startsWith("q") && value !== "");
}

export function fill(form, draft) {
  for (const field of form.elements) {
    const values = draft.typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length > 0) field.value = values[0];
  }
}

/** Says that it is there from before, and lets whoever it isn't from drop it. */
export function offer(form, words) {
  const again = { type: "button", className: "link", textContent: words.anew };
  const note = Object.assign(document.createElement("p"), { className: "help", textContent: `${words.kept} ` });
  note.append(Object.assign(document.createElement("button"), again));
  note.lastChild.addEventListener("click", () => {
    shelf.write(null);
    location.reload();
  });
  form.prepend(note);
}
