// The policy is kept in this browser, so that a closed tab loses nothing. Where storage is turned off, nothing is kept, and
// that is said once.

const KEY = "stamp.policy.1";

/** What was kept, if anything was. */
export function kept() {
  try {
    const parts = JSON.parse(localStorage.getItem(KEY));
    return typeof parts?.text === "string" ? parts : null;
  } catch {
    return null;
  }
}

/** Keeps it. Gives whether that could be done. */
export function keep(parts) {
  try {
    localStorage.setItem(KEY, JSON.stringify(parts));
    return true;
  } catch {
    return false;
  }
}
