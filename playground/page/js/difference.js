// Two policies: side by side, and what the one does to a fleet that stood by the other.

import { html, nothing, render } from "../vendor/lit-html.js";
import { files } from "./before.js";
import { flow } from "./flow.js";
import { Merge } from "./merge.js";
import { fillBar, unreadable } from "./simulation.js";
import { fileBefore, fileText, get, watch } from "./store.js";
import { Runs } from "./turns.js";
import { change, counted, grouped, marked, share } from "./words.js";

/** Shows the panel in `container`. `fleets` holds the fleet that both policies are asked about. */
export function difference(container, fleets) {
  const model = { outcome: null, error: "", progress: null };
  const merge = new Merge();
  const draw = () => {
    render(panel(model, fleets, merge), container);
    merge.show(get("before"), get("text"));
  };
  const runs = new Runs((changes) => {
    Object.assign(model, changes);
    draw();
  });
  const update = () => {
    runs.leave();
    if (get("tab") !== "difference") return;
    draw();
    if (!get("checked")?.policy) return;
    runs.begin(fleets.ready, (progress) => fleets.lane.ask("compare", [fileBefore(), fileText()], progress));
  };
  watch(["checked", "tab", "before"], update);
}

function panel(model, fleets, merge) {
  return html`
    ${files()}
    <div class="merge">${merge.element}</div>
    <div class="results">${results(model, fleets)}</div>
  `;
}

function results({ outcome, error, progress }, fleets) {
  const bar = html`<progress max="1" .value=${progress ?? 0} class=${progress === null ? "idle" : ""} aria-label="Deciding"></progress>`;
  if (!get("checked")?.policy) return html`${bar}<p class="notice error">The policy cannot be used as it is: what is wrong is listed below its text.</p>`;
  if (error) return html`${bar}<p class="notice error" role="alert">${error}</p>`;
  if (!outcome) return html`${bar}<p class="soft">Deciding …</p>`;
  return html`${bar}<div class=${progress === null ? "" : "old"}>
    ${headline(outcome, fleets)} ${unreadable(outcome.unreadable)} ${figures(outcome)}
    ${outcome.flows.length ? flow(outcome) : nothing} ${causes(outcome)} ${stamps(outcome)} ${answers(outcome)}
  </div>`;
}

function headline({ moved, devices, cut_off: cutOff }, fleets) {
  const moves = moved === 0 ? "Nobody moves" : `${counted(moved, "device moves", "devices move")} (${share(moved, devices)})`;
  const cut = cutOff ? `, ${counted(cutOff, "device")} cut off` : "";
  return html`<p role="status"><strong>${moves}${cut}</strong> <span class="soft">of ${counted(devices, "device")}, ${fleets.name()}, as they register.</span></p>`;
}

function figures(outcome) {
  const { least, moved, moving_anyway: anyway, held_back: held, new_devices: fresh, change_hub: hub, circles, devices, refused } = outcome;
  const rows = [
    [`least possible for these shares (${least.exact ? "exact" : "estimate"})`, least.devices, moved > 0],
    ["more than that", least.excess, moved > 0],
    ["would move anyway, as the old policy wants them elsewhere too", anyway],
    ["would have left by the old policy, and stay now", held],
    ["on no hub yet: the old policy places them first", fresh],
    ["another hub of the same stamp, which is no move", hub],
    ["sent round a circle by moves of the new policy", circles],
    ...Object.entries(refused).map(([code, count]) => [`refused by the new policy: ${code}`, count]),
  ].filter(([, count, always]) => always || count > 0);
  if (rows.length === 0) return nothing;
  return html`<table class="numbers"><caption class="visually-hidden">Figures</caption>
    <thead class="visually-hidden"><tr><th scope="col">what</th><th scope="col">devices</th><th scope="col">share</th></tr></thead>
    <tbody>${rows.map(([what, count]) => html`<tr><th scope="row">${what}</th><td class="number">${grouped(count)}</td><td class="number">${share(count, devices)}</td></tr>`)}</tbody></table>`;
}

function causes({ causes: all, words, edits, devices }) {
  if (edits.length === 0) return html`<p class="soft">There is no edit between them that a decision could see.</p>`;
  const row = (cause, at) => html`<tr>
    <th scope="row">${marked(words.causes[at].cause)}<br><span class="soft">${words.causes[at].line}</span></th>
    <td><ul class="plain">${cause.flows.map(({ from, to, devices: count }) => html`<li>${from === to ? `${grouped(count)} stay on ${from}, and would have left` : `${grouped(count)} ${from} → ${to}`}</li>`)}</ul></td>
    <td class="number">${grouped(cause.devices)}</td><td class="number">${share(cause.devices, devices)}</td>
  </tr>`;
  return html`
    ${all.length
      ? html`<table class="causes"><caption>Why: which edit sends which devices elsewhere</caption>
          <thead><tr><th scope="col">edit</th><th scope="col">from where to where</th><th scope="col" class="number">devices</th><th scope="col" class="number">share</th></tr></thead>
          <tbody>${all.map(row)}</tbody></table>`
      : html`<p>No edit sends a device of this fleet elsewhere.</p>`}
    ${words.idle.length ? html`<details><summary>${counted(words.idle.length, "edit sends", "edits send")} nobody elsewhere</summary><ul>${words.idle.map((edit) => html`<li>${marked(edit)}</li>`)}</ul></details>` : nothing}
  `;
}

function stamps({ stamps: all }) {
  const most = Math.max(1, ...all.map(({ before, after, capacity }) => Math.max(before, after, capacity ?? 0)));
  const row = ({ stamp, state, before, after, capacity }) => html`<tr>
    <th scope="row">${stamp}${state === "open" ? nothing : html` <span class="tag">${state ?? "is gone"}</span>`}</th>
    <td class="number">${grouped(before)}</td><td class="number">${grouped(after)}</td><td class="number">${change(before, after)}</td>
    <td class="number">${capacity === null ? "" : grouped(capacity)}</td>
    <td class="bar-cell">${fillBar(after, capacity ?? after, most, null, before)}${capacity !== null && after > capacity ? html`<strong>${grouped(after - capacity)} too many</strong>` : nothing}</td>
  </tr>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Stamps, before and after"><table class="fill"><caption>Devices on each stamp. The mark is where it stood before.</caption>
    <thead><tr><th scope="col">stamp</th><th scope="col" class="number">before</th><th scope="col" class="number">after</th><th scope="col" class="number">change</th><th scope="col" class="number">capacity</th><th scope="col">fill</th></tr></thead>
    <tbody>${all.map(row)}</tbody></table></div>`;
}

function answers({ answers: all, words }) {
  if (all.length === 0) return nothing;
  return html`<table class="numbers"><caption>Answered otherwise to devices that stay where they are</caption>
    <thead><tr><th scope="col">part</th><th scope="col">before</th><th scope="col">after</th><th scope="col" class="number">devices</th></tr></thead>
    <tbody>${all.map(({ part, devices }, at) => html`<tr><th scope="row">${part}</th><td><code>${words.answers[at].from ?? "nothing"}</code></td><td><code>${words.answers[at].to ?? "nothing"}</code></td><td class="number">${grouped(devices)}</td></tr>`)}</tbody></table>`;
}
