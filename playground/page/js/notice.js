// One line for what just happened, read out by screen readers.

const line = document.getElementById("notice");

/** Says something. An error stays until the next is said. */
export function say(text, isError = false) {
  line.textContent = text;
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
