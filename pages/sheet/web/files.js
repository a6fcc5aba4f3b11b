/** The files and pictures of a cell: small ones in the grid, and a dialog that shows, adds and takes off. */

import { ask } from "./dialog.js";
import { button, el, fill } from "./dom.js";

const SHOWN = 4; // thumbnails in a cell; the others are counted

export function thumbnails(files) {
  const more = files.length > SHOWN ? el("span.s-soft", {}, `+${files.length - SHOWN}`) : null;
  return el("span.s-thumbs", {}, files.slice(0, SHOWN).map(face), more);
}

function face(file) {
  const address = `/api/v1/files/${file.id}`;
  return file.picture
    ? el("img", { src: `${address}/small`, alt: file.name, title: file.name, loading: "lazy" })
    : el("span.s-chip", { title: file.name }, file.name);
}

/** `stored`: what the cell holds; `http` knows the rest. */
export function openFiles({ http, record, words }, field, id, stored) {
  const path = `/${record.name}/${id}/files?field=${encodeURIComponent(field.name)}`;
  const list = el("div.s-files");
  const problem = el("div.s-field-problem", { role: "alert", hidden: true });
  const input = el("input", {
    type: "file",
    multiple: true,
    accept: field.pictures ? "image/*" : "image/*,application/pdf",
    "aria-label": words.add_photo,
  });
  const say = (sentence) => {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  };
  const off = (file) =>
    http
      .post(`/files/${file.id}/off`, {})
      .then(({ files }) => draw(files))
      .catch((error) => say(error.message));
  const draw = (files) =>
    list.replaceChildren(
      ...(files ?? []).map((file) =>
        el(
          "div.s-file",
          {},
          el(
            "a",
            { href: `/api/v1/files/${file.id}`, target: "_blank", rel: "noopener" },
            face(file),
            el("span", {}, file.name),
          ),
          button(fill(words.file_off, { name: file.name }), {
            glyph: "close",
            bare: true,
            kind: "s-quiet s-small",
            onclick: () => off(file),
          }),
        ),
      ),
    );
  input.addEventListener("change", async () => {
    say("");
    for (const file of input.files)
      await http
        .upload(path, file)
        .then(({ files }) => draw(files))
        .catch((error) => say(error.message));
    input.value = "";
  });
  draw(stored);
  return ask({
    title: field.label,
    words,
    confirm: words.close,
    cancel: words.cancel,
    body: [list, input, problem],
    submit: async () => "",
  });
}
