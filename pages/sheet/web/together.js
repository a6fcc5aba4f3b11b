/** What joins this page to the server and to the others on it: the outbox and its badge, drafts, live rows, presence. */

import { Badge } from "./badge.js";
import { isDone } from "./batches.js";
import { Drafts } from "./drafts.js";
import { fill } from "./dom.js";
import { rowGone } from "./gone.js";
import { Here } from "./here.js";
import { Live } from "./live.js";
import { askReason } from "./locks.js";
import { toast } from "./popup.js";

const LEAVING = 1_500;

export class Together {
  constructor(page, tab) {
    this.page = page;
    const { context } = page;
    this.outbox = context.transport;
    this.badge = new Badge(this.outbox, context.words);
    this.here = new Here(page, tab);
    this.live = new Live(page);
    this.drafts = new Drafts(page);
    page.toolbar.node.querySelector(".s-gap").after(this.badge.node, this.here.node);
    this.listen();
    this.resume();
  }

  listen() {
    this.undo = [];
    const on = (target, name, listener) => {
      target?.addEventListener(name, listener);
      this.undo.push(() => target?.removeEventListener(name, listener));
    };
    on(window, "beforeunload", (event) => this.warn(event));
    on(window.navigation, "navigate", (event) => this.leaving(event));
    on(
      document,
      "submit",
      (event) => event.target.getAttribute("action") === "/auth/logout" && (this.signingOut = true),
    );
    on(window, "pagehide", () => this.signingOut && this.wipe());
    const { socket } = window;
    const up = () => this.connected(true);
    const down = () => this.connected(false);
    socket?.on?.("connect", up);
    socket?.on?.("disconnect", down);
    this.undo.push(
      () => socket?.off?.("connect", up),
      () => socket?.off?.("disconnect", down),
    );
  }

  /** Changes an earlier page of this tab left behind show as pending before the first row is drawn. */
  resume() {
    const { context } = this.page;
    this.outbox.calls = {
      changed: () => this.badge.draw(),
      another: (n) => this.discarded(n),
      gone: (entry) => this.gone(entry),
      answered: (entry, answer, orphan) => this.answered(entry, answer, orphan),
      reason: (answer) => askReason(context.words, answer),
    };
    for (const { record, kind, body } of this.outbox.start()) {
      if (kind !== "change" || record !== context.record.name) continue;
      for (const { id, set } of body.changes)
        for (const [name, value] of Object.entries(set)) this.pending(id, name, value, body.op);
    }
    this.badge.draw();
  }

  pending(id, name, value, op) {
    const { marks, record, textOf } = this.page.context;
    if (id !== null && record.byName[name])
      marks.set(id, name, { state: "pending", typed: textOf(record.byName[name], value), op });
  }

  // Answers nobody waits for any more -----------------------------------------------------------------------------------

  answered(entry, answer, orphan) {
    const { marks, record } = this.page.context;
    const done = isDone(answer);
    const many = done && !answer.rows?.length && entry.kind !== "act";
    if (many || entry.kind === "undo") this.live.reread();
    if (!orphan || entry.record !== record.name) return;
    this.page.commands.took(answer);
    if (entry.kind !== "change") return void this.orphaned(answer);
    if (!done) this.notAdded(entry.body.changes, answer);
    entry.body.changes.forEach(({ id, set }, index) => {
      for (const name of Object.keys(set)) {
        const mark = marks.get(id, name);
        if (mark?.op !== entry.body.op) continue;
        if (done || answer.state === "gone") marks.clear(id, name);
        if (done) marks.saved(id, name);
        else if (answer.state !== "gone") marks.set(id, name, this.fault(answer, index, name, set[name], mark.typed));
      }
    });
  }

