/** Half of a new row becomes a draft that says what it lacks, outlives a reload, is gone on with, saved, or thrown away. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Blank } from "../../pages/sheet/web/blank.js";
import { Marks } from "../../pages/sheet/web/marks.js";
import { nameOf } from "../../pages/sheet/web/shelf.js";
import { Together } from "../../pages/sheet/web/together.js";
import { tab } from "./browser.mjs";

const fields = ["card", "name", "phone"].map((name) => ({
  name,
  label: name.toUpperCase(),
  kind: "line",
  required: name !== "phone",
  editable: true,
}));
const record = {
  name: "member",
  title: "name",
  columns: fields.map(({ name }) => name),
  fields,
  byName: Object.fromEntries(fields.map((field) => [field.name, field])),
  may: ["add"],
};

function line(me = { id: 1 }) {
  const sent = [];
  const blank = new Blank({
    record,
    me,
    words: { blank_lacks: "lacks {fields}", blank_kept: "kept, lacks {fields}", not_saved: "not saved: {why}" },
    query: { presets: {}, newAddress: () => "/member/new" },
    marks: new Marks(),
    http: { get: async () => ({ row: {} }) },
    transport: { send: async (make) => (sent.push(make().changes[0].set), { state: "applied", rows: [] }) },
  });
  return { blank, sent };
}

/** A toast needs a body to stand in; what it says is of no matter here. */
function withoutToasts() {
  tab();
  const node = () => ({ classList: { add() {} }, append() {}, setAttribute() {}, remove() {}, dataset: {} });
  globalThis.setTimeout = () => 0;
  Object.assign(document, { querySelector: () => null, createElement: node, body: { append() {} } });
}

const put = (blank, values) => {
  for (const [name, text] of Object.entries(values)) blank.put(record.byName[name], text, text);
};

test("left before it is complete, a new row is a draft, and the line is free for the next", async () => {
  withoutToasts();
  const { blank, sent } = line();
  put(blank, { card: "A1", phone: "138" });
  await blank.leave();
  assert.deepEqual([blank.isEmpty(), blank.shelf.drafts.length, sent.length], [true, 1, 0]);
  put(blank, { card: "A2", name: "王" });
  await blank.leave();
  assert.deepEqual(sent, [{ card: "A2", name: "王" }]);
  assert.deepEqual(
    blank.missing(blank.shelf.drafts[0]).map(({ name }) => name),
    ["name"],
  );
  assert.equal(nameOf(blank.shelf.drafts[0], record), "A1");
});

test("asked for by Enter, it stays in its line with what it lacks", async () => {
  withoutToasts();
  const { blank } = line();
  const gone = [];
  blank.calls = { faulty: (name) => gone.push(name) };
  put(blank, { card: "A1" });
  await blank.leave(true);
  assert.deepEqual([gone, blank.shelf.drafts.length, blank.cells.card.text], [["name"], 0, "A1"]);
});

test("drafts are there after a reload, for the same person alone, and columns that went are left out", async () => {
  withoutToasts();
  const { blank } = line();
  put(blank, { card: "A1" });
  await blank.leave();
  assert.equal(line().blank.shelf.drafts.length, 1);
  assert.equal(line({ id: 2 }).blank.shelf.drafts.length, 0);
  sessionStorage.setItem(
    "opsdesk.blank.1.member.drafts",
    '[{"gone":{"value":1,"text":"1"}},{"card":{"value":"B","text":"B"}},7]',
  );
  assert.deepEqual(line().blank.shelf.drafts, [{ card: { value: "B", text: "B" } }]);
  sessionStorage.setItem("opsdesk.blank.1.member.drafts", "{");
  assert.deepEqual(line().blank.shelf.drafts, []);
});

test("the line begins with what the filter leaves, and an answer that comes late is not that of an older filter", async () => {
  tab();
  const { blank } = line();
  const answers = {};
  let address = "/member/new?name=old";
  blank.context.query = { presets: {}, newAddress: () => address };
  blank.context.http = { get: (asked) => new Promise((answer) => (answers[asked] = answer)) };
  const first = blank.begin();
  address = "/member/new?name=new";
  const second = blank.follow();
  assert.equal(blank.follow(), undefined, "nothing else is asked now");
  answers["/member/new?name=new"]({ row: { name: "new" } });
  answers["/member/new?name=old"]({ row: { name: "old" } });
  await Promise.all([first, second]);
  assert.deepEqual([blank.start, blank.isGhost("name")], [{ name: "new" }, true]);
});

test("a draft is gone on with, what stood in the line takes its place, and completed it is a row", async () => {
  withoutToasts();
  const { blank, sent } = line();
  const gone = [];
  blank.calls = { resumed: (name) => gone.push(name) };
  put(blank, { card: "A1" });
  await blank.leave();
  put(blank, { card: "A2" });
  blank.resume(0);
  assert.deepEqual(
    [blank.cells.card.text, gone, blank.shelf.drafts.map(({ card }) => card.text)],
    ["A1", ["name"], ["A2"]],
  );
  put(blank, { name: "李" });
  await blank.leave(true);
  assert.deepEqual(sent, [{ card: "A1", name: "李" }]);
  blank.shelf.take(0);
  assert.deepEqual([blank.shelf.drafts, line().blank.shelf.drafts], [[], []]);
});

