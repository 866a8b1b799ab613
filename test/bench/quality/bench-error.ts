/** An error that the user can fix, printed as its message with the next step, without a stack. */
export class BenchError extends Error {}
