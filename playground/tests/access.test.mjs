// For everyone: keyboard, screen reader, light and dark, narrow screens, no layout that jumps.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { playground, typeOver } from "./support.mjs";

const page = playground("policies/contoso.toml");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tabs = ["One device", "A fleet", "Two policies"];

/** What axe finds wrong with the page by the rules of WCAG 2.2, level AA. */
async function violations(tab) {
  await tab.evaluate(axe);
  const { violations: all } = await tab.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return all.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`).join(" | ")}`);
}

async function everything(tab, name) {
  await tab.getByRole("tab", { name }).click();
  const done = { "One device": ".verdict", "A fleet": "#panel-fleet table.fill", "Two policies": "#panel-difference table.fill" };
  await tab.locator(done[name]).waitFor();
  await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
}

for (const colorScheme of ["light", "dark"]) {
  test(`no panel breaks a rule of WCAG in ${colorScheme}`, () =>
    page.open(
      async (tab) => {
        const text = await tab.locator("policy-editor").evaluate((editor) => editor.text);
        await typeOver(tab, text.slice(0, text.indexOf("[[exception]]")).replace("percent = 5 }", "percent = 25 }"));
        await tab.locator("#findings li").first().waitFor();
        for (const name of tabs) {
          await everything(tab, name);
          assert.deepEqual(await violations(tab), [], name);
        }
      },
      { colorScheme },
    ));
}

test("everything is reached by the keyboard, in the order of the page", () =>
  page.open(async (tab) => {
    await tab.locator("body").focus();
    const seen = [];
    for (let count = 0; count < 24; count += 1) {
      await tab.keyboard.press("Tab");
      seen.push(
        await tab.evaluate(() => {
          const { activeElement: one } = document;
          return one.getAttribute("role") === "tab" || one.tagName === "A" || one.tagName === "BUTTON" || one.tagName === "SUMMARY" ? one.textContent.trim() : (one.ariaLabel ?? one.id) || one.tagName.toLowerCase();
        }),
      );
    }
    const order = ["Skip the editor", "Save", "Format", "Copy link", "Examples", "policy-editor", "One device"];
    const found = order.map((name) => seen.indexOf(name));
    assert.ok(found.every((at, index) => at >= 0 && (index === 0 || at > found[index - 1])), `${order}: ${found} of ${seen}`);
  }));

test("the link at the beginning leads past the editor", () =>
  page.open(async (tab) => {
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    assert.equal(await tab.evaluate(() => document.activeElement.id), "panels");
  }));

test("the tabs are walked by arrows", () =>
  page.open(async (tab) => {
    await tab.getByRole("tab", { name: "One device" }).focus();
    await tab.keyboard.press("ArrowRight");
    await tab.getByRole("tabpanel", { name: "A fleet" }).waitFor();
    await tab.keyboard.press("End");
    await tab.getByRole("tabpanel", { name: "Two policies" }).waitFor();
    await tab.keyboard.press("ArrowRight");
    await tab.getByRole("tabpanel", { name: "One device" }).waitFor();
    assert.equal(await tab.evaluate(() => document.activeElement.id), "tab-device");
  }));

test("a cohort is moved by the keyboard", () =>
  page.open(async (tab) => {
    await tab.getByRole("tab", { name: "A fleet" }).click();
    const slider = tab.getByRole("slider", { name: /^EU canary/ });
    await slider.focus();
    await tab.keyboard.press("ArrowRight");
    await tab.waitForFunction(() => document.querySelector("policy-editor").text.includes('"release-4.2", percent = 5.5 }'));
    await tab.waitForFunction(() => document.activeElement.id.startsWith("cohort-"));
  }));

for (const width of [320, 600]) {
  test(`nothing is wider than a screen of ${width} pixels`, () =>
    page.open(
      async (tab) => {
        for (const name of tabs) {
          await everything(tab, name);
          const [wide, have] = await tab.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
          assert.ok(wide <= have, `${name}: ${wide} > ${have}`);
        }
      },
      { viewport: { width, height: 800 } },
    ));
}

test("nothing jumps while the bars follow the text", () =>
  page.open(async (tab) => {
    await everything(tab, "A fleet");
    // The browser's own measure: the sum of all shifts that no one's input explains.
    await tab.evaluate(async () => {
      // What opening everything has moved is behind us two frames later.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts.push(entry.value);
      }).observe({ type: "layout-shift", buffered: false });
    });
    const text = await tab.locator("policy-editor").evaluate((editor) => editor.text);
    for (const percent of [6, 7, 8]) {
      await typeOver(tab, text.replace("percent = 5 }", `percent = ${percent} }`));
      await tab.waitForFunction((end) => document.getElementById("cohort-0").value === String(end), percent);
      await tab.locator("#panel-fleet .results > :not(.old) [role=status]").waitFor();
    }
    const shifts = await tab.evaluate(() => window.shifts);
    assert.ok(shifts.reduce((all, each) => all + each, 0) < 0.02, shifts.join());
  }));
