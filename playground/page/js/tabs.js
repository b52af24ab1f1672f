// Tabs, as screen readers and keyboards expect them (WAI-ARIA Authoring Practices, "Tabs").

import { html, render } from "../vendor/lit-html.js";
import { get, set, watch } from "./store.js";

const tabs = [
  ["device", "One device"],
  ["fleet", "A fleet"],
  ["difference", "Two policies"],
];

/** Shows the tabs in `container`, and the panel of the chosen one. */
export function tabbed(container) {
  const draw = () => {
    render(tabs.map(([name, title]) => tab(name, title)), container);
    for (const [name] of tabs) document.getElementById(`panel-${name}`).hidden = get("tab") !== name;
  };
  watch(["tab"], draw);
  draw();
}

function tab(name, title) {
  const chosen = get("tab") === name;
  return html`<button role="tab" id="tab-${name}" aria-controls="panel-${name}" aria-selected=${chosen}
    tabindex=${chosen ? 0 : -1} @click=${() => set({ tab: name })} @keydown=${(event) => key(event, name)}>${title}</button>`;
}

function key(event, name) {
  const at = tabs.findIndex(([each]) => each === name);
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const [next] = tabs[steps[event.key] % tabs.length];
  set({ tab: next });
  document.getElementById(`tab-${next}`).focus();
}
