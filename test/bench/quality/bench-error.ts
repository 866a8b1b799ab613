/** What the person at the command line can put right: said in one sentence with the next step, without a stack. */
export class BenchError extends Error {}
