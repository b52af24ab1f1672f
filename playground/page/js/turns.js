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
