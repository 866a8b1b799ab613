import { messageOf } from '@plumbline/contract';
import type { Clock, RunFolders, RunState, Salesforce, Store } from '../ports.ts';

type Ports = { salesforce: Salesforce; store: Store; clock: Clock; folders: RunFolders };

/** Ends a run that waits for its window and is not needed any more; what it has written stays. */
export async function endEarly(
  { salesforce, store, clock, folders }: Ports,
  { key }: RunState,
  reason: string,
): Promise<void> {
  const endedAt = clock.now();
  // Without its model a run that is not complete does not pass for the first pass of that model.
  await store.updateRun(key, { endedAt, modelVersion: '' });
  await folders.remove(key);
  const run = await salesforce.readRun(key);
  await salesforce.saveRun({
    ...run,
    status: 'Successful',
    endedAt: endedAt.toISOString(),
    messages: [...run.messages, messageOf({ code: 911, detail: reason })],
  });
}
