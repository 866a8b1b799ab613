import { ScoringError } from '../domain/scoring-error.ts';
import type { RunState, Store } from '../ports.ts';

/** What the service knows of a run. Throws `run.not-found`. */
export async function requireRunState(store: Pick<Store, 'runState'>, key: string): Promise<RunState> {
  const state = await store.runState(key);
  if (state) return state;
  throw new ScoringError('run.not-found', {
    message: 'The service knows no run with this key.',
    actions: ['Take the key from the list of runs of the goal.'],
  });
}
