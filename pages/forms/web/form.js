/** A form on a phone: which questions are shown, pictures sent before the answer, and an answer that a bad line doesn't lose. */

import { fill, offer, shelf, typedIn } from "./draft.js";

const number = (text) => {
  const bare = String(text).replaceAll(",", "").trim();
  return bare !== "" && Number.isFinite(Number(bare)) ? Number(bare) : null;
};

const compared = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

function isSo(op, value, given) {
  const answers = given.map((text) => text.trim()).filter(Boolean);
  if (op === "empty") return (answers.length === 0) === Boolean(value);
  if (op === "in" || op === "not_in") return value.some((part) => answers.includes(String(part))) === (op === "in");
  if (op === "eq" || op === "ne") return answers.includes(String(value)) === (op === "eq");
  if (op === "contains") return answers.some((text) => text.toLowerCase().includes(String(value).toLowerCase()));
  return answers.some((text) => {
    const [first, second] = [number(text), number(value)];
    return first === null || second === null ? compared[op](text, String(value)) : compared[op](first, second);
  });
}

/** The twin of the server's `shown.holds`; the server's word is the one that counts. */
export function holds(filter, given) {
  return Object.entries(filter).every(([name, asked]) => {
    if (name === "and") return asked.every((part) => holds(part, given));
    if (name === "or") return asked.some((part) => holds(part, given));
    return Object.entries(asked).every(([op, value]) => isSo(op, value, given[name] ?? []));
  });
}

/** Each question in order: what isn't shown counts as not answered for those after it. */
function show(form) {
  const given = {};
  for (const box of form.querySelectorAll("fieldset[data-name]")) {
    const shown = !box.dataset.when || holds(JSON.parse(box.dataset.when), given);
    box.hidden = !shown;
    box.disabled = !shown;
    if (shown) given[box.dataset.name] = new FormData(form).getAll(`q-${box.dataset.name}`).map(String);
  }
}

const json = { Accept: "application/json" };
const KEPT_FOR = 50 * 60_000; // what was brought waits an hour for its answer

/** A form that was sent leaves nothing behind, though a picture that was taken off on its way may come in after that. */
export function remember(form) {
  if (!form.isConnected) return;
  const typed = typedIn(form);
  const files = [...form.querySelectorAll("li[data-key]")].map((line) => ({
    field: line.closest("fieldset").dataset.name,
    key: line.dataset.key,
    name: line.querySelector("span").textContent,
  }));
  const draft = { op: form.elements.op.value, typed, files, at: Date.now() };
  shelf.write(typed.length || files.length ? draft : null);
}

function recall(form, words) {
  const draft = shelf.read();
  if (!draft) return;
  fill(form, draft);
  if (Date.now() - draft.at < KEPT_FOR) {
    form.elements.op.value = draft.op;
    for (const { field, key, name } of draft.files) {
      const box = form.querySelector(`fieldset[data-name="${CSS.escape(field)}"]`);
      if (box?.querySelector("ul")) kept(box, name, words).dataset.key = key;
    }
  }
  offer(form, words);
}

async function bring(form, box, words) {
  const field = box.querySelector("input[type=file]");
  const said = box.querySelector(".said");
  said.textContent = "";
  const files = Array.from(field.files);
  field.value = "";
  for (const file of files) {
    const line = kept(box, file.name, words);
    line.classList.add("busy");
    if (file.type.startsWith("image/")) {
      line.prepend(Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: "" }));
    }
    const body = new FormData();
    body.append("file", file);
    const to = `${location.pathname}/files?field=${box.dataset.name}&op=${form.elements.op.value}&lang=${document.documentElement.lang.slice(0, 2)}`;
    try {
      const answer = await fetch(to, { method: "POST", body, headers: json });
      const answered = await answer.json();
      if (!answer.ok) throw new Error(answered.message || words.failed);
      line.dataset.key = answered.key;
      line.classList.remove("busy");
      if (!line.isConnected) await takeOff(form, line); // taken off while it was on its way
      remember(form);
    } catch (error) {
      line.remove();
      said.textContent = error instanceof TypeError || error instanceof SyntaxError ? words.failed : error.message;
    }
  }
}

function kept(box, name, words) {
  const line = document.createElement("li");
  const off = Object.assign(document.createElement("button"), {
    type: "button",
    className: "link",
    textContent: words.off,
  });
  line.append(Object.assign(document.createElement("span"), { textContent: name }), off);
  box.querySelector("ul").append(line);
  return line;
}

async function takeOff(form, line) {
  const body = new URLSearchParams({ op: form.elements.op.value, key: line.dataset.key ?? "" });
  line.remove();
  remember(form);
  await fetch(`${location.pathname}/files/off`, { method: "POST", body, headers: json }).catch(() => null);
}

/** The page that comes back takes this one's place; where none comes everything stays as it is, and can be sent again. */
async function send(form, words) {
  const go = form.querySelector(".go");
  const said = form.querySelector(".unsent");
  if (form.querySelector("li.busy")) {
    said.textContent = words.busy;
    said.hidden = false;
    return;
  }
  go.disabled = true;
  said.hidden = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "text/html" },
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok && !page.querySelector("form[data-words]")) {
      said.textContent = page.querySelector("main p")?.textContent ?? words.unsent;
      said.hidden = false;
      go.disabled = false;
      return;
    }
    document.querySelector("main").replaceWith(page.querySelector("main"));
    start(false);
    const fault = document.querySelector(".bad:not([hidden])");
    if (fault) fault.scrollIntoView({ block: "center" });
    else scrollTo(0, 0);
  } catch {
    said.textContent = words.unsent;
    said.hidden = false;
    go.disabled = false;
  }
}

function changed(form) {
  show(form);
  remember(form);
}

/** fresh: the page as it was opened; one that came back with its faults has everything that was typed. */
export function start(fresh = true) {
  const form = document.querySelector("form[data-words]");
  if (!form) {
    if (!fresh) shelf.write(null);
    return;
  }
  const words = JSON.parse(form.dataset.words);
  if (fresh) recall(form, words);
  else remember(form);
  show(form);
  form.addEventListener("input", () => changed(form));
  form.addEventListener("change", (event) => {
    const box = event.target.closest("fieldset");
    if (event.target.type === "file") bring(form, box, words);
    else changed(form);
  });
  form.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (line && event.target.matches(".link")) takeOff(form, line);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, words);
  });
}

if (typeof document !== "undefined") start();
