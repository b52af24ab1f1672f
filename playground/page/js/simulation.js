// What a policy does with a fleet: the devices on each stamp against its capacity, and what chance explains.

import { html, nothing, svg } from "../vendor/lit-html.js";
import { counted, grouped, marked, share } from "./words.js";

/** What came of a simulation. `isOld` says that a newer one is on its way. */
export function simulation(outcome, took, isOld) {
  return html`<div class=${isOld ? "old" : ""}>
    ${headline(outcome, took)} ${unreadable(outcome.unreadable)} ${stamps(outcome)} ${happens(outcome)} ${moves(outcome)} ${chance(outcome)}
  </div>`;
}

function headline({ devices, headroom }, took) {
  const room = headroom
    ? headroom.devices === 0
      ? `No room for more devices like these: ${headroom.stamp} is full.`
      : `Room for ${grouped(headroom.devices)} more like these, then ${headroom.stamp} is full.`
    : "";
  return html`<p role="status"><strong>${counted(devices, "device")}</strong>, as they register. ${room}
    <span class="soft">Decided in ${grouped(Math.round(took))} ms.</span></p>`;
}

/** Lines of a file that are no devices. */
export function unreadable({ lines, first }) {
  if (lines === 0) return nothing;
  return html`<details class="notice error" open><summary>${counted(lines, "line")} ${lines === 1 ? "is" : "are"} no device</summary>
    <ul>${first.map(({ line, wrong, help }) => html`<li>line ${line}: ${marked(wrong)}: ${marked(help)}</li>`)}</ul></details>`;
}

function stamps({ stamps: all }) {
  const most = Math.max(1, ...all.map(({ devices, capacity }) => Math.max(devices, capacity)));
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Stamps"><table class="fill">
    <caption>Devices on each stamp. The frame is its capacity, the bracket what chance explains of the devices that the hash dealt to it.</caption>
    <thead><tr><th scope="col">stamp</th><th scope="col" class="number">devices</th><th scope="col" class="number">capacity</th><th scope="col">fill</th><th scope="col" class="number">share</th></tr></thead>
    <tbody>${all.map((stamp) => row(stamp, most))}</tbody>
  </table></div>`;
}

function row({ stamp, state, devices, capacity, dealt }, most) {
  const over = devices > capacity;
  return html`<tr>
    <th scope="row">${stamp}${state === "open" ? nothing : html` <span class="tag">${state}</span>`}</th>
    <td class="number">${grouped(devices)}</td>
    <td class="number">${grouped(capacity)}</td>
    <td class="bar-cell">${fillBar(devices, capacity, most, dealt)}${over ? html`<strong>${grouped(devices - capacity)} too many</strong>` : nothing}</td>
    <td class="number">${share(devices, capacity)}</td>
  </tr>`;
}

/** A bar against the capacity. What is too much has another pattern, not another colour alone. */
export function fillBar(devices, capacity, most, dealt = null, before = null) {
  const x = (count) => `${(count * 100) / most}%`;
  const inside = Math.min(devices, capacity);
  return html`<svg class="fill-bar" aria-hidden="true" width="100%" height="22">
    ${svg`
      <rect class="inside" x="0" y="4" width=${x(inside)} height="14"/>
      ${devices > capacity ? svg`<rect class="beyond" fill="url(#too-many)" x=${x(capacity)} y="4" width=${x(devices - capacity)} height="14"/>` : nothing}
      <rect class="capacity" x="0" y="2" width=${x(capacity)} height="18"/>
      ${dealt ? svg`<rect class="chance" x=${x(dealt.least)} y="0" width=${x(Math.max(dealt.most - dealt.least, most / 400))} height="22"/>` : nothing}
      ${before === null ? nothing : svg`<rect class="before" x=${x(before)} y="1" width="2" height="20"/>`}
    `}
  </svg>`;
}

function happens({ how, refused, fallbacks, circles, devices }) {
  const rows = [
    ...Object.entries(how).map(([word, count]) => [word, count]),
    ...Object.entries(fallbacks).map(([name, count]) => [`on the fallback ${name}`, count]),
    ...Object.entries(refused).map(([code, count]) => [`refused: ${code}`, count, true]),
    ["sent round a circle by moves", circles, true],
  ].filter(([, count]) => count > 0);
  return html`<table class="numbers"><caption>What happens</caption>
    <thead class="visually-hidden"><tr><th scope="col">what</th><th scope="col">devices</th><th scope="col">share</th></tr></thead>
    <tbody>${rows.map(([what, count, bad]) => html`<tr class=${bad ? "bad" : ""}><th scope="row">${what}</th><td class="number">${grouped(count)}</td><td class="number">${share(count, devices)}</td></tr>`)}</tbody>
  </table>`;
}

function moves({ flows, moving, devices, change_hub: changeHub }) {
  if (flows.every(({ from }) => from === "new")) return nothing;
  const moved = flows.filter((flow) => flow.move).sort((one, other) => other.devices - one.devices);
  return html`<table class="numbers"><caption>${moving === 0 ? "Nobody moves" : `${counted(moving, "device moves", "devices move")} (${share(moving, devices)})`}</caption>
    <thead class="visually-hidden"><tr><th scope="col">from and to</th><th scope="col">devices</th></tr></thead>
    <tbody>${moved.map(({ from, to, devices: count }) => html`<tr><th scope="row">${from} → ${to}</th><td class="number">${grouped(count)}</td></tr>`)}
    ${changeHub ? html`<tr><th scope="row">on a former hub of their stamp: they get its own</th><td class="number">${grouped(changeHub)}</td></tr>` : nothing}</tbody>
  </table>`;
}

function chance({ stamps: all }) {
  const dealt = all.filter((stamp) => stamp.dealt);
  if (dealt.length === 0) return nothing;
  return html`<details><summary>What the hash dealt, and what chance explains</summary>
    <table class="numbers"><caption>Dealt by weight among several stamps, before any move</caption>
      <thead><tr><th scope="col">stamp</th><th scope="col" class="number">dealt</th><th scope="col" class="number">of</th><th scope="col" class="number">expected</th><th scope="col" class="number">by chance</th></tr></thead>
      <tbody>${dealt.map(
        ({ stamp, dealt: { devices, among, expected, least, most } }) =>
          html`<tr class=${devices < least || devices > most ? "bad" : ""}><th scope="row">${stamp}</th><td class="number">${grouped(devices)}</td><td class="number">${grouped(among)}</td><td class="number">${grouped(expected)}</td><td class="number">${grouped(least)} to ${grouped(most)}</td></tr>`,
      )}</tbody></table></details>`;
}
