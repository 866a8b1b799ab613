/** Asynchronous work, one piece after the other. */
export class WorkQueue {
  #pending = 0;
  #isStopped = false;
  #work: Promise<void> = Promise.resolve();

  /** Pieces that wait or run. */
  get pending(): number {
    return this.#pending;
  }

  /** `piece` must not reject: nobody waits for its result. */
  add(piece: () => Promise<void>): void {
    this.#pending += 1;
    this.#work = this.#work.then(async () => {
      try {
        if (!this.#isStopped) await piece();
      } finally {
        this.#pending -= 1;
      }
    });
  }

  /** Resolves when nothing waits or runs. */
  async settled(): Promise<void> {
    // Work is handed over after a commit, in a microtask of its own.
    await Promise.resolve();
    while (this.#pending > 0) {
      await this.#work;
      await Promise.resolve();
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }
}
