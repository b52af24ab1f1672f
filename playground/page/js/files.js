// Where policies come from and go to: files, examples, the browser's storage, links.

import { html, render } from "../vendor/lit-html.js";
import { pack, unpack } from "./link.js";
import { attempt, say } from "./notice.js";
import { keep, kept } from "./storage.js";
import { fileText, get, set, watch } from "./store.js";

const examples = ["contoso.toml", "tutorial.toml", "one-hub.toml"];

/** Shows what can be done with files in `container`. */
export function files(container, editor, lane) {
  const act = (action) => () => attempt(action);
  render(
    html`
      <label class="button">Open …<input type="file" accept=".toml,text/plain" class="visually-hidden" @change=${(event) => attempt(() => opened(event.target, editor))}></label>
      <button @click=${act(save)}>Save</button>
      <button @click=${act(() => layOut(editor, lane))} title="As stamp fmt does">Format</button>
      <button @click=${act(share)}>Copy link</button>
      <select aria-label="Open an example" @change=${(event) => attempt(() => example(event.target, editor))}>
        <option value="">Examples …</option>
        ${examples.map((name) => html`<option>${name}</option>`)}
      </select>
    `,
    container,
  );
}

/** Shows which policy it is. */
export function head(container) {
  const draw = () => render(identity(), container);
  watch(["name", "checked", "text"], draw);
  draw();
}

function identity() {
  const policy = get("checked")?.policy;
  const told = policy ? `policy ${policy.name}${policy.revision ? ` ${policy.revision}` : ""}, sha256 ${policy.digest.slice(0, 12)}…` : "cannot be used as it is";
  return html`<h2>${get("name")}</h2><span class="soft" title=${policy?.digest ?? ""}>${told}</span>`;
}

/** Takes the text of a file as the policy. */
function take(editor, name, text) {
  // Where all lines end alike they are shown so; where they do not, each `\r` is shown as what it is.
  const lineEnd = text.includes("\r\n") && !/(^|[^\r])\n/.test(text) ? "\r\n" : "\n";
  const plain = text.replaceAll(lineEnd, "\n");
  set({ text: plain, name, lineEnd, before: plain, beforeName: `${name}, as it was opened` });
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
  take(editor, file.name, text);
  say(`${file.name} is open`);
}

async function example(select, editor) {
  const name = select.value;
  select.value = "";
  if (!name) return;
  take(editor, name, await fetched(`policies/${name}`));
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
  const parts = { text: fileText(), name: get("name"), ...(edited ? { before: get("before") } : {}) };
  const link = new URL(await pack(parts), document.baseURI.split("#")[0]).href;
  window.history.replaceState(null, "", link);
  try {
    await navigator.clipboard.writeText(link);
    say(`the link is copied: it holds the policy itself (${link.length} characters), and no server gets it`);
  } catch {
    say("the link stands in the address line: copy it from there");
  }
}

/** Opens what the address names, what was kept, or an example. */
export async function first(editor) {
  const linked = await unpack(location.hash);
  const named = new URLSearchParams(location.search).get("policy");
  if (linked) {
    take(editor, linked.name ?? "policy.toml", linked.text);
    if (typeof linked.before === "string") set({ before: linked.before, beforeName: "the policy before, from the link" });
    return;
  }
  if (named) return take(editor, named.split("/").pop(), await fetched(named));
  const parts = kept();
  if (!parts) return take(editor, "contoso.toml", await fetched("policies/contoso.toml"));
  take(editor, parts.name, parts.text);
  if (typeof parts.before === "string") set({ before: parts.before, beforeName: parts.beforeName });
}

/** Keeps the policy as it changes. */
export function keeping() {
  let told = false;
  watch(["text", "before"], () => {
    const done = keep({ text: fileText(), name: get("name"), before: get("before"), beforeName: get("beforeName") });
    if (!done && !told) {
      told = true;
      say("this browser keeps nothing, or not so much: save the policy before you close the page", true);
    }
  });
  // A link that is opened in the page that is there already.
  window.addEventListener("hashchange", () => location.hash.startsWith("#1.") && location.reload());
}
