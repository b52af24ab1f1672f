// Two policies: the same figures as `stamp diff`.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { playground, policyText, told, typeOver, workspace } from "./support.mjs";

const page = playground("policies/contoso.toml");
const contoso = readFileSync(join(workspace, "policies/contoso.toml"), "utf8");
const grouped = (number) => number.toLocaleString("en");

const show = (tab) => tab.getByRole("tab", { name: "Two policies" }).click();
const headline = (tab) => tab.locator("#panel-difference .results [role=status]");

/** What `stamp diff` says of the page's own fleet. */
async function compared(tab, before, after) {
  await tab.getByRole("tab", { name: "A fleet" }).click();
  await tab.getByText("The same as a file for").click();
  const description = await tab.getByLabel("The description of the fleet").textContent();
  const folder = mkdtempSync(join(tmpdir(), "difference-"));
  try {
    const files = { "old.toml": before, "new.toml": after, "x.fleet.toml": description };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { code, out } = await told("diff", ...Object.keys(files).map((name) => join(folder, name)), "--format", "json");
    assert.equal(code, 0, out);
    return JSON.parse(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("without an edit nobody moves", () =>
  page.open(async (tab) => {
    await show(tab);
    await headline(tab).getByText("Nobody moves").waitFor();
    await tab.getByText("There is no edit between them that a decision could see.").waitFor();
  }));

test("the figures, the flows, the causes and the stamps are those of stamp diff", () =>
  page.open(async (tab) => {
    const after = contoso.replace("percent = 5 }", "percent = 25 }").replace('state       = "reserved"\nserves      = { geo = "eu", lifecycle = "production"', 'state       = "open"\nserves      = { geo = "eu", lifecycle = "production"');
    await typeOver(tab, after);
    await show(tab);
    await headline(tab).getByText(/devices move/).waitFor();
    const panel = tab.locator("#panel-difference");
    const moved = await headline(tab).textContent();
    const flows = await panel.locator(".flow-and-table tbody tr").allTextContents();
    const causes = await panel.locator("table.causes tbody tr").allTextContents();
    const figures = await panel.locator(".results").textContent();
    const stamps = await panel.locator("table.fill tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].slice(0, 4).map((cell) => cell.textContent.trim())));
    const wanted = await compared(tab, contoso, after);
    assert.ok(moved.startsWith(`${grouped(wanted.moved)} devices move`), moved);
    assert.ok(wanted.moved > 0 && wanted.flows.length > 1 && wanted.causes.length > 0);
    assert.equal(flows.length, wanted.flows.length);
    for (const { from, to, devices } of wanted.flows) {
      assert.ok(flows.some((row) => row.startsWith(`${from}${to}${grouped(devices)}`)), `${from} ${to} ${devices}: ${flows.join("|")}`);
    }
    assert.equal(causes.length, wanted.causes.length);
    wanted.causes.forEach(({ devices, edits }, at) => {
      assert.ok(causes[at].includes(edits[0].words.replaceAll("`", "")) && causes[at].includes(grouped(devices)), causes[at]);
    });
    assert.ok(figures.includes(`least possible for these shares (${wanted.least.exact ? "exact" : "estimate"})`));
    assert.ok(figures.includes(grouped(wanted.least.devices)));
    assert.equal(stamps.length, wanted.stamps.length);
    wanted.stamps.forEach(({ stamp, before, after: then }, at) => {
      assert.equal(stamps[at][0].split(/\s/)[0], stamp);
      assert.deepEqual(stamps[at].slice(1, 3), [grouped(before), grouped(then)], stamp);
    });
  }));

test("both texts stand side by side, with what differs marked", () =>
  page.open(async (tab) => {
    await typeOver(tab, contoso.replace("percent = 5 }", "percent = 25 }"));
    await show(tab);
    const merge = tab.locator("#panel-difference .merge");
    await merge.getByLabel("Before").getByText("percent = 5 }").waitFor();
    await merge.getByLabel("After").getByText("percent = 25 }").waitFor();
    assert.ok((await merge.locator(".cm-changedLine").count()) >= 2);
  }));

test("the text as it is can be taken as the one before, or a file", () =>
  page.open(async (tab) => {
    await typeOver(tab, contoso.replace("percent = 5 }", "percent = 25 }"));
    await show(tab);
    await headline(tab).getByText(/devices move/).waitFor();
    await tab.getByRole("button", { name: "Take the text as it is" }).click();
    await headline(tab).getByText("Nobody moves").waitFor();
    await tab.setInputFiles("#panel-difference input[type=file]", { name: "older.toml", mimeType: "text/plain", buffer: Buffer.from(contoso) });
    await headline(tab).getByText(/devices move/).waitFor();
    await tab.getByText("older.toml", { exact: true }).waitFor();
  }));

test("a policy before that cannot be used is named", () =>
  page.open(async (tab) => {
    await show(tab);
    await tab.setInputFiles("#panel-difference input[type=file]", { name: "bad.toml", mimeType: "text/plain", buffer: Buffer.from("language = 1\n") });
    await tab.locator("#panel-difference [role=alert]").getByText(/before: the policy has \d+ errors/).waitFor();
  }));

test("what nobody would be taken by is told too", () =>
  page.open(async (tab) => {
    await typeOver(tab, contoso.replace('seed     = "contoso-fleet-1"', 'seed     = "contoso-fleet-2"'));
    await show(tab);
    await headline(tab).getByText(/devices? moves?/).waitFor();
    await typeOver(tab, `${await policyText(tab)}`.replace('seed     = "contoso-fleet-2"', 'seed     = "contoso-fleet-1"').replace("percent = [10, 20]", "percent = [10, 21]"));
    await headline(tab).getByText("Nobody moves").waitFor();
    await tab.getByText("1 edit sends nobody elsewhere").waitFor();
  }));
