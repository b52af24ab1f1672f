// What goes over the wire when the page is opened for the first time, compressed as web servers do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { playground } from "./support.mjs";

const page = playground();
const MOST = 1_000_000;

test("the page is less than a megabyte, compressed", async () => {
  const files = new Map();
  await page.open(async (tab) => {
    tab.on("response", async (response) => files.set(response.url(), await response.body().catch(() => Buffer.alloc(0))));
    await tab.reload();
    await tab.locator("html[data-ready]").waitFor();
    for (const name of ["A fleet", "Two policies"]) {
      await tab.getByRole("tab", { name }).click();
      await tab.locator("[role=tabpanel]:not([hidden]) table.fill").waitFor();
    }
  });
  const sum = (compress) => [...files.values()].reduce((all, bytes) => all + (bytes.length ? compress(bytes).length : 0), 0);
  const gzipped = sum((bytes) => gzipSync(bytes, { level: 9 }));
  console.log(`${files.size} files: ${sum((bytes) => bytes)} bytes, ${gzipped} by gzip, ${sum(brotliCompressSync)} by brotli`);
  assert.ok([...files.keys()].some((url) => url.endsWith(".wasm")), [...files.keys()].join());
  assert.ok(gzipped < MOST, `${gzipped} bytes`);
});
