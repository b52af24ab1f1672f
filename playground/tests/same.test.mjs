// Page, tool and component decide alike: a few thousand devices, each asked of all three.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { playground, served, told, workspace } from "./support.mjs";

const page = playground("policies/contoso.toml");
const DEVICES = 3_000;

/** Numbers that look like chance, always the same. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Bodies as DPS posts them, of devices of every kind, some of them no devices at all. */
function bodies(hubs) {
  const roll = dice(42);
  const one = (list) => list[roll(list.length)];
  return Array.from({ length: DEVICES }, (_, number) => {
    const id = one(["press-", "dryer-", "dr-", "fabrikam-", "bench-", "x-"]) + one([number, "01", "02", `${number}-lab`, `${number}-proto-b1`, `burnin.${number}`]);
    const twin = one([undefined, { tags: { geo: one(["eu", "us", "ap", "mars", 5]) } }, { tags: { pilot: one([true, "true"]) } }, { tags: { customer: "fabrikam" } }, { tags: { residency: "eu" } }]);
    const linked = one([hubs, hubs, hubs, hubs.filter(() => roll(3) > 0), [one(hubs)], [...hubs].reverse(), ["other.azure-devices.net"]]);
    const enrollment = { initialTwin: twin, reprovisionPolicy: one([undefined, { updateHubAssignment: one([true, false]) }]), attestation: { type: one(["symmetricKey", "x509", "tpm"]) }, capabilities: { iotEdge: one([true, false]) } };
    const kind = one(["enrollmentGroup", "enrollmentGroup", "individualEnrollment"]);
    const name = kind === "enrollmentGroup" ? { enrollmentGroupId: one(["contoso-eu", "Contoso-US", "contoso-ap", "contoso-lab", "other"]) } : { registrationId: id };
    return JSON.stringify({
      [kind]: { ...name, ...enrollment },
      deviceRuntimeContext: { registrationId: one([id, id, id, id.toUpperCase(), "", "not an id"]), symmetricKey: {}, payload: one([undefined, { country: one(["DE", "us", "JP", "ZZ", 7]), firmware: one(["11.9", "12.0", "13", "x", 13]) }]), ...(roll(2) ? { currentIotHubHostName: one([...hubs, "contoso-us-1.azure-devices.net", "other.azure-devices.net"]) } : {}) },
      linkedHubs: linked,
    });
  });
}

test("page, tool and component give the same decision, answers to the byte of their meaning", () =>
  page.open(async (tab) => {
    const policy = readFileSync(join(workspace, "policies/contoso.toml"), "utf8");
    const hubs = [...policy.matchAll(/^hub +(?:= )"([^"]+)"/gm)].map((match) => match[1]);
    assert.equal(hubs.length, 13);
    const all = bodies(hubs);

    // The page: the worker that its own panels ask.
    const fromPage = await tab.evaluate(
      async ([text, asked]) => {
        const { Lane } = await import(new URL("js/lane.js", document.baseURI).href);
        const lane = new Lane();
        return Promise.all(asked.map((body) => lane.ask("explain", [text, body])));
      },
      [policy, all],
    );

    // The tool.
    const folder = mkdtempSync(join(tmpdir(), "same-"));
    const readable = all.filter((_, at) => fromPage[at].explanation);
    try {
      writeFileSync(join(folder, "bodies.ndjson"), `${readable.join("\n")}\n`);
      const { code, out } = await told("explain", "policies/contoso.toml", join(folder, "bodies.ndjson"), "--format", "json");
      assert.equal(code, 0);
      const fromTool = out.trim().split("\n").map((line) => JSON.parse(line));
      assert.equal(fromTool.length, readable.length);
      const explained = fromPage.filter(({ explanation }) => explanation).map(({ explanation }) => explanation);
      fromTool.forEach(({ line: _, ...explanation }, at) => assert.deepEqual(explained[at], explanation, readable[at]));
    } finally {
      rmSync(folder, { recursive: true });
    }

    // The component, over HTTP.
    const server = await served(["serve", "policies/contoso.toml", "--listen", "127.0.0.1:0"], /try it:.*\n/);
    try {
      const url = /webhook: (\S+)/.exec(server.out)[1];
      const kinds = new Set();
      for (const [at, body] of all.entries()) {
        const response = await fetch(url, { method: "POST", body });
        const answer = { status: response.status, body: await response.json() };
        const { status, text } = fromPage[at].answer;
        assert.deepEqual({ status, body: JSON.parse(text) }, answer, body);
        kinds.add(`${answer.status} ${answer.body.error?.code ?? ""}`);
      }
      assert.ok(kinds.size >= 5, [...kinds].join());
    } finally {
      server.stop();
    }
    assert.ok(readable.length > DEVICES / 3 && readable.length < DEVICES);
  }));
