// What `check` found, as a list below the editor: each leads to its place, and to the device that shows it.

import { html, render } from "../vendor/lit-html.js";
import { get, set, watch } from "./store.js";
import { counted, marked } from "./words.js";

const marks = { error: "✕", warning: "!", note: "i" };

/** Shows the list in `container`. `reveal` is told a place, `tryDevice` the body of a request. */
export function findings(container, reveal, tryDevice) {
  const draw = () => render(list(get("checked"), reveal, tryDevice), container);
  watch(["checked"], draw);
  draw();
}

function list(checked, reveal, tryDevice) {
  if (!checked) return html`<p class="soft">Checking …</p>`;
  const { findings: all, excepted } = checked;
  return html`
    <h2 class="quiet" id="findings-head" aria-live="polite">${summary(all, excepted)}</h2>
    <ol class="findings" aria-labelledby="findings-head">
      ${all.map(
        (finding) => html`
          <li class=${finding.severity}>
            <span class="mark" aria-hidden="true">${marks[finding.severity]}</span>
            <div>
              <button class="link" @click=${() => reveal(finding.from)}>line ${finding.from.line}</button>
              <span class="visually-hidden">${finding.severity}: </span>${marked(finding.message)}
              ${finding.help ? html`<div class="help">${marked(finding.help)}</div>` : ""}
              ${finding.related.map(
                (related) => html`<div class="help">
                  <button class="link" @click=${() => reveal(related.from)}>line ${related.from.line}</button> ${marked(related.message)}
                </div>`,
              )}
              ${finding.example ? example(finding.example, tryDevice) : ""}
              <code class="code">${finding.code}</code>
            </div>
          </li>
        `,
      )}
    </ol>
  `;
}

function example({ request, down, shows }, tryDevice) {
  const isToday = down.length === 0;
  const when = isToday ? "today" : `with ${down.join(" and ")} down`;
  return html`<div class="help">
    A device, decided ${when}: ${marked(shows)}
    ${isToday ? html`<button class="link" @click=${() => tryDevice(request)}>Look at it</button>` : ""}
  </div>`;
}

function summary(all, excepted) {
  const count = (severity) => all.filter((finding) => finding.severity === severity).length;
  const parts = ["error", "warning", "note"].filter((severity) => count(severity) > 0);
  const told = parts.map((severity) => counted(count(severity), severity));
  if (told.length === 0) told.push("no problems");
  if (excepted > 0) told.push(`${excepted} excepted`);
  return `Checked: ${told.join(", ")}`;
}

/** Checks the text whenever it changes, and has the editor underline what was found. */
export function checking(lane, editor, fileText) {
  const check = async () => {
    const text = get("text");
    try {
      const checked = await lane.latest("check", [fileText()]);
      if (!checked || get("text") !== text) return;
      editor.show(checked.findings);
      set({ checked });
    } catch (error) {
      set({ checked: { findings: [failed(error)], excepted: 0, policy: null } });
    }
  };
  watch(["text", "lineEnd"], check);
  return check();
}

/** What is said where the check itself could not be done. */
function failed(error) {
  const place = { line: 1, column: 0 };
  const message = `the policy could not be checked: ${error.message}`;
  return { code: "not-checked", severity: "error", message, help: null, from: place, to: place, related: [], example: null };
}
