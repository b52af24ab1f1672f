// One device: a form or the body of a request, and the decision about it.

import { html, live, render } from "../vendor/lit-html.js";
import { decision } from "./decision.js";
import { fileText, get, outline, set, watch } from "./store.js";
import { Turns } from "./turns.js";

const form = {
  registrationId: "press-0042",
  group: "contoso-eu",
  individual: false,
  attestation: "symmetric-key",
  iotEdge: false,
  neverReprovision: false,
  twin: "",
  payload: '{ "country": "DE" }',
  /** Empty for a new device, a stamp's name, or `hub:` and a hub. */
  current: "",
  hub: "",
  /** The stamps whose hubs are not linked. */
  unlinked: new Set(),
};
let way = "form";
let body = "";
let told = { error: "" };

/** Shows the panel in `container`. Gives `show`, which is told the body of a request to look at. */
export function device(container, lane) {
  const turns = new Turns();
  const draw = () => render(panel(update), container);
  const update = async () => {
    const isNewest = turns.next();
    draw();
    if (get("tab") !== "device" || get("text") === null) return;
    const answer = await decided(lane);
    if (!isNewest()) return;
    told = answer;
    draw();
  };
  watch(["checked", "tab"], update);
  const show = (text) => {
    [way, body] = ["body", text];
    set({ tab: "device" });
    update();
    container.scrollIntoView({ block: "nearest" });
  };
  return { show };
}

/** Asks for the decision. What stands in the way is a part of what is shown. */
async function decided(lane) {
  try {
    if (way === "form") {
      const made = await lane.latest("body", [fileText(), asked()]);
      if (made === undefined) return told;
      body = made;
    }
    return (await lane.latest("explain", [fileText(), body])) ?? told;
  } catch (error) {
    return { error: error.message };
  }
}

/** The form as the worker takes it. */
function asked() {
  const { stamps } = outline();
  const hubOf = (name) => stamps.find((stamp) => stamp.name === name)?.hub;
  const linked = stamps.filter((stamp) => !form.unlinked.has(stamp.name)).map((stamp) => stamp.hub);
  return {
    registrationId: form.registrationId,
    enrollmentGroup: form.individual ? null : form.group,
    attestation: form.attestation,
    iotEdge: form.iotEdge,
    neverReprovision: form.neverReprovision,
    twin: form.twin,
    payload: form.payload,
    currentHub: form.current === "hub:" ? form.hub || null : (hubOf(form.current) ?? null),
    linkedHubs: linked.length === stamps.length ? null : linked,
  };
}

function panel(update) {
  const choose = (chosen) => () => {
    way = chosen;
    update();
  };
  const radio = (value, title) => html`<label><input type="radio" name="way" .checked=${live(way === value)} @change=${choose(value)}> ${title}</label>`;
  return html`
    <div class="split">
      <form class="device" aria-label="The device" @submit=${(event) => event.preventDefault()}>
        <div class="bar" role="radiogroup" aria-label="The device is given">${radio("form", "as a form")} ${radio("body", "as a request body")}</div>
        ${way === "form" ? fields(update) : pasted(update)}
      </form>
      <div class="decision">${decision(told, outline(), body)}</div>
    </div>
  `;
}

function pasted(update) {
  const changed = (event) => {
    body = event.target.value;
    update();
  };
  return html`
    <label for="body">The body of a request, as DPS posts it</label>
    <textarea id="body" class="mono" rows="24" spellcheck="false" .value=${live(body)} @input=${changed}></textarea>
  `;
}

function fields(update) {
  const set = (key) => (event) => {
    const { type, value, checked } = event.target;
    form[key] = type === "checkbox" ? checked : value;
    update();
  };
  const check = (key, title) => html`<label class="check"><input type="checkbox" .checked=${live(form[key])} @change=${set(key)}> ${title}</label>`;
  return html`
    <label for="registration-id">Registration ID</label>
    <input id="registration-id" spellcheck="false" autocomplete="off" .value=${live(form.registrationId)} @input=${set("registrationId")}>
    <label for="current">Is now on</label>
    <select id="current" @change=${set("current")}>
      <option value="" .selected=${form.current === ""}>no hub: it is new</option>
      ${outline().stamps.map(({ name }) => html`<option value=${name} .selected=${form.current === name}>stamp ${name}</option>`)}
      <option value="hub:" .selected=${form.current === "hub:"}>another hub</option>
    </select>
    ${form.current === "hub:"
      ? html`<label for="hub">The hub</label><input id="hub" spellcheck="false" placeholder="contoso-old.azure-devices.net" .value=${live(form.hub)} @input=${set("hub")}>`
      : ""}
    ${check("individual", "comes by an enrollment of its own")}
    ${form.individual ? "" : html`<label for="group">Enrollment group</label><input id="group" spellcheck="false" .value=${live(form.group)} @input=${set("group")}>`}
    <label for="attestation">Attests by</label>
    <select id="attestation" @change=${set("attestation")}>
      ${["symmetric-key", "x509", "tpm"].map((kind) => html`<option .selected=${form.attestation === kind}>${kind}</option>`)}
    </select>
    ${check("iotEdge", "is IoT Edge")} ${check("neverReprovision", "never changes its hub (Never reprovision)")}
    <label for="payload">Payload, as JSON</label>
    <textarea id="payload" class="mono" rows="3" spellcheck="false" .value=${live(form.payload)} @input=${set("payload")}></textarea>
    <label for="twin">Initial twin of the enrollment, as JSON</label>
    <textarea id="twin" class="mono" rows="3" spellcheck="false" placeholder='{ "tags": { "geo": "eu" } }' .value=${live(form.twin)} @input=${set("twin")}></textarea>
    ${links(update)}
  `;
}

function links(update) {
  const { stamps } = outline();
  const missing = stamps.filter((stamp) => form.unlinked.has(stamp.name)).length;
  const toggle = (name) => (event) => {
    if (event.target.checked) form.unlinked.delete(name);
    else form.unlinked.add(name);
    update();
  };
  return html`<details>
    <summary>Linked hubs: ${missing ? `${stamps.length - missing} of ${stamps.length}` : "those of all stamps"}</summary>
    ${stamps.map(
      ({ name }) => html`<label class="check"><input type="checkbox" .checked=${live(!form.unlinked.has(name))} @change=${toggle(name)}> ${name}</label>`,
    )}
  </details>`;
}
