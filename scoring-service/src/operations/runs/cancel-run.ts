import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import { endCancelled, runEnded } from './end-run.ts';
import type { EndPorts } from './end-run.ts';
import { requireRunState } from './read-runs.ts';

/**
 * Cancels a run; what it has written stays. A run in progress ends within seconds, when its process reads the
 * cancellation. Throws ScoringError `run.ended`, and `run.in-progress` for a removal of scores.
 */
export async function cancelRun(ports: EndPorts, key: string): Promise<Run> {
  const { salesforce, store, clock } = ports;
  const state = await requireRunState(store, key);
  if (state.jobType === 'Deletion') throw notCancellable();
  if (state.endedAt) throw runEnded('It can no longer be cancelled.');
  await store.updateRun(key, { cancelledAt: clock.now() });
  const run = await salesforce.readRun(key);
  if (run.status !== 'Processing') await endCancelled(ports, state);
  return salesforce.readRun(key);
}

const notCancellable = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The removal of scores cannot be cancelled, because the goal would keep half of its scores.',
    actions: ['Wait until it has ended.'],
  });
