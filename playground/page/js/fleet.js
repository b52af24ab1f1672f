// A fleet: where its devices come from, the cohorts that can be dragged, and what the policy does with it.

import { html, nothing, render } from "../vendor/lit-html.js";
import { download } from "./files.js";
import { Lane } from "./lane.js";
import { simulation } from "./simulation.js";
import { sliders } from "./sliders.js";
import { drawn, sketchOf } from "./sketch.js";
import { fileText, get, outline, watch } from "./store.js";
import { Runs } from "./turns.js";
import { grouped } from "./words.js";

/** Shows the panel in `container`. Gives what the comparison of two policies shares with it: the same fleet. */
export function fleet(container, typing, editor) {
  const model = {
    /** `made` by the sketch, or a `file`. */
    way: "made", sketch: null, file: null, description: "", moved: {},
    held: null, error: "", outcome: null, progress: null, took: 0,
  };
  const lane = new Lane(() => (model.held = null));
  const draw = () => render(panel(model, { changed, chosen, editor, typing }), container);

  /** The fleet is held by the worker when this is done. */
  const ready = async () => {
    if (model.way === "made") {
      model.sketch = await sketchOf(typing, fileText(), model.moved);
      model.description = await typing.ask("describe", [fileText(), model.sketch]);
    }
    const wanted = model.way === "made" ? model.description : model.file;
    if (!wanted) throw new Error("drop a file here, or choose one");
    if (model.held !== wanted) {
      model.held = null;
      const made = model.way === "made";
      await lane.ask(made ? "fleetOfDescription" : "fleetOfFile", [wanted]);
      model.held = wanted;
    }
  };

  /** The name of the fleet, for people. */
  const name = () => (model.way === "made" ? "made from a few numbers" : (model.file?.name ?? "no file yet"));

  const runs = new Runs((changes) => {
    Object.assign(model, changes);
    draw();
  });
  const update = () => {
    runs.leave();
    if (get("tab") !== "fleet") return;
    if (!get("checked")?.policy) return draw();
    runs.begin(ready, (progress) => lane.ask("simulate", [fileText()], progress));
  };

  const changed = (changes = {}) => {
    Object.assign(model, changes);
    draw();
    update();
  };
  const chosen = (file) => {
    if (file) changed({ file, way: "file", held: null });
  };

  watch(["checked", "tab"], update);
  dropping(container, chosen);
  draw();
  return { lane, ready, name };
}

/** What went wrong, where findings come as data too. */
function told(error) {
  try {
    return JSON.parse(error).map(({ message, help }) => (help ? `${message}: ${help}` : message)).join("; ");
  } catch {
    return error;
  }
}

function dropping(container, chosen) {
  container.addEventListener("dragover", (event) => {
    event.preventDefault();
    container.classList.add("dropping");
  });
  container.addEventListener("dragleave", () => container.classList.remove("dropping"));
  container.addEventListener("drop", (event) => {
    event.preventDefault();
    container.classList.remove("dropping");
    chosen(event.dataTransfer.files[0]);
  });
}

function panel(model, actions) {
  const { changed, chosen, editor, typing } = actions;
  const way = (value, title) => html`<label><input type="radio" name="fleet" .checked=${model.way === value} @change=${() => changed({ way: value })}> ${title}</label>`;
  return html`
    <div class="split">
      <div class="controls">
        <div class="bar" role="radiogroup" aria-label="The devices are">${way("made", "made from a few numbers")} ${way("file", "from a file")}</div>
        ${model.way === "file" ? file(model, chosen) : made(model, changed)}
        ${sliders(outline().cohorts, editor, typing)}
      </div>
      <div class="results">${results(model)}</div>
    </div>
  `;
}

function file({ file: held }, chosen) {
  return html`
    <div class="drop">
      <p><label class="button">Choose a file …<input type="file" class="visually-hidden" accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz" @change=${(event) => picked(event.target, chosen)}></label> or drop it here.</p>
      <p class="soft">Registration IDs, CSV, NDJSON or JSON, also gzipped; lists of Azure's tools as they are. It stays on this machine.</p>
      ${held ? html`<p><strong>${held.name}</strong>, ${grouped(held.size)} bytes</p>` : nothing}
    </div>
  `;
}

function picked(input, chosen) {
  const [file] = input.files;
  // The same file can be chosen again when it has changed.
  input.value = "";
  chosen(file);
}

function made(model, changed) {
  if (!model.sketch) return html`<p class="soft">…</p>`;
  return html`
    ${drawn(model.sketch, (part, value) => changed({ moved: { ...model.moved, [part]: value } }), () => changed({ moved: {} }))}
    <details>
      <summary>The same as a file for <code>stamp</code></summary>
      <pre tabindex="0" aria-label="The description of the fleet">${model.description}</pre>
      <button @click=${() => download("sketch.fleet.toml", model.description)}>Save sketch.fleet.toml</button>
    </details>
  `;
}

function results(model) {
  const { error, outcome, progress, took } = model;
  const bar = html`<progress max="1" .value=${progress ?? 0} class=${progress === null ? "idle" : ""} aria-label="Deciding"></progress>`;
  if (error) return html`${bar}<p class="notice error" role="alert">${told(error)}</p>`;
  if (!get("checked")?.policy) return html`${bar}<p class="notice error">The policy cannot be used as it is: what is wrong is listed below its text.</p>${outcome ? simulation(outcome, took, true) : nothing}`;
  return outcome ? html`${bar}${simulation(outcome, took, progress !== null)}` : html`${bar}<p class="soft">Deciding …</p>`;
}
