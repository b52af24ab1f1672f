// Where policies come from and go to.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { playground, policyText, typeOver, workspace } from "./support.mjs";

const page = playground("policies/tutorial.toml");
const tutorial = readFileSync(join(workspace, "policies/tutorial.toml"), "utf8");

const open = (tab, name, buffer) => tab.setInputFiles("#files input[type=file]", { name, mimeType: "text/plain", buffer: Buffer.from(buffer) });

async function saved(tab) {
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.getByRole("button", { name: "Save" }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("the policy that the command names is open", () =>
  page.open(async (tab) => {
    assert.equal(await policyText(tab), tutorial);
    await tab.getByRole("heading", { name: "tutorial.toml" }).waitFor();
  }));

test("a file that is opened is saved with the same bytes, whatever its ends of lines", async () => {
  for (const text of ["a = 1\r\nb = 2\r\n", "a = 1\nb = 2", "a = 1\r\nb = 2\nc = 3\r", "\ufeffa = 1\n", ""]) {
    await page.open(async (tab) => {
      await open(tab, "some.toml", text);
      await tab.getByText("some.toml is open").waitFor();
      const { name, bytes } = await saved(tab);
      assert.equal(name, "some.toml");
      assert.deepEqual(bytes, Buffer.from(text), JSON.stringify(text));
    });
  }
});

test("an edit of a file with CRLF keeps its ends of lines, and its digest is the file's", () =>
  page.open(async (tab) => {
    const text = tutorial.replaceAll("\n", "\r\n");
    await open(tab, "crlf.toml", text);
    await tab.getByText("crlf.toml is open").waitFor();
    await typeOver(tab, `${tutorial}# one more\n`);
    assert.deepEqual((await saved(tab)).bytes, Buffer.from(`${text}# one more\r\n`));
    const { createHash } = await import("node:crypto");
    const digest = createHash("sha256").update(`${text}# one more\r\n`).digest("hex");
    await tab.locator(`#policy-head [title="${digest}"]`).waitFor();
  }));

test("a file with CRLF that was not edited is nothing to bring back", () =>
  page.open(async (tab) => {
    await open(tab, "crlf.toml", tutorial.replaceAll("\n", "\r\n"));
    await tab.getByText("crlf.toml is open").waitFor();
    await tab.getByText("Examples").click();
    await tab.getByRole("button", { name: "one-hub.toml", exact: true }).click();
    await tab.getByRole("heading", { name: "one-hub.toml" }).waitFor();
    assert.equal(await tab.getByRole("button", { name: /^Bring back/ }).count(), 0);
  }));

test("a file that is not UTF-8 is refused, and the policy stays", () =>
  page.open(async (tab) => {
    await open(tab, "latin.toml", Buffer.from([0x61, 0xe4, 0x62]));
    await tab.getByText("latin.toml is not UTF-8: a policy is a text in UTF-8").waitFor();
    assert.equal(await policyText(tab), tutorial);
  }));

test("examples are at hand", () =>
  page.open(async (tab) => {
    await tab.getByText("Examples").click();
    await tab.getByRole("button", { name: "one-hub.toml", exact: true }).click();
    await tab.getByRole("heading", { name: "one-hub.toml" }).waitFor();
    assert.equal(await policyText(tab), readFileSync(join(workspace, "policies/one-hub.toml"), "utf8"));
  }));

test("what was typed is there when the page is opened again", () =>
  page.open(
    async (tab) => {
      await typeOver(tab, "# kept\n");
      await tab.locator("#findings li.error").first().waitFor();
      await tab.reload();
      await tab.locator("html[data-ready]").waitFor();
      assert.equal(await policyText(tab), "# kept\n");
    },
    { path: "/" },
  ));

test("a link holds the policy behind its #, and no server gets it", () =>
  page.open(
    async (tab, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const asked = [];
      tab.on("request", (request) => asked.push(request.url()));
      await typeOver(tab, `${await policyText(tab)}# ü🙂\n`);
      const text = await policyText(tab);
      await tab.getByRole("button", { name: "Copy link" }).click();
      await tab.getByText("the link is copied").waitFor();
      const link = await tab.evaluate(() => navigator.clipboard.readText());
      assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/#1\./);
      const other = await context.newPage();
      other.on("request", (request) => asked.push(request.url()));
      await other.goto(link);
      await other.locator("html[data-ready]").waitFor();
      assert.equal(await policyText(other), text);
      const packed = link.split("#1.")[1];
      assert.ok(asked.length > 0 && asked.every((url) => !url.split("#")[0].includes(packed.slice(0, 40))));
      // The policy before the edit travels too.
      await other.getByRole("tab", { name: "Two policies" }).click();
      await other.getByText("the policy before, from the link").waitFor();
    },
    { path: "/" },
  ));

test("an edit after a link was opened is there when the page is opened again", () =>
  page.open(
    async (tab, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await tab.getByRole("button", { name: "Copy link" }).click();
      await tab.getByText("the link is copied").waitFor();
      const link = await tab.evaluate(() => navigator.clipboard.readText());
      const other = await context.newPage();
      await other.goto(link);
      await other.locator("html[data-ready]").waitFor();
      await typeOver(other, "# edited\n");
      await other.locator("#findings li.error").first().waitFor();
      await other.reload();
      await other.locator("html[data-ready]").waitFor();
      assert.equal(await policyText(other), "# edited\n");
    },
    { path: "/" },
  ));

test("an edited file goes on where it was left, and what another took the place of can be brought back", () =>
  page.open(async (tab) => {
    await typeOver(tab, `${tutorial}# mine\n`);
    await tab.getByRole("heading", { name: "Checked: no problems" }).waitFor();
    await tab.reload();
    await tab.locator("html[data-ready]").waitFor();
    assert.equal(await policyText(tab), `${tutorial}# mine\n`);
    await tab.getByText("Examples").click();
    await tab.getByRole("button", { name: "one-hub.toml", exact: true }).click();
    await tab.getByRole("button", { name: "Bring back tutorial.toml" }).click();
    await tab.getByText("tutorial.toml is back, with its edits").waitFor();
    assert.equal(await policyText(tab), `${tutorial}# mine\n`);
    await tab.getByRole("tab", { name: "Two policies" }).click();
    await tab.locator("#panel-difference .merge").getByText("# mine").waitFor();
  }));

test("a damaged link says so, and the page can be used", () =>
  page.open(
    async (tab) => {
      await tab.getByText("the link is damaged: a part of it may be missing. Ask for it again").waitFor();
      await tab.getByText("Examples").click();
    await tab.getByRole("button", { name: "one-hub.toml", exact: true }).click();
      await tab.getByRole("heading", { name: "Checked: no problems" }).waitFor();
    },
    { path: "/#1.AAAA" },
  ));

test("a policy that is not beside the page is not fetched", async () => {
  const said = (path, text) =>
    page.open((tab) => tab.getByText(text).waitFor(), { path, allowed: [/404/] });
  await said("/?policy=//elsewhere.example/x.toml", "is not beside this page, so it is not opened");
  await said("/?policy=../x.toml", "could not be read: the server answers 404");
  await said("/?policy=https://elsewhere.example/x.toml", "could not be read: the server answers 404");
  await said("/?policy=given/none.toml", "given/none.toml could not be read: the server answers 404");
});

test("where the browser keeps nothing, that stands beside the policy, and everything else works", () =>
  page.open(
    async (tab) => {
      await tab.evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
      await typeOver(tab, "# no room\n");
      await tab.getByText("This browser keeps nothing, or not so much").waitFor();
      await tab.locator("#findings li.error").first().waitFor();
      assert.equal(await tab.evaluate(() => localStorage.getItem("stamp.policy.1")), null);
    },
    { path: "/" },
  ));

test("what another tab wrote is not lost to this one", () =>
  page.open(
    async (tab, context) => {
      const other = await context.newPage();
      await other.goto(tab.url());
      await other.locator("html[data-ready]").waitFor();
      await typeOver(tab, "# of the first\n");
      await tab.locator("#findings li.error").first().waitFor();
      await typeOver(other, "# of the second\n");
      await other.locator("#findings li.error").first().waitFor();
      await other.reload();
      await other.locator("html[data-ready]").waitFor();
      assert.equal(await policyText(other), "# of the second\n");
      await other.getByRole("button", { name: /^Bring back/ }).click();
      assert.equal(await policyText(other), "# of the first\n");
    },
    { path: "/" },
  ));

test("a link that would fill the memory is refused", async () => {
  const { deflateRawSync } = await import("node:zlib");
  const bomb = deflateRawSync(JSON.stringify({ text: "x".repeat(40_000_000), name: "x" })).toString("base64url");
  const odd = deflateRawSync(JSON.stringify({ text: "x", name: { _$litType$: 1, strings: ["<b>"] } })).toString("base64url");
  for (const packed of [bomb, odd]) {
    await page.open((tab) => tab.getByText("the link is damaged").waitFor(), { path: `/#1.${packed}` });
  }
});

test("once it is open, the page needs no server", () =>
  page.open(
    async (tab, context) => {
      await context.setOffline(true);
      await typeOver(tab, `${await policyText(tab)}\n[[stamp]]\n`);
      await tab.locator("#findings li.error").first().waitFor();
      await tab.getByRole("tab", { name: "A fleet" }).click();
      await tab.getByText("The policy cannot be used as it is").waitFor();
    },
    { path: "/" },
  ));
