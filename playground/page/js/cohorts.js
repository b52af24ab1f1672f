// Where a device stands on the scale of each cohort, and the edge that is nearest to it.

import { html, nothing, svg } from "../vendor/lit-html.js";

const WIDTH = 400;

/** The cohorts that the policy asks for; those that this decision did not come to are marked. */
export function cohorts(standings, words) {
  if (standings.length === 0) return nothing;
  const one = (standing, at) => html`
    <li class=${standing.asked ? "" : "unasked"}>
      <div><strong>${standing.cohort}</strong> at ${words[at]}</div>
      ${line(standing)}
      <div class="soft">${standing.asked ? "asked by" : "not asked; stands at"} ${standing.kind} <span class="name">${standing.name}</span>, line ${standing.place.line}</div>
    </li>
  `;
  return html`<li><h3>Cohorts</h3><ul class="cohorts">${standings.map(one)}</ul></li>`;
}

/** The scale from 0 to 100 %, the cohort's part of it, and the device. */
function line({ position, slice: [start, end], in: isIn, edge }) {
  const x = (percent) => (percent / 100) * WIDTH;
  const nearest = edge.end === "upper" ? end : start;
  return html`<svg class="scale" viewBox="-6 0 ${WIDTH + 12} 26" aria-hidden="true" preserveAspectRatio="none">
    ${svg`
      <rect class="all" x="0" y="10" width=${WIDTH} height="6"/>
      <rect class="slice" x=${x(start)} y="8" width=${Math.max(x(end) - x(start), 1)} height="10"/>
      <line class="edge" x1=${x(nearest)} x2=${x(position)} y1="21" y2="21"/>
      <line class="edge" x1=${x(nearest)} x2=${x(nearest)} y1="5" y2="24"/>
      <path class=${isIn ? "device in" : "device"} d="M${x(position)} 13 m-5 -9 h10 l-5 9 z"/>
    `}
  </svg>`;
}
