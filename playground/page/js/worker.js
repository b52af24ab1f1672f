// Runs the decision beside the page, so that the page never waits for it. The page starts two of them: one for what is
// typed, one for fleets, as a fleet of a million devices takes seconds.
//
// The page asks by `{ id, method, args }` and is answered by `{ id, value }` or `{ id, error }`. A run over a fleet tells its
// progress, and leaves off where a newer run was asked for.

import start, * as wasm from "../wasm/playground.js";

const ready = start({ module_or_path: new URL("../wasm/playground_bg.wasm", import.meta.url) });

/** The fleet that is held, and the run that goes on. */
let fleet = null;
let newest = 0;

const methods = {
  check: (text) => JSON.parse(wasm.check(text)),
  format: (text) => wasm.format(text),
  complete: (text, line, column) => JSON.parse(wasm.complete(text, line, column)),
  withCohortEnd: (text, number, end) => wasm.withCohortEnd(text, number, end),
  body: (text, form) => wasm.body(text, JSON.stringify(form)),
  explain: (text, body) => JSON.parse(wasm.explain(text, body)),
  sketch: (text) => JSON.parse(wasm.sketch(text)),
  describe: (text, sketch) => wasm.describe(text, JSON.stringify(sketch)),
  fleetOfDescription: (description) => hold(wasm.Fleet.ofDescription(description)),
  fleetOfFile: async (file) => hold(wasm.Fleet.ofFile(file.name, await bytesOf(file))),
  simulate: (text, id) => run(() => new wasm.Simulation(text, held()), id),
  compare: (before, text, id) => run(() => new wasm.Difference(before, text, held()), id),
};

function hold(next) {
  fleet?.free();
  fleet = next;
}

function held() {
  if (!fleet) throw new Error("there is no fleet yet");
  return fleet;
}

/** The bytes of a file, without its compression. */
async function bytesOf(file) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const begins = (...bytes) => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) {
    throw new Error("the file is compressed by zstd, which browsers cannot read: decompress it first");
  }
  if (!begins(0x1f, 0x8b)) return new Uint8Array(await file.arrayBuffer());
  const plain = file.stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(plain).arrayBuffer());
  } catch {
    throw new Error("the file is no whole gzip file");
  }
}

/** How long a slice of a run takes, in milliseconds: the page learns of the progress so often. */
const SLICE = 40;

async function run(begin, id) {
  newest = id;
  const going = begin();
  try {
    for (let more = true; more; ) {
      const end = performance.now() + SLICE;
      while (more && performance.now() < end) more = going.advance();
      if (!more) break;
      postMessage({ id, part: going.part / 1000 });
      await nextMessage();
      if (newest !== id) return null;
    }
    return JSON.parse(going.outcome());
  } finally {
    going.free();
  }
}

const channel = new MessageChannel();

/** Lets messages in that came meanwhile. */
function nextMessage() {
  return new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
}

onmessage = async ({ data: { id, method, args } }) => {
  try {
    await ready;
    const isRun = method === "simulate" || method === "compare";
    postMessage({ id, value: await methods[method](...args, ...(isRun ? [id] : [])) });
  } catch (error) {
    // After a trap, such as memory that has run out, the instance cannot be trusted.
    postMessage({ id, error: error.message ?? String(error), broken: error instanceof WebAssembly.RuntimeError });
  }
};
