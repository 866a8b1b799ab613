/** What waits for the end of a transaction. */
export type LaterStep = { work: () => void; survivesRollback: boolean };

/** The steps that wait for the outermost transaction to end, in the order they were asked for. */
export class AfterTransaction {
  private steps: LaterStep[] = [];

  /** Where a savepoint begins, for `rollBack`. */
  get mark(): number {
    return this.steps.length;
  }

  add(step: LaterStep): void {
    this.steps.push(step);
  }

  /** Drops what was asked for since the mark, but what is done either way. */
  rollBack(mark: number): void {
    this.steps = this.steps.filter(({ survivesRollback }, index) => index < mark || survivesRollback);
  }

  /** Does everything that waits. The steps may open transactions of their own. */
  run(): void {
    const due = this.steps;
    this.steps = [];
    for (const { work } of due) work();
  }
}
