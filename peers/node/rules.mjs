// The rules: what a device is, and which stamp it belongs on.

import { createHash } from "node:crypto";
import { STAMPS, stampNamed } from "./stamps.mjs";

const COUNTRIES = {
  AT: "eu", DE: "eu", FR: "eu", IT: "eu", CA: "us", MX: "us", US: "us", AU: "ap", JP: "ap", SG: "ap",
};
const GEOS = ["eu", "us", "ap"];
const SUPPORT = { eu: "berlin", us: "austin", ap: "singapore" };
const FAMILIES = { press: "press", dryer: "dryer", dr: "dryer" };
const SHOWROOMS = { "showroom-berlin": "press", "showroom-austin": "dryer" };
const BENCHES = ["bench-01", "bench-02", "bench-07"];
const EU_REGIONS = ["westeurope", "northeurope", "germanywestcentral"];

// A number from 0 to below 1, always the same for a name and a device.
function draw(name, id) {
  return createHash("sha256").update(`contoso-fleet-1 ${name} ${id}`).digest().readUInt32BE(0) / 2 ** 32;
}

const isIn = (cohort, percent, id) => draw(cohort, id) * 100 < percent;

function geoOf({ tags, payload, group, current }) {
  const country = typeof payload.country === "string" ? payload.country.toUpperCase() : "";
  const last = group.slice(group.lastIndexOf("-") + 1);
  return [tags.geo, COUNTRIES[country], last, current?.geo].find((geo) => GEOS.includes(geo)) ?? "eu";
}

function isTest({ group, isIndividual, hasTpm, id }) {
  return (
    group === "contoso-benches" ||
    group === "contoso-lab" ||
    (isIndividual && !hasTpm) ||
    /-proto-..$/.test(id) ||
    id.endsWith("-lab") ||
    id.includes("burnin")
  );
}

function familyOf({ isEdge, id }) {
  return isEdge ? "gateway" : (SHOWROOMS[id] ?? FAMILIES[id.split("-", 1)[0]]);
}

function releaseOf({ payload, tags, id }, geo, lifecycle) {
  const firmware = typeof payload.firmware === "string" ? Number.parseInt(payload.firmware, 10) : NaN;
  if (firmware < 12) return "4.1";
  if (firmware >= 13 || tags.pilot === true) return "4.2";
  return geo === "eu" && lifecycle === "production" && isIn("release-4.2", 5, id) ? "4.2" : "4.1";
}

function trialOf({ id }, family) {
  if (family !== "press") return undefined;
  const position = draw("rinse-trial", id) * 100;
  return position < 10 ? "cool-start" : position < 20 ? "long-rinse" : undefined;
}

export function describe(request) {
  const geo = geoOf(request);
  const lifecycle = isTest(request) ? "test" : "production";
  const family = familyOf(request);
  const release = releaseOf(request, geo, lifecycle);
  return { geo, lifecycle, family, release, trial: trialOf(request, family), support: SUPPORT[geo] };
}

const takesByOrder = (stamp) => stamp.state === "open" || stamp.state === "reserved";

function isLinked({ linked, current, currentHub }, stamp) {
  return linked.has(stamp.hub) || (stamp === current && linked.has(currentHub.toLowerCase()));
}

function isAllowed({ group, tags }, stamp) {
  const residesInEu = group === "contoso-eu" || tags.residency === "eu";
  return (!residesInEu || EU_REGIONS.includes(stamp.region)) && !(tags.customer != null && stamp.name === "test-1");
}

const mayHave = (request, stamp) => isLinked(request, stamp) && isAllowed(request, stamp);

function pinned({ id, tags }) {
  if (BENCHES.includes(id)) return stampNamed("eu-9");
  if (id.startsWith("fabrikam-") || tags.customer === "fabrikam") return stampNamed("fabrikam");
  return undefined;
}

// One of several stamps, each with its weight.
function pick(name, id, weighted) {
  let left = draw(name, id) * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  return weighted.find(([, weight]) => (left -= weight) < 0)?.[0];
}

// The standing moves, first to last.
function moved(stamp, { id }, tiers) {
  const target = (name) => tiers.flat().find((other) => other.name === name && takesByOrder(other));
  if (stamp.name === "eu-1" && isIn("relief-1", 10, id)) {
    const targets = [["eu-2", 3], ["eu-3", 1]].map(([name, weight]) => [target(name), weight]);
    stamp = pick("relieve eu-1", id, targets.filter(([other]) => other)) ?? stamp;
  }
  if (stamp.name === "eu-2" && isIn("eu-3-share", 50, id) && target("eu-3")) {
    stamp = pick("eu-3 gets its share", id, [[stamp, stamp.weight], [target("eu-3"), 50_000]]);
  }
  if (stamp.region === "eastus" || stamp.region === "westus2") stamp = target("ap-2") ?? stamp;
  if (stamp.name === "us-2" && isIn("leave-westus2", 50, id)) {
    const others = (tiers.find((tier) => tier.includes(stamp)) ?? []).filter((other) => other !== stamp);
    stamp = pick("leave westus2", id, others.filter(takesByOrder).map((other) => [other, other.weight])) ?? stamp;
  }
  return stamp;
}

function refusal(request, serving) {
  if (!serving.length) return "not-served";
  if (!serving.some((stamp) => isAllowed(request, stamp))) return "forbidden";
  return serving.some((stamp) => mayHave(request, stamp)) ? "none-open" : "not-linked";
}

function find(request, device) {
  const { current, id } = request;
  const pin = pinned(request);
  if (pin && mayHave(request, pin) && takesByOrder(pin)) return pin;
  // An AP device may be put up in the US.
  const devices = device.geo === "ap" ? [device, { ...device, geo: "us" }] : [device];
  const serving = devices.map((device) => STAMPS.filter((stamp) => stamp.serves(device)));
  const tiers = serving.map((tier) => tier.filter((stamp) => mayHave(request, stamp)));
  if (current && current.state !== "down" && tiers.some((tier) => tier.includes(current))) {
    return moved(current, request, tiers);
  }
  for (const tier of tiers) {
    const open = tier.filter((stamp) => stamp.state === "open");
    if (open.length) return moved(pick("", id, open.map((stamp) => [stamp, stamp.weight])), request, tiers);
  }
  return current && current.state !== "down" && mayHave(request, current) ? current : refusal(request, serving.flat());
}

// The stamp with its hub in the spelling of the linked hubs, or the code of a refusal.
export function place(request, device) {
  const { linked, current, currentHub, mayChangeHub } = request;
  const spelling = linked.get(currentHub.toLowerCase());
  if (spelling && (linked.size === 1 || !mayChangeHub)) return { stamp: current, hub: spelling };
  const found = find(request, device);
  // A stamp whose own hub is not linked was found by a former one, which the device is on.
  return typeof found === "string" ? { code: found } : { stamp: found, hub: linked.get(found.hub) ?? spelling };
}
