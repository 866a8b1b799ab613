import type { Run } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import { endCancelled } from './end-run.ts';
import type { EndPorts } from './end-run.ts';
import { requireRunState } from './read-runs.ts';

/**
 * Stops a run: what is written stays. One that is under way ends a moment later, for whichever process is at it sees
 * that it is unwanted. Throws `run.ended` for one that has ended.
 */
export async function cancelRun(ports: EndPorts, key: string): Promise<Run> {
  const { salesforce, store, clock } = ports;
  const state = await requireRunState(store, key);
  if (state.jobType === 'Deletion') throw notCancellable();
  if (state.endedAt) throw ended('It cannot be cancelled any more.');
  await store.updateRun(key, { cancelledAt: clock.now() });
  const run = await salesforce.readRun(key);
  if (run.status !== 'Processing') await endCancelled(ports, state);
  return salesforce.readRun(key);
}

export const ended = (what: string): ScoringError =>
  new ScoringError('run.ended', {
    message: `The run has ended. ${what}`,
    actions: ['Start a new run.'],
  });

const notCancellable = (): ScoringError =>
  new ScoringError('run.in-progress', {
    message: 'The removal of scores cannot be cancelled: half of it would leave a goal that is neither there nor gone.',
    actions: ['Wait until it has ended.'],
  });
