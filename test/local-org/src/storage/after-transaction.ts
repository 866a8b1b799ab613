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

  /** Drops the steps since the mark, except those that run after a rollback too. */
  rollBack(mark: number): void {
    this.steps = this.steps.filter(({ survivesRollback }, index) => index < mark || survivesRollback);
  }

  /** Runs all waiting steps, which may open transactions. */
  run(): void {
    const due = this.steps;
    this.steps = [];
    for (const { work } of due) work();
  }
}
