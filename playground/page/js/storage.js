// The policy is kept in this browser, so that a closed tab loses nothing; and the one before it, if it had edits, so that
// opening another loses nothing either. Where storage is turned off, nothing is kept, and that is said once.

const KEY = "stamp.policy.1";
const PREVIOUS = "stamp.previous.1";

/** What was kept, if anything was. */
export function kept() {
  return read(KEY);
}

/** The policy with edits that another took the place of. */
export function previous() {
  return read(PREVIOUS);
}

/** Keeps it. Gives whether that could be done. */
export function keep(parts) {
  return write(KEY, parts);
}

/** Keeps what is about to be replaced, if it has edits that no file has. */
export function putAside(parts) {
  if (parts && parts.text !== parts.before) write(PREVIOUS, parts);
}

function read(key) {
  try {
    const parts = JSON.parse(localStorage.getItem(key));
    return ["text", "name", "before", "beforeName"].every((part) => typeof parts[part] === "string") ? parts : null;
  } catch {
    return null;
  }
}

function write(key, parts) {
  try {
    localStorage.setItem(key, JSON.stringify(parts));
    return true;
  } catch {
    return false;
  }
}