/** A line whose answers come when the test gives them. */
function slow() {
  const { blank } = line();
  const sent = [];
  const answers = [];
  blank.context.transport.send = (make) => {
    sent.push(make().changes[0].set);
    return new Promise((answer) => answers.push(answer));
  };
  return { blank, sent, answer: (state) => answers.shift()({ state, rows: [], errors: [], message: "no" }) };
}

const texts = (cells) => Object.fromEntries(Object.entries(cells).map(([name, { text }]) => [name, text]));

test("whoever is quicker than the answers types row after row, and none is lost or mixed with another", async () => {
  withoutToasts();
  const { blank, sent, answer } = slow();
  put(blank, { card: "A1", name: "王", phone: "138" });
  const first = blank.leave(true);
  put(blank, { card: "A2", name: "李" });
  const second = blank.leave(true);
  put(blank, { card: "A3", name: "张", phone: "139" });
  const third = blank.leave();
  put(blank, { card: "A4" });
  for (const left of [first, second, third]) {
    answer("applied");
    assert.equal(await left, true);
  }
  assert.deepEqual(sent, [
    { card: "A1", name: "王", phone: "138" },
    { card: "A2", name: "李" },
    { card: "A3", name: "张", phone: "139" },
  ]);
  assert.deepEqual([texts(blank.cells), blank.shelf.drafts], [{ card: "A4" }, []]);
});

test("of rows typed one behind the other the refused one becomes a draft, and the other is added all the same", async () => {
  withoutToasts();
  const { blank, sent, answer } = slow();
  put(blank, { card: "A1", name: "王", phone: "138" });
  const first = blank.leave(true);
  put(blank, { card: "A2", name: "李" });
  const second = blank.leave(true);
  answer("refused");
  answer("applied");
  assert.deepEqual([await first, await second, sent.length], [false, true, 2]);
  assert.deepEqual(
    [blank.isEmpty(), blank.shelf.drafts.map(texts)],
    [true, [{ card: "A1", name: "王", phone: "138" }]],
  );
});

test("half a row left, or a draft gone on with, while another is on its way takes nothing of that one along", async () => {
  withoutToasts();
  const { blank, answer } = slow();
  put(blank, { card: "A1", name: "王" });
  const first = blank.leave(true);
  put(blank, { card: "A2" });
  await blank.leave();
  assert.deepEqual(blank.shelf.drafts.map(texts), [{ card: "A2" }]);
  blank.resume(0);
  answer("applied");
  await first;
  assert.deepEqual([texts(blank.cells), blank.shelf.drafts], [{ card: "A2" }, []]);
  put(blank, { name: "李" });
  const second = blank.leave(true);
  put(blank, { phone: "139" });
  await blank.leave();
  answer("refused");
  await second;
  assert.deepEqual([blank.cells, blank.shelf.drafts.map(texts)], [{}, [{ phone: "139" }, { card: "A2", name: "李" }]]);
});

test("after a reload a row that is on its way doesn't stand in the line again, and is a draft when it is refused", async () => {
  withoutToasts();
  const { blank, answer } = slow();
  put(blank, { card: "A1", name: "王" });
  const first = blank.leave(true);
  assert.deepEqual(line().blank.cells, {});
  answer("refused");
  await first;
  const later = line().blank;
  assert.deepEqual(texts(later.cells), { card: "A1", name: "王" });
  const page = { context: { blank: later, record, query: { presets: {} }, textOf: (_, value) => value } };
  const changes = [{ id: null, set: { card: "A2", name: "李", phone: null } }];
  Together.prototype.notAdded.call({ page }, changes, { state: "refused", errors: [], message: "no" });
  Together.prototype.notAdded.call({ page }, [{ id: 7, set: { card: "A3" } }], { state: "refused" });
  assert.deepEqual(later.shelf.drafts.map(texts), [{ card: "A2", name: "李" }]);
});

test("a row refused when the next one was begun becomes a draft, and the next one stays in the line", async () => {
  withoutToasts();
  const { blank, answer } = slow();
  put(blank, { card: "A1", name: "王" });
  const first = blank.leave();
  put(blank, { card: "A2" });
  answer("refused");
  assert.equal(await first, false);
  assert.deepEqual([texts(blank.cells), blank.shelf.drafts.map(texts)], [{ card: "A2" }, [{ card: "A1", name: "王" }]]);
});

test("pressed twice, a row is sent once", async () => {
  withoutToasts();
  const { blank, sent, answer } = slow();
  put(blank, { card: "A1", name: "王" });
  const first = blank.leave(true);
  await blank.leave(true);
  answer("applied");
  await first;
  assert.deepEqual([sent.length, blank.isEmpty()], [1, true]);
});
