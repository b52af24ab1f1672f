// A worker, asked by method. Of several requests of one kind that wait, the last alone is of interest: what is typed
// outdates what was asked before.

/** A worker that is started when it is first asked, and anew after it broke. */
export class Lane {
  #worker = null;
  #asked = new Map();
  #waiting = new Map();
  #id = 0;

  /** @param {() => void} restarted what to do when a new worker has to be told again what the old one held. */
  constructor(restarted = () => {}) {
    this.restarted = restarted;
  }

  /** Asks, and gives the answer. `progress` is told how much of a run is done, from 0 to 1. */
  ask(method, args, progress = () => {}) {
    return new Promise((resolve, reject) => {
      const id = ++this.#id;
      this.#asked.set(id, { resolve, reject, progress });
      this.#start().postMessage({ id, method, args });
    });
  }

  /**
   * Asks as soon as the last request of this kind has been answered. Gives `undefined` if a newer request of the kind took
   * its place.
   */
  async latest(method, args) {
    const waiting = this.#waiting.get(method);
    if (waiting) {
      waiting.superseded?.(undefined);
      return new Promise((resolve, reject) => {
        waiting.next = { args, resolve, reject };
        waiting.superseded = resolve;
      });
    }
    const mine = {};
    this.#waiting.set(method, mine);
    try {
      const value = await this.ask(method, args);
      return mine.next ? undefined : value;
    } finally {
      this.#waiting.delete(method);
      if (mine.next) this.latest(method, mine.next.args).then(mine.next.resolve, mine.next.reject);
    }
  }

  #start() {
    if (this.#worker) return this.#worker;
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#answered(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#broke(event.message || "the worker could not be started: the page's files are not all there");
    };
    return this.#worker;
  }

  #answered({ id, value, error, broken, part }) {
    const asked = this.#asked.get(id);
    if (part !== undefined) return asked?.progress(part);
    this.#asked.delete(id);
    if (error === undefined) return asked?.resolve(value);
    asked?.reject(new Error(broken ? `the decision stopped (${error}): is there enough memory for it?` : error));
    if (broken) this.#broke("it was stopped");
  }

  #broke(why) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const asked of this.#asked.values()) asked.reject(new Error(why));
    this.#asked.clear();
    this.restarted();
  }
}
