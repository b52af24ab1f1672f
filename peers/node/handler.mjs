// The rules of policies/contoso.toml, written by hand as a webhook on Node's own HTTP server: what a user would write who
// had no policy.
//
// It listens on a free port of this machine and says on standard error which. The key is the variable WEBHOOK_KEY. Each
// decision is a line of JSON on standard output.

import { createServer } from "node:http";
import { describe, place } from "./rules.mjs";
import { stampOfHub } from "./stamps.mjs";
import { isKey } from "./key.mjs";

const MAX_BODY = 256 * 1024;

function respond(response, status, content) {
  const body = JSON.stringify(content);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function fail(response, status, code) {
  respond(response, status, { error: { code } });
}

// The whole body, or null if it is too long.
async function read(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

// What the rules ask about, under short names.
function understand(body) {
  const { enrollmentGroup, individualEnrollment, deviceRuntimeContext: context, linkedHubs } = body;
  const enrollment = enrollmentGroup ?? individualEnrollment;
  return {
    id: context.registrationId.toLowerCase(),
    currentHub: context.currentIotHubHostName ?? "",
    current: stampOfHub(context.currentIotHubHostName ?? ""),
    payload: context.payload ?? {},
    group: (enrollment.enrollmentGroupId ?? "").toLowerCase(),
    isIndividual: individualEnrollment !== undefined,
    hasTpm: enrollment.attestation?.type === "tpm",
    isEdge: enrollment.capabilities?.iotEdge === true,
    mayChangeHub: enrollment.reprovisionPolicy?.updateHubAssignment !== false,
    twin: enrollment.initialTwin ?? {},
    tags: enrollment.initialTwin?.tags ?? {},
    linked: new Map(linkedHubs.map((hub) => [hub.toLowerCase(), hub]).reverse()),
  };
}

function answer(request, device, { stamp, hub }) {
  const { tags, properties, ...rest } = request.twin;
  return {
    iotHubHostName: hub,
    // What is undefined is left out.
    initialTwin: {
      ...rest,
      tags: { ...tags, stamp: stamp?.name, geo: device.geo, ...(device.family && { family: device.family }) },
      properties: { ...properties, desired: { ...properties?.desired, ...(device.trial && { trial: device.trial }) } },
    },
    payload: {
      application: stamp?.application,
      region: stamp?.region,
      support: device.support,
      policy: "contoso 2026-11-23",
    },
  };
}

function log(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function allocate(message, response) {
  const bytes = await read(message);
  if (bytes === null) return fail(response, 413, "body-too-large");
  let request;
  try {
    request = understand(JSON.parse(bytes));
  } catch {
    return fail(response, 400, "malformed-request");
  }
  const device = describe(request);
  const placed = place(request, device);
  if (placed.code) {
    const status = placed.code === "none-open" ? 503 : 422;
    log({ event: "decision", status, registrationId: request.id, code: placed.code });
    return fail(response, status, placed.code);
  }
  log({
    event: "decision",
    status: 200,
    registrationId: request.id,
    stamp: placed.stamp?.name,
    hub: placed.hub,
    currentStamp: request.current?.name,
    attributes: device,
  });
  respond(response, 200, answer(request, device, placed));
}

function handle(request, response) {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname !== "/allocate") return fail(response, 404, "not-found");
  if (request.method !== "POST") return fail(response, 405, "wrong-method");
  if (!isKey(url.searchParams.get("code") ?? "")) return fail(response, 401, "key-wrong");
  allocate(request, response).catch(() => response.destroy());
}

const server = createServer(handle).listen(0, "127.0.0.1", () => {
  console.error(`listening on http://127.0.0.1:${server.address().port}`);
});
