// How long fleets take in the browser: `npm run speed`, with the tool that STAMP names, or that `cargo test` built.
// It is a benchmark, not a test. Every figure is taken several times in one run, in the page's own worker.

import { test } from "node:test";
import { playground } from "./support.mjs";

const page = playground("policies/contoso.toml");
const TIMES = 7;

const fleets = {
  "100,000 made": ["fleetOfDescription", description(100_000)],
  "1,000,000 made": ["fleetOfDescription", description(1_000_000)],
  "100,000 of CSV": ["fleetOfFile", csv(100_000)],
  "1,000,000 of CSV": ["fleetOfFile", csv(1_000_000)],
};

test("speed", () =>
  page.open(async (tab) => {
    const policy = await tab.locator("policy-editor").evaluate((editor) => editor.text);
    const edited = policy.replace("percent = 5 }", "percent = 25 }");
    for (const [name, [method, given]] of Object.entries(fleets)) {
      const times = await tab.evaluate(measured, [method, given, policy, edited, TIMES]);
      for (const [what, all] of Object.entries(times)) {
        const sorted = [...all].sort((one, other) => one - other);
        console.log(`${name.padEnd(18)} ${what.padEnd(10)} median ${ms(sorted[TIMES >> 1])}  least ${ms(sorted[0])}  first ${ms(all[0])}`);
      }
    }
  }));

const ms = (time) => `${String(Math.round(time)).padStart(5)} ms`;

/** Runs in the page. */
async function measured([method, given, policy, edited, times]) {
  const { Lane } = await import(new URL("js/lane.js", document.baseURI).href);
  const lane = new Lane();
  const timed = async (action) => {
    const begun = performance.now();
    await action();
    return performance.now() - begun;
  };
  const file = method === "fleetOfFile" ? new File([given], "devices.csv") : given;
  const all = { opening: [], simulate: [], compare: [] };
  for (let count = 0; count < times; count += 1) all.opening.push(await timed(() => lane.ask(method, [file])));
  for (let count = 0; count < times; count += 1) all.simulate.push(await timed(() => lane.ask("simulate", [policy])));
  for (let count = 0; count < times; count += 1) all.compare.push(await timed(() => lane.ask("compare", [policy, edited])));
  return all;
}

function description(devices) {
  return `seed = "speed"
devices = ${devices}
id = "press-{n:07}"
enrollment-group = { shares = { contoso-eu = 60, contoso-us = 40 } }
payload = { country = { shares = { DE = 4, FR = 3, US = 3, JP = 2 } }, firmware = { shares = { "11.9" = 1, "12.0" = 6, "13.0" = 3 } } }
`;
}

function csv(devices) {
  const countries = ["DE", "FR", "US", "JP", "DE"];
  const firmware = ["12.0", "12.1", "13.0", "11.9", "12.4.1", "13.2", "12.0"];
  const line = (_, at) => `press-${at},contoso-${at % 5 < 3 ? "eu" : "us"},${countries[at % 5]},${firmware[at % 7]}`;
  return ["registrationId,enrollmentGroupId,payload/country,payload/firmware", ...Array.from({ length: devices }, line)].join("\n");
}
