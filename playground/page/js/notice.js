// One line for what just happened, read out by screen readers.

import { render } from "../vendor/lit-html.js";

const line = document.getElementById("notice");

/** Says a text, or what is drawn of a template. An error stays until the next is said. */
export function say(text, isError = false) {
  render(text, line);
  line.classList.toggle("error", isError);
}

/** Does something that a person asked for; what goes wrong is said. */
export async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(error.message, true);
  }
}
