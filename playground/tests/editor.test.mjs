// The text: what is underlined, what is proposed, how it is laid out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cursorBehind, finding, playground, policyText, typeOver } from "./support.mjs";

const page = playground();

test("the example is open, and nothing is wrong with it", () =>
  page.open(async (tab) => {
    assert.match(await policyText(tab), /^# Contoso builds presses/);
    await tab.getByRole("heading", { name: "Checked: no problems, 2 excepted" }).waitFor();
    await tab.getByText("policy contoso 2026-11-23, sha256 ").waitFor();
  }));

test("what is typed is checked at once, all of it, with its advice and at its place", () =>
  page.open(async (tab) => {
    const text = await policyText(tab);
    const broken = text.replace('state       = "closed"', 'state       = "closd"').replace("capacity = 1_000\n", "capacity = 0\n");
    await typeOver(tab, broken);
    await tab.getByRole("heading", { name: "Checked: 2 errors" }).waitFor();
    await finding(tab, "closd").getByText("closed").waitFor();
    await tab.getByText("cannot be used as it is", { exact: true }).waitFor();
    // The place leads there.
    await finding(tab, "closd").getByRole("button").click();
    const line = await tab.locator("policy-editor .cm-activeLine").first().textContent();
    assert.match(line, /closd/);
    const underlined = await tab.locator("policy-editor .cm-lintRange-error").allTextContents();
    assert.ok(underlined.includes('"closd"'), underlined.join());
  }));

test("places are counted as the editor counts them, also behind characters of two units and in a file with CRLF", () =>
  page.open(async (tab) => {
    const lines = ['language = 1', 'hash = 1', 'policy = "p"', 'seed = "🙂🙂" # 🙂', 'description = "🙂" ', "", "[[stamp]]", 'name = "a"', 'hub = "example-a.azure-devices.net"', 'labels = { "🙂" = "x", "b" = 1 }', "capacity = 5"];
    await tab.setInputFiles("#files input[type=file]", { name: "smile.toml", mimeType: "text/plain", buffer: Buffer.from(lines.join("\r\n")) });
    await tab.locator("#findings li.error").first().waitFor();
    const underlined = await tab.locator("policy-editor .cm-lintRange-error").allTextContents();
    assert.deepEqual([...underlined].sort(), ['"🙂"', "1"].sort());
  }));

test("a warning comes with a device that shows it, which can be looked at", () =>
  page.open(async (tab) => {
    const text = await policyText(tab);
    await typeOver(tab, text.slice(0, text.indexOf("[[exception]]")));
    const found = finding(tab, "guarantee-acts").first();
    await found.getByRole("button", { name: "Look at it" }).click();
    await tab.locator(".verdict").waitFor();
    const body = await tab.getByLabel("The body of a request, as DPS posts it").inputValue();
    assert.ok(JSON.parse(body).deviceRuntimeContext.registrationId);
  }));

test("words, values and stamps are proposed where they can stand", () =>
  page.open(async (tab) => {
    const proposed = async (behind, typed) => {
      await cursorBehind(tab, behind);
      await tab.keyboard.type(typed);
      await tab.keyboard.press("Control+Space");
      const list = tab.locator("policy-editor .cm-tooltip-autocomplete");
      await list.waitFor();
      const labels = await list.locator(".cm-completionLabel").allTextContents();
      await tab.keyboard.press("Escape");
      return labels;
    };
    assert.ok((await proposed('state       = "closed"', "\nwei")).some((label) => label.includes("weight")));
    await tab.keyboard.press("Control+z");
    assert.ok((await proposed('serves      = { geo = ', '"')).some((label) => label.includes("ap")));
    await tab.keyboard.press("Control+z");
    assert.ok((await proposed("stamp = ", '"eu-')).some((label) => label.includes("eu-3")));
  }));

test("a proposal is taken with the keyboard alone", () =>
  page.open(async (tab) => {
    await cursorBehind(tab, "stamp = ");
    for (let count = 0; count < 6; count += 1) await tab.keyboard.press("Shift+ArrowRight");
    await tab.keyboard.press("Delete");
    await tab.keyboard.press("Control+Space");
    await tab.locator("policy-editor .cm-tooltip-autocomplete li", { hasText: "eu-4" }).waitFor();
    await tab.clock.install();
    await tab.keyboard.type("eu-4");
    await tab.locator("policy-editor .cm-tooltip-autocomplete li[aria-selected]", { hasText: "eu-4" }).waitFor();
    // The editor takes no key for what has only just come up.
    await tab.clock.fastForward(1_000);
    await tab.keyboard.press("Enter");
    assert.ok((await policyText(tab)).includes('\nstamp = "eu-4"\n'));
  }));

test("the text is laid out as stamp fmt does it, in a step that can be undone", () =>
  page.open(async (tab) => {
    const text = await policyText(tab);
    await typeOver(tab, text.replace("hash     = 1 ", "hash=1"));
    await tab.getByRole("button", { name: "Format" }).click();
    await tab.getByText("the policy is laid out").waitFor();
    assert.equal(await policyText(tab), text);
    await tab.locator("policy-editor .cm-content").focus();
    await tab.keyboard.press("Control+z");
    assert.match(await policyText(tab), /hash=1/);
  }));

test("a text that is no TOML is not laid out, and says so", () =>
  page.open(async (tab) => {
    await typeOver(tab, "language = \n");
    await tab.getByRole("button", { name: "Format" }).click();
    await tab.getByText("the text is not TOML: what is wrong with it is underlined").waitFor();
    assert.equal(await policyText(tab), "language = \n");
  }));

test("what was opened cannot be undone into nothing", () =>
  page.open(async (tab) => {
    const text = await policyText(tab);
    await tab.locator("policy-editor .cm-content").focus();
    for (let count = 0; count < 3; count += 1) await tab.keyboard.press("Control+z");
    assert.equal(await policyText(tab), text);
  }));

test("what is pasted has the ends of lines of the text", () =>
  page.open(async (tab, context) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await tab.evaluate(() => navigator.clipboard.writeText("# one\r\n# two\r\n"));
    await tab.locator("policy-editor .cm-content").focus();
    await tab.keyboard.press("Control+Home");
    await tab.keyboard.press("Control+v");
    assert.ok((await policyText(tab)).startsWith("# one\n# two\n# Contoso"));
  }));

test("an empty text is a policy that lacks everything, not a page that stops", () =>
  page.open(async (tab) => {
    await typeOver(tab, "");
    await tab.locator("#findings li.error").first().waitFor();
    await typeOver(tab, "# only a comment\n");
    await tab.locator("#findings li.error").first().waitFor();
  }));
