// Of several things that were begun one after the other, only what comes of the last is shown.

/** Tells whether something newer was begun. */
export class Turns {
  #newest = 0;

  /** Begins a turn. Gives what says whether it is still the newest. */
  next() {
    const mine = ++this.#newest;
    return () => mine === this.#newest;
  }
}

/**
 * Runs over a fleet, of which the newest alone is shown. `show` is told what changes: `{ progress }` from 0 to 1 while a run
 * goes on, then its outcome, or `{ error }`.
 */
export class Runs {
  #turns = new Turns();

  constructor(show) {
    this.show = show;
  }

  /** Whatever goes on is not shown any more. */
  leave() {
    this.#turns.next();
  }

  /** Makes `ready`, then asks by `ask`, which is told what to do with the progress. */
  async begin(ready, ask) {
    const isNewest = this.#turns.next();
    const show = (changes) => isNewest() && this.show(changes);
    // Until the answer is there, what is shown is old.
    show({ progress: 0 });
    try {
      await ready();
      if (!isNewest()) return;
      const begun = performance.now();
      const outcome = await ask((progress) => show({ progress }));
      if (outcome) show({ outcome, took: performance.now() - begun, error: "", progress: null });
    } catch (error) {
      show({ error: error.message, progress: null });
    }
  }
}
