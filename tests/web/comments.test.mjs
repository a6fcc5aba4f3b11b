/** What is written among the comments stays until it is sent, whatever comes meanwhile. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Comments } from "../../pages/sheet/web/comments/index.js";

/** Comments without a page: what is drawn is kept, and the box that stands in the list is the options it was made with. */
function talks() {
  const drawn = [];
  const boxes = [];
  const sayings = Object.assign(Object.create(Comments.prototype), {
    words: {},
    opened: new Set(),
    draw: (comments) => drawn.push(comments),
    box: (options) => (boxes.push(options), { node: {}, input: { focus() {} } }),
  });
  sayings.take({ comments: ["first"] });
  return { sayings, drawn, boxes };
}

const node = { append() {} };

test("what can't be sent stays in its box, though others' words came meanwhile, and it can be sent once more", async () => {
  const { sayings, drawn, boxes } = talks();
  let fails = true;
  const send = async () => {
    sayings.take({ comments: ["first", "of a colleague"] });
    if (fails) throw new Error("no network");
    sayings.take({ comments: ["first", "of a colleague", "mine"] });
  };
  sayings.inside(node, { send });
  await assert.rejects(boxes[0].send("mine"), /no network/);
  assert.deepEqual(drawn, [["first"]], "nothing was drawn over the box");
  fails = false;
  await boxes[0].send("mine");
  assert.deepEqual(drawn, [["first"], ["first", "of a colleague", "mine"]]);
  assert.equal(sayings.editing, false);
});

test("a settled talk that is opened while somebody writes is shown once he is through", async () => {
  const { sayings, drawn, boxes } = talks();
  sayings.inside(node, { send: async () => {} });
  sayings.show();
  assert.equal(drawn.length, 1);
  await boxes[0].send("mine");
  assert.equal(drawn.length, 2);
});
