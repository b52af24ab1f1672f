// The picture of a decision, step by step, as its trace has them.

import { html, nothing } from "../vendor/lit-html.js";
import { cohorts } from "./cohorts.js";
import { counted, grouped, marked } from "./words.js";

/** A decision, or why there is none. */
export function decision(told, outline, body) {
  if (told.error !== undefined) return told.error ? html`${problem(told)}` : nothing;
  const { explanation, words } = told;
  return html`
    ${verdict(explanation, told)}
    <ol class="steps">
      ${guarantees(explanation, words)}
      ${explanation.rounds.map((round, number) => roundSteps(told, outline, round, number))}
      ${explanation.rounds.length > 0 ? cohorts(explanation.cohorts, words.cohorts) : nothing}
      ${otherwise(words.otherwise)}
    </ol>
    ${answer(told.answer, body)}
  `;
}

function problem({ error, answer: answered }) {
  return html`<div class="verdict bad" role="status"><strong>No decision.</strong> ${error}</div>
    ${answered ? answer(answered, "") : nothing}`;
}

const ways = { moved: "moved to", pinned: "pinned to", stayed: "stays on", placed: "placed on", kept: "kept on", forced: "forced on" };

function verdict({ outcome, device, circle }, { line }) {
  const good = outcome.status === 200;
  const what = good ? `${ways[outcome.how]} ${outcome.stamp ?? outcome.hub}` : `refused: ${outcome.code}`;
  return html`
    <div class="verdict ${good ? "good" : "bad"}">
      <p role="status"><strong>${device.registrationId} ${what}</strong></p>
      ${good ? html`<p><code>${outcome.hub}</code></p>` : nothing}
      ${circle ? html`<p>The moves go round a circle: ${circle.join(", ")}, and again ${circle[0]}</p>` : nothing}
      <details><summary>In one line</summary><p>${marked(line)}</p></details>
    </div>
  `;
}

/** The entries of a kind that were passed over, with the words for why. */
function passed({ explanation, words }, kind, round, attribute) {
  const is = (entry) => entry.kind === kind && entry.round === round && (!attribute || entry.attribute === attribute);
  return explanation.passed.map((entry, at) => ({ ...entry, ...words.passed[at] })).filter(is);
}

function passedList(entries) {
  if (entries.length === 0) return nothing;
  return html`<details class="passed"><summary>${counted(entries.length, "passed over", "passed over")}</summary><ul>
    ${entries.map(
      ({ name, why, details }) => html`<li><span class="name">${name}</span>: ${marked(why)}
        ${details.length ? html`<ul>${details.map((detail) => html`<li>${marked(detail)}</li>`)}</ul>` : nothing}</li>`,
    )}
  </ul></details>`;
}

function step(title, content) {
  return html`<li><h3>${title}</h3>${content}</li>`;
}

function guarantees(explanation, words) {
  const not = passed({ explanation, words }, "guarantee", null);
  if (explanation.guarantees.length === 0 && not.length === 0) return nothing;
  const apply = explanation.guarantees.map(
    ({ guarantee, forbids }) =>
      html`<p><strong>${guarantee}</strong> forbids ${forbids.length ? forbids.map((name) => html`<span class="chip out">${name}</span> `) : "no stamp"}</p>`,
  );
  return step("Guarantees", html`${apply}${passedList(not)}`);
}

/** The steps of a round; of one that differs from the round before in nothing, that alone. */
function roundSteps(told, outline, round, number) {
  const { rounds } = told.explanation;
  const before = rounds[number - 1];
  const same = (key) => before && JSON.stringify(before[key]) === JSON.stringify(round[key]);
  const title = `Round ${number + 1}: ${round.here ? `the device on ${round.here}` : "the device on no stamp"}`;
  if (["pins", "pin", "attributes", "tiers"].every(same)) {
    const rest = same("found") && !round.move && !before.move ? html`<p class="soft">Everything is as in round ${number}.</p>` : moves(told, round, number);
    return step(title, html`<p class="soft">Pins, attributes and stamps are as in round ${number}.</p>${found(told, round, number)}${rest}`);
  }
  return html`
    <li class="round"><h3>${title}</h3></li>
    ${pins(told, round, number)} ${attributes(told, round, number)} ${sieve(told, outline, round, number)}
    ${step(round.by === "stay" ? "Stay" : round.by === "pin" ? "Pinned" : "Place", found(told, round, number))}
    ${moveStep(told, round, number)}
  `;
}

function pins(told, round, number) {
  const not = passed(told, "pin", number);
  if (!round.pin && not.length === 0) return nothing;
  const taken = round.pin ? html`<p><strong>${round.pin}</strong> holds</p>` : nothing;
  return step("Pins", html`${taken}${passedList(not)}`);
}

function attributes(told, round, number) {
  if (round.attributes.length === 0) return nothing;
  const row = ({ attribute, value, rule }) => {
    const not = passed(told, "rule", number, attribute);
    return html`<tr>
      <th scope="row">${attribute}</th>
      <td>${value ? html`<span class="chip value">${value}</span>` : html`<span class="soft">no value</span>`}</td>
      <td>${rule ? html`by <span class="name">${rule}</span>` : nothing}
        ${passedList(not)}</td>
    </tr>`;
  };
  return step("Described as", html`<table class="attributes"><caption class="visually-hidden">Each attribute with the rule that gave it</caption>
    <thead class="visually-hidden"><tr><th scope="col">attribute</th><th scope="col">value</th><th scope="col">rule</th></tr></thead>
    <tbody>${round.attributes.map(row)}</tbody></table>`);
}

