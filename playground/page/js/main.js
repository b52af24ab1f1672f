// Puts the page together: who shows which part of the state, and who asks which worker.

import "./editor.js";
import { difference } from "./difference.js";
import { device } from "./device.js";
import { checking, findings } from "./findings.js";
import { first, files, head, keeping } from "./files.js";
import { fleet } from "./fleet.js";
import { Lane } from "./lane.js";
import { attempt } from "./notice.js";
import { fileText, set } from "./store.js";
import { tabbed } from "./tabs.js";

const at = (id) => document.getElementById(id);
const editor = document.querySelector("policy-editor");
const typing = new Lane();

editor.complete = (text, line, column) => typing.latest("complete", [text, line, column]);
editor.addEventListener("change", ({ detail }) => set({ text: detail.text }));

files(at("files"), editor, typing);
head(at("policy-head"));
tabbed(at("tabs"));
const devices = device(at("panel-device"), typing);
findings(at("findings"), (place) => editor.reveal(place), devices.show);
const fleets = fleet(at("panel-fleet"), typing, editor);
difference(at("panel-difference"), fleets);

await attempt(() => first(editor));
keeping();
await checking(typing, editor, fileText);
document.documentElement.dataset.ready = "true";
