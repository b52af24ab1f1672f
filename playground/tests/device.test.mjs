// One device: the form, the body, and the decision as the tool explains it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { playground, policyText, told, typeOver, workspace } from "./support.mjs";

const page = playground("policies/contoso.toml");
const verdict = (tab) => tab.locator(".verdict [role=status]");

/** Puts the body of a request into the page. */
async function paste(tab, body) {
  await tab.getByLabel("as a request body").check();
  await tab.getByLabel("The body of a request, as DPS posts it").fill(body);
}

test("the form's device is decided about as it is typed", () =>
  page.open(async (tab) => {
    await verdict(tab).getByText("press-0042 placed on eu-1").waitFor();
    await tab.getByLabel("Registration ID").fill("bench-07");
    await verdict(tab).getByText("bench-07 pinned to eu-9").waitFor();
    await tab.getByLabel("Registration ID").fill("press-0042");
    await tab.getByLabel("Payload, as JSON").fill('{ "country": "US" }');
    await tab.getByLabel("Enrollment group").fill("contoso-us");
    await verdict(tab).getByText(/press-0042 (placed on|moved to) us-/).waitFor();
    await tab.getByLabel("Is now on").selectOption("us-1");
    await verdict(tab).getByText("press-0042 stays on us-1").waitFor();
    await tab.getByLabel("comes by an enrollment of its own").check();
    await tab.getByLabel("Attests by").selectOption("tpm");
    await tab.getByText("What DPS sends").click();
    const sent = JSON.parse(await tab.getByLabel("The request").textContent());
    assert.equal(sent.individualEnrollment.attestation.type, "tpm");
  }));

test("the picture has every part of the explanation", () =>
  page.open(async (tab) => {
    const step = (title) => tab.locator(".steps > li", { has: tab.getByRole("heading", { name: title, exact: true }) });
    await verdict(tab).waitFor();
    await tab.evaluate(() => document.querySelectorAll(".decision details").forEach((details) => (details.open = true)));
    await step("Guarantees").getByText("EU devices stay in the EU").waitFor();
    await step("Described as").getByRole("row", { name: /geo eu by country sent by the device/ }).waitFor();
    await step("Stamps that").getByText("do not serve it").waitFor();
    const place = step("Place");
    await place.getByRole("row", { name: /eu-1 preferred 100,000 66.7 %/ }).waitFor();
    await place.getByRole("row", { name: /eu-2 runner-up/ }).waitFor();
    await place.getByText(/would win from a weight of 67,787 on/).waitFor();
    await step("Moves").getByText("its from does not name eu-1").first().waitFor();
    await step("Cohorts").getByText(/release-4\.2 at 29\.534 %, not in 5 %: enters at 29\.535 %/).waitFor();
    await step("Otherwise").getByText("if eu-1 were down").waitFor();
    const answer = await tab.getByLabel("The answer").textContent();
    assert.match(answer, /^200\n/);
    assert.equal(JSON.parse(answer.slice(4)).iotHubHostName, "contoso-eu-1.azure-devices.net");
  }));

test("a pasted body is explained as the tool explains it", () =>
  page.open(async (tab) => {
    const file = "policies/requests/never-reprovision.json";
    await paste(tab, readFileSync(join(workspace, file), "utf8"));
    const { out } = await told("explain", "policies/contoso.toml", file, "--format", "json");
    const { outcome, device } = JSON.parse(out);
    await verdict(tab).getByText(`${device.registrationId} `).waitFor();
    const answer = await tab.getByLabel("The answer").textContent();
    assert.deepEqual(JSON.parse(answer.slice(4)), outcome.body);
  }));

test("a refusal is shown as DPS gets it, with what DPS does then", () =>
  page.open(async (tab) => {
    await tab.getByLabel("Payload, as JSON").fill('{ "country": "US" }');
    await verdict(tab).getByText(/refused: /).waitFor();
    const answer = await tab.getByLabel("The answer").textContent();
    assert.match(JSON.parse(answer.slice(4)).error.retry, /^DPS /);
  }));

test("what is no request and no JSON gets an error in words", () =>
  page.open(async (tab) => {
    await paste(tab, "{");
    await tab.locator(".verdict.bad").waitFor();
    assert.match(await tab.getByLabel("The answer").textContent(), /^400\n[^]*"malformed-request"/);
    await tab.getByLabel("as a form").check();
    await tab.getByLabel("Payload, as JSON").fill("[1]");
    await tab.getByText("the payload is no object: write { … }").waitFor();
    await tab.getByLabel("Payload, as JSON").fill("{ oops");
    await tab.getByText(/the payload is no JSON: /).waitFor();
    await tab.getByLabel("Payload, as JSON").fill("");
    await tab.getByLabel("Registration ID").fill("not an id");
    await tab.locator(".verdict.bad").waitFor();
  }));

test("the decision follows the policy as it is edited, and waits while it has errors", () =>
  page.open(async (tab) => {
    await verdict(tab).getByText("placed on eu-1").waitFor();
    const text = await policyText(tab);
    await typeOver(tab, text.replace('name        = "eu-1"\n', 'name        = "eu-1"\nstate       = "closed"\n'));
    await verdict(tab).getByText("placed on eu-2").waitFor();
    await typeOver(tab, text.replace('hash     = 1 ', "hash     = 9 "));
    await tab.getByText("the policy has an error").waitFor();
    await typeOver(tab, text);
    await verdict(tab).getByText("placed on eu-1").waitFor();
  }));

test("hubs that are not linked fall away with the reason", () =>
  page.open(async (tab) => {
    await tab.getByText("Linked hubs: those of all stamps").click();
    await tab.locator("form.device details").getByLabel("eu-1", { exact: true }).uncheck();
    await verdict(tab).getByText("placed on eu-2").waitFor();
    await tab.locator(".chip.out", { hasText: "eu-1" }).getByText("not linked").waitFor();
  }));

test("numbers that a browser cannot hold are those of the webhook", () =>
  page.open(async (tab) => {
    const text = await policyText(tab);
    await typeOver(tab, text.replace("[answer.payload]\n", '[answer.payload]\nbig = 9007199254740993\nwhole = 1.0\n"10" = 1\n"2" = 2\n'));
    await tab.getByLabel("The answer").getByText("9007199254740993").waitFor();
    const answer = await tab.getByLabel("The answer").textContent();
    assert.ok(answer.includes('"whole": 1.0') && answer.indexOf('"10"') < answer.indexOf('"2"'), answer);
  }));
