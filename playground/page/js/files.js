// Where policies come from and go to: files, examples, the browser's storage, links.

import { html, nothing, render } from "../vendor/lit-html.js";
import { pack, unpack } from "./link.js";
import { attempt, say } from "./notice.js";
import { keep, kept, previous, putAside } from "./storage.js";
import { fileBefore, fileText, get, set, watch } from "./store.js";
import { digest } from "./words.js";

const examples = ["contoso.toml", "tutorial.toml", "one-hub.toml"];

/** Shows what can be done with files in `container`. */
export function files(container, editor, lane) {
  const act = (action) => () => attempt(action);
  const draw = () => render(buttons(editor, lane, act), container);
  watch(["name", "from"], draw);
  draw();
}

function buttons(editor, lane, act) {
  const before = previous();
  return html`
      <label class="button">Open …<input type="file" accept=".toml,text/plain" class="visually-hidden" @change=${(event) => attempt(() => opened(event.target, editor))}></label>
      <button @click=${act(save)}>Save</button>
      <button @click=${act(() => layOut(editor, lane))} title="As stamp fmt does">Format</button>
      <button @click=${act(share)}>Copy link</button>
      <details class="menu">
        <summary>Examples</summary>
        <div>${examples.map((name) => html`<button @click=${(event) => attempt(() => example(event.target, name, editor))}>${name}</button>`)}</div>
      </details>
      ${before && before.text !== get("text") ? html`<button @click=${act(() => bringBack(editor))}>Bring back ${before.name}</button>` : nothing}
    `;
}

/** Shows which policy it is. */
export function head(container) {
  const draw = () => render(identity(), container);
  watch(["name", "checked", "text", "isKept"], draw);
  draw();
}

function identity() {
  const policy = get("checked")?.policy;
  const told = policy ? `policy ${policy.name}${policy.revision ? ` ${policy.revision}` : ""}, sha256 ${digest(policy.digest)}` : "cannot be used as it is";
  return html`<h2>${get("name")}</h2><span class="soft" title=${policy?.digest ?? ""}>${told}</span>
    ${get("isKept") ? nothing : html`<strong class="error">This browser keeps nothing, or not so much: save it before you close the page.</strong>`}`;
}

/** What there is of the policy, as it is kept. */
function present() {
  return { text: fileText(), name: get("name"), before: fileBefore(), beforeName: get("beforeName"), from: get("from") };
}

/** Takes a text as the policy: that of a file, unless it says what stood before its edits. */
function take(editor, { text, name, before = text, beforeName = `${name}, as it was opened`, from = "" }) {
  if (get("text") !== null) putAside(present());
  // Where all lines end alike they are shown so; where they do not, each `\r` is shown as what it is.
  const lineEnd = text.includes("\r\n") && !/(^|[^\r])\n/.test(text) ? "\r\n" : "\n";
  const plain = text.replaceAll(lineEnd, "\n");
  set({ text: plain, name, lineEnd, before: before.replaceAll(lineEnd, "\n"), beforeName, from });
  editor.text = plain;
}

/** The text of a file that a person chose. */
export async function textOf(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`${file.name} is not UTF-8: a policy is a text in UTF-8`);
  }
}

async function opened(input, editor) {
  const [file] = input.files;
  if (!file) return;
  const text = await textOf(file);
  input.value = "";
  take(editor, { text, name: file.name });
  say(`${file.name} is open`);
}

async function example(button, name, editor) {
  button.closest("details").open = false;
  take(editor, { text: await fetched(`policies/${name}`), name });
  say(`${name} is open`);
}

/** A text beside the page. */
async function fetched(path) {
  const url = new URL(path.split("/").map(encodeURIComponent).join("/"), document.baseURI);
  const here = new URL(".", document.baseURI);
  if (!url.href.startsWith(here.href)) throw new Error(`${path} is not beside this page, so it is not opened`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${path} could not be read: the server answers ${response.status}`);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await response.arrayBuffer());
}

function save() {
  download(get("name"), fileText());
  say(`${get("name")} is saved where this browser puts downloads`);
}

/** Hands a text to the person as a file. */
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

async function layOut(editor, lane) {
  const text = await lane.ask("format", [fileText()]);
  editor.change(text.replaceAll(get("lineEnd"), "\n"));
  say("the policy is laid out");
}

async function share() {
  const edited = get("before") !== get("text") && get("before") !== "";
  const parts = { text: fileText(), name: get("name"), ...(edited ? { before: fileBefore() } : {}) };
  const link = new URL(await pack(parts), `${location.origin}${location.pathname}`).href;
  try {
    await navigator.clipboard.writeText(link);
    say(`the link is copied: it holds the policy itself (${link.length} characters), and no server gets it`);
  } catch {
    say(html`this browser gives no clipboard: copy <a href=${link}>this link</a>, which holds the policy itself`);
  }
}

/** Opens the policy that had edits when another took its place. */
function bringBack(editor) {
  const parts = previous();
  if (!parts) throw new Error("there is nothing to bring back");
  take(editor, parts);
  say(`${parts.name} is back, with its edits`);
}

/** Opens what the address names, what was kept, or an example. */
export async function first(editor) {
  const linked = await unpack(location.hash);
  // What the link held is kept from now on: when the page is opened again, edits are not lost to it.
  if (linked) window.history.replaceState(null, "", `${location.pathname}${location.search}`);
  const from = new URLSearchParams(location.search).get("policy") ?? "";
  const draft = kept();
  if (linked) {
    putAside(draft);
    return take(editor, linked);
  }
  if (!from) return take(editor, draft ?? { text: await fetched(`policies/${examples[0]}`), name: examples[0] });
  const text = await fetched(from);
  // The file has not changed since it was edited here: go on.
  const goesOn = draft?.from === from && draft.before === text;
  if (!goesOn) putAside(draft);
  take(editor, goesOn ? draft : { text, name: from.split("/").pop(), from });
}

/** Keeps the policy as it changes. */
export function keeping() {
  watch(["text", "before", "name"], () => set({ isKept: keep(present()) }));
  // A link that is opened in the page that is there already.
  window.addEventListener("hashchange", () => location.hash.startsWith("#1.") && location.reload());
}
