import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takenOver } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { fenceRun } from '../../../../scoring-service/src/operations/runs/fence-run.ts';
import type { RunPorts } from '../../../../scoring-service/src/operations/runs/handle-run.ts';
import { makeCheckpoint, makeRun, makeStoredModel } from '../../adapters/storage/state-fixture.ts';
import { makePorts } from '../made-up-ports.ts';

/** What a run changes for good. */
const changes: Record<string, (ports: RunPorts) => Promise<unknown>> = {
  updateRun: ({ store }) => store.updateRun('run', { progressPercent: 50 }),
  commitBatch: ({ store }) => store.commitBatch('run', [], makeCheckpoint(1)),
  intendEvents: ({ store }) => store.intendEvents([], { key: 'run', checkpoint: makeCheckpoint(0) }),
  saveModel: ({ store }) => store.saveModel(makeStoredModel('goal', '1')),
  completeReference: ({ store }) => store.completeReference('run'),
  claimRun: ({ store }) => store.claimRun(makeRun('next')),
  deleteModels: ({ store }) => store.deleteModels('goal'),
  deleteReceipts: ({ store }) => store.deleteReceipts('goal'),
  saveRun: ({ salesforce }) => salesforce.saveRun({ key: 'run' } as never),
  updateGoal: ({ salesforce }) => salesforce.updateGoal('goal', { status: 'Ready' }),
  writeScores: ({ salesforce }) => salesforce.writeScores({ id: 'goal' } as never, []),
};

for (const [name, change] of Object.entries(changes)) {
  test(`${name} is allowed to the process that holds the run, and to no earlier one`, async () => {
    const done: string[] = [];
    const ofEpoch = (epoch: number | undefined): Promise<never[]> => {
      if (epoch !== undefined && epoch !== made.states.get('run')?.epoch) return Promise.reject(takenOver());
      done.push(name);
      return Promise.resolve([]);
    };
    const plain = (): Promise<never> => Promise.resolve(void done.push(name) as never);
    const made = makePorts({
      salesforce: { saveRun: plain, updateGoal: plain, writeScores: plain },
      store: {
        updateRun: (_key, _change, epoch) => ofEpoch(epoch).then(() => undefined),
        commitBatch: (_key, _receipts, _checkpoint, outcome) => ofEpoch(outcome?.epoch).then(() => undefined),
        intendEvents: (_events, run) => ofEpoch(run?.epoch),
        saveModel: plain,
        completeReference: plain,
        claimRun: plain,
        deleteModels: plain,
        deleteReceipts: plain,
      },
    });
    made.states.set('run', makeRun('run'));
    const held = (await made.ports.store.takeRun('run')) ?? assert.fail();
    const fenced = fenceRun(made.ports, held);
    await change(fenced);
    assert.deepEqual(done, [name]);
    await made.ports.store.takeRun('run');
    await assert.rejects(change(fenced), { name: 'ScoringError', kind: 'run.taken-over' });
    assert.deepEqual(done, [name]);
  });
}
