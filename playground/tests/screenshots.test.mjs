// Pictures of every panel, to be looked at by people: light, dark, narrow. They go into the folder that SCREENSHOTS names,
// or nowhere; that each can be made is tested all the same.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { playground, typeOver } from "./support.mjs";

const page = playground("policies/contoso.toml");
const folder = process.env.SCREENSHOTS;

const panels = { device: ".verdict", fleet: "#panel-fleet table.fill", difference: "#panel-difference table.fill" };
const kinds = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 844 } },
  "narrow-dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
};

for (const [kind, options] of Object.entries(kinds)) {
  test(`pictures in ${kind}`, () =>
    page.open(async (tab) => {
      const text = await tab.locator("policy-editor").evaluate((editor) => editor.text);
      const edited = text.replace("percent = 5 }", "percent = 25 }").replace('at      = "no customer\'s device on a test stamp"', 'at      = "nothing"');
      await typeOver(tab, edited);
      await tab.locator("#findings li").first().waitFor();
      for (const [name, done] of Object.entries(panels)) {
        await tab.locator(`#tab-${name}`).click();
        await tab.locator(done).waitFor();
        await tab.locator(`#panel-${name} progress:not(.idle)`).waitFor({ state: "detached" });
        const picture = await tab.screenshot({ fullPage: true, animations: "disabled" });
        assert.equal(picture.subarray(1, 4).toString(), "PNG");
        // The panel whole, however far it goes on below what is shown.
        const whole = await tab.locator(`#panel-${name}`).evaluate((panel) => panel.scrollHeight);
        if (!folder) continue;
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, `${name}-${kind}.png`), picture);
        if (kind === "light" || kind === "dark") {
          await tab.setViewportSize({ width: 1400, height: whole + 200 });
          writeFileSync(join(folder, `${name}-${kind}-whole.png`), await tab.screenshot());
          await tab.setViewportSize({ width: 1400, height: 900 });
        }
      }
    }, options));
}
