// The sliders of a fleet that is made: how many devices, how many of them are on a hub already, and what they have.

import { html, live } from "../vendor/lit-html.js";
import { say } from "./notice.js";
import { grouped } from "./words.js";

/** A fleet on which the policy has something to decide, with what a person moved: `devices`, `onHubs`, or a share by its id. */
export async function sketchOf(lane, text, moved) {
  const sketch = await lane.ask("sketch", [text]);
  const share = (field) => (each) => ({ ...each, share: moved[shareOf(field, each)] ?? each.share });
  const fields = sketch.fields.map((field) => ({ ...field, values: field.values.map(share(field.field)) }));
  return { ...sketch, devices: moved.devices ?? sketch.devices, onHubs: moved.onHubs ?? sketch.onHubs, fields };
}

function shareOf(field, { value }) {
  return `${field} ${value}`;
}

/** A million is what the page is made for; the scale is even by proportion. */
const [LEAST, MOST] = [100, 1_000_000];
const STEPS = 400;

function devicesAt(step) {
  const exact = LEAST * (MOST / LEAST) ** (step / STEPS);
  const unit = 10 ** Math.max(Math.floor(Math.log10(exact)) - 1, 0);
  return Math.min(Math.round(exact / unit) * unit, MOST);
}

function stepOf(devices) {
  return Math.round((Math.log(devices / LEAST) / Math.log(MOST / LEAST)) * STEPS);
}

/** The sliders. `changed` is told which part is another now, and what. */
export function drawn(sketch, changed, again) {
  const number = (event) => {
    const devices = Math.round(Number(event.target.value));
    if (devices >= 1 && devices <= 10 * MOST) return changed("devices", devices);
    event.target.value = sketch.devices;
    say(`a fleet has 1 to ${grouped(10 * MOST)} devices here`, true);
  };
  return html`
    <div class="slider">
      <label for="devices">Devices</label>
      <input id="devices" type="range" min="0" max=${STEPS} .value=${live(String(stepOf(sketch.devices)))} aria-valuetext=${grouped(sketch.devices)} @input=${(event) => changed("devices", devicesAt(Number(event.target.value)))}>
      <input type="number" aria-label="Devices, as a number" min="1" max=${10 * MOST} .value=${String(sketch.devices)} @change=${number}>
    </div>
    <div class="slider">
      <label for="on-hubs">On a hub already</label>
      <input id="on-hubs" type="range" min="0" max="100" .value=${live(String(sketch.onHubs))} aria-valuetext="${sketch.onHubs} %" @input=${(event) => changed("onHubs", Number(event.target.value))}>
      <output>${sketch.onHubs} %</output>
    </div>
    ${sketch.fields.map((each) => fieldset(each, changed))}
    <button @click=${again}>As at first</button>
  `;
}

function fieldset({ field, title, values }, changed) {
  const sum = values.reduce((all, { share }) => all + share, 0);
  const one = ({ value, share }, at) => {
    const id = `share-${field}-${at}`;
    const set = (event) => changed(shareOf(field, { value }), Number(event.target.value));
    const percent = sum ? `${((share * 100) / sum).toFixed(0)} %` : "0 %";
    return html`<div class="slider">
      <label for=${id}>${value === "" ? html`<span class="soft">nothing</span>` : value}</label>
      <input id=${id} type="range" min="0" max="100" .value=${live(String(Math.min(share, 100)))} aria-valuetext=${percent} @input=${set}>
      <output>${percent}</output>
    </div>`;
  };
  return html`<details class="field"><summary>${title}</summary><div role="group" aria-label=${title}>${values.map(one)}</div></details>`;
}
