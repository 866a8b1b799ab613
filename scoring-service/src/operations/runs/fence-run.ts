import { takenOver } from '../../domain/scoring-error.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { RunState } from '../../ports/runs.ts';

/**
 * The ports of a run for the process that took it: what they change for good is refused once another process has taken the
 * run over, because this one was stopped, or cut off from the database, for longer than its heartbeat allows. What the
 * store changes is refused by the very statement; before a change of the org the store is asked.
 */
export function fenceRun<Ports extends { store: Store; salesforce: Salesforce }>(
  ports: Ports,
  { key, epoch = 0 }: Pick<RunState, 'key' | 'epoch'>,
): Ports {
  const { store, salesforce } = ports;
  async function ifHeld<T>(change: () => Promise<T>): Promise<T> {
    const current = await store.runState(key);
    if (current && (current.epoch ?? 0) !== epoch) throw takenOver();
    return change();
  }
  return {
    ...ports,
    store: {
      ...store,
      updateRun: (changed, change) => store.updateRun(changed, change, changed === key ? epoch : undefined),
      commitBatch: (changed, receipts, checkpoint, outcome) =>
        store.commitBatch(changed, receipts, checkpoint, { ...outcome, epoch }),
      intendEvents: (events, run) => store.intendEvents(events, run && { ...run, epoch }),
      saveModel: (model) => ifHeld(() => store.saveModel(model)),
      completeReference: (id) => ifHeld(() => store.completeReference(id)),
      claimRun: (state) => ifHeld(() => store.claimRun(state)),
      deleteModels: (goalId) => ifHeld(() => store.deleteModels(goalId)),
      deleteReceipts: (goalId) => ifHeld(() => store.deleteReceipts(goalId)),
    },
    salesforce: {
      ...salesforce,
      saveRun: (run) => ifHeld(() => salesforce.saveRun(run)),
      updateGoal: (goalId, change) => ifHeld(() => salesforce.updateGoal(goalId, change)),
      writeScores: (goal, writes, options) => ifHeld(() => salesforce.writeScores(goal, writes, options)),
    },
  };
}