  /** A new row that was sent before the reload has no cell to say it at: it is a draft again. */
  notAdded([first, ...more], answer) {
    if (first?.id !== null || more.length) return;
    const { blank, record, query, textOf } = this.page.context;
    const cells = Object.entries(first.set)
      .filter(([name, value]) => record.byName[name] && !(name in query.presets) && value !== null)
      .map(([name, value]) => [name, { value, text: textOf(record.byName[name], value) }]);
    blank.aside(answer, Object.fromEntries(cells));
  }

  /** The cell's own fault, or that it went down with another cell of its batch. */
  fault(answer, index, name, value, typed) {
    const { words } = this.page.context;
    const own = answer.errors.find((error) => error.index === index && (error.field === name || error.field === null));
    const other = own ?? answer.errors[0] ?? {};
    return {
      ...other,
      state: own || answer.state !== "conflict" ? answer.state : "refused",
      typed,
      value,
      message: other.message ?? answer.message ?? words.server_failed,
    };
  }

  orphaned(answer) {
    const { words } = this.page.context;
    const why = answer.errors?.map(({ message }) => message).join("\n") || answer.message;
    if (!isDone(answer)) toast(fill(words.not_saved, { why: why || words.server_failed }), { kind: "bad" });
  }

  gone(entry) {
    const { context, commands } = this.page;
    const rows = new Map(entry.body.changes.map(({ id }) => [id, this.page.view?.row(id) ?? this.live.lost.get(id)]));
    const took = (answer) => {
      commands.took(answer);
      const why = answer.errors?.map(({ message }) => message).join("\n") || answer.message;
      toast(isDone(answer) ? context.words.added : fill(context.words.not_saved, { why }), {
        kind: isDone(answer) ? "good" : "bad",
      });
      this.live.reread();
    };
    const add = (values) =>
      this.outbox
        .send(() => ({ changes: [{ id: null, set: { ...values, ...context.query.presets }, seen: {} }] }), "form")
        .then(took);
    rowGone(entry, context, rows, context.record.may.includes("add") ? add : null);
    this.live.reread();
  }

  // Leaving -------------------------------------------------------------------------------------------------------------

  /** A reload and a new sign-in lose nothing, so they need no question; anything else does while something waits. */
  leaving({ navigationType, destination }) {
    const kept = navigationType === "reload" || new URL(destination.url).pathname === "/login";
    this.harmless = kept && this.outbox.fits();
    clearTimeout(this.forget);
    this.forget = setTimeout(() => (this.harmless = false), LEAVING);
  }

  warn(event) {
    if (this.harmless || !(this.outbox.queue.length || this.drafts.open() || !this.page.context.blank.isEmpty()))
      return;
    event.preventDefault();
    event.returnValue = this.page.context.words.leaving;
  }

  wipe() {
    this.outbox.kept.wipe();
    this.drafts.wipe();
  }

  /** The server hears how much was thrown away; it is logged with the name of the one who is signed in now. */
  discarded(n) {
    const { http, words } = this.page.context;
    this.drafts.wipe();
    const person = http.person;
    http.person = null;
    http.post("/outbox/discarded", { ops: n }).catch(() => null);
    http.person = person;
    toast(fill(words.discarded, { n }), { kind: "bad", seconds: 15 });
  }

  // The socket ----------------------------------------------------------------------------------------------------------

  hear(message) {
    if (message.here) this.here.hear(message.here);
    else this.live.hear(message);
  }

  connected(up) {
    this.badge.socket(up);
    if (!up) return void (this.wasCut = true);
    this.outbox.nudge();
    this.here.say();
    if (this.wasCut) this.live.reread();
    this.wasCut = false;
  }

  laid() {
    if (this.page.adapter) this.here.laid(this.page.adapter);
    else this.here.say();
  }

  loaded() {
    this.live.loaded();
    if (!this.offered) this.drafts.offer();
    this.offered = true;
    this.here.place();
  }

  stop() {
    this.undo.forEach((off) => off());
    clearTimeout(this.forget);
    for (const part of [this.badge, this.here, this.live, this.drafts, this.outbox]) part.stop();
  }
}
