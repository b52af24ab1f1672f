// The cohorts of the policy as sliders: dragging one edits the text, and everything follows.

import { html, noChange, nothing } from "../vendor/lit-html.js";
import { attempt } from "./notice.js";
import { fileText, get } from "./store.js";

/** The slider that a person holds: nothing but that hand moves it. */
let held = null;

/** The sliders of these cohorts. */
export function sliders(cohorts, editor, lane) {
  if (cohorts.length === 0) return nothing;
  return html`<fieldset class="cohort-sliders"><legend>Cohorts of the policy</legend>${cohorts.map((cohort, at) => slider(cohort, at, editor, lane))}</fieldset>`;
}

function slider({ cohort, kind, attribute, entry, negated, start, end, line }, at, editor, lane) {
  const set = (value) => attempt(() => moved(editor, lane, at, value));
  const drag = (event) => {
    held = at;
    set(event.target.value);
  };
  const id = `cohort-${at}`;
  const range = `${start === "0" ? "" : `${start} to `}${end} %`;
  return html`<div class="cohort-slider">
    <label for=${id}>${entry} <span class="soft">${negated ? "not in " : ""}${cohort}, ${kind}${attribute ? ` of ${attribute}` : ""}, line ${line}</span></label>
    <div class="slider">
      ${start === "0" ? nothing : html`<output aria-label="Begins at">${start}</output>`}
      <input id=${id} type="range" min=${start} max="100" step="0.5" .value=${held === at ? noChange : end} aria-valuetext=${range} ?disabled=${!get("checked")?.policy} @input=${drag} @change=${() => (held = null)}>
      <input type="number" aria-label="${entry}: ends at, in percent" min=${start} max="100" step="any" .value=${end} ?disabled=${!get("checked")?.policy} @change=${(event) => set(event.target.value)}>
    </div>
  </div>`;
}

/** Moves the end of a cohort. While one drags, the last place alone counts. */
async function moved(editor, lane, at, end) {
  const text = await lane.latest("withCohortEnd", [fileText(), at, end]);
  if (text !== undefined) editor.change(text.replaceAll(get("lineEnd"), "\n"), "input.type.drag");
}
