// What the page knows, in one place. Whoever shows a part of it is told when it changes.

const state = {
  /** The text of the policy, and what it is called. */
  text: null,
  name: "policy.toml",
  /** How lines end in the file that was opened: the editor itself knows `\n` alone. */
  lineEnd: "\n",
  /** The policy to compare with. */
  before: "",
  beforeName: "",
  /** Whether the browser keeps it. */
  isKept: true,
  /** What the address named, if the policy comes from there. */
  from: "",
  /** What `check` says of the text. */
  checked: null,
  tab: "device",
};

const listeners = new Map();

/** The value of a part. */
export function get(key) {
  return state[key];
}

/** Changes parts, then tells those who watch them. */
export function set(changes) {
  const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
  Object.assign(state, changes);
  const told = new Set(changed.flatMap((key) => [...(listeners.get(key) ?? [])]));
  for (const listener of told) listener();
}

/** Has `listener` called when one of the parts changes. */
export function watch(keys, listener) {
  for (const key of keys) {
    if (!listeners.has(key)) listeners.set(key, new Set());
    listeners.get(key).add(listener);
  }
}

/** The policy as its file would be, with its own ends of lines. */
export function fileText() {
  return (state.text ?? "").replaceAll("\n", state.lineEnd);
}

/** The policy before, as its file would be. */
export function fileBefore() {
  return state.before.replaceAll("\n", state.lineEnd);
}

/** The policy that can be used, as `check` outlines it; the last one while the text has errors. */
export function outline() {
  if (state.checked?.policy) state.outline = state.checked.policy;
  return state.outline ?? { stamps: [], cohorts: [] };
}
