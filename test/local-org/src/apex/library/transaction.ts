import type { Run } from '../run.ts';

/** What started the transaction: kept in `run.state` under `context`. */
export type TransactionContext = {
  kind: 'synchronous' | 'batch' | 'future' | 'queueable' | 'scheduled';
  /** Of `System.Quiddity`. */
  quiddity: string;
  requestId: string;
};

const unknown: TransactionContext = { kind: 'synchronous', quiddity: 'SYNCHRONOUS', requestId: '' };

export const contextOf = (run: Run): TransactionContext =>
  (run.state.get('context') as TransactionContext | undefined) ?? unknown;

/** A line of `System.debug`. */
export type DebugLine = {
  /** Of `System.LoggingLevel`. */
  level: string;
  text: string;
  /** Where it was called; 0 where that is not known. */
  line: number;
};

/** What the transaction has written to its log: kept in `run.state` under `debug`. */
export function debugLinesOf(run: Run): DebugLine[] {
  const found = run.state.get('debug') as DebugLine[] | undefined;
  if (found !== undefined) return found;
  const made: DebugLine[] = [];
  run.state.set('debug', made);
  return made;
}

/** A value that is the same for the whole transaction. */
export function onceIn<T>(run: Run, key: string, make: () => T): T {
  if (!run.state.has(key)) run.state.set(key, make());
  return run.state.get(key) as T;
}
