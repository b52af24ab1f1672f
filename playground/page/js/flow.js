// The picture of who goes where, with a table beside it. Where everything stands comes from the tool's own picture.

import { html, nothing, svg } from "../vendor/lit-html.js";
import { counted, grouped, share } from "./words.js";

/** The flows that the edit makes. */
export function flow({ picture, flows, devices }) {
  const largest = [...flows].sort((one, other) => other.devices - one.devices);
  const rest = largest.slice(ROWS);
  return html`<h3>Who goes where</h3>
    <div class="flow-and-table">
      <figure>${drawing(picture, largest)}${legend(picture)}</figure>
      <table class="numbers"><caption>The same in numbers, the largest first</caption>
        <thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col" class="number">devices</th><th scope="col" class="number">share</th></tr></thead>
        <tbody>
          ${largest.slice(0, ROWS).map((each) => html`<tr><td>${each.from}</td><td>${each.to}</td><td class="number">${grouped(each.devices)}</td><td class="number">${share(each.devices, devices)}</td></tr>`)}
          ${rest.length ? html`<tr><td colspan="2">${counted(rest.length, "smaller flow")}</td><td class="number">${grouped(sum(rest))}</td><td class="number">${share(sum(rest), devices)}</td></tr>` : nothing}
        </tbody></table>
    </div>`;
}

const ROWS = 25;

function sum(flows) {
  return flows.reduce((all, each) => all + each.devices, 0);
}

function kind({ from, to }, { left, right }) {
  if (right[to].name === "refused") return "lost";
  return left[from].name === "new" ? "new" : "moves";
}

const kinds = { moves: "move from one stamp to another", new: "had no stamp and get one", lost: "are refused" };

/** What is lost has another pattern, not another colour alone. */
function fill(name) {
  return name === "lost" ? "url(#too-many)" : nothing;
}

function drawing(picture, largest) {
  const { width, height, bar, left, right, ribbons } = picture;
  const told = largest.slice(0, 3).map((each) => `${each.from} to ${each.to}, ${counted(each.devices, "device")}`).join("; ");
  const bars = (nodes, x) => nodes.map((node) => svg`<rect class="bar" x=${x} y=${node.barTop} width=${bar} height=${node.barHeight}/>`);
  return html`
    <div class="heads" aria-hidden="true"><span>before</span><span>after</span></div>
    <div class="flow">
      ${names(left, "before")}
      <svg role="img" aria-label="Who goes where. The largest: ${told}. The table has the numbers." viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" .style=${`height:calc(${height}rem / 16)`}>
        ${ribbons.map((ribbon) => svg`<path class=${kind(ribbon, picture)} fill=${fill(kind(ribbon, picture))} d=${ribbon.path}><title>${left[ribbon.from].name} to ${right[ribbon.to].name}: ${counted(ribbon.devices, "device")}</title></path>`)}
        ${bars(left, 0)} ${bars(right, width - bar)}
      </svg>
      ${names(right, "after")}
    </div>`;
}

/** The names of one side, each in the room of its node. */
function names(nodes, title) {
  let end = 0;
  return html`<ol aria-label=${title}>${nodes.map((node) => {
    const style = `margin-top:calc(${node.top - end}rem / 16);height:calc(${node.height}rem / 16)`;
    end = node.top + node.height;
    return html`<li .style=${style}><span>${node.name}</span><span class="soft">${grouped(node.devices)}</span></li>`;
  })}</ol>`;
}

function legend(picture) {
  const count = (name) => sum(picture.ribbons.filter((ribbon) => kind(ribbon, picture) === name));
  const there = Object.keys(kinds).filter((name) => count(name) > 0);
  return html`<ul class="legend">${there.map((name) => html`<li><svg aria-hidden="true" viewBox="0 0 28 14"><path class=${name} fill=${fill(name)} d="M1 1H27V13H1Z"/></svg> ${grouped(count(name))} ${kinds[name]}</li>`)}</ul>`;
}
