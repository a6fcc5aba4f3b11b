/** What people say to each other about a row: read, said, answered, settled; drawn on the record's page and beside the grid. */

import { ask } from "../dialog.js";
import { button, el, fill } from "../dom.js";
import { thumbnails } from "../files.js";
import { Http } from "../http.js";
import { showMoment } from "../moments.js";
import { toast } from "../popup.js";
import { Writing } from "./writing.js";

export class Comments {
  /** `record`: a type's name; `fields`: [{name, label}] of the cells that can be spoken of; `calls(comments)` hears what stands there. */
  constructor(node, { record, id, fields, words, http = null, me, calls = null }) {
    node.classList.add("s-saying");
    Object.assign(this, { record, id, words, calls, http: http ?? new Http(words, { person: me.id }) });
    this.opened = new Set(); // talks that are settled are folded until they are opened
    this.list = el("div.s-comments");
    this.about = this.cells(fields);
    this.writing = this.box({
      label: words.comment_write,
      go: words.comment_send,
      send: (text, op, files) => this.say({ text, op, field: this.about.value || null }, files),
    });
    node.replaceChildren(
      this.list,
      el("label.s-comment-about", {}, words.comment_about, this.about),
      this.writing.node,
    );
    this.read();
  }

  get path() {
    return `/${this.record}/${this.id}`;
  }

  cells(fields) {
    return el(
      "select",
      { "aria-label": this.words.comment_about },
      el("option", { value: "" }, this.words.comment_row),
      fields.map(({ name, label }) => el("option", { value: name }, label)),
    );
  }

  /** The cell that the next words are about. */
  speakOf(field) {
    this.about.value = field ?? "";
    this.writing.input.focus();
  }

  box(options) {
    const look = async (q) => {
      const field = this.about.value ? `&field=${encodeURIComponent(this.about.value)}` : "";
      return (await this.http.get(`${this.path}/people?q=${encodeURIComponent(q)}${field}`)).people;
    };
    return new Writing({ words: this.words, look, pictures: true, ...options });
  }

