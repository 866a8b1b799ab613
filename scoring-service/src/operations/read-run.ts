import type { Run } from '@plumbline/contract';
import type { Salesforce, Store } from '../ports.ts';

/** A run as the org holds it; one that the service has not put away yet still counts as under way. */
export async function readRun(
  { salesforce, store }: { salesforce: Pick<Salesforce, 'readRun'>; store: Pick<Store, 'runState'> },
  key: string,
): Promise<Run> {
  const run = await salesforce.readRun(key);
  const isOver = run.status === 'Successful' || run.status === 'Failed';
  const state = isOver ? await store.runState(key) : undefined;
  return state && !state.endedAt ? { ...run, status: 'Processing' } : run;
}
