// Starts the tool and the browser, and holds every page to what must hold of all: no request to elsewhere, no breach of
// the content security policy, no error that nobody expects.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const workspace = resolve(import.meta.dirname, "../..");
export const stamp = process.env.STAMP ?? join(workspace, "target/debug/stamp");
const browserFile = process.env.CHROMIUM ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Runs the tool as a server and gives what it prints in its first lines, once `mark` is among them. */
export async function served(args, mark) {
  const child = spawn(stamp, args, { cwd: workspace, env: { ...process.env, STAMP_KEYS: "" }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let problems = "";
  child.stderr.on("data", (data) => (problems += data));
  await new Promise((done, failed) => {
    child.stdout.on("data", (data) => {
      out += data;
      if (mark.test(out)) done();
    });
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`stamp ${args.join(" ")} ended with ${code}: ${problems}`)));
  });
  return { child, out, stop: () => child.kill() };
}

/** What the tool prints. */
export async function told(...args) {
  const child = spawn(stamp, args, { cwd: workspace, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  const code = await new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", done);
  });
  return { code, out };
}

/** The page for the tests of a file: one server, one browser; each test has a context, so a storage, of its own. */
export function playground(...args) {
  const held = {};
  before(async () => {
    held.server = await served(["playground", "--listen", "127.0.0.1:0", ...args], /open (\S+)/);
    held.address = /open (\S+)/.exec(held.server.out)[1];
    held.origin = new URL(held.address).origin;
    held.profile = mkdtempSync(join(tmpdir(), "playground-"));
    // A person's own profile has no part in it.
    held.browser = await chromium.launch({ executablePath: browserFile, headless: true, args: FLAGS, env: { ...process.env, HOME: held.profile } });
  });
  after(async () => {
    await held.browser?.close();
    held.server?.stop();
    if (held.profile) rmSync(held.profile, { recursive: true, force: true });
  });

  /** Opens the page, has `use` use it, and holds it to what must hold of every page. */
  held.open = async (use, { path, allowed = [], ready = true, ...options } = {}) => {
    const context = await held.browser.newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const problems = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== held.origin && protocol !== "blob:") problems.push(`a request to ${request.url()}`);
    });
    try {
      await page.goto(path === undefined ? held.address : new URL(path, held.origin).href);
      if (ready) await page.locator("html[data-ready]").waitFor();
      await use(page, context);
      const unexpected = problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
      assert.deepEqual(unexpected, []);
    } finally {
      await context.close();
    }
  };
  return held;
}

/** The text of the policy in the editor. */
export function policyText(page) {
  return page.locator("policy-editor").evaluate((editor) => editor.text);
}

/** Puts a text into the editor as if it were typed over the old one. */
export async function typeOver(page, text) {
  await page.locator("policy-editor").evaluate((editor, next) => editor.change(next), text);
}

/** Puts the cursor behind the first `text` of the policy. */
export async function cursorBehind(page, text) {
  await page.locator("policy-editor").evaluate((editor, wanted) => {
    const at = editor.text.indexOf(wanted) + wanted.length;
    const before = editor.text.slice(0, at).split("\n");
    editor.reveal({ line: before.length, column: before.at(-1).length });
  }, text);
}

export const finding = (page, text) => page.locator(".findings li", { hasText: text });