  async read() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const answer = await this.http.get(`${this.path}/comments`);
      if (turn === this.turn) this.take(answer); // else somebody said something meanwhile, and what came back with that is newer
    } catch (error) {
      if (turn !== this.turn) return;
      this.list.replaceChildren(
        el("p.s-soft", {}, error.message),
        button(this.words.retry, { kind: "s-small", onclick: () => this.read() }),
      );
    }
  }

  /** Pictures go one by one behind the words; one that isn't taken is said, and the words stay. */
  async say(body, files = []) {
    const answer = await this.http.post(`${this.path}/comments`, body);
    this.take(answer);
    for (const file of answer.id ? files : [])
      await this.http
        .upload(`/comments/${answer.id}/files`, file)
        .then((later) => this.take(later))
        .catch((error) => toast(error.message, { kind: "bad" }));
    if (answer.unknown?.length)
      toast(fill(this.words.comment_unknown, { names: answer.unknown.map((name) => `@${name}`).join("、") }), {
        kind: "bad",
      });
    else if (answer.told?.length) toast(fill(this.words.comment_told, { names: answer.told.join("、") }));
  }

  /** What stands there as the server has it now; an answer that was asked for before is older. */
  take({ comments }) {
    this.turn = (this.turn ?? 0) + 1;
    this.comments = comments;
    this.show();
  }

  /** Not while somebody writes in the list: it is drawn once he is through. */
  show() {
    if (!this.editing) this.draw(this.comments);
  }

  draw(comments) {
    const talks = comments.map((comment) => this.talk(comment));
    this.list.replaceChildren(...(talks.length ? talks : [el("p.s-soft.s-comment-none", {}, this.words.comment_none)]));
    this.calls?.(comments);
  }

  talk(comment) {
    const folded = comment.resolved && !this.opened.has(comment.id);
    const replies = folded ? [] : comment.replies.map((reply) => this.saying(reply, comment));
    const node = el("section.s-talk", {}, this.saying(comment, null, folded), replies);
    if (comment.resolved) node.classList.add("s-talk-settled");
    return node;
  }

  saying(comment, above, folded = false) {
    const { words } = this;
    const text = comment.gone ? el("p.s-soft", {}, words.comment_gone) : el("p.s-comment-text", {}, named(comment));
    const node = el(
      `div.s-comment${above ? ".s-reply" : ""}`,
      {},
      el(
        "div.s-comment-head",
        {},
        el("b", {}, comment.by),
        comment.label && !above ? el("span.s-chip", {}, comment.label) : null,
        el("span.s-soft", {}, `${showMoment(comment.at)}${comment.edited ? ` · ${words.comment_edited}` : ""}`),
      ),
      folded ? null : text,
      folded || !comment.files.length ? null : this.pictures(comment),
      comment.resolved && !above ? el("p.s-soft", {}, fill(words.comment_settled, { who: comment.resolved })) : null,
    );
    if (!comment.gone || !above) node.append(this.acts(comment, above, node, folded));
    return node;
  }

  pictures(comment) {
    return el(
      "div.s-comment-files",
      {},
      comment.files.map((file) =>
        el("a", { href: `/api/v1/files/${file.id}`, target: "_blank", rel: "noopener" }, thumbnails([file])),
      ),
    );
  }

  acts(comment, above, node, folded) {
    const { words } = this;
    const small = (label, onclick) => button(label, { kind: "s-quiet s-small", onclick });
    const settle = (resolved) => () => this.do(() => this.http.post(`/comments/${comment.id}`, { resolved }));
    return el(
      "div.s-comment-acts",
      {},
      folded
        ? small(words.comment_unfold, () => {
            this.opened.add(comment.id);
            this.show();
          })
        : null,
      !above && !folded ? small(words.comment_reply, () => this.reply(comment, node)) : null,
      !above && !comment.gone && !folded
        ? comment.resolved
          ? small(words.comment_reopen, settle(false))
          : small(words.comment_settle, settle(true))
        : null,
      comment.mine && !folded ? small(words.comment_edit, () => this.edit(comment, node)) : null,
      comment.removable && !folded ? small(words.comment_delete, () => this.remove(comment)) : null,
    );
  }

  async do(work) {
    try {
      this.take(await work());
    } catch (error) {
      toast(error.message, { kind: "bad" });
    }
  }

  /** A box among the sayings; what comes meanwhile is shown when it is done. */
  inside(node, options) {
    const done = () => {
      this.editing = false;
      this.read();
    };
    // Until it is sent the box stands, whatever comes meanwhile: what can't be sent is still in it.
    const send = async (...given) => {
      await options.send(...given);
      this.editing = false;
      this.show();
    };
    const box = this.box({ ...options, send, cancel: done });
    this.editing = true;
    node.append(box.node);
    box.input.focus();
  }

  reply(comment, node) {
    if (this.editing) return;
    this.inside(node, {
      label: this.words.comment_answer,
      go: this.words.comment_reply,
      send: (text, op, files) => this.say({ text, op, parent: comment.id }, files),
    });
  }

  edit(comment, node) {
    if (this.editing) return;
    node.querySelector(".s-comment-text")?.remove();
    this.inside(node, {
      label: this.words.comment_edit,
      go: this.words.comment_keep,
      text: comment.text,
      pictures: false,
      send: async (text, op) => this.take(await this.http.post(`/comments/${comment.id}`, { text, op })),
    });
  }

  remove(comment) {
    const { words } = this;
    ask({
      title: words.comment_delete_sure,
      body: el("p", {}, words.comment_delete_note),
      words,
      confirm: words.comment_delete,
      danger: true,
      submit: async () => {
        try {
          this.take(await this.http.ask("DELETE", `/comments/${comment.id}`));
          return "";
        } catch (error) {
          return error.message;
        }
      },
    });
  }
}

/** The words with the names that were told marked among them. */
function named({ text, named: names }) {
  if (!names.length) return [text];
  const marks = names
    .map((name) => `@${name}`)
    .sort((name, other) => other.length - name.length)
    .map((mark) => mark.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${marks.join("|")})`, "gi"));
  return parts.map((part, at) => (at % 2 ? el("b.s-named", {}, part) : part));
}
