// The policy is kept in this browser, so that a closed tab loses nothing; and the one before it, if it had edits, so that
// opening another loses nothing either. Where storage is turned off, nothing is kept, and that is said once.

const KEY = "stamp.policy.1";
const PREVIOUS = "stamp.previous.1";

/** What this page has kept, or found when it was opened. Where something else is there now, another tab has written it. */
let mine = null;

/** What was kept, if anything was. */
export function kept() {
  mine = raw(KEY);
  return read(KEY);
}

/** The policy with edits that another took the place of. */
export function previous() {
  return read(PREVIOUS);
}

/** Keeps it. Gives whether that could be done; if not, nothing is kept that would be taken for it. */
export function keep(parts) {
  if (raw(KEY) !== mine) putAside(read(KEY));
  const done = write(KEY, parts);
  if (!done) remove(KEY);
  mine = raw(KEY);
  return done;
}

/** Keeps what is about to be replaced, if it has edits that no file has. */
export function putAside(parts) {
  if (parts && parts.text !== parts.before) write(PREVIOUS, parts);
}

function raw(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There is no storage, so there is nothing in it.
  }
}

function read(key) {
  try {
    const parts = JSON.parse(raw(key));
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
