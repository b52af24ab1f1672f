// A fleet: made, dropped, dragged.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { playground, policyText, told, typeOver, workspace } from "./support.mjs";

const page = playground("policies/contoso.toml");

const show = (tab) => tab.getByRole("tab", { name: "A fleet" }).click();
const headline = (tab) => tab.locator("#panel-fleet .results [role=status]");

/** The devices on each stamp, as the table has them. */
async function onStamps(tab) {
  const rows = await tab.locator("#panel-fleet table.fill tbody tr").all();
  const cells = await Promise.all(rows.map(async (row) => [await row.locator("th").textContent(), await row.locator("td").first().textContent()]));
  return Object.fromEntries(cells.map(([name, devices]) => [name.trim().split(/\s/)[0], Number(devices.replaceAll(",", ""))]));
}

async function choose(tab, name, buffer) {
  await tab.getByLabel("from a file").check();
  await tab.setInputFiles("#panel-fleet .drop input[type=file]", { name, mimeType: "text/plain", buffer: Buffer.from(buffer) });
}

/** What `stamp simulate` says of the same. */
async function simulated(policy, fleet) {
  const { code, out } = await told("simulate", policy, fleet, "--format", "json");
  assert.equal(code, 0, out);
  return JSON.parse(out);
}

test("a made fleet is decided about, and is the tool's to the device", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    await tab.getByText("The same as a file for").click();
    const [download] = await Promise.all([tab.waitForEvent("download"), tab.getByRole("button", { name: "Save sketch.fleet.toml" }).click()]);
    const folder = mkdtempSync(join(tmpdir(), "fleet-"));
    try {
      const file = join(folder, "sketch.fleet.toml");
      writeFileSync(file, readFileSync(await download.path()));
      const { stamps } = await simulated("policies/contoso.toml", file);
      assert.deepEqual(await onStamps(tab), Object.fromEntries(stamps.map(({ stamp, devices }) => [stamp, devices])));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }));

test("sliders change the fleet", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    await tab.getByLabel("Devices, as a number").fill("5000");
    await tab.getByLabel("Devices, as a number").press("Enter");
    await headline(tab).getByText("5,000 devices").waitFor();
    await tab.getByLabel("On a hub already").fill("100");
    await tab.locator("#panel-fleet .results").getByText(/stayed/).waitFor();
    await tab.getByRole("button", { name: "As at first" }).click();
    await headline(tab).getByText("100,000 devices").waitFor();
  }));

test("a share that is moved moves the devices, and stays while the text is edited", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    const before = (await onStamps(tab))["ap-2"];
    await tab.locator("#panel-fleet summary", { hasText: "twin /tags/geo" }).click();
    const share = tab.getByRole("group", { name: "twin /tags/geo" }).getByLabel("ap", { exact: true });
    await share.fill("0");
    await tab.waitForFunction((least) => {
      const row = [...document.querySelectorAll("#panel-fleet table.fill tbody tr")].find((each) => each.querySelector("th").textContent.startsWith("ap-2"));
      return Number(row.querySelector("td").textContent.replaceAll(",", "")) < least;
    }, before);
    await typeOver(tab, `${await policyText(tab)}# edited\n`);
    await tab.getByRole("heading", { name: "Checked: no problems" }).waitFor();
    assert.equal(await share.inputValue(), "0");
  }));

test("a million devices are decided about while the page goes on", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    await tab.getByLabel("Devices, as a number").fill("1000000");
    await tab.getByLabel("Devices, as a number").press("Enter");
    // The page answers meanwhile: the longest that it is held up is a matter of one slice of the worker, not of the run.
    await tab.getByRole("tab", { name: "One device" }).click();
    await tab.locator(".verdict").waitFor();
    await show(tab);
    await headline(tab).getByText("1,000,000 devices").waitFor({ timeout: 120_000 });
  }));

test("files of every kind are read as the tool reads them", async () => {
  const csv = readFileSync(join(workspace, "policies/fleets/presses.csv"));
  const wanted = await simulated("policies/contoso.toml", "policies/fleets/presses.csv");
  const expected = Object.fromEntries(wanted.stamps.map(({ stamp, devices }) => [stamp, devices]));
  await page.open(async (tab) => {
    await show(tab);
    await choose(tab, "presses.csv", csv);
    await headline(tab).getByText("12 devices").waitFor();
    assert.deepEqual(await onStamps(tab), expected);
    await tab.getByText("1 line is no device").waitFor();
    await tab.getByText(/line 4: the registration ID has/).waitFor();
    await choose(tab, "presses.csv.gz", gzipSync(csv));
    await headline(tab).getByText("12 devices").waitFor();
    await choose(tab, "ids.txt", "press-1\npress-2\npress-3\n");
    await headline(tab).getByText("3 devices").waitFor();
    await choose(tab, "x.ndjson", '{"registrationId":"press-1","payload":{"country":"US"},"enrollmentGroupId":"contoso-ap"}\n"press-2"');
    await headline(tab).getByText("2 devices").waitFor();
    await choose(tab, "x.json", '[{"deviceId":"press-1"}\n,{"deviceId":"press-2"}]');
    await headline(tab).getByText("2 devices").waitFor();
  });
});

