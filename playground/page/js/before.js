// Which policy stands before the edit.

import { html } from "../vendor/lit-html.js";
import { textOf } from "./files.js";
import { attempt, say } from "./notice.js";
import { get, set } from "./store.js";

/** What the text is compared with, and how to choose another. */
export function files() {
  const opened = async (input) => {
    const [file] = input.files;
    if (!file) return;
    const text = await textOf(file);
    input.value = "";
    set({ before: text.replaceAll("\r\n", "\n"), beforeName: file.name });
    say(`compared with ${file.name}`);
  };
  const present = () => {
    set({ before: get("text"), beforeName: "the text as it was when you said so" });
    say("compared with the text as it is now");
  };
  return html`<div class="bar">
    <span>Before: <strong>${get("beforeName") || "nothing yet"}</strong>. After: the text beside.</span>
    <button @click=${present}>Take the text as it is</button>
    <label class="button">Open the one before …<input type="file" accept=".toml,text/plain" class="visually-hidden" @change=${(event) => attempt(() => opened(event.target))}></label>
  </div>`;
}
