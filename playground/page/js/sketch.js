// The sliders of a fleet that is made: how many devices, how many of them are on a hub already, and what they have.

import { html, live } from "../vendor/lit-html.js";
import { grouped } from "./words.js";

/** A fleet on which the policy has something to decide. */
export function sketchOf(lane, text) {
  return lane.ask("sketch", [text]);
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

/** The sliders. `changed` is told another sketch. */
export function drawn(sketch, changed, again) {
  const field = (at) => (values) => changed({ ...sketch, fields: sketch.fields.map((each, index) => (index === at ? { ...each, values } : each)) });
  const number = (event) => {
    const devices = Math.round(Number(event.target.value));
    if (devices >= 1 && devices <= 10 * MOST) changed({ ...sketch, devices });
  };
  return html`
    <div class="slider">
      <label for="devices">Devices</label>
      <input id="devices" type="range" min="0" max=${STEPS} .value=${live(String(stepOf(sketch.devices)))} aria-valuetext=${grouped(sketch.devices)} @input=${(event) => changed({ ...sketch, devices: devicesAt(Number(event.target.value)) })}>
      <input type="number" aria-label="Devices, as a number" min="1" max=${10 * MOST} .value=${String(sketch.devices)} @change=${number}>
    </div>
    <div class="slider">
      <label for="on-hubs">On a hub already</label>
      <input id="on-hubs" type="range" min="0" max="100" .value=${live(String(sketch.onHubs))} aria-valuetext="${sketch.onHubs} %" @input=${(event) => changed({ ...sketch, onHubs: Number(event.target.value) })}>
      <output>${sketch.onHubs} %</output>
    </div>
    ${sketch.fields.map((each, at) => fieldset(each, field(at)))}
    <button @click=${again}>As at first</button>
  `;
}

function fieldset({ field, title, values }, changed) {
  const sum = values.reduce((all, { share }) => all + share, 0);
  const one = ({ value, share }, at) => {
    const id = `share-${field}-${at}`;
    const set = (event) => changed(values.map((each, index) => (index === at ? { ...each, share: Number(event.target.value) } : each)));
    const percent = sum ? `${((share * 100) / sum).toFixed(0)} %` : "0 %";
    return html`<div class="slider">
      <label for=${id}>${value === "" ? html`<span class="soft">nothing</span>` : value}</label>
      <input id=${id} type="range" min="0" max="100" .value=${live(String(Math.min(share, 100)))} aria-valuetext=${percent} @input=${set}>
      <output>${percent}</output>
    </div>`;
  };
  return html`<details class="field"><summary>${title}</summary><div role="group" aria-label=${title}>${values.map(one)}</div></details>`;
}
