import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';

export type LimitCount = { used: number; limit: number };

/** What a transaction may use, by the name in `Limits.getQueries()`: kept in `run.state` under `limits`. */
export type LimitCounts = Map<string, LimitCount>;

/** Queueable jobs have the limits of other asynchronous ones, but may call future methods. */
export type LimitKind = 'synchronous' | 'asynchronous' | 'queueable';

/** The limits that are the same in every transaction. Those of describe calls are not enforced any more. */
const common: Readonly<Record<string, number>> = {
  AggregateQueries: 300,
  ApexCursorRows: 50_000_000,
  AsyncCalls: 200,
  Callouts: 100,
  ChildRelationshipsDescribes: 100,
  DMLRows: 10_000,
  DMLStatements: 150,
  EmailInvocations: 10,
  FetchCallsOnApexCursor: 10,
  FieldSetsDescribes: 100,
  FieldsDescribes: 100,
  FindSimilarCalls: 100,
  MobilePushApexCalls: 10,
  PicklistDescribes: 100,
  PublishImmediateDML: 150,
  QueryLocatorRows: 10_000,
  QueryRows: 50_000,
  RecordTypesDescribes: 100,
  RunAs: 20,
  SavepointRollbacks: 150,
  Savepoints: 150,
  ScriptStatements: 200_000,
  SoslQueries: 20,
};

/** The limits that differ: of a synchronous and of an asynchronous transaction. */
const different: Readonly<Record<string, readonly [synchronous: number, asynchronous: number]>> = {
  CpuTime: [10_000, 60_000],
  FutureCalls: [50, 0],
  HeapSize: [6_000_000, 12_000_000],
  Queries: [100, 200],
  QueueableJobs: [50, 1],
};

export function newLimits(kind: LimitKind): LimitCounts {
  const counts: LimitCounts = new Map();
  for (const [name, limit] of Object.entries(common)) counts.set(name, { used: 0, limit });
  for (const [name, [synchronous, asynchronous]] of Object.entries(different))
    counts.set(name, { used: 0, limit: kind === 'synchronous' ? synchronous : asynchronous });
  if (kind === 'queueable') counts.set('FutureCalls', { used: 0, limit: 50 });
  return counts;
}

/** The limits of a transaction; a synchronous one's where the runtime set none. */
export function limitsOf(run: Run): LimitCounts {
  const found = run.state.get('limits') as LimitCounts | undefined;
  if (found !== undefined) return found;
  const made = newLimits('synchronous');
  run.state.set('limits', made);
  return made;
}

/** How the platform words that a limit is passed, before the number. */
const words: Readonly<Record<string, string>> = {
  Callouts: 'Too many callouts',
  DMLRows: 'Too many DML rows',
  DMLStatements: 'Too many DML statements',
  EmailInvocations: 'Too many Email Invocations',
  FutureCalls: 'Too many future calls',
  HeapSize: 'Apex heap size too large',
  PublishImmediateDML: 'Too many DML statements',
  Queries: 'Too many SOQL queries',
  QueryLocatorRows: 'Too many query locator rows',
  QueryRows: 'Too many query rows',
  QueueableJobs: 'Too many queueable jobs added to the queue',
  SoslQueries: 'Too many SOSL queries',
};

/** Counts a use of a limit. Throws the LimitException once there are more than the limit. */
export function useLimit(run: Run, name: string, by = 1): void {
  const count = limitsOf(run).get(name);
  if (count === undefined) throw new Error(`No limit ${name}`);
  count.used += by;
  if (count.used <= count.limit) return;
  const text =
    name === 'CpuTime' ? 'Apex CPU time limit exceeded' : `${words[name] ?? `Too many ${name}`}: ${String(count.used)}`;
  throw new ApexFault('System.LimitException', text);
}

const names = [...Object.keys(common), ...Object.keys(different)];

export const limitsClass: LibraryClass = defineClass(
  'System.Limits',
  Object.fromEntries(
    names.flatMap((name) => [
      [`static Integer get${name}()`, (run: Run) => Math.trunc(limitsOf(run).get(name)?.used ?? 0)],
      [`static Integer getLimit${name}()`, (run: Run) => limitsOf(run).get(name)?.limit ?? 0],
    ]),
  ),
);