/** The stamps as they fall away: those of each tier, those that fell out of it, and those that do not serve the device. */
function sieve(told, outline, round, number) {
  const stateOf = (name) => outline.stamps.find((stamp) => stamp.name === name)?.state ?? "open";
  const tiers = round.tiers.map((tier, at) => {
    const out = tier.out.map(({ stamp }, index) => ({ stamp, why: forbidder(told, stamp) ?? told.words.out[number][at][index] }));
    const title = tier.fallback ? html`admitted by <span class="name">${tier.fallback}</span>` : "serve it";
    return html`<div class="tier">
      <h4>${title}</h4>
      <ul class="chips">
        ${tier.stamps.map((name) => chip(name, stateOf(name), round.found === name))}
        ${out.map(({ stamp, why }) => html`<li class="chip out"><s>${stamp}</s> <span class="why">${why}</span></li>`)}
        ${tier.stamps.length + out.length === 0 ? html`<li class="soft">none</li>` : nothing}
      </ul>
    </div>`;
  });
  const met = new Set(round.tiers.flatMap((tier) => [...tier.stamps, ...tier.out.map(({ stamp }) => stamp)]));
  const away = outline.stamps.filter(({ name }) => !met.has(name));
  const not = passed(told, "fallback", number);
  return step("Stamps that", html`${tiers}
    ${away.length
      ? html`<div class="tier"><h4>do not serve it</h4><ul class="chips">${away.map(({ name }) => html`<li class="chip away"><s>${name}</s></li>`)}</ul></div>`
      : nothing}
    ${passedList(not)}`);
}

function forbidder({ explanation }, stamp) {
  const by = explanation.guarantees.filter(({ forbids }) => forbids.includes(stamp)).map(({ guarantee }) => guarantee);
  return by.length ? `forbidden by ${by.join(" and ")}` : null;
}

function chip(name, state, isFound) {
  return html`<li class="chip ${isFound ? "found" : "in"}">${name}${state === "open" ? nothing : html` <span class="why">${state}</span>`}</li>`;
}

function found(told, round, number) {
  const fallback = round.tiers[round.tier]?.fallback;
  switch (round.by) {
    case "pin":
      return html`<p>Pinned to <strong>${round.found}</strong>.</p>`;
    case "stay":
      return html`<p>It stays on <strong>${round.here}</strong>, which ${fallback ? html`<span class="name">${fallback}</span> admits` : "serves it"}.</p>`;
    case "place":
      return html`<p>Placed by weight among the open stamps${fallback ? html` that <span class="name">${fallback}</span> admits` : nothing}.</p>${contest(told, number, null)}`;
    default:
      return html`<p><strong>${round.tiers.length ? "No stamp of these takes it." : "No stamp serves such a device."}</strong></p>`;
  }
}

/** The stamps that contend, each with its share and what it costs: the least is preferred. */
function contest({ explanation, words }, number, move) {
  const at = explanation.contests.findIndex((each) => each.round === number && each.move === move);
  if (at < 0) return nothing;
  const { candidates, preferred, runnerUp } = explanation.contests[at];
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Stamps that contend"><table class="contest">
    <caption class="visually-hidden">Stamps that contend. The least cost is preferred</caption>
    <thead><tr><th scope="col">stamp</th><th scope="col" class="number">weight</th><th scope="col">share of all devices</th><th scope="col" class="number">cost here</th></tr></thead>
    <tbody>
      ${candidates.map(
        ({ stamp, weight, share, cost }, index) => html`
          <tr class=${stamp === preferred ? "preferred" : ""}>
            <th scope="row">${stamp}${stamp === preferred ? html` <span class="tag">preferred</span>` : nothing}${stamp === runnerUp ? html` <span class="tag">runner-up</span>` : nothing}</th>
            <td class="number">${grouped(weight)}</td>
            <td><span class="meter" aria-hidden="true"><span .style=${`width:${share}%`}></span></span> ${share.toFixed(1)} %</td>
            <td class="number">${grouped(Math.floor(cost / Math.max(weight, 1)))}</td>
          </tr>
          ${words.contests[at][index] ? html`<tr class="wins"><td colspan="4">${marked(words.contests[at][index])}</td></tr>` : nothing}
        `,
      )}
    </tbody>
  </table></div>`;
}

function moveStep(told, round, number) {
  const content = moves(told, round, number);
  return content === nothing ? nothing : step("Moves", content);
}

function moves(told, round, number) {
  const not = passed(told, "move", number);
  if (!round.move && not.length === 0) return nothing;
  const taken = round.move;
  return html`
    ${taken ? html`<p><strong>${taken.move}</strong> takes it to <strong>${taken.to}</strong></p>${contest(told, number, taken.move)}` : nothing}
    ${passedList(not)}
  `;
}

function otherwise(list) {
  if (list.length === 0) return nothing;
  return step("Otherwise", html`<ul class="otherwise">${list.map(({ change, then }) => html`<li>${marked(change)}: <strong>${then}</strong></li>`)}</ul>`);
}

function answer({ status, text }, body) {
  return html`
    <h3>What DPS gets</h3>
    <pre class="answer" tabindex="0" aria-label="The answer">${status}\n${text}</pre>
    ${body ? html`<details><summary>What DPS sends</summary><pre tabindex="0" aria-label="The request">${body}</pre></details>` : nothing}
  `;
}
