/** What a grid opens with: the view of its address, of one's role, or as one left it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Query } from "../../pages/sheet/web/query.js";
import { spanSaid } from "../../pages/sheet/web/chips.js";
import { Views } from "../../pages/sheet/web/views.js";
import { tab } from "./browser.mjs";

const own = {
  columns: [{ name: "no" }],
  sort: ["name"],
  named: [
    {
      key: "k",
      name: "我的",
      columns: [{ name: "tier" }, { name: "gone" }],
      sort: ["-no"],
      filter: { tier: { in: [1] }, gone: { eq: 1 } },
    },
  ],
};
const gold = { id: 7, name: "金卡", columns: [{ name: "name" }], sort: ["-name"], filter: { tier: { in: [3] } } };
const member = (more = {}) => ({
  name: "member",
  order: ["no"],
  byName: { no: {}, name: {}, tier: {} },
  view: own,
  views: [gold],
  opens: { no: { ge: 1 } },
  ...more,
});

function at(search, record = member()) {
  tab(`http://desk/t/member${search}`);
  const views = new Views(record);
  return { views, record, query: new Query(record) };
}

test("without a view the grid opens as the person left it", () => {
  const { query, record } = at("");
  assert.deepEqual([query.body().sort, query.body().filter, record.view], [["name"], { no: { ge: 1 } }, own]);
});

test("a shared view in the address decides columns, order and filter", () => {
  const { query, record, views } = at("?view=7");
  assert.deepEqual(
    [query.body().sort, query.body().filter, record.view.columns, views.partly],
    [["-name"], { tier: { in: [3] } }, gold.columns, false],
  );
  query.remember();
  assert.equal(location.search, "?view=7");
});

test("what the address says beside the view stands before the view's", () => {
  const { query } = at(`?view=7&sort=no&filter=${JSON.stringify({ name: { eq: "甲" } })}`);
  assert.deepEqual([query.body().sort, query.body().filter], [["no"], { name: { eq: "甲" } }]);
});

test("a column that is gone is left out of a view, and that it was asked for is told", () => {
  const { record, query, views } = at("?view=k");
  assert.deepEqual(
    [record.view.columns, query.body().filter, views.partly],
    [[{ name: "tier" }], { tier: { in: [1] } }, true],
  );
});

test("a condition against a column that is gone is left out, too", () => {
  const { query, views } = at(
    "?view=3",
    member({
      views: [{ id: 3, name: "比", columns: [], sort: [], filter: { no: { gt: "=gone" }, name: { gt: "=tier" } } }],
    }),
  );
  assert.deepEqual([query.body().filter, views.partly], [{ name: { gt: "=tier" } }, true]);
});

test("a view that is not there leaves the grid as it is by itself", () => {
  const { views, query } = at("?view=99");
  assert.deepEqual([views.now, views.gone, query.body().sort], [null, true, ["name"]]);
});

const role = () => member({ views: [{ ...gold, default: true }] });

test("a role's view opens the grid unless the address asks something of its own or for none", () => {
  assert.equal(at("", role()).views.now.name, "金卡");
  assert.equal(at("?q=王", role()).views.now, null);
  assert.equal(at("?view=none", role()).views.now, null);
});

test("choosing none where the role has a view is said in the address", () => {
  const { views, query, record } = at("", role());
  views.put(null);
  query.restart(record);
  assert.equal(location.search, "?view=none");
  assert.deepEqual(query.body().sort, ["name"]);
});

test("lines on their parent's page have no views", () => {
  assert.equal(at("?view=7", member({ within: { name: "tier", id: 1 } })).views.now, null);
});

test("a view that was kept on a phone says nothing of columns, so that none of them changes it", () => {
  const { views, query } = at(
    "?view=9",
    member({ views: [{ id: 9, name: "手机", columns: [], sort: ["-no"], filter: {} }] }),
  );
  views.page = {
    context: { query },
    view: { view: () => ({ columns: [{ name: "no" }, { name: "tier" }], sort: ["-no"] }) },
  };
  assert.equal(views.same(), true);
  query.filter = { tier: { in: [1] } };
  assert.equal(views.same(), false);
});

test("a span of days is told by its name, and any number of days by the number", () => {
  const words = { span_week: "本周", span_back: "最近 {n} 天", span_ahead: "未来 {n} 天" };
  assert.deepEqual(
    ["week", "days-90", "days+5", "someday"].map((span) => spanSaid(span, words)),
    ["本周", "最近 90 天", "未来 5 天", "someday"],
  );
});

const left = () =>
  member({ view: { ...own, filter: { tier: { in: [2] } }, group: ["gone", "tier"] }, columns: ["no", "name"] });

test("what was filtered and grouped without a view is there again, as far as there are columns for it", () => {
  const record = left();
  record.byName.tier.groups = [];
  const { query } = at("", record);
  assert.deepEqual([query.filter, query.group, query.isNarrowed()], [{ tier: { in: [2] } }, ["tier"], true]);
  query.remember();
  const again = at(location.search, record);
  assert.deepEqual([again.query.filter, again.views.passing], [{ tier: { in: [2] } }, false], "a reload is no link");
});

test("a link that asks something is shown as it asks, and what is set there is not kept", () => {
  const kept = [];
  const { views, query, record } = at(`?filter=${JSON.stringify({ name: { eq: "甲" } })}`, left());
  assert.deepEqual([query.filter, query.group, views.passing], [{ name: { eq: "甲" } }, [], true]);
  views.page = { context: { query }, arrangement: { changed: (view) => kept.push(view) }, view: {} };
  query.filter = {};
  views.asked();
  assert.deepEqual(kept, []);
  views.arranged({ columns: [{ name: "no" }], sort: ["name"] });
  assert.deepEqual([kept[0].filter, kept[0].group], [{ tier: { in: [2] } }, ["gone", "tier"]], "what was left stays");
  assert.equal(record.within, undefined);
});

test("a filter without a view is kept at once, what the table opens with is not, and one click gives all of it up", () => {
  const kept = [];
  const { views, query, record } = at("", member({ columns: ["no", "name"] }));
  const page = { context: { query }, retake: () => query.restart(record), view: {} };
  page.arrangement = { changed: (view) => kept.push((record.view = JSON.parse(JSON.stringify(view)))) };
  views.page = page;
  query.filter = { name: { eq: "乙" } };
  views.asked();
  assert.deepEqual([kept[0].filter, kept[0].named, kept[0].columns], [{ name: { eq: "乙" } }, own.named, own.columns]);
  assert.equal(views.isUntouched(), false);
  query.filter = { no: { ge: 1 } };
  views.asked();
  assert.equal("filter" in kept[1], false);
  query.filter = {};
  views.asked();
  assert.deepEqual(kept[2].filter, {}, "that the opening filter was taken away is kept, too");
  views.warn = views.draw = () => {};
  views.back();
  assert.deepEqual([kept[3], query.filter, query.sort], [{ named: own.named }, { no: { ge: 1 } }, ["no"]]);
});

test("a shared view that somebody else saved meanwhile is not written over, and columns that change take over his or one's own", async () => {
  const { views, query, record } = at("?view=7");
  const sent = [];
  const columns = [{ name: "tier" }];
  const words = { view_overtaken: "{view}" };
  views.page = {
    context: { query, http: { post: (path, body) => sent.push(body) } },
    view: { view: () => ({ columns }) },
  };
  views.words = words;
  views.take([{ ...gold, columns: [{ name: "name" }, { name: "no" }], filter: {} }]);
  await views.save().catch(() => {}); // what it says has no page to stand on here
  assert.deepEqual(sent, [], "nothing is sent");
  record.view = { columns };
  views.renew(false);
  assert.deepEqual(record.view.columns, columns, "an own arrangement that isn't saved stays");
  views.renew(true);
  assert.deepEqual(record.view.columns, [{ name: "name" }, { name: "no" }]);
});
