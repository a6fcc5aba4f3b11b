/** Taking back and doing again: the newest change of this page, or several steps at once. */

import { isDone } from "./batches.js";
import { fill } from "./dom.js";
import { whyNot } from "./forms.js";
import { toast } from "./popup.js";

export class Back {
  constructor(commands) {
    this.commands = commands;
  }

  /** Back and forth go one after the other, behind what is still on its way: each begins with what the last one left. */
  inTurn(step) {
    const mine = (this.stepping ?? Promise.resolve()).then(() => this.commands.context.transport.settled()).then(step);
    this.stepping = mine.catch(() => null);
    return mine;
  }

  undo() {
    return this.inTurn(() => this.takeBack());
  }

  async takeBack() {
    const { page, words } = this.commands;
    const batch = page.batches.last();
    if (batch === null) return toast(words.nothing_to_undo);
    page.batches.drop(batch);
    const answer = await this.back(batch, words.undone, words.not_undone);
    if (answer.state === "failed") page.batches.put(batch);
    if (isDone(answer)) page.batches.tookBack(answer.batch);
    return page.toolbar.undoable(page.batches.ids.length);
  }

  /** Doing again is taking back what took it back. */
  redo() {
    return this.inTurn(() => this.doAgain());
  }

  async doAgain() {
    const { page, words } = this.commands;
    const batch = page.batches.takeUndone();
    if (batch === null) return toast(words.nothing_to_redo);
    const answer = await this.back(batch, words.redone, words.not_redone);
    if (answer.state === "failed") page.batches.tookBack(batch);
    if (isDone(answer)) page.batches.put(answer.batch);
    return page.toolbar.undoable(page.batches.ids.length);
  }

  async back(batch, said, notSaid) {
    const { page, words } = this.commands;
    const answer = await this.commands.context.transport.undo(batch);
    const sentence = answer.errors?.map(({ message }) => message).join("\n") || answer.message;
    // What was taken back may have been of another type, as a column that was made here.
    const mine = !answer.record || answer.record === this.commands.context.record.name;
    page.applyRows(mine ? (answer.rows ?? []) : []);
    page.refresh();
    this.commands.recount();
    if (!mine) page.design.follow();
    toast(isDone(answer) ? said : fill(notSaid, { why: sentence || words.server_failed }), {
      kind: isDone(answer) ? "good" : "bad",
    });
    return answer;
  }

  /** Several steps, the newest first; where one can't be taken back, as something was built on it, those before it stay done. */
  goBack(steps, again = false) {
    return this.inTurn(() => this.goThrough(steps, again));
  }

  async goThrough(steps, again) {
    const { page, words } = this.commands;
    let [done, refused] = [0, null];
    for (const step of steps) {
      const answer = await this.commands.context.transport.undo(step.id);
      if (!isDone(answer)) {
        refused = fill(words.steps_stopped, { done, name: step.name, why: whyNot(answer, words) });
        break;
      }
      done += 1;
      page.batches.drop(step.id);
      page.batches.dropUndone(step.id);
      page.batches[again ? "put" : "tookBack"](answer.batch);
      if (answer.record && answer.record !== this.commands.context.record.name) page.design.follow();
    }
    page.refresh();
    this.commands.recount();
    page.toolbar.undoable(page.batches.ids.length);
    toast(refused ?? fill(again ? words.steps_redone : words.steps_undone, { n: done }), {
      kind: refused ? "bad" : "good",
    });
  }
}