test("what is no fleet is refused in words", () =>
  page.open(async (tab) => {
    await show(tab);
    const refused = async (name, buffer, text) => {
      await choose(tab, name, buffer);
      await tab.locator("#panel-fleet [role=alert]").getByText(text).waitFor();
    };
    await tab.getByLabel("from a file").check();
    await tab.locator("#panel-fleet [role=alert]").getByText("drop a file here, or choose one").waitFor();
    await refused("empty.csv", "", "the fleet is empty");
    await refused("x.csv", "name,colour\na,red\n", "the header: ");
    await refused("x.json", '[{"deviceId":"a"}', "the list is cut off");
    await refused("x.gz", Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), "the file is no whole gzip file");
    await refused("x.zst", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), "the file is compressed by zstd");
    await tab.getByLabel("made from a few numbers").check();
    await headline(tab).getByText("100,000 devices").waitFor();
  }));

test("a file that is dropped is taken", () =>
  page.open(async (tab) => {
    await show(tab);
    const dropped = await tab.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["press-1\npress-2\n"], "ids.txt"));
      return transfer;
    });
    await tab.dispatchEvent("#panel-fleet", "drop", { dataTransfer: dropped });
    await headline(tab).getByText("2 devices").waitFor();
    await tab.getByText("ids.txt").first().waitFor();
  }));

test("dragging a cohort edits the text, and the bars follow", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    const before = (await onStamps(tab))["eu-9"];
    await tab.getByRole("slider", { name: /^EU canary/ }).fill("60");
    await tab.waitForFunction((least) => {
      const row = [...document.querySelectorAll("#panel-fleet table.fill tbody tr")].find((each) => each.querySelector("th").textContent.startsWith("eu-9"));
      return Number(row.querySelector("td").textContent.replaceAll(",", "")) > least;
    }, before * 1.5);
    assert.match(await policyText(tab), /cohort = \{ name = "release-4\.2", percent = 60 \}/);
    // It is an edit like others: it can be undone.
    await tab.locator("policy-editor .cm-content").focus();
    await tab.keyboard.press("Control+z");
    assert.match(await policyText(tab), /cohort = \{ name = "release-4\.2", percent = 5 \}/);
    await tab.waitForFunction(() => document.querySelector('[aria-label="EU canary: ends at, in percent"]').value === "5");
    await tab.getByLabel("EU canary: ends at, in percent").fill("12.345");
    await tab.getByLabel("EU canary: ends at, in percent").press("Enter");
    await tab.waitForFunction(() => document.querySelector("policy-editor").text.includes("percent = 12.345"));
  }));

test("a number that is being typed is left alone while the fleet is decided about", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    const number = tab.getByLabel("EU canary: ends at, in percent");
    await number.focus();
    await number.press("Control+a");
    await number.pressSequentially("17");
    await tab.getByLabel("On a hub already").evaluate((slider) => {
      slider.value = "40";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await tab.locator("#panel-fleet .results").getByText(/stayed/).waitFor();
    assert.equal(await number.inputValue(), "17");
    await number.press("Enter");
    await tab.waitForFunction(() => document.querySelector("policy-editor").text.includes("percent = 17"));
  }));

test("a slice keeps its beginning, and one that would end there holds nobody", () =>
  page.open(async (tab) => {
    await show(tab);
    const slider = tab.getByRole("slider", { name: /^second tenth of the presses/ });
    await slider.fill("30");
    await tab.waitForFunction(() => document.querySelector("policy-editor").text.includes("percent = [10, 30]"));
    await slider.fill("10");
    await tab.waitForFunction(() => /rinse-trial", percent = 0 /.test(document.querySelector("policy-editor").text));
  }));

test("the bars follow the text as it is edited", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    const text = await policyText(tab);
    await typeOver(tab, text.replace('name        = "eu-1"\n', 'name        = "eu-1"\nstate       = "down"\n'));
    await tab.waitForFunction(() => {
      const row = [...document.querySelectorAll("#panel-fleet table.fill tbody tr")].find((each) => each.querySelector("th").textContent.startsWith("eu-1"));
      return row.querySelector("td").textContent === "0";
    });
  }));

test("the sliders are those of the policy that is open, with what was moved", () =>
  page.open(async (tab) => {
    await show(tab);
    await tab.locator("#panel-fleet summary", { hasText: "payload /country" }).waitFor();
    await tab.getByLabel("Devices, as a number").fill("5000");
    await tab.getByLabel("Devices, as a number").press("Enter");
    await tab.getByText("Examples").click();
    await tab.getByRole("button", { name: "tutorial.toml", exact: true }).click();
    await tab.locator("#panel-fleet summary", { hasText: "payload /country" }).waitFor({ state: "detached" });
    await headline(tab).getByText("5,000 devices").waitFor();
    const on = await onStamps(tab);
    assert.ok(Object.values(on).filter((devices) => devices > 0).length >= 2, JSON.stringify(on));
  }));

test("a fleet that is too large says so, and the number is as before", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("100,000 devices").waitFor();
    await tab.getByLabel("Devices, as a number").fill("20000000");
    await tab.getByLabel("Devices, as a number").press("Enter");
    await tab.getByText("a fleet has 1 to 10,000,000 devices here").waitFor();
    assert.equal(await tab.getByLabel("Devices, as a number").inputValue(), "100000");
  }));
