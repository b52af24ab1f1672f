// Runs that overtake each other, in every order: no browser is needed for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runs } from "../page/js/turns.js";

/** A promise that is settled from outside. */
function promised() {
  const held = {};
  held.promise = new Promise((resolve, reject) => Object.assign(held, { resolve, reject }));
  return held;
}

test("only what comes of the newest run is shown, whichever ends first", async () => {
  for (const order of [[0, 1], [1, 0]]) {
    const model = {};
    const runs = new Runs((changes) => Object.assign(model, changes));
    const asked = [promised(), promised()];
    const told = [];
    const begun = asked.map(({ promise }, at) => runs.begin(async () => {}, (progress) => ((told[at] = progress), promise)));
    await Promise.resolve();
    for (const at of order) {
      told[at]?.(0.5);
      asked[at].resolve({ run: at });
      await Promise.resolve();
    }
    await Promise.all(begun);
    assert.deepEqual(model.outcome, { run: 1 }, order.join());
    assert.equal(model.progress, null);
  }
});

test("an old run that fails says nothing, the newest does", async () => {
  const model = {};
  const runs = new Runs((changes) => Object.assign(model, changes));
  const old = promised();
  const first = runs.begin(() => old.promise, async () => ({ run: "old" }));
  await runs.begin(async () => {}, async () => ({ run: "new" }));
  old.reject(new Error("old"));
  await first;
  assert.deepEqual([model.outcome, model.error], [{ run: "new" }, ""]);
  await runs.begin(async () => {}, async () => Promise.reject(new Error("new")));
  assert.equal(model.error, "new");
});

test("a run that was left is not shown", async () => {
  const model = {};
  const runs = new Runs((changes) => Object.assign(model, changes));
  const asked = promised();
  const begun = runs.begin(async () => {}, () => asked.promise);
  runs.leave();
  asked.resolve({ run: 0 });
  await begun;
  assert.equal(model.outcome, undefined);
});
