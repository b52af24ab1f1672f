// Numbers and words as the tool writes them.

import { html } from "../vendor/lit-html.js";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number with its thousands apart. */
export function grouped(number) {
  return whole.format(number);
}

/** A number of things. */
export function counted(number, one, many = `${one}s`) {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** A share as a percentage with one decimal. */
export function share(part, all) {
  const tenths = Math.round((part * 1000) / Math.max(all, 1));
  return `${(tenths / 10).toFixed(1)} %`;
}

/** A difference with its sign. */
export function change(before, after) {
  const sign = after > before ? "+" : after < before ? "−" : "";
  return `${sign}${grouped(Math.abs(after - before))}`;
}

/** The beginning of a digest. */
export function digest(text) {
  return `${text.slice(0, 12)}…`;
}

/** A text of the tool, with what it has in backticks as code. */
export function marked(text) {
  return text.split("`").map((part, at) => (at % 2 ? html`<code>${part}</code>` : part));
}
